"""How well a Latin spelling stands for a word of another script, letter by letter.

A writing system is a table: for each of its letters the Latin spellings and what each costs,
in hundredths of a letter. A word is aligned with a Latin one by the cheapest way to spell
letter after letter, where a short vowel that the script leaves out may stand between any
two. The cost is an integer, and the same on every machine.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

# By the first letter of a spelling, the spellings with their lengths and costs; by "" what
# leaving the letter out costs.
Choices: TypeAlias = Mapping[str, tuple[tuple[str, int, int], ...]]

LETTER: Final = 100
# No name has a longer word, and the time of an alignment grows with the square of the length.
LETTERS_MAX: Final = 64

_FAR: Final = 1 << 20
_VOWELS: Final = frozenset("aeiou")
# What a Latin letter costs that stands for none of the word's, where it is not a consonant.
_ALONE: Final = {"-": 10, "h": 50, "a": 50, "e": 45, "i": 55, "o": 60, "u": 55, "y": 50, "w": 60}


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


def spelling_cost(letters: str, latin: str, writing: System, most: int) -> int:
    """Return the least cost of spelling the letters so, in hundredths of a letter.

    Whatever costs more than `most`, or has over `LETTERS_MAX` letters, costs `most + 1`. Every
    letter must be one of the writing system's.
    """
    if not letters or max(len(letters), len(latin)) > LETTERS_MAX:
        return most + 1
    gaps = writing.gaps
    reached = _with_gap({0: 0}, latin, (gaps.first, gaps.first), most)
    end = len(letters) - 1
    for place, letter in enumerate(letters):
        table = writing.within if place else writing.first
        vowels = (gaps.within, gaps.double)
        if place == end:
            vowels = (gaps.last, gaps.last)
            table = writing.last if place else writing.within
        reached = _with_gap(_spelt(reached, latin, table[letter], most), latin, vowels, most)
        if not reached:
            return most + 1
    return reached.get(len(latin), most + 1)


def _spelt(reached: dict[int, int], latin: str, options: Choices, most: int) -> dict[int, int]:
    """Return which positions are reached by spelling one more letter, and at what cost."""
    found: dict[int, int] = {}
    left_out = options[""][0][2]
    for at, before in reached.items():
        if before + left_out <= most and before + left_out < found.get(at, _FAR):
            found[at] = before + left_out
        for text, length, price in options.get(latin[at : at + 1] or " ", ()):
            total = before + price
            if (
                total <= most
                and total < found.get(at + length, _FAR)
                and (length == 1 or latin.startswith(text, at))
            ):
                found[at + length] = total
    return found


def _with_gap(
    reached: dict[int, int], latin: str, vowels: tuple[int, int], most: int
) -> dict[int, int]:
    """Let Latin letters after each position stand for nothing; a vowel or two cost less."""
    found = dict(reached)
    size = len(latin)
    for start, before in reached.items():
        at, total = start, before
        while at < size:
            letter = latin[at]
            if letter in _VOWELS and (
                at == start or (at == start + 1 and latin[start] in _VOWELS)
            ):
                total = before + vowels[at - start]
            else:
                total += _ALONE.get(letter, LETTER)
            if total > most:
                break
            at += 1
            if total < found.get(at, _FAR):
                found[at] = total
    return found
