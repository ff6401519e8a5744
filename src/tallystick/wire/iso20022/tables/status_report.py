"""Types: pacs.002, how a payment stands.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.002.001.10": "Document FIToFIPmtStsRpt FIToFIPaymentStatusReportV10",
    "pacs.002.001.15": "Document FIToFIPmtStsRpt FIToFIPaymentStatusReportV15",
}

TYPES: Final = {
    "AmendmentInformationDetails13": (
        "OrgnlMndtId? Max35Text, OrgnlCdtrSchmeId? PartyIdentification135, "
        "OrgnlCdtrAgt? BranchAndFinancialInstitutionIdentification6, "
        "OrgnlCdtrAgtAcct? CashAccount38, OrgnlDbtr? PartyIdentification135, "
        "OrgnlDbtrAcct? CashAccount38, "
        "OrgnlDbtrAgt? BranchAndFinancialInstitutionIdentification6, "
        "OrgnlDbtrAgtAcct? CashAccount38, OrgnlFnlColltnDt? ISODate, "
        "OrgnlFrqcy? Frequency36Choice, OrgnlRsn? MandateSetupReason1Choice, "
        "OrgnlTrckgDays? Exact2NumericText"
    ),
    "AmendmentInformationDetails15": (
        "OrgnlMndtId? Max35Text, OrgnlCdtrSchmeId? PartyIdentification272, "
        "OrgnlCdtrAgt? BranchAndFinancialInstitutionIdentification8, "
        "OrgnlCdtrAgtAcct? CashAccount40, OrgnlDbtr? PartyIdentification272, "
        "OrgnlDbtrAcct? CashAccount40, "
        "OrgnlDbtrAgt? BranchAndFinancialInstitutionIdentification8, "
        "OrgnlDbtrAgtAcct? CashAccount40, OrgnlFnlColltnDt? ISODate, "
        "OrgnlFrqcy? Frequency36Choice, OrgnlRsn? MandateSetupReason1Choice, "
        "OrgnlTrckgDays? Exact2NumericText"
    ),
    "AmountType4Choice": "InstdAmt ActiveOrHistoricCurrencyAndAmount | EqvtAmt EquivalentAmount2",
    "DateAndDateTime2Choice": "Dt ISODate | DtTm ISODateTime",
    "EquivalentAmount2": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CcyOfTrf ActiveOrHistoricCurrencyCode"
    ),
    "FIToFIPaymentStatusReportV10": (
        "GrpHdr GroupHeader91, OrgnlGrpInfAndSts* OriginalGroupHeader17, "
        "TxInfAndSts* PaymentTransaction110, SplmtryData* SupplementaryData1"
    ),
    "FIToFIPaymentStatusReportV15": (
        "GrpHdr GroupHeader120, OrgnlGrpInfAndSts* OriginalGroupHeader22, "
        "TxInfAndSts* PaymentTransaction164, SplmtryData* SupplementaryData1"
    ),
    "GroupHeader120": (
        "MsgId Max35Text, CreDtTm ISODateTime, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification8, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification8, "
        "OrgnlBizQry? OriginalBusinessQuery1"
    ),
    "GroupHeader91": (
        "MsgId Max35Text, CreDtTm ISODateTime, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6"
    ),
    "MandateRelatedData3Choice": (
        "DrctDbtMndt? MandateRelatedInformation16 | CdtTrfMndt? CreditTransferMandateData1"
    ),
    "MandateRelatedInformation14": (
        "MndtId? Max35Text, DtOfSgntr? ISODate, AmdmntInd? TrueFalseIndicator, "
        "AmdmntInfDtls? AmendmentInformationDetails13, ElctrncSgntr? Max1025Text, "
        "FrstColltnDt? ISODate, FnlColltnDt? ISODate, Frqcy? Frequency36Choice, "
        "Rsn? MandateSetupReason1Choice, TrckgDays? Exact2NumericText"
    ),
    "MandateRelatedInformation16": (
        "MndtId? Max35Text, DtOfSgntr? ISODate, AmdmntInd? TrueFalseIndicator, "
        "AmdmntInfDtls? AmendmentInformationDetails15, ElctrncSgntr? Max1025Text, "
        "FrstColltnDt? ISODate, FnlColltnDt? ISODate, Frqcy? Frequency36Choice, "
        "Rsn? MandateSetupReason1Choice, TrckgDays? Exact2NumericText"
    ),
    "NumberOfTransactionsPerStatus5": (
        "DtldNbOfTxs Max15NumericText, DtldSts ExternalPaymentTransactionStatus1Code, "
        "DtldCtrlSum? DecimalNumber"
    ),
    "OriginalBusinessQuery1": "MsgId Max35Text, MsgNmId? Max35Text, CreDtTm? ISODateTime",
    "OriginalGroupHeader17": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, "
        "OrgnlNbOfTxs? Max15NumericText, OrgnlCtrlSum? DecimalNumber, "
        "GrpSts? ExternalPaymentGroupStatus1Code, StsRsnInf* StatusReasonInformation12, "
        "NbOfTxsPerSts* NumberOfTransactionsPerStatus5"
    ),
    "OriginalGroupHeader22": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, "
        "OrgnlNbOfTxs? Max15NumericText, OrgnlCtrlSum? DecimalNumber, "
        "GrpSts? ExternalPaymentGroupStatus1Code, StsRsnInf* StatusReasonInformation14, "
        "NbOfTxsPerSts* NumberOfTransactionsPerStatus5"
    ),
    "OriginalGroupInformation29": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime"
    ),
    "OriginalTransactionReference28": (
        "IntrBkSttlmAmt? ActiveOrHistoricCurrencyAndAmount, Amt? AmountType4Choice, "
        "IntrBkSttlmDt? ISODate, ReqdColltnDt? ISODate, ReqdExctnDt? DateAndDateTime2Choice, "
        "CdtrSchmeId? PartyIdentification135, SttlmInf? SettlementInstruction7, "
        "PmtTpInf? PaymentTypeInformation27, PmtMtd? PaymentMethod4Code, "
        "MndtRltdInf? MandateRelatedInformation14, RmtInf? RemittanceInformation16, "
        "UltmtDbtr? Party40Choice, Dbtr? Party40Choice, DbtrAcct? CashAccount38, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification6, DbtrAgtAcct? CashAccount38, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification6, CdtrAgtAcct? CashAccount38, "
        "Cdtr? Party40Choice, CdtrAcct? CashAccount38, UltmtCdtr? Party40Choice, "
        "Purp? Purpose2Choice"
    ),
    "OriginalTransactionReference42": (
        "IntrBkSttlmAmt? ActiveOrHistoricCurrencyAndAmount, Amt? AmountType4Choice, "
        "IntrBkSttlmDt? ISODate, ReqdColltnDt? ISODate, ReqdExctnDt? DateAndDateTime2Choice, "
        "CdtrSchmeId? PartyIdentification272, SttlmInf? SettlementInstruction15, "
        "PmtTpInf? PaymentTypeInformation27, PmtMtd? PaymentMethod4Code, "
        "MndtRltdInf? MandateRelatedData3Choice, RmtInf? RemittanceInformation22, "
        "UltmtDbtr? Party50Choice, Dbtr? Party50Choice, DbtrAcct? CashAccount40, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification8, DbtrAgtAcct? CashAccount40, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification8, CdtrAgtAcct? CashAccount40, "
        "Cdtr? Party50Choice, CdtrAcct? CashAccount40, UltmtCdtr? Party50Choice, "
        "Purp? Purpose2Choice"
    ),
    "Party40Choice": (
        "Pty PartyIdentification135 | Agt BranchAndFinancialInstitutionIdentification6"
    ),
    "Party50Choice": (
        "Pty PartyIdentification272 | Agt BranchAndFinancialInstitutionIdentification8"
    ),
    "PaymentTransaction110": (
        "StsId? Max35Text, OrgnlGrpInf? OriginalGroupInformation29, OrgnlInstrId? Max35Text, "
        "OrgnlEndToEndId? Max35Text, OrgnlTxId? Max35Text, OrgnlUETR? UUIDv4Identifier, "
        "TxSts? ExternalPaymentTransactionStatus1Code, StsRsnInf* StatusReasonInformation12, "
        "ChrgsInf* Charges7, AccptncDtTm? ISODateTime, FctvIntrBkSttlmDt? DateAndDateTime2Choice, "
        "AcctSvcrRef? Max35Text, ClrSysRef? Max35Text, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6, "
        "OrgnlTxRef? OriginalTransactionReference28, SplmtryData* SupplementaryData1"
    ),
    "PaymentTransaction164": (
        "StsId? Max35Text, OrgnlGrpInf? OriginalGroupInformation29, OrgnlInstrId? Max35Text, "
        "OrgnlEndToEndId? Max35Text, OrgnlTxId? Max35Text, OrgnlUETR? UUIDv4Identifier, "
        "TxSts? ExternalPaymentTransactionStatus1Code, StsRsnInf* StatusReasonInformation14, "
        "ChrgsInf* Charges16, AccptncDtTm? ISODateTime, PrcgDt? DateAndDateTime2Choice, "
        "FctvIntrBkSttlmDt? DateAndDateTime2Choice, AcctSvcrRef? Max35Text, ClrSysRef? Max35Text, "
        "CdtSttlmKey? SHA256SignatureText, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification8, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification8, "
        "OrgnlTxRef? OriginalTransactionReference42, SplmtryData* SupplementaryData1"
    ),
    "PaymentTypeInformation27": (
        "InstrPrty? Priority2Code, ClrChanl? ClearingChannel2Code, SvcLvl* ServiceLevel8Choice, "
        "LclInstrm? LocalInstrument2Choice, SeqTp? SequenceType3Code, "
        "CtgyPurp? CategoryPurpose1Choice"
    ),
    "StatusReason6Choice": "Cd ExternalStatusReason1Code | Prtry Max35Text",
    "StatusReasonInformation12": (
        "Orgtr? PartyIdentification135, Rsn? StatusReason6Choice, AddtlInf* Max105Text"
    ),
    "StatusReasonInformation14": (
        "Orgtr? PartyIdentification272, Rsn? StatusReason6Choice, AddtlInf* Max105Text"
    ),
}
