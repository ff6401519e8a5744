"""The UK Sanctions List as XML.

A name has up to six parts, of which `Name6` is the last or the only one. An alias of low
strength is a weak one. An entity goes by its unique id (`RUS0001`). Titles, positions and
reasons are left, and so are owners and subsidiaries, which are told by name alone.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import Draft, Edition, EntityType, NameKind, Regime
from tallystick.screening.readers.births import birth_of
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.records import (
    below,
    has_root,
    name_of_parts,
    named,
    reading,
    records,
    text,
    texts,
    words,
)
from tallystick.screening.readers.rows import ListFile
from tallystick.wire.xml import Element

NAME: Final = "UK Sanctions List"

# What is told of an entity, by role; the roles of what may be told in any number of values.
Told: TypeAlias = Mapping[str, Iterable[str]]

_ROOT: Final = "Designations"
_PLACES: Final = {"DateGenerated": _ROOT, "Designation": _ROOT}
_TYPES: Final = {
    "individual": EntityType.INDIVIDUAL,
    "entity": EntityType.ENTITY,
    "ship": EntityType.VESSEL,
}
_PRIMARY: Final = "primary name"
_WEAK: Final = "low"
_NUMBERED: Final = re.compile(r"(?:^|\s)\(\d+\)\s*")
_SHIP: Final = re.compile(r"\d{7}")
_REMARK_IMO: Final = re.compile(r"\(IMO number\): *(?:IMO *)?(\d{7})")
_REMARK_FLAG: Final = re.compile(r"\([^()]*flag of ship\): *([^()]+)")
_REMARK_NUMBER: Final = re.compile(r"\(Business Reg No\.?\): *([^()]+)")

_PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "script": ("NonLatinNames", "NonLatinName", "NameNonLatinScript"),
    "programme": ("RegimeName",),
    "country": ("Addresses", "Address", "AddressCountry"),
    "born": ("IndividualDetails", "Individual", "DOBs", "DOB"),
    "nationality": ("IndividualDetails", "Individual", "Nationalities", "Nationality"),
    "birthplace": (
        "IndividualDetails", "Individual", "BirthDetails", "Location", "CountryOfBirth",
    ),
    "passport": (
        "IndividualDetails", "Individual", "PassportDetails", "Passport", "PassportNumber",
    ),
    "national": (
        "IndividualDetails", "Individual", "NationalIdentifierDetails", "NationalIdentifier",
        "NationalIdentifierNumber",
    ),
    "business": (
        "EntityDetails", "Entity", "BusinessRegistrationNumbers", "BusinessRegistrationNumber",
    ),
    "ship": ("ShipDetails", "Ship", "IMONumbers", "IMONumber"),
    "flag": ("ShipDetails", "Ship", "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"),
    "built": ("ShipDetails", "Ship", "YearsBuilt", "YearBuilt"),
    "hull": (
        "ShipDetails", "Ship", "HullIdentificationNumbers", "HullIdentificationNumber",
    ),
}  # fmt: skip
_LINES: Final = tuple(f"AddressLine{number}" for number in range(1, 7))
_ADDRESS_PARTS: Final = (*_LINES, "AddressPostalCode", "AddressCountry")
_NAME_PART: Final = re.compile(r"Name\d+")
_NAME_PARTS: Final = tuple(f"Name{number}" for number in range(1, 7))


def is_list(file: ListFile) -> bool:
    """Tell whether the file looks like the UK Sanctions List as XML."""
    return has_root(file, _ROOT)


@reading
def read(file: ListFile) -> Edition:
    """Return the edition that an XML file holds.

    Raises:
        RemoteMessageError: it is not well-formed or bears no date, or an entity has no id,
            no name, or another's id.
    """
    drafts = Drafts(file)
    generated = ""
    for element in records(file, _ROOT, _PLACES):
        if named(element) == "DateGenerated":
            generated = words(element)
        elif named(element) == "Designation":
            place = f"Designation[{drafts.records + 1}]"
            drafts.add(place, text(element, "UniqueID"), _draft(drafts, element))
    return drafts.edition(NAME, birth_of(generated), Regime.UK)


def _draft(drafts: Drafts, element: Element) -> Draft:
    draft = Draft()
    draft.type = type_of(drafts, text(element, "IndividualEntityShip"))
    for name in below(element, "Names", "Name"):
        whole = name_of_parts(name, _NAME_PARTS, _NAME_PART)
        draft.name(kind_of(text(name, "NameType"), text(name, "AliasStrength")), whole)
    for address in below(element, "Addresses", "Address"):
        draft.address(*(text(address, part) for part in _ADDRESS_PARTS))
    # In older files the name in its script stands one level higher.
    for script in texts(element, "NonLatinNames", "NameNonLatinScript"):
        draft.name(NameKind.ALIAS, script)
    take(drafts, draft, {role: texts(element, *path) for role, path in _PATHS.items()})
    return draft


def type_of(drafts: Drafts, words_of_type: str) -> EntityType:
    """Return what is listed; a type that is not known is counted."""
    found = _TYPES.get(words_of_type.lower(), EntityType.UNKNOWN)
    if found is EntityType.UNKNOWN:
        drafts.missed["entities are of a type that is not known"] += 1
    return found


def kind_of(kind: str, strength: str) -> NameKind:
    """Return how telling a name is, by the kind and the strength that the list gives it."""
    if kind.strip().lower() == _PRIMARY:
        return NameKind.PRIMARY
    return NameKind.WEAK if _WEAK in strength.lower() else NameKind.ALIAS


def take(drafts: Drafts, draft: Draft, told: Told) -> None:
    """Take what is told of an entity beside its names and addresses."""
    for role, values in told.items():
        for value in values:
            for part in filter(None, _NUMBERED.split(value)):
                _take_value(drafts, draft, role, part)


def _take_value(drafts: Drafts, draft: Draft, role: str, value: str) -> None:
    match role:
        case "script":
            draft.name(NameKind.ALIAS, value)
        case "programme":
            draft.programme(value)
        case "nationality" | "country" | "birthplace" | "flag":
            draft.country(value)
        case "born" | "built":
            drafts.birth(draft, birth_of(value))
        case "passport" | "national" | "business" | "hull":
            draft.identifier(IdentifierKind.DOCUMENT, value)
        case "ship":
            _take_ships(draft, _SHIP.findall(value))
        case "remark":
            _take_remark(draft, value)
        case _:  # which entity it is, and which name: taken before
            return


def _take_ships(draft: Draft, numbers: Iterable[str]) -> None:
    for number in numbers:
        draft.identifier(IdentifierKind.IMO, number)


def _take_remark(draft: Draft, remark: str) -> None:
    _take_ships(draft, _REMARK_IMO.findall(remark))
    for flag in _REMARK_FLAG.findall(remark):
        draft.country(flag)
    for number in _REMARK_NUMBER.findall(remark):
        draft.identifier(IdentifierKind.DOCUMENT, number)
