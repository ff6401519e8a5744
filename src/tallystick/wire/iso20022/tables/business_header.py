"""Types: head.001, the header that travels before a message.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "head.001.001.02": "AppHdr BusinessApplicationHeaderV02",
}

TYPES: Final = {
    "BusinessApplicationHeader5": (
        "CharSet? UnicodeChartsCode, Fr Party44Choice, To Party44Choice, BizMsgIdr Max35Text, "
        "MsgDefIdr Max35Text, BizSvc? Max35Text, CreDt ISODateTime, CpyDplct? CopyDuplicate1Code, "
        "PssblDplct? YesNoIndicator, Prty? BusinessMessagePriorityCode, Sgntr? SignatureEnvelope"
    ),
    "BusinessApplicationHeaderV02": (
        "CharSet? UnicodeChartsCode, Fr Party44Choice, To Party44Choice, BizMsgIdr Max35Text, "
        "MsgDefIdr Max35Text, BizSvc? Max35Text, MktPrctc? ImplementationSpecification1, "
        "CreDt ISODateTime, BizPrcgDt? ISODateTime, CpyDplct? CopyDuplicate1Code, "
        "PssblDplct? YesNoIndicator, Prty? BusinessMessagePriorityCode, Sgntr? SignatureEnvelope, "
        "Rltd* BusinessApplicationHeader5"
    ),
    "ImplementationSpecification1": "Regy Max350Text, Id Max2048Text",
    "Party44Choice": (
        "OrgId PartyIdentification135 | FIId BranchAndFinancialInstitutionIdentification6"
    ),
    "SignatureEnvelope": "any http://www.w3.org/2000/09/xmldsig#",
}
