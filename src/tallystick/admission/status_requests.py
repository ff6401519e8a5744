"""A bank's pacs.028 becomes its question how one of its payments stands."""

from tallystick.admission.desk import MESSAGE_LIMITS, Admitted, Refused
from tallystick.core.commands import AskStatus
from tallystick.terms.reasons import StatusReason
from tallystick.terms.returns import return_payment_id
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.status_request import (
    FIToFIPaymentStatusRequest,
    RequestedTransaction,
)

_RETURN = "pacs.004"


def admit_status_request(sender: str, raw: bytes) -> Admitted | Refused:
    """Return the command for a question after one payment.

    One payment a message, as everywhere here: a message with several would be several
    questions, and there is one answer to give at once.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    document = receive(raw, MESSAGE_LIMITS).document
    if not isinstance(document, FIToFIPaymentStatusRequest):
        return Refused(StatusReason.INVALID_FILE_FORMAT, "Document", "it is no status request")
    if len(document.transactions) != 1:
        text = "one payment a status request here"
        return Refused(StatusReason.INVALID_FILE_FORMAT, "TxInf", text)
    payment_id = _payment_in(document, document.transactions[0])
    if isinstance(payment_id, Refused):
        return payment_id
    return Admitted(AskStatus(payment_id, sender))


def _payment_in(
    document: FIToFIPaymentStatusRequest, asked: RequestedTransaction
) -> str | Refused:
    """Return the id of the payment that is asked after.

    A credit transfer's is its UETR. A return is a payment of its own, told by its message's
    name and its RtrId: the UETR is that of what it returns.
    """
    named = [group.message_name for group in document.groups]
    if asked.original_message is not None:
        named.append(asked.original_message.message_name)
    if not asked.original_uetr:
        text = "a status request names the UETR of its payment"
        return Refused(StatusReason.REQUIRED_ELEMENT_MISSING, "OrgnlUETR", text)
    if not any(name.startswith(_RETURN) for name in named):
        return asked.original_uetr
    if not asked.original_instruction_id:
        text = "of a return it names the RtrId too, by which one of several is known"
        return Refused(StatusReason.REQUIRED_ELEMENT_MISSING, "OrgnlInstrId", text)
    return return_payment_id(asked.original_uetr, asked.original_instruction_id)
