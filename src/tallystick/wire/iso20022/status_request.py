"""pacs.028, FIToFIPaymentStatusRequest: how do these payments stand?"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.originals import (
    ORIGINAL_MESSAGE,
    ORIGINAL_TRANSACTION,
    OriginalMessage,
    OriginalTransaction,
)
from tallystick.wire.iso20022.views import AGENT, Agent


class RequestedGroup(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message whose payments are asked after."""

    message_id: str
    message_name: str
    creation_date_time: str = ""
    number_of_transactions: int | None = None
    control_sum: str = ""


class RequestedTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One payment that is asked after, as its own message said it."""

    status_request_id: str = ""
    original_message: OriginalMessage | None = None
    original_instruction_id: str = ""
    original_end_to_end_id: str = ""
    original_transaction_id: str = ""
    original_uetr: str = ""
    acceptance_date_time: str = ""
    clearing_system_reference: str = ""
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    original_transaction: OriginalTransaction | None = None


class FIToFIPaymentStatusRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message that asks after one or more payments."""

    message_id: str
    creation_date_time: str
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    groups: tuple[RequestedGroup, ...] = ()
    transactions: tuple[RequestedTransaction, ...] = ()


REQUESTED_GROUP: Final = Chart(
    RequestedGroup,
    {
        "message_id": "OrgnlMsgId",
        "message_name": "OrgnlMsgNmId",
        "creation_date_time": "OrgnlCreDtTm",
        "number_of_transactions": "OrgnlNbOfTxs",
        "control_sum": "OrgnlCtrlSum",
    },
)
REQUESTED_TRANSACTION: Final = Chart(
    RequestedTransaction,
    {
        "status_request_id": "StsReqId",
        "original_message": Inner("OrgnlGrpInf", ORIGINAL_MESSAGE),
        "original_instruction_id": "OrgnlInstrId",
        "original_end_to_end_id": "OrgnlEndToEndId",
        "original_transaction_id": "OrgnlTxId",
        "original_uetr": "OrgnlUETR",
        "acceptance_date_time": "AccptncDtTm",
        "clearing_system_reference": "ClrSysRef",
        "instructing_agent": Inner("InstgAgt", AGENT),
        "instructed_agent": Inner("InstdAgt", AGENT),
        "original_transaction": Inner("OrgnlTxRef", ORIGINAL_TRANSACTION),
    },
)
STATUS_REQUEST: Final = Chart(
    FIToFIPaymentStatusRequest,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "instructing_agent": Inner("GrpHdr/InstgAgt", AGENT),
        "instructed_agent": Inner("GrpHdr/InstdAgt", AGENT),
        "groups": Inner("OrgnlGrpInf*", REQUESTED_GROUP),
        "transactions": Inner("TxInf*", REQUESTED_TRANSACTION),
    },
)
