"""What the store remembers of old payments, put into the command that needs it.

It is looked up right before the step, after the last eviction, so that a known id
is known at every moment: either the state has the payment, or the command has
its closing record.
"""

from collections.abc import Mapping, Sequence

import msgspec

from tallystick.core.commands import (
    AnswerPresentation,
    AnyCommand,
    AskStatus,
    HearPeer,
    ReleaseOrder,
    SubmitPayment,
)
from tallystick.core.items import Forwarded
from tallystick.core.orders import ClosingRecord, Order
from tallystick.core.state import State
from tallystick.journal.port import Store

_replace = msgspec.structs.replace
_NONE: Mapping[str, ClosingRecord] = {}


def with_records(state: State, store: Store, commands: Sequence[AnyCommand]) -> list[AnyCommand]:
    """Return the commands with their closing records, which are looked up all at once."""
    names = [
        name
        for command in commands
        for name in _names(state, command)
        if name not in state.payments
    ]
    found = store.closings(list(dict.fromkeys(names))) if names else _NONE
    return [_with(state, found, command) for command in commands]


def _names(state: State, command: AnyCommand) -> tuple[str, ...]:
    """Name the payments whose records the core would ask for."""
    match command:
        case SubmitPayment(order=order) | HearPeer(item=Forwarded(order=order)):
            return _order_names(order)
        case AnswerPresentation(payment_id=name) | AskStatus(payment_id=name):
            return (name,)
        case ReleaseOrder():
            released = _released(state, command)
            return _order_names(released) if released is not None else ()
        case _:
            return ()


def _released(state: State, command: ReleaseOrder) -> Order | None:
    """Return the order that is to be released, if it is staged."""
    bulk = state.bulks.get(command.bulk_id)
    staged = bulk.orders.get(command.number) if bulk is not None else None
    return staged.order if staged is not None else None


def _order_names(order: Order) -> tuple[str, ...]:
    if order.original_id:
        return order.payment_id, order.original_id
    return (order.payment_id,)


def _with(state: State, found: Mapping[str, ClosingRecord], command: AnyCommand) -> AnyCommand:
    match command:
        case SubmitPayment(order=order) | HearPeer(item=Forwarded(order=order)):
            return _with_both(found, command, order)
        case ReleaseOrder():
            released = _released(state, command)
            return command if released is None else _with_both(found, command, released)
        case AnswerPresentation(payment_id=name) | AskStatus(payment_id=name):
            # What the state has needs no record, and keeps what it came with.
            return command if name in state.payments else _replace(command, known=found.get(name))
        case _:
            return command


def _with_both(
    found: Mapping[str, ClosingRecord], command: AnyCommand, order: Order
) -> AnyCommand:
    known, original = found.get(order.payment_id), found.get(order.original_id)
    return _replace(command, known=known, original=original)
