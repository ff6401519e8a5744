"""Types: pacs.028, a question how a payment stands.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.028.001.03": "Document FIToFIPmtStsReq FIToFIPaymentStatusRequestV03",
    "pacs.028.001.06": "Document FIToFIPmtStsReq FIToFIPaymentStatusRequestV06",
}

TYPES: Final = {
    "FIToFIPaymentStatusRequestV03": (
        "GrpHdr GroupHeader91, OrgnlGrpInf* OriginalGroupInformation27, "
        "TxInf* PaymentTransaction113, SplmtryData* SupplementaryData1"
    ),
    "FIToFIPaymentStatusRequestV06": (
        "GrpHdr GroupHeader109, OrgnlGrpInf* OriginalGroupInformation27, "
        "TxInf* PaymentTransaction158, SplmtryData* SupplementaryData1"
    ),
    "GroupHeader109": (
        "MsgId Max35Text, CreDtTm ISODateTime, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification8, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification8"
    ),
    "OriginalGroupInformation27": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, "
        "OrgnlNbOfTxs? Max15NumericText, OrgnlCtrlSum? DecimalNumber"
    ),
    "PaymentTransaction113": (
        "like PaymentTransaction110: - StsId, - TxSts, - StsRsnInf, - ChrgsInf, - "
        "FctvIntrBkSttlmDt, - AcctSvcrRef, + StsReqId? Max35Text after -"
    ),
    "PaymentTransaction158": (
        "like PaymentTransaction113: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, OriginalTransactionReference28 -> "
        "OriginalTransactionReference42"
    ),
}
