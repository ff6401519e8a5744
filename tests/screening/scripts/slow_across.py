"""The rules of comparison across scripts in plain Python, slowly, as kernels are held against."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from tallystick.screening.names import Words
from tallystick.screening.scripts.across import are_arabic, has_syllables, original_units, spans
from tallystick.screening.scripts.alignment import LETTER, Choices, System
from tallystick.screening.scripts.given_names import stands_for_others, usual_spellings
from tallystick.screening.scripts.keys import skeletons_of
from tallystick.screening.scripts.loops import ORIGINAL_TENTHS
from tallystick.screening.scripts.shapes import LETTERS_MAX
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.syllable_spellings import SCORE_MAX, WORD_MIN, spells
from tallystick.screening.scripts.units import ARTICLE, Unit, latin_units
from tallystick.screening.scripts.writings import ARABIC, Writing, writing_of

SAME = 9_000
CERTAIN = 8_500
OTHER_NAME = 8_400
JOINED = 300
FAR = 1 << 20
VOWELS = frozenset("aeiou")
ALONE = {"-": 10, "h": 50, "a": 50, "e": 45, "i": 55, "o": 60, "u": 55, "y": 50, "w": 60}


class Run(NamedTuple):
    rank: int
    original: int
    latin: int
    units: int
    listed: int
    score: int


def compared(original: Words, latin: Words) -> tuple[int, list[Run]]:
    units, listed = original_units(original), units_of(original, latin)
    if not units or not listed:
        return 0, []
    runs = _chosen(units, listed)
    return _score(runs, units, listed), runs


def units_of(original: Words, latin: Words) -> tuple[Unit, ...]:
    if are_arabic(original):
        return latin_units(latin)
    return tuple(Unit(word, place, place + 1) for place, word in enumerate(latin))


def alike(unit: str, latin: str) -> int:
    """Return how well a Latin word in lower case spells a word in another script.

    The unit is as `original_units` has it, or neighbouring syllables. Below `WORD_MIN` it is 0.
    """
    if latin in usual_spellings(unit):
        return SCORE_MAX
    writing = writing_of(unit)
    if writing.is_syllabic:
        return spells(unit, latin)
    score = _spelt_word(unit if writing is ARABIC else writing.letters(unit), latin, writing)
    if writing is ARABIC and stands_for_others(latin, unit):
        score = min(score, OTHER_NAME)
    return score


def _spelt_word(text: str, latin: str, writing: Writing) -> int:
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


def _pair(unit: str, latin: str) -> int:
    if writing_of(unit).is_syllabic or _may_be(unit, latin):
        return alike(unit, latin)
    return 0


def _chosen(units: Sequence[Unit], listed: Sequence[Unit]) -> list[Run]:
    """Return the best pairings, each unit once."""
    chosen: list[Run] = []
    here = there = 0
    for run in sorted(_runs(units, listed)):
        original = ((1 << run.units) - 1) << run.original
        latin = ((1 << run.listed) - 1) << run.latin
        if not (here & original or there & latin):
            here, there = here | original, there | latin
            chosen.append(run)
    return chosen


def _runs(units: Sequence[Unit], listed: Sequence[Unit]) -> list[Run]:
    single = [
        Run(-2 * score, here, there, 1, 1, score)
        for here, unit in enumerate(units)
        for there, word in enumerate(listed)
        if (score := _pair(unit.text, word.text))
    ]
    sure = [run for run in single if run.score >= CERTAIN]
    left = _without(units, [run.original for run in sure])
    unpaired = _without(listed, [run.latin for run in sure])
    if left and unpaired:
        single += _joined(units, listed, left, unpaired)
    return single


def _without(units: Sequence[Unit], sure: Sequence[int]) -> list[int]:
    return [place for place in range(len(units)) if place not in sure]


def _joined(
    units: Sequence[Unit], listed: Sequence[Unit], left: list[int], unpaired: list[int]
) -> Iterator[Run]:
    """Yield the pairings of several units with one, none of which is sure of another."""
    for here, text in spans(units, left):
        for there in unpaired:
            if len(listed[there].text) < 2 * len(here) - 1:
                continue
            score = _pair(text, listed[there].text) - JOINED * _is_parted(units, here)
            if score >= WORD_MIN:
                yield Run(-score * (len(here) + 1), here[0], there, len(here), 1, score)
    for there_too, text in spans(listed, unpaired):
        for place in left:
            score = _pair(units[place].text, text) - JOINED
            if score >= WORD_MIN:
                yield Run(-score * 3, place, there_too[0], 1, len(there_too), score)


def _is_parted(units: Sequence[Unit], span: range) -> bool:
    """Whether a space is between the units; between syllables of a word there is none."""
    return units[span[0]].first != units[span[-1]].first


def _score(runs: Sequence[Run], units: Sequence[Unit], listed: Sequence[Unit]) -> int:
    original = latin = 0
    for run in runs:
        # Below what two spellings of one name have, doubt counts double.
        worth = min(run.score, 2 * run.score - SAME)
        original += worth * run.units
        latin += worth * run.listed
    original, latin = original // len(units), latin // len(listed)
    if has_syllables(units):
        # Such names are short and never cut: a syllable more is another name.
        return min(original, latin)
    return (original * ORIGINAL_TENTHS + latin * (10 - ORIGINAL_TENTHS)) // 10


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
        if before + left_out <= most and before + left_out < found.get(at, FAR):
            found[at] = before + left_out
        for text, length, price in options.get(latin[at : at + 1] or " ", ()):
            total = before + price
            if (
                total <= most
                and total < found.get(at + length, FAR)
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
            if letter in VOWELS and (at == start or (at == start + 1 and latin[start] in VOWELS)):
                total = before + vowels[at - start]
            else:
                total += ALONE.get(letter, LETTER)
            if total > most:
                break
            at += 1
            if total < found.get(at, FAR):
                found[at] = total
    return found
