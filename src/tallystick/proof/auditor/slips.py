"""Slips: what one bank asked another, written down for ever, and what may be asked by them."""

from collections.abc import Iterator
from typing import Final

from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    Outcome,
)
from tallystick.core.orders import ClosingRecord, Decision, OrderKind
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books, Link, Member, Slip
from tallystick.proof.auditor.remembering import record_for
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

_RECALL: Final = AssignmentKind.RECALL
_ENQUIRY: Final = AssignmentKind.ENQUIRY
_VERIFICATION: Final = AssignmentKind.VERIFICATION
_OPEN_ENQUIRIES: Final = 20
_SAME_ACCOUNT: Final = 5
_ANSWERS: Final[dict[AssignmentKind, set[Outcome]]] = {
    _RECALL: {Outcome.CANCELLED, Outcome.REJECTED, Outcome.PENDING},
    _ENQUIRY: {Outcome.EXPLAINED, Outcome.REJECTED},
    AssignmentKind.INFORMATION: {Outcome.EXPLAINED, Outcome.REJECTED},
    _VERIFICATION: {Outcome.MATCHED, Outcome.CLOSE, Outcome.DIFFERENT, Outcome.UNKNOWN},
}


def record_of(slip: Slip) -> AssignmentRecord:
    """Return what is to be remembered of a slip for ever."""
    asked = slip.asked
    return AssignmentRecord(
        asked.assignment_id,
        asked.agreement_id,
        asked.kind,
        slip.side,
        asked.assigner,
        asked.assignee,
        asked.payment_id,
        asked.content,
        _standing(slip),
        slip.outcome,
        slip.reason,
        slip.is_put,
    )


def _standing(slip: Slip) -> AssignmentState:
    if slip.is_expired:
        return AssignmentState.EXPIRED
    if slip.outcome is not None:
        return AssignmentState.ANSWERED
    return AssignmentState.ASSIGNED if slip.is_put else AssignmentState.WITHDRAWING


def known(
    books: Books, assignment_id: str, stored: AssignmentRecord | None
) -> AssignmentRecord | None:
    """Return what is known of an assignment: our own slip's word goes before the store's."""
    slip = books.slips.get(assignment_id)
    return stored if slip is None else record_of(slip)


def is_named_rightly(asked: Assignment) -> bool:
    """Tell whether a bank may ask under this id: one recall a payment, a digest for the others.

    No bank asks for information about what is held: only people of its own node do.
    """
    if asked.kind is AssignmentKind.INFORMATION:
        return False
    if asked.kind is _RECALL:
        return asked.payment_id != "" and asked.assignment_id == "recall:" + asked.payment_id
    if (asked.payment_id == "") != (asked.kind is _VERIFICATION):
        return False
    start = f"{asked.kind.value}:"
    digits = asked.assignment_id.removeprefix(start)
    hexadecimal = len(digits) == 32 and not digits.strip("0123456789abcdef")
    return asked.assignment_id.startswith(start) and hexadecimal


def is_lawful(kind: AssignmentKind, outcome: Outcome, reason: str) -> bool:
    """Tell whether this answers that: the outcome is of its kind, the reason a code or nothing."""
    code = reason.isascii() and (reason == "" or (reason.isalnum() and reason == reason.upper()))
    return outcome in _ANSWERS[kind] and len(reason) <= 4 and code


def bars_banks(asked: Assignment, link: Link, askers_operator: str) -> StatusReason | None:
    """Say why these banks may not ask and be asked; a suspended one may, of what is under way."""
    forbidden = StatusReason.TRANSACTION_FORBIDDEN
    asker, answerer = link.members.get(asked.assigner), link.members.get(asked.assignee)
    if asker is None or answerer is None or asker.operator_id != askers_operator:
        return forbidden
    if answerer.operator_id not in _others(link, askers_operator):
        return forbidden
    return _suspended(asker, answerer) if asked.kind is _VERIFICATION else None


