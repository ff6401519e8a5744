"""A name in another script compared with a Latin one: how alike, and which word is which.

Words stand for one another in any order, each once. Two words of one name may be one of the
other; in Korean and Chinese, which part no words, every syllable is a word and a Latin word may
be several. Particles count for nothing. The score is in ten-thousandths, and the same on
every machine.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from rapidfuzz.distance import Levenshtein

from tallystick.screening.names import Words
from tallystick.screening.scripts.alignment import LETTER, spelling_cost
from tallystick.screening.scripts.given_names import stands_for_others, usual_spellings
from tallystick.screening.scripts.keys import skeletons_of
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.syllable_spellings import SCORE_MAX, WORD_MIN, spells
from tallystick.screening.scripts.units import (
    ARTICLE,
    Unit,
    arabic_units,
    latin_units,
    letters,
    marked,
)
from tallystick.screening.scripts.writings import ARABIC, Writing, writing_of

# From here on two words are one name in two spellings; below it doubt counts double.
_SAME: Final = 9_000
_CERTAIN: Final = 8_500
# What is the usual spelling of another name is at most so alike.
_OTHER_NAME: Final = 8_400
# What it takes off that spaces differ.
_JOINED: Final = 300
_SYLLABLES_MAX: Final = 4
# How much the words of the original count, and the rest those of the Latin name, in tenths.
ORIGINAL_TENTHS: Final = 6
_KEPT: Final = 1 << 17
_NAMES_KEPT: Final = 1 << 14


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
    """One possible pairing: so many units from a place of the original, and of the Latin name.

    The order is that in which pairings are taken: first what pairs most units best.
    """

    rank: int
    original: int
    latin: int
    units: int
    listed: int
    score: int


def compare_across(original: Words, latin: Words) -> Across:
    """Return how well a Latin name stands for one in another script, both as normalised words.

    Words of the original that are in Latin letters are compared too. Names without a
    letter are alike to nothing: 0. Time is in proportion to the product of the lengths.
    """
    units, listed = original_units(original), _latin_units(original, latin)
    if not units or not listed:
        return Across(0, (), ())
    runs = _chosen(units, listed)
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
    return Across(_score(runs, units, listed), pairs, aside)


def score_across(original: Words, latin: Words) -> int:
    """Return the score of `compare_across` alone, in less time."""
    units, listed = original_units(original), _latin_units(original, latin)
    if not units or not listed:
        return 0
    return _score(_chosen(units, listed), units, listed)


@lru_cache(maxsize=_NAMES_KEPT)
def original_units(words: Words) -> tuple[Unit, ...]:
    """Return what of a name in another script is compared as one word each."""
    if _are_arabic(words):
        return arabic_units(words)
    units: list[Unit] = []
    for place, word in enumerate(words):
        parts = normalize("NFC", word) if writing_of(word).is_syllabic else (word,)
        texts = (marked(letters(each)) if writing_of(each) is ARABIC else each for each in parts)
        units += (Unit(each, place, place + 1) for each in texts if writing_of(each).letters(each))
    return tuple(units)


def has_syllables(units: Sequence[Unit]) -> bool:
    """Tell whether a unit of a name is a syllable."""
    return any(writing_of(unit.text).is_syllabic for unit in units)


def alike(unit: str, latin: str) -> int:
    """Return how well a Latin word in lower case spells a word in another script.

    The unit is as `original_units` has it, or neighbouring syllables. Below `WORD_MIN` it is 0.
    """
    if latin in usual_spellings(unit):
        return SCORE_MAX
    writing = writing_of(unit)
    if writing.is_syllabic:
        return spells(unit, latin)
    score = _spelt(unit if writing is ARABIC else writing.letters(unit), latin, writing)
    if writing is ARABIC and stands_for_others(latin, unit):
        score = min(score, _OTHER_NAME)
    return score


def _spelt(text: str, latin: str, writing: Writing) -> int:
    size = len(text) - text.count(ARTICLE)
    most = LETTER * size * (SCORE_MAX - WORD_MIN) // SCORE_MAX
    found = spelling_cost(text, latin, writing.table, most)
    return 0 if found > most else SCORE_MAX - SCORE_MAX // LETTER * found // size


def _may_be(unit: str, latin: str) -> bool:
    """Whether skeletons leave room for a pair; it saves most alignments."""
    listed = latin_skeleton(latin)
    own = skeletons_of(unit)
    if listed in own:
        return True
    size = len(listed)
    for each in own:
        if len(each) > 2 and -2 < len(each) - size < 2 and _is_near(each, listed):
            return True
    return False


def _is_near(one: str, other: str) -> bool:
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1


@lru_cache(maxsize=_KEPT)
def _pair(unit: str, latin: str) -> int:
    if writing_of(unit).is_syllabic or _may_be(unit, latin):
        return alike(unit, latin)
    return 0


@lru_cache(maxsize=_NAMES_KEPT)
def _are_arabic(words: Words) -> bool:
    return all(writing_of(word) is ARABIC for word in words)


_listed_units: Final = lru_cache(maxsize=_NAMES_KEPT)(latin_units)


def _latin_units(original: Words, latin: Words) -> tuple[Unit, ...]:
    if _are_arabic(original):
        return _listed_units(latin)
    return tuple(Unit(word, place, place + 1) for place, word in enumerate(latin))


def _chosen(units: Sequence[Unit], listed: Sequence[Unit]) -> list[_Run]:
    """Return the best pairings, each unit once."""
    chosen: list[_Run] = []
    here = there = 0
    for run in sorted(_runs(units, listed)):
        original = ((1 << run.units) - 1) << run.original
        latin = ((1 << run.listed) - 1) << run.latin
        if not (here & original or there & latin):
            here, there = here | original, there | latin
            chosen.append(run)
    return chosen


def _runs(units: Sequence[Unit], listed: Sequence[Unit]) -> list[_Run]:
    single = [
        _Run(-2 * score, here, there, 1, 1, score)
        for here, unit in enumerate(units)
        for there, word in enumerate(listed)
        if (score := _pair(unit.text, word.text))
    ]
    sure = [run for run in single if run.score >= _CERTAIN]
    left = _without(units, [run.original for run in sure])
    unpaired = _without(listed, [run.latin for run in sure])
    if left and unpaired:
        single += _joined(units, listed, left, unpaired)
    return single


def _without(units: Sequence[Unit], sure: Sequence[int]) -> list[int]:
    return [place for place in range(len(units)) if place not in sure]


def _joined(
    units: Sequence[Unit], listed: Sequence[Unit], left: list[int], unpaired: list[int]
) -> Iterator[_Run]:
    """Yield the pairings of several units with one, none of which is sure of another."""
    for here, text in spans(units, left):
        for there in unpaired:
            if len(listed[there].text) < 2 * len(here) - 1:
                continue
            score = _pair(text, listed[there].text) - _JOINED * _is_parted(units, here)
            if score >= WORD_MIN:
                yield _Run(-score * (len(here) + 1), here[0], there, len(here), 1, score)
    for there_too, text in spans(listed, unpaired):
        for place in left:
            score = _pair(units[place].text, text) - _JOINED
            if score >= WORD_MIN:
                yield _Run(-score * 3, place, there_too[0], 1, len(there_too), score)


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


def _is_parted(units: Sequence[Unit], span: range) -> bool:
    """Whether a space is between the units; between syllables of a word there is none."""
    return units[span[0]].first != units[span[-1]].first


def _score(runs: Sequence[_Run], units: Sequence[Unit], listed: Sequence[Unit]) -> int:
    original = latin = 0
    for run in runs:
        # Below what two spellings of one name have, doubt counts double.
        worth = min(run.score, 2 * run.score - _SAME)
        original += worth * run.units
        latin += worth * run.listed
    original, latin = original // len(units), latin // len(listed)
    if has_syllables(units):
        # Such names are short and never cut: a syllable more is another name.
        return min(original, latin)
    return (original * ORIGINAL_TENTHS + latin * (10 - ORIGINAL_TENTHS)) // 10


def _words(words: Words, units: Sequence[Unit]) -> Words:
    """Return the words of neighbouring units, or the syllables of one word that they are."""
    if writing_of(units[0].text).is_syllabic:
        return ("".join(unit.text for unit in units),)
    return words[units[0].first : units[-1].end]


def _aside(words: Words, units: Sequence[Unit], paired: set[int]) -> Words:
    left = (unit for number, unit in enumerate(units) if number not in paired)
    return tuple(word for unit in left for word in _words(words, (unit,)))
