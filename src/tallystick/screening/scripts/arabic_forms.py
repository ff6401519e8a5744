"""The kernel that makes the form of a text in Arabic letters: its rows and its skeletons.

Most names are asked once, and the skeletons of their words are what takes longest of a form. The
rules are those of `skeleton`, which say them in plain Python.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.kernel import kernel
from tallystick.screening.scripts import arabic_letters
from tallystick.screening.scripts.letters import coded
from tallystick.screening.scripts.shapes import (
    GIVEN,
    KEYS,
    KEYS_END,
    LETTERS_MAX,
    ROWS,
    ROWS_END,
    SIZE,
    SKELETONS,
    SKELETONS_END,
    Longs,
)
from tallystick.screening.scripts.skeleton import SKELETONS_MAX, classes_of
from tallystick.screening.scripts.units import ARTICLE
from tallystick.screening.scripts.writings import ARABIC, SPELLINGS, number_of

Numbered: TypeAlias = NDArray[np.uint8]

# A form has its rows, where its skeletons begin, and these; each is with and without an `h` that
# may have been met.
_SHAPES_MOST: Final = 2 * SKELETONS_MAX
FORM_MAX: Final = ROWS + LETTERS_MAX + _SHAPES_MOST + 1 + _SHAPES_MOST * (LETTERS_MAX + 1)

_LETTERS: Final = tuple(line.split()[0] for line in arabic_letters.SPELLINGS.strip().splitlines())
LETTER_NUMBERS: Final = {letter: number for number, letter in enumerate(_LETTERS)}
"""The letters of Arabic script, and the article, as the kernel has them."""

_NUMBER: Final = number_of(ARABIC)
ARABIC_HEAD: Final = np.zeros(ROWS, np.int64)
"""What all forms begin with."""
ARABIC_HEAD[SIZE:ROWS_END] = (0, GIVEN, *SPELLINGS.gaps(_NUMBER), _NUMBER)

# Where a letter stands.
_AT_FIRST: Final = 0
_WITHIN: Final = 1
_AT_LAST: Final = 2
# The row of each letter by where it stands, its first class (0 for none), and its second (-1 where
# there is but one).
_ROW: Final = np.array([SPELLINGS.rows(_NUMBER, 3 * letter) for letter in _LETTERS], np.int64)


def _classes(option: int) -> list[list[int]]:
    return [
        [
            -1 if option >= len(options) else (*coded(options[option]), 0)[0]
            for options in classes_of(letter)
        ]
        for letter in _LETTERS
    ]


_ONE: Final = np.array(_classes(0), np.int64)
_OTHER: Final = np.array(_classes(1), np.int64)
_ARTICLE: Final = LETTER_NUMBERS[ARTICLE]
_B: Final = 2
_H: Final = 8
_M: Final = 13
_N: Final = 14
_MET: Final = np.zeros(27, np.int64)
_MET[list(coded("stdkj"))] = 1


@kernel
def write_arabic(letters: Numbered, form: Longs) -> int:
    """Write a form, which begins as all do, of letters by their numbers; return how long it is.

    They are at most `LETTERS_MAX`, and the form has room for `FORM_MAX` integers.
    """
    _write_rows(letters, form)
    stem = 0
    while stem < len(letters) and letters[stem] == _ARTICLE:
        stem += 1
    # An article is the beginning of something; alone it is nothing, and has no sound.
    stem += stem == len(letters)
    begins = form[SKELETONS]
    form[begins] = begins + _SHAPES_MOST + 1
    ways = _ways(letters, stem)
    made = 0
    for choice in range(SKELETONS_MAX):
        if choice < 1 << min(ways, SKELETONS_MAX):
            made += _is_new(form, made, _write_plain(letters, stem, form, made, choice, ways))
    for each in range(made):
        made += _is_new(form, made, _write_met(form, each, made))
    form[SKELETONS_END] = begins + made
    form[KEYS] = form[KEYS_END] = form[begins + made]
    return int(form[KEYS])


@kernel
def _write_rows(letters: Numbered, form: Longs) -> None:
    count = len(letters)
    for place in range(count):
        column = _WITHIN
        if count > 1 and place in (0, count - 1):
            column = _AT_FIRST if place == 0 else _AT_LAST
        form[ROWS + place] = _ROW[letters[place], column]
        form[SIZE] += letters[place] != _ARTICLE
    form[ROWS_END] = form[SKELETONS] = ROWS + count


@kernel
def _stands(letters: Numbered, stem: int, place: int) -> int:
    """Return where a letter stands in the stem; an article before it is neither end of it."""
    if place == stem:
        return _AT_FIRST
    return _AT_LAST if place > stem and place == len(letters) - 1 else _WITHIN


@kernel
def _ways(letters: Numbered, stem: int) -> int:
    """Return how many letters may be of two classes; an article before the stem counts as one."""
    ways = 0
    for place in range(max(stem - 1, 0), len(letters)):
        ways += _OTHER[letters[place], _stands(letters, stem, place)] >= 0
    return int(ways)


@kernel
def _write_plain(
    letters: Numbered, stem: int, form: Longs, made: int, choice: int, ways: int
) -> int:
    """Write a skeleton after those made, by a choice for the last letters of two classes."""
    begin = at = form[form[SKELETONS] + made]
    for place in range(max(stem - 1, 0), len(letters)):
        stands = _stands(letters, stem, place)
        found = _ONE[letters[place], stands]
        if _OTHER[letters[place], stands] >= 0:
            ways -= 1
            # Choices are counted as a number whose last digit is the last such letter's.
            if ways < _SHAPES_MOST and choice >> ways & 1:
                found = _OTHER[letters[place], stands]
        if found and (at == begin or form[at - 1] != found):
            form[at] = found
            at += 1
    for place in range(begin, at - 1):
        if form[place] == _N and form[place + 1] == _B:
            form[place] = _M
    return int(at)


@kernel
def _write_met(form: Longs, each: int, made: int) -> int:
    """Write a skeleton after those made, of one of them where two sounds met as one."""
    at = form[form[SKELETONS] + made]
    for place in range(form[form[SKELETONS] + each], form[form[SKELETONS] + each + 1]):
        is_first = place == form[form[SKELETONS] + each]
        if form[place] != _H or is_first or not _MET[form[place - 1]]:
            form[at] = form[place]
            at += 1
    return int(at)


@kernel
def _is_new(form: Longs, made: int, end: int) -> int:
    """Tell by 1 whether what was written after those made is none of them, and keep it."""
    begins = form[SKELETONS]
    begin = form[begins + made]
    for each in range(begins, begins + made):
        size = form[each + 1] - form[each]
        step = 0
        while size == end - begin and step < size:
            if form[form[each] + step] != form[begin + step]:
                break
            step += 1
        if size == end - begin and step == size:
            return 0
    form[begins + made + 1] = end
    return 1
