"""A bank's pacs.008 becomes an order; what no order can be made of is refused with a reason.

What a message says is judged apart from who sent it, because the other node judges
the same message again and does not see the sender.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from tallystick.admission.desk import EVIDENCE, MESSAGE, MESSAGE_LIMITS, Admitted, Desk, Refused
from tallystick.admission.facts import facts_of
from tallystick.admission.headers import fault_of_header, fault_of_mention
from tallystick.admission.parties import Return, Transfer, credited_in, debited_in
from tallystick.admission.travel_rule import fault_of_travel_rule
from tallystick.core.commands import SubmitPayment
from tallystick.core.orders import Order
from tallystick.core.rule_sets import UNTOLD
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.parties import Priority, Side
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.credit_transfer import FIToFICustomerCreditTransfer
from tallystick.wire.iso20022.messages import Received, Whole, receive_whole
from tallystick.wire.leaves import Leaf
from tallystick.wire.unread import Limits

# What no schema can say of an amount: the message is lawful, and no money can be moved by it.
_AMOUNTS: Final[Mapping[str, StatusReason]] = MappingProxyType(
    {
        "amount-decimals": StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY,
        "currency-unknown": StatusReason.INVALID_CURRENCY,
        "currency-without-minor-unit": StatusReason.NOT_ALLOWED_CURRENCY,
        "decimal-form": StatusReason.INVALID_AMOUNT,
        "decimal-too-long": StatusReason.INVALID_AMOUNT,
    }
)
COVER: Final = "COVE"


def admit_order(desk: Desk, sender: str, raw: bytes, quote_id: str = "") -> Admitted | Refused:
    """Return the command for a credit transfer that a participant sent, with its verdict.

    `quote_id` is the quote that the sender has bound to the payment beforehand; one that
    the message itself names goes before it.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    transfer = transfer_in(raw, MESSAGE_LIMITS)
    if isinstance(transfer, Refused):
        return transfer
    fault = (
        fault_of(transfer)
        or fault_of_sender(sender, transfer)
        or fault_of_travel_rule(desk, transfer)
    )
    if fault is not None:
        return fault
    return with_verdict(desk, order_of(desk, transfer, raw, quote_id), transfer, raw)


def with_verdict(desk: Desk, order: Order, read: Transfer | Return, raw: bytes) -> Admitted:
    """Return the command for an order, with the verdict on its message, and what is kept."""
    screened = desk.screen(order.payment_id, read.leaves)
    kept = ((MESSAGE, raw), (EVIDENCE, screened.evidence))
    facts = facts_of(desk, read, Side.DEBTOR) if isinstance(read, Transfer) else UNTOLD
    return Admitted(SubmitPayment(order, screened.verdict, facts=facts), kept, read)


def transfer_in(raw: bytes, limits: Limits = MESSAGE_LIMITS) -> Transfer | Refused:
    """Return the one payment that a lawful message is, or say why it is not one.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    whole = read_payment(raw, limits)
    return whole if isinstance(whole, Refused) else _one_payment(*whole)


def read_payment(raw: bytes, limits: Limits) -> Whole | Refused:
    """Return a lawful message, or say why no money can be moved by an amount in it.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    try:
        return receive_whole(raw, limits)
    except RemoteMessageError as broken:
        reason = _AMOUNTS.get(broken.code)
        if reason is None:
            raise
        return Refused(reason, broken.field, broken.detail.removesuffix("."))


def _one_payment(received: Received, leaves: Sequence[Leaf]) -> Transfer | Refused:
    document = received.document
    if not isinstance(document, FIToFICustomerCreditTransfer):
        return broken("Document", "it is no credit transfer")
    if len(document.transactions) != 1:
        return broken("NbOfTxs", "a message is one payment here, and is never split into several")
    if document.number_of_transactions != 1:
        return broken("NbOfTxs", "it does not count its payment")
    payment = document.transactions[0]
    return Transfer(received.message, received.header, document, payment, leaves)


def broken(field: str, text: str) -> Refused:
    """Refuse what is lawful by its schema and yet no message of one payment."""
    return Refused(StatusReason.INVALID_FILE_FORMAT, field, text)


def fault_of(transfer: Transfer) -> Refused | None:
    """Say why a payment cannot be an order, whoever sent it."""
    if not transfer.transaction.uetr:
        text = "a payment needs a UETR, by which both nodes know it for ever"
        return Refused(StatusReason.REQUIRED_ELEMENT_MISSING, "PmtId/UETR", text)
    return fault_of_cover(transfer.document) or fault_of_parties(transfer)


def fault_of_cover(document: FIToFICustomerCreditTransfer) -> Refused | None:
    """Refuse a payment whose money comes another way."""
    if document.settlement_method != COVER:
        return None
    text = "its money comes by a cover payment, and would be paid a second time here"
    return Refused(StatusReason.TRANSACTION_FORBIDDEN, "SttlmInf/SttlmMtd", text)


def fault_of_parties(transfer: Transfer | Return) -> Refused | None:
    """Say which bank is missing, twice there, or another than the header's."""
    debited, credited = debited_in(transfer), credited_in(transfer)
    for mention in (debited, credited):
        fault = fault_of_mention(mention)
        if fault is not None:
            return fault
    if debited.id == credited.id:
        text = "it is the bank that sends, and no bank is at both ends"
        return Refused(StatusReason.CREDITOR_BANK_NOT_REGISTERED, credited.field, text)
    return fault_of_header(transfer.header, transfer.message, debited)


def fault_of_sender(sender: str, transfer: Transfer | Return) -> Refused | None:
    """Refuse what another hands in: nobody is debited but the bank that sends."""
    debited = debited_in(transfer)
    if debited.id == sender:
        return None
    return Refused(StatusReason.INCORRECT_AGENT, debited.field, "it is not the sender")


def order_of(desk: Desk, transfer: Transfer, raw: bytes, quote_id: str = "") -> Order:
    """Return the order that a payment without fault makes."""
    transaction = transfer.transaction
    amount = transaction.interbank_settlement_amount
    kind = transfer.document.payment_type_of(transaction)
    urgent = kind is not None and kind.priority == "HIGH"
    rate = transaction.agreed_rate
    return Order(
        transaction.uetr,
        desk.agreement_id,
        debited_in(transfer).id,
        credited_in(transfer).id,
        amount.minor,
        amount.currency,
        desk.content_digest(raw),
        (rate.quote_id if rate is not None else "") or quote_id,
        Priority.URGENT if urgent else Priority.NORMAL,
    )
