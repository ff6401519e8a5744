"""From the words of a query to the listed names that are worth a comparison, as kernels."""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.ahead import ahead
from tallystick.screening.matching.blocks import Block, get, put
from tallystick.screening.matching.coding import (
    FORM,
    HEAD,
    KIND,
    NAME,
    SOUND_KEY,
    SPELT,
    WEIGHT,
    Letters,
    write_words,
)
from tallystick.screening.matching.kept import BEGINNING, likes_of, slot_of
from tallystick.screening.matching.keys import (
    joined_keys,
    parted_keys,
    text_keys,
    values_ahead,
    values_of,
)
from tallystick.screening.matching.likeness import CUT_LETTERS_MIN, CUT_SHARE
from tallystick.screening.matching.listed import (
    ASKED,
    ASKED_ENDS_TELLING,
    ASKED_HAS_INITIAL,
    ASKED_HEADS,
    ASKED_MAY_BE_LIGHT,
    ASKED_MAY_END_LIGHT,
    ASKED_NAMES,
    ASKED_READ,
    ASKED_TELLING,
    ASKED_WEIGHT_LIGHT,
    ASKED_WEIGHT_TELLING,
    BITS_MET,
    BITS_OF_NAME,
    COUNTS,
    DRAFT,
    FIRST,
    FOUND,
    HEADS,
    KEPT_AT,
    KEYS,
    MET,
    NAMES_BY_SOUND,
    NAMES_BY_TEXT,
    NAMES_WITH,
    OF_WORD,
    READ_MAX,
    ROW,
    ROWS,
    SHARES,
    SOUNDING,
    TELLING,
    TOUCHED,
    WORD_MET,
    WORDS,
    WORDS_BY_KEY,
    WORDS_MAX,
)
from tallystick.screening.matching.pairing import most_of, share_of
from tallystick.screening.matching.spelling import (
    Places,
    is_before,
    starts_with,
)

# Bits that no word of a query has: what is found, and what is enough by one word met.
_FOUND: Final = 1 << WORDS_MAX
_ENOUGH: Final = 2 << WORDS_MAX


@kernel
def find(
    text: Letters,
    size: int,
    floor: int,
    known: Block,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
    places: Places,
) -> int:
    """Write the names that a text of that size may be to `FOUND`; return how many.

    They are those of which a share from `floor` on may be the same, and those of the same text
    but for what tells little (`keys.text_keys`). A text is as `words.plain_text` has it.
    """
    read(text[:size], known, room, letters)
    met = _meet_words(listed, theirs, room, letters, places)
    touched = _touch_names(met, listed, room)
    touched = _touch_joined(listed, room, letters, touched)
    found = 0
    for each in range(_sift(touched, listed, room)):
        name = get(room, FOUND, each)
        if most_of(name, listed, theirs, room, letters) >= floor:
            found = _add(name, room, found)
    keys = room[room[KEYS] : room[KEYS + 1]]
    words = get(room, COUNTS, ASKED_READ)
    made = text_keys(room, room[ASKED_HEADS], words, letters, keys)
    for each in range(made):
        values_ahead(listed, NAMES_BY_TEXT, keys[each])
    for each in range(made):
        found = _add_named(listed, keys[each], room, found)
    _clean(met, touched, found, room)
    return found


@kernel
def _sift(touched: int, listed: Block, room: Block) -> int:
    """Write the names touched that are enough to `FOUND`; return how many.

    What is read of each of them is asked for before.
    """
    enough = 0
    for each in range(touched):
        name = get(room, TOUCHED, each)
        if _are_enough(name, room):
            put(room, FOUND, enough, name)
            ahead(listed, listed[ROWS] + name * ROW)
            enough += 1
    for each in range(enough):
        row = listed[ROWS] + get(room, FOUND, each) * ROW
        ahead(listed, listed[WORDS] + listed[row + FIRST])
    for each in range(enough):
        row = listed[ROWS] + get(room, FOUND, each) * ROW
        for word in range(listed[row + FIRST], listed[row + FIRST] + listed[row + TELLING]):
            ahead(listed, listed[HEADS] + get(listed, WORDS, word) * HEAD)
    return enough


