"""OpenSanctions' entities, one JSON object a line (`entities.ftm.json`, FollowTheMoney).

Persons, companies, ships and aircraft are entities; addresses, documents, wallets, securities,
sanctions and interests are objects of their own that name the entity they belong to. Who has
the topic `sanction`, or whom an object of a sanction names, is listed; where an entity has no
topics at all, it is if the file calls it a target. Others are kept where somebody holds
something in them, or they in somebody. An `Ownership` with its percentage and a `Control` are
holdings; a directorship is not control. One that ended before the file was made is left.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import product
from typing import Final

import msgspec

from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import (
    Draft,
    Edition,
    EntityType,
    Entry,
    Holding,
    NameKind,
    Regime,
    source_file,
    version_of,
)
from tallystick.screening.readers.births import birth_of
from tallystick.screening.readers.rows import ListFile, broken
from tallystick.screening.readers.shares import share_of
from tallystick.terms.instants import is_date

NAME: Final = "OpenSanctions"


class _Object(msgspec.Struct, frozen=True):
    id: str
    schema: str
    caption: str = ""
    properties: dict[str, list[object]] = msgspec.field(default_factory=dict)
    datasets: list[str] = msgspec.field(default_factory=list)
    target: bool = False
    last_seen: str | None = None


_HEAD: Final = 65_536
_MARK: Final = b"\xef\xbb\xbf"
_decoder: Final = msgspec.json.Decoder(_Object)

_TYPES: Final = {
    "Person": EntityType.INDIVIDUAL,
    "Company": EntityType.ENTITY,
    "Organization": EntityType.ENTITY,
    "PublicBody": EntityType.ENTITY,
    "LegalEntity": EntityType.UNKNOWN,
    "Vessel": EntityType.VESSEL,
    "Airplane": EntityType.AIRCRAFT,
    "CryptoWallet": EntityType.UNKNOWN,
}
_NAMES: Final = (
    ("name", NameKind.ALIAS),
    ("alias", NameKind.ALIAS),
    ("previousName", NameKind.ALIAS),
    ("weakAlias", NameKind.WEAK),
    ("abbreviation", NameKind.WEAK),
)
_COUNTRIES: Final = (
    "country", "mainCountry", "nationality", "citizenship", "jurisdiction", "flag", "pastFlags",
    "birthCountry",
)  # fmt: skip
_BIRTHS: Final = ("birthDate", "incorporationDate", "buildDate")
_PROGRAMMES: Final = ("program", "programId")
_IDENTIFIERS: Final = {
    "swiftBic": IdentifierKind.BIC,
    "leiCode": IdentifierKind.LEI,
    "isin": IdentifierKind.ISIN,
    "isinCode": IdentifierKind.ISIN,
    "imoNumber": IdentifierKind.IMO,
    "mmsi": IdentifierKind.MMSI,
    "publicKey": IdentifierKind.WALLET,
    "accountNumber": IdentifierKind.ACCOUNT,
    "iban": IdentifierKind.ACCOUNT,
} | dict.fromkeys(
    (
        "bikCode", "callSign", "cikCode", "dunsCode", "idNumber", "innCode", "kppCode",
        "ogrnCode", "okpoCode", "passportNumber", "registrationNumber", "serialNumber",
        "socialSecurityNumber", "taxNumber", "uniqueEntityId", "uscCode", "vatCode",
    ),
    IdentifierKind.DOCUMENT,
)  # fmt: skip

# Objects that say something of an entity, and the property that names it.
_BELONGINGS: Final = {
    "Sanction": "entity",
    "Identification": "holder",
    "Passport": "holder",
    "BankAccount": "owner",
    "CryptoWallet": "holder",
    "Security": "issuer",
}
_HOLDINGS: Final = {"Ownership": ("owner", "asset"), "Control": ("controller", "controlled")}
_WANTED: Final = (
    {name for name, _kind in _NAMES}
    | {*_COUNTRIES, *_BIRTHS, *_PROGRAMMES, *_IDENTIFIERS, *_BELONGINGS.values()}
    | {name for ends in _HOLDINGS.values() for name in ends}
    | {"address", "addressEntity", "endDate", "full", "number", "percentage", "topics"}
)
_ADDRESS: Final = "Address"
_LISTED: Final = "sanction"
_PREFIXES: Final = {"us": Regime.US, "eu": Regime.EU, "gb": Regime.UK, "un": Regime.UN}
_IMO: Final = "IMO"


def is_list(file: ListFile) -> bool:
    """Tell whether the first line is an object of this form."""
    head = file.raw[:_HEAD].lstrip().split(b"\n", 1)[0]
    return head.startswith(b"{") and b'"schema"' in head and b'"properties"' in head


def read(file: ListFile) -> Edition:
    """Return the edition a file holds. Its regime is that of its datasets, where they have one.

    Raises:
        RemoteMessageError: a line is no such object, an id is there twice, or the file lists
            nobody or does not say when it was made.
    """
    reading = _Reading(file)
    for line, each in _objects(file):
        reading.take(line, each)
    return reading.edition()


def _objects(file: ListFile) -> Iterator[tuple[int, _Object]]:
    for line, raw in enumerate(BytesIO(file.raw.removeprefix(_MARK)), start=1):
        try:
            text = raw.decode()
        except UnicodeDecodeError as wrong:
            raise broken(file.name, line, "not-utf-8", "the line is not UTF-8 text") from wrong
        if text.strip():
            yield line, _object(file, line, text)


def _object(file: ListFile, line: int, text: str) -> _Object:
    """Return an object, of whose properties no more is kept than what is taken."""
    try:
        found = _decoder.decode(text)
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise broken(file.name, line, "not-json", f"the line is no entity: {wrong}") from wrong
    wanted = {name: found.properties[name] for name in found.properties.keys() & _WANTED}
    return msgspec.structs.replace(found, properties=wanted)


class _Reading:
    """One file on its way in: entities, what belongs to them, and who holds what."""

    def __init__(self, file: ListFile) -> None:
        self._file = file
        self._ids: set[str] = set()
        self._entities: dict[str, _Object] = {}
        self._belongings: dict[str, list[_Object]] = {}
        self._addresses: dict[str, Sequence[str]] = {}
        self._interests: list[_Object] = []
        self._published_on = ""
        self._regimes: set[Regime] = set()
        self._missed: Counter[str] = Counter()

    def take(self, line: int, each: _Object) -> None:
        """Take an object.

        Raises:
            RemoteMessageError: its id is another's.
        """
        if not each.id or each.id in self._ids:
            detail = f"the id {each.id[:60]!r} is empty or another's"
            raise broken(self._file.name, line, "entity-twice", detail)
        self._ids.add(each.id)
        self._published_on = max(self._published_on, (each.last_seen or "")[:10])
        if each.schema in _HOLDINGS:
            self._interests.append(each)
        elif each.schema == _ADDRESS:
            self._addresses[each.id] = _values(each, "full")
        elif owners := _values(each, _BELONGINGS.get(each.schema, "")):
            for owner in owners:
                self._belongings.setdefault(owner, []).append(each)
        elif each.schema in _TYPES or each.target or _LISTED in _values(each, "topics"):
            self._entities[each.id] = each
            self._regimes |= {_regime(name) for name in each.datasets}

    def edition(self) -> Edition:
        """Return what has been read, now that it is whole."""
        if not is_date(self._published_on):
            raise broken(self._file.name, 1, "date", "no entity says when it was last seen")
        self._take_orphans()
        regime = self._regimes.pop() if len(self._regimes) == 1 else Regime.OTHER
        files = [source_file("list", self._file.raw, len(self._ids))]
        version = version_of(NAME, self._published_on, files, self._entries(), regime)
        notes = (f"{NAME}: {count} {what}" for what, count in sorted(self._missed.items()))
        return Edition(version, tuple(notes))

    def _entries(self) -> Iterator[Entry]:
        """Yield who is listed, and who is known for who holds what in whom."""
        holdings = self._holdings()
        holders = {each.owner for held in holdings.values() for each in held}
        for entity in sorted(self._entities):
            each = self._entities.pop(entity)  # it becomes an entry, and is needed no more
            draft = self._draft(each)
            draft.holdings |= holdings.get(entity, set())
            is_meant = draft.is_listed or entity in holdings or entity in holders
            if is_meant and draft.names:
                yield draft.entry(entity)
            elif each.target or is_meant:
                why = "have no name" if is_meant else "bear no sanction"
                self._missed[f"targets {why} and were left"] += 1

    def _take_orphans(self) -> None:
        """Take wallets whose holder is not in the file for themselves; count what else is left."""
        for owner in self._belongings.keys() - self._entities.keys():
            for each in self._belongings[owner]:
                if each.schema in _TYPES:
                    self._entities[each.id] = each
                else:
                    self._missed["objects belong to nobody in the file and were left"] += 1

    def _draft(self, each: _Object) -> Draft:
        draft = Draft()
        draft.type = _TYPES.get(each.schema, EntityType.UNKNOWN)
        belongings = self._belongings.get(each.id, ())
        topics = _values(each, "topics")
        is_sanctioned = _LISTED in topics or any(one.schema == "Sanction" for one in belongings)
        draft.is_listed = is_sanctioned or (each.target and not topics)
        for name, kind in _NAMES:
            for text in _values(each, name):
                is_first = name == "name" and text == each.caption
                draft.name(NameKind.PRIMARY if is_first else kind, text)
        self._take_about(draft, each)
        for belonging in belongings:
            self._take_belonging(draft, belonging)
        if not draft.names and each.schema == "CryptoWallet":
            for address in _values(each, "publicKey"):
                draft.name(NameKind.PRIMARY, address)
        return draft

    def _take_about(self, draft: Draft, each: _Object) -> None:
        for code in _all(each, _COUNTRIES):
            draft.country(code.partition("-")[0].upper())
        for on in _all(each, _BIRTHS):
            if not draft.birth(birth_of(on)):
                self._missed["dates are not understood"] += 1
        for address in _values(each, "address"):
            draft.address(address)
        for number in _values(each, "addressEntity"):
            for address in self._addresses.get(number, ()):
                draft.address(address)
        _take_identifiers(draft, each)

    def _take_belonging(self, draft: Draft, each: _Object) -> None:
        if each.schema == "Sanction":
            for programme in _all(each, _PROGRAMMES):
                draft.programme(programme)
            return
        for number in _values(each, "number"):
            draft.identifier(IdentifierKind.DOCUMENT, number)
        _take_identifiers(draft, each)

    def _holdings(self) -> dict[str, set[Holding]]:
        """Return what others hold in each entity in which anybody holds anything."""
        held: dict[str, set[Holding]] = {}
        for each in self._interests:
            end = max(_values(each, "endDate"), default="")[:10]
            # A year or month alone has not ended before the next begins.
            if end and end < self._published_on[: len(end)]:
                self._missed["holdings have ended and were left"] += 1
                continue
            owner_of, held_of = _HOLDINGS[each.schema]
            for owner, asset in product(_values(each, owner_of), _values(each, held_of)):
                if owner in self._entities and asset in self._entities:
                    held.setdefault(asset, set()).add(_holding(owner, each))
                else:
                    self._missed["owners or what they own are not in the file"] += 1
        return held


def _holding(owner: str, each: _Object) -> Holding:
    shares = [share_of(text) or 0 for text in _values(each, "percentage")]
    return Holding(owner, max(shares, default=0), each.schema == "Control")


def _take_identifiers(draft: Draft, each: _Object) -> None:
    for name, kind in _IDENTIFIERS.items():
        for text in _values(each, name):
            draft.identifier(kind, text.removeprefix(_IMO) if kind is IdentifierKind.IMO else text)


def _values(each: _Object, name: str) -> Sequence[str]:
    """Return the texts of a property; of an object that stands in one, its id."""
    found = each.properties.get(name, ())
    ids = (one.get("id") if isinstance(one, dict) else one for one in found)
    return [one for one in ids if isinstance(one, str)]


def _all(each: _Object, names: Sequence[str]) -> Iterator[str]:
    return (text for name in names for text in _values(each, name))


def _regime(dataset: str) -> Regime:
    return _PREFIXES.get(dataset.partition("_")[0], Regime.OTHER)
