"""How a payment stands, in the words of pacs.002, the same on every repetition."""

from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import ClosingRecord, Decision
from tallystick.core.state import Payment
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

Standing = tuple[PaymentStatus, StatusReason | None]

# Hold, review, queue and withdrawal read alike: nobody outside learns which it is.
_STATUS: dict[PaymentState, PaymentStatus] = {
    PaymentState.RECEIVED: PaymentStatus.PDNG,
    PaymentState.ARRIVED: PaymentStatus.PDNG,
    PaymentState.HELD: PaymentStatus.PDNG,
    PaymentState.QUEUED: PaymentStatus.PDNG,
    PaymentState.RESERVED: PaymentStatus.PDNG,
    PaymentState.FORWARDED: PaymentStatus.PDNG,
    PaymentState.PRESENTED: PaymentStatus.PDNG,
    PaymentState.WITHDRAWING: PaymentStatus.PDNG,
    PaymentState.ACCEPTED: PaymentStatus.ACSP,
    PaymentState.SETTLED: PaymentStatus.ACSC,
    PaymentState.RETURNED: PaymentStatus.ACSC,
    PaymentState.BLOCKED: PaymentStatus.BLCK,
}


# Looked up once: on the road of every payment an attribute of an enum is dear.
_PAID = (PaymentState.SETTLED, PaymentState.RETURNED)
_BLCK, _ACSC, _BLOCKED = PaymentStatus.BLCK, PaymentStatus.ACSC, Decision.BLOCKED


def status_of(payment: Payment) -> Standing:
    """Return the status and reason that the payment's bank on this side is told."""
    if payment.state in _PAID:
        return (_BLCK if payment.decision is _BLOCKED else _ACSC), None
    return _standing(payment.state, payment.side, payment.reason)


def status_of_record(record: ClosingRecord) -> Standing:
    """Return the same of a payment that has left the state."""
    reason = StatusReason(record.reason) if record.reason else None
    if record.decision is Decision.BLOCKED and record.side is Side.DEBTOR:
        return PaymentStatus.BLCK, None
    return _standing(PaymentState(record.state), record.side, reason)


def _standing(state: PaymentState, side: Side, reason: StatusReason | None) -> Standing:
    if state is PaymentState.BLOCKED and side is Side.CREDITOR:
        # The creditor's bank must not credit anyone, and learns no more than that.
        return PaymentStatus.RJCT, StatusReason.REGULATORY_REASON
    if state in _STATUS:
        return _STATUS[state], None
    return PaymentStatus.RJCT, reason or StatusReason.REASON_NOT_SPECIFIED
