"""The kernels that count how many units of a name in another script each listed name shares.

A tally is one array: how many names have been met, which unit is counted; then for each name
what it shares, for which unit it was counted last, and room for the names met, in turn.
"""

from typing import Final

import numpy as np

from tallystick.screening.kernel import kernel
from tallystick.screening.scripts.letters import offsets
from tallystick.screening.scripts.shapes import Longs

_MET: Final = 0
_UNIT: Final = 1
_SHARED: Final = 2


def tally_of(names: int) -> Longs:
    """Return a tally in which no name has been met."""
    return np.zeros(_SHARED + 3 * names, np.int64)


@kernel
def _count(tally: Longs, place: int, count: int) -> None:
    names = (len(tally) - _SHARED) // 3
    last = _SHARED + names + place
    if tally[last] == tally[_UNIT]:
        return
    tally[last] = tally[_UNIT]
    if not tally[_SHARED + place]:
        tally[_SHARED + 2 * names + tally[_MET]] = place
        tally[_MET] += 1
    tally[_SHARED + place] += count


@kernel
def count_unit(tally: Longs, equal: Longs, near: Longs, much: int, less: int) -> None:
    """Count a unit that some names have, and others nearly."""
    tally[_UNIT] += 1
    for place in equal:
        _count(tally, place, much)
    for place in near:
        _count(tally, place, less)


def words_of(hashes: Longs, names: list[list[int]]) -> Longs:
    """Return words by their hashes, with the names that each stands in.

    First is how many slots there are, a power of two, and twice as many as words or more; each
    has the place of a word, which is its hash, where its names begin and where they end. A word
    whose slot is taken has the next that is free.
    """
    slots = 1 << (2 * len(hashes)).bit_length()
    first = 1 + slots
    at = offsets(list(map(len, names))) + first + 3 * len(hashes)
    rows = np.column_stack((hashes, at[:-1], at[1:]))
    places = np.array([each for found in names for each in found], np.int64)
    words = np.concatenate(
        (np.array([slots]), np.zeros(slots, np.int64), rows.ravel().astype(np.int64), places)
    )
    _fill(words, first, len(hashes))
    return words


@kernel
def _fill(words: Longs, first: int, count: int) -> None:
    for word in range(first, first + 3 * count, 3):
        slot = words[word] & (words[0] - 1)
        while words[1 + slot]:
            slot = (slot + 1) & (words[0] - 1)
        words[1 + slot] = word


@kernel
def _word_at(words: Longs, key: int) -> int:
    """Return the place of a word by its hash, 0 of one that there is not."""
    slot = key & (words[0] - 1)
    while words[1 + slot]:
        if words[words[1 + slot]] == key:
            return int(words[1 + slot])
        slot = (slot + 1) & (words[0] - 1)
    return 0


@kernel
def count_spelt(tally: Longs, spelt: tuple[Longs, Longs, Longs], words: Longs, much: int) -> None:
    """Count what any spelling of syllables leads to, once for each name.

    A spelling is one of the first and one of the second, whose powers are beside them, as hashes.
    """
    tally[_UNIT] += 1
    for one in spelt[0]:
        for number in range(len(spelt[1])):
            key = one * spelt[2][number] + spelt[1][number]
            word = _word_at(words, key)
            if word:
                for place in range(words[word + 1], words[word + 2]):
                    _count(tally, words[place], much)


@kernel
def take_shared(tally: Longs, least: int) -> int:
    """Put the names that share so much to the front of those met, and forget the rest.

    Returns how many they are. Each name stands with what it shares where it was last counted.
    """
    names = (len(tally) - _SHARED) // 3
    met = _SHARED + 2 * names
    kept = 0
    for number in range(tally[_MET]):
        place = tally[met + number]
        if 2 * tally[_SHARED + place] >= least:
            tally[met + kept] = place
            tally[_SHARED + names + place] = -tally[_SHARED + place]
            kept += 1
        tally[_SHARED + place] = 0
    tally[_MET] = 0
    return kept


def taken(tally: Longs, count: int) -> tuple[Longs, Longs]:
    """Return the names that `take_shared` put to the front, and what each shares."""
    names = (len(tally) - _SHARED) // 3
    found = tally[_SHARED + 2 * names :][:count].copy()
    return found, -tally[_SHARED + names :][found]
