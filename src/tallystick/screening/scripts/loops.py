"""The kernels by which two words in different scripts are compared.

Each takes the arrays of `shapes`: the name asked, and where to work. The Latin word
and its skeleton stand in the last; it has at most `LETTERS_MAX` letters, and longer ones are alike
to nothing. The rules themselves are told in `alignment`, `skeleton` and `across`.
"""

from typing import Final

import numpy as np

from tallystick.screening.kernel import kernel
from tallystick.screening.scripts.shapes import (
    CALLED_AT,
    CALLED_END,
    COLUMNS,
    GAP_DOUBLE,
    GAP_FIRST,
    GAP_LAST,
    GAP_WITHIN,
    GIVEN,
    GROUP_COLUMNS,
    GROUPS_AT,
    KEYS,
    KEYS_END,
    KIND,
    LATIN,
    LATIN_SIZE,
    LEFT_OUT_AT,
    LETTERS_MAX,
    REACH,
    REACH_ROW,
    ROWS,
    ROWS_END,
    SHAPE,
    SHAPE_SIZE,
    SHIFT,
    SIZE,
    SKELETONS,
    SKELETONS_END,
    SPELLING_COLUMNS,
    SPELLINGS_AT,
    STARTS_AT,
    TEXTS,
    Longs,
)

# Of two words, what a letter costs, the highest score, and the least that makes them a pair.
LETTER: Final = 100
SCORE_MAX: Final = 10_000
WORD_MIN: Final = 6_500
# What is the usual spelling of another name is at most so alike.
_OTHER_NAME: Final = 8_400
# A letter of a syllable's spelling is five bits; no syllable has more letters.
_SPELLING_MAX: Final = 12

_FAR: Final = 1 << 20
_CODES: Final = 38
_VOWEL: Final = np.zeros(_CODES, np.int64)
_VOWEL[[1, 5, 9, 15, 21]] = 1
_B: Final = 2
_H: Final = 8
_M: Final = 13
_N: Final = 14
_O: Final = 15
_U: Final = 21
_V: Final = 22
_W: Final = 23
_Y: Final = 25
# What a Latin letter costs that stands for none of the word's, where it is not a consonant:
# `a`, `e`, `h`, `i`, `o`, `u`, `w`, `y` and the article.
_ALONE: Final = np.full(_CODES, LETTER, np.int64)
_ALONE[[1, 5, 8, 9, 15, 21, 23, 25, 27]] = (50, 45, 50, 55, 60, 55, 60, 50, 10)


@kernel
def _with_gap(work: Longs, one: int, two: int, most: int) -> int:
    """Let Latin letters after each position of row 0 stand for nothing; fill row 1 with it.

    A vowel or two cost what is said. Returns how many positions are reached.
    """
    size = work[LATIN_SIZE]
    for at in range(size + 1):
        work[REACH + REACH_ROW + at] = work[REACH + at]
    reached = 0
    for start in range(size + 1):
        before = work[REACH + start]
        if before > most:
            continue
        reached += 1
        total = before
        for at in range(start, size):
            letter = work[LATIN + at]
            if at < start + 2 and _VOWEL[letter] and _VOWEL[work[LATIN + start]]:
                total = before + (one if at == start else two)
            else:
                total += _ALONE[letter]
            if total > most:
                break
            to = REACH + REACH_ROW + at + 1
            work[to] = min(work[to], total)
    return reached


@kernel
def _spell(work: Longs, row: int) -> None:
    """Fill row 0 with the positions that are reached from row 1 by spelling one more letter."""
    size = work[LATIN_SIZE]
    left_out = work[work[LEFT_OUT_AT] + row]
    for at in range(size + 1):
        work[REACH + at] = work[REACH + REACH_ROW + at] + left_out
    for at in range(size):
        before = work[REACH + REACH_ROW + at]
        if before >= _FAR:
            continue
        place = work[STARTS_AT] + row * _CODES + work[LATIN + at]
        for number in range(work[place], work[place + 1]):
            spelling = work[SPELLINGS_AT] + number * SPELLING_COLUMNS
            length = work[spelling]
            step = 1
            while at + length <= size and step < length:
                if work[LATIN + at + step] != work[spelling + 2 + step]:
                    break
                step += 1
            if step == length and at + length <= size:
                to = REACH + at + length
                work[to] = min(work[to], before + work[spelling + 1])


