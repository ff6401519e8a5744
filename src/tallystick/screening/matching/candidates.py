"""Which listed names are worth a comparison: an inverted index of words as they may be written.

Names and listed words are numbered. Each word of a query leads by its keys to the listed words
that are like it, and these to the names they stand in. A name is hardly ever a hit by one word
alone, so two must be met, or it has no more. The words of what is left are paired as
`alignment.align` would; what may reach the floor is to be compared in full.
"""

from array import array
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.kernel import ready
from tallystick.screening.matching.blocks import Block, block_of
from tallystick.screening.matching.coding import (
    FORM,
    HEAD,
    KEY_MAX,
    KIND,
    NAME,
    ROOM_MAX,
    SIGN,
    SKELETON,
    SPELT,
    START,
    WEIGHT,
    Letters,
    known,
    write_words,
)
from tallystick.screening.matching.keys import (
    JOINED_MAX,
    KEYS_MAX,
    Numbers,
    Table,
    once_each,
    table_of,
    write_joined_keys,
    write_keys,
    write_text_keys,
)
from tallystick.screening.matching.listed import (
    ENDS_TELLING,
    FIRST,
    FOUND,
    LETTERS,
    NAMES,
    ROW,
    TELLING,
    WEIGHT_LIGHT,
    WEIGHT_TELLING,
    room_for,
)
from tallystick.screening.matching.meeting import find
from tallystick.screening.matching.spelling import PLACES

# Keys of a word besides those with a letter left out.
_KEYS_BESIDES: Final = 16
_TEXT_KEYS: Final = 3
# The forms of a word have so many letters for each of its spelling at the most: `x` sounds as two.
_FORMS_LONG: Final = 5
_SIGN: Final = bytes((SIGN,))

Flags: TypeAlias = NDArray[np.bool_]


class Named(NamedTuple):
    """A name as it is taken: its words as `words.plain_text` has them, and in other forms.

    By the others it is only found where they are the same as a query but for what tells little.
    """

    text: bytes
    others: Sequence[bytes] = ()

    @property
    def forms(self) -> Sequence[bytes]:
        """The text and the other forms."""
        return (self.text, *self.others)


class Candidates:
    """Names, known by their number, that a query may be."""

    def __init__(self, names: Iterable[Named]) -> None:
        """Take names; each form has a word."""
        ready()
        taken = tuple(names)
        self._known = known()
        vocabulary = _Vocabulary(taken)
        self._letters = vocabulary.letters
        self._listed = _listed(taken, vocabulary)
        self._room = room_for(len(taken), len(vocabulary.heads))
        self._found = self._room[self._room[FOUND] :]
        self._asked = np.zeros(LETTERS, np.uint8)
        self._text, self._written = _room_for_text(LETTERS)
        self._places = np.zeros(PLACES, np.int64)
        # Of several threads one asks at a time: what was found stands where the next one writes.
        self._turn = Lock()
        self.find(b"x", 0)  # what was compiled is loaded now, and not with the first name

    def find(self, text: bytes, floor: int) -> list[int]:
        """Return the numbers of the names that a text may be, in no order.

        They are those of which a share from `floor` on, in ten-thousandths, may be the same, and
        those of the same words or letters. The text has a word.
        """
        with self._turn:
            if len(text) > len(self._text):
                self._text, self._written = _room_for_text(len(text))
            self._written[: len(text)] = text
            found = find(
                self._text, len(text), floor, self._known, self._listed, self._letters, self._room,
                self._asked, self._places,
            )  # fmt: skip
            numbers: list[int] = self._found[:found].tolist()
        return numbers


def _room_for_text(size: int) -> tuple[Letters, bytearray]:
    """Return room for a text of so many letters, as kernels read it and as it is written."""
    written = bytearray(size)
    return np.frombuffer(written, np.uint8), written


class _Vocabulary:
    """The words of names, numbered in the order of the alphabet, with their heads and letters."""

    def __init__(self, names: Iterable[Named]) -> None:
        found = {word for name in names for form in name.forms for word in form.split(b" ")}
        words = sorted(found, key=lambda word: (word.lstrip(_SIGN), word))
        self.numbers = {word: number for number, word in enumerate(words)}
        text = np.frombuffer(bytearray(b" ".join(words)), np.uint8)
        heads = np.zeros(len(words) * HEAD, np.int32)
        letters = np.zeros(_FORMS_LONG * len(text) + ROOM_MAX, np.uint8)
        write_words(text, known(), heads, 0, letters, len(words))
        self.heads = heads.reshape(-1, HEAD)
        self.letters = letters[: self.heads[-1:, START : SKELETON + 1].sum()].copy()

    def numbered(self, texts: Sequence[bytes]) -> tuple[Numbers, Numbers]:
        """Return how many words each text has, and the numbers of all, text after text."""
        counts, numbers = array("q"), array("q")
        for text in texts:
            words = text.split(b" ")
            counts.append(len(words))
            numbers.extend([self.numbers[word] for word in words])
        return np.array(counts, np.int64), np.array(numbers, np.int64)


