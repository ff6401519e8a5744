"""Which words of one name stand for which of another, and how much of both is then the same.

Words are paired by greed, the surest and most telling first. What is left over on both sides
contradicts; what is left over on one side is only left out. Equal names give 10,000.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from tallystick.screening.matching.likeness import ALIKE_MAX, CUT, CUT_LETTERS_MIN, Likeness, WordRule, likeness
from tallystick.screening.matching.words import Role, Word, word_of

Words: TypeAlias = Sequence[Word]

SHARE_MAX: Final = 10_000
# What one hundredth left out on one side counts, in hundredths of one contradicted.
_LEFT_OUT: Final = 28
_JOINED: Final = 980
_JOINED_LEAST: Final = 840
# A name of several telling words of which but one is met tells little: out of a hundred.
_LONE: Final = 75


class Pair(NamedTuple):
    """The words from one place to another on either side that stand for each other."""

    query: tuple[int, int]
    listed: tuple[int, int]
    likeness: Likeness


class Alignment(NamedTuple):
    """How much of two names is the same, in ten-thousandths, and the words that make it so."""

    share: int
    pairs: tuple[Pair, ...]


def align(query: Words, listed: Words) -> Alignment:
    """Return how two names, neither of them empty, stand for each other."""
    free_query, free_listed = list(range(len(query))), list(range(len(listed)))
    pairs = _same_words(query, listed, free_query, free_listed)
    if free_query and free_listed:
        _take(_alike_pairs(query, listed, free_query, free_listed), free_query, free_listed, pairs)
    return Alignment(_share(query, listed, pairs, free_query, free_listed), tuple(sorted(pairs)))


def _same_words(query: Words, listed: Words, free_q: list[int], free_l: list[int]) -> list[Pair]:
    pairs = []
    for at, word in enumerate(query):
        for place in free_l:
            if listed[place].plain == word.plain:
                pairs.append(Pair((at, at + 1), (place, place + 1), likeness(word, listed[place])))
                free_q.remove(at)
                free_l.remove(place)
                break
    return pairs


def _alike_pairs(query: Words, listed: Words, free_q: list[int], free_l: list[int]) -> list[Pair]:
    found = []
    for at in free_q:
        for place in free_l:
            one, other = query[at], listed[place]
            alike = likeness(one, other)
            is_last = at == len(query) - 1, place == len(listed) - 1
            if is_last[0] or is_last[1]: alike = max(alike, _cut(one, other, is_last))
            if alike.share:
                found.append(Pair((at, at + 1), (place, place + 1), alike))
    found += _joins(query, listed, free_q, free_l)
    found += [Pair(q, l, a) for l, q, a in _joins(listed, query, free_l, free_q)]
    return found


def _cut(one: Word, other: Word, is_last: tuple[bool, bool]) -> Likeness:
    """Return whether either word is the other, cut off at the end of its name."""
    for short, long, may in ((one, other, is_last[0]), (other, one, is_last[1])):
        if (
            may
            and CUT_LETTERS_MIN <= len(short.plain) < len(long.plain)
            and long.plain.startswith(short.plain)
        ):
            return Likeness(CUT, WordRule.CUT)
    return Likeness(0, WordRule.CUT)


def _joins(whole: Words, parts: Words, free_w: list[int], free_p: list[int]) -> list[Pair]:
    """Return pairs of a word and consecutive words that it is when joined."""
    found = []
    for at in free_w:
        word = whole[at]
        if len(word.plain) < 4:
            continue
        for start in range(len(parts) - 1):
            joined = parts[start].plain
            if joined[0] != word.plain[0]: continue
            for end in range(start + 2, min(start + 4, len(parts)) + 1):
                joined += parts[end - 1].plain
                if len(joined) > len(word.plain) + 2:
                    break
                if not any(start <= p < end for p in free_p): continue
                if not all(p in free_p for p in range(start, end)): continue
                alike = likeness(word, word_of(joined))
                if alike.share >= _JOINED_LEAST:
                    share = alike.share * _JOINED // ALIKE_MAX
                    found.append(Pair((at, at + 1), (start, end), Likeness(share, WordRule.JOINED)))
    return found


def _take(found: list[Pair], free_q: list[int], free_l: list[int], pairs: list[Pair]) -> None:
    """Take pairs, the surest first, of words that are still free."""
    found.sort(key=lambda p: (-p.likeness.share * (p.query[1] - p.query[0] + p.listed[1] - p.listed[0]), p.query, p.listed))
    for pair in found:
        ours, theirs = range(*pair.query), range(*pair.listed)
        if all(at in free_q for at in ours) and all(at in free_l for at in theirs):
            pairs.append(pair)
            for at in ours:
                free_q.remove(at)
            for at in theirs:
                free_l.remove(at)


def _share(query: Words, listed: Words, pairs: list[Pair], free_q: list[int], free_l: list[int]) -> int:
    same = apart = 0
    met = 0
    for pair in pairs:
        q = sum(query[at].weight for at in range(*pair.query))
        l = sum(listed[at].weight for at in range(*pair.listed))
        weight = min(q, l) if pair.likeness.rule is not WordRule.INITIAL else (q + l)//2
        same += weight * pair.likeness.share
        apart += weight * (ALIKE_MAX - pair.likeness.share)
        met += any(query[at].role is Role.NAME for at in range(*pair.query))
    if not same:
        return 0
    left_q = sum(query[at].weight for at in free_q)
    left_l = sum(listed[at].weight for at in free_l)
    contradicted = min(left_q, left_l)
    left_out = max(left_q, left_l) - contradicted
    against = apart + ALIKE_MAX * contradicted + ALIKE_MAX * left_out * _LEFT_OUT // 100
    share = SHARE_MAX * same // (same + against)
    if met < 2 and max(_names(query), _names(listed)) >= 2 and left_q+left_l:
        share = share * _LONE // 100
    return share


def _names(words: Words) -> int:
    return sum(word.role is Role.NAME for word in words)


def bound_one(met: int, one: int, other: int) -> int:
    """Return the most of two names of such weights that is the same when so much is met."""
    against = max(one, other) - met
    contradicted = min(one, other) - met
    against = contradicted + (against - contradicted) * _LEFT_OUT // 100
    return SHARE_MAX * met // max(met + against, 1)


def bound(np, met, one, other):
    contradicted = np.minimum(one, other) - met
    against = contradicted + (np.maximum(one, other) - met - contradicted) * _LEFT_OUT // 100
    return SHARE_MAX * met // np.maximum(met + against, 1)
