"""pacs.004, PaymentReturn: money of a settled payment sent back, and why.

What is original is as its own message said it; what is returned may be less.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.agent_chain import AGENT_CHAIN, AgentChain
from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.credit_transfer import (
    AGREED_RATE,
    CHARGE,
    PAYMENT_TYPE,
    AgreedRate,
    Charge,
    PaymentType,
)
from tallystick.wire.iso20022.originals import (
    ORIGINAL_MESSAGE,
    ORIGINAL_TRANSACTION,
    REASON,
    OriginalMessage,
    OriginalTransaction,
    ReasonInformation,
)
from tallystick.wire.iso20022.views import (
    ACCOUNT,
    AGENT,
    CODED,
    PARTY_OR_AGENT,
    Account,
    Agent,
    Amount,
    Coded,
    PartyOrAgent,
)


class ReturnChain(AgentChain, frozen=True, kw_only=True, gc=False):
    """Who sends the money back to whom: the debtor here is who was paid before."""

    ultimate_debtor: PartyOrAgent | None = None
    debtor: PartyOrAgent
    debtor_account: Account | None = None
    initiating_party: PartyOrAgent | None = None
    debtor_agent: Agent | None = None
    debtor_agent_account: Account | None = None
    creditor_agent: Agent | None = None
    creditor_agent_account: Account | None = None
    creditor: PartyOrAgent
    creditor_account: Account | None = None
    ultimate_creditor: PartyOrAgent | None = None


class ReturnedGroup(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The message whose payments are returned, and why all of them are."""

    message_id: str
    message_name: str
    creation_date_time: str = ""
    reasons: tuple[ReasonInformation, ...] = ()


class ReturnedTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One payment sent back."""

    return_id: str = ""
    original_message: OriginalMessage | None = None
    original_instruction_id: str = ""
    original_end_to_end_id: str = ""
    original_transaction_id: str = ""
    original_uetr: str = ""
    original_clearing_system_reference: str = ""
    original_interbank_settlement_amount: Amount | None = None
    original_interbank_settlement_date: str = ""
    payment_type: PaymentType | None = None
    returned_interbank_settlement_amount: Amount
    interbank_settlement_date: str = ""
    settlement_priority: str = ""
    returned_instructed_amount: Amount | None = None
    exchange_rate: str = ""
    agreed_rate: AgreedRate | None = None
    compensation_amount: Amount | None = None
    charge_bearer: str = ""
    charges: tuple[Charge, ...] = ()
    clearing_system_reference: str = ""
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    return_chain: ReturnChain | None = None
    reasons: tuple[ReasonInformation, ...] = ()
    original_transaction: OriginalTransaction | None = None

    @property
    def debtor_agent(self) -> Agent | None:
        """The bank of whoever sends the money back: it was the creditor's before."""
        if self.return_chain is not None and self.return_chain.debtor_agent is not None:
            return self.return_chain.debtor_agent
        original = self.original_transaction
        return original.creditor_agent if original is not None else None

    @property
    def creditor_agent(self) -> Agent | None:
        """The bank of whoever gets it back: it was the debtor's before."""
        if self.return_chain is not None and self.return_chain.creditor_agent is not None:
            return self.return_chain.creditor_agent
        original = self.original_transaction
        return original.debtor_agent if original is not None else None


