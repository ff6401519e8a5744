"""Types: camt.060, a request for a report of an account.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "camt.060.001.05": "Document AcctRptgReq AccountReportingRequestV05",
    "camt.060.001.07": "Document AcctRptgReq AccountReportingRequestV07",
}

TYPES: Final = {
    "AccountReportingRequestV05": (
        "GrpHdr GroupHeader77, RptgReq+ ReportingRequest5, SplmtryData* SupplementaryData1"
    ),
    "AccountReportingRequestV07": (
        "GrpHdr GroupHeader117, RptgReq+ ReportingRequest7, SplmtryData* SupplementaryData1"
    ),
    "DatePeriod3": "FrDt ISODate, ToDt? ISODate",
    "DatePeriodDetails1": "FrDt ISODate, ToDt? ISODate",
    "GroupHeader77": "MsgId Max35Text, CreDtTm ISODateTime, MsgSndr? Party40Choice",
    "GroupHeader117": "MsgId Max35Text, CreDtTm ISODateTime, MsgSndr? Party50Choice",
    "Limit2": "Amt ActiveOrHistoricCurrencyAndAmount, CdtDbtInd FloorLimitType1Code",
    "ReportingPeriod2": "FrToDt DatePeriodDetails1, FrToTm? TimePeriodDetails1, Tp QueryType3Code",
    "ReportingPeriod5": "FrToDt DatePeriod3, FrToTm? TimePeriodDetails1, Tp QueryType3Code",
    "ReportingRequest5": (
        "Id? Max35Text, ReqdMsgNmId Max35Text, Acct? CashAccount38, AcctOwnr Party40Choice, "
        "AcctSvcr? BranchAndFinancialInstitutionIdentification6, RptgPrd? ReportingPeriod2, "
        "RptgSeq? SequenceRange1Choice, ReqdTxTp? TransactionType2, ReqdBalTp* BalanceType13"
    ),
    "ReportingRequest7": (
        "Id? Max35Text, ReqdMsgNmId Max35Text, Acct? CashAccount40, AcctOwnr Party50Choice, "
        "AcctSvcr? BranchAndFinancialInstitutionIdentification8, RptgPrd? ReportingPeriod5, "
        "RptgSeq? SequenceRange1Choice, ReqdTxTp? TransactionType2, ReqdBalTp* BalanceType13"
    ),
    "TimePeriodDetails1": "FrTm ISOTime, ToTm? ISOTime",
    "TransactionType2": "Sts EntryStatus1Choice, CdtDbtInd CreditDebitCode, FlrLmt* Limit2",
}
