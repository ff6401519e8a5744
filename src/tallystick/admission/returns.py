"""A bank's pacs.004 becomes the order of a return: a payment of its own, which names another.

It is known by its original's UETR and its own RtrId. Its reason says whose fault it is, and
so in whose currency it is measured. Like a transfer it is judged apart from who sent it,
because the other node judges the same message again.
"""

from typing import Final

from tallystick.admission.desk import MESSAGE_LIMITS, Admitted, Desk, Refused
from tallystick.admission.orders import (
    COVER,
    broken,
    fault_of_parties,
    fault_of_sender,
    read_payment,
    with_verdict,
)
from tallystick.admission.parties import Return, credited_in, debited_in
from tallystick.core.orders import Order, OrderKind
from tallystick.core.questions import is_code
from tallystick.terms.parties import Priority, Side
from tallystick.terms.reasons import ReturnReason, StatusReason
from tallystick.terms.returns import fault_in, return_payment_id
from tallystick.wire.iso20022.messages import Whole
from tallystick.wire.iso20022.payment_return import PaymentReturn
from tallystick.wire.unread import Limits

_RECALLED: Final = ReturnReason.FOLLOWING_CANCELLATION_REQUEST.value


def admit_return(desk: Desk, sender: str, raw: bytes, quote_id: str = "") -> Admitted | Refused:
    """Return the command for a return that a participant sent, with its verdict.

    `quote_id` is the quote that the sender has bound to it beforehand; one that the message
    itself names goes before it.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    back = return_in(raw, MESSAGE_LIMITS)
    if isinstance(back, Refused):
        return back
    fault = fault_of_return(back) or fault_of_sender(sender, back)
    if fault is not None:
        return fault
    return with_verdict(desk, order_of_return(desk, back, raw, quote_id), back, raw)


def return_in(raw: bytes, limits: Limits = MESSAGE_LIMITS) -> Return | Refused:
    """Return the return of one payment that a lawful message is, or say why it is not one.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    whole = read_payment(raw, limits)
    return whole if isinstance(whole, Refused) else _one_return(whole)


def _one_return(whole: Whole) -> Return | Refused:
    received, leaves = whole
    document = received.document
    if not isinstance(document, PaymentReturn):
        return broken("Document", "it returns no payment")
    if document.is_group_return:
        return broken("GrpRtr", "a message returns one payment, and not all of another message")
    if len(document.transactions) != 1:
        return broken("NbOfTxs", "a message returns one payment here")
    if document.number_of_transactions != 1:
        return broken("NbOfTxs", "it does not count its payment")
    returned = document.transactions[0]
    return Return(received.message, received.header, document, returned, leaves)


def fault_of_return(back: Return) -> Refused | None:
    """Say why a return cannot be an order, whoever sent it."""
    returned = back.transaction
    if not returned.original_uetr:
        text = "a return names the payment that it returns by its UETR"
        return Refused(StatusReason.REQUIRED_ELEMENT_MISSING, "OrgnlUETR", text)
    if not returned.return_id:
        text = "a return needs an id of its own, since a payment may go back in parts"
        return Refused(StatusReason.REQUIRED_ELEMENT_MISSING, "RtrId", text)
    if back.document.settlement_method == COVER:
        text = "its money comes by a cover payment, and would be paid a second time here"
        return Refused(StatusReason.TRANSACTION_FORBIDDEN, "SttlmInf/SttlmMtd", text)
    return _fault_of_reasons(back) or fault_of_parties(back)


def _fault_of_reasons(back: Return) -> Refused | None:
    blamed = {fault_in(code) for code in _codes(back)}
    if len(blamed) == 1:
        return None
    if blamed:
        text = "its reasons blame both sides, and one must bear what the exchange costs"
        return broken("RtrRsnInf", text)
    text = "it gives no reason by a code, which says who bears what the exchange costs"
    return Refused(StatusReason.REQUIRED_ELEMENT_MISSING, "RtrRsnInf/Rsn/Cd", text)


def _codes(back: Return) -> list[str]:
    reasons = back.document.reasons_of(back.transaction)
    return [each.reason.code for each in reasons if each.reason is not None and each.reason.code]


def at_fault_in(back: Return) -> Side:
    """Return whose fault a return without fault of its own says that it is."""
    return fault_in(reason_in(back))


def reason_in(back: Return) -> str:
    """Return the reason of a return without fault of its own, by its code.

    It is the first, or wherever it stands FOCR: that a recall was granted is looked into. What
    is no code but some other short text is "": the chain of entries holds no text of a bank's.
    """
    codes = _codes(back)
    reason = _RECALLED if _RECALLED in codes else codes[0]
    return reason if is_code(reason) else ""


def payment_id_of(back: Return) -> str:
    """Return the payment id of a return."""
    returned = back.transaction
    return return_payment_id(returned.original_uetr, returned.return_id)


def order_of_return(desk: Desk, back: Return, raw: bytes, quote_id: str = "") -> Order:
    """Return the order that a return without fault makes."""
    returned = back.transaction
    amount = returned.returned_interbank_settlement_amount
    kind = back.document.payment_type_of(returned)
    urgent = (kind is not None and kind.priority == "HIGH") or returned.settlement_priority in (
        "HIGH",
        "URGT",
    )
    rate = returned.agreed_rate
    return Order(
        payment_id_of(back),
        desk.agreement_id,
        debited_in(back).id,
        credited_in(back).id,
        amount.minor,
        amount.currency,
        desk.content_digest(raw),
        (rate.quote_id if rate is not None else "") or quote_id,
        Priority.URGENT if urgent else Priority.NORMAL,
        OrderKind.RETURN,
        returned.original_uetr,
        at_fault_in(back),
        reason_in(back),
    )
