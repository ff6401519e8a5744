"""Types: pain.001, a customer's order to its bank.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pain.001.001.09": "Document CstmrCdtTrfInitn CustomerCreditTransferInitiationV09",
    "pain.001.001.12": "Document CstmrCdtTrfInitn CustomerCreditTransferInitiationV12",
}

TYPES: Final = {
    "CreditTransferTransaction34": (
        "PmtId PaymentIdentification6, PmtTpInf? PaymentTypeInformation26, Amt AmountType4Choice, "
        "XchgRateInf? ExchangeRate1, ChrgBr? ChargeBearerType1Code, ChqInstr? Cheque11, "
        "UltmtDbtr? PartyIdentification135, "
        "IntrmyAgt1? BranchAndFinancialInstitutionIdentification6, IntrmyAgt1Acct? CashAccount38, "
        "IntrmyAgt2? BranchAndFinancialInstitutionIdentification6, IntrmyAgt2Acct? CashAccount38, "
        "IntrmyAgt3? BranchAndFinancialInstitutionIdentification6, IntrmyAgt3Acct? CashAccount38, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification6, CdtrAgtAcct? CashAccount38, "
        "Cdtr? PartyIdentification135, CdtrAcct? CashAccount38, "
        "UltmtCdtr? PartyIdentification135, InstrForCdtrAgt* InstructionForCreditorAgent1, "
        "InstrForDbtrAgt? Max140Text, Purp? Purpose2Choice, "
        "RgltryRptg{0,10} RegulatoryReporting3, Tax? TaxInformation8, "
        "RltdRmtInf{0,10} RemittanceLocation7, RmtInf? RemittanceInformation16, "
        "SplmtryData* SupplementaryData1"
    ),
    "CreditTransferTransaction61": (
        "like CreditTransferTransaction34: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, CashAccount38 -> CashAccount40, Cheque11 "
        "-> Cheque19, InstructionForCreditorAgent1 -> InstructionForCreditorAgent3, Max140Text -> "
        "InstructionForDebtorAgent1, PartyIdentification135 -> PartyIdentification272, "
        "RemittanceInformation16 -> RemittanceInformation22, RemittanceLocation7 -> "
        "RemittanceLocation8, TaxInformation8 -> TaxData1, + MndtRltdInf? "
        "CreditTransferMandateData1 after ChrgBr"
    ),
    "CustomerCreditTransferInitiationV09": (
        "GrpHdr GroupHeader85, PmtInf+ PaymentInstruction30, SplmtryData* SupplementaryData1"
    ),
    "CustomerCreditTransferInitiationV12": (
        "GrpHdr GroupHeader114, PmtInf+ PaymentInstruction44, SplmtryData* SupplementaryData1"
    ),
    "ExchangeRate1": (
        "UnitCcy? ActiveOrHistoricCurrencyCode, XchgRate? BaseOneRate, "
        "RateTp? ExchangeRateType1Code, CtrctId? Max35Text"
    ),
    "GroupHeader85": (
        "like GroupHeader78: + Authstn{0,2} Authorisation1Choice after CreDtTm, + FwdgAgt? "
        "BranchAndFinancialInstitutionIdentification6 after InitgPty"
    ),
    "GroupHeader114": (
        "like GroupHeader112: + Authstn{0,2} Authorisation1Choice after CreDtTm, + InitnSrc? "
        "PaymentInitiationSource1 after FwdgAgt"
    ),
    "InstructionForDebtorAgent1": "Cd? ExternalDebtorAgentInstruction1Code, InstrInf? Max140Text",
    "PaymentInitiationSource1": "Nm Max140Text, Prvdr? Max35Text, Vrsn? Max35Text",
    "PaymentInstruction30": (
        "PmtInfId Max35Text, PmtMtd PaymentMethod3Code, BtchBookg? BatchBookingIndicator, "
        "NbOfTxs? Max15NumericText, CtrlSum? DecimalNumber, PmtTpInf? PaymentTypeInformation26, "
        "ReqdExctnDt DateAndDateTime2Choice, PoolgAdjstmntDt? ISODate, "
        "Dbtr PartyIdentification135, DbtrAcct CashAccount38, "
        "DbtrAgt BranchAndFinancialInstitutionIdentification6, DbtrAgtAcct? CashAccount38, "
        "InstrForDbtrAgt? Max140Text, UltmtDbtr? PartyIdentification135, "
        "ChrgBr? ChargeBearerType1Code, ChrgsAcct? CashAccount38, "
        "ChrgsAcctAgt? BranchAndFinancialInstitutionIdentification6, "
        "CdtTrfTxInf+ CreditTransferTransaction34"
    ),
    "PaymentInstruction44": (
        "like PaymentInstruction30: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, CashAccount38 -> CashAccount40, "
        "CreditTransferTransaction34 -> CreditTransferTransaction61, PartyIdentification135 -> "
        "PartyIdentification272, + ReqdAdvcTp? AdviceType1 after PmtMtd"
    ),
}
