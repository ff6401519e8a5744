"""What a status report repeats of the message that it is about, read from that message."""

from collections import OrderedDict
from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.credit_transfer import FIToFICustomerCreditTransfer
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.readers import read_view

ORIGINALS_KEPT: Final = 10_000


class OriginalPayment(msgspec.Struct, frozen=True, gc=False):
    """The references of one payment."""

    instruction_id: str = ""
    end_to_end_id: str = ""
    transaction_id: str = ""
    uetr: str = ""


class OriginalDocument(msgspec.Struct, frozen=True, gc=False):
    """The references of a credit transfer; none of the rest of it is read."""

    message_id: str
    creation_date_time: str
    transactions: tuple[OriginalPayment, ...]


class Original(msgspec.Struct, frozen=True, gc=False):
    """A stored message of one payment: its version and its references."""

    message: Message
    message_id: str
    creation_date_time: str
    payment: OriginalPayment


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


def original_of(message: Message, document: FIToFICustomerCreditTransfer) -> Original:
    """Return the references of a message of one payment that has been read already.

    They are the very ones that `read_original` finds in its bytes.
    """
    (payment,) = document.transactions
    references = OriginalPayment(
        payment.instruction_id, payment.end_to_end_id, payment.transaction_id, payment.uetr
    )
    return Original(message, document.message_id, document.creation_date_time, references)


def read_original(raw: bytes) -> Original | None:
    """Return the references of a stored message, None if it is no credit transfer of one payment.

    It was lawful when it was stored, and is not judged again.
    """
    try:
        document = parts_of(xml.parse(raw)).document
        message = version_of(document) if document is not None else Message("")
    except RemoteMessageError:
        return None
    if document is None or not message.startswith(_CREDIT_TRANSFER):
        return None
    read = read_view(document, _REFERENCES, message)
    if len(read.transactions) != 1:
        return None
    return Original(message, read.message_id, read.creation_date_time, read.transactions[0])


class Originals:
    """The references of so many payments' messages, the newest: their statuses follow closely."""

    def __init__(self, most: int = ORIGINALS_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[str, Original] = OrderedDict()

    def keep(self, payment_id: str, original: Original) -> None:
        """Have those of a stored payment at hand; those of another are not taken."""
        if original.payment.uetr != payment_id:
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
