"""What stands where in the arrays that the kernels of this room read and write.

There are three, all of integers of eight bytes, so that a kernel is compiled once. Wherever an
array says where something stands, it is counted from the array's own beginning.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Longs: TypeAlias = NDArray[np.int64]

# No name has a longer word, and the time of an alignment grows with the square of the length.
LETTERS_MAX: Final = 64

# A name in another script: how many units, by how much a score stands behind its key, and a
# text for each unit, then those of two units together.
UNITS: Final = 0
SHIFT: Final = 1
TEXTS: Final = 2
# The columns of a text: the rows of its letters in the tables of spellings, how many of them
# count, how it is compared, what vowels between letters cost, ...
ROWS: Final = 0
ROWS_END: Final = 1
SIZE: Final = 2
KIND: Final = 3
GAP_FIRST: Final = 4
GAP_WITHIN: Final = 5
GAP_DOUBLE: Final = 6
GAP_LAST: Final = 7
# ... where its skeletons begin, one after another, what it is called outright, in order, the
# word it begins in, its writing system, the text it makes with the next unit (-1 for none).
SKELETONS: Final = 8
SKELETONS_END: Final = 9
KEYS: Final = 10
KEYS_END: Final = 11
WORD: Final = 12
WRITING: Final = 13
JOINED: Final = 14
COLUMNS: Final = 15
# How a text is compared: letter by letter, so and with what is known of given names, or by the
# spellings of a syllable.
SPELT: Final = 0
GIVEN: Final = 1
SYLLABLE: Final = 2

# Latin names: where it is told where each word's skeleton begins, which writing system it is of
# (odd where it has syllables), and where each name's words are; then where each word begins.
SHAPES_AT: Final = 0
WRITINGS_AT: Final = 1
NAMES_AT: Final = 2
WORDS_AT: Final = 3

# Where kernels work: which name is asked, a Latin word and its skeleton, rows of positions, the
# scores of words already compared under their keys, marks of units and words, and pairings.
SERIAL: Final = 0
LATIN_SIZE: Final = 1
SHAPE_SIZE: Final = 2
HERE_AT: Final = 3
THERE_AT: Final = 4
RUNS_AT: Final = 5
LATIN: Final = 8
SHAPE: Final = LATIN + LETTERS_MAX + 2
REACH: Final = SHAPE + 2 * LETTERS_MAX + 4
REACH_ROW: Final = LETTERS_MAX + 2
MEMO: Final = REACH + 4 * REACH_ROW
MEMO_SIZE: Final = 1 << 12
TABLES: Final = MEMO + 2 * MEMO_SIZE

# The tables of spellings stand there too, to be read: those of a row that begin with one Latin
# letter together, each with its length, its cost and its letters; what a row costs that is not
# spelt; groups of letters that stand for one sound, with one class or two; words that are
# usual spellings, in order.
STARTS_AT: Final = TABLES
SPELLINGS_AT: Final = TABLES + 1
LEFT_OUT_AT: Final = TABLES + 2
GROUPS_AT: Final = TABLES + 3
CALLED_AT: Final = TABLES + 4
CALLED_END: Final = TABLES + 5
TABLES_HEAD: Final = 6
SPELLING_COLUMNS: Final = 10
GROUP_COLUMNS: Final = 8


def scratch_of(tables: Longs, units: int, words: int, runs: int) -> Longs:
    """Return room for names of so many units, listed ones of so many words and such pairings."""
    marks = TABLES + len(tables)
    found = np.zeros(marks + units + words + runs, np.int64)
    found[TABLES:marks] = tables
    found[[HERE_AT, THERE_AT, RUNS_AT]] = (marks, marks + units, marks + units + words)
    return found
