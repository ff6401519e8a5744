"""How much of a query and of a listed name is the same at the most, as a kernel.

Words that tell are paired as by `alignment.align`: the same ones first, then the surest. Light
words are taken to meet, and a word to be several of the other name joined if it may be.
"""

from typing import Final

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.alignment import (
    LEFT_OUT,
    LONE,
    SHARE_MAX,
)
from tallystick.screening.matching.blocks import Block, get, put
from tallystick.screening.matching.coding import (
    HEAD,
    KIND,
    NAME,
    SPELT,
    START,
    WEIGHT,
    Letters,
)
from tallystick.screening.matching.joining import joined, listed_word
from tallystick.screening.matching.likeness import (
    ALIKE_MAX,
    CUT_LETTERS_MIN,
    CUT_SHARE,
    INITIAL_SHARE,
)
from tallystick.screening.matching.listed import (
    ASKED,
    ASKED_MAY_BE_LIGHT,
    ASKED_MAY_END_LIGHT,
    ASKED_NAMES,
    ASKED_TELLING,
    ASKED_WEIGHT_LIGHT,
    ASKED_WEIGHT_TELLING,
    BITS_OF_NAME,
    COUNTS,
    ENDS_TELLING,
    FIRST,
    HEADS,
    MET,
    NAMES,
    PAIRS,
    ROW,
    ROWS,
    SHARES,
    SOUNDING,
    SUMS,
    TELLING,
    WEIGHT_LIGHT,
    WEIGHT_TELLING,
    WORDS,
    WORDS_MAX,
)
from tallystick.screening.matching.spelling import is_initial_of, starts_with

# What is summed up of a query and a name: the weights that are the same and apart, in `ALIKE_MAX`
# each; what is left of both; the names met; and a bit for each word of both that is free.
_SAME: Final = 0
_APART: Final = 1
_LEFT: Final = 2
_LEFT_LISTED: Final = 3
_MET: Final = 4
_FREE: Final = 5
_FREE_LISTED: Final = 6
# The most that two words which stand for each other lack to be one.
_LOST: Final = 7


@kernel
def most_of(name: int, listed: Block, theirs: Letters, room: Block, letters: Letters) -> int:
    """Return what share of both can be the same at the most, in ten-thousandths."""
    row, sums = listed[ROWS] + name * ROW, room[room[SUMS] :]
    words = get(room, COUNTS, ASKED_TELLING)
    count = min(listed[row + TELLING], WORDS_MAX)
    sums[_SAME] = ALIKE_MAX * min(
        get(room, COUNTS, ASKED_WEIGHT_LIGHT), listed[row + WEIGHT_LIGHT]
    )
    sums[_LEFT] = get(room, COUNTS, ASKED_WEIGHT_TELLING)
    sums[_LEFT_LISTED] = listed[row + WEIGHT_TELLING]
    sums[_FREE], sums[_FREE_LISTED] = (1 << words) - 1, (1 << count) - 1
    sums[_APART] = sums[_MET] = sums[_LOST] = 0
    _fill(row, listed, theirs, room, letters)
    for _ in range(min(words, count)):
        pair = _best(room, words, count, sums)
        if pair < 0:
            break
        _take(pair, listed[row + FIRST], listed, room, sums)
    if (sums[_FREE] and sums[_FREE_LISTED]) or get(room, BITS_OF_NAME, name) & SOUNDING:
        _join(name, listed[row + FIRST], listed, theirs, room, letters, sums)
    if listed[row + WEIGHT_LIGHT]:
        _take_light(row, listed, room, sums)
    return _share(sums, max(get(room, COUNTS, ASKED_NAMES), listed[row + NAMES]))


@kernel
def _take_light(row: int, listed: Block, room: Block, sums: Block) -> None:
    """Count free words of the query that may be light ones of a name, misspelt or cut off."""
    weight_listed = listed[row + WEIGHT_LIGHT]
    may_be = get(room, COUNTS, ASKED_MAY_BE_LIGHT)
    if not listed[row + ENDS_TELLING]:
        may_be |= get(room, COUNTS, ASKED_MAY_END_LIGHT)
    free = sums[_FREE] & may_be
    for at in range(WORDS_MAX):
        if free >> at & 1:
            word = get(room, ASKED, at)
            sums[_SAME] += ALIKE_MAX * min(room[word + WEIGHT], weight_listed)
            sums[_LEFT] -= room[word + WEIGHT]
            sums[_MET] += room[word + KIND] == NAME


@kernel
def share_of(met: int, at: int, room: Block) -> int:
    """Return how like a word of the query, its `at`th, a word met is, by its place; 0 if not."""
    return get(room, SHARES, met * get(room, COUNTS, ASKED_TELLING) + at)


