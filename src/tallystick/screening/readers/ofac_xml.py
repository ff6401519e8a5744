"""OFAC's lists as XML in the standard form, `sdn.xml` and `consolidated.xml`.

What the CSV tells in remarks has elements of its own here; aliases say whether they are
`weak`. As in CSV an individual is listed as `LAST, First`. The list says how many records it
has, and one with another number of them was changed on its way.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.screening.countries import country_code
from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import Draft, Edition, EntityType, NameKind, Regime
from tallystick.screening.readers import ofac
from tallystick.screening.readers.births import birth_of, date_of_parts
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.records import (
    below,
    broken_record,
    has_root,
    named,
    reading,
    records,
    text,
    texts,
)
from tallystick.screening.readers.remarks import take_feature, take_remarks
from tallystick.screening.readers.rows import ListFile
from tallystick.wire.xml import Element

_ROOT: Final = "sdnList"
_HEADING: Final = "publshInformation"  # as OFAC spells it
_ENTRY: Final = "sdnEntry"
_PLACES: Final = {_HEADING: _ROOT, _ENTRY: _ROOT}
_ADDRESS_PARTS: Final = (
    "address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country",
)  # fmt: skip
_COUNTRIES: Final = (
    ("nationalityList", "nationality", "country"),
    ("citizenshipList", "citizenship", "country"),
    ("addressList", "address", "country"),
    ("vesselInfo", "vesselFlag"),
)
_WEAK: Final = "weak"


def is_list(file: ListFile) -> bool:
    """Tell whether the file looks like a list of this form."""
    return has_root(file, _ROOT)


@reading
def read(file: ListFile) -> Edition:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: it is not well-formed, bears no date, has not as many records as
            it says, or an entity has no id, no name, a type that is not known, or another's id.
    """
    drafts = Drafts(file)
    heading = ("", "")
    for element in records(file, _ROOT, _PLACES):
        if named(element) == _HEADING:
            heading = text(element, "Publish_Date"), text(element, "Record_Count")
        elif named(element) == _ENTRY:
            place = f"{_ENTRY}[{drafts.records + 1}]"
            drafts.add(place, text(element, "uid"), _draft(drafts, file, place, element))
    published, count = heading
    if count and count != str(drafts.records):
        detail = f"the list says that it has {count[:20]} records, and has {drafts.records}"
        raise broken_record(file, _HEADING, "record-count", detail)
    month, _, rest = published.partition("/")
    day, _, year = rest.partition("/")
    return drafts.edition(ofac.list_of(file), date_of_parts(year, month, day), Regime.US)


def _draft(drafts: Drafts, file: ListFile, place: str, element: Element) -> Draft:
    draft = Draft()
    kind = text(element, "sdnType").lower()
    if kind not in list(EntityType):
        raise broken_record(file, place, "record", f"{kind[:20]!r} is no type of entity")
    draft.type = EntityType(kind)
    draft.name(NameKind.PRIMARY, _name(element))
    for alias in below(element, "akaList", "aka"):
        is_weak = text(alias, "category").lower() == _WEAK
        draft.name(NameKind.WEAK if is_weak else NameKind.ALIAS, _name(alias))
    for address in below(element, "addressList", "address"):
        draft.address(*(text(address, part) for part in _ADDRESS_PARTS))
    for country in _countries(element):
        draft.country(country)
    for programme in texts(element, "programList", "program"):
        draft.programme(programme)
    for born in texts(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth"):
        drafts.birth(draft, birth_of(born))
    for call_sign in texts(element, "vesselInfo", "callSign"):
        draft.identifier(IdentifierKind.DOCUMENT, call_sign)
    _take_ids(drafts, draft, element)
    return draft


def _take_ids(drafts: Drafts, draft: Draft, element: Element) -> None:
    for each in below(element, "idList", "id"):
        if not take_feature(draft, text(each, "idType"), text(each, "idNumber")):
            drafts.missed["identifiers are of a kind that is not known"] += 1
    missed = take_remarks(draft, text(element, "remarks"))
    if missed:
        drafts.missed["dates and numbers in remarks are not understood"] += missed


def _name(element: Element) -> str:
    last, first = text(element, "lastName"), text(element, "firstName")
    return f"{last}, {first}" if last and first else last or first


def _countries(element: Element) -> Iterator[str]:
    for path in _COUNTRIES:
        yield from texts(element, *path)
    for place in texts(element, "placeOfBirthList", "placeOfBirthItem", "placeOfBirth"):
        country = place.rpartition(",")[2]
        if country_code(country):
            yield country