def _listed(names: Sequence[Named], vocabulary: _Vocabulary) -> Block:
    """Return the sections of `listed`."""
    counts, words = vocabulary.numbered([name.text for name in names])
    heads = vocabulary.heads[words]
    owners = np.repeat(np.arange(len(names)), counts)
    tells = heads[:, KIND] < FORM
    tells |= np.bincount(owners, tells, len(names))[owners] == 0
    rows = _rows(heads, owners, tells, np.cumsum(counts) - 1)
    is_enough = rows[:, NAMES] < 2
    np.logical_or.at(is_enough, owners, tells & (heads[:, SPELT] == 1))
    sections = (
        *_words_by_key(vocabulary),
        *_names_by_sound(heads, vocabulary.letters, counts),
        *_names_by_text(names, vocabulary),
        vocabulary.heads.reshape(-1),
        *_postings(words[tells], owners[tells] << 1 | is_enough[owners[tells]], vocabulary),
        words[tells].astype(np.int32),
        rows.reshape(-1),
    )
    return block_of(sections)


def _rows(heads: Block, owners: Numbers, tells: Flags, ends: Numbers) -> Block:
    """Return what is counted of each name, by the heads of its words; they end at `ends`."""
    rows = np.zeros((len(ends), ROW), np.int32)

    def summed(each: Block | Flags) -> Numbers:
        return np.bincount(owners, each, len(ends)).astype(np.int64)

    telling = summed(tells)
    rows[:, FIRST], rows[:, TELLING] = np.cumsum(telling) - telling, telling
    rows[:, WEIGHT_TELLING] = summed(heads[:, WEIGHT] * tells)
    rows[:, WEIGHT_LIGHT] = summed(heads[:, WEIGHT] * ~tells)
    rows[:, NAMES] = summed(heads[:, KIND] == NAME)
    rows[:, ENDS_TELLING] = tells[ends]
    return rows


def _postings(words: Numbers, names: Numbers, vocabulary: _Vocabulary) -> tuple[Block, Block]:
    """Return where the names of each word begin, and these names, as `listed` has them."""
    both = once_each(words << 32 | names)
    of_word = np.searchsorted(both >> 32, np.arange(len(vocabulary.heads) + 1))
    return of_word.astype(np.int32), (both & KEY_MAX).astype(np.int32)


def _words_by_key(vocabulary: _Vocabulary) -> Table:
    heads, letters = vocabulary.heads.reshape(-1), vocabulary.letters
    room = 2 * len(letters) + _KEYS_BESIDES * len(vocabulary.heads)
    pairs = np.empty(room, np.int64)
    return table_of(pairs[: write_keys(heads, letters, pairs, np.empty(KEYS_MAX, np.int32))])


def _names_by_sound(heads: Block, letters: Letters, counts: Numbers) -> Table:
    room = (JOINED_MAX - 1) * len(heads)
    pairs, found = np.empty(room, np.int64), np.empty(room, np.int32)
    draft = np.empty(ROOM_MAX, np.uint8)
    made = write_joined_keys(heads.reshape(-1), letters, counts, draft, pairs, found)
    return table_of(pairs[:made])


def _names_by_text(names: Sequence[Named], vocabulary: _Vocabulary) -> Table:
    counts, words = vocabulary.numbered([form for name in names for form in name.forms])
    heads = vocabulary.heads[words].reshape(-1)
    pairs = np.empty(_TEXT_KEYS * len(counts), np.int64)
    found = np.empty(_TEXT_KEYS, np.int32)
    made = write_text_keys(heads, vocabulary.letters, counts, pairs, found)
    owners = np.repeat(np.arange(len(names)), [len(name.forms) for name in names])
    keys, forms = pairs[:made] & ~KEY_MAX, pairs[:made] & KEY_MAX
    return table_of(keys | owners[forms])
