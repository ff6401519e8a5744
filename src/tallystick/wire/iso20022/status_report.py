"""pacs.002, FIToFIPaymentStatusReport: how payments stand, and why."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.originals import (
    ORIGINAL_MESSAGE,
    REASON,
    OriginalMessage,
    ReasonInformation,
)
from tallystick.wire.iso20022.views import AGENT, Agent, Amount


class StatusReasonInformation(ReasonInformation, frozen=True, gc=False):
    """Why a payment stands so, and who says it."""


class OriginalGroup(msgspec.Struct, frozen=True, gc=False):
    """The message that is reported on, and the standing of all in it where that is one."""

    message_id: str
    message_name: str
    creation_date_time: str = ""
    number_of_transactions: int | None = None
    status: str = ""
    reasons: tuple[StatusReasonInformation, ...] = ()


class TransactionStatus(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How one payment stands. What is original is as its own message said it."""

    status_id: str = ""
    original_message: OriginalMessage | None = None
    original_instruction_id: str = ""
    original_end_to_end_id: str = ""
    original_transaction_id: str = ""
    original_uetr: str = ""
    status: str = ""
    reasons: tuple[StatusReasonInformation, ...] = ()
    acceptance_date_time: str = ""
    effective_settlement_date: str = ""
    effective_settlement_date_time: str = ""
    account_servicer_reference: str = ""
    clearing_system_reference: str = ""
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    original_interbank_settlement_amount: Amount | None = None
    original_interbank_settlement_date: str = ""


class FIToFIPaymentStatusReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message about one or more payments."""

    message_id: str
    creation_date_time: str
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    groups: tuple[OriginalGroup, ...] = ()
    transactions: tuple[TransactionStatus, ...] = ()


STATUS_REASON: Final = Chart(StatusReasonInformation, REASON.places)
ORIGINAL_GROUP: Final = Chart(
    OriginalGroup,
    {
        "message_id": "OrgnlMsgId",
        "message_name": "OrgnlMsgNmId",
        "creation_date_time": "OrgnlCreDtTm",
        "number_of_transactions": "OrgnlNbOfTxs",
        "status": "GrpSts",
        "reasons": Inner("StsRsnInf*", STATUS_REASON),
    },
)
TRANSACTION_STATUS: Final = Chart(
    TransactionStatus,
    {
        "status_id": "StsId",
        "original_message": Inner("OrgnlGrpInf", ORIGINAL_MESSAGE),
        "original_instruction_id": "OrgnlInstrId",
        "original_end_to_end_id": "OrgnlEndToEndId",
        "original_transaction_id": "OrgnlTxId",
        "original_uetr": "OrgnlUETR",
        "status": "TxSts",
        "reasons": Inner("StsRsnInf*", STATUS_REASON),
        "acceptance_date_time": "AccptncDtTm",
        "effective_settlement_date": "FctvIntrBkSttlmDt/Dt",
        "effective_settlement_date_time": "FctvIntrBkSttlmDt/DtTm",
        "account_servicer_reference": "AcctSvcrRef",
        "clearing_system_reference": "ClrSysRef",
        "instructing_agent": Inner("InstgAgt", AGENT),
        "instructed_agent": Inner("InstdAgt", AGENT),
        "original_interbank_settlement_amount": "OrgnlTxRef/IntrBkSttlmAmt",
        "original_interbank_settlement_date": "OrgnlTxRef/IntrBkSttlmDt",
    },
)
STATUS_REPORT: Final = Chart(
    FIToFIPaymentStatusReport,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "instructing_agent": Inner("GrpHdr/InstgAgt", AGENT),
        "instructed_agent": Inner("GrpHdr/InstdAgt", AGENT),
        "groups": Inner("OrgnlGrpInfAndSts*", ORIGINAL_GROUP),
        "transactions": Inner("TxInfAndSts*", TRANSACTION_STATUS),
    },
)
