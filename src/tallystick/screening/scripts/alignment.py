"""How well a Latin spelling stands for a word of another script, letter by letter.

A writing system is a table: for each of its letters the Latin spellings and what each costs,
in hundredths of a letter. A word is aligned with a Latin one by the cheapest way to spell
letter after letter, where a short vowel that the script leaves out may stand between any
two. The cost is an integer, and the same on every machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from tallystick.screening.scripts.letters import CODES, coded, offsets, packed
from tallystick.screening.scripts.shapes import SPELLING_COLUMNS, TABLES, TABLES_HEAD, Longs

# By the first letter of a spelling, the spellings with their lengths and costs; by "" what
# leaving the letter out costs.
Choices: TypeAlias = Mapping[str, tuple[tuple[str, int, int], ...]]

LETTER: Final = 100


class Gaps(NamedTuple):
    """What Latin vowels cost that stand for no letter, in hundredths of a letter.

    `first` and `last` count for a vowel before the first letter and after the last; `within`
    for one vowel between two letters, `double` for two.
    """

    first: int
    within: int
    double: int
    last: int


class System(NamedTuple):
    """A writing system as it is aligned: the choices of each letter by its place in a word."""

    first: Mapping[str, Choices]
    within: Mapping[str, Choices]
    last: Mapping[str, Choices]
    gaps: Gaps


def system(usual: str, gaps: Gaps, first: str = "", last: str = "") -> System:
    """Return a writing system by its table, and by what differs at either end of a word.

    A line has a letter and its spellings, the usual one first. A number after a stroke is the
    cost of a spelling, 0 without one; a stroke without a spelling is what leaving out costs.
    """
    everywhere = _table(usual)
    return System(
        {**everywhere, **_table(first)}, everywhere, {**everywhere, **_table(last)}, gaps
    )


def _table(lines: str) -> dict[str, Choices]:
    rows = (line.split() for line in lines.strip().splitlines())
    return {letter: _choices(spellings) for letter, *spellings in rows}


def _choices(spellings: list[str]) -> Choices:
    by_first: dict[str, tuple[tuple[str, int, int], ...]] = {"": (("", 0, LETTER),)}
    for each in spellings:
        text, _, stated = each.partition("/")
        row = (text, len(text), int(stated or "0"))
        by_first[text[:1]] = (*by_first.get(text[:1], ()), row) if text else (row,)
    return by_first


class Spellings:
    """The tables of writing systems as kernels read them: each letter in its place is a row."""

    def __init__(self, systems: Sequence[System], called: Iterable[str]) -> None:
        """Take the systems, and the usual spellings of given names."""
        self._systems = systems
        choices = chain.from_iterable(
            table.values() for each in systems for table in (each.first, each.within, each.last)
        )
        unlike = {id(each): each for each in choices}
        rows = {key: row for row, key in enumerate(unlike)}
        self._rows = [
            tuple(
                {letter: rows[id(choices)] for letter, choices in table.items()}
                for table in (each.first, each.within, each.last)
            )
            for each in systems
        ]
        starts = [0]
        spellings: list[tuple[int, ...]] = []
        for options in unlike.values():
            for code in range(CODES):
                spellings += _coded_spellings(options, code)
                starts.append(len(spellings))
        parts = (
            starts,
            list(chain.from_iterable(spellings)),
            [each[""][0][2] for each in unlike.values()],
            sorted(set(map(packed, called))),
        )
        places = offsets([TABLES_HEAD, *map(len, parts)])[1:] + TABLES
        self.tables: Longs = np.array([*places, *chain.from_iterable(parts)], np.int64)

    def rows(self, number: int, letters: str) -> tuple[int, ...]:
        """Return the rows of a word in the system of a number.

        Raises KeyError for a letter that is not one of the writing system's.
        """
        first, within, last = self._rows[number]
        found = [within[letter] for letter in letters]
        if len(found) > 1:
            found[0], found[-1] = first[letters[0]], last[letters[-1]]
        return tuple(found)

    def gaps(self, number: int) -> Gaps:
        """Return what vowels between letters cost in the system of a number."""
        return self._systems[number].gaps


def _coded_spellings(options: Choices, code: int) -> list[tuple[int, ...]]:
    return [
        (length, cost, *coded(text).ljust(SPELLING_COLUMNS - 2, b"\0"))
        for first, rows in options.items()
        if first and coded(first)[0] == code
        for text, length, cost in rows
    ]
