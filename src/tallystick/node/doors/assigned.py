"""How an assignment stands, as the answer to a bank's message tells it."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from tallystick.core import events
from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.commands import AnswerAssignment, AnyCommand, Assign
from tallystick.node.doors.told import MessageTaken

Assigned: TypeAlias = Assign | AnswerAssignment

# Told where the time ran out without an answer.
EXPIRED: Final = "expired"


def is_assigned(command: AnyCommand) -> bool:
    """Whether a command asks another bank something, or answers it."""
    return isinstance(command, Assign | AnswerAssignment)


def assignment_taken(
    message: str, command: AnyCommand, happened: Sequence[events.AnyEvent]
) -> MessageTaken:
    """Return how a question or an answer stands after what happened at once.

    What waits looks the same whatever it waits for.
    """
    status, reason = Outcome.PENDING.value, ""
    if isinstance(command, AnswerAssignment):
        # The same answer again changes nothing, and is told as the first was.
        status, reason = command.outcome.value, command.reason
    for event in happened:
        if isinstance(event, events.AssignmentRepeated | events.AssignmentAnswered):
            status = event.outcome.value if event.outcome is not None else EXPIRED
            reason = event.reason
    assignment_id, payment_id = _named(command)
    return MessageTaken(message, payment_id, status, reason or None, assignment_id=assignment_id)


def _named(command: AnyCommand) -> tuple[str, str]:
    """Return the assignment, and the payment that it is about as far as the command says it."""
    if isinstance(command, Assign):
        return command.assignment.assignment_id, command.assignment.payment_id
    assert isinstance(command, AnswerAssignment), "a question or an answer"
    kind, _, name = command.assignment_id.partition(":")
    return command.assignment_id, name if kind == AssignmentKind.RECALL else ""
