"""Returns: no more goes back than came, between the same banks; who erred bears the cost.

A payment goes back in parts until nothing is left of it. A part is measured in the currency
of whoever did not err; all parts are shares of the payment, and together one at most.
"""

from tallystick.core.assignments import AssignmentRecord, Outcome
from tallystick.core.events import AnyEvent, ReturnReserved
from tallystick.core.orders import ClosingRecord, Decision, Order, OrderKind, Portion, Terms
from tallystick.proof.auditor import figures, slips
from tallystick.proof.auditor.books import Books
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason


def is_strange(books: Books, order: Order, side: Side, stored: ClosingRecord | None) -> bool:
    """Tell whether a return is of nothing that went from its creditor's bank to its debtor's."""
    if order.kind is not OrderKind.RETURN:
        return False
    original = _original(books, order, stored)
    return original is None or not _is_way_back(order, original, side)


def part_of(
    books: Books,
    order: Order,
    terms: Terms,
    side: Side,
    stored: tuple[ClosingRecord | None, AssignmentRecord | None],
) -> AnyEvent | StatusReason | None:
    """Return what must be reserved of the original, or why there is no return; else None."""
    if order.kind is not OrderKind.RETURN:
        return None
    original = _original(books, order, stored[0])
    if original is None or not _is_way_back(order, original, side):
        return StatusReason.TRANSACTION_FORBIDDEN
    arrived = original.decision is Decision.ACCEPTED and original.state in ("settled", "returned")
    granted = order.reason != "FOCR" or _is_granted(books, order.original_id, stored[1])
    if not arrived or not granted:
        return StatusReason.TRANSACTION_FORBIDDEN
    part = _part(order, terms)
    if part is None:
        return StatusReason.WRONG_AMOUNT
    amounts = original.debtor_amount, original.creditor_amount
    sheet = books.sheets.get(order.original_id)
    gone = figures.spoken_for_of(sheet) if sheet is not None else original.returned
    left = 1 - figures.share_of(gone, *amounts)
    if left < figures.smallest_share(*amounts):
        return StatusReason.DUPLICATION
    if figures.share_of(part, *amounts) > left:
        return StatusReason.WRONG_AMOUNT
    return ReturnReserved(order.payment_id, order.original_id, part, *amounts, original.returned)


def _original(books: Books, order: Order, stored: ClosingRecord | None) -> ClosingRecord | None:
    sheet = books.sheets.get(order.original_id)
    return figures.record_of(sheet) if sheet is not None else stored


def _is_way_back(order: Order, original: ClosingRecord, side: Side) -> bool:
    came_to = original.creditor_agent, original.debtor_agent
    # What the creditor's bank was never asked to take it cannot give back, nor learn of.
    heard = original.side is Side.DEBTOR or original.was_presented
    return (
        (original.payment_id, original.agreement_id) == (order.original_id, order.agreement_id)
        and original.side is not side
        and heard
        and (order.debtor_agent, order.creditor_agent) == came_to
    )


def _is_granted(books: Books, original_id: str, stored: AssignmentRecord | None) -> bool:
    """Tell whether the payment was recalled, and its creditor's bank has said yes."""
    name = f"recall:{original_id}"
    record = slips.known(books, name, stored)
    return record is not None and (record.assignment_id, record.outcome) == (
        name,
        Outcome.CANCELLED,
    )


def _part(order: Order, terms: Terms) -> Portion | None:
    match order.at_fault:
        case Side.DEBTOR:  # of what came
            return Portion(creditor_amount=terms.debtor_amount)
        case Side.CREDITOR:  # of what was sent
            return Portion(debtor_amount=terms.creditor_amount)
        case _:
            return None
