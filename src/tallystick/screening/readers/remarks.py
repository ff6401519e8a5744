"""The remarks of an OFAC record: nicknames, nationalities and identifiers, between semicolons.

OFAC puts weak aliases in quotation marks (`a.k.a. 'BNC'`) and the number of a document
behind its name. Dates, programmes and links are left alone: no payment is compared
with them.
"""

import re
from typing import Final

from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import Draft, NameKind

_SEGMENT: Final = re.compile(r";\s*")
_ALTERNATE: Final = "alt. "
_WEAK_ALIAS: Final = re.compile(r"[afn]\.k\.a\. '(.+)'")
_COUNTRY: Final = re.compile(r"(?:nationality|citizen|Vessel Flag|Flag) (.+)")
# What follows a document's number: where and when it was issued.
_AFTER: Final = re.compile(r" (?:\(| issued | expires |; ).*$")

_KINDS: Final = (
    (re.compile(r"SWIFT/BIC (\S+)"), IdentifierKind.BIC),
    (re.compile(r"Digital Currency Address - \w+ (\S+)"), IdentifierKind.WALLET),
    (re.compile(r".* IMO (\d{7})"), IdentifierKind.IMO),
    (re.compile(r"MMSI (\d{9})"), IdentifierKind.MMSI),
    (re.compile(r"Legal Entity Number (\w{20})"), IdentifierKind.LEI),
    (re.compile(r"ISIN (\w{12})"), IdentifierKind.ISIN),
)
_DOCUMENTS: Final = """
    Birth Certificate Number|Business Number|Business Registration Number|C.I.F.|C.R. No.|C.U.I.
    |C.U.I.P.|C.U.I.T.|C.U.R.P.|Cartilla de Servicio Militar Nacional|Cedula No.
    |Central Registration System Number|Certificate of Incorporation Number
    |Chamber of Commerce Number|Citizen's Card Number|Commercial Registry Number|Company Number
    |Credencial electoral|D-U-N-S Number|D.N.I.|Diplomatic Passport|Driver's License No.
    |Electoral Registry No.|Enterprise Number|Folio Mercantil No.|Government Gazette Number|I.F.E.
    |Identification Number|Istanbul Chamber of Comm. No.|Italian Fiscal Code|Kenyan ID No.
    |LE Number|License|Matricula Mercantil No|N.I.E.|National Foreign ID Number|National ID No.
    |NIT #|Numero de Identidad|Passport|Personal ID Card|Public Registration Number|R.F.C.|RFC
    |RIF #|RTN|RUC #|Registered Charity No.|Registration ID|Registration Number|Residency Number
    |SSN|Stateless Person ID Card|Tax ID No.|Trade License No.|Travel Document Number
    |Turkish Identification Number|UK Company Number|US FEIN|Unified Social Credit Code (USCC)
    |V.A.T. Number|VisaNumberID
"""
_DOCUMENT: Final = re.compile(
    f"(?:{'|'.join(re.escape(each.strip()) for each in _DOCUMENTS.split('|'))}) (.+)"
)


def take_remarks(draft: Draft, remarks: str) -> None:
    """Take from the remarks what a payment can be compared with."""
    for segment in _SEGMENT.split(remarks):
        _take(draft, segment.removesuffix(".").removeprefix(_ALTERNATE))


def _take(draft: Draft, segment: str) -> None:
    if alias := _WEAK_ALIAS.fullmatch(segment):
        draft.name(NameKind.WEAK, alias[1])
    elif country := _COUNTRY.fullmatch(segment):
        draft.country(country[1])
    elif identifier := _identifier(segment):
        draft.identifiers.add(identifier)


def _identifier(segment: str) -> Identifier | None:
    bare = _AFTER.sub("", segment)
    for pattern, kind in _KINDS:
        if found := pattern.fullmatch(bare):
            return Identifier(kind, found[1])
    document = _DOCUMENT.fullmatch(bare)
    return Identifier(IdentifierKind.DOCUMENT, document[1]) if document else None
