"""The EU's consolidated list of financial sanctions, as XML.

All that is told stands in attributes. An entity goes by its EU reference number
(`EU.27.28`), which people cite, or by its `logicalId` where it has none. No name is marked
as the main one: of the strong ones that with the lowest `logicalId`, which came first, counts
as such. An alias that is not `strong` is a weak one.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import Draft, Edition, EntityType, NameKind, Regime
from tallystick.screening.readers.births import around, birth_of, date_of_parts, span_of
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.records import children, has_root, named, reading, records
from tallystick.screening.readers.rows import ListFile
from tallystick.wire.xml import Element

NAME: Final = "EU Consolidated"
UNTYPED: Final = "entities are of a type that is not known"

# What is told of one name, address or the like, by the names of the XML's attributes.
Told: TypeAlias = Mapping[str, str]

_ROOT: Final = "export"
_MARK: Final = b"eu.europa.ec"
_HEAD: Final = 4_096
_ENTITY: Final = "sanctionEntity"
_TYPES: Final = {
    "person": EntityType.INDIVIDUAL,
    "p": EntityType.INDIVIDUAL,
    "enterprise": EntityType.ENTITY,
    "e": EntityType.ENTITY,
}
_NAME_PARTS: Final = ("firstName", "middleName", "lastName")
_ADDRESS_PARTS: Final = (
    "number", "street", "poBox", "place", "city", "zipCode", "region", "other",
)  # fmt: skip
_NO_COUNTRY: Final = "UNKNOWN"
_NO: Final = "false"
_KINDS: Final = (
    ("swift", IdentifierKind.BIC),
    ("bic", IdentifierKind.BIC),
    ("imo", IdentifierKind.IMO),
    ("lei", IdentifierKind.LEI),
    ("legal entity identifier", IdentifierKind.LEI),
)


def is_list(file: ListFile) -> bool:
    """Tell whether the file looks like this list."""
    return has_root(file, _ROOT) and (
        _MARK in file.raw[:_HEAD] or f"<{_ENTITY}".encode() in file.raw[:_HEAD]
    )


@reading
def read(file: ListFile) -> Edition:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: it is not well-formed or bears no date, or an entity has no id,
            no name, or another's id.
    """
    drafts = Drafts(file)
    published_on = ""
    for element in records(file, _ROOT, {_ENTITY: _ROOT}):
        if named(element) == _ROOT:
            published_on = (element.get("generationDate") or "")[:10]
            continue
        entity = element.get("euReferenceNumber") or element.get("logicalId") or ""
        place = f"{_ENTITY}[{drafts.records + 1}]"
        drafts.add(place, entity.strip(), _draft(drafts, element))
    return drafts.edition(NAME, published_on, Regime.EU)


def _draft(drafts: Drafts, element: Element) -> Draft:
    draft = Draft()
    for subject in children(element, "subjectType"):
        draft.type = type_of(subject.get("code") or subject.get("classificationCode") or "")
    if draft.type is EntityType.UNKNOWN:
        drafts.missed[UNTYPED] += 1
    take_names(draft, [each.attrib for each in children(element, "nameAlias")])
    for regulation in children(element, "regulation"):
        draft.programme(regulation.get("programme") or "")
    for citizenship in children(element, "citizenship"):
        draft.country(country_of(citizenship.attrib))
    for address in children(element, "address"):
        take_address(draft, address.attrib)
    for born in children(element, "birthdate"):
        take_birth(drafts, draft, born.attrib)
    for document in children(element, "identification"):
        take_document(draft, document.attrib)
    return draft


def type_of(code: str) -> EntityType:
    """Return what is listed, by the code or the letter that the list has for it."""
    return _TYPES.get(code.strip().lower(), EntityType.UNKNOWN)


def take_names(draft: Draft, names: Iterable[Told]) -> None:
    """Take all names of an entity."""
    told = [(_name(each), _rank(each), each.get("strong") != _NO) for each in names]
    strong = [(rank, name) for name, rank, is_strong in told if name and is_strong]
    first = min(strong, default=(("", ""), ""))[1]
    for name, _rank_of, is_strong in told:
        kind = NameKind.ALIAS if is_strong else NameKind.WEAK
        draft.name(NameKind.PRIMARY if name == first else kind, name)


def _name(told: Told) -> str:
    whole = told.get("wholeName", "").strip()
    return whole or " ".join(told.get(part, "") for part in _NAME_PARTS).strip()


def _rank(told: Told) -> tuple[str, str]:
    number = told.get("logicalId", "").strip()
    return number.rjust(20, "0"), _name(told)


def take_address(draft: Draft, told: Told) -> None:
    """Take an address and its country."""
    country = country_of(told)
    draft.address(*(told.get(part, "") for part in _ADDRESS_PARTS), country)
    draft.country(country)


def country_of(told: Told) -> str:
    """Return the country told, in words or as a code; "" for none."""
    for name in ("countryDescription", "countryIso2Code"):
        words = told.get(name, "").strip()
        if words and words not in {_NO_COUNTRY, "00"}:
            return words
    return ""


def take_birth(drafts: Drafts, draft: Draft, told: Told) -> None:
    """Take a birth date, in whichever of its ways it is told, and the country of birth."""
    draft.country(country_of(told))
    first, last = told.get("yearRangeFrom", "").strip(), told.get("yearRangeTo", "").strip()
    parts = [told.get(name, "").strip() for name in ("year", "monthOfYear", "dayOfMonth")]
    whole = told.get("birthdate", "").strip()
    found = birth_of(whole) or _years(first or last, last or first) or date_of_parts(*parts)
    if found and told.get("circa") == "true":
        found = around(found)
    if whole or first or last or any(parts):
        drafts.birth(draft, found)


def _years(first: str, last: str) -> str:
    return span_of(date_of_parts(first), date_of_parts(last))


def take_document(draft: Draft, told: Told) -> None:
    """Take an identifier, by the code or the words of its kind."""
    words = (
        told.get(name, "") for name in ("identificationTypeCode", "identificationTypeDescription")
    )
    kind = " ".join(words).lower().replace("-", " ")
    found = next(
        (each for word, each in _KINDS if word in kind.split() or kind.startswith(word)), None
    )
    draft.identifier(found or IdentifierKind.DOCUMENT, told.get("number", ""))
