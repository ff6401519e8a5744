"""OFAC's lists as XML in the advanced form, `sdn_advanced.xml` and `cons_advanced.xml`.

The form is that of the UN's advanced sanctions data model: a document of sections in a fixed
order, reference values first, which speak of one another by number. Places and documents
stand before the parties that they belong to, relationships and the measures of sanctions
after. `Owned or Controlled By` does not say which of both and how much, so it is control;
no other relationship is. An individual is listed as `LAST, First`, as in OFAC's other forms.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.screening.countries import country_code
from tallystick.screening.lists import Draft, Edition, EntityType, Holding, NameKind, Regime
from tallystick.screening.readers import ofac
from tallystick.screening.readers.births import around, date_of_parts, span_of
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.records import (
    below,
    children,
    has_root,
    named,
    reading,
    records,
    text,
    texts,
    words,
)
from tallystick.screening.readers.remarks import take_feature
from tallystick.screening.readers.rows import ListFile
from tallystick.wire.xml import Element

_ROOT: Final = "Sanctions"
_ISSUED: Final = "DateOfIssue"
_PLACES: Final = {
    _ISSUED: _ROOT,
    "ReferenceValueSets": _ROOT,
    "Location": "Locations",
    "IDRegDocument": "IDRegDocuments",
    "DistinctParty": "DistinctParties",
    "ProfileRelationship": "ProfileRelationships",
    "SanctionsEntry": "SanctionsEntries",
    "SanctionsEntryLink": "SanctionsEntryLinks",
}
_ADDRESS_PARTS: Final = (
    "ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "REGION", "POSTAL CODE",
)  # fmt: skip
_LAST_NAMES: Final = ("Last Name", "Maiden Name")
_PLAIN_LOCATIONS: Final = ("Location",)
_BIRTHS: Final = ("Birthdate", "Organization Established Date", "Aircraft Manufacture Date")
_FIRST: Final = (("Start", "From"), ("Start", "To"), ("End", "From"), ("End", "To"))
_LAST: Final = _FIRST[::-1]
_NO_COUNTRY: Final = "undetermined"
_OWNED: Final = "owned or controlled by"
_PROGRAMME: Final = "Program"
_YES: Final = "true"
_UNKNOWN: Final = "Unknown"
_IS_TYPE: Final = {each.value: each for each in EntityType}


def is_list(file: ListFile) -> bool:
    """Tell whether the file looks like a list of this form."""
    return has_root(file, _ROOT)


@reading
def read(file: ListFile) -> Edition:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: it is not well-formed or bears no date, or an entity has no id,
            no name, or another's id.
    """
    of_file = _Reading(file)
    for element in records(file, _ROOT, _PLACES):
        of_file.take(element)
    return of_file.edition()


