"""pain.001, CustomerCreditTransferInitiation: a customer tells its bank whom to pay."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.credit_transfer import PAYMENT_TYPE, PaymentType
from tallystick.wire.iso20022.views import (
    ACCOUNT,
    AGENT,
    CODED,
    PARTY,
    Account,
    Agent,
    Amount,
    Coded,
    Party,
)


class InitiatedTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One payment.

    Its amount is in the currency to be paid (`instructed_amount`), or it is the worth of
    what is paid in `currency_of_transfer`, told in another (`equivalent_amount`).
    """

    instruction_id: str = ""
    end_to_end_id: str
    uetr: str = ""
    payment_type: PaymentType | None = None
    instructed_amount: Amount | None = None
    equivalent_amount: Amount | None = None
    currency_of_transfer: str = ""
    unit_currency: str = ""
    exchange_rate: str = ""
    exchange_rate_kind: str = ""
    exchange_contract_id: str = ""
    charge_bearer: str = ""
    ultimate_debtor: Party | None = None
    intermediary_agent_1: Agent | None = None
    intermediary_agent_1_account: Account | None = None
    intermediary_agent_2: Agent | None = None
    intermediary_agent_2_account: Account | None = None
    intermediary_agent_3: Agent | None = None
    intermediary_agent_3_account: Account | None = None
    creditor_agent: Agent | None = None
    creditor_agent_account: Account | None = None
    creditor: Party | None = None
    creditor_account: Account | None = None
    ultimate_creditor: Party | None = None
    purpose: Coded | None = None
    remittance_information: tuple[str, ...] = ()
    creditor_references: tuple[str, ...] = ()


class PaymentInstruction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Payments of one debtor on one day. What it says holds where a payment does not."""

    id: str
    method: str
    is_batch_booking: bool | None = None
    number_of_transactions: int | None = None
    control_sum: str = ""
    payment_type: PaymentType | None = None
    requested_execution_date: str = ""
    requested_execution_date_time: str = ""
    debtor: Party
    debtor_account: Account
    debtor_agent: Agent
    debtor_agent_account: Account | None = None
    ultimate_debtor: Party | None = None
    charge_bearer: str = ""
    charges_account: Account | None = None
    charges_account_agent: Agent | None = None
    transactions: tuple[InitiatedTransaction, ...]


class CustomerCreditTransferInitiation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message of one or more instructions."""

    message_id: str
    creation_date_time: str
    number_of_transactions: int
    control_sum: str = ""
    initiating_party: Party
    forwarding_agent: Agent | None = None
    instructions: tuple[PaymentInstruction, ...]


INITIATED_TRANSACTION: Final = Chart(
    InitiatedTransaction,
    {
        "instruction_id": "PmtId/InstrId",
        "end_to_end_id": "PmtId/EndToEndId",
        "uetr": "PmtId/UETR",
        "payment_type": Inner("PmtTpInf", PAYMENT_TYPE),
        "instructed_amount": "Amt/InstdAmt",
        "equivalent_amount": "Amt/EqvtAmt/Amt",
        "currency_of_transfer": "Amt/EqvtAmt/CcyOfTrf",
        "unit_currency": "XchgRateInf/UnitCcy",
        "exchange_rate": "XchgRateInf/XchgRate",
        "exchange_rate_kind": "XchgRateInf/RateTp",
        "exchange_contract_id": "XchgRateInf/CtrctId",
        "charge_bearer": "ChrgBr",
        "ultimate_debtor": Inner("UltmtDbtr", PARTY),
        "intermediary_agent_1": Inner("IntrmyAgt1", AGENT),
        "intermediary_agent_1_account": Inner("IntrmyAgt1Acct", ACCOUNT),
        "intermediary_agent_2": Inner("IntrmyAgt2", AGENT),
        "intermediary_agent_2_account": Inner("IntrmyAgt2Acct", ACCOUNT),
        "intermediary_agent_3": Inner("IntrmyAgt3", AGENT),
        "intermediary_agent_3_account": Inner("IntrmyAgt3Acct", ACCOUNT),
        "creditor_agent": Inner("CdtrAgt", AGENT),
        "creditor_agent_account": Inner("CdtrAgtAcct", ACCOUNT),
        "creditor": Inner("Cdtr", PARTY),
        "creditor_account": Inner("CdtrAcct", ACCOUNT),
        "ultimate_creditor": Inner("UltmtCdtr", PARTY),
        "purpose": Inner("Purp", CODED),
        "remittance_information": "RmtInf/Ustrd*",
        "creditor_references": "RmtInf/Strd*/CdtrRefInf/Ref",
    },
)
PAYMENT_INSTRUCTION: Final = Chart(
    PaymentInstruction,
    {
        "id": "PmtInfId",
        "method": "PmtMtd",
        "is_batch_booking": "BtchBookg",
        "number_of_transactions": "NbOfTxs",
        "control_sum": "CtrlSum",
        "payment_type": Inner("PmtTpInf", PAYMENT_TYPE),
        "requested_execution_date": "ReqdExctnDt/Dt",
        "requested_execution_date_time": "ReqdExctnDt/DtTm",
        "debtor": Inner("Dbtr", PARTY),
        "debtor_account": Inner("DbtrAcct", ACCOUNT),
        "debtor_agent": Inner("DbtrAgt", AGENT),
        "debtor_agent_account": Inner("DbtrAgtAcct", ACCOUNT),
        "ultimate_debtor": Inner("UltmtDbtr", PARTY),
        "charge_bearer": "ChrgBr",
        "charges_account": Inner("ChrgsAcct", ACCOUNT),
        "charges_account_agent": Inner("ChrgsAcctAgt", AGENT),
        "transactions": Inner("CdtTrfTxInf*", INITIATED_TRANSACTION),
    },
)
INITIATION: Final = Chart(
    CustomerCreditTransferInitiation,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "number_of_transactions": "GrpHdr/NbOfTxs",
        "control_sum": "GrpHdr/CtrlSum",
        "initiating_party": Inner("GrpHdr/InitgPty", PARTY),
        "forwarding_agent": Inner("GrpHdr/FwdgAgt", AGENT),
        "instructions": Inner("PmtInf*", PAYMENT_INSTRUCTION),
    },
)