def _others(link: Link, operator_id: str) -> list[str]:
    return [e.operator_id for e in (link.here, link.there) if e.operator_id != operator_id]


def _suspended(asker: Member, answerer: Member) -> StatusReason | None:
    if asker.is_suspended:
        return StatusReason.AGENT_SUSPENDED
    return StatusReason.CREDITOR_AGENT_SUSPENDED if answerer.is_suspended else None


def bars_more(books: Books, link: Link, at: int, asked: Assignment) -> StatusReason | None:
    """Say which limit on asking is reached: counted anew over every slip of the asker."""
    own = list(_put_by(books, link, asked))
    if asked.kind is _ENQUIRY:
        full = sum(not slip.is_done for slip in own) >= _OPEN_ENQUIRIES
        return StatusReason.LIMIT_EXCEEDED if full else None
    if asked.kind is _RECALL:
        return None
    if not asked.subject:
        return StatusReason.TRANSACTION_FORBIDDEN
    today = max(date_of(link, at), last_date(books, link, asked))
    of_today = [slip for slip in own if slip.put_on == today]
    missed = [slip for slip in of_today if slip.outcome is not Outcome.MATCHED]
    same = [slip for slip in of_today if slip.asked.subject == asked.subject]
    text = figures.text_now(link)
    full = len(of_today) >= text.verifications_max or len(missed) >= text.misses_max
    return StatusReason.LIMIT_EXCEEDED if full or len(same) >= _SAME_ACCOUNT else None


def _put_by(books: Books, link: Link, asked: Assignment) -> Iterator[Slip]:
    """Go through what the same bank asked of the same kind and was really put to somebody."""
    whose = link.agreement_id, asked.kind, asked.assigner
    for slip in books.slips.values():
        theirs = slip.asked.agreement_id, slip.asked.kind, slip.asked.assigner
        if slip.is_put and theirs == whose:
            yield slip


def date_of(link: Link, at: int) -> str:
    """Return the business date at our end."""
    return figures.text_now(link).ends[link.own].calendar.business_date(at)


def last_date(books: Books, link: Link, asked: Assignment) -> str:
    """Return the latest date on which the bank's verifications were counted: none goes back."""
    dates = [slip.put_on for slip in _put_by(books, link, asked)]
    return max(dates, default="")


def payment_of(
    books: Books, asked: Assignment, stored: ClosingRecord | None
) -> ClosingRecord | None:
    """Return what is known of the payment it is about, if it is of the same agreement."""
    record = record_for(books, asked.payment_id, stored)
    if record is None or record.payment_id != asked.payment_id:
        return None
    return record if record.agreement_id == asked.agreement_id else None


def concerns(record: ClosingRecord | None, asked: Assignment, ours: str) -> bool:
    """Tell whether a payment ran between the two banks, `ours` being the one on our side."""
    if record is None:
        return False
    here, there = record.debtor_agent, record.creditor_agent
    if record.side is Side.CREDITOR:
        here, there = there, here
    return here == ours and {here, there} == {asked.assigner, asked.assignee}


def arrived(record: ClosingRecord | None) -> bool:
    """Tell whether the decider accepted it, and the money is with the creditor or came back."""
    if record is None or record.decision is not Decision.ACCEPTED:
        return False
    return record.state in ("settled", "returned")


def can_come_back(record: ClosingRecord | None) -> bool:
    """Tell whether there is money to recall: a transfer's that arrived and was not returned."""
    if record is None or not arrived(record) or record.kind is OrderKind.RETURN:
        return False
    amounts = record.debtor_amount, record.creditor_amount
    left = 1 - figures.share_of(record.returned, *amounts)
    return left >= figures.smallest_share(*amounts)


def may_leave(books: Books, slip: Slip) -> bool:
    """Tell whether an assignment may leave the state: it is ended and its cycle is settled."""
    if slip.is_gone or not slip.is_done:
        return False
    return books.links[slip.asked.agreement_id].round(slip.leaves_with).is_settled
