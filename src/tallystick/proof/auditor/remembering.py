"""What is remembered of payments for ever, and handed back with a command."""

from tallystick.core.orders import ClosingRecord, Decision
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

Standing = tuple[PaymentStatus, StatusReason | None]


def standing(books: Books, record: ClosingRecord) -> Standing:
    """Return how a known payment stands, by its sheet or else by what the store kept of it."""
    sheet = books.sheets.get(record.payment_id)
    if sheet is not None:
        return figures.standing_of(sheet)
    if record.state == "blocked" and record.side is Side.CREDITOR:
        return PaymentStatus.RJCT, StatusReason.REGULATORY_REASON
    if record.decision is Decision.BLOCKED:
        return PaymentStatus.BLCK, None
    if record.state in ("settled", "returned"):
        return PaymentStatus.ACSC, None
    reason = StatusReason(record.reason or StatusReason.REASON_NOT_SPECIFIED)
    return PaymentStatus.RJCT, reason


def record_for(
    books: Books, payment_id: str, stored: ClosingRecord | None
) -> ClosingRecord | None:
    """Return what is known of a payment: our own sheet's word goes before the store's."""
    sheet = books.sheets.get(payment_id)
    return stored if sheet is None else figures.record_of(sheet)
