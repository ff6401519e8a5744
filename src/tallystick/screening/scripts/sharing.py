"""The kernels that find which listed names are like one in another script by shared units.

A tally is one array: how many names have been met, which unit is counted, the highest likenesses
met, the lowest of them first, how many rows are the unit's own, and which, and likenesses at hand;
then for each name what it shares and the unit for which it was counted last, as one integer,
the names met in turn, and the scores of those found. Between two names that are asked no name
shares anything.
"""

from typing import Final, NamedTuple

import numpy as np

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.blocks import Block
from tallystick.screening.scripts.bounds import has_syllables, may_reach
from tallystick.screening.scripts.loops import ORIGINAL_TENTHS, SCORE_MAX
from tallystick.screening.scripts.pairings import UNITS_MAX, compare
from tallystick.screening.scripts.shapes import (
    KEYS,
    KEYS_END,
    NAMES_AT,
    SERIAL,
    SKELETONS,
    SKELETONS_END,
    SYLLABLE,
    UNITS,
    Longs,
)
from tallystick.screening.scripts.shaping import form_at
from tallystick.screening.scripts.tables import (
    BY_SHORTER,
    BY_SKELETON,
    BY_WORD,
    NAMES,
    NEAR_MIN,
    SIZES_AT,
    hash_of,
    row_of,
)
from tallystick.screening.scripts.taking import joined_at, kind_of, writing_at

# What a unit counts whose skeleton is listed, and one whose skeleton is a class apart.
EQUAL: Final = 20
NEAR: Final = 17
# A name that shares less than this is looked at only where few share more: its words may be
# parted otherwise.
LIKELY: Final = 7_000
FEW: Final = 6
# Of two syllables as one word the spellings that are looked for have none that scores less.
SPELLING_MIN: Final = 9_000

# What names share is counted up to so much, which is far more than any listed name has, for so
# many units and pairs of units.
_SHARED_BITS: Final = 15
_SHARED_MOST: Final = (1 << _SHARED_BITS) - 1
_UNIT_BITS: Final = (2 * UNITS_MAX).bit_length()
_UNITS: Final = (1 << _UNIT_BITS) - 1

_MET: Final = 0
_UNIT: Final = 1
_BEST: Final = 2
_ROWS: Final = _BEST + FEW
_ROWS_MOST: Final = 16
_KNOWN: Final = _ROWS + 1 + _ROWS_MOST
# Of names of fewer units it is kept how like they are, for what few share: division takes long.
_KNOWN_SIZES: Final = 16
_KNOWN_SHARES: Final = 4
_NAMES: Final = _KNOWN + 2 * _KNOWN_SIZES * _KNOWN_SHARES


class Sought(NamedTuple):
    """Listed names as they are searched: the index of their units, a tally, and their words."""

    by_key: Block
    tally: Block
    listed: Block


def tally_of(names: int) -> Block:
    """Return a tally in which no name has been met."""
    return np.zeros(_NAMES + 3 * names, np.int32)


def found_in(tally: Block, count: int) -> list[tuple[int, int]]:
    """Return the names that `find_alike` found, each with its score."""
    names = (len(tally) - _NAMES) // 3
    found = tally[_NAMES + names :][:count], tally[_NAMES + 2 * names :][:count]
    return list(zip(*map(np.ndarray.tolist, found), strict=True)) if count else []


@kernel
def _count(index: Block, row: int, tally: Block, count: int) -> None:
    """Count a unit for the names of a row, once for each name."""
    unit = tally[_UNIT]
    for at in range(index[row], index[row + 1]):
        place = _NAMES + index[at]
        known = tally[place]
        if known & _UNITS != unit:
            if not known:
                tally[_NAMES + index[NAMES] + tally[_MET]] = index[at]
                tally[_MET] += 1
            shared = min((known >> _UNIT_BITS) + count, _SHARED_MOST)
            tally[place] = shared << _UNIT_BITS | unit


@kernel
def _count_new(index: Block, row: int, tally: Block, count: int) -> None:
    """Count a unit for the names of a row that is not its own, to which many ways lead."""
    for each in range(_ROWS + 1, _ROWS + 1 + tally[_ROWS]):
        if tally[each] == row:
            return
    _count(index, row, tally, count)


@kernel
def _count_skeletons(asked: Longs, text: int, index: Block, tally: Block, times: int) -> None:
    """Count a text for names that have its skeletons, and for others that nearly have them."""
    tally[_UNIT] += 1
    tally[_ROWS] = 0
    form = form_at(asked, text)
    first, last = form + asked[form + SKELETONS], form + asked[form + SKELETONS_END]
    for each in range(first, last):
        key = hash_of(asked, form + asked[each], form + asked[each + 1], -1)
        row = row_of(index, BY_SKELETON, key)
        if row:
            _count(index, row, tally, times * EQUAL)
            if tally[_ROWS] < _ROWS_MOST:
                tally[_ROWS] += 1
                tally[_ROWS + tally[_ROWS]] = row
    for each in range(first, last):
        at, end = form + asked[each], form + asked[each + 1]
        if end - at >= NEAR_MIN:
            # Nothing left out is before the first.
            for left_out in range(at - 1, end):
                key = hash_of(asked, at, end, left_out)
                _count_near(key, index, tally, times * NEAR)


@kernel
def _count_near(key: int, index: Block, tally: Block, count: int) -> None:
    row = row_of(index, BY_SKELETON, key)
    if row:
        _count_new(index, row, tally, count)
    row = row_of(index, BY_SHORTER, key)
    if row:
        for at in range(index[row], index[row + 1]):
            _count_new(index, index[at], tally, count)


