"""The kernels by which the words of two names in different scripts are paired and scored.

A pairing is one integer, so that sorting pairings is sorting integers: its rank, the first unit
of the original, the first Latin word, how many of either. Names have at most `UNITS_MAX` units.
A listed name is the place where the array of names says where its words begin; the next place
says where they end.
"""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.blocks import Block
from tallystick.screening.scripts.loops import ORIGINAL_TENTHS, WORD_MIN, run_score, spelt
from tallystick.screening.scripts.shapes import (
    COLUMNS,
    HERE_AT,
    MEMO,
    MEMO_SIZE,
    RUNS_AT,
    SERIAL,
    SYLLABLE,
    TEXTS,
    THERE_AT,
    UNITS,
    WORD,
    WORDS_AT,
    WRITINGS_AT,
    Longs,
)
from tallystick.screening.scripts.shaping import may_be
from tallystick.screening.scripts.taking import (
    clear,
    join,
    joined_at,
    kind_of,
    take,
    writing_at,
)

# What a score is kept under has sixteen bits for a text: each unit, and each two joined.
UNITS_MAX: Final = (1 << 15) - 1

# From here on two words are one name in two spellings; below it doubt counts double.
_SAME: Final = 9_000
_CERTAIN: Final = 8_500
# What it takes off that spaces differ.
_PARTED: Final = 300
_SYLLABLES_MAX: Final = 4
# Lower than any rank, which has the sign that puts the surest first.
_LOWEST: Final = 1 << 16
_PLACES: Final = 1 << 20
# What a score is kept under: the name asked, its text, the listed word.
_KEPT_TEXTS: Final = 1 << 16
_KEPT_WORDS: Final = 1 << 24


@kernel
def _pairing(rank: int, unit: int, word: int, counts: int) -> int:
    """Return a pairing as one integer; `counts` are eight times the units, and the words."""
    return (((rank + _LOWEST) * _PLACES + unit) * _PLACES + word) * 64 + counts


@kernel
def rank_of(pairing: int) -> int:
    """Return the rank of a pairing: what pairs most units best is lowest."""
    return pairing // (_PLACES * _PLACES * 64) - _LOWEST


@kernel
def places_of(pairing: int) -> tuple[int, int]:
    """Return the first unit and the first Latin word of a pairing."""
    return pairing // (_PLACES * 64) % _PLACES, pairing // 64 % _PLACES


@kernel
def counts_of(pairing: int) -> tuple[int, int]:
    """Return how many units and how many Latin words stand for one another."""
    return pairing // 8 % 8, pairing % 8


@kernel
def score_of(pairing: int) -> int:
    """Return how well the words of a pairing stand for one another."""
    units, words = counts_of(pairing)
    if units > 1:
        return -rank_of(pairing) // (units + 1)
    return -rank_of(pairing) // (3 if words > 1 else 2)


@kernel
def _score_word(asked: Longs, text: int, listed: Block, place: int, work: Longs) -> int:
    """Return how well a word of a listed name stands for a text, 0 if they are no pair."""
    key = (work[SERIAL] * _KEPT_TEXTS + text) * _KEPT_WORDS + listed[place]
    slot = MEMO + (text * 1_297 + listed[place]) % MEMO_SIZE * 2
    if work[slot] == key:
        kept: int = work[slot + 1]
        return kept
    score = 0
    if take(listed, listed[place], work):
        if kind_of(asked, text) == SYLLABLE:
            score = run_score(asked, text, text + 1, work)
        elif may_be(asked, text, work):
            score = spelt(asked, text, work)
    work[slot], work[slot + 1] = key, score
    return score


@kernel
def _add(work: Longs, found: int, pairing: int) -> int:
    """Keep a pairing while there is room; return how many there are."""
    if work[RUNS_AT] + found < len(work):
        work[work[RUNS_AT] + found] = pairing
    return found + 1


@kernel
def _singles(asked: Longs, listed: Block, name: int, work: Longs) -> int:
    """Find the pairings of one unit with one word, mark what is surely paired."""
    at, end = listed[name], listed[name + 1]
    found = 0
    for unit in range(asked[UNITS]):
        for place in range(end - at):
            score = _score_word(asked, unit, listed, at + place, work)
            if score:
                found = _add(work, found, _pairing(-2 * score, unit, place, 9))
            if score >= _CERTAIN:
                work[work[HERE_AT] + unit] = work[work[THERE_AT] + place] = 1
    return found


@kernel
def _word_of(asked: Longs, unit: int) -> int:
    return int(asked[TEXTS + unit * COLUMNS + WORD])


@kernel
def _run_of_units(
    asked: Longs, run: tuple[int, int], listed: Block, place: int, work: Longs
) -> int:
    """Return how well neighbouring units stand for a listed word, less if a space parts them."""
    first, last = run
    count = last - first + 1
    word = listed[place]
    if listed[WORDS_AT + word + 1] - listed[WORDS_AT + word] < 2 * count - 1:
        return 0
    if kind_of(asked, first) != SYLLABLE:
        score = _score_word(asked, joined_at(asked, first), listed, place, work)
    elif take(listed, word, work):
        score = run_score(asked, first, last + 1, work)
    else:
        score = 0
    return int(score) - _PARTED * int(_word_of(asked, first) != _word_of(asked, last))


