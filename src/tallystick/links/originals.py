"""What a status report repeats of the message that it is about, read from that message."""

from collections import OrderedDict
from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.returns import return_payment_id
from tallystick.wire import xml
from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.credit_transfer import FIToFICustomerCreditTransfer
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.payment_return import PaymentReturn
from tallystick.wire.iso20022.readers import read_view

ORIGINALS_KEPT: Final = 10_000


class OriginalPayment(msgspec.Struct, frozen=True, gc=False):
    """The references of one payment, as a status of it repeats them.

    Of a return the instruction id is its RtrId, and the others are those of the payment
    that it returns.
    """

    instruction_id: str = ""
    end_to_end_id: str = ""
    transaction_id: str = ""
    uetr: str = ""


class OriginalDocument(msgspec.Struct, frozen=True, gc=False):
    """The references of a credit transfer or a return; none of the rest of it is read."""

    message_id: str
    creation_date_time: str
    transactions: tuple[OriginalPayment, ...]


class Original(msgspec.Struct, frozen=True, gc=False):
    """A stored message of one payment: its version and its references."""

    message: Message
    message_id: str
    creation_date_time: str
    payment: OriginalPayment

    @property
    def payment_id(self) -> str:
        """Its payment's id: a transfer's UETR, or a return's own."""
        references = self.payment
        if self.message.startswith(_RETURN):
            return return_payment_id(references.uetr, references.instruction_id)
        return references.uetr


_RETURN_REFERENCES: Final = Chart(
    OriginalDocument,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "transactions": Inner(
            "TxInf*",
            Chart(
                OriginalPayment,
                {
                    "instruction_id": "RtrId",
                    "end_to_end_id": "OrgnlEndToEndId",
                    "transaction_id": "OrgnlTxId",
                    "uetr": "OrgnlUETR",
                },
            ),
        ),
    },
)
_REFERENCES: Final = Chart(
    OriginalDocument,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "transactions": Inner(
            "CdtTrfTxInf*",
            Chart(
                OriginalPayment,
                {
                    "instruction_id": "PmtId/InstrId",
                    "end_to_end_id": "PmtId/EndToEndId",
                    "transaction_id": "PmtId/TxId",
                    "uetr": "PmtId/UETR",
                },
            ),
        ),
    },
)
_CREDIT_TRANSFER: Final = "pacs.008."
_RETURN: Final = "pacs.004."


def original_of(
    message: Message, document: FIToFICustomerCreditTransfer | PaymentReturn
) -> Original:
    """Return the references of a message of one payment that has been read already.

    They are the very ones that `read_original` finds in its bytes.
    """
    if isinstance(document, PaymentReturn):
        references = _references_of(document)
    else:
        (payment,) = document.transactions
        references = OriginalPayment(
            payment.instruction_id, payment.end_to_end_id, payment.transaction_id, payment.uetr
        )
    return Original(message, document.message_id, document.creation_date_time, references)


def _references_of(document: PaymentReturn) -> OriginalPayment:
    (back,) = document.transactions
    return OriginalPayment(
        back.return_id,
        back.original_end_to_end_id,
        back.original_transaction_id,
        back.original_uetr,
    )


def read_original(raw: bytes) -> Original | None:
    """Return the references of a stored message, None if it is none of one payment.

    It was lawful when it was stored, and is not judged again.
    """
    try:
        document = parts_of(xml.parse(raw)).document
        message = version_of(document) if document is not None else Message("")
    except RemoteMessageError:
        return None
    chart = _chart_of(message)
    if document is None or chart is None:
        return None
    read = read_view(document, chart, message)
    if len(read.transactions) != 1:
        return None
    return Original(message, read.message_id, read.creation_date_time, read.transactions[0])


def _chart_of(message: Message) -> Chart[OriginalDocument] | None:
    if message.startswith(_CREDIT_TRANSFER):
        return _REFERENCES
    return _RETURN_REFERENCES if message.startswith(_RETURN) else None


class Originals:
    """The references of so many payments' messages, the newest: their statuses follow closely."""

    def __init__(self, most: int = ORIGINALS_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[str, Original] = OrderedDict()

    def keep(self, payment_id: str, original: Original) -> None:
        """Have those of a stored payment at hand; those of another are not taken."""
        if original.payment_id != payment_id:
            return
        self._kept[payment_id] = original
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def of(self, payment_id: str) -> Original | None:
        """Return those of a payment, None if they are not at hand."""
        return self._kept.get(payment_id)

    def forget(self, payment_id: str) -> None:
        """Keep nothing of a payment whose personal data is erased."""
        self._kept.pop(payment_id, None)
