"""The keys under which a word is found, as kernels, and the table that leads from key to number.

A listed word is known by keys, and a word of a query is looked for under its own: its sound, the
same with a letter left out or changed, its consonants, its look. Whatever shares a key is
compared, so a key that fits too much costs time and no more; what shares none is not found. For
the same reason a key is a hash (FNV-1a) and two that clash do no harm.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.ahead import ahead
from tallystick.screening.matching.blocks import Block
from tallystick.screening.matching.coding import (
    BONES_KEY,
    FORM,
    HEAD,
    IS_SIGN,
    KEY_MAX,
    KIND,
    LETTERS_MAX,
    LOOK_KEY,
    PLAIN_KEY,
    SKELETON_KEY,
    SOUND,
    SOUND_KEY,
    SPACE,
    SPELT,
    START,
    Letters,
    begun,
    key_of,
    mixed,
    write_sound,
)

# So many keys a word has at the most: each letter left out, and a few more.
KEYS_MAX: Final = LETTERS_MAX + 16
# Of so short a word, a letter left out on both sides fits words that are no longer alike.
_SHORT: Final = 4
# A listed name joins so many words at the most where a query has one, and the other way round.
JOINED_MAX: Final = 3
# A word of fewer letters is too unlike two that are one letter shorter when joined.
_PARTED_MIN: Final = 5

# What parts keys of one kind from those of another.
_SHORTER: Final = ord("-")
_LONGER: Final = ord("+")
_ANY: Final = ord("?")
_TOGETHER: Final = ord("&")
_SPACELESS: Final = ord("_")
_CUT: Final = ord("~")

# A text of so many letters may be a name cut off at a field's end.
CUT_LETTERS_MIN: Final = 16

Numbers: TypeAlias = NDArray[np.int64]
Table: TypeAlias = tuple[Block, Block]
"""Numbers by key: slots and values. A slot has a key and where its values begin, 0 if it is free;
there stands how many they are, before them. A key is in the first free slot from its own on. In a
block, the two sections follow one another."""

_KEY_PLACE: Final = 32  # the bits of a pair from here on are the key
_SLOT: Final = 2
_BITS_MIN: Final = 3
_VALUES: Final = 1


def table_of(pairs: Numbers) -> Table:
    """Return the table of numbers below 2^31 by keys, from pairs as `paired` has them."""
    both = once_each(pairs)
    first = np.flatnonzero(_begins(both >> _KEY_PLACE))
    keys, counts = both[first] >> _KEY_PLACE, np.diff(np.append(first, len(both)))
    # Before the values of each key stands their number, and before all of them a 0.
    values = np.insert((both & KEY_MAX).astype(np.int32), first, counts)
    starts = first + np.arange(len(first)) + 1
    # A third of the slots are free at the least, and they fill lines of memory.
    slots = np.zeros(_SLOT << max(_BITS_MIN, (len(keys) * 3 // 2 + 1).bit_length()), np.int32)
    write_slots(keys, starts, slots)
    return slots, np.append(np.int32(0), values)


def once_each(numbers: Numbers) -> Numbers:
    """Return the numbers in order, each once: what `np.unique` does, at a third of the time."""
    ordered = np.sort(numbers)
    return ordered[_begins(ordered)]


def _begins(ordered: Numbers) -> NDArray[np.bool_]:
    """Tell of each number whether it is another than the one before it."""
    begins = np.ones(len(ordered), np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    return begins


@kernel
def paired(key: int, number: int) -> int:
    """Return a key and a number as one, ordered by both."""
    return key << _KEY_PLACE | number


@kernel
def write_slots(keys: Numbers, starts: Numbers, slots: Block) -> None:
    """Write a slot for each key; there are more slots than keys, a power of two."""
    mask = len(slots) // _SLOT - 1
    for each in range(len(keys)):
        slot = keys[each] & mask
        while slots[slot * _SLOT + 1]:
            slot = (slot + 1) & mask
        slots[slot * _SLOT] = keys[each]
        slots[slot * _SLOT + 1] = starts[each]


@kernel
def values_ahead(block: Block, table: int, key: int) -> None:
    """Ask for what `values_of` will read."""
    first = block[table]
    mask = (block[table + _VALUES] - first) // _SLOT - 1
    ahead(block, first + (key & mask) * _SLOT)


@kernel
def values_of(block: Block, table: int, key: int) -> int:
    """Return where in the block the values of a key begin, with their number; 0 if it has none."""
    first = block[table]
    mask = (block[table + _VALUES] - first) // _SLOT - 1
    slot = key & mask
    while block[first + slot * _SLOT + 1]:
        if block[first + slot * _SLOT] == key:
            return int(block[table + _VALUES] + block[first + slot * _SLOT + 1])
        slot = (slot + 1) & mask
    return 0


@kernel
def _without(kind: int, letters: Letters, at: int, count: int, left_out: int) -> int:
    """Return the key of the letters with one left out."""
    key = begun(kind)
    for each in range(count):
        if each != left_out:
            key = mixed(key, letters[at + each])
    return key & KEY_MAX


@kernel
def _changed(letters: Letters, at: int, count: int, changed: int) -> int:
    """Return the key of the letters, whatever one of them is."""
    key = begun(_ANY)
    for each in range(count):
        key = mixed(key, _ANY if each == changed else letters[at + each])
    return key & KEY_MAX


@kernel
def _exchanged(letters: Letters, at: int, count: int, first: int) -> int:
    """Return the key of the letters with one and the next exchanged."""
    key = begun(_LONGER)
    for each in range(count):
        place = first + 1 if each == first else first if each == first + 1 else each
        key = mixed(key, letters[at + place])
    return key & KEY_MAX


@kernel
def listed_keys(heads: Block, head: int, letters: Letters, found: Block) -> int:
    """Write the keys of a listed word; return how many, at most `KEYS_MAX`."""
    at, count = heads[head + START], heads[head + SPELT]
    made = _whole_keys(heads, head, found)
    if count > _SHORT:
        # A query with one letter more is found by this; of a form or number it is not `PLAIN_KEY`.
        found[made] = key_of(SPACE, letters, at, count)
        return _spelling_keys(letters, at, count, found, made + 1)
    if count > 1:
        for each in range(count):
            found[made] = _changed(letters, at, count, each)
            # A query that lacks a letter is found by this, one with one more by the next.
            found[made + 1] = _without(_SHORTER, letters, at, count, each)
            made += 2
        found[made] = key_of(_LONGER, letters, at, count)
        made += 1
    return made


@kernel
def query_keys(heads: Block, head: int, letters: Letters, found: Block) -> int:
    """Write the keys under which a word of a query is looked for; return how many."""
    if heads[head + IS_SIGN]:
        found[0] = heads[head + SOUND_KEY]
        return 1
    at, count = heads[head + START], heads[head + SPELT]
    made = _whole_keys(heads, head, found)
    if count > _SHORT:
        made = _spelling_keys(letters, at, count, found, made)
    elif count > 1:
        for each in range(count):
            found[made] = _changed(letters, at, count, each)
            made += 1
        for first in range(count - 1):
            found[made] = _exchanged(letters, at, count, first)
            made += 1
        found[made] = key_of(_SHORTER, letters, at, count)
        made += 1
    if 1 < count <= _SHORT + 1:
        for each in range(count):
            found[made] = _without(_LONGER, letters, at, count, each)
            made += 1
    return made


@kernel
def _whole_keys(heads: Block, head: int, found: Block) -> int:
    found[0], found[1] = heads[head + SOUND_KEY], heads[head + PLAIN_KEY]
    if heads[head + SPELT] < 2:
        return 2
    found[2], found[3] = heads[head + SKELETON_KEY], heads[head + LOOK_KEY]
    found[4] = heads[head + BONES_KEY]
    return 5


@kernel
def _spelling_keys(letters: Letters, at: int, count: int, found: Block, made: int) -> int:
    """Write the keys of a word with each letter left out; return how many there are now."""
    for each in range(count):
        found[made + each] = _without(SPACE, letters, at, count, each)
    return made + count


@kernel
def joined_keys(
    heads: Block, head: int, words: int, letters: Letters, draft: Letters, found: Block
) -> int:
    """Write the keys of how every two or three words in a row sound as one; return how many.

    `found` has room for twice as many as there are words, and `draft` for `ROOM_MAX` letters.
    """
    made = 0
    for first in range(words - 1):
        count = 0
        for word in range(first, min(first + JOINED_MAX, words)):
            here = head + word * HEAD
            if count + heads[here + SPELT] > LETTERS_MAX:
                break
            for each in range(heads[here + SPELT]):
                draft[count + each] = letters[heads[here + START] + each]
            count += heads[here + SPELT]
            if word > first:
                sound = write_sound(draft, 0, count, count)
                found[made] = key_of(SOUND, draft, count, sound)
                made += 1
    return made


@kernel
def parted_keys(heads: Block, head: int, letters: Letters, draft: Letters, found: Block) -> int:
    """Write the keys of how a word sounds without each letter within; return how many.

    They are those of two words that another letter parts than a space. `draft` has room for
    `ROOM_MAX` letters.
    """
    at, count = heads[head + START], heads[head + SPELT]
    made = 0
    for left_out in range(1, count - 1 if count >= _PARTED_MIN else 0):
        for each in range(count - 1):
            draft[each] = letters[at + each + (each >= left_out)]
        sound = write_sound(draft, 0, count - 1, count - 1)
        found[made] = key_of(SOUND, draft, count - 1, sound)
        made += 1
    return made


@kernel
def write_keys(heads: Block, letters: Letters, pairs: Numbers, found: Block) -> int:
    """Write the keys of all listed words, paired with whose each is; return how many they are.

    There is room for a key for each letter and 16 for each word, and in `found` for those of one.
    """
    made = 0
    for number in range(len(heads) // HEAD):
        for each in range(listed_keys(heads, number * HEAD, letters, found)):
            pairs[made] = paired(found[each], number)
            made += 1
    return made


@kernel
def write_joined_keys(
    heads: Block, letters: Letters, counts: Numbers, draft: Letters, pairs: Numbers, found: Block
) -> int:
    """Write the keys of neighbours joined of names, paired with whose each is; return how many.

    The heads of each name's words stand one after another, so many for each. There is room for
    two keys for each word, and in `draft` for `ROOM_MAX` letters.
    """
    made = head = 0
    for number in range(len(counts)):
        for each in range(joined_keys(heads, head, counts[number], letters, draft, found)):
            pairs[made] = paired(found[each], number)
            made += 1
        head += counts[number] * HEAD
    return made


@kernel
def text_keys(heads: Block, head: int, words: int, letters: Letters, found: Block) -> int:
    """Write keys that names share which are one but for what tells little; return how many.

    That is the order of the words, with those aside that do not tell; spaces; or how the name goes
    on after many letters. `found` has room for three.
    """
    together, spaceless, begun_with = begun(_TOGETHER), begun(_SPACELESS), 0
    count = 0
    for word in range(head, head + words * HEAD, HEAD):
        if heads[word + KIND] < FORM:
            together += heads[word + PLAIN_KEY]
        for each in range(heads[word + START], heads[word + START] + heads[word + SPELT]):
            spaceless = mixed(spaceless, letters[each])
            count += 1
            if count == CUT_LETTERS_MIN:
                begun_with = mixed(spaceless, _CUT)
    found[0], found[1] = together & KEY_MAX, spaceless & KEY_MAX
    found[2] = begun_with & KEY_MAX
    return 3 if begun_with else 2


@kernel
def write_text_keys(
    heads: Block, letters: Letters, counts: Numbers, pairs: Numbers, found: Block
) -> int:
    """Write the text keys of names, paired with whose each is; return how many they are.

    The heads of each name's words stand one after another, so many for each. There is room for
    three keys for each name, and in `found` for those of one.
    """
    made = head = 0
    for number in range(len(counts)):
        for each in range(text_keys(heads, head, counts[number], letters, found)):
            pairs[made] = paired(found[each], number)
            made += 1
        head += counts[number] * HEAD
    return made
