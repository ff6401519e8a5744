"""What OFAC tells of an entity kind by kind: in a record's remarks, or as the features of its XML.

Remarks stand between semicolons: weak aliases in quotation marks (`a.k.a. 'BNC'`), a
document's number behind its name, dates, countries. In XML the name of a kind and its value
stand apart and read the same when joined. Whom somebody is linked to is no ownership, and
what is told of programmes, offices and telephones is left: no payment is compared with it.
"""

import re
from typing import Final

from tallystick.screening.countries import country_code
from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import Draft, NameKind
from tallystick.screening.readers.births import birth_of

_SEGMENT: Final = re.compile(r";\s*")
_ALTERNATE: Final = "alt. "
# In whichever quotation marks, or in none: a name is not lost for how it is written.
_WEAK_ALIAS: Final = re.compile(r"[afn]\.?k\.?a\.?:? ['\"‘“]?(.+?)['\"’”]?", re.IGNORECASE)  # noqa: RUF001
_COUNTRY: Final = re.compile(
    r"(?:nationality(?: of registration| country)?|citizen(?:ship)?(?: country)?"
    r"|(?:(?:former |other )?vessel )?flag) (?!of registration |country )(.+)",
    re.IGNORECASE,
)
# When somebody was born, a company founded, a ship or aircraft built.
_BIRTH: Final = re.compile(
    r"(?:DOB|Birthdate|Organization Established Date|Aircraft Manufacture Date"
    r"|Vessel Year of Build) (.+)"
)
_BIRTHPLACE: Final = re.compile(r"(?:POB|Place of Birth) (?:.*, *)?([^,]+)")
# What follows a document's number: where and when it was issued.
_AFTER: Final = r"(?:, .*| (?:\(|at |issued |expires |valid ).*)?"
_BARE: Final = re.compile(r" (?:\(| issued | expires |; ).*$")

_KINDS: Final = (
    (re.compile(r"SWIFT/BIC (\S+)"), IdentifierKind.BIC),
    (re.compile(r"Digital Currency Address - \w+ (\S+)"), IdentifierKind.WALLET),
    (re.compile(r"(?:.* )?IMO(?: Number)? (\d{7})"), IdentifierKind.IMO),
    (re.compile(r"MMSI (\d{9})"), IdentifierKind.MMSI),
    (re.compile(r"Legal Entity Number (\w{20})"), IdentifierKind.LEI),
    (re.compile(r"ISIN (\w{12})"), IdentifierKind.ISIN),
)
_UNMISTAKABLE: Final = ("SWIFT/BIC ", "Digital Currency Address ", "MMSI ")
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
    |V.A.T. Number|VisaNumberID|Aircraft Construction Number (also called L/N or S/N or F/N)
    |Aircraft Manufacturer's Serial Number (MSN)|Aircraft Serial Identification
    |Aircraft Tail Number|BIK (RU)|British National Overseas Passport
    |Business Registration Document #
    |Economic Register Number (CBLS)|Italian Fiscal Code|Other Vessel Call Sign
    |Previous Aircraft Tail Number|Tazkira National ID Card
    |United Social Credit Code Certificate (USCCC)|Vessel Call Sign
    |Vessel Registration Identification
"""
_DOCUMENT: Final = re.compile(
    f"(?:{'|'.join(re.escape(each.strip()) for each in _DOCUMENTS.split('|'))}):? (.+?){_AFTER}"
)
# A number of a kind that is not in the table, by the last word of the kind.
_NUMBER: Final = re.compile(
    r"[A-Z][^;()\d]*(?:Number|No\.|#|ID|Passport|Card|License)(?: \([A-Za-z/ .]+\))?:?"
    r" ((?:[A-Z]+[ :-])?\S*\d.*?)" + _AFTER
)
_LEFT: Final = re.compile(
    r"(?:alt\. )?(?:additional sanctions|aircraft (?:mode|operator|type)|all offices|caatsa"
    r"|call for|chinese commercial code|company type|effective date|email|equity ticker"
    r"|executive order|fax|for more information|gender|gross registered|ifca|issuer name|linked to"
    r"|listing date|location|member |nationality|organization type|peesa|phone|place of birth|pob"
    r"|purchase/sales|secondary sanctions|target type|telephone|title|tonnage"
    r"|transactions prohibited|vessel (?:owner|type|gross|tonnage)|other vessel (?:flag|type)"
    r"|website)",
    re.IGNORECASE,
)


def take_remarks(draft: Draft, remarks: str) -> int:
    """Take from the remarks what a payment can be compared with.

    Return how many dates and numbers they tell that are not understood.
    """
    segments = (each.removesuffix(".") for each in _SEGMENT.split(remarks))
    return sum(
        not _take(draft, each.removeprefix(_ALTERNATE)) and _tells(each) for each in segments
    )


def take_feature(draft: Draft, kind: str, value: str) -> bool:
    """Take a feature that stands apart from the name of its kind; tell whether it is known.

    One that is known may still be left, as it would be in remarks.
    """
    words = " ".join(f"{kind.strip().removesuffix(':')} {value}".split())
    return _take(draft, words) or _LEFT.match(words) is not None


def _tells(segment: str) -> bool:
    text = segment.removeprefix(_ALTERNATE)
    return _BIRTH.fullmatch(text) is not None or text.startswith(_UNMISTAKABLE)


def _take(draft: Draft, segment: str) -> bool:
    if alias := _WEAK_ALIAS.fullmatch(segment):
        draft.name(NameKind.WEAK, alias[1])
    elif country := _COUNTRY.fullmatch(segment):
        draft.country(country[1])
    elif birth := _BIRTH.fullmatch(segment):
        return draft.birth(birth_of(birth[1]))
    elif place := _BIRTHPLACE.fullmatch(segment):
        draft.country(place[1] if country_code(place[1]) else "")
    else:
        return _take_identifier(draft, segment)
    return True


def _take_identifier(draft: Draft, segment: str) -> bool:
    bare = _BARE.sub("", segment)
    for pattern, kind in _KINDS:
        if found := pattern.fullmatch(bare):
            draft.identifier(kind, found[1])
            return True
    if segment.startswith(_UNMISTAKABLE) or _LEFT.match(segment):
        return False
    if document := _DOCUMENT.fullmatch(segment) or _NUMBER.fullmatch(segment):
        draft.identifier(IdentifierKind.DOCUMENT, document[1])
    return document is not None
