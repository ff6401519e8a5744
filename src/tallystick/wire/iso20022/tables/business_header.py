"""Types: head.001, the header that travels before a message.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "head.001.001.01": "AppHdr BusinessApplicationHeaderV01",
    "head.001.001.02": "AppHdr BusinessApplicationHeaderV02",
    "head.001.001.03": "AppHdr BusinessApplicationHeaderV03",
    "head.001.001.04": "AppHdr BusinessApplicationHeaderV04",
}

TYPES: Final = {
    "BusinessApplicationHeader1": (
        "CharSet? UnicodeChartsCode, Fr Party9Choice, To Party9Choice, BizMsgIdr Max35Text, "
        "MsgDefIdr Max35Text, BizSvc? Max35Text, CreDt ISONormalisedDateTime, "
        "CpyDplct? CopyDuplicate1Code, PssblDplct? YesNoIndicator, "
        "Prty? BusinessMessagePriorityCode, Sgntr? SignatureEnvelope"
    ),
    "BusinessApplicationHeaderV01": (
        "CharSet? UnicodeChartsCode, Fr Party9Choice, To Party9Choice, BizMsgIdr Max35Text, "
        "MsgDefIdr Max35Text, BizSvc? Max35Text, CreDt ISONormalisedDateTime, "
        "CpyDplct? CopyDuplicate1Code, PssblDplct? YesNoIndicator, "
        "Prty? BusinessMessagePriorityCode, Sgntr? SignatureEnvelope, "
        "Rltd? BusinessApplicationHeader1"
    ),
    "BusinessApplicationHeaderV02": (
        "like BusinessApplicationHeader1: ISONormalisedDateTime -> ISODateTime, Party9Choice -> "
        "Party44Choice, + MktPrctc? ImplementationSpecification1 after BizSvc, + BizPrcgDt? "
        "ISODateTime after CreDt, + Rltd* BusinessApplicationHeader5 after Sgntr"
    ),
    "BusinessApplicationHeaderV03": (
        "like BusinessApplicationHeaderV02: BusinessApplicationHeader5 -> "
        "BusinessApplicationHeader7"
    ),
    "BusinessApplicationHeaderV04": (
        "like BusinessApplicationHeaderV02: BusinessApplicationHeader5 -> "
        "BusinessApplicationHeader8, Party44Choice -> Party51Choice"
    ),
    "BusinessApplicationHeader5": (
        "like BusinessApplicationHeaderV02: - MktPrctc, - BizPrcgDt, - Rltd"
    ),
    "BusinessApplicationHeader7": "like BusinessApplicationHeaderV02: - Rltd",
    "BusinessApplicationHeader8": "like BusinessApplicationHeaderV04: - Rltd",
    "ImplementationSpecification1": "Regy Max350Text, Id Max2048Text",
    "OrganisationIdentification7": (
        "AnyBIC? AnyBICIdentifier, Othr* GenericOrganisationIdentification1"
    ),
    "Party9Choice": (
        "OrgId PartyIdentification42 | FIId BranchAndFinancialInstitutionIdentification5"
    ),
    "Party10Choice": "OrgId OrganisationIdentification7 | PrvtId PersonIdentification5",
    "Party44Choice": (
        "OrgId PartyIdentification135 | FIId BranchAndFinancialInstitutionIdentification6"
    ),
    "Party51Choice": (
        "OrgId PartyIdentification272 | FIId BranchAndFinancialInstitutionIdentification8"
    ),
    "PartyIdentification42": (
        "Nm? Max140Text, PstlAdr? PostalAddress6, Id? Party10Choice, CtryOfRes? CountryCode, "
        "CtctDtls? ContactDetails2"
    ),
    "SignatureEnvelope": "any http://www.w3.org/2000/09/xmldsig# lax",
}