@kernel
def least_cost(asked: Longs, text: int, work: Longs, most: int) -> int:
    """Return the least cost of spelling a text so, in hundredths of a letter.

    What costs more than the most, or is too long, costs one more than that.
    """
    size = work[LATIN_SIZE]
    at, end = asked[TEXTS + text * COLUMNS + ROWS], asked[TEXTS + text * COLUMNS + ROWS_END]
    if end == at or end - at > LETTERS_MAX or size > LETTERS_MAX:
        return most + 1
    for place in range(size + 1):
        work[REACH + place] = _FAR * (place > 0)
    gap = asked[TEXTS + text * COLUMNS + GAP_FIRST]
    _with_gap(work, gap, gap, most)
    one, two = (
        asked[TEXTS + text * COLUMNS + GAP_WITHIN],
        asked[TEXTS + text * COLUMNS + GAP_DOUBLE],
    )
    for place in range(at, end):
        _spell(work, asked[place])
        if place == end - 1:
            one = two = asked[TEXTS + text * COLUMNS + GAP_LAST]
        if not _with_gap(work, one, two, most):
            return most + 1
        for reached in range(REACH + REACH_ROW, REACH + REACH_ROW + size + 1):
            if work[reached] > most:
                work[reached] = _FAR
    return int(min(work[REACH + REACH_ROW + size], most + 1))


@kernel
def _group_at(work: Longs, at: int, to: int) -> int:
    """Return which group of letters stands here, the first of several; -1 if none does."""
    for group in range(work[GROUPS_AT], work[CALLED_AT], GROUP_COLUMNS):
        size = work[group]
        step = 0
        while at + size <= to and step < size:
            if work[LATIN + at + step] != work[group + 1 + step]:
                break
            step += 1
        if step == size:
            return group
    return -1


@kernel
def _begins_as(work: Longs, size: int) -> int:
    """Return the class of a semivowel that the word begins with, 0 if with none."""
    if not size:
        return 0
    first = work[LATIN]
    if first == _Y:
        return _Y
    is_semivowel = size > 2 and first == _O and work[LATIN + 1] == _U and _VOWEL[work[LATIN + 2]]
    return _W if first in (_V, _W) or is_semivowel else 0


@kernel
def shape(work: Longs) -> None:
    """Write the skeleton of the Latin word beside it."""
    to = work[LATIN_SIZE]
    first = _begins_as(work, to)
    size = int(first > 0)
    work[SHAPE] = first
    if to > 1 and work[LATIN + to - 1] == _H and _VOWEL[work[LATIN + to - 2]]:
        to -= 1
    at = to - to
    while at < to:
        group = _group_at(work, at, to)
        if group < 0:
            at += 1
            continue
        at += work[group]
        one, other = work[group + 6], work[group + 7]
        if other or not size or work[SHAPE + size - 1] != one:
            work[SHAPE + size] = one
            size += 1
        if other:
            work[SHAPE + size] = other
            size += 1
    for place in range(SHAPE, SHAPE + size - 1):
        if work[place] == _N and work[place + 1] == _B:
            work[place] = _M
    work[SHAPE_SIZE] = size


@kernel
def is_near(one: Longs, at: int, end: int, work: Longs) -> bool:
    """Tell whether a skeleton is that of the Latin word but for one class at most."""
    there, last = SHAPE, SHAPE + work[SHAPE_SIZE]
    more = (end - at) - (last - there)
    if more < -1 or more > 1:
        return False
    while at < end and there < last and one[at] == work[there]:
        at += 1
        there += 1
    if more >= 0:
        at += 1
    if more <= 0:
        there += 1
    while at < end and there < last and one[at] == work[there]:
        at += 1
        there += 1
    return at >= end and there >= last


