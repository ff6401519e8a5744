"""What listed words a word of a query is like, as kernels, kept from query to query.

The same given names and surnames come again and again, and whether two words are alike depends
on nothing but them. What was found of a word stays until there is no room for more; then all goes.
It is at most a matter of time: what is found is the same with and without.
"""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.blocks import Block, get, put
from tallystick.screening.matching.coding import (
    HEAD,
    IS_SIGN,
    KEY_MAX,
    PLAIN_KEY,
    SPACE,
    SPELT,
    START,
    Letters,
    begun,
    mixed,
)
from tallystick.screening.matching.keys import query_keys, values_of
from tallystick.screening.matching.likeness import CUT_LETTERS_MIN
from tallystick.screening.matching.listed import (
    HEADS,
    KEPT,
    KEPT_AT,
    KEPT_MAX,
    KEPT_SLOTS,
    KEYS,
    SEEN,
    WORDS_BY_KEY,
)
from tallystick.screening.matching.spelling import (
    Places,
    clear_places,
    share_between,
    starts_with,
    write_places,
)

# Behind the slots stands how far `KEPT` is written, and the number of the last lookup.
_END: Final = KEPT_SLOTS
_LOOKUP: Final = KEPT_SLOTS + 1
_LOOKUP_MAX: Final = 0x7FFFFFFF
# The share of a listed word with which a word begins and that is not like it.
_BEGINNING: Final = 1


@kernel
def likes_of(
    word: int, listed: Block, theirs: Letters, room: Block, letters: Letters, places: Places
) -> int:
    """Return where in the room what the word is like begins: how many, then each and its share.

    A word is kept as twice the number of its letters, and one more if it is a sign; its letters;
    and what it is like.
    """
    slot = room[word + PLAIN_KEY] % KEPT_SLOTS
    kept = get(room, KEPT_AT, slot)
    if kept and _is_kept(kept, word, room, letters):
        return int(kept + 1 + room[word + SPELT])
    if get(room, KEPT_AT, _END) > KEPT_MAX:
        _forget(room)
    return _keep(slot, word, listed, theirs, room, letters, places)


@kernel
def _is_kept(kept: int, word: int, room: Block, letters: Letters) -> bool:
    if room[kept] != room[word + SPELT] << 1 | room[word + IS_SIGN]:
        return False
    for each in range(room[word + SPELT]):
        if room[kept + 1 + each] != letters[room[word + START] + each]:
            return False
    return True


@kernel
def _forget(room: Block) -> None:
    for slot in range(KEPT_SLOTS):
        put(room, KEPT_AT, slot, 0)
    put(room, KEPT_AT, _END, 0)


@kernel
def _keep(
    slot: int,
    word: int,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
    places: Places,
) -> int:
    """Look a word up, and keep what it is like; return where that begins."""
    kept, spelt = room[KEPT] + get(room, KEPT_AT, _END), room[word + SPELT]
    put(room, KEPT_AT, slot, kept)
    room[kept] = spelt << 1 | room[word + IS_SIGN]
    for each in range(spelt):
        room[kept + 1 + each] = letters[room[word + START] + each]
    likes = kept + 1 + spelt
    end = likes + 1
    lookup = _next_lookup(listed, room)
    keys = room[room[KEYS] : room[KEYS + 1]]
    write_places(room, word, letters, places)
    for each in range(query_keys(room, word, letters, keys)):
        values = values_of(listed, WORDS_BY_KEY, keys[each])
        if values:
            end = _compare(word, lookup, values, listed, theirs, room, letters, places, end)
    end = _compare_beginnings(word, lookup, listed, theirs, room, letters, places, end)
    clear_places(room, word, letters, places)
    room[likes] = (end - likes - 1) // 2
    put(room, KEPT_AT, _END, end - room[KEPT])
    return int(likes)


@kernel
def _compare_beginnings(
    word: int,
    lookup: int,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
    places: Places,
    end: int,
) -> int:
    """Compare a word with those that its first letters are; return how far is written.

    Where one is the last of its name, it may have been cut off: `pairing` sees to that.
    """
    at, key = room[word + START], begun(SPACE)
    for count in range(1, room[word + SPELT]):
        key = mixed(key, letters[at + count - 1])
        values = 0
        if count >= CUT_LETTERS_MIN:
            values = values_of(listed, WORDS_BY_KEY, key & KEY_MAX)
        if values:
            end = _compare(word, lookup, values, listed, theirs, room, letters, places, end)
    return end


@kernel
def _begins_with(
    word: int, head: int, listed: Block, theirs: Letters, room: Block, letters: Letters
) -> bool:
    is_long = listed[head + SPELT] >= CUT_LETTERS_MIN
    return is_long and starts_with(room, word, letters, listed, head, theirs)


@kernel
def _next_lookup(listed: Block, room: Block) -> int:
    lookup = get(room, KEPT_AT, _LOOKUP) + 1
    if lookup >= _LOOKUP_MAX:
        for each in range((listed[HEADS + 1] - listed[HEADS]) // HEAD):
            put(room, SEEN, each, 0)
        lookup = 1
    put(room, KEPT_AT, _LOOKUP, lookup)
    return lookup


@kernel
def _compare(
    word: int,
    lookup: int,
    values: int,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
    places: Places,
    end: int,
) -> int:
    """Compare a word with those of a key that were not yet; return how far is written."""
    for each in range(values + 1, values + 1 + listed[values]):
        other = listed[each]
        if get(room, SEEN, other) == lookup:
            continue
        put(room, SEEN, other, lookup)
        head = listed[HEADS] + other * HEAD
        share = share_between(room, word, letters, places, listed, head, theirs)
        if not share and _begins_with(word, head, listed, theirs, room, letters):
            share = _BEGINNING
        if share:
            room[end], room[end + 1] = other, share
            end += 2
    return end
