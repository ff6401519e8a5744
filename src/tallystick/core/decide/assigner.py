"""The assigner's node: what one of our banks asks, from its request to the answer.

A recall of a payment that is not decided yet waits for the decision. What is held or queued is
refused for it when it would go on, and not before: else a recall would empty a hold that people
have not looked into, and would tell it from a queue. What has left is asked back. A recall of a
settled payment goes to the creditor's bank, which alone can say whether the money comes back; no
answer moves any.
"""

from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    Outcome,
    recall_id,
)
from tallystick.core.commands import Assign, HearPeer
from tallystick.core.decide.asking import (
    Objection,
    business_date,
    is_answer,
    is_between,
    is_recallable,
    may_enquire,
    objection_to_count,
    objection_to_parties,
    payment_record,
)
from tallystick.core.decide.refusals import not_allowed, refused
from tallystick.core.events import (
    AnyEvent,
    AssignmentAnswered,
    AssignmentExpired,
    AssignmentMade,
    AssignmentPending,
    AssignmentRepeated,
    AssignmentSent,
    CaseKind,
    CaseOpened,
    WithdrawalRequested,
)
from tallystick.core.items import AssignmentAnswered as AnswerHeard
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import ClosingRecord, Decision, OrderKind
from tallystick.core.questions import is_well_named
from tallystick.core.state import Pact, State, is_frozen, payment_of
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

_UNKNOWN = "no such payment of this participant with that bank"
# Why a recall ends where the money is blocked by law (ExternalPaymentCancellationRejection1Code).
_BLOCKED_BY_LAW = "LEGL"


def assign(state: State, at: int, command: Assign) -> list[AnyEvent]:
    """Take what a bank asks of another; an id is spoken for, for ever."""
    asked = command.assignment
    stored = state.assignments.get(asked.assignment_id)
    known = stored.record if stored is not None else command.known
    if known is not None and (known.side, known.assigner) == (Side.DEBTOR, asked.assigner):
        return _known_already(asked, known)
    events = _first(state, at, command)
    if known is not None and isinstance(events[0], AssignmentMade):
        return _another(asked)
    # Whoever did not ask it is told the same as if nobody had: not even that it was asked.
    return events


def _first(state: State, at: int, command: Assign) -> list[AnyEvent]:
    """Take what has not been asked before, or say why it may not be."""
    asked = command.assignment
    pact = state.pacts.get(asked.agreement_id)
    if pact is None or not pact.current:
        return not_allowed(asked.assignment_id, "the agreement is not in force")
    if not is_well_named(asked):
        return not_allowed(asked.assignment_id, "the id is not made from what it is about")
    operators = (pact.operator_id, pact.peer_id)
    objection = objection_to_parties(pact, asked, operators)
    if objection is not None:
        return refused(asked.assignment_id, *objection)
    record = payment_record(state, asked, command.original)
    if asked.kind is AssignmentKind.RECALL:
        return _recall(state, at, pact, asked, record)
    return _ask(at, pact, asked, record)


def _known_already(asked: Assignment, known: AssignmentRecord) -> list[AnyEvent]:
    """Give the stored answer to the same question, and refuse another under the same id."""
    if known.content != asked.content:
        return _another(asked)
    outcome = known.outcome
    if known.state in (AssignmentState.WITHDRAWING, AssignmentState.ASSIGNED):
        outcome = Outcome.PENDING
    words = (asked.assignment_id, asked.assigner, outcome, known.reason)
    return [AssignmentRepeated(*words)]


def _another(asked: Assignment) -> list[AnyEvent]:
    text = "the id is of another assignment"
    return refused(asked.assignment_id, StatusReason.DUPLICATE_PAYMENT, text)


