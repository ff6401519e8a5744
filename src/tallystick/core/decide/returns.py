"""Returns: money that goes back the way it came, as a payment of its own.

A return is keyed by its own id and names the payment it returns. It is decided
where it is received and screened like any other. A payment may go back in several
parts until nothing is left of it: what has been returned and what is reserved for
returns under way is never more than the payment, at either node.

Whoever erred bears what the exchange costs, so a part is measured in the currency of
whoever did not. If the debtor's side erred, the creditor's bank gives back no more
than what it received, at the rate of today; if the creditor's side erred, the payment
is returned once all that was sent has arrived again. Parts of both kinds add up as exact
shares of the payment.
"""

from typing import NamedTuple

from tallystick.core.assignments import AssignmentRecord, AssignmentState, Outcome, recall_id
from tallystick.core.events import ReturnReserved
from tallystick.core.orders import ClosingRecord, Decision, Order, OrderKind, Portion, Terms
from tallystick.core.state import Payment, State
from tallystick.terms.parties import Side
from tallystick.terms.reasons import ReturnReason, StatusReason

_RETURNABLE = ("settled", "returned")
_RECALLED = ReturnReason.FOLLOWING_CANCELLATION_REQUEST.value
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
        payment.returned,
        order.kind,
    )


def is_strange(state: State, order: Order, side: Side, stored: ClosingRecord | None) -> bool:
    """Whether this is the return of no payment that went from its creditor to its debtor."""
    if order.kind is not _RETURN:
        return False
    original = _original(state, order, stored)
    return original is None or not _reverses(order, original, side)


def _original(state: State, order: Order, stored: ClosingRecord | None) -> ClosingRecord | None:
    payment = state.payments.get(order.original_id)
    return closing_record(payment) if payment is not None else stored


def _reverses(order: Order, original: ClosingRecord, side: Side) -> bool:
    """Whether the order sends back, between the same two banks, what the original sent."""
    return (
        original.payment_id == order.original_id
        and original.agreement_id == order.agreement_id
        and original.side is side.other
        and original.debtor_agent == order.creditor_agent
        and original.creditor_agent == order.debtor_agent
        and (side.other is Side.DEBTOR or original.was_presented)
    )


class Stored(NamedTuple):
    """What came with the command of what has left the state: the original, and its recall."""

    original: ClosingRecord | None
    recall: AssignmentRecord | None


def reserve_return(
    state: State, order: Order, terms: Terms, side: Side, stored: Stored
) -> ReturnReserved | StatusReason | None:
    """Reserve for a return its part of the original, or say why not; None for a transfer.

    It is judged on both sides, each by what it knows of the original. One that says that it
    follows a recall (FOCR) follows one that was granted.
    """
    if order.kind is not _RETURN:
        return None
    original = _original(state, order, stored.original)
    if original is None or not _reverses(order, original, side):
        return StatusReason.TRANSACTION_FORBIDDEN
    if order.reason == _RECALLED and not is_recall_granted(
        state, order.original_id, stored.recall
    ):
        return StatusReason.TRANSACTION_FORBIDDEN
    if original.state not in _RETURNABLE or original.decision is not Decision.ACCEPTED:
        return StatusReason.TRANSACTION_FORBIDDEN
    portion = _portion(order, terms)
    if portion is None:
        return StatusReason.WRONG_AMOUNT
    returned, spoken_for = _gone(state, original)
    if spoken_for.exhausts(*original.amounts):
        return StatusReason.DUPLICATION
    if not spoken_for.plus(portion).is_within(*original.amounts):
        return StatusReason.WRONG_AMOUNT
    return ReturnReserved(
        order.payment_id, order.original_id, portion, *original.amounts, returned
    )


def _portion(order: Order, terms: Terms) -> Portion | None:
    """Return the part of the original that this return is, None if nobody's fault is named."""
    if order.at_fault is Side.DEBTOR:
        return Portion(0, terms.debtor_amount)
    return Portion(terms.creditor_amount, 0) if order.at_fault is Side.CREDITOR else None


def _gone(state: State, original: ClosingRecord) -> tuple[Portion, Portion]:
    """Return what has gone back of a payment, and that with all that is reserved for returns.

    While a return of it is in the state, the state knows more than the record that came with
    the command: the return may have been settled in the same breath.
    """
    returning = state.returns.get(original.payment_id)
    if returning is None:
        return original.returned, original.returned
    spoken_for = returning.returned
    for portion in returning.reserved.values():
        spoken_for = spoken_for.plus(portion)
    return returning.returned, spoken_for


def is_recall_granted(state: State, payment_id: str, stored: AssignmentRecord | None) -> bool:
    """Whether a payment's recall was answered with CANCELLED; `stored` is the store's record.

    Only then may a return say that it follows a recall (FOCR).
    """
    question = state.assignments.get(recall_id(payment_id))
    record = question.record if question is not None else stored
    if record is None or record.assignment_id != recall_id(payment_id):
        return False
    return record.state is AssignmentState.ANSWERED and record.outcome is Outcome.CANCELLED
