"""What may be asked of another bank, and what may be answered: the rules both nodes keep.

The assigner's node keeps them before it asks; the assignee's node keeps them again by its own
books, because it trusts nobody else's. A recall and an enquiry are about a payment between the
two banks, made under the agreement; a verification is about none, and is counted so that nobody
fishes for names.
"""

from typing import Final, NamedTuple

from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    Outcome,
)
from tallystick.core.decide.returns import closing_record
from tallystick.core.orders import ClosingRecord, Decision, OrderKind
from tallystick.core.questions import is_code
from tallystick.core.state import Pact, State, payment_of
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

# How many enquiries of one bank may be open at a time: each is work for people at the other bank,
# and what they have not answered yet is asked no sooner by asking more.
ENQUIRIES_MAX: Final = 20
# How often one bank may ask about one account on one business date: a name that is misspelt twice
# or thrice is found in five, a name that is guessed is not.
SUBJECT_MAX: Final = 5
_PAID: Final = ("settled", "returned")
_FINAL: Final[dict[AssignmentKind, tuple[Outcome, ...]]] = {
    AssignmentKind.RECALL: (Outcome.CANCELLED, Outcome.REJECTED),
    AssignmentKind.ENQUIRY: (Outcome.EXPLAINED, Outcome.REJECTED),
    AssignmentKind.INFORMATION: (Outcome.EXPLAINED, Outcome.REJECTED),
    AssignmentKind.VERIFICATION: (
        Outcome.MATCHED,
        Outcome.CLOSE,
        Outcome.DIFFERENT,
        Outcome.UNKNOWN,
    ),
}


class Objection(NamedTuple):
    """Why something may not be asked: the reason, and in words which rule."""

    reason: StatusReason
    text: str


def is_answer(kind: AssignmentKind, outcome: Outcome, reason: str) -> bool:
    """Whether these words may answer an assignment; PENDING leaves a recall open."""
    pending = outcome is Outcome.PENDING and kind is AssignmentKind.RECALL
    return is_code(reason) and (pending or outcome in _FINAL[kind])


def business_date(pact: Pact, at: int) -> str:
    """Return the date at our end on which something that is asked now counts."""
    return pact.own_end.calendar.business_date(at)


def payment_record(
    state: State, assignment: Assignment, stored: ClosingRecord | None
) -> ClosingRecord | None:
    """Return what is known here of the payment concerned: by the state, or else by the store."""
    payment = payment_of(state, assignment.agreement_id, assignment.payment_id)
    if payment is not None:
        return closing_record(payment)
    if stored is None or assignment.payment_id in state.payments:
        return None
    same = (stored.payment_id, stored.agreement_id) == _named(assignment)
    return stored if same else None


def _named(assignment: Assignment) -> tuple[str, str]:
    return assignment.payment_id, assignment.agreement_id


def is_between(record: ClosingRecord, assignment: Assignment) -> bool:
    """Whether the payment is one of these two banks', whoever of them is the debtor's."""
    banks = (record.debtor_agent, record.creditor_agent)
    asked = (assignment.assigner, assignment.assignee)
    return banks in (asked, asked[::-1])


def may_enquire(record: ClosingRecord | None, assignment: Assignment, ours: str) -> bool:
    """Whether the payment was settled between the two, and `ours` is its bank on our side."""
    if record is None or not is_between(record, assignment):
        return False
    here = record.debtor_agent if record.side is Side.DEBTOR else record.creditor_agent
    return here == ours and was_paid(record)


def was_paid(record: ClosingRecord) -> bool:
    """Whether the decider accepted the payment, and its money has arrived."""
    return record.decision is Decision.ACCEPTED and record.state in _PAID


def is_recallable(record: ClosingRecord) -> bool:
    """Whether the money of a transfer arrived and some of it has not gone back."""
    return record.kind is OrderKind.TRANSFER and was_paid(record) and not record.is_returned


def objection_to_parties(
    pact: Pact, assignment: Assignment, operators: tuple[str, str]
) -> Objection | None:
    """Say why these banks may not ask and be asked; `operators` are the assigner's and the other.

    What is under way goes on though a bank is suspended, so it may still be asked about; a
    verification is for a payment to come.
    """
    assigner = pact.participants.get(assignment.assigner)
    assignee = pact.participants.get(assignment.assignee)
    if assigner is None or assigner.operator_id != operators[0]:
        return Objection(StatusReason.TRANSACTION_FORBIDDEN, "the assigner settles elsewhere")
    if assignee is None or assignee.operator_id != operators[1]:
        return Objection(StatusReason.TRANSACTION_FORBIDDEN, "no such bank at the other end")
    if assignment.kind is not AssignmentKind.VERIFICATION:
        return None
    if assigner.is_suspended:
        return Objection(StatusReason.AGENT_SUSPENDED, "the assigner is suspended")
    if assignee.is_suspended:
        return Objection(StatusReason.CREDITOR_AGENT_SUSPENDED, "the assignee is suspended")
    return None


def objection_to_count(pact: Pact, at: int, assignment: Assignment) -> Objection | None:
    """Say which limit the assigner, a participant, has come to; a recall has none but its id."""
    asking = pact.participants[assignment.assigner].asking
    if assignment.kind is AssignmentKind.ENQUIRY:
        full = asking.enquiries >= ENQUIRIES_MAX
        return _limit(f"{ENQUIRIES_MAX} enquiries are open") if full else None
    if assignment.kind is AssignmentKind.RECALL:
        return None
    if not assignment.subject:
        text = "a verification is of an account"
        return Objection(StatusReason.TRANSACTION_FORBIDDEN, text)
    agreement = pact.agreement
    is_new_day = business_date(pact, at) > asking.business_date
    made = 0 if is_new_day else asking.verifications
    matched = 0 if is_new_day else asking.matched
    of_subject = 0 if is_new_day else asking.subjects.get(assignment.subject, 0)
    if made >= agreement.verifications_max or made - matched >= agreement.misses_max:
        return _limit("so many verifications, or misses, are enough for one business date")
    return _limit("this account was asked about enough") if of_subject >= SUBJECT_MAX else None


def _limit(text: str) -> Objection:
    return Objection(StatusReason.LIMIT_EXCEEDED, text)
