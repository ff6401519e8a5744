"""Words of one name that may be one of the other, joined, as kernels."""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.alignment import JOINED_LETTERS_MIN
from tallystick.screening.matching.blocks import Block, get
from tallystick.screening.matching.coding import HEAD, SPELT, START, Letters
from tallystick.screening.matching.listed import ASKED, DRAFT, HEADS, WORDS, WORDS_MAX

# A word may be others joined where all its letters are theirs but for so many in a row.
_JOINED_APART: Final = 3


@kernel
def listed_word(listed: Block, at: int) -> int:
    """Return where the head of a word of a name stands."""
    return int(listed[HEADS] + get(listed, WORDS, at) * HEAD)


@kernel
def joined(
    first: int,
    free: int,
    free_listed: int,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
    is_sounding: bool,
) -> tuple[int, int]:
    """Return a bit for each free word of both, if one of either may be several of the other."""
    for at in range(WORDS_MAX):
        for there in range(WORDS_MAX):
            if not free >> at & 1 or not free_listed >> there & 1:
                continue
            word, other = get(room, ASKED, at), listed_word(listed, first + there)
            if letters[room[word + START]] != theirs[listed[other + START]]:
                continue
            count = _ours_joined(at, free, listed, theirs, other, room, letters, is_sounding)
            if count:
                return ((1 << count) - 1) << at, 1 << there
            count = _listed_joined(
                first + there,
                free_listed >> there,
                listed,
                theirs,
                room,
                letters,
                word,
                is_sounding,
            )
            if count:
                return 1 << at, ((1 << count) - 1) << there
    return 0, 0


@kernel
def _ours_joined(
    at: int,
    free: int,
    listed: Block,
    theirs: Letters,
    other: int,
    room: Block,
    letters: Letters,
    is_sounding: bool,
) -> int:
    """Return how many free words of the query may be a listed word, the most; or 0."""
    size, joined, count, most = listed[other + SPELT], 0, 0, 0
    while free >> at + count & 1 and joined <= size + _JOINED_APART:
        joined = _append(room, get(room, ASKED, at + count), letters, letters, joined)
        count += 1
        if count > 1 and _is_about(
            joined, size, letters, theirs, listed[other + START], is_sounding
        ):
            most = count
    return most


@kernel
def _listed_joined(
    at: int,
    free: int,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
    word: int,
    is_sounding: bool,
) -> int:
    """Return how many free words of a listed name may be a word of the query, the most; or 0.

    `free` has a bit for each word from the first on.
    """
    size, joined, count, most = room[word + SPELT], 0, 0, 0
    while free >> count & 1 and joined <= size + _JOINED_APART:
        joined = _append(listed, listed_word(listed, at + count), theirs, letters, joined)
        count += 1
        if count > 1 and _is_about(
            joined, size, letters, letters, room[word + START], is_sounding
        ):
            most = count
    return most


@kernel
def _append(heads: Block, head: int, letters: Letters, draft: Letters, joined: int) -> int:
    """Write a word's letters behind those that are joined already; return how many there are."""
    for each in range(heads[head + SPELT]):
        draft[DRAFT + joined + each] = letters[heads[head + START] + each]
    return int(joined + heads[head + SPELT])


@kernel
def _is_about(
    joined: int, size: int, draft: Letters, letters: Letters, at: int, is_sounding: bool
) -> bool:
    """Tell whether words joined may be a word: they sound so, or but for few letters they are."""
    if size < JOINED_LETTERS_MIN or abs(joined - size) > _JOINED_APART:
        return False
    least = min(joined, size)
    begin = end = 0
    while begin < least and draft[DRAFT + begin] == letters[at + begin]:
        begin += 1
    while end < least and draft[DRAFT + joined - 1 - end] == letters[at + size - 1 - end]:
        end += 1
    return is_sounding or begin + end >= max(joined, size) - _JOINED_APART
