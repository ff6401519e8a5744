"""Types: pacs.002, how a payment stands.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.002.001.10": "Document FIToFIPmtStsRpt FIToFIPaymentStatusReportV10",
    "pacs.002.001.12": "Document FIToFIPmtStsRpt FIToFIPaymentStatusReportV12",
    "pacs.002.001.13": "Document FIToFIPmtStsRpt FIToFIPaymentStatusReportV13",
    "pacs.002.001.14": "Document FIToFIPmtStsRpt FIToFIPaymentStatusReportV14",
    "pacs.002.001.15": "Document FIToFIPmtStsRpt FIToFIPaymentStatusReportV15",
}

TYPES: Final = {
    "FIToFIPaymentStatusReportV10": (
        "GrpHdr GroupHeader91, OrgnlGrpInfAndSts* OriginalGroupHeader17, "
        "TxInfAndSts* PaymentTransaction110, SplmtryData* SupplementaryData1"
    ),
    "FIToFIPaymentStatusReportV12": (
        "GrpHdr GroupHeader101, OrgnlGrpInfAndSts* OriginalGroupHeader17, "
        "TxInfAndSts* PaymentTransaction130, SplmtryData* SupplementaryData1"
    ),
    "FIToFIPaymentStatusReportV13": (
        "like FIToFIPaymentStatusReportV12: PaymentTransaction130 -> PaymentTransaction142"
    ),
    "FIToFIPaymentStatusReportV14": (
        "GrpHdr GroupHeader120, OrgnlGrpInfAndSts* OriginalGroupHeader22, "
        "TxInfAndSts* PaymentTransaction161, SplmtryData* SupplementaryData1"
    ),
    "FIToFIPaymentStatusReportV15": (
        "like FIToFIPaymentStatusReportV14: PaymentTransaction161 -> PaymentTransaction164"
    ),
    "GroupHeader101": "like GroupHeader91: + OrgnlBizQry? OriginalBusinessQuery1 after InstdAgt",
    "GroupHeader120": "like GroupHeader109: + OrgnlBizQry? OriginalBusinessQuery1 after InstdAgt",
    "PaymentTransaction110": (
        "like PaymentTransaction105: - TrckrData, + OrgnlGrpInf? OriginalGroupInformation29 after "
        "StsId, + OrgnlTxId? Max35Text after OrgnlEndToEndId, + FctvIntrBkSttlmDt? "
        "DateAndDateTime2Choice after AccptncDtTm, + InstgAgt? "
        "BranchAndFinancialInstitutionIdentification6 after ClrSysRef, + InstdAgt? "
        "BranchAndFinancialInstitutionIdentification6 after InstgAgt"
    ),
    "PaymentTransaction130": (
        "like PaymentTransaction110: OriginalTransactionReference28 -> "
        "OriginalTransactionReference35"
    ),
    "PaymentTransaction142": (
        "like PaymentTransaction130: Charges7 -> Charges12, + PrcgDt? DateAndDateTime2Choice "
        "after AccptncDtTm"
    ),
    "PaymentTransaction161": (
        "like PaymentTransaction142: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, Charges12 -> Charges16, "
        "OriginalTransactionReference35 -> OriginalTransactionReference42, "
        "StatusReasonInformation12 -> StatusReasonInformation14"
    ),
    "PaymentTransaction164": (
        "like PaymentTransaction161: + CdtSttlmKey? SHA256SignatureText after ClrSysRef"
    ),
}
