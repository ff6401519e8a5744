"""What one bank asks of another, at the asking node and at the answering one.

Only the answering node lets time run out, but for a verification, which the asking node gives up
too. A recall of what is not decided waits for the decision, and is answered by it unless the
money has arrived.
"""

import msgspec

from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    Outcome,
)
from tallystick.core.commands import AnswerAssignment, Assign, HearPeer, ParkItem
from tallystick.core.events import (
    AnyEvent,
    AssignmentAnswered,
    AssignmentArrived,
    AssignmentExpired,
    AssignmentLost,
    AssignmentMade,
    AssignmentPending,
    AssignmentPresented,
    AssignmentRepeated,
    AssignmentSent,
    CaseKind,
    WithdrawalRequested,
)
from tallystick.core.items import Assigned
from tallystick.core.items import AssignmentAnswered as Heard
from tallystick.core.orders import ClosingRecord, Decision, OrderKind
from tallystick.proof.auditor import figures, informing, slips
from tallystick.proof.auditor.books import Books, Link, Sheet, Slip, Stage
from tallystick.proof.auditor.script import Script, case, no
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason


def assign(books: Books, at: int, command: Assign) -> Script:
    """Take up a question once: its id is known for ever, and is made from what it is about."""
    asked = command.assignment
    name = asked.assignment_id
    known = slips.known(books, name, command.known)
    if known is None:
        yield from _new(books, at, command)
    elif known.side is not Side.DEBTOR or known.assigner != asked.assigner:
        # A stranger reads what it would read if it had never been asked.
        script = list(_new(books, at, command))
        is_free = isinstance(script[0], AssignmentMade)
        yield from [no(name, StatusReason.DUPLICATE_PAYMENT)] if is_free else script
    elif known.content != asked.content:
        yield no(name, StatusReason.DUPLICATE_PAYMENT)
    else:
        is_open = known.outcome is None and known.state is not AssignmentState.EXPIRED
        told = Outcome.PENDING if is_open else known.outcome
        yield AssignmentRepeated(name, asked.assigner, told, known.reason)


def _new(books: Books, at: int, command: Assign) -> Script:
    asked = command.assignment
    name, link = asked.assignment_id, books.links.get(asked.agreement_id)
    if link is None or not link.current or not slips.is_named_rightly(asked):
        yield no(name)
        return
    barred = slips.bars_banks(asked, link, link.here.operator_id)
    if barred is not None:
        yield no(name, barred)
    elif asked.kind is AssignmentKind.RECALL:
        yield from _recall(books, at, link, command)
    else:
        yield from _ask(books, at, link, command)


def _ask(books: Books, at: int, link: Link, command: Assign) -> Script:
    asked = command.assignment
    record = slips.payment_of(books, asked, command.original)
    barred = slips.bars_more(books, link, at, asked)
    if asked.kind is AssignmentKind.ENQUIRY:
        settled = slips.concerns(record, asked, asked.assigner) and slips.arrived(record)
        barred = barred if settled else StatusReason.TRANSACTION_FORBIDDEN
    if barred is not None:
        yield no(asked.assignment_id, barred)
        return
    yield AssignmentMade(asked)
    yield _goes(at, link, asked)


def _goes(at: int, link: Link, asked: Assignment) -> AnyEvent:
    """A verification alone is given up here: a payment waits for it."""
    wait_ms = figures.text_now(link).time_outs.verification_ms
    until = at + wait_ms if asked.kind is AssignmentKind.VERIFICATION else 0
    return AssignmentSent(asked.assignment_id, slips.date_of(link, at), until)


def _recall(books: Books, at: int, link: Link, command: Assign) -> Script:
    asked = command.assignment
    record = slips.payment_of(books, asked, command.original)
    sent = record is not None and record.side is Side.DEBTOR
    sheet = books.under(asked.agreement_id, asked.payment_id)
    if not sent or not slips.concerns(record, asked, asked.assigner):
        yield no(asked.assignment_id)
    elif slips.can_come_back(record):
        yield AssignmentMade(asked)
        yield _goes(at, link, asked)
    elif sheet is None or sheet.is_done or sheet.order.kind is OrderKind.RETURN:
        yield no(asked.assignment_id)
    else:
        yield AssignmentMade(asked)
        if asked.payment_id not in link.frozen:
            yield from _stop(sheet)


def _stop(sheet: Sheet) -> Script:
    """What has left is asked back; what has not is refused for it when it would go on."""
    if sheet.stage is Stage.WITH_PEER:
        yield WithdrawalRequested(sheet.payment_id)


def recalls_that_can_go_on(books: Books) -> list[Slip]:
    """Return the recalls that waited for a payment which is decided by now."""
    waiting = [s for s in books.slips.values() if s.side is Side.DEBTOR and not s.is_put]
    return [s for s in waiting if not s.is_done and books.sheets[s.asked.payment_id].is_done]


def recall_on(books: Books, at: int, slip: Slip) -> Script:
    """Send it where the money has arrived; else the decision itself is its answer."""
    asked = slip.asked
    decision = books.sheets[asked.payment_id].decision
    if decision is Decision.ACCEPTED:
        yield _goes(at, books.links[asked.agreement_id], asked)
    elif decision is Decision.BLOCKED:
        yield AssignmentAnswered(asked.assignment_id, Outcome.REJECTED, "LEGL", b"")
    else:
        yield AssignmentAnswered(asked.assignment_id, Outcome.CANCELLED, "", b"")


