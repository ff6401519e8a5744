"""Types: pacs.008, a customer's credit transfer between banks.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.008.001.08": "Document FIToFICstmrCdtTrf FIToFICustomerCreditTransferV08",
    "pacs.008.001.10": "Document FIToFICstmrCdtTrf FIToFICustomerCreditTransferV10",
    "pacs.008.001.11": "Document FIToFICstmrCdtTrf FIToFICustomerCreditTransferV11",
    "pacs.008.001.12": "Document FIToFICstmrCdtTrf FIToFICustomerCreditTransferV12",
    "pacs.008.001.13": "Document FIToFICstmrCdtTrf FIToFICustomerCreditTransferV13",
}

TYPES: Final = {
    "AdditionalDateTime1": (
        "AccptncDtTm? ISODateTime, PoolgAdjstmntDt? ISODate, XpryDtTm? ISODateTime"
    ),
    "CreditTransferTransaction39": (
        "like CreditTransferTransaction36: InstructionForCreditorAgent2 -> "
        "InstructionForCreditorAgent1, RemittanceInformation2 -> RemittanceInformation16, - "
        "UndrlygCstmrCdtTrf, + AccptncDtTm? ISODateTime after SttlmTmReq, + PoolgAdjstmntDt? "
        "ISODate after AccptncDtTm, + InstdAmt? ActiveOrHistoricCurrencyAndAmount after "
        "PoolgAdjstmntDt, + XchgRate? BaseOneRate after InstdAmt, + ChrgBr ChargeBearerType1Code "
        "after XchgRate, + ChrgsInf* Charges7 after ChrgBr, UltmtDbtr? PartyIdentification135, + "
        "InitgPty? PartyIdentification135 after UltmtDbtr, Dbtr PartyIdentification135, DbtrAgt "
        "BranchAndFinancialInstitutionIdentification6, CdtrAgt "
        "BranchAndFinancialInstitutionIdentification6, Cdtr PartyIdentification135, UltmtCdtr? "
        "PartyIdentification135, + RgltryRptg{0,10} RegulatoryReporting3 after Purp, + Tax? "
        "TaxInformation8 after RgltryRptg, + RltdRmtInf{0,10} RemittanceLocation7 after Tax"
    ),
    "CreditTransferTransaction50": (
        "like CreditTransferTransaction39: CashAccount38 -> CashAccount40, "
        "InstructionForCreditorAgent1 -> InstructionForCreditorAgent3, PaymentIdentification7 -> "
        "PaymentIdentification13, RemittanceInformation16 -> RemittanceInformation21, "
        "TaxInformation8 -> TaxInformation10, + MndtRltdInf? CreditTransferMandateData1 after "
        "ChrgsInf"
    ),
    "CreditTransferTransaction58": "like CreditTransferTransaction50: Charges7 -> Charges12",
    "CreditTransferTransaction64": (
        "like CreditTransferTransaction50: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, Charges7 -> Charges16, "
        "PartyIdentification135 -> PartyIdentification272, RemittanceInformation21 -> "
        "RemittanceInformation22, RemittanceLocation7 -> RemittanceLocation8, TaxInformation10 -> "
        "TaxData1"
    ),
    "CreditTransferTransaction70": (
        "like CreditTransferTransaction64: - AccptncDtTm, - PoolgAdjstmntDt, + AddtlDtTm? "
        "AdditionalDateTime1 after SttlmTmReq, + AgrdRate? CurrencyExchange26 after XchgRate, + "
        "PmtSgntr? CryptographicKey1Choice after MndtRltdInf"
    ),
    "FIToFICustomerCreditTransferV08": (
        "GrpHdr GroupHeader93, CdtTrfTxInf+ CreditTransferTransaction39, "
        "SplmtryData* SupplementaryData1"
    ),
    "FIToFICustomerCreditTransferV10": (
        "GrpHdr GroupHeader96, CdtTrfTxInf+ CreditTransferTransaction50, "
        "SplmtryData* SupplementaryData1"
    ),
    "FIToFICustomerCreditTransferV11": (
        "GrpHdr GroupHeader96, CdtTrfTxInf+ CreditTransferTransaction58, "
        "SplmtryData* SupplementaryData1"
    ),
    "FIToFICustomerCreditTransferV12": (
        "GrpHdr GroupHeader113, CdtTrfTxInf+ CreditTransferTransaction64, "
        "SplmtryData* SupplementaryData1"
    ),
    "FIToFICustomerCreditTransferV13": (
        "GrpHdr GroupHeader131, CdtTrfTxInf+ CreditTransferTransaction70, "
        "SplmtryData* SupplementaryData1"
    ),
}
