"""Types: what several kinds of message say of a payment.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

TYPES: Final = {
    "CategoryPurpose1Choice": "Cd ExternalCategoryPurpose1Code | Prtry Max35Text",
    "ChargeType3Choice": "Cd ExternalChargeType1Code | Prtry GenericIdentification3",
    "Charges16": (
        "Amt ActiveOrHistoricCurrencyAndAmount, Agt BranchAndFinancialInstitutionIdentification8, "
        "Tp? ChargeType3Choice"
    ),
    "Charges7": (
        "Amt ActiveOrHistoricCurrencyAndAmount, Agt BranchAndFinancialInstitutionIdentification6"
    ),
    "ClearingSystemIdentification3Choice": "Cd ExternalCashClearingSystem1Code | Prtry Max35Text",
    "CreditTransferMandateData1": (
        "MndtId? Max35Text, Tp? MandateTypeInformation2, DtOfSgntr? ISODate, "
        "DtOfVrfctn? ISODateTime, ElctrncSgntr? Max10KBinary, FrstPmtDt? ISODate, "
        "FnlPmtDt? ISODate, Frqcy? Frequency36Choice, Rsn? MandateSetupReason1Choice"
    ),
    "Frequency36Choice": "Tp Frequency6Code | Prd FrequencyPeriod1 | PtInTm FrequencyAndMoment1",
    "FrequencyAndMoment1": "Tp Frequency6Code, PtInTm Exact2NumericText",
    "FrequencyPeriod1": "Tp Frequency6Code, CntPerPrd DecimalNumber",
    "GenericIdentification3": "Id Max35Text, Issr? Max35Text",
    "LocalInstrument2Choice": "Cd ExternalLocalInstrument1Code | Prtry Max35Text",
    "MandateClassification1Choice": "Cd MandateClassification1Code | Prtry Max35Text",
    "MandateSetupReason1Choice": "Cd ExternalMandateSetupReason1Code | Prtry Max70Text",
    "MandateTypeInformation2": (
        "SvcLvl? ServiceLevel8Choice, LclInstrm? LocalInstrument2Choice, "
        "CtgyPurp? CategoryPurpose1Choice, Clssfctn? MandateClassification1Choice"
    ),
    "Purpose2Choice": "Cd ExternalPurpose1Code | Prtry Max35Text",
    "ServiceLevel8Choice": "Cd ExternalServiceLevel1Code | Prtry Max35Text",
    "SettlementInstruction15": (
        "SttlmMtd SettlementMethod1Code, SttlmAcct? CashAccount40, "
        "ClrSys? ClearingSystemIdentification3Choice, "
        "InstgRmbrsmntAgt? BranchAndFinancialInstitutionIdentification8, "
        "InstgRmbrsmntAgtAcct? CashAccount40, "
        "InstdRmbrsmntAgt? BranchAndFinancialInstitutionIdentification8, "
        "InstdRmbrsmntAgtAcct? CashAccount40, "
        "ThrdRmbrsmntAgt? BranchAndFinancialInstitutionIdentification8, "
        "ThrdRmbrsmntAgtAcct? CashAccount40"
    ),
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
    "SupplementaryData1": "PlcAndNm? Max350Text, Envlp SupplementaryDataEnvelope1",
    "SupplementaryDataEnvelope1": "any ##any",
}
