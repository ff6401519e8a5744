"""camt.052, .053 and .054: an account's day so far, its closed day, its entries one by one.

BankToCustomerAccountReport, BankToCustomerStatement and
BankToCustomerDebitCreditNotification say the same of an account, save that a
notification has no balances.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.entries import ENTRY, Entry
from tallystick.wire.iso20022.views import (
    ACCOUNT,
    AGENT,
    CODED,
    IDENTIFIER,
    PARTY,
    Account,
    Agent,
    Amount,
    Coded,
    Identifier,
    Party,
)


class ReportedAccount(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An account, whose it is and who keeps it."""

    iban: str = ""
    other: Identifier | None = None
    kind: Coded | None = None
    currency: str = ""
    name: str = ""
    proxy_kind: Coded | None = None
    proxy_id: str = ""
    owner: Party | None = None
    servicer: Agent | None = None


class Balance(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What stood on the account at a time. `credit_debit` is CRDT or DBIT; zero is CRDT."""

    kind: Coded
    sub_kind: Coded | None = None
    amount: Amount
    credit_debit: str
    date: str = ""
    date_time: str = ""


class EntryTotals(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How many entries there are, and their sum as decimal text."""

    number: int | None = None
    sum: str = ""


class AccountReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is said of one account."""

    id: str
    page_number: int | None = None
    is_last_page: bool | None = None
    electronic_sequence_number: str = ""
    legal_sequence_number: str = ""
    creation_date_time: str = ""
    from_date_time: str = ""
    to_date_time: str = ""
    copy_duplicate: str = ""
    reporting_source: Coded | None = None
    account: ReportedAccount
    related_account: Account | None = None
    balances: tuple[Balance, ...] = ()
    all_entries: EntryTotals | None = None
    credit_entries: EntryTotals | None = None
    debit_entries: EntryTotals | None = None
    entries: tuple[Entry, ...] = ()
    additional_information: str = ""


class BankToCustomerAccountReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """camt.052: how accounts stand within the day."""

    message_id: str
    creation_date_time: str
    recipient: Party | None = None
    page_number: int | None = None
    is_last_page: bool | None = None
    original_query_id: str = ""
    original_query_name: str = ""
    original_query_date_time: str = ""
    additional_information: str = ""
    reports: tuple[AccountReport, ...]


class BankToCustomerStatement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """camt.053: what was booked to accounts in a closed period."""

    message_id: str
    creation_date_time: str
    recipient: Party | None = None
    page_number: int | None = None
    is_last_page: bool | None = None
    original_query_id: str = ""
    original_query_name: str = ""
    original_query_date_time: str = ""
    additional_information: str = ""
    statements: tuple[AccountReport, ...]


class BankToCustomerDebitCreditNotification(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """camt.054: single debits and credits of accounts."""

    message_id: str
    creation_date_time: str
    recipient: Party | None = None
    page_number: int | None = None
    is_last_page: bool | None = None
    original_query_id: str = ""
    original_query_name: str = ""
    original_query_date_time: str = ""
    additional_information: str = ""
    notifications: tuple[AccountReport, ...]


REPORTED_ACCOUNT: Final = Chart(
    ReportedAccount,
    {
        "iban": "Id/IBAN",
        "other": Inner("Id/Othr", IDENTIFIER),
        "kind": Inner("Tp", CODED),
        "currency": "Ccy",
        "name": "Nm",
        "proxy_kind": Inner("Prxy/Tp", CODED),
        "proxy_id": "Prxy/Id",
        "owner": Inner("Ownr", PARTY),
        "servicer": Inner("Svcr", AGENT),
    },
)
BALANCE: Final = Chart(
    Balance,
    {
        "kind": Inner("Tp/CdOrPrtry", CODED),
        "sub_kind": Inner("Tp/SubTp", CODED),
        "amount": "Amt",
        "credit_debit": "CdtDbtInd",
        "date": "Dt/Dt",
        "date_time": "Dt/DtTm",
    },
)
ENTRY_TOTALS: Final = Chart(
    EntryTotals,
    {
        "number": "NbOfNtries",
        "sum": "Sum",
    },
)
ACCOUNT_REPORT: Final = Chart(
    AccountReport,
    {
        "id": "Id",
        "page_number": "RptPgntn/PgNb | StmtPgntn/PgNb | NtfctnPgntn/PgNb",
        "is_last_page": "RptPgntn/LastPgInd | StmtPgntn/LastPgInd | NtfctnPgntn/LastPgInd",
        "electronic_sequence_number": "ElctrncSeqNb",
        "legal_sequence_number": "LglSeqNb",
        "creation_date_time": "CreDtTm",
        "from_date_time": "FrToDt/FrDtTm",
        "to_date_time": "FrToDt/ToDtTm",
        "copy_duplicate": "CpyDplctInd",
        "reporting_source": Inner("RptgSrc", CODED),
        "account": Inner("Acct", REPORTED_ACCOUNT),
        "related_account": Inner("RltdAcct", ACCOUNT),
        "balances": Inner("Bal*", BALANCE),
        "all_entries": Inner("TxsSummry/TtlNtries", ENTRY_TOTALS),
        "credit_entries": Inner("TxsSummry/TtlCdtNtries", ENTRY_TOTALS),
        "debit_entries": Inner("TxsSummry/TtlDbtNtries", ENTRY_TOTALS),
        "entries": Inner("Ntry*", ENTRY),
        "additional_information": "AddtlRptInf | AddtlStmtInf | AddtlNtfctnInf",
    },
)
BANK_ACCOUNT_REPORT: Final = Chart(
    BankToCustomerAccountReport,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "recipient": Inner("GrpHdr/MsgRcpt", PARTY),
        "page_number": "GrpHdr/MsgPgntn/PgNb",
        "is_last_page": "GrpHdr/MsgPgntn/LastPgInd",
        "original_query_id": "GrpHdr/OrgnlBizQry/MsgId",
        "original_query_name": "GrpHdr/OrgnlBizQry/MsgNmId",
        "original_query_date_time": "GrpHdr/OrgnlBizQry/CreDtTm",
        "additional_information": "GrpHdr/AddtlInf",
        "reports": Inner("Rpt*", ACCOUNT_REPORT),
    },
)
BANK_STATEMENT: Final = Chart(
    BankToCustomerStatement,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "recipient": Inner("GrpHdr/MsgRcpt", PARTY),
        "page_number": "GrpHdr/MsgPgntn/PgNb",
        "is_last_page": "GrpHdr/MsgPgntn/LastPgInd",
        "original_query_id": "GrpHdr/OrgnlBizQry/MsgId",
        "original_query_name": "GrpHdr/OrgnlBizQry/MsgNmId",
        "original_query_date_time": "GrpHdr/OrgnlBizQry/CreDtTm",
        "additional_information": "GrpHdr/AddtlInf",
        "statements": Inner("Stmt*", ACCOUNT_REPORT),
    },
)
DEBIT_CREDIT_NOTIFICATION: Final = Chart(
    BankToCustomerDebitCreditNotification,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "recipient": Inner("GrpHdr/MsgRcpt", PARTY),
        "page_number": "GrpHdr/MsgPgntn/PgNb",
        "is_last_page": "GrpHdr/MsgPgntn/LastPgInd",
        "original_query_id": "GrpHdr/OrgnlBizQry/MsgId",
        "original_query_name": "GrpHdr/OrgnlBizQry/MsgNmId",
        "original_query_date_time": "GrpHdr/OrgnlBizQry/CreDtTm",
        "additional_information": "GrpHdr/AddtlInf",
        "notifications": Inner("Ntfctn*", ACCOUNT_REPORT),
    },
)
