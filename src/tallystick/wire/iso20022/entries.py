"""Entries of an account: what was booked, in which batch, for which transactions."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.originals import REASON, ReasonInformation
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


class BankTransactionCode(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What kind of movement it is: by the standard's code, by the bank's own, or by both."""

    domain: str = ""
    family: str = ""
    sub_family: str = ""
    proprietary: str = ""
    issuer: str = ""


class CurrencyExchange(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How one currency became another. `rate` is decimal text."""

    source_currency: str
    target_currency: str = ""
    unit_currency: str = ""
    rate: str
    contract_id: str = ""
    quotation_date_time: str = ""


class ProprietaryReference(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reference of somebody's own kind."""

    kind: str
    reference: str


class EntryTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One transaction of an entry."""

    message_id: str = ""
    account_servicer_reference: str = ""
    payment_information_id: str = ""
    instruction_id: str = ""
    end_to_end_id: str = ""
    uetr: str = ""
    transaction_id: str = ""
    clearing_system_reference: str = ""
    proprietary_references: tuple[ProprietaryReference, ...] = ()
    amount: Amount | None = None
    credit_debit: str = ""
    instructed_amount: Amount | None = None
    transaction_amount: Amount | None = None
    currency_exchange: CurrencyExchange | None = None
    bank_transaction_code: BankTransactionCode | None = None
    total_charges: Amount | None = None
    initiating_party: PartyOrAgent | None = None
    debtor: PartyOrAgent | None = None
    debtor_account: Account | None = None
    ultimate_debtor: PartyOrAgent | None = None
    creditor: PartyOrAgent | None = None
    creditor_account: Account | None = None
    ultimate_creditor: PartyOrAgent | None = None
    instructing_agent: Agent | None = None
    instructed_agent: Agent | None = None
    debtor_agent: Agent | None = None
    creditor_agent: Agent | None = None
    intermediary_agent_1: Agent | None = None
    intermediary_agent_2: Agent | None = None
    intermediary_agent_3: Agent | None = None
    local_instrument: Coded | None = None
    purpose: Coded | None = None
    remittance_information: tuple[str, ...] = ()
    creditor_references: tuple[str, ...] = ()
    acceptance_date_time: str = ""
    interbank_settlement_date: str = ""
    return_reason: ReasonInformation | None = None
    additional_information: str = ""


class Batch(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an entry books in one sum."""

    message_id: str = ""
    payment_information_id: str = ""
    number_of_transactions: int | None = None
    total_amount: Amount | None = None
    credit_debit: str = ""


class EntryDetails(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one part of an entry is made of."""

    batch: Batch | None = None
    transactions: tuple[EntryTransaction, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One movement of an account. `credit_debit` is CRDT or DBIT."""

    reference: str = ""
    amount: Amount
    credit_debit: str
    is_reversal: bool | None = None
    status: Coded
    booking_date: str = ""
    booking_date_time: str = ""
    value_date: str = ""
    value_date_time: str = ""
    account_servicer_reference: str = ""
    bank_transaction_code: BankTransactionCode
    instructed_amount: Amount | None = None
    total_charges: Amount | None = None
    details: tuple[EntryDetails, ...] = ()
    additional_information: str = ""


BANK_TRANSACTION_CODE: Final = Chart(
    BankTransactionCode,
    {
        "domain": "Domn/Cd",
        "family": "Domn/Fmly/Cd",
        "sub_family": "Domn/Fmly/SubFmlyCd",
        "proprietary": "Prtry/Cd",
        "issuer": "Prtry/Issr",
    },
)
CURRENCY_EXCHANGE: Final = Chart(
    CurrencyExchange,
    {
        "source_currency": "SrcCcy",
        "target_currency": "TrgtCcy",
        "unit_currency": "UnitCcy",
        "rate": "XchgRate",
        "contract_id": "CtrctId",
        "quotation_date_time": "QtnDt",
    },
)
PROPRIETARY_REFERENCE: Final = Chart(
    ProprietaryReference,
    {
        "kind": "Tp",
        "reference": "Ref",
    },
)
ENTRY_TRANSACTION: Final = Chart(
    EntryTransaction,
    {
        "message_id": "Refs/MsgId",
        "account_servicer_reference": "Refs/AcctSvcrRef",
        "payment_information_id": "Refs/PmtInfId",
        "instruction_id": "Refs/InstrId",
        "end_to_end_id": "Refs/EndToEndId",
        "uetr": "Refs/UETR",
        "transaction_id": "Refs/TxId",
        "clearing_system_reference": "Refs/ClrSysRef",
        "proprietary_references": Inner("Refs/Prtry*", PROPRIETARY_REFERENCE),
        "amount": "Amt",
        "credit_debit": "CdtDbtInd",
        "instructed_amount": "AmtDtls/InstdAmt/Amt",
        "transaction_amount": "AmtDtls/TxAmt/Amt",
        "currency_exchange": Inner("AmtDtls/TxAmt/CcyXchg", CURRENCY_EXCHANGE),
        "bank_transaction_code": Inner("BkTxCd", BANK_TRANSACTION_CODE),
        "total_charges": "Chrgs/TtlChrgsAndTaxAmt",
        "initiating_party": Inner("RltdPties/InitgPty", PARTY_OR_AGENT),
        "debtor": Inner("RltdPties/Dbtr", PARTY_OR_AGENT),
        "debtor_account": Inner("RltdPties/DbtrAcct", ACCOUNT),
        "ultimate_debtor": Inner("RltdPties/UltmtDbtr", PARTY_OR_AGENT),
        "creditor": Inner("RltdPties/Cdtr", PARTY_OR_AGENT),
        "creditor_account": Inner("RltdPties/CdtrAcct", ACCOUNT),
        "ultimate_creditor": Inner("RltdPties/UltmtCdtr", PARTY_OR_AGENT),
        "instructing_agent": Inner("RltdAgts/InstgAgt", AGENT),
        "instructed_agent": Inner("RltdAgts/InstdAgt", AGENT),
        "debtor_agent": Inner("RltdAgts/DbtrAgt", AGENT),
        "creditor_agent": Inner("RltdAgts/CdtrAgt", AGENT),
        "intermediary_agent_1": Inner("RltdAgts/IntrmyAgt1", AGENT),
        "intermediary_agent_2": Inner("RltdAgts/IntrmyAgt2", AGENT),
        "intermediary_agent_3": Inner("RltdAgts/IntrmyAgt3", AGENT),
        "local_instrument": Inner("LclInstrm", CODED),
        "purpose": Inner("Purp", CODED),
        "remittance_information": "RmtInf/Ustrd*",
        "creditor_references": "RmtInf/Strd*/CdtrRefInf/Ref",
        "acceptance_date_time": "RltdDts/AccptncDtTm",
        "interbank_settlement_date": "RltdDts/IntrBkSttlmDt",
        "return_reason": Inner("RtrInf", REASON),
        "additional_information": "AddtlTxInf",
    },
)
BATCH: Final = Chart(
    Batch,
    {
        "message_id": "MsgId",
        "payment_information_id": "PmtInfId",
        "number_of_transactions": "NbOfTxs",
        "total_amount": "TtlAmt",
        "credit_debit": "CdtDbtInd",
    },
)
ENTRY_DETAILS: Final = Chart(
    EntryDetails,
    {
        "batch": Inner("Btch", BATCH),
        "transactions": Inner("TxDtls*", ENTRY_TRANSACTION),
    },
)
ENTRY: Final = Chart(
    Entry,
    {
        "reference": "NtryRef",
        "amount": "Amt",
        "credit_debit": "CdtDbtInd",
        "is_reversal": "RvslInd",
        "status": Inner("Sts", CODED),
        "booking_date": "BookgDt/Dt",
        "booking_date_time": "BookgDt/DtTm",
        "value_date": "ValDt/Dt",
        "value_date_time": "ValDt/DtTm",
        "account_servicer_reference": "AcctSvcrRef",
        "bank_transaction_code": Inner("BkTxCd", BANK_TRANSACTION_CODE),
        "instructed_amount": "AmtDtls/InstdAmt/Amt",
        "total_charges": "Chrgs/TtlChrgsAndTaxAmt",
        "details": Inner("NtryDtls*", ENTRY_DETAILS),
        "additional_information": "AddtlNtryInf",
    },
)
