"""The lists that accuracy is measured against, and who on them bears a name."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import name as character_name

import msgspec

from tallystick.screening.bundle import Bundle, bundle_of
from tallystick.screening.gather import gather
from tallystick.screening.lists import Entry, ListVersion
from tallystick.screening.names import natural_order, normalise

SHARED: Final = Path(os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data"))
SCREENING: Final = SHARED / "screening"
PLACES: Final = (
    "ofac_sancbook_2023-01/sdn.csv",
    "ofac_watchman_2025-12/alt.csv",
    *(f"us_misc/cons_{part}.csv" for part in ("add", "alt", "comments", "prim")),
    "un/UN_consolidated_watchman.xml",
)
LATIN: Final = "LATIN"

Who = tuple[str, str]  # list, entity


class ListedAs(NamedTuple):
    """One listed name and whose it is."""

    who: Who
    entry: Entry
    text: str

    @property
    def spoken(self) -> str:
        """The name in the order in which it is said."""
        return spoken(self.text)


def spoken(text: str) -> str:
    """Return a name listed as `LAST, First` as it is said, any other as it is."""
    return " ".join(natural_order(text).split())


def are_there() -> bool:
    """Tell whether the published lists and the labelled sets are where they are looked for."""
    return all((SCREENING / place).exists() for place in (*PLACES, "eval_yente"))


@cache
def published() -> Bundle:
    """Return the bundle of the lists.

    Raises:
        OSError: they are not at TALLYSTICK_TEST_DATA.
    """
    return bundle_of(gather([SCREENING / place for place in PLACES]).lists)


def in_latin_alone(bundle: Bundle) -> Bundle:
    """Return the bundle without the names that its lists tell in another script."""
    return bundle_of(
        msgspec.structs.replace(version, entries=tuple(_latin_entries(version)))
        for version in bundle.lists
    )


def _latin_entries(version: ListVersion) -> Iterator[Entry]:
    for entry in version.entries:
        names = tuple(each for each in entry.names if script_of(each.text) in {LATIN, ""})
        if names:
            yield msgspec.structs.replace(entry, names=names)


def listed_names(bundle: Bundle) -> Iterator[ListedAs]:
    """Yield every listed name, in the order of the bundle."""
    for version in bundle.lists:
        for entry in version.entries:
            for each in entry.names:
                yield ListedAs((version.name, entry.entity), entry, each.text)


def bearers(names: Iterable[ListedAs]) -> dict[str, frozenset[Who]]:
    """Return who bears each name, by its words in any order."""
    found: defaultdict[str, set[Who]] = defaultdict(set)
    for each in names:
        found[words_of(each.text)].add(each.who)
    return {key: frozenset(who) for key, who in found.items()}


def words_of(text: str) -> str:
    """Return the key under which one name in two orders is one."""
    return " ".join(sorted(normalise(text)))


def script_of(text: str) -> str:
    """Return the script of the first letter, as Unicode names it; "" of no letter."""
    letter = next(filter(str.isalpha, text), "")
    return character_name(letter, "").partition(" ")[0] if letter else ""
