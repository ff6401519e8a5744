"""Who is told what because of an assignment: the other node, the assignee, the assigner.

The other node hears of it when it is sent and when it ends, with the answer; the assignee when it
is presented; the assigner when there is an answer, when its time has run out, and whenever it
asks again. Of a request for information only the bank that is asked hears, and our own people.
Nothing is decided here.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from tallystick.core import events
from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.effects import (
    AnyEffect,
    CallPeople,
    PresentAssignment,
    RememberAssignment,
    TellAnswer,
)
from tallystick.core.items import Assigned, AssignmentAnswered
from tallystick.core.questions import Question
from tallystick.core.state import State
from tallystick.core.streams import to_peer
from tallystick.terms.parties import Side


def sent(state: State, _at: int, event: events.AssignmentSent) -> list[AnyEffect]:
    """Tell the other node what is asked, without our own digest of an account."""
    asked = state.assignments[event.assignment_id].assignment
    item = Assigned(asked.agreement_id, msgspec.structs.replace(asked, subject=b""))
    return [to_peer(state, asked.agreement_id, item)]


def presented(state: State, _at: int, event: events.AssignmentPresented) -> list[AnyEffect]:
    """Give it to the assignee."""
    assignee = state.assignments[event.assignment_id].assignment.assignee
    return [PresentAssignment(assignee, event.assignment_id)]


def pending(state: State, _at: int, event: events.AssignmentPending) -> list[AnyEffect]:
    """Tell that the assignee needs time."""
    question = state.assignments[event.assignment_id]
    return [_answer(state, question, Outcome.PENDING)]


def ended(
    state: State, _at: int, event: events.AssignmentAnswered | events.AssignmentExpired
) -> list[AnyEffect]:
    """Tell the end of it to whoever waits on our side of the link, or to our own people."""
    question = state.assignments[event.assignment_id]
    if question.assignment.kind is AssignmentKind.INFORMATION:
        return [CallPeople(question.assignment.payment_id, "a request had no answer in time")]
    return [_answer(state, question, question.outcome)]


def _answer(state: State, question: Question, outcome: Outcome | None) -> AnyEffect:
    asked = question.assignment
    if question.side is Side.DEBTOR:
        return TellAnswer(asked.assigner, asked.assignment_id, outcome, question.reason)
    words = (asked.assignment_id, outcome, question.reason, question.answer)
    return to_peer(state, asked.agreement_id, AssignmentAnswered(asked.agreement_id, *words))


def lost(state: State, _at: int, event: events.AssignmentLost) -> list[AnyEffect]:
    """Tell the other node that what it asked was not read."""
    item = AssignmentAnswered(event.agreement_id, event.assignment_id, None, "", b"")
    return [to_peer(state, event.agreement_id, item)]


def repeated(_state: State, _at: int, event: events.AssignmentRepeated) -> list[AnyEffect]:
    """Tell the assigner again."""
    return [TellAnswer(event.participant_id, event.assignment_id, event.outcome, event.reason)]


def left(_state: State, _at: int, event: events.AssignmentsClosed) -> list[AnyEffect]:
    """Have the store remember them."""
    return [RememberAssignment(record) for record in event.records]


ANNOUNCE_ASSIGNMENTS: Final[dict[type, Callable[[State, int, Any], list[AnyEffect]]]] = {
    events.AssignmentSent: sent,
    events.AssignmentPresented: presented,
    events.AssignmentPending: pending,
    events.AssignmentAnswered: ended,
    events.AssignmentExpired: ended,
    events.AssignmentLost: lost,
    events.AssignmentRepeated: repeated,
    events.AssignmentsClosed: left,
}
