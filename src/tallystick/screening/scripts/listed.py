"""Latin names made ready for kernels."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from tallystick.screening.kernel import ready
from tallystick.screening.matching.blocks import Block
from tallystick.screening.scripts.letters import coded, offsets
from tallystick.screening.scripts.shapes import WORDS_AT, Longs
from tallystick.screening.scripts.shaping import write_shapes
from tallystick.screening.scripts.writings import LATIN, number_of, writing_of

_LATIN: Final = 2 * number_of(LATIN)


def listed_of(names: Sequence[Sequence[str]]) -> Block:
    """Return Latin names as rows of words made ready, each word once."""
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(word, len(numbers)) for word in chain.from_iterable(names)]
    counts = list(map(len, names))
    letters = np.frombuffer(coded("".join(numbers)), np.uint8)
    starts = offsets(list(map(len, numbers)))
    shapes, begins = _shapes_of(letters.astype(np.int64), starts)
    shapes_at = WORDS_AT + len(starts) + len(letters)
    writings_at = shapes_at + len(begins) + len(shapes)
    names_at = writings_at + len(numbers)
    head = (shapes_at, writings_at, names_at, len(numbers), max(counts, default=0))
    parts: tuple[ArrayLike, ...] = (
        *(head, starts + WORDS_AT + len(starts), letters),
        *(begins + shapes_at + len(begins), shapes, list(map(_writing, numbers))),
        *(offsets(counts) + names_at + len(counts) + 1, rows),
    )
    return np.concatenate([np.asarray(part, np.int32) for part in parts])


def _shapes_of(letters: Longs, starts: Longs) -> tuple[Longs, Longs]:
    """Return the skeletons of words, and where each begins and the last ends."""
    ready()
    shapes = np.empty(2 * len(letters) + len(starts), np.int64)
    begins = np.empty(len(starts), np.int64)
    write_shapes(letters, starts, shapes, begins)
    return shapes[: begins[-1]], begins


def _writing(word: str) -> int:
    """Return the number of a word's writing system, twice, and one more if it has syllables."""
    if word.isascii():
        return _LATIN
    writing = writing_of(word)
    return 2 * number_of(writing) + writing.is_syllabic