@kernel
def _take(pair: int, first: int, listed: Block, room: Block, sums: Block) -> None:
    """Count two words that stand for each other."""
    at, there = pair // WORDS_MAX, pair % WORDS_MAX
    word, other = get(room, ASKED, at), listed_word(listed, first + there)
    weight, weight_listed = room[word + WEIGHT], listed[other + WEIGHT]
    sums[_FREE] &= ~(1 << at)
    sums[_FREE_LISTED] &= ~(1 << there)
    sums[_LEFT] -= weight
    sums[_LEFT_LISTED] -= weight_listed
    sums[_MET] += room[word + KIND] == NAME
    share = get(room, PAIRS, pair)
    # An initial weighs next to nothing, but it does stand for the whole word.
    is_initial = share == INITIAL_SHARE and min(room[word + SPELT], listed[other + SPELT]) == 1
    counted = (weight + weight_listed) // 2 if is_initial else min(weight, weight_listed)
    sums[_SAME] += counted * share
    sums[_APART] += counted * (ALIKE_MAX - share)
    lost = ALIKE_MAX * max(weight, weight_listed) - counted * share
    sums[_LOST] = max(sums[_LOST], lost)


@kernel
def _join(
    name: int,
    first: int,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
    sums: Block,
) -> None:
    """Count a word that may be several of the other name, all of them free, if there is one."""
    is_sounding = get(room, BITS_OF_NAME, name) & SOUNDING != 0
    free, free_listed = sums[_FREE], sums[_FREE_LISTED]
    ours, of_listed = joined(first, free, free_listed, listed, theirs, room, letters, is_sounding)
    weight, weight_listed = 0, 0
    for at in range(WORDS_MAX):
        if ours >> at & 1:
            weight += room[get(room, ASKED, at) + WEIGHT]
        if of_listed >> at & 1:
            weight_listed += listed[listed_word(listed, first + at) + WEIGHT]
    same = ALIKE_MAX * min(weight, weight_listed)
    if is_sounding and not ours:
        # One of the neighbours is light, as in `al Hassan`: the other may be alike, or is left.
        weight, weight_listed = _may_be_joined(
            first, free, free_listed, listed, theirs, room, letters
        )
        same = max(ALIKE_MAX * max(weight, weight_listed), sums[_LOST])
        sums[_APART] = max(sums[_APART] - sums[_LOST], 0)
    sums[_SAME] += same
    sums[_LEFT] -= weight
    sums[_LEFT_LISTED] -= weight_listed
    sums[_MET] += same != 0


@kernel
def _may_be_joined(
    first: int,
    free: int,
    free_listed: int,
    listed: Block,
    theirs: Letters,
    room: Block,
    letters: Letters,
) -> tuple[int, int]:
    """Return what free words weigh that begin or end alike, the heaviest of such."""
    weight = weight_listed = 0
    for at in range(WORDS_MAX):
        for there in range(WORDS_MAX):
            if not free >> at & 1 or not free_listed >> there & 1:
                continue
            word, other = get(room, ASKED, at), listed_word(listed, first + there)
            here, size = room[word + START], room[word + SPELT]
            begin, of_other = listed[other + START], listed[other + SPELT]
            if (
                letters[here] == theirs[begin]
                or letters[here + size - 1] == theirs[begin + of_other - 1]
            ) and max(room[word + WEIGHT], listed[other + WEIGHT]) > max(weight, weight_listed):
                weight, weight_listed = room[word + WEIGHT], listed[other + WEIGHT]
    return weight, weight_listed


@kernel
def _share(sums: Block, of_names: int) -> int:
    """Return the share by weights, as `alignment.align`, less what one name alone takes off."""
    left, left_listed = sums[_LEFT], sums[_LEFT_LISTED]
    left_out = abs(left - left_listed) * LEFT_OUT // 100
    apart = sums[_APART] + ALIKE_MAX * (min(left, left_listed) + left_out)
    share = SHARE_MAX * sums[_SAME] // max(sums[_SAME] + apart, 1)
    is_one_of_several = of_names > 1 or not sums[_MET]
    is_lone = sums[_MET] < 2 and (left or left_listed) and is_one_of_several
    return int(share * LONE // 100 if is_lone else share)


@kernel
def _fill(row: int, listed: Block, theirs: Letters, room: Block, letters: Letters) -> None:
    """Write how alike each word of the query is to each of the name."""
    first, count = listed[row + FIRST], min(listed[row + TELLING], WORDS_MAX)
    for there in range(count):
        place = get(listed, WORDS, first + there)
        other, met = listed[HEADS] + place * HEAD, get(room, MET, place)
        may_be_cut = (
            listed[row + ENDS_TELLING]
            and there == count - 1
            and listed[other + SPELT] >= CUT_LETTERS_MIN
        )
        for at in range(get(room, COUNTS, ASKED_TELLING)):
            word = get(room, ASKED, at)
            share = share_of(met, at, room)
            if not share and is_initial_of(room, word, letters, listed, other, theirs):
                share = INITIAL_SHARE
            if (
                may_be_cut
                and share < CUT_SHARE
                and starts_with(room, word, letters, listed, other, theirs)
            ):
                share = CUT_SHARE
            put(room, PAIRS, at * WORDS_MAX + there, share)


@kernel
def _best(room: Block, words: int, count: int, sums: Block) -> int:
    """Return which free words are most alike, the first of such; -1 if none are at all."""
    best, most = -1, 0
    for at in range(words):
        if not sums[_FREE] >> at & 1:
            continue
        for there in range(count):
            share = get(room, PAIRS, at * WORDS_MAX + there)
            if share > most and sums[_FREE_LISTED] >> there & 1:
                best, most = at * WORDS_MAX + there, share
    return best
