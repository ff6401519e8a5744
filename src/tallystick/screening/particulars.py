"""What a message says of a party besides its name: when it was born, its countries, what it is.

A party's leaves lie under one element (`Dbtr`, `CdtrAgt/FinInstnId`), and its name beside
them. Nobody is found by particulars; they tell how likely it is that a name found means
whom it is listed for.
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.screening.lists import EntityType
from tallystick.screening.shapes import by_shape
from tallystick.terms.identifiers import is_country
from tallystick.terms.instants import is_date
from tallystick.wire.leaves import Leaf


class Particulars(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What is known of one party: dates of birth, ISO 3166 codes, and what it is.

    All empty where the message says nothing.
    """

    births: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    type: EntityType = EntityType.UNKNOWN


NOTHING_KNOWN: Final = Particulars()


class _Says(IntEnum):  # whose hash, unlike that of others, is no call
    BIRTH = 1
    COUNTRY = 2
    PERSON = 3
    COMPANY = 4


class _Part(NamedTuple):
    party: str
    says: tuple[_Says, ...]


# By how a leaf's path ends below its party, the first that fits counts.
_ENDS: Final = tuple(
    (re.compile(rf"(.+)/{end}"), says)
    for end, says in (
        (r"Id/PrvtId/DtAndPlcOfBirth/BirthDt", (_Says.BIRTH, _Says.PERSON)),
        (r"Id/PrvtId/DtAndPlcOfBirth/CtryOfBirth", (_Says.COUNTRY, _Says.PERSON)),
        (r"Id/PrvtId/.+", (_Says.PERSON,)),
        (r"Id/OrgId/.+", (_Says.COMPANY,)),
        (r"PstlAdr/Ctry", (_Says.COUNTRY,)),
        (r"CtryOfRes", (_Says.COUNTRY,)),
        # And so in IVMS101, where the names lie one element deeper.
        (r"dateAndPlaceOfBirth/dateOfBirth", (_Says.BIRTH,)),
        (r"geographicAddress(?:\[\d+\])?/country", (_Says.COUNTRY,)),
        (r"countryOf(?:Residence|Registration)", (_Says.COUNTRY,)),
        (r"name/nameIdentifier(?:\[\d+\])?/naturalPersonNameIdentifierType", (_Says.PERSON,)),
    )
)
_TYPES: Final = {_Says.PERSON: EntityType.INDIVIDUAL, _Says.COMPANY: EntityType.ENTITY}
_COMPANIES: Final = ("/FinInstnId", "/BrnchId", "/legalPerson")
_NAMES: Final = "/name"
_PATHS_KEPT: Final = 16_384
_TOLD_KEPT: Final = 4_096
_DATE_LETTERS: Final = 10


class _Told(NamedTuple):
    """Of a party: the places of the leaves that tell something of it, and what each says."""

    party: str
    places: tuple[int, ...]
    says: tuple[tuple[_Says, ...], ...]


# A party by the path of its element.
Known: TypeAlias = dict[str, Particulars]


def particulars_of(leaves: Sequence[Leaf], paths: tuple[str, ...]) -> Known:
    """Return what the leaves at these paths say of each party, by the path of its element.

    What has not the form of a date or of a country's code tells nothing here: it is screened as
    text.
    """
    return {
        each.party: _particulars(each.says, tuple([_told_by(leaves[at]) for at in each.places]))
        for each in _parties_of(paths)
    }


def _told_by(leaf: Leaf) -> str:
    """Return as much of a text as a date has; a code is shorter, and nothing else tells."""
    return leaf.text.strip()[:_DATE_LETTERS]


def party_of(name_path: str) -> str:
    """Return the path of the party whose name stands at a path."""
    return name_path.rpartition("/")[0].removesuffix(_NAMES)


def particulars_beside(party: str, known: Known) -> Particulars:
    """Return what is known of a party."""
    found = known.get(party, NOTHING_KNOWN)
    if found.type is EntityType.UNKNOWN and party.endswith(_COMPANIES):
        return _as_company(found)
    return found


@lru_cache(maxsize=_TOLD_KEPT)
def _as_company(found: Particulars) -> Particulars:
    return msgspec.structs.replace(found, type=EntityType.ENTITY)


@by_shape
def _parties_of(paths: tuple[str, ...]) -> tuple[_Told, ...]:
    """Return which parties the leaves at the paths tell something of, and what each says."""
    found: dict[str, list[tuple[int, tuple[_Says, ...]]]] = {}
    for place, part in enumerate(map(_part_of, paths)):
        if part is not None:
            found.setdefault(part.party, []).append((place, part.says))
    return tuple(
        _Told(party, tuple(place for place, _ in each), tuple(says for _, says in each))
        for party, each in found.items()
    )


@lru_cache(maxsize=_PATHS_KEPT)
def _part_of(path: str) -> _Part | None:
    for end, says in _ENDS:
        if fits := end.fullmatch(path):
            return _Part(fits[1], says)
    return None


@lru_cache(maxsize=_TOLD_KEPT)
def _particulars(says: tuple[tuple[_Says, ...], ...], texts: tuple[str, ...]) -> Particulars:
    """Return what texts tell of a party; one that is both a person and a company is neither."""
    births: set[str] = set()
    countries: set[str] = set()
    types: set[EntityType] = set()
    for said, text in zip(says, texts, strict=True):
        if _Says.BIRTH in said and is_date(text):
            births.add(text)
        if _Says.COUNTRY in said and is_country(text):
            countries.add(text)
        types.update(_TYPES[each] for each in said if each in _TYPES)
    of_one_type = next(iter(types)) if len(types) == 1 else EntityType.UNKNOWN
    return Particulars(tuple(sorted(births)), tuple(sorted(countries)), of_one_type)
