"""A name in another script compared with a Latin one: how alike, and which word is which.

Words stand for one another in any order, each once. Two words of one name may be one of the
other; in Korean and Chinese, which part no words, every syllable is a word and a Latin word may
be several. Particles count for nothing. The score is in ten-thousandths, and the same on
every machine.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Final, NamedTuple
from unicodedata import normalize

from tallystick.screening.kernel import ready
from tallystick.screening.matching.blocks import Block
from tallystick.screening.names import Words
from tallystick.screening.scripts.asked import asked_of
from tallystick.screening.scripts.letters import coded
from tallystick.screening.scripts.listed import listed_of
from tallystick.screening.scripts.loops import ORIGINAL_TENTHS, spelt
from tallystick.screening.scripts.pairings import (
    UNITS_MAX,
    compare,
    counts_of,
    places_of,
    score_of,
)
from tallystick.screening.scripts.shapes import (
    LATIN,
    LATIN_SIZE,
    LETTERS_MAX,
    NAMES_AT,
    RUNS_AT,
    SERIAL,
    UNITS,
    WORDS_MOST,
    Longs,
    scratch_of,
)
from tallystick.screening.scripts.sharing import Sought, find_alike
from tallystick.screening.scripts.syllable_spellings import spells
from tallystick.screening.scripts.units import Unit, arabic_units, latin_units, letters, marked
from tallystick.screening.scripts.writings import ARABIC, SPELLINGS, writing_of

__all__ = ["ORIGINAL_TENTHS", "Across", "Pairing", "alike", "compare_across", "score_across"]

_SYLLABLES_MAX: Final = 4
_NAMES_KEPT: Final = 1 << 12
# A name is looked for first and compared after, and what is made ready of it is large.
_READY_KEPT: Final = 1 << 6


class Pairing(NamedTuple):
    """Which words of the original stood for which Latin ones, and how well."""

    original: Words
    latin: Words
    score: int


class Across(NamedTuple):
    """How alike two names are, and by which words, the surest first.

    `aside` are the words of either that stood for none and are no particles.
    """

    score: int
    pairs: tuple[Pairing, ...]
    aside: Words


class _Run(NamedTuple):
    """One pairing: so many units from a place of the original, and of the Latin name."""

    original: int
    latin: int
    units: int
    listed: int
    score: int


class Room:
    """Where kernels work on one pair of names after another; it grows with what is asked.

    Of several threads one works at a time, from the first question to the last answer: they take
    their `turn`.
    """

    def __init__(self) -> None:
        self.turn = Lock()
        self._units = self._words = 16
        self._work: Longs = scratch_of(SPELLINGS.tables, self._units, self._words, 1 << 10)

    def find(self, asked: Longs, names: Sought, least: int, rows: int) -> int:
        """Return how many names `find_alike` finds, of any number of units, words and pairings."""
        self._make_room(int(asked[UNITS]), int(names.listed[WORDS_MOST]))
        while True:
            found = find_alike(asked, *names, self._work, least, rows)
            if found >= 0:
                return found
            self._grow(0, 0, -2 * found)

    def compared(self, asked: Longs, listed: Block) -> tuple[int, list[_Run]]:
        """Return the score of two names that have words, of which one is the only one listed."""
        ready()
        self._make_room(int(asked[UNITS]), int(listed[WORDS_MOST]))
        while True:
            self._work[SERIAL] += 1
            score, count = compare(asked, listed, int(listed[NAMES_AT]), self._work)
            if score >= 0:
                return score, self._runs(count)
            self._grow(0, 0, 2 * count)

    def _make_room(self, units: int, words: int) -> None:
        if units > self._units or words > self._words:
            self._grow(2 * units, 2 * words, 0)

    def _runs(self, count: int) -> list[_Run]:
        at = int(self._work[RUNS_AT])
        numbers = self._work[at : at + count].tolist()
        return [_Run(*places_of(each), *counts_of(each), score_of(each)) for each in numbers]

    def word_score(self, unit: str, latin: str) -> int:
        """Return how well a Latin word spells a word that has no syllables for letters."""
        codes = coded(latin)
        if len(codes) > LETTERS_MAX:
            return 0
        ready()
        self._work[LATIN_SIZE] = len(codes)
        self._work[LATIN : LATIN + len(codes)] = list(codes)
        return spelt(asked_of((Unit(unit, 0, 1),)), 0, self._work)

    def _grow(self, units: int, words: int, runs: int) -> None:
        now = self._work
        self._units, self._words = max(units, self._units), max(words, self._words)
        runs = max(runs, len(now) - int(now[RUNS_AT]))
        self._work = scratch_of(SPELLINGS.tables, self._units, self._words, runs)
        self._work[SERIAL] = now[SERIAL]


_ROOM: Final = Room()


def compare_across(original: Words, latin: Words) -> Across:
    """Return how well a Latin name stands for one in another script, both as normalised words.

    Words of the original that are in Latin letters are compared too. Names without a
    letter are alike to nothing: 0. Time is in proportion to the product of the lengths.
    """
    units, listed = _both(original, latin)
    if not units or not listed:
        return Across(0, (), ())
    score, runs = _scored(units, listed)
    pairs = tuple(
        Pairing(
            _words(original, units[run.original : run.original + run.units]),
            _words(latin, listed[run.latin : run.latin + run.listed]),
            run.score,
        )
        for run in runs
    )
    here = {run.original + step for run in runs for step in range(run.units)}
    there = {run.latin + step for run in runs for step in range(run.listed)}
    aside = (*_aside(original, units, here), *_aside(latin, listed, there))
    return Across(score, pairs, aside)


def score_across(original: Words, latin: Words) -> int:
    """Return the score of `compare_across` alone, in less time."""
    units, listed = _both(original, latin)
    return _scored(units, listed)[0] if units and listed else 0


def _both(original: Words, latin: Words) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    units, listed = original_units(original), _latin_units(original, latin)
    return units[:UNITS_MAX], listed[:UNITS_MAX]


def _scored(units: tuple[Unit, ...], listed: tuple[Unit, ...]) -> tuple[int, list[_Run]]:
    """Return the score of two names that have units, and the pairings it is of."""
    asked, words = made_ready(units), listed_of(([unit.text for unit in listed],))
    with _ROOM.turn:
        return _ROOM.compared(asked, words)


@lru_cache(maxsize=_NAMES_KEPT)
def original_units(words: Words) -> tuple[Unit, ...]:
    """Return what of a name in another script is compared as one word each."""
    if are_arabic(words):
        return arabic_units(words)
    units: list[Unit] = []
    for place, word in enumerate(words):
        parts = normalize("NFC", word) if writing_of(word).is_syllabic else (word,)
        texts = (_unit_text(each) for each in parts)
        units += (Unit(each, place, place + 1) for each in texts if each)
    return tuple(units)


@lru_cache(maxsize=_NAMES_KEPT)
def _unit_text(part: str) -> str:
    """Return a part of a name as it is compared, "" of one without a letter."""
    text = marked(letters(part)) if writing_of(part) is ARABIC else part
    return text if writing_of(text).letters(text) else ""


def has_syllables(units: Sequence[Unit]) -> bool:
    """Tell whether a unit of a name is a syllable."""
    return any(writing_of(unit.text).is_syllabic for unit in units)


def alike(unit: str, latin: str) -> int:
    """Return how well a Latin word in lower case spells a word in another script.

    The unit is as `original_units` has it, or neighbouring syllables. Below `WORD_MIN` it is 0.
    """
    if writing_of(unit).is_syllabic:
        return spells(unit, latin)
    with _ROOM.turn:
        return _ROOM.word_score(unit, latin)


@lru_cache(maxsize=_READY_KEPT)
def made_ready(units: tuple[Unit, ...]) -> Longs:
    """Return a name of units as kernels have it, of which those over `UNITS_MAX` are left out."""
    return asked_of(units[:UNITS_MAX])


@lru_cache(maxsize=_NAMES_KEPT)
def are_arabic(words: Words) -> bool:
    return all(writing_of(word) is ARABIC for word in words)


_listed_units: Final = lru_cache(maxsize=_NAMES_KEPT)(latin_units)


def _latin_units(original: Words, latin: Words) -> tuple[Unit, ...]:
    if are_arabic(original):
        return _listed_units(latin)
    return tuple(Unit(word, place, place + 1) for place, word in enumerate(latin))


def spans(units: Sequence[Unit], places: list[int]) -> Iterator[tuple[range, str]]:
    """Yield each run of neighbours of one script that may be one word, and its text.

    All of them are among the places.
    """
    for start in places:
        text = units[start].text
        writing = writing_of(text)
        most = _SYLLABLES_MAX if writing.is_syllabic else 2
        for end in range(start + 1, min(start + most, len(units))):
            if end not in places or writing_of(units[end].text) is not writing:
                break
            text += units[end].text
            yield range(start, end + 1), text


def _words(words: Words, units: Sequence[Unit]) -> Words:
    """Return the words of neighbouring units, or the syllables of one word that they are."""
    if writing_of(units[0].text).is_syllabic:
        return ("".join(unit.text for unit in units),)
    return words[units[0].first : units[-1].end]


def _aside(words: Words, units: Sequence[Unit], paired: set[int]) -> Words:
    left = (unit for number, unit in enumerate(units) if number not in paired)
    return tuple(word for unit in left for word in _words(words, (unit,)))
