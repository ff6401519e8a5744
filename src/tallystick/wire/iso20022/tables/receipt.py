"""Types: camt.025, the answer to an order about liquidity.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "camt.025.001.05": "Document Rct ReceiptV05",
    "camt.025.001.08": "Document Rct ReceiptV08",
}

TYPES: Final = {
    "LongPaymentIdentification2": (
        "TxId? Max35Text, UETR? UUIDv4Identifier, IntrBkSttlmAmt ImpliedCurrencyAndAmount, "
        "IntrBkSttlmDt ISODate, PmtMtd? PaymentOrigin1Choice, "
        "InstgAgt BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt BranchAndFinancialInstitutionIdentification6, NtryTp? EntryTypeIdentifier, "
        "EndToEndId? Max35Text"
    ),
    "LongPaymentIdentification4": (
        "like LongPaymentIdentification2: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8"
    ),
    "MessageHeader9": "MsgId Max35Text, CreDtTm? ISODateTime, ReqTp? RequestType4Choice",
    "OriginalMessageAndIssuer1": "MsgId Max35Text, MsgNmId? Max35Text, OrgtrNm? Max70Text",
    "PaymentIdentification6Choice": (
        "TxId Max35Text | QId QueueTransactionIdentification1 | "
        "LngBizId LongPaymentIdentification2 | ShrtBizId ShortPaymentIdentification2 | "
        "PrtryId Max70Text"
    ),
    "PaymentIdentification8Choice": (
        "TxId Max35Text | UETR UUIDv4Identifier | QId QueueTransactionIdentification1 | "
        "LngBizId LongPaymentIdentification4 | ShrtBizId ShortPaymentIdentification4 | "
        "PrtryId Max70Text"
    ),
    "PaymentOrigin1Choice": (
        "FINMT Max3NumericText | XMLMsgNm Max35Text | Prtry Max35Text | "
        "Instrm PaymentInstrument1Code"
    ),
    "QueueTransactionIdentification1": "QId Max16Text, PosInQ Max16Text",
    "Receipt3": (
        "OrgnlMsgId OriginalMessageAndIssuer1, OrgnlPmtId? PaymentIdentification6Choice, "
        "ReqHdlg* RequestHandling1"
    ),
    "ReceiptV05": "MsgHdr MessageHeader9, RctDtls+ Receipt3, SplmtryData* SupplementaryData1",
    "Receipt6": (
        "OrgnlMsgId OriginalMessageAndIssuer1, OrgnlPmtId? PaymentIdentification8Choice, "
        "ReqHdlg* RequestHandling3"
    ),
    "ReceiptV08": "like ReceiptV05: Receipt3 -> Receipt6",
    "RequestHandling1": "StsCd Max4AlphaNumericText, Desc? Max140Text",
    "RequestHandling3": "Sts RequestStatus1Choice, StsRsn? StatusReasonInformation14",
    "RequestStatus1Choice": "Cd ExternalRequestStatus1Code | Prtry Max35Text",
    "RequestType4Choice": (
        "PmtCtrl ExternalPaymentControlRequestType1Code | Enqry ExternalEnquiryRequestType1Code | "
        "Prtry GenericIdentification1"
    ),
    "ShortPaymentIdentification2": (
        "TxId Max35Text, IntrBkSttlmDt ISODate, "
        "InstgAgt BranchAndFinancialInstitutionIdentification6"
    ),
    "ShortPaymentIdentification4": (
        "TxId? Max35Text, UETR? UUIDv4Identifier, IntrBkSttlmDt ISODate, "
        "InstgAgt BranchAndFinancialInstitutionIdentification8"
    ),
}
