"""Types: pain.013 and pain.014, a creditor's request to be paid, and the answer.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pain.013.001.07": "Document CdtrPmtActvtnReq CreditorPaymentActivationRequestV07",
    "pain.013.001.11": "Document CdtrPmtActvtnReq CreditorPaymentActivationRequestV11",
    "pain.014.001.07": (
        "Document CdtrPmtActvtnReqStsRpt CreditorPaymentActivationRequestStatusReportV07"
    ),
    "pain.014.001.11": (
        "Document CdtrPmtActvtnReqStsRpt CreditorPaymentActivationRequestStatusReportV11"
    ),
}

TYPES: Final = {
    "AmountOrRate1Choice": "Amt ActiveCurrencyAndAmount | Rate PercentageRate",
    "CreditTransferTransaction35": (
        "like CreditTransferTransaction34: - XchgRateInf, - IntrmyAgt1Acct, - IntrmyAgt2Acct, - "
        "IntrmyAgt3Acct, - CdtrAgtAcct, - InstrForDbtrAgt, + PmtCond? PaymentCondition1 after "
        "PmtTpInf, ChrgBr ChargeBearerType1Code, CdtrAgt "
        "BranchAndFinancialInstitutionIdentification6, Cdtr PartyIdentification135, + NclsdFile* "
        "Document12 after RmtInf"
    ),
    "CreditTransferTransaction65": (
        "like CreditTransferTransaction61: PaymentTypeInformation26 -> PaymentTypeInformation29, "
        "- XchgRateInf, - IntrmyAgt1Acct, - IntrmyAgt2Acct, - IntrmyAgt3Acct, - InstrForDbtrAgt, "
        "+ PmtCond? PaymentCondition2 after PmtTpInf, + ReqdExctnDt? DateAndDateTime2Choice after "
        "PmtCond, CdtrAgt BranchAndFinancialInstitutionIdentification8, Cdtr "
        "PartyIdentification272, + NclsdFile* Document15 after RmtInf"
    ),
    "CreditorPaymentActivationRequestV07": (
        "GrpHdr GroupHeader78, PmtInf+ PaymentInstruction31, SplmtryData* SupplementaryData1"
    ),
    "CreditorPaymentActivationRequestV11": (
        "GrpHdr GroupHeader112, PmtInf+ PaymentInstruction46, SplmtryData* SupplementaryData1"
    ),
    "CreditorPaymentActivationRequestStatusReportV07": (
        "GrpHdr GroupHeader87, OrgnlGrpInfAndSts OriginalGroupInformation30, "
        "OrgnlPmtInfAndSts* OriginalPaymentInstruction31, SplmtryData* SupplementaryData1"
    ),
    "CreditorPaymentActivationRequestStatusReportV11": (
        "GrpHdr GroupHeader111, OrgnlGrpInfAndSts OriginalGroupInformation32, "
        "OrgnlPmtInfAndSts* OriginalPaymentInstruction47, SplmtryData* SupplementaryData1"
    ),
    "Document15": "like Document12: PartyAndSignature3 -> PartyAndSignature4",
    "GroupHeader78": (
        "MsgId Max35Text, CreDtTm ISODateTime, NbOfTxs Max15NumericText, CtrlSum? DecimalNumber, "
        "InitgPty PartyIdentification135"
    ),
    "GroupHeader87": "like GroupHeader86: - FwdgAgt, InitgPty PartyIdentification135",
    "GroupHeader111": (
        "MsgId Max35Text, CreDtTm ISODateTime, InitgPty PartyIdentification272, "
        "FwdgAgt? BranchAndFinancialInstitutionIdentification8, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification8, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification8"
    ),
    "GroupHeader112": (
        "like GroupHeader111: - DbtrAgt, - CdtrAgt, + NbOfTxs Max15NumericText after CreDtTm, + "
        "CtrlSum? DecimalNumber after NbOfTxs"
    ),
    "OriginalGroupInformation30": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, "
        "OrgnlNbOfTxs? Max15NumericText, OrgnlCtrlSum? DecimalNumber, "
        "GrpSts? ExternalPaymentGroupStatus1Code, StsRsnInf* StatusReasonInformation12, "
        "NbOfTxsPerSts* NumberOfTransactionsPerStatus5"
    ),
    "OriginalGroupInformation32": (
        "like OriginalGroupInformation30: StatusReasonInformation12 -> StatusReasonInformation14"
    ),
    "OriginalPaymentInstruction31": (
        "OrgnlPmtInfId Max35Text, OrgnlNbOfTxs? Max15NumericText, OrgnlCtrlSum? DecimalNumber, "
        "PmtInfSts? ExternalPaymentGroupStatus1Code, StsRsnInf* StatusReasonInformation12, "
        "NbOfTxsPerSts* NumberOfTransactionsPerStatus5, TxInfAndSts* PaymentTransaction104"
    ),
    "OriginalPaymentInstruction47": (
        "like OriginalPaymentInstruction32: PaymentTransaction105 -> PaymentTransaction150, "
        "StatusReasonInformation12 -> StatusReasonInformation14"
    ),
    "OriginalTransactionReference29": (
        "Amt? AmountType4Choice, ReqdExctnDt? DateAndDateTime2Choice, "
        "XpryDt? DateAndDateTime2Choice, PmtCond? PaymentCondition1, "
        "PmtTpInf? PaymentTypeInformation26, PmtMtd? PaymentMethod4Code, "
        "RmtInf? RemittanceInformation16, NclsdFile* Document12, "
        "UltmtDbtr? PartyIdentification135, Dbtr? PartyIdentification135, "
        "DbtrAcct? CashAccount38, DbtrAgt? BranchAndFinancialInstitutionIdentification6, "
        "CdtrAgt BranchAndFinancialInstitutionIdentification6, Cdtr PartyIdentification135, "
        "CdtrAcct? CashAccount38, UltmtCdtr? PartyIdentification135"
    ),
    "OriginalTransactionReference40": (
        "Amt? AmountType4Choice, ReqdExctnDt? DateAndDateTime2Choice, "
        "XpryDt? DateAndDateTime2Choice, PmtCond? PaymentCondition2, "
        "PmtTpInf? PaymentTypeInformation29, PmtMtd? PaymentMethod4Code, "
        "MndtRltdInf? CreditTransferMandateData1, RmtInf? RemittanceInformation22, "
        "NclsdFile* Document15, UltmtDbtr? PartyIdentification272, Dbtr? PartyIdentification272, "
        "DbtrAcct? CashAccount40, DbtrAgt? BranchAndFinancialInstitutionIdentification8, "
        "DbtrAgtAcct? CashAccount40, CdtrAgt BranchAndFinancialInstitutionIdentification8, "
        "CdtrAgtAcct? CashAccount40, Cdtr PartyIdentification272, CdtrAcct? CashAccount40, "
        "UltmtCdtr? PartyIdentification272"
    ),
    "PartyAndSignature4": "Pty PartyIdentification272, Sgntr SkipPayload",
    "PaymentCondition1": (
        "AmtModAllwd TrueFalseIndicator, EarlyPmtAllwd TrueFalseIndicator, DelyPnlty? Max140Text, "
        "ImdtPmtRbt? AmountOrRate1Choice, GrntedPmtReqd TrueFalseIndicator"
    ),
    "PaymentCondition2": (
        "AmtModAllwd? TrueFalseIndicator, EarlyPmtAllwd? TrueFalseIndicator, "
        "DelyPnlty? Max140Text, ImdtPmtRbt? AmountOrRate1Choice, GrntedPmtReqd? TrueFalseIndicator"
    ),
    "PaymentConditionStatus1": (
        "AccptdAmt? ActiveCurrencyAndAmount, GrntedPmt TrueFalseIndicator, "
        "EarlyPmt TrueFalseIndicator"
    ),
    "PaymentConditionStatus2": (
        "AccptdAmt? ActiveCurrencyAndAmount, GrntedPmt? TrueFalseIndicator, "
        "EarlyPmt? TrueFalseIndicator"
    ),
    "PaymentInstruction31": (
        "PmtInfId? Max35Text, PmtMtd PaymentMethod7Code, PmtTpInf? PaymentTypeInformation26, "
        "ReqdExctnDt DateAndDateTime2Choice, XpryDt? DateAndDateTime2Choice, "
        "PmtCond? PaymentCondition1, Dbtr PartyIdentification135, DbtrAcct? CashAccount38, "
        "DbtrAgt BranchAndFinancialInstitutionIdentification6, UltmtDbtr? PartyIdentification135, "
        "ChrgBr? ChargeBearerType1Code, CdtTrfTx+ CreditTransferTransaction35"
    ),
    "PaymentInstruction46": (
        "PmtInfId? Max35Text, PmtMtd PaymentMethod7Code, ReqdAdvcTp? AdviceType1, "
        "PmtTpInf? PaymentTypeInformation29, ReqdExctnDt? DateAndDateTime2Choice, "
        "XpryDt? DateAndDateTime2Choice, PmtCond? PaymentCondition2, Dbtr PartyIdentification272, "
        "DbtrAcct? CashAccount40, DbtrAgt BranchAndFinancialInstitutionIdentification8, "
        "DbtrAgtAcct? CashAccount40, UltmtDbtr? PartyIdentification272, "
        "ChrgBr? ChargeBearerType1Code, CdtTrfTx+ CreditTransferTransaction65"
    ),
    "PaymentTransaction104": (
        "StsId? Max35Text, OrgnlInstrId? Max35Text, OrgnlEndToEndId? Max35Text, "
        "OrgnlUETR? UUIDv4Identifier, TxSts? ExternalPaymentTransactionStatus1Code, "
        "StsRsnInf* StatusReasonInformation12, PmtCondSts? PaymentConditionStatus1, "
        "ChrgsInf* Charges7, DbtrDcsnDtTm? ISODateTime, AccptncDtTm? ISODateTime, "
        "AcctSvcrRef? Max35Text, ClrSysRef? Max35Text, "
        "OrgnlTxRef? OriginalTransactionReference29, NclsdFile* Document12, "
        "SplmtryData* SupplementaryData1"
    ),
    "PaymentTransaction150": (
        "like PaymentTransaction104: Charges7 -> Charges16, Document12 -> Document15, "
        "OriginalTransactionReference29 -> OriginalTransactionReference40, "
        "PaymentConditionStatus1 -> PaymentConditionStatus2, StatusReasonInformation12 -> "
        "StatusReasonInformation14"
    ),
    "PaymentTypeInformation29": "like PaymentTypeInformation27: - ClrChanl",
}
