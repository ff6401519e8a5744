"""The kernels by which two words in different scripts are compared.

Each takes the arrays of `shapes`: the name asked, and where to work. The Latin word
stands in the last; it has at most `LETTERS_MAX` letters, and longer ones are alike
to nothing. The rules themselves are told in `alignment`, `syllable_spellings` and `across`.
"""

from typing import Final

import numpy as np

from tallystick.screening.kernel import kernel
from tallystick.screening.scripts.letters import CODES
from tallystick.screening.scripts.shapes import (
    CALLED_AT,
    CALLED_END,
    FIRSTS,
    GAP_DOUBLE,
    GAP_FIRST,
    GAP_LAST,
    GAP_WITHIN,
    GIVEN,
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
    SIZE,
    SPELLING_COLUMNS,
    SPELLINGS_AT,
    STARTS_AT,
    SYLLABLE,
    UNITS,
    Longs,
)
from tallystick.screening.scripts.shaping import form_at

# Of two words, what a letter costs, the highest score, and the least that makes them a pair.
LETTER: Final = 100
SCORE_MAX: Final = 10_000
WORD_MIN: Final = 6_500
# How much the words of the original count, and the rest those of the Latin name, in tenths.
ORIGINAL_TENTHS: Final = 6
# What is the usual spelling of another name is at most so alike.
_OTHER_NAME: Final = 8_400
# A letter of a syllable's spelling is five bits; no syllable has more letters.
_SPELLING_MAX: Final = 12

_FAR: Final = 1 << 20
_VOWEL: Final = np.zeros(CODES, np.int64)
_VOWEL[[1, 5, 9, 15, 21]] = 1
# What a Latin letter costs that stands for none of the word's, where it is not a consonant:
# `a`, `e`, `h`, `i`, `o`, `u`, `w`, `y` and the article.
_ALONE: Final = np.full(CODES, LETTER, np.int64)
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
        place = work[STARTS_AT] + row * CODES + work[LATIN + at]
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
    form = form_at(asked, text)
    at, end = form + ROWS, form + asked[form + ROWS_END]
    if end == at or end - at > LETTERS_MAX or size > LETTERS_MAX:
        return most + 1
    for place in range(size + 1):
        work[REACH + place] = _FAR * (place > 0)
    gap = asked[form + GAP_FIRST]
    _with_gap(work, gap, gap, most)
    one, two = asked[form + GAP_WITHIN], asked[form + GAP_DOUBLE]
    for place in range(at, end):
        _spell(work, asked[place])
        if place == end - 1:
            one = two = asked[form + GAP_LAST]
        if not _with_gap(work, one, two, most):
            return most + 1
        for reached in range(REACH + REACH_ROW, REACH + REACH_ROW + size + 1):
            if work[reached] > most:
                work[reached] = _FAR
    return int(min(work[REACH + REACH_ROW + size], most + 1))


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
def _called(asked: Longs, form: int, key: int) -> int:
    """Return how well a word stands for a form outright; -1 if it is none that does."""
    at, end = form + asked[form + KEYS], form + asked[form + KEYS_END]
    place = _place_of(asked, at, end, key)
    return int(asked[place + end - at]) if place >= 0 else -1


@kernel
def is_called(asked: Longs, text: int, work: Longs) -> bool:
    """Tell whether the Latin word is what a text is called outright."""
    return _called(asked, form_at(asked, text), _packed(work)) >= 0


@kernel
def spelt(asked: Longs, text: int, work: Longs) -> int:
    """Return how well the Latin word, if it may be a text, spells it; 0 for not at all."""
    key = _packed(work)
    called = _called(asked, form_at(asked, text), key)
    if called >= 0:
        return called
    size = asked[form_at(asked, text) + SIZE]
    most = LETTER * size * (SCORE_MAX - WORD_MIN) // SCORE_MAX
    cost = least_cost(asked, text, work, most)
    if cost > most:
        return 0
    score = SCORE_MAX - SCORE_MAX // LETTER * cost // size
    if asked[form_at(asked, text) + KIND] == GIVEN and score > _OTHER_NAME:
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
    form = form_at(asked, unit)
    for start in range(size):
        if work[row + start] < 0 or not asked[form + FIRSTS] >> work[LATIN + start] & 1:
            continue
        key = 0
        for at in range(start, min(start + _SPELLING_MAX, size)):
            code = work[LATIN + at]
            if code == 0 or code > 26:
                break
            key = key * 32 + code
            called = _called(asked, form, key)
            if called >= 0:
                to = row + REACH_ROW + at + 1
                work[to] = max(work[to], work[row + start] + called)


@kernel
def is_spelt_by(asked: Longs, work: Longs) -> bool:
    """Tell whether neighbouring syllables, from any of them to any, spell the Latin word."""
    size = work[LATIN_SIZE]
    row = REACH + 2 * REACH_ROW
    for at in range(size + 1):
        work[row + at] = -1
    for unit in range(asked[UNITS]):
        work[row] = 0
        for at in range(size + 1):
            work[row + REACH_ROW + at] = -1
        if asked[form_at(asked, unit) + KIND] == SYLLABLE:
            _spell_syllable(asked, unit, work)
        for at in range(size + 1):
            work[row + at] = work[row + REACH_ROW + at]
        if size and work[row + size] >= 0:
            return True
    return False
