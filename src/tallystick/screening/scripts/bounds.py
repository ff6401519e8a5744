"""The kernels that tell cheaply of two names that they are surely not alike enough.

Most names that share a unit or two with another score far less than anybody is told of. Which
words could stand for which is seen at their skeletons, and of syllables at what any of them
spell, without an alignment. Whatever could be paired may count in full.
"""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.blocks import Block
from tallystick.screening.scripts.loops import ORIGINAL_TENTHS, SCORE_MAX, is_called, is_spelt_by
from tallystick.screening.scripts.shapes import (
    HERE_AT,
    MEMO,
    MEMO_SIZE,
    SERIAL,
    SYLLABLE,
    THERE_AT,
    UNITS,
    WRITINGS_AT,
    Longs,
)
from tallystick.screening.scripts.shaping import may_be
from tallystick.screening.scripts.taking import clear, join, joined_at, kind_of, take

# What is known of a word is kept beside its scores, as of a text that there is not.
_NO_TEXT: Final = (1 << 16) - 1
_KEPT_TEXTS: Final = 1 << 16
_KEPT_WORDS: Final = 1 << 24


@kernel
def has_syllables(asked: Longs) -> bool:
    """Tell whether a unit of a name is a syllable."""
    for unit in range(asked[UNITS]):
        if kind_of(asked, unit) == SYLLABLE:
            return True
    return False


@kernel
def may_reach(asked: Longs, listed: Block, name: int, work: Longs, least: int) -> bool:
    """Tell whether a listed name, which has a word, may score so much; a no is sure.

    `work` has a mark for each unit and word.
    """
    if least <= 0:
        return True
    at, end = listed[name], listed[name + 1]
    clear(work, asked[UNITS], end - at)
    with_syllables = int(has_syllables(asked))
    for place in range(at, end):
        # Of words with syllables more than two may be one, and no Latin list has any.
        if listed[listed[WRITINGS_AT] + listed[place]] % 2:
            return True
        _mark_word(asked, listed, place, at, work)
        if with_syllables and not work[work[THERE_AT] + place - at]:
            work[work[THERE_AT] + place - at] = _is_spelt(asked, listed, place, work)
    for place in range(at, end - 1):
        _mark_words(asked, listed, place, at, work)
    return _most(asked, end - at, work, with_syllables) >= least


@kernel
def _most(asked: Longs, words: int, work: Longs, with_syllables: int) -> int:
    """Return the most that names can score of which no more is paired than is marked."""
    here = there = 0
    for unit in range(asked[UNITS]):
        here += work[work[HERE_AT] + unit]
    for word in range(words):
        there += work[work[THERE_AT] + word]
    latin = SCORE_MAX * there // words
    if with_syllables:
        # Which of the units are paired is not marked then.
        return int(latin)
    original = SCORE_MAX * here // asked[UNITS]
    return int(original * ORIGINAL_TENTHS + latin * (10 - ORIGINAL_TENTHS)) // 10


@kernel
def _mark_word(asked: Longs, listed: Block, place: int, at: int, work: Longs) -> None:
    """Mark a listed word, and each unit or two that it may stand for by their skeletons."""
    if not take(listed, listed[place], work):
        return
    here, there = work[HERE_AT], work[THERE_AT] + place - at
    for unit in range(asked[UNITS]):
        if kind_of(asked, unit) != SYLLABLE:
            if may_be(asked, unit, work):
                work[here + unit] = work[there] = 1
            joined = joined_at(asked, unit)
            if joined >= 0 and may_be(asked, joined, work):
                work[here + unit] = work[here + unit + 1] = work[there] = 1


@kernel
def _is_spelt(asked: Longs, listed: Block, place: int, work: Longs) -> int:
    """Tell by 1 whether syllables may spell a listed word, which was made the Latin word."""
    word = listed[place]
    key = (work[SERIAL] * _KEPT_TEXTS + _NO_TEXT) * _KEPT_WORDS + word
    slot = MEMO + (_NO_TEXT * 1_297 + word) % MEMO_SIZE * 2
    if work[slot] != key:
        found = take(listed, word, work) and is_spelt_by(asked, work)
        work[slot], work[slot + 1] = key, int(found)
    return int(work[slot + 1])


@kernel
def _mark_words(asked: Longs, listed: Block, place: int, at: int, work: Longs) -> None:
    """Mark a listed word and the next, and the units that both as one may stand for."""
    here, there = work[HERE_AT], work[THERE_AT] + place - at
    if not join(listed, place, place + 2, work):
        return
    for unit in range(asked[UNITS]):
        if kind_of(asked, unit) == SYLLABLE:
            if is_called(asked, unit, work):
                work[here + unit] = work[there] = work[there + 1] = 1
        elif may_be(asked, unit, work):
            work[here + unit] = work[there] = work[there + 1] = 1