class PaymentReturn(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message that returns one or more payments, or all of an original message."""

    message_id: str
    creation_date_time: str
    number_of_transactions: int
    control_sum: str = ""
    is_group_return: bool | None = None
    total_returned_interbank_settlement_amount: Amount | None = None
    interbank_settlement_date: str = ""
    settlement_method: str
    clearing_system: Coded | None = None
    settlement_account: Account | None = None
    payment_type: PaymentType | None = None
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    original_group: ReturnedGroup | None = None
    transactions: tuple[ReturnedTransaction, ...] = ()

    def instructing_agent_of(self, transaction: ReturnedTransaction) -> Agent | None:
        """Return who passes a return on."""
        return transaction.instructing_agent or self.instructing_agent

    def instructed_agent_of(self, transaction: ReturnedTransaction) -> Agent | None:
        """Return who is to take a return."""
        return transaction.instructed_agent or self.instructed_agent

    def payment_type_of(self, transaction: ReturnedTransaction) -> PaymentType | None:
        """Return how urgent a return is and by what rules it is made."""
        return transaction.payment_type or self.payment_type

    def reasons_of(self, transaction: ReturnedTransaction) -> tuple[ReasonInformation, ...]:
        """Return why a payment is returned: its own reasons, or those of all in the message."""
        if transaction.reasons or self.original_group is None:
            return transaction.reasons
        return self.original_group.reasons


RETURN_CHAIN: Final = Chart(
    ReturnChain,
    {
        "ultimate_debtor": Inner("UltmtDbtr", PARTY_OR_AGENT),
        "debtor": Inner("Dbtr", PARTY_OR_AGENT),
        "debtor_account": Inner("DbtrAcct", ACCOUNT),
        "initiating_party": Inner("InitgPty", PARTY_OR_AGENT),
        "debtor_agent": Inner("DbtrAgt", AGENT),
        "debtor_agent_account": Inner("DbtrAgtAcct", ACCOUNT),
        **AGENT_CHAIN,
        "creditor_agent": Inner("CdtrAgt", AGENT),
        "creditor_agent_account": Inner("CdtrAgtAcct", ACCOUNT),
        "creditor": Inner("Cdtr", PARTY_OR_AGENT),
        "creditor_account": Inner("CdtrAcct", ACCOUNT),
        "ultimate_creditor": Inner("UltmtCdtr", PARTY_OR_AGENT),
    },
)
RETURNED_GROUP: Final = Chart(
    ReturnedGroup,
    {
        "message_id": "OrgnlMsgId",
        "message_name": "OrgnlMsgNmId",
        "creation_date_time": "OrgnlCreDtTm",
        "reasons": Inner("RtrRsnInf*", REASON),
    },
)
RETURNED_TRANSACTION: Final = Chart(
    ReturnedTransaction,
    {
        "return_id": "RtrId",
        "original_message": Inner("OrgnlGrpInf", ORIGINAL_MESSAGE),
        "original_instruction_id": "OrgnlInstrId",
        "original_end_to_end_id": "OrgnlEndToEndId",
        "original_transaction_id": "OrgnlTxId",
        "original_uetr": "OrgnlUETR",
        "original_clearing_system_reference": "OrgnlClrSysRef",
        "original_interbank_settlement_amount": "OrgnlIntrBkSttlmAmt",
        "original_interbank_settlement_date": "OrgnlIntrBkSttlmDt",
        "payment_type": Inner("PmtTpInf", PAYMENT_TYPE),
        "returned_interbank_settlement_amount": "RtrdIntrBkSttlmAmt",
        "interbank_settlement_date": "IntrBkSttlmDt",
        "settlement_priority": "SttlmPrty",
        "returned_instructed_amount": "RtrdInstdAmt",
        "exchange_rate": "XchgRate",
        "agreed_rate": Inner("AgrdRate", AGREED_RATE),
        "compensation_amount": "CompstnAmt",
        "charge_bearer": "ChrgBr",
        "charges": Inner("ChrgsInf*", CHARGE),
        "clearing_system_reference": "ClrSysRef",
        "instructing_agent": Inner("InstgAgt", AGENT),
        "instructed_agent": Inner("InstdAgt", AGENT),
        "return_chain": Inner("RtrChain", RETURN_CHAIN),
        "reasons": Inner("RtrRsnInf*", REASON),
        "original_transaction": Inner("OrgnlTxRef", ORIGINAL_TRANSACTION),
    },
)
PAYMENT_RETURN: Final = Chart(
    PaymentReturn,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "number_of_transactions": "GrpHdr/NbOfTxs",
        "control_sum": "GrpHdr/CtrlSum",
        "is_group_return": "GrpHdr/GrpRtr",
        "total_returned_interbank_settlement_amount": "GrpHdr/TtlRtrdIntrBkSttlmAmt",
        "interbank_settlement_date": "GrpHdr/IntrBkSttlmDt",
        "settlement_method": "GrpHdr/SttlmInf/SttlmMtd",
        "clearing_system": Inner("GrpHdr/SttlmInf/ClrSys", CODED),
        "settlement_account": Inner("GrpHdr/SttlmInf/SttlmAcct", ACCOUNT),
        "payment_type": Inner("GrpHdr/PmtTpInf", PAYMENT_TYPE),
        "instructing_agent": Inner("GrpHdr/InstgAgt", AGENT),
        "instructed_agent": Inner("GrpHdr/InstdAgt", AGENT),
        "original_group": Inner("OrgnlGrpInf", RETURNED_GROUP),
        "transactions": Inner("TxInf*", RETURNED_TRANSACTION),
    },
)
