"""What listed words a word of a query is like, as kernels, kept from query to query.

The same given names and surnames come again and again, and whether two words are alike depends
on nothing but them. What was found of a word stays until there is no room for more; then all goes.
It is at most a matter of time: what is found is the same with and without.
"""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.ahead import ahead
from tallystick.screening.matching.blocks import Block, get, put
from tallystick.screening.matching.coding import (
    FORM,
    HEAD,
    IS_SIGN,
    KEY_MAX,
    KIND,
    PLAIN_KEY,
    SPACE,
    SPELT,
    START,
    Letters,
    begun,
    mixed,
)
from tallystick.screening.matching.keys import query_keys, values_ahead, values_of
from tallystick.screening.matching.likeness import CUT_LETTERS_MIN
from tallystick.screening.matching.listed import (
    HEADS,
    KEPT,
    KEPT_AT,
    KEPT_MAX,
    KEPT_SLOTS,
    KEYS,
    OTHERS,
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
BEGINNING: Final = 1


@kernel
def likes_of(
    word: int, listed: Block, theirs: Letters, room: Block, letters: Letters, places: Places
) -> int:
    """Return where in the room what the word is like begins: how many, then each and its share.

    A word is kept as twice the number of its letters, and one more if it is a sign; its letters;
    and what it is like, each as twice its number, and one more if that one is light.
    """
    slot = slot_of(word, room)
    kept = get(room, KEPT_AT, slot)
    if kept and _is_kept(kept, word, room, letters):
        return int(kept + 1 + room[word + SPELT])
    if get(room, KEPT_AT, _END) > KEPT_MAX:
        _forget(room)
    return _keep(slot, word, listed, theirs, room, letters, places)


@kernel
def slot_of(word: int, room: Block) -> int:
    """Return in which slot a word is kept."""
    return int(room[word + PLAIN_KEY] % KEPT_SLOTS)


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
    others = _write_others(word, listed, theirs, room, letters)
    write_places(room, word, letters, places)
    for each in range(others):
        other = get(room, OTHERS, each)
        head = listed[HEADS] + other * HEAD
        share = share_between(room, word, letters, places, listed, head, theirs)
        if not share and _begins_with(word, head, listed, theirs, room, letters):
            share = BEGINNING
        if share:
            is_light = listed[head + KIND] >= FORM
            room[end], room[end + 1] = other << 1 | is_light, share
            end += 2
    clear_places(room, word, letters, places)
    room[likes] = (end - likes - 1) // 2
    put(room, KEPT_AT, _END, end - room[KEPT])
    return int(likes)


@kernel
def _write_others(word: int, listed: Block, theirs: Letters, room: Block, letters: Letters) -> int:
    """Write the listed words that share a key with a word, each once; return how many.

    All that is read of one after another lies far apart, so it is asked for before.
    """
    lookup = _next_lookup(listed, room)
    keys = room[room[KEYS] : room[KEYS + 1]]
    made = _beginnings(room, word, letters, keys, query_keys(room, word, letters, keys))
    for each in range(made):
        values_ahead(listed, WORDS_BY_KEY, keys[each])
    for each in range(made):
        keys[each] = values_of(listed, WORDS_BY_KEY, keys[each])
        ahead(listed, keys[each])
    others = 0
    for each in range(made):
        values = keys[each]
        for at in range(values + 1, values + 1 + listed[values] * (values > 0)):
            if get(room, SEEN, listed[at]) != lookup:
                put(room, SEEN, listed[at], lookup)
                put(room, OTHERS, others, listed[at])
                ahead(listed, listed[HEADS] + listed[at] * HEAD)
                others += 1
    for each in range(others):
        ahead(theirs, listed[listed[HEADS] + get(room, OTHERS, each) * HEAD + START])
    return others


@kernel
def _beginnings(heads: Block, word: int, letters: Letters, keys: Block, made: int) -> int:
    """Write the keys of what a word begins with behind others; return how many all are.

    Where that is the last word of a name, it may have been cut off: `pairing` sees to that.
    """
    at, key = heads[word + START], begun(SPACE)
    for count in range(1, heads[word + SPELT]):
        key = mixed(key, letters[at + count - 1])
        if count >= CUT_LETTERS_MIN:
            keys[made] = key & KEY_MAX
            made += 1
    return made


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