@kernel
def _is_same(one: Longs, at: int, end: int, work: Longs) -> bool:
    if end - at != work[SHAPE_SIZE]:
        return False
    step = 0
    while at + step < end and one[at + step] == work[SHAPE + step]:
        step += 1
    return at + step == end


@kernel
def may_be(asked: Longs, text: int, work: Longs) -> bool:
    """Tell whether skeletons leave room for a pair of words; it saves most alignments."""
    for number in range(
        asked[TEXTS + text * COLUMNS + SKELETONS], asked[TEXTS + text * COLUMNS + SKELETONS_END]
    ):
        at, end = asked[number], asked[number + 1]
        if _is_same(asked, at, end, work) or (end - at > 2 and is_near(asked, at, end, work)):
            return True
    return False


@kernel
def _packed(work: Longs) -> int:
    """Return the Latin word as one integer, -1 of one too long or not of letters."""
    size = work[LATIN_SIZE]
    if size == 0 or size > _SPELLING_MAX:
        return -1
    found = 0
    for place in range(LATIN, LATIN + size):
        if work[place] == 0 or work[place] > 26:
            return -1
        found = found * 32 + work[place]
    return found


@kernel
def _place_of(keys: Longs, at: int, end: int, key: int) -> int:
    """Return where a key stands among those in order, -1 if it does not."""
    to = end
    while at < to:
        middle = (at + to) // 2
        if keys[middle] < key:
            at = middle + 1
        else:
            to = middle
    return at if at < end and keys[at] == key else -1


@kernel
def spelt(asked: Longs, text: int, work: Longs) -> int:
    """Return how well the Latin word, if it may be a text, spells it; 0 for not at all."""
    key = _packed(work)
    place = _place_of(
        asked, asked[TEXTS + text * COLUMNS + KEYS], asked[TEXTS + text * COLUMNS + KEYS_END], key
    )
    if place >= 0:
        called: int = asked[place + asked[SHIFT]]
        return called
    size = asked[TEXTS + text * COLUMNS + SIZE]
    most = LETTER * size * (SCORE_MAX - WORD_MIN) // SCORE_MAX
    cost = least_cost(asked, text, work, most)
    if cost > most:
        return 0
    score = SCORE_MAX - SCORE_MAX // LETTER * cost // size
    if asked[TEXTS + text * COLUMNS + KIND] == GIVEN and score > _OTHER_NAME:
        is_other = _place_of(work, work[CALLED_AT], work[CALLED_END], key) >= 0
        return _OTHER_NAME if is_other else int(score)
    return int(score)


@kernel
def run_score(asked: Longs, first: int, end: int, work: Longs) -> int:
    """Return how well the Latin word spells neighbouring syllables, 0 for in no usual way."""
    size, count = work[LATIN_SIZE], end - first
    if size == 0 or size > LETTERS_MAX or size > count * _SPELLING_MAX:
        return 0
    row = REACH + 2 * REACH_ROW
    for at in range(size + 1):
        work[row + at] = -(at > 0)
    for unit in range(first, end):
        for at in range(size + 1):
            work[row + REACH_ROW + at] = -1
        _spell_syllable(asked, unit, work)
        for at in range(size + 1):
            work[row + at] = work[row + REACH_ROW + at]
    return int(max(work[row + size], 0)) // int(count)


@kernel
def _spell_syllable(asked: Longs, unit: int, work: Longs) -> None:
    """Fill row 3 with what is reached from row 2 by spelling one more syllable."""
    size = work[LATIN_SIZE]
    row = REACH + 2 * REACH_ROW
    for start in range(size):
        if work[row + start] < 0:
            continue
        key = 0
        for at in range(start, min(start + _SPELLING_MAX, size)):
            code = work[LATIN + at]
            if code == 0 or code > 26:
                break
            key = key * 32 + code
            place = _place_of(
                asked,
                asked[TEXTS + unit * COLUMNS + KEYS],
                asked[TEXTS + unit * COLUMNS + KEYS_END],
                key,
            )
            if place >= 0:
                to = row + REACH_ROW + at + 1
                work[to] = max(work[to], work[row + start] + asked[place + asked[SHIFT]])
