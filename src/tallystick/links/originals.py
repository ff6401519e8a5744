"""What a status report repeats of the message that it is about, read from that message."""

from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.readers import read_view


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
