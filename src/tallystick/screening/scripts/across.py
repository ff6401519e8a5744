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
from tallystick.screening.scripts import syllables
from tallystick.screening.scripts.alignment import LETTER, spelling_cost
from tallystick.screening.scripts.given_names import stands_for_others, usual_spellings
from tallystick.screening.scripts.skeleton import arabic_skeletons, latin_skeleton
from tallystick.screening.scripts.units import ARTICLE, Unit, arabic_units, latin_units
from tallystick.screening.scripts.writings import ARABIC, HAN, HANGUL, Writing, writing_of

SCORE_MAX: Final = 10_000
# Two words that are less alike are no pair.
WORD_MIN: Final = 6_500
# From here on two words are one name in two spellings; below it doubt counts double.
_SAME: Final = 9_000
_CERTAIN: Final = 8_500
# What is the usual spelling of another name is at most so alike.
_OTHER_NAME: Final = 8_400
# What it takes off that spaces differ.
_JOINED: Final = 300
_SYLLABLES_MAX: Final = 4
# How much the words of the original count, and the rest those of the Latin name, in tenths.
_ORIGINAL_TENTHS: Final = 6
_KEPT: Final = 1 << 18


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
    """One possible pairing: units from and to, of the original and of the Latin name."""

    score: int
    original: range
    latin: range


def compare_across(original: Words, latin: Words) -> Across:
    """Return how well a Latin name stands for one in another script, both as normalised words.

    Words of the original that are in Latin letters are compared too. Names without a
    letter are alike to nothing: 0.
    """
    units, listed = original_units(original), _latin_units(original, latin)
    if not units or not listed:
        return Across(0, (), ())
    runs = tuple(_chosen(_runs(units, listed)))
    pairs = tuple(
        Pairing(_words(original, units, run.original), _words(latin, listed, run.latin), run.score)
        for run in runs
    )
    aside = _aside(original, units, [run.original for run in runs])
    aside += _aside(latin, listed, [run.latin for run in runs])
    return Across(_score(runs, len(units), len(listed)), pairs, aside)


@lru_cache(maxsize=1 << 14)
def original_units(words: Words) -> tuple[Unit, ...]:
    """Return what of a name in another script is compared as one word each."""
    if all(writing_of(word) is ARABIC for word in words):
        return arabic_units(words)
    units: list[Unit] = []
    for place, word in enumerate(words):
        if writing_of(word).is_syllabic:
            units += (Unit(each, place, place + 1) for each in _syllables(word))
        else:
            units.append(Unit(word, place, place + 1))
    return tuple(units)


@lru_cache(maxsize=_KEPT)
def alike(unit: str, latin: str) -> int:
    """Return how well a Latin word in lower case spells a word in another script.

    The unit is as `original_units` has it, or any one word. Below `WORD_MIN` it is 0.
    """
    if latin in usual_spellings(unit):
        return SCORE_MAX
    writing = writing_of(unit)
    if writing is HANGUL or writing is HAN:
        return _alike_syllables(unit, latin, writing)
    text = unit if writing is ARABIC else writing.letters(unit)
    score = _spelt(text, latin, writing)
    if writing is ARABIC and stands_for_others(latin, unit):
        score = min(score, _OTHER_NAME)
    return score


def _spelt(text: str, latin: str, writing: Writing) -> int:
    size = len(text) - text.count(ARTICLE)
    most = LETTER * size * (SCORE_MAX - WORD_MIN) // SCORE_MAX
    found = spelling_cost(text, latin, writing.table, most)
    return 0 if found > most else SCORE_MAX - SCORE_MAX // LETTER * found // size


def _alike_syllables(unit: str, latin: str, writing: Writing) -> int:
    families = syllables.KOREAN_FAMILIES if writing is HANGUL else syllables.FAMILIES
    if latin in families.get(unit, "").split():
        return SCORE_MAX
    text = writing.letters(unit)
    return _spelt(text, latin, writing) if text else 0


@lru_cache(maxsize=_KEPT)
def _may_be(unit: str, latin: str) -> bool:
    """Whether skeletons leave room for a pair; it saves most alignments."""
    if writing_of(unit) is not ARABIC:
        return True
    listed = latin_skeleton(latin)
    return any(
        each == listed
        or (len(each) > 2 and Levenshtein.distance(each, listed, score_cutoff=1) <= 1)
        for each in arabic_skeletons(unit)
    )


