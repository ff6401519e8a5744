"""The kernel that makes the form of a syllable: all its usual spellings, with how well they do.

There are thousands of characters, and most of them are met once in a while. The rules are those
of `syllable_spellings`, which say them in plain Python.
"""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.scripts.letters import BASE, CODES, PACKED_MAX
from tallystick.screening.scripts.loops import LETTER, SCORE_MAX, WORD_MIN
from tallystick.screening.scripts.shapes import (
    FIRSTS,
    KEYS,
    KEYS_END,
    LEFT_OUT_AT,
    ROWS,
    SPELLING_COLUMNS,
    SPELLINGS_AT,
    STARTS_AT,
    TABLES,
    Longs,
)

# A syllable of more spellings is made ready otherwise.
SPELLINGS_MOST: Final = 512
FORM_MAX: Final = ROWS + 1 + 4 * SPELLINGS_MOST
ROOM_MAX: Final = 4 * SPELLINGS_MOST

_BITS: Final = 5
_LETTER: Final = (1 << _BITS) - 1
# No word of fewer letters is packed as so much.
_FULL: Final = 1 << _BITS * (PACKED_MAX - 1)
# What a letter counts in a hash, as `letters.hashed` has it.
_LETTER_HASH: Final = ord("a") - 1


@kernel
def write_syllable(sounds: Longs, tables: Longs, room: Longs, form: Longs) -> int:
    """Write the spellings of a syllable, by the rows of its sounds, after the head of its form.

    Returns how long the form is, -1 for a syllable of more than `SPELLINGS_MOST`. The room
    is of `ROOM_MAX`, the form of `FORM_MAX` integers.
    """
    most = LETTER * len(sounds) * (SCORE_MAX - WORD_MIN) // SCORE_MAX
    # Spellings and their costs, in order of the spellings, then those that are one sound longer.
    room[0], room[SPELLINGS_MOST] = 0, 0
    count = 1
    for sound in sounds:
        count = _spell_longer(sound, tables, room, count, most)
        if count < 0:
            return -1
        for each in range(count):
            room[each] = room[2 * SPELLINGS_MOST + each]
            room[SPELLINGS_MOST + each] = room[3 * SPELLINGS_MOST + each]
    # What is spelt by nothing is first.
    first = int(count > 0 and room[0] == 0)
    return _write_spellings(room, first, count, len(sounds), form)


@kernel
def _spell_longer(sound: int, tables: Longs, room: Longs, count: int, most: int) -> int:
    """Write each spelling with each of a sound more; return how many they are, -1 of too many."""
    starts = tables[STARTS_AT - TABLES] - TABLES + sound * CODES
    left_out = tables[tables[LEFT_OUT_AT - TABLES] - TABLES + sound]
    made = 0
    for each in range(count):
        key, before = room[each], room[SPELLINGS_MOST + each]
        made = _keep(room, made, key, before + left_out, most)
        if made < 0:
            return -1
        for number in range(tables[starts], tables[starts + CODES]):
            at = tables[SPELLINGS_AT - TABLES] - TABLES + number * SPELLING_COLUMNS
            longer = _longer(key, tables, at)
            made = _keep(room, made, longer, before + tables[at + 1], most)
            if made < 0:
                return -1
    return made


@kernel
def _longer(key: int, tables: Longs, spelling: int) -> int:
    """Return a packed word and a spelling after it, -1 of more than `PACKED_MAX` letters."""
    for step in range(tables[spelling]):
        if key >= _FULL:
            return -1
        key = key << _BITS | tables[spelling + 2 + step]
    return key


@kernel
def _keep(room: Longs, made: int, key: int, cost: int, most: int) -> int:
    """Keep a spelling in its place at its least cost; return how many there are, -1 if no more."""
    if key < 0 or cost > most:
        return made
    keys, costs = 2 * SPELLINGS_MOST, 3 * SPELLINGS_MOST
    at = made
    while at > 0 and room[keys + at - 1] >= key:
        at -= 1
    if at < made and room[keys + at] == key:
        room[costs + at] = min(room[costs + at], cost)
        return made
    if made == SPELLINGS_MOST:
        return -1
    for each in range(made, at, -1):
        room[keys + each], room[costs + each] = room[keys + each - 1], room[costs + each - 1]
    room[keys + at], room[costs + at] = key, cost
    return made + 1


@kernel
def _write_spellings(room: Longs, first: int, count: int, sounds: int, form: Longs) -> int:
    size = count - first
    at = form[KEYS] = ROWS + 1
    form[ROWS] = at
    form[KEYS_END] = at + size
    form[FIRSTS] = 0
    for each in range(first, count):
        key = room[each]
        form[at] = key
        form[at + size] = SCORE_MAX - SCORE_MAX // LETTER * room[SPELLINGS_MOST + each] // sounds
        letters = 1
        while key >> _BITS * letters:
            letters += 1
        form[FIRSTS] |= 1 << (key >> _BITS * (letters - 1))
        form[at + 2 * size], form[at + 3 * size] = 0, 1
        for step in range(letters - 1, -1, -1):
            code = (key >> _BITS * step & _LETTER) + _LETTER_HASH
            form[at + 2 * size] = form[at + 2 * size] * BASE + code
            form[at + 3 * size] *= BASE
        at += 1
    return int(form[KEYS] + 4 * size)
