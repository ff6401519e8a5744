"""camt.056, FIToFIPaymentCancellationRequest: please cancel, or send back, these payments."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.cases import ASSIGNMENT, CASE, Case, CaseAssignment
from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.originals import (
    ORIGINAL_MESSAGE,
    ORIGINAL_TRANSACTION,
    REASON,
    OriginalMessage,
    OriginalTransaction,
    ReasonInformation,
)
from tallystick.wire.iso20022.views import AGENT, Agent, Amount


class CancelledGroup(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message to be cancelled: whole, if `is_group_cancellation`, or by its transactions."""

    cancellation_id: str = ""
    case: Case | None = None
    message_id: str
    message_name: str
    creation_date_time: str = ""
    number_of_transactions: int | None = None
    control_sum: str = ""
    is_group_cancellation: bool | None = None
    reasons: tuple[ReasonInformation, ...] = ()


class CancelledTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One payment that is to be cancelled, as its own message said it."""

    cancellation_id: str = ""
    case: Case | None = None
    original_message: OriginalMessage | None = None
    original_instruction_id: str = ""
    original_end_to_end_id: str = ""
    original_transaction_id: str = ""
    original_uetr: str = ""
    original_clearing_system_reference: str = ""
    original_interbank_settlement_amount: Amount | None = None
    original_interbank_settlement_date: str = ""
    assigner: Agent | None = None
    assignee: Agent | None = None
    reasons: tuple[ReasonInformation, ...] = ()
    original_transaction: OriginalTransaction | None = None


class UnderlyingTransactions(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is to be cancelled of one message."""

    group: CancelledGroup | None = None
    transactions: tuple[CancelledTransaction, ...] = ()


class FIToFIPaymentCancellationRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message that asks for one or more cancellations."""

    assignment: CaseAssignment
    case: Case | None = None
    number_of_transactions: int | None = None
    control_sum: str = ""
    underlying: tuple[UnderlyingTransactions, ...]


CANCELLED_GROUP: Final = Chart(
    CancelledGroup,
    {
        "cancellation_id": "GrpCxlId",
        "case": Inner("Case", CASE),
        "message_id": "OrgnlMsgId",
        "message_name": "OrgnlMsgNmId",
        "creation_date_time": "OrgnlCreDtTm",
        "number_of_transactions": "NbOfTxs",
        "control_sum": "CtrlSum",
        "is_group_cancellation": "GrpCxl",
        "reasons": Inner("CxlRsnInf*", REASON),
    },
)
CANCELLED_TRANSACTION: Final = Chart(
    CancelledTransaction,
    {
        "cancellation_id": "CxlId",
        "case": Inner("Case", CASE),
        "original_message": Inner("OrgnlGrpInf", ORIGINAL_MESSAGE),
        "original_instruction_id": "OrgnlInstrId",
        "original_end_to_end_id": "OrgnlEndToEndId",
        "original_transaction_id": "OrgnlTxId",
        "original_uetr": "OrgnlUETR",
        "original_clearing_system_reference": "OrgnlClrSysRef",
        "original_interbank_settlement_amount": "OrgnlIntrBkSttlmAmt",
        "original_interbank_settlement_date": "OrgnlIntrBkSttlmDt",
        "assigner": Inner("Assgnr", AGENT),
        "assignee": Inner("Assgne", AGENT),
        "reasons": Inner("CxlRsnInf*", REASON),
        "original_transaction": Inner("OrgnlTxRef", ORIGINAL_TRANSACTION),
    },
)
UNDERLYING: Final = Chart(
    UnderlyingTransactions,
    {
        "group": Inner("OrgnlGrpInfAndCxl", CANCELLED_GROUP),
        "transactions": Inner("TxInf*", CANCELLED_TRANSACTION),
    },
)
CANCELLATION_REQUEST: Final = Chart(
    FIToFIPaymentCancellationRequest,
    {
        "assignment": Inner("Assgnmt", ASSIGNMENT),
        "case": Inner("Case", CASE),
        "number_of_transactions": "CtrlData/NbOfTxs",
        "control_sum": "CtrlData/CtrlSum",
        "underlying": Inner("Undrlyg*", UNDERLYING),
    },
)