@kernel
def _clean(met: int, touched: int, found: int, room: Block) -> None:
    for each in range(touched):
        put(room, BITS_OF_NAME, get(room, TOUCHED, each), 0)
    for each in range(found):
        put(room, BITS_OF_NAME, get(room, FOUND, each), 0)
    for place in range(1, met + 1):
        put(room, MET, get(room, WORD_MET, place), 0)
    words = get(room, COUNTS, ASKED_TELLING)
    for each in range(words, (met + 1) * words):
        put(room, SHARES, each, 0)


@kernel
def read(text: Letters, known: Block, room: Block, letters: Letters) -> None:
    """Read the words of a text; note which tell, all where none does, and what they weigh."""
    first = room[ASKED_HEADS]
    words = write_words(text, known, room, first, letters, READ_MAX)
    telling = 0
    for word in range(first, first + words * HEAD, HEAD):
        telling += room[word + KIND] < FORM
    counts = room[room[COUNTS] : room[COUNTS + 1]]
    counts[:] = 0
    counts[ASKED_READ] = words
    for word in range(first, first + words * HEAD, HEAD):
        tells = not telling or room[word + KIND] < FORM
        if tells and counts[ASKED_TELLING] < WORDS_MAX:
            put(room, ASKED, counts[ASKED_TELLING], word)
            counts[ASKED_TELLING] += 1
            counts[ASKED_HAS_INITIAL] |= room[word + SPELT] == 1
        counts[ASKED_WEIGHT_TELLING if tells else ASKED_WEIGHT_LIGHT] += room[word + WEIGHT]
        counts[ASKED_NAMES] += room[word + KIND] == NAME
        counts[ASKED_ENDS_TELLING] = tells


@kernel
def _meet_words(
    listed: Block, theirs: Letters, room: Block, letters: Letters, places: Places
) -> int:
    """Find every listed word that is like one of the query; return how many."""
    met = word = last = 0
    for at in range(get(room, COUNTS, ASKED_TELLING)):
        word = get(room, ASKED, at)
        ahead(room, room[KEPT_AT] + slot_of(word, room))
        values_ahead(listed, NAMES_BY_SOUND, room[word + SOUND_KEY])
    for at in range(get(room, COUNTS, ASKED_TELLING)):
        word, last = get(room, ASKED, at), at
        likes = likes_of(word, listed, theirs, room, letters, places)
        for like in range(likes + 1, likes + 1 + 2 * room[likes], 2):
            if room[like] & 1:
                is_end = room[like + 1] == BEGINNING
                _note(ASKED_MAY_END_LIGHT if is_end else ASKED_MAY_BE_LIGHT, at, room)
            met = _add_word(room[like] >> 1, at, room[like + 1], listed, room, met)
    if get(room, COUNTS, ASKED_ENDS_TELLING) and room[word + SPELT] >= CUT_LETTERS_MIN:
        met = _meet_beginning(last, listed, theirs, room, letters, met)
    return met


@kernel
def _meet_beginning(
    at: int, listed: Block, theirs: Letters, room: Block, letters: Letters, met: int
) -> int:
    """Meet the listed words that the last word of the query, cut off, may be."""
    word, heads = get(room, ASKED, at), listed[HEADS]
    count = (listed[HEADS + 1] - heads) // HEAD
    other, end = 0, count
    while other < end:
        middle = (other + end) // 2
        if is_before(listed, heads + middle * HEAD, theirs, room, word, letters):
            other = middle + 1
        else:
            end = middle
    while other < count and starts_with(listed, heads + other * HEAD, theirs, room, word, letters):
        share = max(share_of(get(room, MET, other), at, room), CUT_SHARE)
        if listed[heads + other * HEAD + KIND] >= FORM:
            _note(ASKED_MAY_BE_LIGHT, at, room)
        met = _add_word(other, at, share, listed, room, met)
        other += 1
    return met


@kernel
def _note(count: int, at: int, room: Block) -> None:
    put(room, COUNTS, count, get(room, COUNTS, count) | 1 << at)


