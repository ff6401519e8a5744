"""pain.002, CustomerPaymentStatusReport: how a customer's payments stand, and why."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.credit_transfer import CHARGE, Charge
from tallystick.wire.iso20022.originals import ORIGINAL_TRANSACTION, OriginalTransaction
from tallystick.wire.iso20022.status_report import (
    ORIGINAL_GROUP,
    STATUS_REASON,
    OriginalGroup,
    StatusReasonInformation,
)
from tallystick.wire.iso20022.views import AGENT, PARTY, Agent, Party


class InitiatedTransactionStatus(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How one payment stands. What is original is as its own message said it."""

    status_id: str = ""
    original_instruction_id: str = ""
    original_end_to_end_id: str = ""
    original_uetr: str = ""
    status: str = ""
    reasons: tuple[StatusReasonInformation, ...] = ()
    charges: tuple[Charge, ...] = ()
    acceptance_date_time: str = ""
    account_servicer_reference: str = ""
    clearing_system_reference: str = ""
    original_transaction: OriginalTransaction | None = None


class InstructionStatus(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How the payments of one instruction stand."""

    original_id: str
    number_of_transactions: int | None = None
    control_sum: str = ""
    status: str = ""
    reasons: tuple[StatusReasonInformation, ...] = ()
    transactions: tuple[InitiatedTransactionStatus, ...] = ()


class CustomerPaymentStatusReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message about one message of a customer."""

    message_id: str
    creation_date_time: str
    initiating_party: Party | None = None
    forwarding_agent: Agent | None = None
    debtor_agent: Agent | None = None
    creditor_agent: Agent | None = None
    group: OriginalGroup
    instructions: tuple[InstructionStatus, ...] = ()


INITIATED_TRANSACTION_STATUS: Final = Chart(
    InitiatedTransactionStatus,
    {
        "status_id": "StsId",
        "original_instruction_id": "OrgnlInstrId",
        "original_end_to_end_id": "OrgnlEndToEndId",
        "original_uetr": "OrgnlUETR",
        "status": "TxSts",
        "reasons": Inner("StsRsnInf*", STATUS_REASON),
        "charges": Inner("ChrgsInf*", CHARGE),
        "acceptance_date_time": "AccptncDtTm",
        "account_servicer_reference": "AcctSvcrRef",
        "clearing_system_reference": "ClrSysRef",
        "original_transaction": Inner("OrgnlTxRef", ORIGINAL_TRANSACTION),
    },
)
INSTRUCTION_STATUS: Final = Chart(
    InstructionStatus,
    {
        "original_id": "OrgnlPmtInfId",
        "number_of_transactions": "OrgnlNbOfTxs",
        "control_sum": "OrgnlCtrlSum",
        "status": "PmtInfSts",
        "reasons": Inner("StsRsnInf*", STATUS_REASON),
        "transactions": Inner("TxInfAndSts*", INITIATED_TRANSACTION_STATUS),
    },
)
INITIATION_STATUS: Final = Chart(
    CustomerPaymentStatusReport,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "initiating_party": Inner("GrpHdr/InitgPty", PARTY),
        "forwarding_agent": Inner("GrpHdr/FwdgAgt", AGENT),
        "debtor_agent": Inner("GrpHdr/DbtrAgt", AGENT),
        "creditor_agent": Inner("GrpHdr/CdtrAgt", AGENT),
        "group": Inner("OrgnlGrpInfAndSts", ORIGINAL_GROUP),
        "instructions": Inner("OrgnlPmtInfAndSts*", INSTRUCTION_STATUS),
    },
)
