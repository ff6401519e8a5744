"""What stands where in the arrays that the kernels of this room read and write.

There are three kinds, of integers of eight bytes, so that a kernel is compiled once; Latin names,
of which there are very many, are of four. Wherever an array says where something stands, it is
counted from the array's own beginning, and within a form from the form's.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Longs: TypeAlias = NDArray[np.int64]

# No name has a longer word, and the time of an alignment grows with the square of the length.
LETTERS_MAX: Final = 64

# A name in another script: how many units, a text for each unit, then those of two units
# together, and the forms of the texts.
UNITS: Final = 0
TEXTS: Final = 1
# The columns of a text: where its form begins, the word it begins in, the text that it makes
# with the next unit (-1 for none).
FORM: Final = 0
WORD: Final = 1
JOINED: Final = 2
COLUMNS: Final = 3
# A form, the same wherever its text stands: how many of its letters count, how it is compared,
# what vowels between letters cost, its writing system, where the rows of its letters in the
# tables of spellings end, ...
SIZE: Final = 0
KIND: Final = 1
GAP_FIRST: Final = 2
GAP_WITHIN: Final = 3
GAP_DOUBLE: Final = 4
GAP_LAST: Final = 5
WRITING: Final = 6
ROWS_END: Final = 7
# ... where it is told where its skeletons begin, one after another, and where what it is called
# outright stands, in order; a bit for each letter that this may begin with. After so many keys
# stand as many scores, and of a syllable the hashes of the keys and the powers they take.
SKELETONS: Final = 8
SKELETONS_END: Final = 9
KEYS: Final = 10
KEYS_END: Final = 11
FIRSTS: Final = 12
ROWS: Final = 13
# How a text is compared: letter by letter, so and with what is known of given names, or by the
# spellings of a syllable.
SPELT: Final = 0
GIVEN: Final = 1
SYLLABLE: Final = 2

# Latin names: where it is told where each word's skeleton begins, which writing system it is of
# (odd where it has syllables), and where each name's words are; how many words there are, and how
# many a name has at the most; then where each word begins.
SHAPES_AT: Final = 0
WRITINGS_AT: Final = 1
NAMES_AT: Final = 2
WORDS: Final = 3
WORDS_MOST: Final = 4
WORDS_AT: Final = 5

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
# spelt; words that are usual spellings, in order.
STARTS_AT: Final = TABLES
SPELLINGS_AT: Final = TABLES + 1
LEFT_OUT_AT: Final = TABLES + 2
CALLED_AT: Final = TABLES + 3
CALLED_END: Final = TABLES + 4
TABLES_HEAD: Final = 5
SPELLING_COLUMNS: Final = 10


def scratch_of(tables: Longs, units: int, words: int, runs: int) -> Longs:
    """Return room for names of so many units, listed ones of so many words and such pairings."""
    marks = TABLES + len(tables)
    found = np.zeros(marks + units + words + runs, np.int64)
    found[TABLES:marks] = tables
    found[[HERE_AT, THERE_AT, RUNS_AT]] = (marks, marks + units, marks + units + words)
    return found
