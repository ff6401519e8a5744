"""Payments of settled cycles leave the state; what is to be remembered stays for ever."""

from tallystick.core.commands import EvictSettled
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.decide.returns import closing_record
from tallystick.core.events import AnyEvent, PaymentsClosed
from tallystick.core.state import State


def evict_settled(state: State, _at: int, command: EvictSettled) -> list[AnyEvent]:
    """Let the first payments that may leave do so, as many as asked."""
    if not state.leaving or command.count < 1:
        return not_allowed("evict", "no payment may leave yet")
    leaving = state.leaving[: command.count]
    return [PaymentsClosed(tuple(closing_record(state.payments[key]) for key in leaving))]
