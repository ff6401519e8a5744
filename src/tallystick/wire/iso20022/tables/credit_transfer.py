"""Types: pacs.008, a customer's credit transfer between banks.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.008.001.08": "Document FIToFICstmrCdtTrf FIToFICustomerCreditTransferV08",
    "pacs.008.001.13": "Document FIToFICstmrCdtTrf FIToFICustomerCreditTransferV13",
}

TYPES: Final = {
    "ActiveCurrencyAndAmount": "ActiveCurrencyAndAmount_SimpleType @Ccy ActiveCurrencyCode",
    "AdditionalDateTime1": (
        "AccptncDtTm? ISODateTime, PoolgAdjstmntDt? ISODate, XpryDtTm? ISODateTime"
    ),
    "CreditTransferTransaction39": (
        "PmtId PaymentIdentification7, PmtTpInf? PaymentTypeInformation28, "
        "IntrBkSttlmAmt ActiveCurrencyAndAmount, IntrBkSttlmDt? ISODate, "
        "SttlmPrty? Priority3Code, SttlmTmIndctn? SettlementDateTimeIndication1, "
        "SttlmTmReq? SettlementTimeRequest2, AccptncDtTm? ISODateTime, PoolgAdjstmntDt? ISODate, "
        "InstdAmt? ActiveOrHistoricCurrencyAndAmount, XchgRate? BaseOneRate, "
        "ChrgBr ChargeBearerType1Code, ChrgsInf* Charges7, "
        "PrvsInstgAgt1? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt1Acct? CashAccount38, "
        "PrvsInstgAgt2? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt2Acct? CashAccount38, "
        "PrvsInstgAgt3? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt3Acct? CashAccount38, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt1? BranchAndFinancialInstitutionIdentification6, IntrmyAgt1Acct? CashAccount38, "
        "IntrmyAgt2? BranchAndFinancialInstitutionIdentification6, IntrmyAgt2Acct? CashAccount38, "
        "IntrmyAgt3? BranchAndFinancialInstitutionIdentification6, IntrmyAgt3Acct? CashAccount38, "
        "UltmtDbtr? PartyIdentification135, InitgPty? PartyIdentification135, "
        "Dbtr PartyIdentification135, DbtrAcct? CashAccount38, "
        "DbtrAgt BranchAndFinancialInstitutionIdentification6, DbtrAgtAcct? CashAccount38, "
        "CdtrAgt BranchAndFinancialInstitutionIdentification6, CdtrAgtAcct? CashAccount38, "
        "Cdtr PartyIdentification135, CdtrAcct? CashAccount38, UltmtCdtr? PartyIdentification135, "
        "InstrForCdtrAgt* InstructionForCreditorAgent1, InstrForNxtAgt* InstructionForNextAgent1, "
        "Purp? Purpose2Choice, RgltryRptg{0,10} RegulatoryReporting3, Tax? TaxInformation8, "
        "RltdRmtInf{0,10} RemittanceLocation7, RmtInf? RemittanceInformation16, "
        "SplmtryData* SupplementaryData1"
    ),
    "CreditTransferTransaction70": (
        "PmtId PaymentIdentification13, PmtTpInf? PaymentTypeInformation28, "
        "IntrBkSttlmAmt ActiveCurrencyAndAmount, IntrBkSttlmDt? ISODate, "
        "SttlmPrty? Priority3Code, SttlmTmIndctn? SettlementDateTimeIndication1, "
        "SttlmTmReq? SettlementTimeRequest2, AddtlDtTm? AdditionalDateTime1, "
        "InstdAmt? ActiveOrHistoricCurrencyAndAmount, XchgRate? BaseOneRate, "
        "AgrdRate? CurrencyExchange26, ChrgBr ChargeBearerType1Code, ChrgsInf* Charges16, "
        "MndtRltdInf? CreditTransferMandateData1, PmtSgntr? CryptographicKey1Choice, "
        "PrvsInstgAgt1? BranchAndFinancialInstitutionIdentification8, "
        "PrvsInstgAgt1Acct? CashAccount40, "
        "PrvsInstgAgt2? BranchAndFinancialInstitutionIdentification8, "
        "PrvsInstgAgt2Acct? CashAccount40, "
        "PrvsInstgAgt3? BranchAndFinancialInstitutionIdentification8, "
        "PrvsInstgAgt3Acct? CashAccount40, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification8, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification8, "
        "IntrmyAgt1? BranchAndFinancialInstitutionIdentification8, IntrmyAgt1Acct? CashAccount40, "
        "IntrmyAgt2? BranchAndFinancialInstitutionIdentification8, IntrmyAgt2Acct? CashAccount40, "
        "IntrmyAgt3? BranchAndFinancialInstitutionIdentification8, IntrmyAgt3Acct? CashAccount40, "
        "UltmtDbtr? PartyIdentification272, InitgPty? PartyIdentification272, "
        "Dbtr PartyIdentification272, DbtrAcct? CashAccount40, "
        "DbtrAgt BranchAndFinancialInstitutionIdentification8, DbtrAgtAcct? CashAccount40, "
        "CdtrAgt BranchAndFinancialInstitutionIdentification8, CdtrAgtAcct? CashAccount40, "
        "Cdtr PartyIdentification272, CdtrAcct? CashAccount40, UltmtCdtr? PartyIdentification272, "
        "InstrForCdtrAgt* InstructionForCreditorAgent3, InstrForNxtAgt* InstructionForNextAgent1, "
        "Purp? Purpose2Choice, RgltryRptg{0,10} RegulatoryReporting3, Tax? TaxData1, "
        "RltdRmtInf{0,10} RemittanceLocation8, RmtInf? RemittanceInformation22, "
        "SplmtryData* SupplementaryData1"
    ),
    "CryptographicKey1Choice": "ILPV4 HexBinaryText | Sgntr SHA256SignatureText",
    "CurrencyExchange26": (
        "UnitCcy? ActiveOrHistoricCurrencyCode, QtdCcy? ActiveOrHistoricCurrencyCode, "
        "PreAgrdXchgRate BaseOneRate, QtnDtTm? ISODateTime, QtId? UUIDv4Identifier, "
        "FXAgt? BranchAndFinancialInstitutionIdentification8"
    ),
    "FIToFICustomerCreditTransferV08": (
        "GrpHdr GroupHeader93, CdtTrfTxInf+ CreditTransferTransaction39, "
        "SplmtryData* SupplementaryData1"
    ),
    "FIToFICustomerCreditTransferV13": (
        "GrpHdr GroupHeader131, CdtTrfTxInf+ CreditTransferTransaction70, "
        "SplmtryData* SupplementaryData1"
    ),
    "GroupHeader131": (
        "MsgId Max35Text, CreDtTm ISODateTime, XpryDtTm? ISODateTime, "
        "BtchBookg? BatchBookingIndicator, NbOfTxs Max15NumericText, CtrlSum? DecimalNumber, "
        "TtlIntrBkSttlmAmt? ActiveCurrencyAndAmount, IntrBkSttlmDt? ISODate, "
        "SttlmInf SettlementInstruction15, PmtTpInf? PaymentTypeInformation28, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification8, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification8"
    ),
    "GroupHeader93": (
        "MsgId Max35Text, CreDtTm ISODateTime, BtchBookg? BatchBookingIndicator, "
        "NbOfTxs Max15NumericText, CtrlSum? DecimalNumber, "
        "TtlIntrBkSttlmAmt? ActiveCurrencyAndAmount, IntrBkSttlmDt? ISODate, "
        "SttlmInf SettlementInstruction7, PmtTpInf? PaymentTypeInformation28, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6"
    ),
    "InstructionForCreditorAgent1": "Cd? Instruction3Code, InstrInf? Max140Text",
    "InstructionForCreditorAgent3": (
        "Cd? ExternalCreditorAgentInstruction1Code, InstrInf? Max140Text"
    ),
    "InstructionForNextAgent1": "Cd? Instruction4Code, InstrInf? Max140Text",
    "NameAndAddress16": "Nm Max140Text, Adr PostalAddress24",
    "NameAndAddress18": "Nm Max140Text, Adr PostalAddress27",
    "PaymentIdentification13": (
        "InstrId? Max35Text, EndToEndId Max35Text, TxId? Max35Text, UETR? UUIDv4Identifier, "
        "ClrSysRef? Max35Text"
    ),
    "PaymentIdentification7": (
        "InstrId? Max35Text, EndToEndId Max35Text, TxId? Max35Text, UETR? UUIDv4Identifier, "
        "ClrSysRef? Max35Text"
    ),
    "PaymentTypeInformation28": (
        "InstrPrty? Priority2Code, ClrChanl? ClearingChannel2Code, SvcLvl* ServiceLevel8Choice, "
        "LclInstrm? LocalInstrument2Choice, CtgyPurp? CategoryPurpose1Choice"
    ),
    "RegulatoryAuthority2": "Nm? Max140Text, Ctry? CountryCode",
    "RegulatoryReporting3": (
        "DbtCdtRptgInd? RegulatoryReportingType1Code, Authrty? RegulatoryAuthority2, "
        "Dtls* StructuredRegulatoryReporting3"
    ),
    "RemittanceLocation7": "RmtId? Max35Text, RmtLctnDtls* RemittanceLocationData1",
    "RemittanceLocation8": "RmtId? Max35Text, RmtLctnDtls* RemittanceLocationData2",
    "RemittanceLocationData1": (
        "Mtd RemittanceLocationMethod2Code, ElctrncAdr? Max2048Text, PstlAdr? NameAndAddress16"
    ),
    "RemittanceLocationData2": (
        "Mtd RemittanceLocationMethod2Code, ElctrncAdr? Max2048Text, PstlAdr? NameAndAddress18"
    ),
    "SettlementDateTimeIndication1": "DbtDtTm? ISODateTime, CdtDtTm? ISODateTime",
    "SettlementTimeRequest2": "CLSTm? ISOTime, TillTm? ISOTime, FrTm? ISOTime, RjctTm? ISOTime",
    "StructuredRegulatoryReporting3": (
        "Tp? Max35Text, Dt? ISODate, Ctry? CountryCode, Cd? Max10Text, "
        "Amt? ActiveOrHistoricCurrencyAndAmount, Inf* Max35Text"
    ),
    "TaxInformation8": (
        "Cdtr? TaxParty1, Dbtr? TaxParty2, AdmstnZone? Max35Text, RefNb? Max140Text, "
        "Mtd? Max35Text, TtlTaxblBaseAmt? ActiveOrHistoricCurrencyAndAmount, "
        "TtlTaxAmt? ActiveOrHistoricCurrencyAndAmount, Dt? ISODate, SeqNb? Number, "
        "Rcrd* TaxRecord2"
    ),
}