def _ask(at: int, pact: Pact, asked: Assignment, record: ClosingRecord | None) -> list[AnyEvent]:
    """Send an enquiry or a verification to the other end, unless it may not be."""
    objection = objection_to_count(pact, at, asked)
    enquires = asked.kind is AssignmentKind.ENQUIRY
    if enquires and not may_enquire(record, asked, asked.assigner):
        objection = Objection(StatusReason.TRANSACTION_FORBIDDEN, _UNKNOWN)
    if objection is not None:
        return refused(asked.assignment_id, *objection)
    return [AssignmentMade(asked), _sent(at, pact, asked)]


def _sent(at: int, pact: Pact, asked: Assignment) -> AssignmentSent:
    """Give a verification up by ourselves: nothing is at stake, and a payment waits for it."""
    deadline_at = 0
    if asked.kind is AssignmentKind.VERIFICATION:
        deadline_at = at + pact.agreement.time_outs.verification_ms
    return AssignmentSent(asked.assignment_id, business_date(pact, at), deadline_at)


def _recall(
    state: State, at: int, pact: Pact, asked: Assignment, record: ClosingRecord | None
) -> list[AnyEvent]:
    ours = record is not None and record.side is Side.DEBTOR and is_between(record, asked)
    if record is None or not ours or record.debtor_agent != asked.assigner:
        return not_allowed(asked.assignment_id, _UNKNOWN)
    if record.kind is not OrderKind.TRANSFER:
        return not_allowed(asked.assignment_id, "a return is not recalled")
    if is_recallable(record):
        return [AssignmentMade(asked), _sent(at, pact, asked)]
    payment = payment_of(state, asked.agreement_id, asked.payment_id)
    if payment is None or payment.is_final:
        return not_allowed(asked.assignment_id, "there is no money to come back")
    events: list[AnyEvent] = [AssignmentMade(asked)]
    if is_frozen(state, payment):
        return events
    if payment.state is PaymentState.FORWARDED:
        events.append(WithdrawalRequested(asked.payment_id))
    return events


def recall_on(state: State, at: int, payment_id: str) -> list[AnyEvent]:
    """Take a recall on whose payment is decided: it is answered by that, or goes to the bank."""
    payment = state.payments[payment_id]
    asked = state.assignments[recall_id(payment_id)].assignment
    if payment.decision is Decision.BLOCKED:
        answer = (asked.assignment_id, Outcome.REJECTED, _BLOCKED_BY_LAW, b"")
        return [AssignmentAnswered(*answer)]
    if payment.decision is Decision.ACCEPTED:
        return [_sent(at, state.pacts[asked.agreement_id], asked)]
    return [AssignmentAnswered(asked.assignment_id, Outcome.CANCELLED, "", b"")]


def hear_answer(state: State, _at: int, command: HearPeer, item: AnswerHeard) -> list[AnyEvent]:
    """Take the answer to what was asked; one that comes after we gave up is passed over."""
    question = state.assignments.get(item.assignment_id)
    known = question.record if question is not None else command.assigned
    ours = known is not None and known.side is Side.DEBTOR
    if known is None or not ours or known.agreement_id != item.agreement_id:
        return _breach(item, "it answers what was not asked here")
    lawful = item.outcome is None or is_answer(known.kind, item.outcome, item.reason)
    if not lawful:
        return _breach(item, "these words answer no such assignment")
    if known.state is AssignmentState.EXPIRED and known.kind is AssignmentKind.VERIFICATION:
        return []
    if question is None or question.state is not AssignmentState.ASSIGNED:
        return _breach(item, f"it answers an assignment that is {known.state}")
    if item.outcome is None:
        return [AssignmentExpired(item.assignment_id)]
    if item.outcome is not Outcome.PENDING:
        answer = (item.assignment_id, item.outcome, item.reason, item.content)
        return [AssignmentAnswered(*answer)]
    if question.is_pending:
        return _breach(item, "it says twice that the assignee needs time")
    return [AssignmentPending(item.assignment_id, item.content)]


def _breach(item: AnswerHeard, text: str) -> list[AnyEvent]:
    return [CaseOpened(item.assignment_id, CaseKind.PEER_BREACH, text)]
