"""Types: camt.110 and camt.111, an enquiry about a payment, and the answer.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "camt.110.001.01": "Document InvstgtnReq InvestigationRequestV01",
    "camt.111.001.01": "Document InvstgtnRspn InvestigationResponseV01",
    "camt.111.001.02": "Document InvstgtnRspn InvestigationResponseV02",
}

TYPES: Final = {
    "AdditionalRequestData1Choice": (
        "ReqdDbtAuthstn DebitAuthorisation3 | ReqdCompstn CompensationRequest1 | "
        "ReqdValtn AdjustmentRequest1 | ReqNrrtv Max500Text"
    ),
    "AdjustmentCompensation1": (
        "InitlAmt? ActiveCurrencyAndAmount, DueChrgs? ActiveCurrencyAndAmount, "
        "AmtDue ActiveCurrencyAndAmount, "
        "CompstnAgt? BranchAndFinancialInstitutionIdentification6, CompstnAcct? CashAccount40, "
        "Prd? DatePeriod5, IntrstRate? PercentageRate, Rsn? Max140Text"
    ),
    "AdjustmentRequest1": "Prd? DatePeriod5",
    "BookingConfirmation1": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CdtDbtInd CreditDebitCode, XchgRate? BaseOneRate, "
        "Acct CashAccount40, BookgDt? DateAndDateTime2Choice, ValDt DateAndDateTime2Choice, "
        "Refs TransactionReferences6, Chrgs? Charges6, Rsn? Max140Text"
    ),
    "BookingConfirmation5": "like BookingConfirmation1: Acct? CashAccount40",
    "CompensationRequest1": (
        "CompstnAcct? CashAccount40, Prd DatePeriod2, Amt? ActiveCurrencyAndAmount, "
        "XpctdValDt? ISODate, IntrstRate? PercentageRate, Rsn* Max140Text"
    ),
    "CompensationResponse1": (
        "Grantd TrueFalseIndicator, InitlAmt? ActiveCurrencyAndAmount, "
        "PdChrgs? ActiveCurrencyAndAmount, AmtDue? ActiveCurrencyAndAmount, XpctdValDt? ISODate, "
        "Prd? DatePeriod2, IntrstRate? PercentageRate, Rsn? Max140Text"
    ),
    "DatePeriod5": "CurValDt ISODate, ReqdValDt ISODate",
    "DebitAuthorisation3": (
        "CxlRsn CancellationReason33Choice, AmtToDbt? ActiveOrHistoricCurrencyAndAmount, "
        "Acct? CashAccount40, ValDtToDbt? ISODate, AddtlCxlRsnInf* Max140Text"
    ),
    "DebitAuthorisationConfirmation3": (
        "DbtAuthstn TrueFalseIndicator, AmtToDbt? ActiveCurrencyAndAmount, Acct? CashAccount40, "
        "ValDtToDbt? ISODate, CmonTxId? Max52Text, Rsn? Max140Text"
    ),
    "FileData1": (
        "Tp? DocumentType1Choice, Id Max35Text, IsseDt? DateAndDateTime2Choice, "
        "Frmt? DocumentFormat1Choice, FileNm? Max140Text, NtwkRef? Max140Text, "
        "FileLctnElctrncAdr? Max2048Text"
    ),
    "InvestigationActionReason1": (
        "Orgtr? PartyIdentification135, Rsn InvestigationActionReason1Choice, AddtlInf* Max105Text"
    ),
    "InvestigationActionReason1Choice": (
        "Cd ExternalInvestigationActionReason1Code | Prtry Max35Text"
    ),
    "InvestigationData2": (
        "OrgnlInvstgtnSeq? Max3Number, OrgnlInvstgtnRsn? InvestigationReason1Choice, "
        "OrgnlInvstgtnRsnSubTp? InvestigationReasonSubType1Choice, "
        "RspnData InvestigationDataRecord1Choice, RltdInvstgtnData? RelatedInvestigationData1, "
        "NclsdFile* Document12, RltdFileData* FileData1, RspnOrgtr? Party40Choice"
    ),
    "InvestigationData6": (
        "like InvestigationData2: InvestigationDataRecord1Choice -> InvestigationDataRecord7Choice"
    ),
    "InvestigationDataRecord1Choice": (
        "DbtAuthstn DebitAuthorisationConfirmation3 | Compstn CompensationResponse1 | "
        "Valtn AdjustmentCompensation1 | Conf BookingConfirmation1 | "
        "TxSts PaymentTransactionStatus1 | TxData+ TransactionAmendment1 | RspnNrrtv Max500Text"
    ),
    "InvestigationDataRecord7Choice": (
        "like InvestigationDataRecord1Choice: BookingConfirmation1 -> BookingConfirmation5"
    ),
    "InvestigationLocationData1": (
        "Mtd InvestigationLocationMethod1Code, ElctrncAdr? Max2048Text, PstlAdr? NameAndAddress16"
    ),
    "InvestigationReason1Choice": "Cd ExternalInvestigationReason1Code | Prtry Max35Text",
    "InvestigationReason2": (
        "Seq? Max3Number, Rsn InvestigationReason1Choice, "
        "RsnSubTp? InvestigationReasonSubType1Choice, AddtlReqData? AdditionalRequestData1Choice, "
        "RltdInvstgtnData? RelatedInvestigationData1, NclsdFile* Document12, "
        "RltdFileData* FileData1"
    ),
    "InvestigationReasonSubType1Choice": (
        "Cd ExternalInvestigationReasonSubType1Code | Prtry Max35Text"
    ),
    "InvestigationRequestV01": (
        "InvstgtnReq InvestigationRequest2, InvstgtnData+ InvestigationReason2, "
        "SplmtryData* SupplementaryData1"
    ),
    "InvestigationRequest2": (
        "MsgId Max35Text, RqstrInvstgtnId? Max35Text, RspndrInvstgtnId? Max35Text, "
        "EIR? UUIDv4Identifier, ReqActn? InvestigationRequestAction1, "
        "InvstgtnTp InvestigationType1Choice, InvstgtnSubTp? InvestigationSubType1Choice, "
        "UndrlygInstrm? UnderlyingInvestigationInstrument1Choice, Undrlyg UnderlyingData2Choice, "
        "Rqstr Party40Choice, Rspndr Party40Choice, ReqOrgtr? Party40Choice, "
        "XpctdRspndr? Party40Choice, SvcLvl* InvestigationServiceLevel1Choice"
    ),
    "InvestigationRequest3": "like InvestigationRequest2: Undrlyg? UnderlyingData2Choice",
    "InvestigationRequestAction1": (
        "Actn InvestigationRequestAction1Choice, ActnRsn? InvestigationActionReason1"
    ),
    "InvestigationRequestAction1Choice": "Cd ExternalInvestigationAction1Code | Prtry Max35Text",
    "InvestigationResponseV01": (
        "InvstgtnRspn InvestigationResponse3, OrgnlInvstgtnReq InvestigationRequest3, "
        "SplmtryData* SupplementaryData1"
    ),
    "InvestigationResponseV02": (
        "like InvestigationResponseV01: InvestigationResponse3 -> InvestigationResponse9"
    ),
    "InvestigationResponse3": (
        "MsgId Max35Text, RspndrInvstgtnId? Max35Text, InvstgtnSts InvestigationStatus2, "
        "NxtRspndr? Party40Choice, InvstgtnData* InvestigationData2"
    ),
    "InvestigationResponse9": (
        "like InvestigationResponse3: InvestigationData2 -> InvestigationData6"
    ),
    "InvestigationServiceLevel1Choice": (
        "Cd ExternalInvestigationServiceLevel1Code | Prtry Max35Text"
    ),
    "InvestigationStatus2": (
        "Sts ExternalInvestigationStatus1Code, StsRsn? InvestigationStatusReason1Choice"
    ),
    "InvestigationStatusReason1Choice": (
        "Cd ExternalInvestigationStatusReason1Code | Prtry Max35Text"
    ),
    "InvestigationSubType1Choice": "Cd ExternalInvestigationSubType1Code | Prtry Max35Text",
    "InvestigationType1Choice": "Cd ExternalInvestigationType1Code | Prtry Max35Text",
    "PaymentTransactionStatus1": (
        "Sts TransactionStatus1Choice, StsRsnInf* StatusReasonInformation12"
    ),
    "RelatedInvestigationData1": "InvstgtnId? Max35Text, Lctn* InvestigationLocationData1",
    "Remittance1": (
        "Ustrd* Max140Text, Strd* StructuredRemittanceInformation16, "
        "Rltd{0,10} RemittanceLocation7"
    ),
    "TransactionAmendment1": "Pth? Max2048Text, Rcrd TransactionAmendment1Choice",
    "TransactionAmendment1Choice": (
        "Agt BranchAndFinancialInstitutionIdentification6 | Amt ActiveCurrencyAndAmount | "
        "AnyBIC AnyBICDec2014Identifier | BICFI BICFIDec2014Identifier | CshAcct CashAccount40 | "
        "Cd Max4Text | Dt ISODate | DtTm ISODateTime | Pty PartyIdentification135 | "
        "Rmt Remittance1 | Othr Max140Text"
    ),
    "TransactionStatus1Choice": "Cd ExternalPaymentTransactionStatus1Code | Prtry Max35Text",
    "UnderlyingData2Choice": (
        "Initn UnderlyingPaymentInstruction8 | IntrBk UnderlyingPaymentTransaction7 | "
        "StmtNtry UnderlyingStatementEntry5 | Acct CashAccount40 | Othr GenericIdentification1"
    ),
    "UnderlyingGroupInformation1": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, "
        "OrgnlMsgDlvryChanl? Max35Text"
    ),
    "UnderlyingInvestigationInstrument1Choice": (
        "Cd ExternalInvestigationInstrument1Code | Prtry Max35Text"
    ),
    "UnderlyingPaymentInstruction8": (
        "OrgnlGrpInf? UnderlyingGroupInformation1, OrgnlPmtInfId? Max35Text, "
        "OrgnlInstrId? Max35Text, OrgnlEndToEndId? Max35Text, OrgnlUETR? UUIDv4Identifier, "
        "OrgnlInstdAmt? ActiveOrHistoricCurrencyAndAmount, ReqdExctnDt? DateAndDateTime2Choice, "
        "ReqdColltnDt? ISODate, OrgnlTxRef? OriginalTransactionReference35, "
        "OrgnlSvcLvl? ServiceLevel8Choice"
    ),
    "UnderlyingPaymentTransaction7": (
        "OrgnlGrpInf? UnderlyingGroupInformation1, OrgnlInstrId? Max35Text, "
        "OrgnlEndToEndId? Max35Text, OrgnlTxId? Max35Text, OrgnlUETR? UUIDv4Identifier, "
        "OrgnlIntrBkSttlmAmt? ActiveOrHistoricCurrencyAndAmount, OrgnlIntrBkSttlmDt? ISODate, "
        "OrgnlTxRef? OriginalTransactionReference35, OrgnlSvcLvl? ServiceLevel8Choice"
    ),
    "UnderlyingStatementEntry5": (
        "OrgnlAcct? CashAccount40, OrgnlGrpInf? OriginalGroupInformation29, "
        "OrgnlStmtId? Max35Text, OrgnlNtryRef? Max35Text, OrgnlUETR? UUIDv4Identifier, "
        "OrgnlNtryAmt? ActiveOrHistoricCurrencyAndAmount, OrgnlNtryValDt? DateAndDateTime2Choice"
    ),
}
