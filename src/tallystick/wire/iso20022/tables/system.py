"""Types: admi.002, .004, .007 and .011, what a system says of messages and of itself.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "admi.002.001.01": "Document admi.002.001.01 admi.002.001.01",
    "admi.004.001.02": "Document SysEvtNtfctn SystemEventNotificationV02",
    "admi.007.001.01": "Document RctAck ReceiptAcknowledgementV01",
    "admi.011.001.01": "Document SysEvtAck SystemEventAcknowledgementV01",
}

TYPES: Final = {
    "Event1": (
        "EvtCd Max4AlphaNumericText, EvtParam* Max35Text, EvtDesc? Max350Text, EvtTm? ISODateTime"
    ),
    "Event2": "like Event1: Max350Text -> Max1000Text",
    "GenericIdentification36": "Id Max35Text, Issr Max35Text, SchmeNm? Max35Text",
    "MessageHeader10": "MsgId Max35Text, CreDtTm? ISODateTime, QryNm? Max35Text",
    "MessageReference": "Ref Max35Text",
    "MessageReference1": "Ref Max35Text, MsgNm? Max35Text, RefIssr? PartyIdentification136",
    "NameAndAddress5": "Nm Max350Text, Adr? PostalAddress1",
    "PartyIdentification120Choice": (
        "AnyBIC AnyBICDec2014Identifier | PrtryId GenericIdentification36 | "
        "NmAndAdr NameAndAddress5"
    ),
    "PartyIdentification136": "Id PartyIdentification120Choice, LEI? LEIIdentifier",
    "PostalAddress1": (
        "AdrTp? AddressType2Code, AdrLine{0,5} Max70Text, StrtNm? Max70Text, BldgNb? Max16Text, "
        "PstCd? Max16Text, TwnNm? Max35Text, CtrySubDvsn? Max35Text, Ctry CountryCode"
    ),
    "ReceiptAcknowledgementV01": (
        "MsgId MessageHeader10, Rpt+ ReceiptAcknowledgementReport2, "
        "SplmtryData* SupplementaryData1"
    ),
    "ReceiptAcknowledgementReport2": "RltdRef MessageReference1, ReqHdlg RequestHandling2",
    "RejectionReason2": (
        "RjctgPtyRsn Max35Text, RjctnDtTm? ISODateTime, ErrLctn? Max350Text, RsnDesc? Max350Text, "
        "AddtlData? Max20000Text"
    ),
    "RequestHandling2": "StsCd Max4AlphaNumericText, StsDtTm? ISODateTime, Desc? Max140Text",
    "SystemEventAcknowledgementV01": (
        "MsgId Max35Text, OrgtrRef? Max35Text, SttlmSsnIdr? Exact4AlphaNumericText, "
        "AckDtls? Event1, SplmtryData* SupplementaryData1"
    ),
    "SystemEventNotificationV02": "EvtInf Event2",
    "admi.002.001.01": "RltdRef MessageReference, Rsn RejectionReason2",
}
