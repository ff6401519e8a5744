"""admi.002, .004, .007 and .011: what a system says of messages and of itself.

MessageReject and ReceiptAcknowledgement answer a message that could not, or could, be
taken in; SystemEventNotification tells what happens at the system, and
SystemEventAcknowledgement that this was heard.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner


class MessageReject(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """admi.002: a message was refused before anybody dealt with it."""

    related_reference: str
    reason: str
    rejection_date_time: str = ""
    error_location: str = ""
    reason_description: str = ""
    additional_information: str = ""


class SystemEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What happens at a system: an opening, a cut-off, an outage."""

    code: str
    parameters: tuple[str, ...] = ()
    description: str = ""
    date_time: str = ""


class SystemEventNotification(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """admi.004: a system tells its participants of one event."""

    event: SystemEvent


class AcknowledgedReceipt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of one message when it came in."""

    related_reference: str
    related_message_name: str = ""
    reference_issuer_bic: str = ""
    reference_issuer_lei: str = ""
    status: str
    status_date_time: str = ""
    description: str = ""


class ReceiptAcknowledgement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """admi.007: one or more messages have come in."""

    message_id: str
    creation_date_time: str = ""
    query_name: str = ""
    receipts: tuple[AcknowledgedReceipt, ...]


class SystemEventAcknowledgement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """admi.011: an event that a system told of was heard."""

    message_id: str
    originator_reference: str = ""
    settlement_session: str = ""
    event: SystemEvent | None = None


MESSAGE_REJECT: Final = Chart(
    MessageReject,
    {
        "related_reference": "RltdRef/Ref",
        "reason": "Rsn/RjctgPtyRsn",
        "rejection_date_time": "Rsn/RjctnDtTm",
        "error_location": "Rsn/ErrLctn",
        "reason_description": "Rsn/RsnDesc",
        "additional_information": "Rsn/AddtlData",
    },
)
SYSTEM_EVENT: Final = Chart(
    SystemEvent,
    {
        "code": "EvtCd",
        "parameters": "EvtParam*",
        "description": "EvtDesc",
        "date_time": "EvtTm",
    },
)
SYSTEM_EVENT_NOTIFICATION: Final = Chart(
    SystemEventNotification,
    {
        "event": Inner("EvtInf", SYSTEM_EVENT),
    },
)
ACKNOWLEDGED_RECEIPT: Final = Chart(
    AcknowledgedReceipt,
    {
        "related_reference": "RltdRef/Ref",
        "related_message_name": "RltdRef/MsgNm",
        "reference_issuer_bic": "RltdRef/RefIssr/Id/AnyBIC",
        "reference_issuer_lei": "RltdRef/RefIssr/LEI",
        "status": "ReqHdlg/StsCd",
        "status_date_time": "ReqHdlg/StsDtTm",
        "description": "ReqHdlg/Desc",
    },
)
RECEIPT_ACKNOWLEDGEMENT: Final = Chart(
    ReceiptAcknowledgement,
    {
        "message_id": "MsgId/MsgId",
        "creation_date_time": "MsgId/CreDtTm",
        "query_name": "MsgId/QryNm",
        "receipts": Inner("Rpt*", ACKNOWLEDGED_RECEIPT),
    },
)
SYSTEM_EVENT_ACKNOWLEDGEMENT: Final = Chart(
    SystemEventAcknowledgement,
    {
        "message_id": "MsgId",
        "originator_reference": "OrgtrRef",
        "settlement_session": "SttlmSsnIdr",
        "event": Inner("AckDtls", SYSTEM_EVENT),
    },
)