@kernel
def _count_spelt(asked: Longs, unit: int, index: Block, tally: Block) -> None:
    """Count a syllable for names with a word that is a spelling of it."""
    tally[_UNIT] += 1
    form = form_at(asked, unit)
    count = asked[form + KEYS_END] - asked[form + KEYS]
    hashes = form + asked[form + KEYS] + 2 * count
    for each in range(hashes, hashes + count):
        row = row_of(index, BY_WORD, asked[each])
        if row:
            _count(index, row, tally, EQUAL)


@kernel
def _count_both(asked: Longs, unit: int, index: Block, tally: Block) -> None:
    """Count two syllables for names with a word that is a likely spelling of both."""
    tally[_UNIT] += 1
    form, other = form_at(asked, unit), form_at(asked, unit + 1)
    count = asked[form + KEYS_END] - asked[form + KEYS]
    others = asked[other + KEYS_END] - asked[other + KEYS]
    first, second = form + asked[form + KEYS], other + asked[other + KEYS]
    for one in range(first, first + count):
        if asked[one + count] < SPELLING_MIN:
            continue
        before = asked[one + 2 * count]
        for two in range(second, second + others):
            if asked[two + others] >= SPELLING_MIN:
                key = before * asked[two + 3 * others] + asked[two + 2 * others]
                row = row_of(index, BY_WORD, key)
                if row:
                    _count(index, row, tally, 2 * EQUAL)


@kernel
def _count_pairs(asked: Longs, index: Block, tally: Block) -> None:
    """Count neighbouring units for names that have both as one word."""
    for unit in range(asked[UNITS] - 1):
        if writing_at(asked, unit) != writing_at(asked, unit + 1):
            continue
        if kind_of(asked, unit) == SYLLABLE:
            _count_both(asked, unit, index, tally)
        else:
            _count_skeletons(asked, joined_at(asked, unit), index, tally, 2)


@kernel
def likeness(shared: int, units: int, listed: int) -> int:
    """Return the most that names can score by the units they share, in ten-thousandths."""
    tenth = SCORE_MAX // EQUAL // 10
    here = min(shared, units * EQUAL) * (tenth * ORIGINAL_TENTHS)
    there = min(shared, listed * EQUAL) * (tenth * (10 - ORIGINAL_TENTHS))
    return here // units + there // listed


@kernel
def _known_likeness(tally: Block, shared: int, units: int, listed: int) -> int:
    """Return what `likeness` does; what it was for the same numbers before is at hand."""
    if listed >= _KNOWN_SIZES:
        return likeness(shared, units, listed)
    slot = _KNOWN + 2 * (_KNOWN_SHARES * listed + shared % _KNOWN_SHARES)
    key = units << _SHARED_BITS | shared
    if tally[slot] != key:
        tally[slot], tally[slot + 1] = key, likeness(shared, units, listed)
    return int(tally[slot + 1])


@kernel
def _take_shared(index: Block, tally: Block, units: int) -> int:
    """Keep those of the names met that share half of the units, with how like they are."""
    met = _NAMES + index[NAMES]
    kept = 0
    for number in range(met, met + tally[_MET]):
        name = tally[number]
        shared = tally[_NAMES + name] >> _UNIT_BITS
        tally[_NAMES + name] = 0
        if 2 * shared >= NEAR * units:
            like = _known_likeness(tally, shared, units, index[index[SIZES_AT] + name])
            tally[_NAMES + name] = like
            tally[met + kept] = name
            kept += 1
            _keep_best(tally, like)
    tally[_MET] = tally[_UNIT] = 0
    return kept


@kernel
def _keep_best(tally: Block, found: int) -> None:
    """Keep a likeness if it is among the highest few."""
    if found <= tally[_BEST]:
        return
    at = _BEST
    while at + 1 < _BEST + FEW and tally[at + 1] < found:
        tally[at] = tally[at + 1]
        at += 1
    tally[at] = found


@kernel
def find_likely(asked: Longs, index: Block, tally: Block) -> int:
    """Find the names that share enough units with the one asked; return how many.

    Where few do, they are all that are as like as the last of the few, however they are ordered.
    A name that shares less than half of the units is none.
    """
    for unit in range(asked[UNITS]):
        if kind_of(asked, unit) == SYLLABLE:
            _count_spelt(asked, unit, index, tally)
        else:
            _count_skeletons(asked, unit, index, tally, 1)
    if has_syllables(asked):
        _count_pairs(asked, index, tally)
    count = _take_shared(index, tally, asked[UNITS])
    least = min(tally[_BEST], LIKELY)
    tally[_BEST : _BEST + FEW] = 0
    met = _NAMES + index[NAMES]
    kept = 0
    for number in range(met, met + count):
        name = tally[number]
        if tally[_NAMES + name] >= least:
            tally[met + kept] = name
            kept += 1
        tally[_NAMES + name] = 0
    return kept


@kernel
def find_alike(
    asked: Longs, index: Block, tally: Block, listed: Block, work: Longs, least: int, rows: int
) -> int:
    """Find the likely names that score so much, which is above 0; return how many.

    Their words are in the row of `listed` of their number or, where rows are told, in that which
    the index has there. If there is no room for the pairings of one, returns how much there must
    be, below zero.
    """
    work[SERIAL] += 1
    met = _NAMES + index[NAMES]
    found = 0
    for number in range(met, met + find_likely(asked, index, tally)):
        name = tally[number]
        place = listed[NAMES_AT] + (index[rows + name] if rows else name)
        if listed[place + 1] > listed[place] and may_reach(asked, listed, place, work, least):
            score, pairings = compare(asked, listed, place, work)
            if score < 0:
                return -pairings
            if score >= least:
                tally[met + found] = name
                tally[met + index[NAMES] + found] = score
                found += 1
    return found
