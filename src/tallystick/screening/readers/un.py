"""The consolidated list of the UN Security Council, as XML.

Names stand in up to four parts, `FIRST_NAME` to `FOURTH_NAME`, and a fifth that the list may
have one day is read behind them; the name in its original script is another name. An alias of
quality `Low` is a weak one. An entity goes by its reference number (`QDi.006`), which people
cite, or by `DATAID` where it has none. Titles, designations and comments are left.
"""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import Draft, Edition, EntityType, NameKind, Regime
from tallystick.screening.readers.births import around, birth_of, date_of_parts, span_of
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.records import (
    children,
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

NAME: Final = "UN Consolidated"

_ROOT: Final = "CONSOLIDATED_LIST"
_TYPES: Final = {"INDIVIDUAL": EntityType.INDIVIDUAL, "ENTITY": EntityType.ENTITY}
_PLACES: Final = {"INDIVIDUAL": "INDIVIDUALS", "ENTITY": "ENTITIES"}
_NAME_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_NAME_PART: Final = re.compile(r"[A-Z]+_NAME")
_ADDRESS_PARTS: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_WEAK: Final = "low"
_APPROXIMATE: Final = "APPROXIMATELY"


def is_list(file: ListFile) -> bool:
    """Tell whether the file looks like this list."""
    return has_root(file, _ROOT)


@reading
def read(file: ListFile) -> Edition:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: it is not well-formed or bears no date, or an entity has no id,
            no name, or another's id.
    """
    drafts = Drafts(file)
    published_on, root = "", None
    for element in records(file, _ROOT, _PLACES):
        name = named(element)
        if name == _ROOT:
            published_on = (element.get("dateGenerated") or "")[:10]
            root = element
            continue
        entity = text(element, "REFERENCE_NUMBER") or text(element, "DATAID")
        place = f"{name}[{drafts.records + 1}]"
        drafts.add(place, entity, _draft(drafts, element, _TYPES[name]))
    drafts.sections(root, _PLACES.values())
    return drafts.edition(NAME, published_on, Regime.UN)


def _draft(drafts: Drafts, element: Element, kind: EntityType) -> Draft:
    draft, prefix = Draft(), kind.upper()
    draft.type = kind
    draft.name(NameKind.PRIMARY, name_of_parts(element, _NAME_PARTS, _NAME_PART))
    for name in texts(element, "NAME_ORIGINAL_SCRIPT"):
        draft.name(NameKind.ALIAS, name)
    for alias in children(element, f"{prefix}_ALIAS"):
        is_weak = text(alias, "QUALITY").lower() == _WEAK
        for name in texts(alias, "ALIAS_NAME"):
            draft.name(NameKind.WEAK if is_weak else NameKind.ALIAS, name)
    for address in children(element, f"{prefix}_ADDRESS"):
        draft.address(*(text(address, part) for part in _ADDRESS_PARTS))
    for country in _countries(element, prefix):
        draft.country(country)
    for number in texts(element, "INDIVIDUAL_DOCUMENT", "NUMBER"):
        draft.identifier(IdentifierKind.DOCUMENT, number)
    draft.programme(text(element, "UN_LIST_TYPE"))
    _take_births(drafts, draft, element, prefix)
    return draft


def _take_births(drafts: Drafts, draft: Draft, element: Element, prefix: str) -> None:
    for birth in children(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        if any(map(words, birth[:])):
            drafts.birth(draft, _birth(birth))
    for born in texts(element, f"{prefix}_ALIAS", "DATE_OF_BIRTH"):
        drafts.birth(draft, birth_of(born))


def _countries(element: Element, prefix: str) -> Iterator[str]:
    yield from texts(element, "NATIONALITY", "VALUE")
    yield from texts(element, f"{prefix}_ADDRESS", "COUNTRY")
    yield from texts(element, "INDIVIDUAL_PLACE_OF_BIRTH", "COUNTRY")
    yield from texts(element, f"{prefix}_ALIAS", "COUNTRY_OF_BIRTH")


def _birth(element: Element) -> str:
    found = (
        birth_of(text(element, "DATE"))
        or date_of_parts(text(element, "YEAR"))
        or span_of(*(date_of_parts(text(element, end)) for end in ("FROM_YEAR", "TO_YEAR")))
        or birth_of(text(element, "NOTE"))
    )
    is_approximate = text(element, "TYPE_OF_DATE") == _APPROXIMATE
    return around(found) if found and is_approximate else found
