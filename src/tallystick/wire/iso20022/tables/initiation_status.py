"""Types: pain.002, how a customer's order stands.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pain.002.001.10": "Document CstmrPmtStsRpt CustomerPaymentStatusReportV10",
    "pain.002.001.14": "Document CstmrPmtStsRpt CustomerPaymentStatusReportV14",
}

TYPES: Final = {
    "CurrencyExchange13": (
        "SrcCcy ActiveCurrencyCode, TrgtCcy ActiveCurrencyCode, XchgRate BaseOneRate, "
        "UnitCcy? ActiveCurrencyCode"
    ),
    "CustomerPaymentStatusReportV10": (
        "GrpHdr GroupHeader86, OrgnlGrpInfAndSts OriginalGroupHeader17, "
        "OrgnlPmtInfAndSts* OriginalPaymentInstruction32, SplmtryData* SupplementaryData1"
    ),
    "CustomerPaymentStatusReportV14": (
        "GrpHdr GroupHeader128, OrgnlGrpInfAndSts OriginalGroupHeader22, "
        "OrgnlPmtInfAndSts* OriginalPaymentInstruction51, SplmtryData* SupplementaryData1"
    ),
    "GroupHeader86": (
        "MsgId Max35Text, CreDtTm ISODateTime, InitgPty? PartyIdentification135, "
        "FwdgAgt? BranchAndFinancialInstitutionIdentification6, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification6, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification6"
    ),
    "GroupHeader128": "like GroupHeader111: InitgPty? PartyIdentification272",
    "OriginalPaymentInstruction32": (
        "like OriginalPaymentInstruction31: PaymentTransaction104 -> PaymentTransaction105"
    ),
    "OriginalPaymentInstruction51": (
        "like OriginalPaymentInstruction47: PaymentTransaction150 -> PaymentTransaction160"
    ),
    "PaymentTransaction105": (
        "like PaymentTransaction104: OriginalTransactionReference29 -> "
        "OriginalTransactionReference28, - PmtCondSts, - DbtrDcsnDtTm, - NclsdFile, + TrckrData? "
        "TrackerData1 after ChrgsInf"
    ),
    "PaymentTransaction160": (
        "like PaymentTransaction150: OriginalTransactionReference40 -> "
        "OriginalTransactionReference42, - PmtCondSts, - DbtrDcsnDtTm, - NclsdFile, + TrckrData? "
        "TrackerData7 after ChrgsInf"
    ),
    "TrackerData1": (
        "ConfdDt DateAndDateTime2Choice, ConfdAmt ActiveCurrencyAndAmount, "
        "TrckrRcrd+ TrackerRecord1"
    ),
    "TrackerData7": "like TrackerData1: TrackerRecord1 -> TrackerRecord5",
    "TrackerRecord1": (
        "Agt BranchAndFinancialInstitutionIdentification6, ChrgBr? ChargeBearerType1Code, "
        "ChrgsAmt? ActiveCurrencyAndAmount, XchgRateData? CurrencyExchange13"
    ),
    "TrackerRecord5": (
        "Agt BranchAndFinancialInstitutionIdentification8, ChrgBr? ChargeBearerType1Code, "
        "ChrgsAmt? ActiveCurrencyAndAmount, XchgRateData? CurrencyExchange13"
    ),
}
