"""The kernels of skeletons: that of a Latin word, and whether two leave room for a pair.

The rules themselves are told in `skeleton`; the arrays are those of `shapes`.
"""

from typing import Final

import numpy as np

from tallystick.screening.kernel import kernel
from tallystick.screening.scripts.letters import CODES
from tallystick.screening.scripts.shapes import (
    COLUMNS,
    FORM,
    LATIN,
    LATIN_SIZE,
    LETTERS_MAX,
    SHAPE,
    SHAPE_SIZE,
    SKELETONS,
    SKELETONS_END,
    TEXTS,
    Longs,
)
from tallystick.screening.scripts.skeleton import SOUNDS

_VOWEL: Final = np.zeros(CODES, np.int64)
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
# The sounds that Latin letters stand for, those that begin with one letter together, each with how
# many letters it has, which, and its classes; and where those of each first letter begin.
_SOUNDS: Final = np.array(SOUNDS, np.int64).reshape(-1, 8)
_SOUND_ROWS: Final = _SOUNDS[np.argsort(_SOUNDS[:, 1], kind="stable")]
_SOUND_STARTS: Final = np.searchsorted(_SOUND_ROWS[:, 1], np.arange(CODES + 1))


@kernel
def form_at(asked: Longs, text: int) -> int:
    """Return where the form of a text begins."""
    return int(asked[TEXTS + text * COLUMNS + FORM])


@kernel
def _sound_at(letters: Longs, at: int, to: int) -> int:
    """Return which sound stands here, the first of several; -1 if none does."""
    if at >= to:
        return -1
    for sound in range(_SOUND_STARTS[letters[at]], _SOUND_STARTS[letters[at] + 1]):
        size = _SOUND_ROWS[sound, 0]
        step = 1
        while at + size <= to and step < size:
            if letters[at + step] != _SOUND_ROWS[sound, 1 + step]:
                break
            step += 1
        if step == size:
            return int(sound)
    return -1


@kernel
def _begins_as(letters: Longs, at: int, to: int) -> int:
    """Return the class of a semivowel that a word begins with, 0 if with none."""
    if at == to:
        return 0
    first = letters[at]
    if first == _Y:
        return _Y
    is_semivowel = (
        to - at > 2 and first == _O and letters[at + 1] == _U and _VOWEL[letters[at + 2]]
    )
    return _W if first in (_V, _W) or is_semivowel else 0


@kernel
def write_shape(letters: Longs, at: int, to: int, shapes: Longs, place: int) -> int:
    """Write the skeleton of the letters of a word; return how long it is.

    It takes twice as much room as the word and one more at the most.
    """
    first = _begins_as(letters, at, to)
    size = int(first > 0)
    shapes[place] = first
    if to - at > 1 and letters[to - 1] == _H and _VOWEL[letters[to - 2]]:
        to -= 1
    while at < to:
        sound = _sound_at(letters, at, to)
        if sound < 0:
            at += 1
            continue
        at += _SOUND_ROWS[sound, 0]
        one, other = _SOUND_ROWS[sound, 6], _SOUND_ROWS[sound, 7]
        if other or not size or shapes[place + size - 1] != one:
            shapes[place + size] = one
            size += 1
        if other:
            shapes[place + size] = other
            size += 1
    for each in range(place, place + size - 1):
        if shapes[each] == _N and shapes[each + 1] == _B:
            shapes[each] = _M
    return size


@kernel
def shape(work: Longs) -> None:
    """Write the skeleton of the Latin word beside it."""
    work[SHAPE_SIZE] = write_shape(work, LATIN, LATIN + work[LATIN_SIZE], work, SHAPE)


@kernel
def write_shapes(letters: Longs, starts: Longs, shapes: Longs, begins: Longs) -> None:
    """Write the skeletons of words one after another, and where each begins and the last ends.

    A word of more than `LETTERS_MAX` letters has none. There is room for twice as many as letters,
    and one more for each word.
    """
    at = 0
    for word in range(len(starts) - 1):
        begins[word] = at
        if starts[word + 1] - starts[word] <= LETTERS_MAX:
            at += write_shape(letters, starts[word], starts[word + 1], shapes, at)
    begins[len(starts) - 1] = at


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
    form = form_at(asked, text)
    for number in range(form + asked[form + SKELETONS], form + asked[form + SKELETONS_END]):
        at, end = form + asked[number], form + asked[number + 1]
        if _is_same(asked, at, end, work) or (end - at > 2 and is_near(asked, at, end, work)):
            return True
    return False
