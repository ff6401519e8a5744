"""What returns do to the state: a part of a payment is reserved, goes back, or is free again."""

from tallystick.core import events
from tallystick.core.lifecycle import Step, after
from tallystick.core.orders import Order
from tallystick.core.state import Payment, Returning, State


def return_reserved(state: State, _at: int, event: events.ReturnReserved) -> None:
    """Reserve the return's part of its original."""
    returning = state.returns.get(event.original_id)
    if returning is None:
        returning = state.returns[event.original_id] = Returning(
            event.sent, event.came, event.returned
        )
    returning.reserved[event.payment_id] = event.portion


def mark_returned(state: State, order: Order) -> None:
    """Count the part as returned; once nothing is left, the original is a returned payment."""
    original, returning = mark_spent(state, order), state.returns[order.original_id]
    if original is not None and original.returned.exhausts(returning.sent, returning.came):
        original.state = after(original.side, original.state, Step.RETURN)


def mark_spent(state: State, order: Order) -> Payment | None:
    """Count the part as gone; of a return whose money the law froze here, its bank has paid it."""
    returning = state.returns[order.original_id]
    portion = returning.reserved.pop(order.payment_id)
    returning.ended.append(order.payment_id)
    returning.returned = returning.returned.plus(portion)
    original = state.payments.get(order.original_id)
    if original is not None:
        original.returned_by = order.payment_id
        original.returned = returning.returned
    return original


def free_portion(state: State, order: Order) -> None:
    """Let another return have the part, if this one got so far as to reserve it."""
    returning = state.returns.get(order.original_id)
    if returning is not None and returning.reserved.pop(order.payment_id, None) is not None:
        returning.ended.append(order.payment_id)


def forget_return(state: State, order: Order) -> None:
    """Forget what goes back of a payment once the last of its returns has left."""
    returning = state.returns.get(order.original_id)
    if returning is not None and order.payment_id in returning.ended:
        returning.ended.remove(order.payment_id)
        if not returning.ended and not returning.reserved:
            del state.returns[order.original_id]
