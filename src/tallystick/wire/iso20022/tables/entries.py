"""Types: an entry of a statement and the payments in it.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

TYPES: Final = {
    "ActiveOrHistoricCurrencyAnd13DecimalAmount": (
        "ActiveOrHistoricCurrencyAnd13DecimalAmount_SimpleType @Ccy ActiveOrHistoricCurrencyCode"
    ),
    "ActiveOrHistoricCurrencyAndAmountRange2": (
        "Amt ImpliedCurrencyAmountRange1Choice, CdtDbtInd? CreditDebitCode, "
        "Ccy ActiveOrHistoricCurrencyCode"
    ),
    "AmountAndCurrencyExchange3": (
        "InstdAmt? AmountAndCurrencyExchangeDetails3, TxAmt? AmountAndCurrencyExchangeDetails3, "
        "CntrValAmt? AmountAndCurrencyExchangeDetails3, "
        "AnncdPstngAmt? AmountAndCurrencyExchangeDetails3, "
        "PrtryAmt* AmountAndCurrencyExchangeDetails4"
    ),
    "AmountAndCurrencyExchange4": (
        "InstdAmt? AmountAndCurrencyExchangeDetails5, TxAmt? AmountAndCurrencyExchangeDetails5, "
        "CntrValAmt? AmountAndCurrencyExchangeDetails5, "
        "AnncdPstngAmt? AmountAndCurrencyExchangeDetails5, "
        "PrtryAmt* AmountAndCurrencyExchangeDetails6"
    ),
    "AmountAndCurrencyExchangeDetails3": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CcyXchg? CurrencyExchange5"
    ),
    "AmountAndCurrencyExchangeDetails4": (
        "Tp Max35Text, Amt ActiveOrHistoricCurrencyAndAmount, CcyXchg? CurrencyExchange5"
    ),
    "AmountAndCurrencyExchangeDetails5": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CcyXchg? CurrencyExchange24"
    ),
    "AmountAndCurrencyExchangeDetails6": (
        "Tp Max35Text, Amt ActiveOrHistoricCurrencyAndAmount, CcyXchg? CurrencyExchange24"
    ),
    "AmountRangeBoundary1": "BdryAmt ImpliedCurrencyAndAmount, Incl YesNoIndicator",
    "BankTransactionCodeStructure4": (
        "Domn? BankTransactionCodeStructure5, Prtry? ProprietaryBankTransactionCodeStructure1"
    ),
    "BankTransactionCodeStructure5": (
        "Cd ExternalBankTransactionDomain1Code, Fmly BankTransactionCodeStructure6"
    ),
    "BankTransactionCodeStructure6": (
        "Cd ExternalBankTransactionFamily1Code, SubFmlyCd ExternalBankTransactionSubFamily1Code"
    ),
    "CardAggregated2": (
        "AddtlSvc? CardPaymentServiceType2Code, TxCtgy? ExternalCardTransactionCategory1Code, "
        "SaleRcncltnId? Max35Text, SeqNbRg? CardSequenceNumberRange1, "
        "TxDtRg? DateOrDateTimePeriod1Choice"
    ),
    "CardIndividualTransaction2": (
        "ICCRltdData? Max1025Text, PmtCntxt? PaymentContext3, "
        "AddtlSvc? CardPaymentServiceType2Code, TxCtgy? ExternalCardTransactionCategory1Code, "
        "SaleRcncltnId? Max35Text, SaleRefNb? Max35Text, "
        "RePresntmntRsn? ExternalRePresentmentReason1Code, SeqNb? Max35Text, "
        "TxId? TransactionIdentifier1, Pdct? Product2, VldtnDt? ISODate, VldtnSeqNb? Max35Text"
    ),
    "CardSecurityInformation1": "CSCMgmt CSCManagement1Code, CSCVal? Min3Max4NumericText",
    "CardSequenceNumberRange1": "FrstTx? Max35Text, LastTx? Max35Text",
    "CardTransaction3Choice": "Aggtd CardAggregated2 | Indv CardIndividualTransaction2",
    "CardTransaction17": (
        "Card? PaymentCard4, POI? PointOfInteraction1, Tx? CardTransaction3Choice, "
        "PrePdAcct? CashAccount38"
    ),
    "CardTransaction18": "like CardTransaction17: CashAccount38 -> CashAccount40",
    "CardholderAuthentication2": (
        "AuthntcnMtd AuthenticationMethod1Code, AuthntcnNtty AuthenticationEntity1Code"
    ),
    "CashAvailability1": (
        "Dt CashAvailabilityDate1Choice, Amt ActiveOrHistoricCurrencyAndAmount, "
        "CdtDbtInd CreditDebitCode"
    ),
    "CashAvailabilityDate1Choice": "NbOfDays Max15PlusSignedNumericText | ActlDt ISODate",
    "CashDeposit1": (
        "NoteDnmtn ActiveCurrencyAndAmount, NbOfNotes Max15NumericText, "
        "Amt ActiveCurrencyAndAmount"
    ),
    "CorporateAction9": "EvtTp Max35Text, EvtId Max35Text",
    "CorporateAction82": (
        "EvtTp CorporateActionEventType104Choice, CorpActnEvtId Max35Text, "
        "OffclCorpActnEvtId? Max35Text"
    ),
    "CorporateActionEventType104Choice": (
        "Cd ExternalCorporateActionEventType1Code | Prtry GenericIdentification30"
    ),
    "CurrencyExchange5": (
        "SrcCcy ActiveOrHistoricCurrencyCode, TrgtCcy? ActiveOrHistoricCurrencyCode, "
        "UnitCcy? ActiveOrHistoricCurrencyCode, XchgRate BaseOneRate, CtrctId? Max35Text, "
        "QtnDt? ISODateTime"
    ),
    "CurrencyExchange24": "like CurrencyExchange5: + XchgRateBase? PositiveNumber after QtnDt",
    "DateOrDateTimePeriod1Choice": "Dt DatePeriod2 | DtTm DateTimePeriod1",
    "DateTimePeriod1": "FrDtTm ISODateTime, ToDtTm ISODateTime",
    "DisplayCapabilities1": (
        "DispTp UserInterface2Code, NbOfLines Max3NumericText, LineWidth Max3NumericText"
    ),
    "EntryTransaction10": (
        "Refs? TransactionReferences6, Amt? ActiveOrHistoricCurrencyAndAmount, "
        "CdtDbtInd? CreditDebitCode, AmtDtls? AmountAndCurrencyExchange3, "
        "Avlbty* CashAvailability1, BkTxCd? BankTransactionCodeStructure4, Chrgs? Charges6, "
        "Intrst? TransactionInterest4, RltdPties? TransactionParties6, "
        "RltdAgts? TransactionAgents5, LclInstrm? LocalInstrument2Choice, Purp? Purpose2Choice, "
        "RltdRmtInf{0,10} RemittanceLocation7, RmtInf? RemittanceInformation16, "
        "RltdDts? TransactionDates3, RltdPric? TransactionPrice4Choice, "
        "RltdQties* TransactionQuantities3Choice, FinInstrmId? SecurityIdentification19, "
        "Tax? TaxInformation8, RtrInf? PaymentReturnReason5, CorpActn? CorporateAction9, "
        "SfkpgAcct? SecuritiesAccount19, CshDpst* CashDeposit1, CardTx? CardTransaction17, "
        "AddtlTxInf? Max500Text, SplmtryData* SupplementaryData1"
    ),
    "EntryTransaction13": (
        "like EntryTransaction10: AmountAndCurrencyExchange3 -> AmountAndCurrencyExchange4, "
        "CardTransaction17 -> CardTransaction18, RemittanceInformation16 -> "
        "RemittanceInformation21, TaxInformation8 -> TaxInformation10, TransactionParties6 -> "
        "TransactionParties9, + PmtTpInf? PaymentTypeInformation27 after LclInstrm"
    ),
    "EntryTransaction15": (
        "like EntryTransaction13: Charges6 -> Charges15, PaymentReturnReason5 -> "
        "PaymentReturnReason8, RemittanceInformation21 -> RemittanceInformation22, "
        "RemittanceLocation7 -> RemittanceLocation8, TaxInformation10 -> TaxData1, "
        "TransactionAgents5 -> TransactionAgents6, TransactionParties9 -> TransactionParties12, "
        "TransactionQuantities3Choice -> TransactionQuantities4Choice, - CorpActn, + "
        "RltdCorpActn? CorporateAction82 after RtrInf, + UndrlygAllcn* TransactionAllocation1 "
        "after SfkpgAcct, + InstrCpy? Max20000Text after CardTx"
    ),
    "FinancialInstrumentQuantity1Choice": (
        "Unit DecimalNumber | FaceAmt ImpliedCurrencyAndAmount | AmtsdVal ImpliedCurrencyAndAmount"
    ),
    "FinancialInstrumentQuantity33Choice": (
        "like FinancialInstrumentQuantity1Choice: + DgtlTknUnit Max30DecimalNumber after AmtsdVal"
    ),
    "FromToAmountRange1": "FrAmt AmountRangeBoundary1, ToAmt AmountRangeBoundary1",
    "GenericIdentification32": (
        "Id Max35Text, Tp? PartyType3Code, Issr? PartyType4Code, ShrtNm? Max35Text"
    ),
    "IdentificationSource3Choice": (
        "Cd ExternalFinancialInstrumentIdentificationType1Code | Prtry Max35Text"
    ),
    "ImpliedCurrencyAmountRange1Choice": (
        "FrAmt AmountRangeBoundary1 | ToAmt AmountRangeBoundary1 | FrToAmt FromToAmountRange1 | "
        "EQAmt ImpliedCurrencyAndAmount | NEQAmt ImpliedCurrencyAndAmount"
    ),
    "InterestRecord2": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CdtDbtInd CreditDebitCode, "
        "Tp? InterestType1Choice, Rate? Rate4, FrToDt? DateTimePeriod1, Rsn? Max35Text, "
        "Tax? TaxCharges2"
    ),
    "InterestType1Choice": "Cd InterestType1Code | Prtry Max35Text",
    "OriginalAndCurrentQuantities1": (
        "FaceAmt ImpliedCurrencyAndAmount, AmtsdVal ImpliedCurrencyAndAmount"
    ),
    "OtherIdentification1": "Id Max35Text, Sfx? Max16Text, Tp IdentificationSource3Choice",
    "PaymentCard4": (
        "PlainCardData? PlainCardData1, CardCtryCd? Exact3NumericText, "
        "CardBrnd? GenericIdentification1, AddtlCardData? Max70Text"
    ),
    "PaymentContext3": (
        "CardPres? TrueFalseIndicator, CrdhldrPres? TrueFalseIndicator, "
        "OnLineCntxt? TrueFalseIndicator, AttndncCntxt? AttendanceContext1Code, "
        "TxEnvt? TransactionEnvironment1Code, TxChanl? TransactionChannel1Code, "
        "AttndntMsgCpbl? TrueFalseIndicator, AttndntLang? ISO2ALanguageCode, "
        "CardDataNtryMd CardDataReading1Code, FllbckInd? TrueFalseIndicator, "
        "AuthntcnMtd? CardholderAuthentication2"
    ),
    "PaymentReturnReason5": (
        "OrgnlBkTxCd? BankTransactionCodeStructure4, Orgtr? PartyIdentification135, "
        "Rsn? ReturnReason5Choice, AddtlInf* Max105Text"
    ),
    "PaymentReturnReason8": (
        "like PaymentReturnReason5: PartyIdentification135 -> PartyIdentification272"
    ),
    "PlainCardData1": (
        "PAN Min8Max28NumericText, CardSeqNb? Min2Max3NumericText, FctvDt? ISOYearMonth, "
        "XpryDt ISOYearMonth, SvcCd? Exact3NumericText, TrckData* TrackData1, "
        "CardSctyCd? CardSecurityInformation1"
    ),
    "PointOfInteraction1": (
        "Id GenericIdentification32, SysNm? Max70Text, GrpId? Max35Text, "
        "Cpblties? PointOfInteractionCapabilities1, Cmpnt* PointOfInteractionComponent1"
    ),
    "PointOfInteractionCapabilities1": (
        "CardRdngCpblties* CardDataReading1Code, "
        "CrdhldrVrfctnCpblties* CardholderVerificationCapability1Code, "
        "OnLineCpblties? OnLineCapability1Code, DispCpblties* DisplayCapabilities1, "
        "PrtLineWidth? Max3NumericText"
    ),
    "PointOfInteractionComponent1": (
        "POICmpntTp POIComponentType1Code, ManfctrId? Max35Text, Mdl? Max35Text, "
        "VrsnNb? Max16Text, SrlNb? Max35Text, ApprvlNb* Max70Text"
    ),
    "Price7": "Tp YieldedOrValueType1Choice, Val PriceRateOrAmount3Choice",
    "PriceRateOrAmount3Choice": (
        "Rate PercentageRate | Amt ActiveOrHistoricCurrencyAnd13DecimalAmount"
    ),
    "Product2": (
        "PdctCd Max70Text, UnitOfMeasr? UnitOfMeasure1Code, PdctQty? DecimalNumber, "
        "UnitPric? ImpliedCurrencyAndAmount, PdctAmt? ImpliedCurrencyAndAmount, TaxTp? Max35Text, "
        "AddtlPdctInf? Max35Text"
    ),
    "ProprietaryAgent4": "Tp Max35Text, Agt BranchAndFinancialInstitutionIdentification6",
    "ProprietaryAgent5": "Tp Max35Text, Agt BranchAndFinancialInstitutionIdentification8",
    "ProprietaryBankTransactionCodeStructure1": "Cd Max35Text, Issr? Max35Text",
    "ProprietaryDate3": "Tp Max35Text, Dt DateAndDateTime2Choice",
    "ProprietaryParty5": "Tp Max35Text, Pty Party40Choice",
    "ProprietaryParty6": "Tp Max35Text, Pty Party50Choice",
    "ProprietaryPrice2": "Tp Max35Text, Pric ActiveOrHistoricCurrencyAndAmount",
    "ProprietaryQuantity1": "Tp Max35Text, Qty Max35Text",
    "Rate4": "Tp RateType4Choice, VldtyRg? ActiveOrHistoricCurrencyAndAmountRange2",
    "RateType4Choice": "Pctg PercentageRate | Othr Max35Text",
    "SecuritiesAccount19": "Id Max35Text, Tp? GenericIdentification30, Nm? Max70Text",
    "SecurityIdentification19": (
        "ISIN? ISINOct2015Identifier, OthrId* OtherIdentification1, Desc? Max140Text"
    ),
    "TrackData1": "TrckNb? Exact1NumericText, TrckVal Max140Text",
    "TransactionAgents5": (
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification6, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt1? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt2? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt3? BranchAndFinancialInstitutionIdentification6, "
        "RcvgAgt? BranchAndFinancialInstitutionIdentification6, "
        "DlvrgAgt? BranchAndFinancialInstitutionIdentification6, "
        "IssgAgt? BranchAndFinancialInstitutionIdentification6, "
        "SttlmPlc? BranchAndFinancialInstitutionIdentification6, Prtry* ProprietaryAgent4"
    ),
    "TransactionAgents6": (
        "like TransactionAgents5: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, ProprietaryAgent4 -> ProprietaryAgent5"
    ),
    "TransactionDates3": (
        "AccptncDtTm? ISODateTime, TradActvtyCtrctlSttlmDt? ISODate, TradDt? ISODate, "
        "IntrBkSttlmDt? ISODate, StartDt? ISODate, EndDt? ISODate, TxDtTm? ISODateTime, "
        "Prtry* ProprietaryDate3"
    ),
    "TransactionIdentifier1": "TxDtTm ISODateTime, TxRef Max35Text",
    "TransactionInterest4": (
        "TtlIntrstAndTaxAmt? ActiveOrHistoricCurrencyAndAmount, Rcrd* InterestRecord2"
    ),
    "TransactionParties6": (
        "InitgPty? Party40Choice, Dbtr? Party40Choice, DbtrAcct? CashAccount38, "
        "UltmtDbtr? Party40Choice, Cdtr? Party40Choice, CdtrAcct? CashAccount38, "
        "UltmtCdtr? Party40Choice, TradgPty? Party40Choice, Prtry* ProprietaryParty5"
    ),
    "TransactionParties9": "like TransactionParties6: CashAccount38 -> CashAccount40",
    "TransactionParties12": (
        "like TransactionParties9: Party40Choice -> Party50Choice, ProprietaryParty5 -> "
        "ProprietaryParty6"
    ),
    "TransactionPrice4Choice": "DealPric Price7 | Prtry+ ProprietaryPrice2",
    "TransactionQuantities3Choice": (
        "Qty FinancialInstrumentQuantity1Choice | "
        "OrgnlAndCurFaceAmt OriginalAndCurrentQuantities1 | Prtry ProprietaryQuantity1"
    ),
    "TransactionQuantities4Choice": (
        "Qty FinancialInstrumentQuantity33Choice | "
        "OrgnlAndCurFaceAmt OriginalAndCurrentQuantities1 | Prtry ProprietaryQuantity1"
    ),
    "YieldedOrValueType1Choice": "Yldd YesNoIndicator | ValTp PriceValueType1Code",
}
