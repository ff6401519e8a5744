"""How each version of IVMS101 spells its elements, and where one has what the other has not.

The model has the names of 2023. Where the standard itself has two spellings of an element
in one version (a table and its text differ), both are read, and the first is written. Entities
are read with a capital as well, as the standard writes them in its prose.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from tallystick.wire.ivms101.codes import Version

# An element within another, by the names of the model; "" is the payload itself.
Place: TypeAlias = tuple[str, str]

PAYLOAD: Final = ""
_ENTITIES: Final = (
    "originator",
    "beneficiary",
    "originatingVASP",
    "beneficiaryVASP",
    "transferPath",
    "payloadMetadata",
)
_PERSONS: Final = (
    "originatorPerson",
    "beneficiaryPerson",
    "originatingVASP",
    "beneficiaryVASP",
    "intermediaryVASP",
)


class _Spelling(NamedTuple):
    """An element's names in each version; of a version with none it has no such element."""

    of_2020: tuple[str, ...]
    of_2023: tuple[str, ...]


_BOTH: Final = {
    (PAYLOAD, name): _Spelling(*[(name, name[0].upper() + name[1:])] * 2) for name in _ENTITIES
}
_MOVED: Final = {
    **{(name, "accountNumber"): _Spelling((), ("accountNumber",)) for name in _PERSONS},
    ("originator", "accountNumber"): _Spelling(("accountNumber",), ()),
    ("beneficiary", "accountNumber"): _Spelling(("accountNumber",), ()),
}
SPELLINGS: Final[Mapping[Place, _Spelling]] = MappingProxyType(
    {
        **_BOTH,
        **_MOVED,
        ("originator", "originatorPerson"): _Spelling(
            ("originatorPersons",), ("originatorPerson",)
        ),
        ("beneficiary", "beneficiaryPerson"): _Spelling(
            ("beneficiaryPersons", "beneficiaryPerson"), ("beneficiaryPerson",)
        ),
        ("nameIdentifier", "naturalPersonNameIdentifierType"): _Spelling(
            ("nameIdentifierType",), ("naturalPersonNameIdentifierType", "nameIdentifierType")
        ),
        ("naturalPerson", "customerIdentification"): _Spelling(
            ("customerIdentification", "customerNumber"), ("customerIdentification",)
        ),
        ("legalPerson", "customerIdentification"): _Spelling(
            ("customerNumber", "customerIdentification"), ("customerIdentification",)
        ),
        ("geographicAddress", "postcode"): _Spelling(
            ("postCode", "postcode"), ("postcode", "postCode")
        ),
    }
)


def _names(version: Version) -> dict[Place, tuple[str, ...]]:
    return {
        place: each.of_2020 if version is Version.V2020 else each.of_2023
        for place, each in SPELLINGS.items()
    }


_NAMES: Final = {version: _names(version) for version in Version}
_READ: Final = {
    version: {(around, name): model for (around, model), names in told.items() for name in names}
    for version, told in _NAMES.items()
}
_KNOWN: Final = {place for told in _READ.values() for place in told} | set(SPELLINGS)


def read_as(version: Version, around: str, name: str) -> str | None:
    """Return the model's name of an element as a version spells it; None if it has no such.

    A name that no version spells its own way is returned as it is: the model knows it or not.
    """
    if (around, name) not in _KNOWN:
        return name
    return _READ[version].get((around, name))


def written_as(version: Version, around: str, name: str) -> str | None:
    """Return a version's first name of an element of the model; None if it has no such."""
    if (around, name) not in SPELLINGS:
        return name
    return next(iter(_NAMES[version][around, name]), None)
