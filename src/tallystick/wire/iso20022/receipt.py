"""camt.025, Receipt: what became of a request, such as a transfer of liquidity."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.status_report import STATUS_REASON, StatusReasonInformation


class RequestHandling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a request was dealt with: by one code, or by one of the system's own."""

    status: str = ""
    proprietary_status: str = ""
    description: str = ""
    reason: StatusReasonInformation | None = None


class ReceiptDetails(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of one request, or of one payment of it."""

    original_message_id: str
    original_message_name: str = ""
    originator_name: str = ""
    original_transaction_id: str = ""
    original_uetr: str = ""
    original_proprietary_id: str = ""
    handlings: tuple[RequestHandling, ...] = ()


class Receipt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message about one or more requests."""

    message_id: str
    creation_date_time: str = ""
    details: tuple[ReceiptDetails, ...]


REQUEST_HANDLING: Final = Chart(
    RequestHandling,
    {
        "status": "StsCd | Sts/Cd",
        "proprietary_status": "Sts/Prtry",
        "description": "Desc",
        "reason": Inner("StsRsn", STATUS_REASON),
    },
)
RECEIPT_DETAILS: Final = Chart(
    ReceiptDetails,
    {
        "original_message_id": "OrgnlMsgId/MsgId",
        "original_message_name": "OrgnlMsgId/MsgNmId",
        "originator_name": "OrgnlMsgId/OrgtrNm",
        "original_transaction_id": "OrgnlPmtId/TxId",
        "original_uetr": "OrgnlPmtId/UETR",
        "original_proprietary_id": "OrgnlPmtId/PrtryId",
        "handlings": Inner("ReqHdlg*", REQUEST_HANDLING),
    },
)
RECEIPT: Final = Chart(
    Receipt,
    {
        "message_id": "MsgHdr/MsgId",
        "creation_date_time": "MsgHdr/CreDtTm",
        "details": Inner("RctDtls*", RECEIPT_DETAILS),
    },
)
