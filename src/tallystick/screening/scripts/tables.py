"""Where keys of words and of skeletons lead: tables that kernels read.

An index is two arrays. One has the keys of all slots. The other has a head, a row for each slot,
which says where its values begin and where they end (0 and 0 if the slot is free), the values
of all, and for each listed name how many units it has. A table has a power of two of slots; what
stands in none is not there. A key is in the first free slot from its own on.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from tallystick.screening.kernel import kernel, ready
from tallystick.screening.matching.blocks import Block
from tallystick.screening.scripts.letters import BASE, offsets
from tallystick.screening.scripts.shapes import (
    LETTERS_MAX,
    NAMES_AT,
    SHAPES_AT,
    WORDS,
    WORDS_AT,
    Longs,
)

# The head: of each table its first slot and how many slots it has, less one; how many names
# there are, and where it is told how many units each has.
BY_WORD: Final = 0
BY_SKELETON: Final = 2
BY_SHORTER: Final = 4
NAMES: Final = 6
SIZES_AT: Final = 7
_TABLES: Final = (BY_WORD, BY_SKELETON, BY_SHORTER)
_HEAD: Final = 8

# A shorter skeleton with a class less would lead everywhere.
NEAR_MIN: Final = 4
# What a letter counts in a hash, as `letters.hashed` has it.
_LETTER: Final = ord("a") - 1


class Index(NamedTuple):
    """Listed names by their words, by the skeletons of these, and skeletons with one class less.

    By the last, values are the rows of skeletons, and the others' are the places of names.
    """

    keys: Longs
    rows: Block


class _Group(NamedTuple):
    """Values by keys: each different key once, where its values begin, and where the last end."""

    keys: Longs
    starts: Longs
    values: Longs


@kernel
def hash_of(letters: Longs, at: int, end: int, left_out: int) -> int:
    """Return the key of classes of a skeleton, but for one that is left out."""
    found = 0
    for place in range(at, end):
        if place != left_out:
            found = found * BASE + letters[place]
    return found


@kernel
def row_of(keys: Longs, rows: Block, table: int, key: int) -> int:
    """Return the row of a key in a table, 0 of one that is not there."""
    first, mask = rows[table], rows[table + 1]
    slot = key & mask
    while rows[_HEAD + 2 * (first + slot)]:
        if keys[first + slot] == key:
            return int(_HEAD + 2 * (first + slot))
        slot = (slot + 1) & mask
    return 0


@kernel
def _write_word_keys(listed: Block, keys: Longs) -> None:
    """Write the hash of each word, as `letters.hashed` has it of words of letters."""
    for word in range(listed[WORDS]):
        found = 0
        for at in range(listed[WORDS_AT + word], listed[WORDS_AT + word + 1]):
            found = found * BASE + listed[at] + _LETTER
        keys[word] = found


@kernel
def _write_shorter(shapes: Longs, begins: Longs, words: Longs, keys: Longs, whose: Longs) -> int:
    """Write the keys of the words' skeletons with one class less, and each word; return how many.

    There is room for a key for each class.
    """
    made = 0
    for word in words:
        at, end = begins[word], begins[word + 1]
        if end - at >= NEAR_MIN:
            for left_out in range(at, end):
                keys[made], whose[made] = hash_of(shapes, at, end, left_out), word
                made += 1
    return made


@kernel
def _write_skeleton_keys(shapes: Longs, begins: Longs, keys: Longs) -> None:
    for word in range(len(keys)):
        keys[word] = hash_of(shapes, begins[word], begins[word + 1], -1)


@kernel
def _place(keys: Longs, first: int, mask: int, slots: Longs, rows: Block, places: Longs) -> None:
    """Give each key the first free slot from its own on, and tell its row."""
    for each in range(len(keys)):
        slot = keys[each] & mask
        while rows[_HEAD + 2 * (first + slot)]:
            slot = (slot + 1) & mask
        slots[first + slot] = keys[each]
        places[each] = _HEAD + 2 * (first + slot)
        rows[places[each]] = 1


def index_of(listed: Block, owners: Longs, sizes: Sequence[int]) -> Index:
    """Return the index of names, told whose each row of words in `listed` is, and their units.

    A row that has -1 is nobody's. Words of more than `LETTERS_MAX` letters lead nowhere.
    """
    ready()
    words, names = _words_of(listed, owners)
    keys = np.empty(listed[WORDS], np.int64)
    _write_word_keys(listed, keys)
    by_word = _group(keys[words], names)
    begins = listed[listed[SHAPES_AT] : listed[SHAPES_AT] + listed[WORDS] + 1].astype(np.int64)
    shapes = listed[begins[0] : begins[-1]].astype(np.int64)
    begins -= begins[0]
    _write_skeleton_keys(shapes, begins, keys)
    by_skeleton = _group(keys[words], names)
    _, first = np.unique(keys[words], return_index=True)
    shorter, whose = np.empty(len(shapes), np.int64), np.empty(len(shapes), np.int64)
    made = _write_shorter(shapes, begins, words[first], shorter, whose)
    # Skeletons are numbered in the order of their keys, until they have rows.
    longer = np.searchsorted(by_skeleton.keys, keys[whose[:made]])
    return _laid_out(by_word, by_skeleton, _group(shorter[:made], longer), sizes)


def _words_of(listed: Block, owners: Longs) -> tuple[Longs, Longs]:
    """Return each word of each name, and beside it the name."""
    at = int(listed[NAMES_AT])
    begins = listed[at : at + len(owners) + 1]
    words = listed[at + len(owners) + 1 :].astype(np.int64)
    names = np.repeat(owners, np.diff(begins))
    sizes = np.diff(listed[WORDS_AT : WORDS_AT + int(listed[WORDS]) + 1])
    kept = (names >= 0) & (sizes[words] <= LETTERS_MAX)
    return words[kept], names[kept]


def _group(keys: Longs, values: Longs) -> _Group:
    """Return the values of each key, each once and in order."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    unlike = np.ones(len(keys), np.bool_)
    unlike[1:] = (keys[1:] != keys[:-1]) | (values[1:] != values[:-1])
    keys, values = keys[unlike], values[unlike]
    different, starts = np.unique(keys, return_index=True)
    return _Group(different, np.append(starts, len(keys)), values)


def _laid_out(
    by_word: _Group, by_skeleton: _Group, by_shorter: _Group, sizes: Sequence[int]
) -> Index:
    groups = (by_word, by_skeleton, by_shorter)
    # A third of the slots are free at the least.
    slots = [1 << (len(group.keys) * 3 // 2).bit_length() for group in groups]
    first = offsets(slots)
    values = offsets([len(group.values) for group in groups]) + _HEAD + 2 * first[-1]
    keys = np.zeros(first[-1], np.int64)
    rows = np.zeros(values[-1] + len(sizes), np.int32)
    rows[NAMES], rows[SIZES_AT] = len(sizes), values[-1]
    rows[values[-1] :] = sizes
    places: Longs = np.empty(0, np.int64)
    for table, group, count, begin, at in zip(_TABLES, groups, slots, first, values, strict=False):
        rows[table], rows[table + 1] = begin, count - 1
        found = group.values if group is not by_shorter else places[group.values]
        places = np.empty(len(group.keys), np.int64)
        _place(group.keys, int(begin), count - 1, keys, rows, places)
        rows[places], rows[places + 1] = group.starts[:-1] + at, group.starts[1:] + at
        rows[at : at + len(found)] = found
    return Index(keys, rows)
