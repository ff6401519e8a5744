"""Where keys of words and of skeletons lead: tables that kernels read.

An index is one array: a head, the tables, for each listed name how many units it has, and which
row of words has these. A table has a power of two of slots, each with a print of its key or 0
if it is free, and for each slot where its values begin, which is where those of the one before
end. A key is in the first free slot from its own on. A print is half of a key, and its slot much
of the rest: few keys look the same, and these lead where any of them does.
"""

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

# The head: of each table where its prints are, how many slots it has, less one, and where it is
# told where values begin; how many names there are, where their units are told, and their rows.
BY_WORD: Final = 0
BY_SKELETON: Final = 3
BY_SHORTER: Final = 6
NAMES: Final = 9
SIZES_AT: Final = 10
UNIT_ROWS_AT: Final = 11
_HEAD: Final = 12

_LAST: Final = 2
# A shorter skeleton with a class less would lead everywhere.
NEAR_MIN: Final = 4
# What a letter counts in a hash, as `letters.hashed` has it.
_LETTER: Final = ord("a") - 1


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
def _print_of(key: int) -> int:
    # The last letter of a word moves the lower half of its key alone.
    return key * BASE >> 32 | 1


@kernel
def row_of(index: Block, table: int, key: int) -> int:
    """Return where it is told where the values of a key begin, and next where they end.

    Of a key that is not in the table it is 0.
    """
    prints, mask = index[table], index[table + 1]
    slot = key & mask
    while index[prints + slot]:
        if index[prints + slot] == _print_of(key):
            return int(index[table + 2] + slot)
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
def _place(keys: Longs, prints: Block, slots: Longs) -> None:
    """Give each key the first slot from its own on that is free, or that looks like its own."""
    mask = len(prints) - 1
    for each in range(len(keys)):
        slot = keys[each] & mask
        while prints[slot] and prints[slot] != _print_of(keys[each]):
            slot = (slot + 1) & mask
        prints[slot] = _print_of(keys[each])
        slots[each] = slot


def index_of(listed: Block, rows: Longs, sizes: Longs) -> Block:
    """Return the index of names, told which row of `listed` has the units of each, and how many.

    Words of more than `LETTERS_MAX` letters lead nowhere.
    """
    ready()
    words, names = _words_of(listed, rows)
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
    # By a shorter skeleton, values are the rows of the longer ones.
    by_shorter = _group(shorter[:made], np.searchsorted(by_skeleton.keys, keys[whose[:made]]))
    return _laid_out((by_word, by_skeleton, by_shorter), sizes, rows)


def _words_of(listed: Block, rows: Longs) -> tuple[Longs, Longs]:
    """Return each word that is a unit of a name, and beside it the name."""
    at = int(listed[NAMES_AT])
    begins, ends = listed[at + rows], listed[at + rows + 1]
    names = np.repeat(np.arange(len(rows)), ends - begins)
    within = np.arange(len(names)) - np.repeat(offsets(ends - begins)[:-1], ends - begins)
    words = listed[np.repeat(begins, ends - begins) + within].astype(np.int64)
    sizes = np.diff(listed[WORDS_AT : WORDS_AT + int(listed[WORDS]) + 1])
    kept = sizes[words] <= LETTERS_MAX
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


def _laid_out(groups: tuple[_Group, _Group, _Group], sizes: Longs, rows: Longs) -> Block:
    parts: list[Longs | Block] = [np.empty(_HEAD, np.int32)]
    head: list[int] = []
    places: Longs = np.empty(0, np.int64)
    at = _HEAD
    for number, group in enumerate(groups):
        prints, slots = _slots_of(group.keys)
        begins = at + len(prints)
        head += (at, len(prints) - 1, begins)
        # Values stand in the order of the slots.
        whose = np.repeat(slots, np.diff(group.starts))
        values = group.values[np.argsort(whose, kind="stable")]
        starts = offsets(np.bincount(whose, minlength=len(prints))) + begins + len(prints) + 1
        if number == _LAST:
            values = places[values]
        places = slots + begins
        parts += (prints, starts, values)
        at = begins + len(starts) + len(values)
    parts[0] = np.array([*head, len(sizes), at, at + len(sizes)])
    return np.concatenate([each.astype(np.int32) for each in (*parts, sizes, rows)])


def _slots_of(keys: Longs) -> tuple[Block, Longs]:
    """Return the prints of a table, at least a third of them free, and the slot of each key."""
    prints = np.zeros(1 << (len(keys) * 3 // 2).bit_length(), np.int32)
    slots = np.empty(len(keys), np.int64)
    _place(keys, prints, slots)
    return prints, slots
