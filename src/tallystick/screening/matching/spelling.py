"""How alike two words are, as a kernel: `likeness.likeness` over words as bytes.

It gives the same share for the same two words, but that words with the same `plain` are the same
whatever script they came from. It decides what is worth a comparison and no score.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.blocks import Block
from tallystick.screening.matching.coding import (
    BONES_KEY,
    FORM,
    IS_BARE,
    IS_SIGN,
    KIND,
    LOOK_KEY,
    NUMBER,
    PLAIN_KEY,
    SKELETON_KEY,
    SOUND_KEY,
    SPELT,
    START,
    Letters,
)
from tallystick.screening.matching.likeness import (
    ALIKE_MAX,
    FORM_LETTERS_MIN,
    INITIAL_SHARE,
    LEAST,
    LOOK_SHARE,
    SEVERAL,
    SOUND_SHARE,
    TWO_LETTERS,
    VOWELLESS_SHARE,
)

# Of each form in which a query's word is compared letter by letter, where its letters stand.
_LETTERS: Final = 128
_FORMS: Final = 3
PLACES: Final = _LETTERS * _FORMS

Places: TypeAlias = NDArray[np.int64]


@kernel
def write_places(heads: Block, head: int, letters: Letters, places: Places) -> None:
    """Write a bit for each place where a letter stands in a word, by form and letter."""
    at = heads[head + START]
    for form in range(_FORMS):
        for each in range(heads[head + SPELT + form]):
            places[form * _LETTERS + letters[at + each]] |= 1 << each
        at += heads[head + SPELT + form]


@kernel
def clear_places(heads: Block, head: int, letters: Letters, places: Places) -> None:
    """Take the bits out again."""
    at = heads[head + START]
    for form in range(_FORMS):
        for each in range(heads[head + SPELT + form]):
            places[form * _LETTERS + letters[at + each]] = 0
        at += heads[head + SPELT + form]


@kernel
def _edits(places: Places, form: int, count: int, letters: Letters, at: int, size: int) -> int:
    """Return how many edits part a word of so many letters and another, in one of their forms.

    An edit leaves a letter out, adds or changes one, or exchanges two neighbours, none of them
    touched again: optimal string alignment, all letters of a column at once (H. Hyyro, "A
    bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003).
    """
    first, last = form * _LETTERS, 1 << (count - 1)
    up, down, same, before = -1, 0, 0, 0
    found = count
    for each in range(at, at + size):
        here = places[first + letters[each]]
        exchanged = ((~same & here) << 1) & before
        same = (((here & up) + up) ^ up) | here | down | exchanged
        right, left = down | ~(same | up), same & up
        found += (right & last != 0) - (left & last != 0)
        right = right << 1 | 1
        up, down = left << 1 | ~(same | right), right & same
        before = here
    return found


@kernel
def share_between(
    heads: Block,
    head: int,
    letters: Letters,
    places: Places,
    others: Block,
    other: int,
    theirs: Letters,
) -> int:
    """Return how alike two words are, in thousandths, whichever is asked and whichever listed.

    `places` are those of the first.
    """
    if heads[head + PLAIN_KEY] == others[other + PLAIN_KEY]:
        return ALIKE_MAX
    if _are_of_other_kinds(heads, head, others, other):
        return 0
    if min(heads[head + SPELT], others[other + SPELT]) == 1:
        is_initial = letters[heads[head + START]] == theirs[others[other + START]]
        return int(INITIAL_SHARE * is_initial)
    if heads[head + SOUND_KEY] == others[other + SOUND_KEY]:
        return SOUND_SHARE
    if heads[head + IS_SIGN] or others[other + IS_SIGN]:
        return 0
    if heads[head + LOOK_KEY] == others[other + LOOK_KEY]:
        return LOOK_SHARE
    if _is_vowelless(heads, head, others, other):
        return VOWELLESS_SHARE
    return _spelt(heads, head, places, others, other, theirs)


@kernel
def _is_vowelless(heads: Block, head: int, others: Block, other: int) -> bool:
    """Tell whether one word is the other but for vowels left out within."""
    is_shorter = heads[head + SPELT] <= others[other + SPELT]
    is_bare = heads[head + IS_BARE] if is_shorter else others[other + IS_BARE]
    return bool(is_bare and heads[head + BONES_KEY] == others[other + BONES_KEY])


@kernel
def _are_of_other_kinds(heads: Block, head: int, others: Block, other: int) -> bool:
    """Tell whether neither of two words that differ can be the other, misspelt."""
    one, two = heads[head + KIND], others[other + KIND]
    if NUMBER in (one, two) or (one == FORM and two == FORM):
        return True
    is_short = min(heads[head + SPELT], others[other + SPELT]) < FORM_LETTERS_MIN
    return bool(is_short and (one >= FORM) != (two >= FORM))


@kernel
def is_initial_of(
    heads: Block, head: int, letters: Letters, others: Block, other: int, theirs: Letters
) -> bool:
    """Tell whether one of two words that differ is the initial of the other."""
    return (
        min(heads[head + SPELT], others[other + SPELT]) == 1
        and letters[heads[head + START]] == theirs[others[other + START]]
        and not _are_of_other_kinds(heads, head, others, other)
    )


@kernel
def _spelt(
    heads: Block, head: int, places: Places, others: Block, other: int, theirs: Letters
) -> int:
    spelt, sound, skeleton = heads[head + SPELT], heads[head + SPELT + 1], heads[head + SPELT + 2]
    size, at = others[other + SPELT], others[other + START]
    sounding, bare = others[other + SPELT + 1], others[other + SPELT + 2]
    longer = max(spelt, size)
    found = _edits(places, 1, sound, theirs, at + size, sounding)
    if found > 1:  # the words are not the same, so it can be no less
        found = min(found, _edits(places, 0, spelt, theirs, at, size))
    if 2 * found > longer + 1:
        return 0
    if found and heads[head + SKELETON_KEY] != others[other + SKELETON_KEY]:
        consonants = _edits(places, 2, skeleton, theirs, at + size + sounding, bare)
        both = found + min(found, consonants)
    else:
        both = -1
    if both <= found:
        share = SOUND_SHARE - ALIKE_MAX * found // (2 * longer if longer > 2 else TWO_LETTERS)
    else:
        share = ALIKE_MAX - ALIKE_MAX * both // (2 * longer) - SEVERAL * (found > 1)
    return share if share >= LEAST else 0


@kernel
def starts_with(
    heads: Block, head: int, letters: Letters, others: Block, other: int, theirs: Letters
) -> bool:
    """Tell whether a word begins with the whole of the other, as both are spelt."""
    at, there = heads[head + START], others[other + START]
    if heads[head + SPELT] < others[other + SPELT]:
        return False
    for each in range(others[other + SPELT]):
        if letters[at + each] != theirs[there + each]:
            return False
    return True


@kernel
def is_before(
    heads: Block, head: int, letters: Letters, others: Block, other: int, theirs: Letters
) -> bool:
    """Tell whether a word stands before the other in the order of the alphabet."""
    at, there = heads[head + START], others[other + START]
    for each in range(min(heads[head + SPELT], others[other + SPELT])):
        if letters[at + each] != theirs[there + each]:
            return bool(letters[at + each] < theirs[there + each])
    return bool(heads[head + SPELT] < others[other + SPELT])
