"""camt.029, ResolutionOfInvestigation: what became of a request to cancel, and why."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.cases import ASSIGNMENT, CASE, Case, CaseAssignment
from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.credit_transfer import CHARGE, Charge
from tallystick.wire.iso20022.originals import (
    ORIGINAL_MESSAGE,
    ORIGINAL_TRANSACTION,
    REASON,
    OriginalMessage,
    OriginalTransaction,
    ReasonInformation,
)
from tallystick.wire.iso20022.views import CODED, PARTY_OR_AGENT, Amount, Coded, PartyOrAgent


class Resolution(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The payment by which a cancellation was carried out."""

    end_to_end_id: str = ""
    transaction_id: str = ""
    uetr: str = ""
    interbank_settlement_amount: Amount | None = None
    interbank_settlement_date: str = ""
    clearing_channel: str = ""
    charges: tuple[Charge, ...] = ()


class GroupCancellationStatus(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How the cancellation of a whole message stands."""

    original_cancellation_id: str = ""
    resolved_case: Case | None = None
    message_id: str
    message_name: str
    creation_date_time: str = ""
    number_of_transactions: int | None = None
    control_sum: str = ""
    status: str = ""
    reasons: tuple[ReasonInformation, ...] = ()


class TransactionCancellationStatus(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How the cancellation of one payment stands. What is original is as its message said it."""

    cancellation_status_id: str = ""
    resolved_case: Case | None = None
    original_message: OriginalMessage | None = None
    original_instruction_id: str = ""
    original_end_to_end_id: str = ""
    original_transaction_id: str = ""
    original_uetr: str = ""
    original_clearing_system_reference: str = ""
    status: str = ""
    reasons: tuple[ReasonInformation, ...] = ()
    resolution: Resolution | None = None
    original_interbank_settlement_amount: Amount | None = None
    original_interbank_settlement_date: str = ""
    assigner: PartyOrAgent | None = None
    assignee: PartyOrAgent | None = None
    original_transaction: OriginalTransaction | None = None


class CancellationDetails(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How the cancellations of one message stand."""

    group: GroupCancellationStatus | None = None
    transactions: tuple[TransactionCancellationStatus, ...] = ()


class ResolutionOfInvestigation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The answer to a case.

    It is one of: a code, modifications that are rejected, the case that this one duplicates,
    or whether the cancellation of an assignment is confirmed.
    """

    assignment: CaseAssignment
    resolved_case: Case | None = None
    confirmation: str = ""
    rejected_modifications: tuple[Coded, ...] = ()
    duplicate_of: Case | None = None
    is_assignment_cancelled: bool | None = None
    cancellations: tuple[CancellationDetails, ...] = ()
    resolution: Resolution | None = None


RESOLUTION: Final = Chart(
    Resolution,
    {
        "end_to_end_id": "EndToEndId",
        "transaction_id": "TxId",
        "uetr": "UETR",
        "interbank_settlement_amount": "IntrBkSttlmAmt",
        "interbank_settlement_date": "IntrBkSttlmDt",
        "clearing_channel": "ClrChanl",
        "charges": Inner("Chrgs* | ChrgsInf*", CHARGE),
    },
)
GROUP_CANCELLATION_STATUS: Final = Chart(
    GroupCancellationStatus,
    {
        "original_cancellation_id": "OrgnlGrpCxlId",
        "resolved_case": Inner("RslvdCase", CASE),
        "message_id": "OrgnlMsgId",
        "message_name": "OrgnlMsgNmId",
        "creation_date_time": "OrgnlCreDtTm",
        "number_of_transactions": "OrgnlNbOfTxs",
        "control_sum": "OrgnlCtrlSum",
        "status": "GrpCxlSts",
        "reasons": Inner("CxlStsRsnInf*", REASON),
    },
)
TRANSACTION_CANCELLATION_STATUS: Final = Chart(
    TransactionCancellationStatus,
    {
        "cancellation_status_id": "CxlStsId",
        "resolved_case": Inner("RslvdCase", CASE),
        "original_message": Inner("OrgnlGrpInf", ORIGINAL_MESSAGE),
        "original_instruction_id": "OrgnlInstrId",
        "original_end_to_end_id": "OrgnlEndToEndId",
        "original_transaction_id": "OrgnlTxId",
        "original_uetr": "OrgnlUETR",
        "original_clearing_system_reference": "OrgnlClrSysRef",
        "status": "TxCxlSts",
        "reasons": Inner("CxlStsRsnInf*", REASON),
        "resolution": Inner("RsltnRltdInf", RESOLUTION),
        "original_interbank_settlement_amount": "OrgnlIntrBkSttlmAmt",
        "original_interbank_settlement_date": "OrgnlIntrBkSttlmDt",
        "assigner": Inner("Assgnr", PARTY_OR_AGENT),
        "assignee": Inner("Assgne", PARTY_OR_AGENT),
        "original_transaction": Inner("OrgnlTxRef", ORIGINAL_TRANSACTION),
    },
)
CANCELLATION_DETAILS: Final = Chart(
    CancellationDetails,
    {
        "group": Inner("OrgnlGrpInfAndSts", GROUP_CANCELLATION_STATUS),
        "transactions": Inner("TxInfAndSts*", TRANSACTION_CANCELLATION_STATUS),
    },
)
RESOLUTION_OF_INVESTIGATION: Final = Chart(
    ResolutionOfInvestigation,
    {
        "assignment": Inner("Assgnmt", ASSIGNMENT),
        "resolved_case": Inner("RslvdCase", CASE),
        "confirmation": "Sts/Conf",
        "rejected_modifications": Inner("Sts/RjctdMod*", CODED),
        "duplicate_of": Inner("Sts/DplctOf", CASE),
        "is_assignment_cancelled": "Sts/AssgnmtCxlConf",
        "cancellations": Inner("CxlDtls*", CANCELLATION_DETAILS),
        "resolution": Inner("RsltnRltdInf", RESOLUTION),
    },
)