def hear_answered(books: Books, _at: int, command: HearPeer, item: Heard) -> Script:
    """Take the answer to what we asked and still wait for; we may have given up waiting."""
    name, slip = item.assignment_id, books.slips.get(item.assignment_id)
    known = slips.known(books, name, command.assigned)
    asked_here = known is not None and known.side is Side.DEBTOR
    if known is None or not asked_here or known.agreement_id != item.agreement_id:
        yield case(name, CaseKind.PEER_BREACH)
        return
    lawful = item.outcome is None or slips.is_lawful(known.kind, item.outcome, item.reason)
    expired = known.state is AssignmentState.EXPIRED
    if lawful and expired and known.kind is AssignmentKind.VERIFICATION:
        return
    waits = slip is not None and slip.is_put and not slip.is_done
    if slip is None or not lawful or not waits:
        yield case(name, CaseKind.PEER_BREACH)
    elif item.outcome is None:
        yield AssignmentExpired(name)
    elif item.outcome is not Outcome.PENDING:
        yield AssignmentAnswered(name, item.outcome, item.reason, item.content)
    elif slip.said_pending:
        yield case(name, CaseKind.PEER_BREACH)
    else:
        yield AssignmentPending(name, item.content)


def hear_assigned(books: Books, at: int, command: HearPeer, item: Assigned) -> Script:
    """Put it to our bank; what our own books do not bear out we answer ourselves."""
    asked, link = item.assignment, books.links[item.agreement_id]
    name = asked.assignment_id
    is_known = slips.known(books, name, command.assigned) is not None
    record = slips.payment_of(books, asked, command.original)
    # Who sent a payment recalls it: a recall of ours by the others would take its only id.
    ours = record is not None and record.side is Side.DEBTOR
    taken = is_known or (ours and asked.kind is AssignmentKind.RECALL)
    if taken or asked.agreement_id != item.agreement_id or not slips.is_named_rightly(asked):
        yield case(name, CaseKind.PEER_BREACH)
        return
    asked = msgspec.structs.replace(asked, subject=command.subject)
    yield AssignmentArrived(asked)
    barred = slips.bars_banks(asked, link, link.there.operator_id)
    if not command.is_unread and barred is None and _is_borne_out(asked, record):
        barred = slips.bars_more(books, link, at, asked)
        if barred is None:
            until = at + _time_for(link, asked.kind)
            yield AssignmentPresented(name, slips.date_of(link, at), until)
            return
    if asked.kind is AssignmentKind.VERIFICATION:
        yield AssignmentAnswered(name, Outcome.UNKNOWN, "", b"")
    else:
        yield AssignmentAnswered(name, Outcome.REJECTED, "NOOR", b"")


def _is_borne_out(asked: Assignment, record: ClosingRecord | None) -> bool:
    if asked.kind is AssignmentKind.VERIFICATION:
        return True
    ours = slips.concerns(record, asked, asked.assignee)
    if asked.kind is AssignmentKind.ENQUIRY:
        return ours and slips.arrived(record)
    came_here = record is not None and record.side is Side.CREDITOR
    return came_here and ours and slips.can_come_back(record)


def _time_for(link: Link, kind: AssignmentKind) -> int:
    limits = figures.text_now(link).time_outs
    return {
        AssignmentKind.RECALL: limits.recall_ms,
        AssignmentKind.ENQUIRY: limits.enquiry_ms,
        AssignmentKind.VERIFICATION: limits.verification_ms,
    }[kind]


def answer_assignment(books: Books, _at: int, command: AnswerAssignment) -> Script:
    """Take the answer of the bank that was asked, once, and while it counts."""
    name, slip = command.assignment_id, books.slips.get(command.assignment_id)
    known = slips.known(books, name, command.known)
    if known is None or not _may_answer(known, command):
        yield no(name)
    elif known.kind is AssignmentKind.INFORMATION:
        yield from informing.informed(books, known, command)
    elif slip is None or slip.is_gone:
        yield no(name)
    else:
        yield from _answered(slip, command)


def _answered(slip: Slip, command: AnswerAssignment) -> Script:
    name = command.assignment_id
    if slip.is_done:
        if not _is_same(slip, command):
            yield no(name)
    elif command.outcome is not Outcome.PENDING:
        yield AssignmentAnswered(name, command.outcome, command.reason, command.content)
    elif not slip.said_pending:
        yield AssignmentPending(name, command.content)
    elif slip.answer != command.content:
        yield no(name)


def _may_answer(known: AssignmentRecord, command: AnswerAssignment) -> bool:
    """Tell whether it was put to this bank, and whether these words answer it."""
    asked_of_it = known.side is Side.CREDITOR and known.was_presented
    lawful = slips.is_lawful(known.kind, command.outcome, command.reason)
    return asked_of_it and known.assignee == command.participant_id and lawful


def _is_same(slip: Slip, command: AnswerAssignment) -> bool:
    given = slip.outcome, slip.reason, slip.answer
    return not slip.is_expired and given == (command.outcome, command.reason, command.content)


def park(books: Books, command: ParkItem) -> Script:
    """What was asked or answered in an item that nobody could read ends without an answer."""
    link = books.links.get(command.agreement_id)
    if link is None or link.there.operator_id != command.operator_id:
        return
    if command.asks and (command.asks not in books.slips or books.slips[command.asks].is_gone):
        yield AssignmentLost(command.asks, command.agreement_id)
        return
    slip = books.slips.get(command.answers)
    if slip is not None and slip.side is Side.DEBTOR and slip.is_put and not slip.is_done:
        yield AssignmentExpired(command.answers)
