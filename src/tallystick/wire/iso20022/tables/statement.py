"""Types: camt.052, camt.053 and camt.054, what moved on an account and what is there.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "camt.052.001.08": "Document BkToCstmrAcctRpt BankToCustomerAccountReportV08",
    "camt.052.001.11": "Document BkToCstmrAcctRpt BankToCustomerAccountReportV11",
    "camt.052.001.13": "Document BkToCstmrAcctRpt BankToCustomerAccountReportV13",
    "camt.053.001.08": "Document BkToCstmrStmt BankToCustomerStatementV08",
    "camt.053.001.11": "Document BkToCstmrStmt BankToCustomerStatementV11",
    "camt.053.001.13": "Document BkToCstmrStmt BankToCustomerStatementV13",
    "camt.054.001.08": "Document BkToCstmrDbtCdtNtfctn BankToCustomerDebitCreditNotificationV08",
    "camt.054.001.11": "Document BkToCstmrDbtCdtNtfctn BankToCustomerDebitCreditNotificationV11",
    "camt.054.001.13": "Document BkToCstmrDbtCdtNtfctn BankToCustomerDebitCreditNotificationV13",
}

TYPES: Final = {
    "AccountInterest4": (
        "Tp? InterestType1Choice, Rate* Rate4, FrToDt? DateTimePeriod1, Rsn? Max35Text, "
        "Tax? TaxCharges2"
    ),
    "AccountNotification17": (
        "Id Max35Text, NtfctnPgntn? Pagination1, ElctrncSeqNb? Number, "
        "RptgSeq? SequenceRange1Choice, LglSeqNb? Number, CreDtTm? ISODateTime, "
        "FrToDt? DateTimePeriod1, CpyDplctInd? CopyDuplicate1Code, "
        "RptgSrc? ReportingSource1Choice, Acct CashAccount39, RltdAcct? CashAccount38, "
        "Intrst* AccountInterest4, TxsSummry? TotalTransactions6, Ntry* ReportEntry10, "
        "AddtlNtfctnInf? Max500Text"
    ),
    "AccountNotification21": (
        "like AccountNotification17: CashAccount38 -> CashAccount40, CashAccount39 -> "
        "CashAccount41, ReportEntry10 -> ReportEntry13"
    ),
    "AccountNotification24": (
        "like AccountNotification21: CashAccount41 -> CashAccount43, ReportEntry13 -> "
        "ReportEntry15"
    ),
    "AccountReport25": (
        "Id Max35Text, RptPgntn? Pagination1, ElctrncSeqNb? Number, "
        "RptgSeq? SequenceRange1Choice, LglSeqNb? Number, CreDtTm? ISODateTime, "
        "FrToDt? DateTimePeriod1, CpyDplctInd? CopyDuplicate1Code, "
        "RptgSrc? ReportingSource1Choice, Acct CashAccount39, RltdAcct? CashAccount38, "
        "Intrst* AccountInterest4, Bal* CashBalance8, TxsSummry? TotalTransactions6, "
        "Ntry* ReportEntry10, AddtlRptInf? Max500Text"
    ),
    "AccountReport32": (
        "like AccountReport25: CashAccount38 -> CashAccount40, CashAccount39 -> CashAccount41, "
        "ReportEntry10 -> ReportEntry13"
    ),
    "AccountReport37": (
        "like AccountReport32: CashAccount41 -> CashAccount43, ReportEntry13 -> ReportEntry15"
    ),
    "AccountStatement9": (
        "Id Max35Text, StmtPgntn? Pagination1, ElctrncSeqNb? Number, "
        "RptgSeq? SequenceRange1Choice, LglSeqNb? Number, CreDtTm? ISODateTime, "
        "FrToDt? DateTimePeriod1, CpyDplctInd? CopyDuplicate1Code, "
        "RptgSrc? ReportingSource1Choice, Acct CashAccount39, RltdAcct? CashAccount38, "
        "Intrst* AccountInterest4, Bal+ CashBalance8, TxsSummry? TotalTransactions6, "
        "Ntry* ReportEntry10, AddtlStmtInf? Max500Text"
    ),
    "AccountStatement12": (
        "like AccountStatement9: CashAccount38 -> CashAccount40, CashAccount39 -> CashAccount41, "
        "ReportEntry10 -> ReportEntry13"
    ),
    "AccountStatement14": (
        "like AccountStatement12: CashAccount41 -> CashAccount43, ReportEntry13 -> ReportEntry15"
    ),
    "AmountAndDirection35": "Amt NonNegativeDecimalNumber, CdtDbtInd CreditDebitCode",
    "BankToCustomerAccountReportV08": (
        "GrpHdr GroupHeader81, Rpt+ AccountReport25, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerAccountReportV11": (
        "GrpHdr GroupHeader81, Rpt+ AccountReport32, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerAccountReportV13": (
        "GrpHdr GroupHeader116, Rpt+ AccountReport37, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerDebitCreditNotificationV08": (
        "GrpHdr GroupHeader81, Ntfctn+ AccountNotification17, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerDebitCreditNotificationV11": (
        "GrpHdr GroupHeader81, Ntfctn+ AccountNotification21, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerDebitCreditNotificationV13": (
        "GrpHdr GroupHeader116, Ntfctn+ AccountNotification24, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerStatementV08": (
        "GrpHdr GroupHeader81, Stmt+ AccountStatement9, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerStatementV11": (
        "GrpHdr GroupHeader81, Stmt+ AccountStatement12, SplmtryData* SupplementaryData1"
    ),
    "BankToCustomerStatementV13": (
        "GrpHdr GroupHeader116, Stmt+ AccountStatement14, SplmtryData* SupplementaryData1"
    ),
    "BatchInformation2": (
        "MsgId? Max35Text, PmtInfId? Max35Text, NbOfTxs? Max15NumericText, "
        "TtlAmt? ActiveOrHistoricCurrencyAndAmount, CdtDbtInd? CreditDebitCode"
    ),
    "CardEntry4": (
        "Card? PaymentCard4, POI? PointOfInteraction1, AggtdNtry? CardAggregated2, "
        "PrePdAcct? CashAccount38"
    ),
    "CardEntry5": "like CardEntry4: CashAccount38 -> CashAccount40",
    "CashAccount39": (
        "like CashAccount38: + Ownr? PartyIdentification135 after Prxy, + Svcr? "
        "BranchAndFinancialInstitutionIdentification6 after Ownr"
    ),
    "CashAccount41": "like CashAccount39: Id? AccountIdentification4Choice",
    "CashAccount43": (
        "like CashAccount40: + Ownr? PartyIdentification272 after Prxy, + Svcr? "
        "BranchAndFinancialInstitutionIdentification8 after Ownr"
    ),
    "CashBalance8": (
        "Tp BalanceType13, CdtLine* CreditLine3, Amt ActiveOrHistoricCurrencyAndAmount, "
        "CdtDbtInd CreditDebitCode, Dt DateAndDateTime2Choice, Avlbty* CashAvailability1"
    ),
    "CreditLine3": (
        "Incl TrueFalseIndicator, Tp? CreditLineType1Choice, "
        "Amt? ActiveOrHistoricCurrencyAndAmount, Dt? DateAndDateTime2Choice"
    ),
    "CreditLineType1Choice": "Cd ExternalCreditLineType1Code | Prtry Max35Text",
    "EntryDetails9": "Btch? BatchInformation2, TxDtls* EntryTransaction10",
    "EntryDetails12": "Btch? BatchInformation2, TxDtls* EntryTransaction13",
    "EntryDetails14": "Btch? BatchInformation2, TxDtls* EntryTransaction15",
    "GroupHeader81": (
        "MsgId Max35Text, CreDtTm ISODateTime, MsgRcpt? PartyIdentification135, "
        "MsgPgntn? Pagination1, OrgnlBizQry? OriginalBusinessQuery1, AddtlInf? Max500Text"
    ),
    "GroupHeader116": "like GroupHeader81: PartyIdentification135 -> PartyIdentification272",
    "MessageIdentification2": "MsgNmId? Max35Text, MsgId? Max35Text",
    "NumberAndSumOfTransactions1": "NbOfNtries? Max15NumericText, Sum? DecimalNumber",
    "NumberAndSumOfTransactions4": (
        "NbOfNtries? Max15NumericText, Sum? DecimalNumber, TtlNetNtry? AmountAndDirection35"
    ),
    "Pagination1": "PgNb Max5NumericText, LastPgInd YesNoIndicator",
    "ReportEntry10": (
        "NtryRef? Max35Text, Amt ActiveOrHistoricCurrencyAndAmount, CdtDbtInd CreditDebitCode, "
        "RvslInd? TrueFalseIndicator, Sts EntryStatus1Choice, BookgDt? DateAndDateTime2Choice, "
        "ValDt? DateAndDateTime2Choice, AcctSvcrRef? Max35Text, Avlbty* CashAvailability1, "
        "BkTxCd BankTransactionCodeStructure4, ComssnWvrInd? YesNoIndicator, "
        "AddtlInfInd? MessageIdentification2, AmtDtls? AmountAndCurrencyExchange3, "
        "Chrgs? Charges6, TechInptChanl? TechnicalInputChannel1Choice, "
        "Intrst? TransactionInterest4, CardTx? CardEntry4, NtryDtls* EntryDetails9, "
        "AddtlNtryInf? Max500Text"
    ),
    "ReportEntry13": (
        "like ReportEntry10: AmountAndCurrencyExchange3 -> AmountAndCurrencyExchange4, CardEntry4 "
        "-> CardEntry5, EntryDetails9 -> EntryDetails12"
    ),
    "ReportEntry15": "like ReportEntry13: Charges6 -> Charges15, EntryDetails12 -> EntryDetails14",
    "ReportingSource1Choice": "Cd ExternalReportingSource1Code | Prtry Max35Text",
    "TechnicalInputChannel1Choice": "Cd ExternalTechnicalInputChannel1Code | Prtry Max35Text",
    "TotalTransactions6": (
        "TtlNtries? NumberAndSumOfTransactions4, TtlCdtNtries? NumberAndSumOfTransactions1, "
        "TtlDbtNtries? NumberAndSumOfTransactions1, "
        "TtlNtriesPerBkTxCd* TotalsPerBankTransactionCode5"
    ),
    "TotalsPerBankTransactionCode5": (
        "NbOfNtries? Max15NumericText, Sum? DecimalNumber, TtlNetNtry? AmountAndDirection35, "
        "CdtNtries? NumberAndSumOfTransactions1, DbtNtries? NumberAndSumOfTransactions1, "
        "FcstInd? TrueFalseIndicator, BkTxCd BankTransactionCodeStructure4, "
        "Avlbty* CashAvailability1, Dt? DateAndDateTime2Choice"
    ),
}
