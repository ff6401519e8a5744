"""A creditor's bank's pacs.002 becomes its answer to a presented payment."""

from typing import Final

from tallystick.admission.desk import MESSAGE_LIMITS, Admitted, Desk, Refused
from tallystick.core.commands import AnswerPresentation
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tallystick.terms.returns import return_payment_id
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport, TransactionStatus

# A promise to take the payment; only our own final notice makes the bank credit it.
_PROMISES: Final = (PaymentStatus.ACTC, PaymentStatus.ACCP, PaymentStatus.ACSP, PaymentStatus.ACWP)

_RETURN: Final = "pacs.004."
_OURS: Final = frozenset(reason.value for reason in StatusReason)


def admit_answer(_desk: Desk, sender: str, raw: bytes) -> Admitted | Refused:
    """Return the command for a bank's answer; one transaction, accepted or rejected.

    A reason outside the codes that we tell is taken as NARR: the message is kept as it is.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    document = receive(raw, MESSAGE_LIMITS).document
    if not isinstance(document, FIToFIPaymentStatusReport):
        return Refused(StatusReason.INVALID_FILE_FORMAT, "Document", "it is no status report")
    if len(document.transactions) != 1:
        text = "one payment a status report here"
        return Refused(StatusReason.INVALID_FILE_FORMAT, "TxInfAndSts", text)
    transaction = document.transactions[0]
    if not transaction.original_uetr:
        text = "a status report names the UETR of its payment"
        return Refused(StatusReason.REQUIRED_ELEMENT_MISSING, "OrgnlUETR", text)
    return _answer(sender, transaction)


def payment_named_in(transaction: TransactionStatus) -> str:
    """Return the id of the payment that a status is of: a return is known by its RtrId too.

    A status repeats it as OrgnlInstrId, and names the return's message.
    """
    original = transaction.original_message
    if original is not None and original.message_name.startswith(_RETURN):
        return return_payment_id(transaction.original_uetr, transaction.original_instruction_id)
    return transaction.original_uetr


def _answer(sender: str, transaction: TransactionStatus) -> Admitted | Refused:
    payment_id = payment_named_in(transaction)
    if transaction.status in _PROMISES:
        return Admitted(AnswerPresentation(payment_id, sender))
    if transaction.status == PaymentStatus.RJCT:
        return Admitted(AnswerPresentation(payment_id, sender, _reason_of(transaction)))
    text = f"status {transaction.status or 'none'} answers nothing"
    return Refused(StatusReason.INVALID_FILE_FORMAT, "TxSts", text)


def _reason_of(transaction: TransactionStatus) -> StatusReason:
    """Return the first reason that is told, as one of ours."""
    codes = [each.reason.code for each in transaction.reasons if each.reason is not None]
    known = [code for code in codes if code in _OURS]
    if known:
        return StatusReason(known[0])
    return StatusReason.NARRATIVE if codes else StatusReason.REASON_NOT_SPECIFIED
