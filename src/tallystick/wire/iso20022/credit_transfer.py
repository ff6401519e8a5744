"""pacs.008, FIToFICustomerCreditTransfer: a customer's payment from bank to bank.

Version .13 is the cross-border one: it alone has an agreed rate, its quote and when the
message expires. What a message says once for all its transactions is told by the
transaction only where that one says otherwise; the methods here say which holds.
"""

from typing import Final

import msgspec

from tallystick.terms.errors import MessageError, RemoteMessageError
from tallystick.terms.money import Rate
from tallystick.wire.iso20022.agent_chain import AGENT_CHAIN, AgentChain
from tallystick.wire.iso20022.charts import Chart, Inner
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


class PaymentType(msgspec.Struct, frozen=True, gc=False):
    """How urgent a payment is, and by what rules and for what kind of purpose it is made."""

    priority: str = ""
    clearing_channel: str = ""
    service_levels: tuple[Coded, ...] = ()
    local_instrument: Coded | None = None
    category_purpose: Coded | None = None


class AgreedRate(msgspec.Struct, frozen=True, gc=False):
    """A rate agreed before: one unit of one currency costs `rate` of the quoted currency.

    `rate` is decimal text; `quotation_date_time` is the sender's text of a date and time, with or
    without an offset.
    """

    rate: str
    unit_currency: str = ""
    quoted_currency: str = ""
    quotation_date_time: str = ""
    quote_id: str = ""
    agent: Agent | None = None

    def exact(self) -> Rate:
        """Return the rate as an exact ratio.

        Raises:
            RemoteMessageError: a currency is not named, or the text is no positive rate.
        """
        if not (self.unit_currency and self.quoted_currency):
            detail = "An agreed rate does not name both its currencies."
            raise RemoteMessageError(detail, code="rate-currencies", field="AgrdRate")
        try:
            return Rate.parse(self.rate, self.unit_currency, self.quoted_currency)
        except MessageError as broken:
            raise RemoteMessageError(
                broken.detail, code=broken.code, field="AgrdRate/PreAgrdXchgRate"
            ) from broken


class Charge(msgspec.Struct, frozen=True, gc=False):
    """What an agent on the way took."""

    amount: Amount
    agent: Agent


class RegulatoryDetail(msgspec.Struct, frozen=True, gc=False):
    """One thing that a country's law wants told of a payment: a code of its own, and texts."""

    code: str = ""
    texts: tuple[str, ...] = ()


class RegulatoryReport(msgspec.Struct, frozen=True, gc=False):
    """What one authority is told; `of` is CRED, DEBT or BOTH: whose country's law wants it."""

    of: str = ""
    authority_name: str = ""
    authority_country: str = ""
    details: tuple[RegulatoryDetail, ...] = ()


class CreditTransferTransaction(AgentChain, frozen=True, kw_only=True, gc=False):
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
    acceptance_date_time: str = ""
    expiry_date_time: str = ""
    instructed_amount: Amount | None = None
    exchange_rate: str = ""
    agreed_rate: AgreedRate | None = None
    charge_bearer: str
    charges: tuple[Charge, ...] = ()
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    ultimate_debtor: Party | None = None
    initiating_party: Party | None = None
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
    regulatory_reports: tuple[RegulatoryReport, ...] = ()
    remittance_information: tuple[str, ...] = ()
    creditor_references: tuple[str, ...] = ()


class FIToFICustomerCreditTransfer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message of one or more payments."""

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
    transactions: tuple[CreditTransferTransaction, ...] = ()

    def instructing_agent_of(self, transaction: CreditTransferTransaction) -> Agent | None:
        """Return who passes a payment on."""
        return transaction.instructing_agent or self.instructing_agent

    def instructed_agent_of(self, transaction: CreditTransferTransaction) -> Agent | None:
        """Return who is to take a payment."""
        return transaction.instructed_agent or self.instructed_agent

    def payment_type_of(self, transaction: CreditTransferTransaction) -> PaymentType | None:
        """Return how urgent a payment is and by what rules it is made."""
        return transaction.payment_type or self.payment_type

    def interbank_settlement_date_of(self, transaction: CreditTransferTransaction) -> str:
        """Return the business date on which a payment settles, "" for none."""
        return transaction.interbank_settlement_date or self.interbank_settlement_date


PAYMENT_TYPE: Final = Chart(
    PaymentType,
    {
        "priority": "InstrPrty",
        "clearing_channel": "ClrChanl",
        "service_levels": Inner("SvcLvl*", CODED),
        "local_instrument": Inner("LclInstrm", CODED),
        "category_purpose": Inner("CtgyPurp", CODED),
    },
)
AGREED_RATE: Final = Chart(
    AgreedRate,
    {
        "rate": "PreAgrdXchgRate",
        "unit_currency": "UnitCcy",
        "quoted_currency": "QtdCcy",
        "quotation_date_time": "QtnDtTm",
        "quote_id": "QtId",
        "agent": Inner("FXAgt", AGENT),
    },
)
CHARGE: Final = Chart(Charge, {"amount": "Amt", "agent": Inner("Agt", AGENT)})
REGULATORY_DETAIL: Final = Chart(RegulatoryDetail, {"code": "Cd", "texts": "Inf*"})
REGULATORY_REPORT: Final = Chart(
    RegulatoryReport,
    {
        "of": "DbtCdtRptgInd",
        "authority_name": "Authrty/Nm",
        "authority_country": "Authrty/Ctry",
        "details": Inner("Dtls*", REGULATORY_DETAIL),
    },
)
TRANSACTION: Final = Chart(
    CreditTransferTransaction,
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
        "acceptance_date_time": "AccptncDtTm | AddtlDtTm/AccptncDtTm",
        "expiry_date_time": "AddtlDtTm/XpryDtTm",
        "instructed_amount": "InstdAmt",
        "exchange_rate": "XchgRate",
        "agreed_rate": Inner("AgrdRate", AGREED_RATE),
        "charge_bearer": "ChrgBr",
        "charges": Inner("ChrgsInf*", CHARGE),
        **AGENT_CHAIN,
        "instructing_agent": Inner("InstgAgt", AGENT),
        "instructed_agent": Inner("InstdAgt", AGENT),
        "ultimate_debtor": Inner("UltmtDbtr", PARTY),
        "initiating_party": Inner("InitgPty", PARTY),
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
        "regulatory_reports": Inner("RgltryRptg*", REGULATORY_REPORT),
        "remittance_information": "RmtInf/Ustrd*",
        "creditor_references": "RmtInf/Strd*/CdtrRefInf/Ref",
    },
)
CREDIT_TRANSFER: Final = Chart(
    FIToFICustomerCreditTransfer,
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
        "transactions": Inner("CdtTrfTxInf*", TRANSACTION),
    },
)
