"""Returns: money that goes back the way it came, as a payment of its own.

A return is keyed by its own id and names the payment it returns. It is decided
where it is received and screened like any other. The whole amount goes back
once: whoever erred bears what the exchange costs. If the debtor's side erred,
exactly what was received is sent back; if the creditor's side erred, exactly
what was sent arrives.
"""

from tallystick.core.orders import ClosingRecord, Order, OrderKind, Terms
from tallystick.core.state import Payment, State
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

_SETTLED = "settled"
# Looked up once: on the road of every payment an attribute of an enum is dear.
_RETURN = OrderKind.RETURN


def closing_record(payment: Payment) -> ClosingRecord:
    """Return what is to be remembered of a payment."""
    order, terms = payment.order, payment.terms
    return ClosingRecord(
        order.payment_id,
        order.agreement_id,
        payment.side,
        payment.state.value,
        payment.reason.value if payment.reason else "",
        order.content,
        order.debtor_agent,
        order.creditor_agent,
        terms.debtor_amount if terms else order.amount,
        terms.debtor_currency if terms else order.currency,
        terms.creditor_amount if terms else 0,
        terms.creditor_currency if terms else "",
        payment.cycle,
        payment.decision,
        payment.returned_by,
        payment.presented_at > 0,
    )


def objection_to_return(
    state: State, order: Order, terms: Terms, side: Side, stored: ClosingRecord | None
) -> StatusReason | None:
    """Say why this return may not be, on the side where it is judged; None for a transfer."""
    if order.kind is not _RETURN:
        return None
    payment = state.payments.get(order.original_id)
    original = closing_record(payment) if payment is not None else stored
    if original is None or not _reverses(order, original, side):
        return StatusReason.TRANSACTION_FORBIDDEN
    if (
        original.returned_by
        or state.returns.get(order.original_id, order.payment_id) != order.payment_id
    ):
        return StatusReason.DUPLICATION
    if original.state != _SETTLED:
        return StatusReason.TRANSACTION_FORBIDDEN
    return None if _is_fair(order, terms, original) else StatusReason.WRONG_AMOUNT


def _reverses(order: Order, original: ClosingRecord, side: Side) -> bool:
    """Whether the order sends back, between the same two banks, what the original sent."""
    return (
        original.payment_id == order.original_id
        and original.agreement_id == order.agreement_id
        and original.side is side.other
        and original.debtor_agent == order.creditor_agent
        and original.creditor_agent == order.debtor_agent
    )


def _is_fair(order: Order, terms: Terms, original: ClosingRecord) -> bool:
    if order.at_fault is Side.DEBTOR:
        return terms.debtor_amount == original.creditor_amount
    if order.at_fault is Side.CREDITOR:
        return terms.creditor_amount == original.debtor_amount
    return False
