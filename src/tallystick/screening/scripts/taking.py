"""The kernels that read the arrays of two names: texts of the one, words of the other."""

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.blocks import Block
from tallystick.screening.scripts.shapes import (
    COLUMNS,
    HERE_AT,
    JOINED,
    KIND,
    LATIN,
    LATIN_SIZE,
    LETTERS_MAX,
    SHAPE,
    SHAPE_SIZE,
    SHAPES_AT,
    TEXTS,
    THERE_AT,
    WORDS_AT,
    WRITING,
    Longs,
)
from tallystick.screening.scripts.shaping import form_at, shape


@kernel
def kind_of(asked: Longs, text: int) -> int:
    """Return how a text is compared."""
    return int(asked[form_at(asked, text) + KIND])


@kernel
def writing_at(asked: Longs, text: int) -> int:
    """Return the number of a text's writing system."""
    return int(asked[form_at(asked, text) + WRITING])


@kernel
def joined_at(asked: Longs, unit: int) -> int:
    """Return the text that a unit makes with the next; -1 if it makes none."""
    return int(asked[TEXTS + unit * COLUMNS + JOINED])


@kernel
def take(listed: Block, word: int, work: Longs) -> bool:
    """Make a listed word the Latin word, with its skeleton; tell whether it is short enough."""
    at, end = listed[WORDS_AT + word], listed[WORDS_AT + word + 1]
    work[LATIN_SIZE] = end - at
    if end - at > LETTERS_MAX:
        return False
    for step in range(end - at):
        work[LATIN + step] = listed[at + step]
    number = listed[SHAPES_AT] + word
    at, end = listed[number], listed[number + 1]
    work[SHAPE_SIZE] = end - at
    for step in range(end - at):
        work[SHAPE + step] = listed[at + step]
    return True


@kernel
def join(listed: Block, at: int, end: int, work: Longs) -> bool:
    """Make words of a listed name the Latin word, written as one; tell if it is short enough."""
    size = 0
    for place in range(at, end):
        start, stop = listed[WORDS_AT + listed[place]], listed[WORDS_AT + listed[place] + 1]
        if size + stop - start > LETTERS_MAX:
            return False
        for step in range(stop - start):
            work[LATIN + size + step] = listed[start + step]
        size += stop - start
    work[LATIN_SIZE] = size
    shape(work)
    return True


@kernel
def clear(work: Longs, units: int, words: int) -> None:
    """Take the marks of units and words away."""
    work[work[HERE_AT] : work[HERE_AT] + units] = 0
    work[work[THERE_AT] : work[THERE_AT] + words] = 0
