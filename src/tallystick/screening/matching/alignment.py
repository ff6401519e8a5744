"""Which words of one name stand for which of another, and how much of both is then the same.

Words are paired by greed: the same ones first, then the surest and longest. What is left over
on both sides contradicts; what is left over on one side is only left out, as a father's name
often is. Equal names give 10,000.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from tallystick.screening.matching.likeness import (
    ALIKE_MAX,
    CUT_LETTERS_MIN,
    CUT_SHARE,
    UNLIKE,
    Likeness,
    WordRule,
    likeness,
)
from tallystick.screening.matching.words import Role, Word, word_of

Words: TypeAlias = Sequence[Word]

SHARE_MAX: Final = 10_000
# What is left out on one side counts so much of what is contradicted, out of a hundred.
LEFT_OUT: Final = 28
# Words that are one when joined are so alike as their letters, less a little.
_JOINED: Final = 980
_JOINED_LEAST: Final = 840
JOINED_LETTERS_MIN: Final = 4
_JOINED_MAX: Final = 4
# Two names of several words that meet in one alone are seldom one: out of a hundred.
LONE: Final = 70


class Span(NamedTuple):
    """Consecutive words of a name, from one place up to another."""

    start: int
    end: int


class Pair(NamedTuple):
    """Words of the query and of the listed name that stand for each other; one side has one."""

    query: Span
    listed: Span
    likeness: Likeness


class Alignment(NamedTuple):
    """How much of two names is the same, in ten-thousandths; by which words, and what is left."""

    share: int
    pairs: tuple[Pair, ...]
    left_of_query: tuple[int, ...]
    left_of_listed: tuple[int, ...]


def align(query: Words, listed: Words) -> Alignment:
    """Return how two names stand for each other; either may be asked and either listed."""
    ours, theirs = list(range(len(query))), list(range(len(listed)))
    pairs = list(_same_words(query, listed, ours, theirs))
    if ours and theirs:
        pairs += _best(_alike_words(query, listed, ours, theirs), ours, theirs)
    share = _share(query, listed, pairs, ours, theirs) if pairs else 0
    return Alignment(share, tuple(sorted(pairs)), tuple(ours), tuple(theirs))


def share_of(same: int, apart: int, left: int, left_of_other: int) -> int:
    """Return the share that is the same, of weights with `ALIKE_MAX` in each.

    `left` and `left_of_other` are plain weights.
    """
    left_out = abs(left - left_of_other) * LEFT_OUT // 100
    apart += ALIKE_MAX * (min(left, left_of_other) + left_out)
    return SHARE_MAX * same // (same + apart) if same else 0


def _same_words(query: Words, listed: Words, ours: list[int], theirs: list[int]) -> Iterator[Pair]:
    """Yield the words that are the same on both sides, and take them out of what is left."""
    for at, word in enumerate(query):
        place = next((each for each in theirs if listed[each].plain == word.plain), None)
        if place is not None:
            ours.remove(at)
            theirs.remove(place)
            alike = likeness(word, listed[place])
            yield Pair(Span(at, at + 1), Span(place, place + 1), alike)


def _alike_words(query: Words, listed: Words, ours: list[int], theirs: list[int]) -> list[Pair]:
    found = []
    for at in ours:
        for place in theirs:
            alike = likeness(query[at], listed[place])
            if at == len(query) - 1 or place == len(listed) - 1:
                alike = max(alike, _cut(query, listed, at, place))
            if alike.share:
                found.append(Pair(Span(at, at + 1), Span(place, place + 1), alike))
    found += _joins(query, listed, ours, theirs)
    found += (
        Pair(parts, whole, alike) for whole, parts, alike in _joins(listed, query, theirs, ours)
    )
    return found


def _cut(query: Words, listed: Words, at: int, place: int) -> Likeness:
    """Return how alike the last word of one name, cut off, is to a word of the other."""
    one, other = query[at].spelt, listed[place].spelt
    is_cut = at == len(query) - 1 and len(one) >= CUT_LETTERS_MIN and other.startswith(one)
    is_cut |= place == len(listed) - 1 and len(other) >= CUT_LETTERS_MIN and one.startswith(other)
    return Likeness(CUT_SHARE, WordRule.CUT) if is_cut else UNLIKE


def _joins(whole: Words, parts: Words, here: list[int], there: list[int]) -> Iterator[Pair]:
    """Yield words of one name, each with consecutive words of the other that it joins."""
    for at in here:
        word = whole[at]
        if len(word.spelt) < JOINED_LETTERS_MIN:
            continue
        for start in there:
            if parts[start].spelt[0] != word.spelt[0]:
                continue
            for end in _ends(start, there):
                alike = likeness(word, word_of("".join(each.spelt for each in parts[start:end])))
                if alike.share >= _JOINED_LEAST:
                    share = alike.share * _JOINED // ALIKE_MAX
                    joined = Likeness(share, WordRule.JOINED)
                    yield Pair(Span(at, at + 1), Span(start, end), joined)


def _ends(start: int, free: list[int]) -> Iterator[int]:
    """Yield the ends of the spans of two words or more, all of them free."""
    for end in range(start + 1, start + _JOINED_MAX):
        if end not in free:
            return
        yield end + 1


def _best(found: list[Pair], ours: list[int], theirs: list[int]) -> Iterator[Pair]:
    """Yield pairs of words that are still free, the surest and longest first."""
    for pair in sorted(found, key=_rank):
        here, there = range(*pair.query), range(*pair.listed)
        if all(at in ours for at in here) and all(place in theirs for place in there):
            for at in here:
                ours.remove(at)
            for place in there:
                theirs.remove(place)
            yield pair


def _rank(pair: Pair) -> tuple[int, Span, Span]:
    words = sum(pair.query) + sum(pair.listed) - 2 * (pair.query.start + pair.listed.start)
    return -pair.likeness.share * words, pair.query, pair.listed


def _share(
    query: Words, listed: Words, pairs: list[Pair], ours: list[int], theirs: list[int]
) -> int:
    same = apart = names = 0
    for pair in pairs:
        weight = _pair_weight(query, listed, pair)
        same += weight * pair.likeness.share
        apart += weight * (ALIKE_MAX - pair.likeness.share)
        names += any(query[at].role is Role.NAME for at in range(*pair.query))
    left = _weight(query, ours), _weight(listed, theirs)
    share = share_of(same, apart, *left)
    is_lone = names < 2 and any(left) and (not names or max(_names(query), _names(listed)) > 1)
    return share * LONE // 100 if is_lone else share


def _pair_weight(query: Words, listed: Words, pair: Pair) -> int:
    weights = _weight(query, range(*pair.query)), _weight(listed, range(*pair.listed))
    # An initial weighs next to nothing, but it does stand for the whole word.
    return sum(weights) // 2 if pair.likeness.rule is WordRule.INITIAL else min(weights)


def _weight(words: Words, places: Sequence[int]) -> int:
    return sum(words[place].weight for place in places)


def _names(words: Words) -> int:
    return sum(word.role is Role.NAME for word in words)
