"""What is done with leaves the state once its cycle is settled; its record stays for ever."""

from tallystick.core.commands import EvictSettled
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.decide.returns import closing_record
from tallystick.core.events import AnyEvent, AssignmentsClosed, PaymentsClosed
from tallystick.core.state import State


def evict_settled(state: State, _at: int, command: EvictSettled) -> list[AnyEvent]:
    """Let the first that may leave do so, as many as asked: payments, then assignments."""
    if not (state.leaving or state.assignments_leaving) or command.count < 1:
        return not_allowed("evict", "nothing may leave yet")
    events: list[AnyEvent] = []
    leaving = state.leaving[: command.count]
    if leaving:
        events.append(
            PaymentsClosed(tuple(closing_record(state.payments[key]) for key in leaving))
        )
    following = state.assignments_leaving[: command.count - len(leaving)]
    if following:
        events.append(AssignmentsClosed(tuple(state.assignments[k].record for k in following)))
    return events
