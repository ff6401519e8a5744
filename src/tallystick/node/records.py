"""What the store remembers of old payments, put into the command that needs it.

It is looked up right before the step, after the last eviction, so that a known id
is known at every moment: either the state has the payment, or the command has
its closing record.
"""

import msgspec

from tallystick.core.commands import (
    AnswerPresentation,
    AnyCommand,
    AskStatus,
    HearPeer,
    SubmitPayment,
)
from tallystick.core.items import Forwarded
from tallystick.core.orders import Order
from tallystick.core.state import State
from tallystick.journal.port import Store

_replace = msgspec.structs.replace


def with_records(state: State, store: Store, command: AnyCommand) -> AnyCommand:
    """Return the command with the closing records of the payments that it names."""
    match command:
        case SubmitPayment():
            return _replace(command, **_of_order(state, store, command.order))
        case HearPeer(item=Forwarded()):
            return _replace(command, **_of_order(state, store, command.item.order))  # type: ignore[union-attr]
        case AnswerPresentation() | AskStatus():
            if command.payment_id in state.payments:
                return command
            known = store.closings([command.payment_id]).get(command.payment_id)
            return _replace(command, known=known)
        case _:
            return command


def _of_order(state: State, store: Store, order: Order) -> dict[str, object]:
    names = [name for name in (order.payment_id, order.original_id) if name not in state.payments]
    found = store.closings([name for name in names if name]) if names else {}
    return {"known": found.get(order.payment_id), "original": found.get(order.original_id)}
