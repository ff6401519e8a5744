"""pacs.009, FinancialInstitutionCreditTransfer: a payment between banks, or cover for one.

A cover payment has the customer's payment that it covers with it; a payment on the
banks' own account has none.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.agent_chain import AGENT_CHAIN, AgentChain
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


class UnderlyingCustomerTransfer(AgentChain, frozen=True, kw_only=True, gc=False):
    """The customer's payment whose money this payment is."""

    initiating_party: Party | None = None
    ultimate_debtor: Party | None = None
    debtor: Party
    debtor_account: Account | None = None
    debtor_agent: Agent
    debtor_agent_account: Account | None = None
    creditor_agent: Agent
    creditor_agent_account: Account | None = None
    creditor: Party
    creditor_account: Account | None = None
    ultimate_creditor: Party | None = None
    purpose: Coded | None = None
    remittance_information: tuple[str, ...] = ()
    creditor_references: tuple[str, ...] = ()
    instructed_amount: Amount | None = None


class InstitutionTransfer(AgentChain, frozen=True, kw_only=True, gc=False):
    """One payment of the message."""

    instruction_id: str = ""
    end_to_end_id: str
    transaction_id: str = ""
    uetr: str = ""
    clearing_system_reference: str = ""
    payment_type: PaymentType | None = None
    interbank_settlement_amount: Amount
    interbank_settlement_date: str = ""
    settlement_priority: str = ""
    expiry_date_time: str = ""
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    ultimate_debtor: Agent | None = None
    debtor: Agent
    debtor_account: Account | None = None
    debtor_agent: Agent | None = None
    debtor_agent_account: Account | None = None
    creditor_agent: Agent | None = None
    creditor_agent_account: Account | None = None
    creditor: Agent
    creditor_account: Account | None = None
    ultimate_creditor: Agent | None = None
    purpose: Coded | None = None
    remittance_information: tuple[str, ...] = ()
    underlying_customer_transfer: UnderlyingCustomerTransfer | None = None


class FinancialInstitutionCreditTransfer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message of one or more payments between banks."""

    message_id: str
    creation_date_time: str
    expiry_date_time: str = ""
    number_of_transactions: int
    control_sum: str = ""
    total_interbank_settlement_amount: Amount | None = None
    interbank_settlement_date: str = ""
    settlement_method: str
    clearing_system: Coded | None = None
    settlement_account: Account | None = None
    payment_type: PaymentType | None = None
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    transactions: tuple[InstitutionTransfer, ...]


UNDERLYING_CUSTOMER_TRANSFER: Final = Chart(
    UnderlyingCustomerTransfer,
    {
        **AGENT_CHAIN,
        "initiating_party": Inner("InitgPty", PARTY),
        "ultimate_debtor": Inner("UltmtDbtr", PARTY),
        "debtor": Inner("Dbtr", PARTY),
        "debtor_account": Inner("DbtrAcct", ACCOUNT),
        "debtor_agent": Inner("DbtrAgt", AGENT),
        "debtor_agent_account": Inner("DbtrAgtAcct", ACCOUNT),
        "creditor_agent": Inner("CdtrAgt", AGENT),
        "creditor_agent_account": Inner("CdtrAgtAcct", ACCOUNT),
        "creditor": Inner("Cdtr", PARTY),
        "creditor_account": Inner("CdtrAcct", ACCOUNT),
        "ultimate_creditor": Inner("UltmtCdtr", PARTY),
        "purpose": Inner("Purp", CODED),
        "remittance_information": "RmtInf/Ustrd*",
        "creditor_references": "RmtInf/Strd*/CdtrRefInf/Ref",
        "instructed_amount": "InstdAmt",
    },
)
INSTITUTION_TRANSFER: Final = Chart(
    InstitutionTransfer,
    {
        "instruction_id": "PmtId/InstrId",
        "end_to_end_id": "PmtId/EndToEndId",
        "transaction_id": "PmtId/TxId",
        "uetr": "PmtId/UETR",
        "clearing_system_reference": "PmtId/ClrSysRef",
        "payment_type": Inner("PmtTpInf", PAYMENT_TYPE),
        "interbank_settlement_amount": "IntrBkSttlmAmt",
        "interbank_settlement_date": "IntrBkSttlmDt",
        "settlement_priority": "SttlmPrty",
        "expiry_date_time": "XpryDtTm",
        **AGENT_CHAIN,
        "instructing_agent": Inner("InstgAgt", AGENT),
        "instructed_agent": Inner("InstdAgt", AGENT),
        "ultimate_debtor": Inner("UltmtDbtr", AGENT),
        "debtor": Inner("Dbtr", AGENT),
        "debtor_account": Inner("DbtrAcct", ACCOUNT),
        "debtor_agent": Inner("DbtrAgt", AGENT),
        "debtor_agent_account": Inner("DbtrAgtAcct", ACCOUNT),
        "creditor_agent": Inner("CdtrAgt", AGENT),
        "creditor_agent_account": Inner("CdtrAgtAcct", ACCOUNT),
        "creditor": Inner("Cdtr", AGENT),
        "creditor_account": Inner("CdtrAcct", ACCOUNT),
        "ultimate_creditor": Inner("UltmtCdtr", AGENT),
        "purpose": Inner("Purp", CODED),
        "remittance_information": "RmtInf/Ustrd*",
        "underlying_customer_transfer": Inner("UndrlygCstmrCdtTrf", UNDERLYING_CUSTOMER_TRANSFER),
    },
)
INSTITUTION_CREDIT_TRANSFER: Final = Chart(
    FinancialInstitutionCreditTransfer,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "expiry_date_time": "GrpHdr/XpryDtTm",
        "number_of_transactions": "GrpHdr/NbOfTxs",
        "control_sum": "GrpHdr/CtrlSum",
        "total_interbank_settlement_amount": "GrpHdr/TtlIntrBkSttlmAmt",
        "interbank_settlement_date": "GrpHdr/IntrBkSttlmDt",
        "settlement_method": "GrpHdr/SttlmInf/SttlmMtd",
        "clearing_system": Inner("GrpHdr/SttlmInf/ClrSys", CODED),
        "settlement_account": Inner("GrpHdr/SttlmInf/SttlmAcct", ACCOUNT),
        "payment_type": Inner("GrpHdr/PmtTpInf", PAYMENT_TYPE),
        "instructing_agent": Inner("GrpHdr/InstgAgt", AGENT),
        "instructed_agent": Inner("GrpHdr/InstdAgt", AGENT),
        "transactions": Inner("CdtTrfTxInf*", INSTITUTION_TRANSFER),
    },
)
