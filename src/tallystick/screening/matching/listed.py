"""What an index of names holds, and the room its kernels work in, as blocks.

Names and listed words are numbered from 0 on, words in the order of the alphabet.
"""

from typing import Final

from tallystick.screening.matching.blocks import Block, empty_block
from tallystick.screening.matching.coding import HEAD, LETTERS_MAX, ROOM_MAX
from tallystick.screening.matching.keys import JOINED_MAX, KEYS_MAX

# So many words of a name are looked at, whichever is asked and whichever listed. Of a name that
# has more, the rest counts against it.
WORDS_MAX: Final = 27
# So many are read at all, whether they tell or not.
READ_MAX: Final = 64
# Behind the letters of the query's words there is room for some of them joined.
DRAFT: Final = READ_MAX * ROOM_MAX
LETTERS: Final = DRAFT + ROOM_MAX
# The bit of a name that has neighbours which sound as a word of the query, or the other way round.
SOUNDING: Final = 4 << WORDS_MAX

# Sections of what is listed. Three tables come first, each of two sections (`keys.table_of`): by
# a word's keys, words; by the sound of neighbours in a name, names; by a key of its text, names.
WORDS_BY_KEY: Final = 0
NAMES_BY_SOUND: Final = 2
NAMES_BY_TEXT: Final = 4
# By word its head, and where the names that it stands in begin in `NAMES_WITH`.
HEADS: Final = 6
OF_WORD: Final = 7
# A name stands there as twice its number, and one more where one word met is enough.
NAMES_WITH: Final = 8
# The words of all names that tell, name after name; and by name a row of what is counted of it.
WORDS: Final = 9
ROWS: Final = 10

# What is counted of a listed name: where its words begin in `WORDS` and how many they are, what
# they weigh and what the others, how many of them are names and no numbers, and whether its last
# word tells. A row has room for as many as are read at once.
FIRST: Final = 0
TELLING: Final = 1
WEIGHT_TELLING: Final = 2
WEIGHT_LIGHT: Final = 3
NAMES: Final = 4
ENDS_TELLING: Final = 5
ROW: Final = 8

# Sections of the room to work in. These three are left all zeros: by listed word, what place it
# has among the words met; by that place and each word of the query, how like this it is; by listed
# name, a bit for each word of the query that it has.
MET: Final = 0
SHARES: Final = 1
BITS_OF_NAME: Final = 2
# The words met from place 1 on, and a bit for each word of the query that each is like; the names
# touched, and what was found; and what is written before it is read.
WORD_MET: Final = 3
BITS_MET: Final = 4
TOUCHED: Final = 5
FOUND: Final = 6
KEYS: Final = 7
PAIRS: Final = 8
# Of the query: the heads of all its words, where those of the words that tell stand among them,
# and what is counted of it.
ASKED_HEADS: Final = 9
ASKED: Final = 10
COUNTS: Final = 11
# Of the query and the name that it is held against.
SUMS: Final = 12
# What stays from query to query (`kept`): by a word's key where it stands in `KEPT`; what a word
# was found to be like; and by listed word the last lookup that came upon it.
KEPT_AT: Final = 13
KEPT: Final = 14
SEEN: Final = 15
# What shares a key with the word that is looked up.
OTHERS: Final = 16

# A word kept has so many slots to stand in, and all of them so many integers.
KEPT_SLOTS: Final = 1 << 14
KEPT_MAX: Final = 1 << 18

# What is counted of a query: its words that tell, what these weigh and what the others, how many
# are names, whether the last word tells and any is an initial, how many were read, and a bit for
# each word that tells and is like a listed one that does not, since it may be that, misspelt; and
# for each that begins with such a one, which may have been cut off where a listed name ends.
ASKED_TELLING: Final = 0
ASKED_WEIGHT_TELLING: Final = 1
ASKED_WEIGHT_LIGHT: Final = 2
ASKED_NAMES: Final = 3
ASKED_ENDS_TELLING: Final = 4
ASKED_HAS_INITIAL: Final = 5
ASKED_READ: Final = 6
ASKED_MAY_BE_LIGHT: Final = 7
ASKED_MAY_END_LIGHT: Final = 8
_COUNTED: Final = 9
_SUMMED: Final = 8


def room_for(names: int, words: int) -> Block:
    """Return room to work in with so many names and listed words."""
    return empty_block(
        (
            words,
            (words + 1) * WORDS_MAX,
            names,
            words + 1,
            words + 1,
            names,
            names,
            max(KEYS_MAX + LETTERS_MAX, (JOINED_MAX - 1) * READ_MAX),
            WORDS_MAX * WORDS_MAX,
            READ_MAX * HEAD,
            WORDS_MAX,
            _COUNTED,
            _SUMMED,
            KEPT_SLOTS + 2,
            KEPT_MAX + 2 * words + LETTERS_MAX + 2,
            words,
            words,
        )
    )
