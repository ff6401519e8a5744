"""Types: what a message repeats of the payment it speaks of.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

TYPES: Final = {
    "ActiveCurrencyAndAmount": "ActiveCurrencyAndAmount_SimpleType @Ccy ActiveCurrencyCode",
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
    "AmendmentInformationDetails14": (
        "like AmendmentInformationDetails13: CashAccount38 -> CashAccount40"
    ),
    "AmendmentInformationDetails15": (
        "like AmendmentInformationDetails14: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, PartyIdentification135 -> "
        "PartyIdentification272"
    ),
    "AmountType4Choice": "InstdAmt ActiveOrHistoricCurrencyAndAmount | EqvtAmt EquivalentAmount2",
    "CategoryPurpose1Choice": "Cd ExternalCategoryPurpose1Code | Prtry Max35Text",
    "ClearingSystemIdentification3Choice": "Cd ExternalCashClearingSystem1Code | Prtry Max35Text",
    "CreditTransferMandateData1": (
        "MndtId? Max35Text, Tp? MandateTypeInformation2, DtOfSgntr? ISODate, "
        "DtOfVrfctn? ISODateTime, ElctrncSgntr? Max10KBinary, FrstPmtDt? ISODate, "
        "FnlPmtDt? ISODate, Frqcy? Frequency36Choice, Rsn? MandateSetupReason1Choice"
    ),
    "CreditTransferTransaction52": (
        "like CreditTransferTransaction45: CashAccount38 -> CashAccount40, "
        "RemittanceInformation16 -> RemittanceInformation21, TaxInformation8 -> TaxInformation10"
    ),
    "CreditTransferTransaction63": (
        "like CreditTransferTransaction52: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, PartyIdentification135 -> "
        "PartyIdentification272, RemittanceInformation21 -> RemittanceInformation22, "
        "TaxInformation10 -> TaxData1"
    ),
    "CreditTransferTransaction68": (
        "like CreditTransferTransaction63: + PmtId? PaymentIdentification13 after -, + PmtTpInf? "
        "PaymentTypeInformation28 after PmtId, + Purp? Purpose2Choice after InstrForNxtAgt"
    ),
    "CreditTransferTransaction69": (
        "like CreditTransferTransaction67: - UndrlygCstmrCdtTrf, - UndrlygFICdtTrf, - SplmtryData"
    ),
    "CryptographicKey1Choice": "ILPV4 HexBinaryText | Sgntr SHA256SignatureText",
    "DateAndDateTime2Choice": "Dt ISODate | DtTm ISODateTime",
    "Document12": (
        "Tp DocumentType1Choice, Id Max35Text, IsseDt DateAndDateTime2Choice, Nm? Max140Text, "
        "LangCd? LanguageCode, Frmt DocumentFormat1Choice, FileNm? Max140Text, "
        "DgtlSgntr? PartyAndSignature3, Nclsr Max10MbBinary"
    ),
    "DocumentFormat1Choice": "Cd ExternalDocumentFormat1Code | Prtry GenericIdentification1",
    "DocumentType1Choice": "Cd ExternalDocumentType1Code | Prtry GenericIdentification1",
    "EquivalentAmount2": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CcyOfTrf ActiveOrHistoricCurrencyCode"
    ),
    "Frequency36Choice": "Tp Frequency6Code | Prd FrequencyPeriod1 | PtInTm FrequencyAndMoment1",
    "FrequencyAndMoment1": "Tp Frequency6Code, PtInTm Exact2NumericText",
    "FrequencyPeriod1": "Tp Frequency6Code, CntPerPrd DecimalNumber",
    "GenericIdentification1": "Id Max35Text, SchmeNm? Max35Text, Issr? Max35Text",
    "InstructionForCreditorAgent3": (
        "Cd? ExternalCreditorAgentInstruction1Code, InstrInf? Max140Text"
    ),
    "InstructionForNextAgent1": "Cd? Instruction4Code, InstrInf? Max140Text",
    "LocalInstrument2Choice": "Cd ExternalLocalInstrument1Code | Prtry Max35Text",
    "MandateClassification1Choice": "Cd MandateClassification1Code | Prtry Max35Text",
    "MandateRelatedData2Choice": (
        "DrctDbtMndt? MandateRelatedInformation15 | CdtTrfMndt? CreditTransferMandateData1"
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
    "MandateRelatedInformation15": (
        "like MandateRelatedInformation14: AmendmentInformationDetails13 -> "
        "AmendmentInformationDetails14"
    ),
    "MandateRelatedInformation16": (
        "like MandateRelatedInformation14: AmendmentInformationDetails13 -> "
        "AmendmentInformationDetails15"
    ),
    "MandateSetupReason1Choice": "Cd ExternalMandateSetupReason1Code | Prtry Max70Text",
    "MandateTypeInformation2": (
        "SvcLvl? ServiceLevel8Choice, LclInstrm? LocalInstrument2Choice, "
        "CtgyPurp? CategoryPurpose1Choice, Clssfctn? MandateClassification1Choice"
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
    "OriginalTransactionReference35": (
        "like OriginalTransactionReference28: CashAccount38 -> CashAccount40, "
        "MandateRelatedInformation14 -> MandateRelatedData2Choice, RemittanceInformation16 -> "
        "RemittanceInformation21, SettlementInstruction7 -> SettlementInstruction11"
    ),
    "OriginalTransactionReference42": "like OriginalTransactionReference41: - UndrlygCstmrCdtTrf",
    "PartyAndSignature3": "Pty PartyIdentification135, Sgntr SkipPayload",
    "PaymentIdentification13": "like PaymentIdentification7",
    "PaymentTypeInformation26": (
        "InstrPrty? Priority2Code, SvcLvl* ServiceLevel8Choice, "
        "LclInstrm? LocalInstrument2Choice, CtgyPurp? CategoryPurpose1Choice"
    ),
    "PaymentTypeInformation27": (
        "like PaymentTypeInformation26: + ClrChanl? ClearingChannel2Code after InstrPrty, + "
        "SeqTp? SequenceType3Code after LclInstrm"
    ),
    "PaymentTypeInformation28": "like PaymentTypeInformation27: - SeqTp",
    "Purpose2Choice": "Cd ExternalPurpose1Code | Prtry Max35Text",
    "References74Choice": (
        "SctiesSttlmTxId Max35Text | IntraPosMvmntId Max35Text | IntraBalMvmntId Max35Text | "
        "AcctSvcrTxId Max35Text | MktInfrstrctrTxId Max35Text | "
        "CtrPtyMktInfrstrctrTxId? Max35Text | PoolId Max35Text | CmonId Max35Text | "
        "TradId Max52Text | OthrTxId Max35Text"
    ),
    "ServiceLevel8Choice": "Cd ExternalServiceLevel1Code | Prtry Max35Text",
    "SettlementDateTimeIndication1": "DbtDtTm? ISODateTime, CdtDtTm? ISODateTime",
    "SettlementInstruction7": (
        "SttlmMtd SettlementMethod1Code, SttlmAcct? CashAccount38, "
        "ClrSys? ClearingSystemIdentification3Choice, "
        "InstgRmbrsmntAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstgRmbrsmntAgtAcct? CashAccount38, "
        "InstdRmbrsmntAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdRmbrsmntAgtAcct? CashAccount38, "
        "ThrdRmbrsmntAgt? BranchAndFinancialInstitutionIdentification6, "
        "ThrdRmbrsmntAgtAcct? CashAccount38"
    ),
    "SettlementInstruction11": "like SettlementInstruction7: CashAccount38 -> CashAccount40",
    "SettlementInstruction15": (
        "like SettlementInstruction11: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8"
    ),
    "SettlementTimeRequest2": "CLSTm? ISOTime, TillTm? ISOTime, FrTm? ISOTime, RjctTm? ISOTime",
    "SkipPayload": "any ##any skip",
    "TaxInformation8": "like TaxInformation7: - UltmtDbtr",
    "TaxInformation10": "like TaxInformation8: TaxRecord2 -> TaxRecord3",
    "TransactionAllocation1": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CdtDbtInd CreditDebitCode, Acct CashAccount40, "
        "Purp Purpose2Choice, Ref Max35Text, RltdRefs* References74Choice"
    ),
}