def _pair(unit: str, latin: str) -> int:
    return alike(unit, latin) if _may_be(unit, latin) else 0


def _latin_units(original: Words, latin: Words) -> tuple[Unit, ...]:
    if all(writing_of(word) is ARABIC for word in original):
        return latin_units(latin)
    return tuple(Unit(word, place, place + 1) for place, word in enumerate(latin))


def _syllables(word: str) -> Sequence[str]:
    writing = writing_of(word)
    return [each for each in normalize("NFC", word) if writing.letters(each)]


def _runs(units: Sequence[Unit], listed: Sequence[Unit]) -> list[_Run]:
    single = [
        _Run(score, range(here, here + 1), range(there, there + 1))
        for here, unit in enumerate(units)
        for there, word in enumerate(listed)
        if (score := _pair(unit.text, word.text)) >= WORD_MIN
    ]
    sure = [run for run in single if run.score >= _CERTAIN]
    taken = {run.original.start for run in sure}, {run.latin.start for run in sure}
    return [*single, *_joined(units, listed, taken)]


def _joined(
    units: Sequence[Unit], listed: Sequence[Unit], sure: tuple[set[int], set[int]]
) -> Iterator[_Run]:
    """Yield the pairings of several units with one, none of which is sure of another."""
    here, there = _spans(units, sure[0]), _spans(listed, sure[1])
    for span in here:
        for word in there:
            if (len(span) > 1) == (len(word) > 1):
                continue
            text = "".join(units[place].text for place in span)
            latin = "".join(listed[place].text for place in word)
            score = _pair(text, latin) - _JOINED * _is_spaced(units, span, word)
            if score >= WORD_MIN:
                yield _Run(score, span, word)


def _spans(units: Sequence[Unit], sure: set[int]) -> list[range]:
    """Return the runs of units that may be one word on the other side."""
    return [
        range(start, end)
        for start in range(len(units))
        for end in range(start + 1, min(start + _longest(units[start]), len(units)) + 1)
        if not sure.intersection(range(start, end))
    ]


def _longest(unit: Unit) -> int:
    return _SYLLABLES_MAX if writing_of(unit.text).is_syllabic else 2


def _is_spaced(units: Sequence[Unit], span: range, word: range) -> bool:
    """Whether a space is missing on one side; between syllables there is none to miss."""
    return len(word) > 1 or units[span[0]].first != units[span[-1]].first


def _chosen(runs: Sequence[_Run]) -> Iterator[_Run]:
    """Yield the best pairings, each unit once: what pairs most units best comes first."""
    original: set[int] = set()
    latin: set[int] = set()
    for run in sorted(runs, key=_rank):
        if original.isdisjoint(run.original) and latin.isdisjoint(run.latin):
            original.update(run.original)
            latin.update(run.latin)
            yield run


def _rank(run: _Run) -> tuple[int, int, int, int, int]:
    weight = run.score * (len(run.original) + len(run.latin))
    return -weight, run.original.start, run.latin.start, len(run.original), len(run.latin)


def _score(runs: Sequence[_Run], units: int, listed: int) -> int:
    worth = [(max(0, min(run.score, 2 * run.score - _SAME)), run) for run in runs]
    original = sum(each * len(run.original) for each, run in worth) * _ORIGINAL_TENTHS // units
    latin = sum(each * len(run.latin) for each, run in worth) * (10 - _ORIGINAL_TENTHS) // listed
    return (original + latin) // 10


def _words(words: Words, units: Sequence[Unit], run: range) -> Words:
    """Return the words of a run of units, or the syllables of one that are in it."""
    if writing_of(units[run[0]].text).is_syllabic:
        return ("".join(units[place].text for place in run),)
    return words[units[run[0]].first : units[run[-1]].end]


def _aside(words: Words, units: Sequence[Unit], runs: Sequence[range]) -> Words:
    paired = {place for run in runs for place in run}
    left = {
        place
        for number, unit in enumerate(units)
        if number not in paired
        for place in range(unit.first, unit.end)
    }
    return tuple(words[place] for place in sorted(left))