@kernel
def _joined_units(asked: Longs, listed: Block, name: int, work: Longs, found: int) -> int:
    """Find the pairings of several units with one word, none of which is surely another's."""
    at, end = listed[name], listed[name + 1]
    for first in range(asked[UNITS]):
        most = _SYLLABLES_MAX if kind_of(asked, first) == SYLLABLE else 2
        for last in range(first, min(first + most, asked[UNITS])):
            writing = writing_at(asked, last)
            if work[work[HERE_AT] + last] or writing != writing_at(asked, first):
                break
            for place in range((end - at) * (last > first)):
                if work[work[THERE_AT] + place]:
                    continue
                score = _run_of_units(asked, (first, last), listed, at + place, work)
                count = last - first + 1
                if score >= WORD_MIN:
                    pairing = _pairing(-score * (count + 1), first, place, 8 * count + 1)
                    found = _add(work, found, pairing)
    return found


@kernel
def _units_of(asked: Longs, word: int, count: int, work: Longs, found: int) -> int:
    """Find the units that the Latin word, which is several from a place on, stands for."""
    for unit in range(asked[UNITS]):
        if work[work[HERE_AT] + unit]:
            continue
        score = -_PARTED
        if kind_of(asked, unit) == SYLLABLE:
            score += run_score(asked, unit, unit + 1, work)
        elif may_be(asked, unit, work):
            score += spelt(asked, unit, work)
        if score >= WORD_MIN:
            found = _add(work, found, _pairing(-3 * score, unit, word, 8 + count))
    return found


@kernel
def _joined_words(asked: Longs, listed: Block, name: int, work: Longs, found: int) -> int:
    """Find the pairings of a unit with several words, none of which is surely another's."""
    at, end = listed[name], listed[name + 1]
    for first in range(at, end):
        writing = listed[listed[WRITINGS_AT] + listed[first]]
        # The number of a system of syllables is odd.
        most = _SYLLABLES_MAX if writing % 2 else 2
        for last in range(first, min(first + most, end)):
            own = listed[listed[WRITINGS_AT] + listed[last]]
            if work[work[THERE_AT] + last - at] or own != writing:
                break
            if last > first and join(listed, first, last + 1, work):
                found = _units_of(asked, first - at, last - first + 1, work, found)
    return found


@kernel
def _sort(numbers: Longs, at: int, size: int) -> None:
    gap = size // 2
    while gap:
        for start in range(at + gap, at + size):
            number, place = numbers[start], start
            while place - gap >= at and numbers[place - gap] > number:
                numbers[place] = numbers[place - gap]
                place -= gap
            numbers[place] = number
        gap //= 2


@kernel
def _choose(work: Longs, found: int) -> int:
    """Keep the best pairings in order, each unit and word once; return how many."""
    chosen = 0
    runs = work[RUNS_AT]
    for number in range(runs, runs + found):
        pairing = work[number]
        here, there = places_of(pairing)
        units, words = counts_of(pairing)
        here, there = here + work[HERE_AT], there + work[THERE_AT]
        taken = 0
        for unit in range(here, here + units):
            taken += work[unit]
        for word in range(there, there + words):
            taken += work[word]
        if not taken:
            work[here : here + units] = 1
            work[there : there + words] = 1
            work[runs + chosen] = pairing
            chosen += 1
    return chosen


@kernel
def _score(asked: Longs, words: int, chosen: int, work: Longs) -> int:
    original = latin = 0
    for number in range(work[RUNS_AT], work[RUNS_AT] + chosen):
        score = score_of(work[number])
        units, listed = counts_of(work[number])
        worth = min(score, 2 * score - _SAME)
        original += worth * units
        latin += worth * listed
    original, latin = original // asked[UNITS], latin // words
    for unit in range(asked[UNITS]):
        if kind_of(asked, unit) == SYLLABLE:
            # Such names are short and never cut: a syllable more is another name.
            return int(min(original, latin))
    return int(original * ORIGINAL_TENTHS + latin * (10 - ORIGINAL_TENTHS)) // 10


@kernel
def compare(asked: Longs, listed: Block, name: int, work: Longs) -> tuple[int, int]:
    """Return the score of two names, and how many pairings, which stand where runs do.

    Both have units, and `work` has a mark for each. If it has no room for all pairings, the
    score is -1 and the other is how much room there must be.
    """
    at, end = listed[name], listed[name + 1]
    clear(work, asked[UNITS], end - at)
    found = _singles(asked, listed, name, work)
    found = _joined_units(asked, listed, name, work, found)
    found = _joined_words(asked, listed, name, work, found)
    if work[RUNS_AT] + found > len(work):
        return -1, found
    _sort(work, work[RUNS_AT], found)
    clear(work, asked[UNITS], end - at)
    chosen = _choose(work, found)
    return _score(asked, end - at, chosen, work), chosen
