"""What a message says of a party besides its name: when it was born, its countries, what it is.

A party's leaves lie under one element (`Dbtr`, `CdtrAgt/FinInstnId`), and its name beside
them. Nobody is found by particulars; they tell how likely it is that a name found means
whom it is listed for.
"""

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.screening.lists import EntityType
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


class _Says(Enum):
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
    )
)
_TYPES: Final = {_Says.PERSON: EntityType.INDIVIDUAL, _Says.COMPANY: EntityType.ENTITY}
_COMPANIES: Final = ("/FinInstnId", "/BrnchId")
_PATHS_KEPT: Final = 16_384


class _Notes:
    def __init__(self) -> None:
        self.births: set[str] = set()
        self.countries: set[str] = set()
        self.types: set[EntityType] = set()


# A party by the path of its element.
Known: TypeAlias = dict[str, Particulars]


def particulars_of(leaves: Iterable[Leaf]) -> Known:
    """Return what the leaves of a message say of each party, by the path of its element.

    What has not the form of a date or of a country's code tells nothing here: it is screened as
    text.
    """
    notes: dict[str, _Notes] = {}
    for leaf in leaves:
        part = _part_of(leaf.path)
        if part is not None:
            _note(notes.setdefault(part.party, _Notes()), part.says, leaf.text.strip())
    return {party: _particulars(found) for party, found in notes.items()}


def particulars_beside(name_path: str, known: Known) -> Particulars:
    """Return what is known of the party whose name stands at a path."""
    party = name_path.rpartition("/")[0]
    found = known.get(party, NOTHING_KNOWN)
    if found.type is EntityType.UNKNOWN and party.endswith(_COMPANIES):
        return msgspec.structs.replace(found, type=EntityType.ENTITY)
    return found


@lru_cache(maxsize=_PATHS_KEPT)
def _part_of(path: str) -> _Part | None:
    for end, says in _ENDS:
        if fits := end.fullmatch(path):
            return _Part(fits[1], says)
    return None


def _note(notes: _Notes, says: tuple[_Says, ...], text: str) -> None:
    if _Says.BIRTH in says and is_date(text[:10]):
        notes.births.add(text[:10])
    if _Says.COUNTRY in says and is_country(text):
        notes.countries.add(text)
    notes.types.update(_TYPES[each] for each in says if each in _TYPES)


def _particulars(notes: _Notes) -> Particulars:
    """Return what was noted; a party that is both a person and a company is neither."""
    of_one_type = next(iter(notes.types)) if len(notes.types) == 1 else EntityType.UNKNOWN
    return Particulars(tuple(sorted(notes.births)), tuple(sorted(notes.countries)), of_one_type)
