"""What an assignment's events do to the state."""

from tallystick.core import events
from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentState,
    Outcome,
    recall_id,
)
from tallystick.core.questions import Asking, Question
from tallystick.core.state import RECALL_RIPE, Pact, State
from tallystick.terms.errors import InvariantError
from tallystick.terms.parties import Side


def made(state: State, _at: int, event: events.AssignmentMade) -> None:
    """Store what one of our banks asks; a recall waits until its payment is decided."""
    assignment = event.assignment
    _store(state, assignment, Side.DEBTOR)
    if assignment.kind is AssignmentKind.RECALL:
        state.recalled[assignment.payment_id] = 1


def arrived(state: State, _at: int, event: events.AssignmentArrived) -> None:
    """Store what a bank of the other end asks."""
    _store(state, event.assignment, Side.CREDITOR)


def requested(state: State, _at: int, event: events.InformationRequested) -> None:
    """Store what our own people ask, and count it."""
    _store(state, event.assignment, Side.CREDITOR)
    state.payments[event.assignment.payment_id].requests += 1


def _store(state: State, assignment: Assignment, side: Side) -> None:
    if assignment.assignment_id in state.assignments:
        detail = f"assignment {assignment.assignment_id} is stored already"
        raise InvariantError(detail)
    state.assignments[assignment.assignment_id] = Question(assignment, side)


def put(state: State, _at: int, event: events.AssignmentSent | events.AssignmentPresented) -> None:
    """Note that the assignee has it, and count what it counts for."""
    question = _open(state, event.assignment_id)
    question.state, question.was_presented = AssignmentState.ASSIGNED, True
    question.business_date, question.deadline_at = event.business_date, event.deadline_at
    _forget_recalled(state, question.assignment)
    if event.deadline_at:
        state.timers.set(event.deadline_at, "assignment", event.assignment_id)
    if question.assignment.kind is AssignmentKind.ENQUIRY:
        _asking(state, question.assignment).enquiries += 1
    elif question.assignment.kind is AssignmentKind.VERIFICATION:
        _count_verification(_asking(state, question.assignment), question)


def _count_verification(asking: Asking, question: Question) -> None:
    """Count it on its date; a later date starts anew, an earlier one never comes back."""
    if question.business_date > asking.business_date:
        asking.business_date = question.business_date
        asking.verifications, asking.matched, asking.subjects = 0, 0, {}
    question.business_date = asking.business_date
    asking.verifications += 1
    subject = question.assignment.subject
    asking.subjects[subject] = asking.subjects.get(subject, 0) + 1


def _open(state: State, assignment_id: str) -> Question:
    question = state.assignments[assignment_id]
    if question.is_ended:
        detail = f"assignment {assignment_id} is {question.state} already"
        raise InvariantError(detail)
    return question


def _asking(state: State, assignment: Assignment) -> Asking:
    return _pact(state, assignment).participants[assignment.assigner].asking


def _pact(state: State, assignment: Assignment) -> Pact:
    return state.pacts[assignment.agreement_id]


def _forget_recalled(state: State, assignment: Assignment) -> None:
    """What waited for the payment's decision waits no longer."""
    if assignment.assignment_id == recall_id(assignment.payment_id):
        state.recalled.pop(assignment.payment_id, None)
        state.ripe.pop(RECALL_RIPE + assignment.payment_id, None)


def pending(state: State, _at: int, event: events.AssignmentPending) -> None:
    """Note that the assignee needs time."""
    question = _open(state, event.assignment_id)
    question.is_pending, question.answer = True, event.content


def answered(
    state: State, _at: int, event: events.AssignmentAnswered | events.InformationReceived
) -> None:
    """Keep the answer; the assignment is ended."""
    question = _open(state, event.assignment_id)
    question.outcome, question.reason = event.outcome, event.reason
    question.answer = event.content
    _end(state, question, AssignmentState.ANSWERED)


def answered_late(state: State, _at: int, event: events.InformationLate) -> None:
    """Know the same answer again for as long as the question is here; nothing else changes."""
    question = state.assignments.get(event.assignment_id)
    if question is not None:
        question.answer = event.content


def expired(state: State, _at: int, event: events.AssignmentExpired) -> None:
    """End the assignment without an answer."""
    _end(state, _open(state, event.assignment_id), AssignmentState.EXPIRED)


def _end(state: State, question: Question, how: AssignmentState) -> None:
    """Keep the ended assignment until the open cycle is settled."""
    question.state = how
    assignment = question.assignment
    _forget_recalled(state, assignment)
    if question.was_presented and assignment.kind is not AssignmentKind.INFORMATION:
        _uncount(_asking(state, assignment), question)
    pact = _pact(state, assignment)
    pact.cycle(pact.open_cycle).assignments.append(assignment.assignment_id)


def _uncount(asking: Asking, question: Question) -> None:
    if question.assignment.kind is AssignmentKind.ENQUIRY:
        asking.enquiries -= 1
    is_of_today = question.business_date == asking.business_date
    if question.outcome is Outcome.MATCHED and is_of_today:
        asking.matched += 1


def closed(state: State, _at: int, event: events.AssignmentsClosed) -> None:
    """Let ended assignments leave."""
    for record in event.records:
        del state.assignments[record.assignment_id]
    del state.assignments_leaving[: len(event.records)]
