"""Code sets: which codes a type has in one edition, and from when to when each is valid."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from tallystick.terms.instants import BusinessDate
from tallystick.wire.iso20022.code_sets.table import CODES, EDITION


class Validity(NamedTuple):
    """The first and the last date on which a code is valid; "" where there is no bound."""

    first: BusinessDate = ""
    last: BusinessDate = ""

    def holds(self, on: BusinessDate) -> bool:
        """Tell whether the date is within the bounds, both of which count."""
        return self.first <= on and (not self.last or on <= self.last)


ALWAYS: Final = Validity()


class CodeSet(msgspec.Struct, frozen=True):
    """The codes of one type, such as ExternalPurpose1Code.

    `edition` is the month or the day of the publication that they were taken from, as
    YYYY-MM or YYYY-MM-DD.
    """

    name: str
    edition: str
    codes: Mapping[str, Validity]

    def has(self, code: str, on: BusinessDate) -> bool:
        """Tell whether the code is one of the set, and valid on the date."""
        found = self.codes.get(code)
        return found is not None and (found is ALWAYS or found.holds(on))


class CodeSets:
    """Code sets by name; it never changes.

    A type without a set here is one whose codes nobody told us: whatever its element
    holds may be right.
    """

    def __init__(self, sets: Iterable[CodeSet]) -> None:
        self._sets: Final = {each.name: each for each in sets}

    def __iter__(self) -> Iterator[CodeSet]:
        """Yield the sets, sorted by name."""
        return iter(sorted(self._sets.values(), key=lambda each: each.name))

    def __len__(self) -> int:
        """Return the number of sets."""
        return len(self._sets)

    def get(self, name: str) -> CodeSet | None:
        """Return the set of a type, None where there is none."""
        return self._sets.get(name)

    def renewed(self, newer: "CodeSets") -> "CodeSets":
        """Return these sets, each replaced by the newer one of its name where there is one."""
        return CodeSets([*self, *newer])


@cache
def published() -> CodeSets:
    """Return our own tables: the sets of every type in the supported messages that has one."""
    return CodeSets(
        CodeSet(name, EDITION, MappingProxyType(dict.fromkeys(codes.split(), ALWAYS)))
        for name, codes in CODES.items()
    )
