"""The assignee's node: what a bank of the other end asks one of ours, and its answer.

This node alone says when an assignment's time has run out, so that the two halves cannot differ:
the other waits for our word. (A verification it gives up by itself; a word of ours that comes
later changes nothing there.) What does not fit our own books is answered by this node in the same
breath, and our bank never hears of it.
"""

import msgspec

from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    Outcome,
)
from tallystick.core.commands import AnswerAssignment, HearPeer
from tallystick.core.decide.asking import (
    business_date,
    is_answer,
    is_between,
    is_recallable,
    may_enquire,
    objection_to_count,
    objection_to_parties,
    payment_record,
)
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    AssignmentAnswered,
    AssignmentArrived,
    AssignmentExpired,
    AssignmentPending,
    AssignmentPresented,
    CaseKind,
    CaseOpened,
    InformationLate,
    InformationReceived,
)
from tallystick.core.items import Assigned
from tallystick.core.orders import ClosingRecord
from tallystick.core.questions import Question, is_well_named
from tallystick.core.state import Pact, State
from tallystick.terms.parties import Side

# No such payment was received here (ExternalPaymentCancellationRejection1Code).
_NOT_RECEIVED = "NOOR"


def hear_assigned(state: State, at: int, command: HearPeer, item: Assigned) -> list[AnyEvent]:
    """Present what is asked to our bank, or answer it where our books know of nothing to ask."""
    asked, pact = item.assignment, state.pacts[item.agreement_id]
    known = asked.assignment_id in state.assignments or command.assigned is not None
    record = payment_record(state, asked, command.original)
    if (
        known
        or _is_ours_to_ask(asked, record)
        or asked.agreement_id != item.agreement_id
        or not is_well_named(asked)
    ):
        text = "it asks under an id that is known here, or made from something else"
        return [CaseOpened(asked.assignment_id, CaseKind.PEER_BREACH, text)]
    asked = msgspec.structs.replace(asked, subject=command.subject)
    arrived = AssignmentArrived(asked)
    if command.is_unread or not _may_present(at, pact, asked, record):
        return [arrived, _turned_away(asked)]
    presented = AssignmentPresented(
        asked.assignment_id, business_date(pact, at), at + _answer_ms(pact, asked.kind)
    )
    return [arrived, presented]


def _may_present(at: int, pact: Pact, asked: Assignment, record: ClosingRecord | None) -> bool:
    if objection_to_parties(pact, asked, (pact.peer_id, pact.operator_id)) is not None:
        return False
    if objection_to_count(pact, at, asked) is not None:
        return False
    if asked.kind is AssignmentKind.RECALL:
        return _is_ours_to_recall(asked, record)
    is_enquiry = asked.kind is AssignmentKind.ENQUIRY
    return not is_enquiry or may_enquire(record, asked, asked.assignee)


def _is_ours_to_ask(asked: Assignment, record: ClosingRecord | None) -> bool:
    """Whether it is the recall of a payment that one of our banks sent, who alone may recall it.

    It is not taken up: under its id, which is spoken for once, our bank asks.
    """
    is_recall = asked.kind is AssignmentKind.RECALL
    return is_recall and record is not None and record.side is Side.DEBTOR


def _is_ours_to_recall(asked: Assignment, record: ClosingRecord | None) -> bool:
    if record is None or record.side is not Side.CREDITOR or not is_between(record, asked):
        return False
    return record.creditor_agent == asked.assignee and is_recallable(record)


def _turned_away(asked: Assignment) -> AssignmentAnswered:
    """Answer for a bank that is never asked: one word for every cause, so that none is told."""
    if asked.kind is AssignmentKind.VERIFICATION:
        return AssignmentAnswered(asked.assignment_id, Outcome.UNKNOWN, "", b"")
    return AssignmentAnswered(asked.assignment_id, Outcome.REJECTED, _NOT_RECEIVED, b"")


def _answer_ms(pact: Pact, kind: AssignmentKind) -> int:
    time_outs = pact.agreement.time_outs
    if kind is AssignmentKind.RECALL:
        return time_outs.recall_ms
    return time_outs.enquiry_ms if kind is AssignmentKind.ENQUIRY else time_outs.verification_ms


def answer_assignment(state: State, _at: int, command: AnswerAssignment) -> list[AnyEvent]:
    """Take our bank's answer, once; what was never presented to it is as if it were not there."""
    question = state.assignments.get(command.assignment_id)
    known = question.record if question is not None else command.known
    asked_of_it = known is not None and (known.side, known.assignee, known.was_presented) == (
        Side.CREDITOR,
        command.participant_id,
        True,
    )
    if known is None or not asked_of_it:
        text = "no assignment of this id was presented to this participant"
        return not_allowed(command.assignment_id, text)
    if not is_answer(known.kind, command.outcome, command.reason):
        text = f"{command.outcome} with reason {command.reason!r} answers no {known.kind}"
        return not_allowed(command.assignment_id, text)
    if known.kind is AssignmentKind.INFORMATION:
        return _informed(command, known, question)
    if question is None or question.is_ended:
        return _after_the_end(command, question)
    if command.outcome is not Outcome.PENDING:
        answer = (command.assignment_id, command.outcome, command.reason, command.content)
        return [AssignmentAnswered(*answer)]
    return _pending(command, question)


def _informed(
    command: AnswerAssignment, known: AssignmentRecord, question: Question | None
) -> list[AnyEvent]:
    """Take what a bank tells our people: in time it is the answer, later it is kept beside."""
    name, payment_id = command.assignment_id, known.payment_id
    if question is not None and not question.is_ended:
        words = (command.outcome, command.reason, command.content)
        return [InformationReceived(name, payment_id, *words)]
    is_same = question is not None and question.answer == command.content
    return [] if is_same else [InformationLate(name, payment_id, command.content)]


def _after_the_end(command: AnswerAssignment, question: Question | None) -> list[AnyEvent]:
    """Nothing comes after the end but the same answer again, which changes nothing."""
    if question is not None and question.state is AssignmentState.ANSWERED:
        given = (question.outcome, question.reason, question.answer)
        if given == (command.outcome, command.reason, command.content):
            return []
    return not_allowed(command.assignment_id, "it has ended: an answer comes too late")


def _pending(command: AnswerAssignment, question: Question) -> list[AnyEvent]:
    """Tell once that the bank needs time: how often it says so is of no use to anybody."""
    if not question.is_pending:
        return [AssignmentPending(command.assignment_id, command.content)]
    if question.answer == command.content:
        return []
    return not_allowed(command.assignment_id, "it is pending already")


def assignment_due(state: State, at: int, assignment_id: str) -> list[AnyEvent]:
    """End an assignment whose time has run out here."""
    question = state.assignments.get(assignment_id)
    if question is None or question.is_ended or question.deadline_at > at:
        return []
    return [AssignmentExpired(assignment_id)]
