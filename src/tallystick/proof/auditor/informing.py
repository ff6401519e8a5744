"""What a bank is asked about a payment of its own that people look at, and what it answers.

The bank that sent the payment hears of the question, and nobody else does. Whatever it answers,
the payment stays where it is.
"""

from tallystick.core.assignments import Assignment, AssignmentKind, AssignmentRecord
from tallystick.core.commands import AnswerAssignment
from tallystick.core.events import (
    AssignmentPresented,
    HoldCause,
    InformationLate,
    InformationReceived,
    InformationRequested,
)
from tallystick.core.screening_commands import RequestInformation
from tallystick.proof.auditor import figures, slips
from tallystick.proof.auditor.books import Books, Sheet, Stage
from tallystick.proof.auditor.script import Script, no
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

_ASKED_AT_MOST = 5


def request_information(books: Books, at: int, command: RequestInformation) -> Script:
    """Five times at most, each under an id of its own, and never longer than the hold lasts."""
    name, sheet = command.request_id, books.in_state(command.payment_id)
    if sheet is None or not _may_be_asked_about(books, sheet) or not _is_named(name):
        yield no(name)
        return
    order, known = sheet.order, slips.known(books, name, command.known)
    if known is not None:
        if (known.payment_id, known.content) != (order.payment_id, command.content):
            yield no(name, StatusReason.DUPLICATE_PAYMENT)
    elif _times_asked(books, order.payment_id) >= _ASKED_AT_MOST:
        yield no(name, StatusReason.LIMIT_EXCEEDED)
    else:
        words = (books.operator_id, order.debtor_agent, command.content, order.payment_id)
        asked = Assignment(name, order.agreement_id, AssignmentKind.INFORMATION, *words)
        yield InformationRequested(asked, command.person, command.subject)
        link = books.link_of(sheet)
        until = min(sheet.due_at, at + figures.text_now(link).time_outs.enquiry_ms)
        yield AssignmentPresented(name, slips.date_of(link, at), until)


def _may_be_asked_about(books: Books, sheet: Sheet) -> bool:
    for_people = sheet.stage is Stage.HELD and sheet.held_for is HoldCause.REVIEW
    sent_here = sheet.side is Side.DEBTOR
    return for_people and sent_here and sheet.payment_id not in books.link_of(sheet).frozen


def _is_named(name: str) -> bool:
    kind, _, digits = name.partition(":")
    return kind == "information" and len(digits) == 32 and not digits.strip("0123456789abcdef")


def _times_asked(books: Books, payment_id: str) -> int:
    """Count over every slip that was ever begun."""
    asked = [slip.asked for slip in books.slips.values()]
    ours = [each for each in asked if each.kind is AssignmentKind.INFORMATION]
    return sum(each.payment_id == payment_id for each in ours)


def informed(books: Books, known: AssignmentRecord, command: AnswerAssignment) -> Script:
    """Take the first answer in time; keep any other one beside it, once."""
    name, slip = command.assignment_id, books.slips.get(command.assignment_id)
    if slip is not None and not slip.is_done:
        words = command.outcome, command.reason, command.content
        yield InformationReceived(name, known.payment_id, *words)
        return
    in_state = slip is not None and not slip.is_gone
    if slip is None or not in_state or slip.answer != command.content:
        yield InformationLate(name, known.payment_id, command.content)
