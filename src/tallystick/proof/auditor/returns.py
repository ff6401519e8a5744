"""Returns: the whole amount goes back once, between the same banks; who erred bears the cost."""

from tallystick.core.orders import ClosingRecord, Order, OrderKind, Terms
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason


def objection(
    books: Books, order: Order, terms: Terms, side: Side, stored: ClosingRecord | None
) -> StatusReason | None:
    """Say why a return may not be; a transfer is none."""
    if order.kind is not OrderKind.RETURN:
        return None
    sheet = books.sheets.get(order.original_id)
    original = figures.record_of(sheet) if sheet is not None else stored
    if original is None or not _is_way_back(order, original, side):
        return StatusReason.TRANSACTION_FORBIDDEN
    if original.returned_by or figures.return_under_way(
        books, order.original_id, order.payment_id
    ):
        return StatusReason.DUPLICATION
    if original.state != "settled":
        return StatusReason.TRANSACTION_FORBIDDEN
    return None if _is_fair(order, terms, original) else StatusReason.WRONG_AMOUNT


def _is_way_back(order: Order, original: ClosingRecord, side: Side) -> bool:
    came_to = original.creditor_agent, original.debtor_agent
    return (
        (original.payment_id, original.agreement_id) == (order.original_id, order.agreement_id)
        and original.side is not side
        and (order.debtor_agent, order.creditor_agent) == came_to
    )


def _is_fair(order: Order, terms: Terms, original: ClosingRecord) -> bool:
    match order.at_fault:
        case Side.DEBTOR:  # exactly what came is sent back
            return terms.debtor_amount == original.creditor_amount
        case Side.CREDITOR:  # exactly what was sent arrives
            return terms.creditor_amount == original.debtor_amount
        case _:
            return False
