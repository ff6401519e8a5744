"""List versions: what one import of one published list said, and never changes.

A list version is known by the name of its list, the date it bears and the SHA-256 of
each file it was read from. Its entries are in one order whatever the order in the
files. Texts stand as listed; how they are compared is not the list's concern.
"""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from hashlib import sha256
from typing import Final, TypeAlias

import msgspec

from tallystick.screening.identifiers import Identifier
from tallystick.terms.errors import RemoteMessageError

# The list that a policy's countries stand on; no published list may bear its name.
COUNTRIES: Final = "countries"


class NameKind(StrEnum):
    """How much a listed name tells: the name, another name, or one that is not telling.

    A weak alias is a nickname or a common short form, which its list says is not enough
    to know somebody by.
    """

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"


class EntityType(StrEnum):
    """What is listed."""

    INDIVIDUAL = "individual"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class Regime(StrEnum):
    """Whose law a list is part of; it says when what a listed party owns counts as listed.

    `OTHER` is a list of no law, such as a bank's own: nothing is inferred from it.
    """

    US = "us"
    EU = "eu"
    UK = "uk"
    UN = "un"
    OTHER = "other"


class ListedName(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One name, as listed."""

    kind: NameKind
    text: str


class Holding(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """What another entity of the same list holds in this one.

    `share` counts ten-thousandths of the whole, 0 where the list does not say how much.
    `is_control` says that it directs this one, whatever it owns.
    """

    owner: str
    share: int = 0
    is_control: bool = False


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One listed person, company, ship or aircraft, under its list's own id.

    `countries` are the words of the list, not codes. `births` are dates as precise as the list
    is, `1961`, `1961-03` or `1961-03-21`, or a range of such, `1960/1962` (ISO 8601): of a person
    its birth, of others when they were founded or built. `addresses` are one line each,
    `programmes` the measures under which the list has it. One that is not listed itself is
    known for who holds what in it.
    """

    entity: str
    type: EntityType
    names: tuple[ListedName, ...]
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    births: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    holdings: tuple[Holding, ...] = ()
    is_listed: bool = True


class SourceFile(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A file a list was read from: its part in the list, its SHA-256, its records."""

    part: str
    sha256: bytes
    records: int


class ListVersion(msgspec.Struct, frozen=True, array_like=True):
    """One edition of one list. `published_on` is a business date, "" if the file bears none."""

    name: str
    published_on: str
    files: tuple[SourceFile, ...]
    entries: tuple[Entry, ...]
    regime: Regime = Regime.OTHER

    @property
    def count(self) -> int:
        """How many entities are listed."""
        return len(self.entries)


# Whom a list means: the list's name, and the entity's id there.
Listing: TypeAlias = tuple[str, str]


def entries_of(
    lists: Iterable[ListVersion], among: Collection[Listing] | None = None
) -> Iterator[tuple[str, Entry]]:
    """Yield the entries of the lists, each with its list's name; with `among`, these alone."""
    for version in lists:
        for entry in version.entries:
            if among is None or (version.name, entry.entity) in among:
                yield version.name, entry


def brought(old: Iterable[ListVersion], new: Iterable[ListVersion]) -> frozenset[Listing]:
    """Return whom the new lists have and the old ones have not, or have otherwise."""
    before = {(name, entry.entity): entry for name, entry in entries_of(old)}
    return frozenset(
        (name, entry.entity)
        for name, entry in entries_of(new)
        if before.get((name, entry.entity)) != entry
    )


class Draft:
    """What a reader has found of one entity so far."""

    def __init__(self) -> None:
        self.type = EntityType.UNKNOWN
        self.names: dict[str, NameKind] = {}
        self.countries: set[str] = set()
        self.identifiers: set[Identifier] = set()
        self.births: set[str] = set()
        self.addresses: set[str] = set()
        self.programmes: set[str] = set()
        self.holdings: set[Holding] = set()
        self.is_listed = True

    def name(self, kind: NameKind, text: str) -> None:
        """Take a name; of one text listed twice the more telling kind counts."""
        words = " ".join(text.split())
        if words:
            kinds = list(NameKind)
            self.names[words] = min(self.names.get(words, kind), kind, key=kinds.index)

    def country(self, text: str) -> None:
        """Take a country, as listed."""
        if words := " ".join(text.split()):
            self.countries.add(words)

    def entry(self, entity: str) -> Entry:
        """Return the entry, in an order that does not depend on the file's."""
        kinds = list(NameKind)
        names = sorted(self.names.items(), key=lambda each: (kinds.index(each[1]), each[0]))
        return Entry(
            entity,
            self.type,
            tuple(ListedName(kind, text) for text, kind in names),
            tuple(sorted(self.countries)),
            tuple(sorted(self.identifiers)),
            tuple(sorted(self.births)),
            tuple(sorted(self.addresses)),
            tuple(sorted(self.programmes)),
            tuple(sorted(self.holdings)),
            self.is_listed,
        )


def source_file(part: str, raw: bytes, records: int) -> SourceFile:
    """Return what is kept of a file."""
    return SourceFile(part, sha256(raw).digest(), records)


def list_version(
    name: str,
    published_on: str,
    files: Iterable[SourceFile],
    drafts: dict[str, Draft],
    regime: Regime = Regime.OTHER,
) -> ListVersion:
    """Return an edition of a list.

    Raises:
        RemoteMessageError: it lists nobody; an empty list would clear everybody.
    """
    entries = tuple(drafts[entity].entry(entity) for entity in sorted(drafts))
    if not entries:
        raise RemoteMessageError("The list names nobody.", code="list-empty", ref=name)
    return ListVersion(name, published_on, tuple(sorted(files)), entries, regime)