class _Reading:
    """One file on its way in, section by section."""

    def __init__(self, file: ListFile) -> None:
        self._file = file
        self._drafts = Drafts(file)
        self._published_on = ""
        self._values: dict[tuple[str, str], str] = {}
        self._party_types: dict[str, str] = {}
        self._locations: dict[str, tuple[tuple[str, ...], str]] = {}
        self._documents: dict[str, list[tuple[str, str]]] = {}
        self._entities: dict[str, str] = {}
        self._measured: set[str] = set()
        self._root: Element | None = None
        self._takers = {
            _ROOT: self._take_root,
            _ISSUED: self._take_date,
            "ReferenceValueSets": self._take_values,
            "Location": self._take_location,
            "IDRegDocument": self._take_document,
            "DistinctParty": self._take_party,
            "ProfileRelationship": self._take_relationship,
            "SanctionsEntry": self._take_measures,
        }

    def take(self, element: Element) -> None:
        """Take a record of any section; of some there is nothing to take."""
        taker = self._takers.get(named(element))
        if taker is not None:
            taker(element)

    def edition(self) -> Edition:
        """Return what has been read, now that it is whole."""
        self._drafts.sections(self._root, {*_PLACES, *_PLACES.values()})
        free = len(self._drafts.by_entity.keys() - self._measured)
        if free:
            self._drafts.missed["entities bear no measure, and count as listed all the same"] = (
                free
            )
        return self._drafts.edition(ofac.list_of(self._file), self._published_on, Regime.US)

    def _take_root(self, element: Element) -> None:
        self._root = element

    def _take_date(self, element: Element) -> None:
        self._published_on = _date(element)

    def _take_values(self, element: Element) -> None:
        for group in element[:]:
            for value in group[:]:
                name, number = named(value), value.get("ID") or ""
                self._values[name, number] = _told(name, value)
                if name == "PartySubType":
                    self._party_types[number] = value.get("PartyTypeID") or ""

    def _value(self, name: str, number: str | None) -> str:
        return self._values.get((name, number or ""), "")

    def _take_location(self, element: Element) -> None:
        parts: dict[str, str] = {}
        for part in children(element, "LocationPart"):
            kind = self._value("LocPartType", part.get("LocPartTypeID"))
            values = list(children(part, "LocationPartValue"))
            primary = [each for each in values if each.get("Primary") == _YES] or values
            parts[kind] = next((text(each, "Value") for each in primary), "")
        unknown = parts.get(_UNKNOWN, "")
        # Of a nationality the country's name alone is told, as a part of a kind not known.
        country = next(
            filter(None, self._countries(element)), unknown if country_code(unknown) else ""
        )
        told = [parts.get(each, "") for each in _ADDRESS_PARTS]
        line = (*told, "" if unknown == country else unknown, country)
        self._locations[element.get("ID") or ""] = line, country

    def _countries(self, element: Element) -> Iterator[str]:
        for each in children(element, "LocationCountry"):
            yield self._country("Country", each.get("CountryID"))
        for each in children(element, "LocationAreaCode"):
            yield self._country("AreaCode", each.get("AreaCodeID"))

    def _country(self, name: str, number: str | None) -> str:
        country = self._value(name, number)
        return "" if country == _NO_COUNTRY else country

    def _take_document(self, element: Element) -> None:
        kind = self._value("IDRegDocType", element.get("IDRegDocTypeID"))
        number = text(element, "IDRegistrationNo")
        if number:
            of_identity = self._documents.setdefault(element.get("IdentityID") or "", [])
            of_identity.append((kind, number))

    def _take_party(self, element: Element) -> None:
        draft = Draft()
        entity = element.get("FixedRef") or ""
        for profile in children(element, "Profile"):
            self._entities[profile.get("ID") or ""] = entity
            draft.type = self._type(profile.get("PartySubTypeID") or "")
            for identity in children(profile, "Identity"):
                self._take_identity(draft, identity)
            for feature in children(profile, "Feature"):
                self._take_feature(draft, feature)
        self._drafts.add(f"DistinctParty[{self._drafts.records + 1}]", entity, draft)

    def _type(self, number: str) -> EntityType:
        kind = self._value("PartySubType", number)
        if kind in ("", _UNKNOWN):
            kind = self._value("PartyType", self._party_types.get(number))
        found = _IS_TYPE.get(kind.lower(), EntityType.UNKNOWN)
        if found is EntityType.UNKNOWN:
            self._drafts.missed["entities are of a type that is not known"] += 1
        return found

    def _take_identity(self, draft: Draft, identity: Element) -> None:
        kinds = {
            group.get("ID"): self._value("NamePartType", group.get("NamePartTypeID"))
            for group in below(identity, "NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
        }
        is_primary = identity.get("Primary") != "false"
        for alias in children(identity, "Alias"):
            for kind, name in self._names(alias, is_primary=is_primary):
                draft.name(kind, _joined(name, kinds))
        for what, number in self._documents.pop(identity.get("ID") or "", ()):
            self._take_detail(draft, what, number)

    def _names(self, alias: Element, *, is_primary: bool) -> Iterator[tuple[NameKind, Element]]:
        """Yield an alias's names; of those of the primary alias one is the primary name."""
        names = list(children(alias, "DocumentedName"))
        if alias.get("LowQuality") == _YES:
            yield from ((NameKind.WEAK, each) for each in names)
            return
        first = None
        if is_primary and alias.get("Primary") == _YES:
            first = min(names, key=_rank, default=None)
        for each in names:
            yield (NameKind.PRIMARY if each is first else NameKind.ALIAS), each

    def _take_feature(self, draft: Draft, feature: Element) -> None:
        kind = self._value("FeatureType", feature.get("FeatureTypeID"))
        for version in children(feature, "FeatureVersion"):
            for period in children(version, "DatePeriod") if _is_birth(kind) else ():
                self._drafts.birth(draft, _period(period))
            for location in children(version, "VersionLocation"):
                self._take_place(draft, kind, location.get("LocationID") or "")
            for detail in children(version, "VersionDetail"):
                value = words(detail) or self._value(
                    "DetailReference", detail.get("DetailReferenceID")
                )
                if value:
                    self._take_detail(draft, kind, value)

    def _take_place(self, draft: Draft, kind: str, number: str) -> None:
        if number not in self._locations:
            self._drafts.missed["places are not in the list"] += 1
            return
        line, country = self._locations[number]
        if kind in _PLAIN_LOCATIONS:
            draft.address(*line)
        draft.country(country)

    def _take_detail(self, draft: Draft, kind: str, value: str) -> None:
        if not take_feature(draft, kind, value):
            self._drafts.missed["features are of a kind that is not known"] += 1

    def _take_relationship(self, element: Element) -> None:
        kind = self._value("RelationType", element.get("RelationTypeID")).lower()
        if kind != _OWNED or element.get("Former") == _YES:
            return
        held = self._entities.get(element.get("From-ProfileID") or "", "")
        owner = self._entities.get(element.get("To-ProfileID") or "", "")
        if held and owner:
            self._drafts.by_entity[held].holdings.add(Holding(owner, is_control=True))
        else:
            self._drafts.missed["owners or what they own are not in the list"] += 1

    def _take_measures(self, element: Element) -> None:
        entity = self._entities.get(element.get("ProfileID") or "", "")
        draft = self._drafts.by_entity.get(entity)
        if draft is None:
            self._drafts.missed["measures are of nobody in the list"] += 1
            return
        self._measured.add(entity)
        for measure in children(element, "SanctionsMeasure"):
            kind = self._value("SanctionsType", measure.get("SanctionsTypeID"))
            if kind == _PROGRAMME:
                for programme in texts(measure, "Comment"):
                    draft.programme(programme)


def _told(name: str, value: Element) -> str:
    """Return what a reference value means; an area has its words in an attribute."""
    described = value.get("Description") if name == "AreaCode" else None
    return described or words(value) or value.get("ISO2") or ""


def _rank(name: Element) -> tuple[str, str]:
    """Return what puts the names of one alias in order: the status, then the text."""
    parts = texts(name, "DocumentedNamePart", "NamePartValue")
    return (name.get("DocNameStatusID") or "").rjust(4, "0"), " ".join(parts)


def _joined(name: Element, kinds: Mapping[str | None, str]) -> str:
    """Return a name of its parts; last names go first, and a comma parts them from others."""
    last: list[str] = []
    rest: list[str] = []
    for part in below(name, "DocumentedNamePart", "NamePartValue"):
        is_last = kinds.get(part.get("NamePartGroupID")) in _LAST_NAMES
        (last if is_last else rest).append(words(part))
    return ", ".join(filter(None, (" ".join(last), " ".join(rest))))


def _is_birth(kind: str) -> bool:
    return kind.strip().rstrip(":") in _BIRTHS


def _period(period: Element) -> str:
    """Return the dates from the first day to the last that a period may mean."""
    first = next((found for path in _FIRST if (found := _date_at(period, path))), "")
    last = next((found for path in _LAST if (found := _date_at(period, path))), "")
    found = span_of(first, last)
    is_about = any(each.get("Approximate") == _YES for each in period[:])
    return around(found) if found and is_about else found


def _date_at(period: Element, path: tuple[str, str]) -> str:
    return next(map(_date, below(period, *path)), "")


def _date(element: Element) -> str:
    return date_of_parts(*(text(element, part) for part in ("Year", "Month", "Day")))
