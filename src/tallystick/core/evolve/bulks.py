"""What a bulk's events do to the state."""

from tallystick.core import events
from tallystick.core.bulks import Bulk, BulkState, numbered
from tallystick.core.orders import RefusedTransaction
from tallystick.core.standing import status_of
from tallystick.core.state import Payment, State
from tallystick.terms.errors import InvariantError


def opened(state: State, _at: int, event: events.BulkOpened) -> None:
    """Begin an empty bulk."""
    state.openings = event.opening
    bulk = Bulk(
        event.bulk_id,
        event.agreement_id,
        event.participant_id,
        event.content,
        event.opening,
        event.deadline_at,
        refusal=event.refusal,
    )
    state.bulks[event.bulk_id] = bulk
    _due(state, bulk, event.deadline_at)


def _due(state: State, bulk: Bulk, due_at: int) -> None:
    bulk.due_at = due_at
    if due_at:
        state.timers.set(due_at, "bulk", bulk.bulk_id)


def staged(state: State, _at: int, event: events.OrdersStaged) -> None:
    """Keep the orders, undecided, and why the others cannot be orders."""
    bulk = state.bulks[event.bulk_id]
    if event.first != bulk.staged + 1:
        detail = f"order {event.first} of bulk {bulk.bulk_id} is staged after {bulk.staged}"
        raise InvariantError(detail)
    bulk.firsts.append(event.first)
    for number, each in numbered(event.first, event.orders, event.refused).items():
        bulk.staged = number
        if isinstance(each, RefusedTransaction):
            bulk.refused[number] = each.reason
            bulk.contents[number] = each.content
        else:
            bulk.orders[number] = each
        counted = each if isinstance(each, RefusedTransaction) else each.order
        bulk.total += counted.amount
        bulk.currency = counted.currency
    _due(state, bulk, event.deadline_at)


def sealed(state: State, _at: int, event: events.BulkSealed) -> None:
    """Let the orders go, one after the other."""
    bulk = state.bulks[event.bulk_id]
    bulk.state = BulkState.SEALED
    bulk.contents.clear()
    bulk.reach(0)
    if bulk.orders:
        state.releasing[bulk.bulk_id] = 1
    _due(state, bulk, event.forget_at)


def dropped(state: State, _at: int, event: events.BulkDropped) -> None:
    """Keep nothing but that it was dropped, and why."""
    bulk = state.bulks[event.bulk_id]
    bulk.state = BulkState.DROPPED
    bulk.reason = event.reason
    bulk.orders.clear()
    bulk.refused.clear()
    bulk.contents.clear()
    _due(state, bulk, event.forget_at)


def released(state: State, _at: int, event: events.OrderReleased) -> None:
    """Let go of an order that was taken up."""
    bulk = state.bulks[event.bulk_id]
    bulk.reach(event.number)
    del bulk.orders[event.number]
    if event.is_stored:
        state.payments[event.payment_id].bulk_id = event.bulk_id
    else:
        bulk.repeated += 1
    if not bulk.orders:
        del state.releasing[bulk.bulk_id]
    _due(state, bulk, event.forget_at)


def left(state: State, payment: Payment) -> None:
    """Count a payment of a bulk that leaves the state, as it stands for good."""
    bulk = state.bulks.get(payment.bulk_id)
    if bulk is not None:
        status = status_of(payment)[0].value
        bulk.closed[status] = bulk.closed.get(status, 0) + 1


def forgotten(state: State, _at: int, event: events.BulkForgotten) -> None:
    """Remember the bulk no more."""
    del state.bulks[event.bulk_id]
