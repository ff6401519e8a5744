"""What a bulk's events do to the state."""

from tallystick.core import events
from tallystick.core.bulks import Bulk, BulkState
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
    )
    state.bulks[event.bulk_id] = bulk
    _due(state, bulk, event.deadline_at)


def _due(state: State, bulk: Bulk, due_at: int) -> None:
    bulk.due_at = due_at
    if due_at:
        state.timers.set(due_at, "bulk", bulk.bulk_id)


def staged(state: State, _at: int, event: events.OrdersStaged) -> None:
    """Keep the orders, undecided."""
    bulk = state.bulks[event.bulk_id]
    if event.first != bulk.staged + 1:
        detail = f"order {event.first} of bulk {bulk.bulk_id} is staged after {bulk.staged}"
        raise InvariantError(detail)
    bulk.firsts.append(event.first)
    for each in event.orders:
        bulk.staged += 1
        bulk.orders[bulk.staged] = each
        bulk.total += each.order.amount
        bulk.currency = each.order.currency
    _due(state, bulk, event.deadline_at)


def sealed(state: State, _at: int, event: events.BulkSealed) -> None:
    """Let the orders go, one after the other."""
    bulk = state.bulks[event.bulk_id]
    bulk.state = BulkState.SEALED
    bulk.due_at = 0
    state.releasing[bulk.bulk_id] = 1


def dropped(state: State, _at: int, event: events.BulkDropped) -> None:
    """Keep nothing but that it was dropped, and why."""
    bulk = state.bulks[event.bulk_id]
    bulk.state = BulkState.DROPPED
    bulk.reason = event.reason
    bulk.orders.clear()
    _due(state, bulk, event.forget_at)


def released(state: State, _at: int, event: events.OrderReleased) -> None:
    """Let go of an order that was taken up."""
    bulk = state.bulks[event.bulk_id]
    bulk.released = event.number
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