@kernel
def _add_word(other: int, at: int, share: int, listed: Block, room: Block, met: int) -> int:
    place = get(room, MET, other)
    if not place:
        met += 1
        place = met
        put(room, MET, other, place)
        ahead(listed, listed[OF_WORD] + other)
        put(room, WORD_MET, place, other)
        put(room, BITS_MET, place, 0)
    put(room, SHARES, place * get(room, COUNTS, ASKED_TELLING) + at, share)
    put(room, BITS_MET, place, get(room, BITS_MET, place) | 1 << at)
    return met


@kernel
def _touch_names(met: int, listed: Block, room: Block) -> int:
    """Mark the names with the words met by which of the query's they have; return how many."""
    touched = 0
    for place in range(1, met + 1):
        ahead(listed, listed[NAMES_WITH] + get(listed, OF_WORD, get(room, WORD_MET, place)))
    for place in range(1, met + 1):
        bits, word = get(room, BITS_MET, place), get(room, WORD_MET, place)
        touched = _touch_names_with(word, bits, listed, room, touched)
    return touched


@kernel
def _touch(name: int, bits: int, room: Block, touched: int) -> int:
    before = get(room, BITS_OF_NAME, name)
    if not before:
        put(room, TOUCHED, touched, name)
        touched += 1
    put(room, BITS_OF_NAME, name, before | bits)
    return touched


@kernel
def _are_enough(name: int, room: Block) -> bool:
    """Tell whether a name has two words of the query, or one is enough: it may be an initial."""
    bits = get(room, BITS_OF_NAME, name)
    return bits & (bits - 1) != 0 or get(room, COUNTS, ASKED_HAS_INITIAL) != 0


@kernel
def _add(name: int, room: Block, found: int) -> int:
    bits = get(room, BITS_OF_NAME, name)
    if bits & _FOUND:
        return found
    put(room, BITS_OF_NAME, name, bits | _FOUND)
    put(room, FOUND, found, name)
    return found + 1


@kernel
def _add_named(listed: Block, key: int, room: Block, found: int) -> int:
    """Add the names of a key."""
    values = values_of(listed, NAMES_BY_TEXT, key)
    if values:
        for each in range(values + 1, values + 1 + listed[values]):
            found = _add(listed[each], room, found)
    return found


@kernel
def _touch_joined(listed: Block, room: Block, letters: Letters, touched: int) -> int:
    """Mark the names where one word of either sounds as neighbours of the other, joined."""
    keys = room[room[KEYS] : room[KEYS + 1]]
    draft = letters[DRAFT:]
    for at in range(get(room, COUNTS, ASKED_TELLING)):
        word = get(room, ASKED, at)
        touched = _touch_sounding(listed, room[word + SOUND_KEY], room, touched)
        made = parted_keys(room, word, letters, draft, keys)
        for each in range(made):
            values_ahead(listed, NAMES_BY_SOUND, keys[each])
        for each in range(made):
            touched = _touch_sounding(listed, keys[each], room, touched)
    words = get(room, COUNTS, ASKED_READ)
    made = joined_keys(room, room[ASKED_HEADS], words, letters, draft, keys)
    for each in range(made):
        values_ahead(listed, WORDS_BY_KEY, keys[each])
    for each in range(made):
        values = values_of(listed, WORDS_BY_KEY, keys[each])
        if values:
            for word in range(values + 1, values + 1 + listed[values]):
                touched = _touch_names_with(
                    listed[word], _ENOUGH | SOUNDING, listed, room, touched
                )
    return touched


@kernel
def _touch_sounding(listed: Block, key: int, room: Block, touched: int) -> int:
    """Mark the names with neighbours of a key."""
    values = values_of(listed, NAMES_BY_SOUND, key)
    if values:
        for each in range(values + 1, values + 1 + listed[values]):
            touched = _touch(listed[each], _ENOUGH | SOUNDING, room, touched)
    return touched


@kernel
def _touch_names_with(word: int, bits: int, listed: Block, room: Block, touched: int) -> int:
    for at in range(get(listed, OF_WORD, word), get(listed, OF_WORD, word + 1)):
        name = get(listed, NAMES_WITH, at)
        touched = _touch(name >> 1, bits | _ENOUGH * (name & 1), room, touched)
    return touched
