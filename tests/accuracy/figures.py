"""Figures of accuracy: shares with intervals, and thresholds not judged by what chose them.

A score counts ten-thousandths, whoever gives it. An interval is Wilson's of 95 %: in so many of
a hundred such samples it holds the true share. A threshold that was chosen on some queries
flatters itself on them; so each set is parted in two halves by a hash, a threshold is chosen on
one and judged on the other, both ways, and what was counted is put together.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from hashlib import sha256
from math import sqrt
from typing import Final, NamedTuple, TypeVar

Z: Final = 1.959963984540054  # the normal distribution's 97.5 % quantile
SCORE_MAX: Final = 10_000
# No score reaches it: the threshold of one who must not hit at all.
NEVER: Final = SCORE_MAX + 1

Item = TypeVar("Item")


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of 95 % (E. B. Wilson, 1927)."""
        return wilson(self.part, self.whole)

    def plus(self, other: "Share") -> "Share":
        """Return both together."""
        return Share(self.part + other.part, self.whole + other.whole)


class Confusion(NamedTuple):
    """How labelled questions were answered."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def precision(self) -> Share:
        """Of what was called a match, what is one."""
        return Share(self.true_positives, self.true_positives + self.false_positives)

    @property
    def found(self) -> Share:
        """Of the matches, what was called one."""
        return Share(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def agreement(self) -> Share:
        """Of what is a match or was called one, what is both."""
        wrong = self.false_positives + self.false_negatives
        return Share(self.true_positives, self.true_positives + wrong)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and what is found."""
        return _f1(self.agreement.value)

    @property
    def f1_interval(self) -> tuple[float, float]:
        """The interval of F1: that of the agreement J, since F1 = 2 J / (1 + J) grows with it."""
        low, high = self.agreement.interval
        return _f1(low), _f1(high)

    def plus(self, other: "Confusion") -> "Confusion":
        """Return both together."""
        return Confusion(*(one + more for one, more in zip(self, other, strict=True)))


class Scored(NamedTuple):
    """What one query got: the best score of all, and the best of those whom it means."""

    text: str
    top: int
    right: int = 0


class Labelled(NamedTuple):
    """The score of one pair of names, and whether they are one."""

    text: str
    score: int
    is_match: bool


class Judged(NamedTuple):
    """What is found, and false positives, at thresholds that were chosen on other queries."""

    thresholds: tuple[int, int]
    found: Share
    false_positives: Share


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % of a share; of nothing anything may be true."""
    if not whole:
        return 0.0, 1.0
    share = part / whole
    middle = (share + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    half = spread / (1 + Z * Z / whole)
    # At the ends the formula gives the ends but for the last digit.
    low = 0.0 if part == 0 else max(0.0, middle - half)
    return low, 1.0 if part == whole else min(1.0, middle + half)


def _f1(agreement: float) -> float:
    return 2 * agreement / (1 + agreement)


def halves(items: Iterable[Item], text_of: Callable[[Item], str]) -> tuple[list[Item], list[Item]]:
    """Part the items in two by the hash of their text, in which case and order do not count."""
    parted: tuple[list[Item], list[Item]] = ([], [])
    for item in items:
        key = " ".join(sorted(text_of(item).casefold().split()))
        parted[sha256(key.encode()).digest()[0] & 1].append(item)
    return parted


def hits(scored: Iterable[Scored], threshold: int) -> Share:
    """Return how many have a hit, whoever it is."""
    tops = [each.top for each in scored]
    return Share(sum(top >= threshold for top in tops), len(tops))


def found(scored: Iterable[Scored], threshold: int) -> Share:
    """Return how many have a hit that is whom they mean."""
    rights = [each.right for each in scored]
    return Share(sum(right >= threshold for right in rights), len(rights))


def confusion(pairs: Iterable[Labelled], threshold: int) -> Confusion:
    """Return how the pairs are judged at a threshold."""
    counts = {(is_match, said): 0 for is_match in (True, False) for said in (True, False)}
    for pair in pairs:
        counts[pair.is_match, pair.score >= threshold] += 1
    return Confusion(
        counts[True, True], counts[False, True], counts[True, False], counts[False, False]
    )


def threshold_at(negatives: Sequence[Scored], bound: Fraction) -> int:
    """Return the lowest threshold at which no more than this share of the negatives hits."""
    tops = sorted((each.top for each in negatives), reverse=True)
    allowed = int(bound * len(tops))
    return tops[allowed] + 1 if allowed < len(tops) else 1


def best_threshold(pairs: Sequence[Labelled]) -> int:
    """Return the threshold of the best F1, the lowest of several."""
    scores = sorted({pair.score for pair in pairs if pair.score})
    return max(scores, key=lambda each: (confusion(pairs, each).f1, -each), default=NEVER)


def judged_at(positives: Sequence[Scored], negatives: Sequence[Scored], bound: Fraction) -> Judged:
    """Return what hits at the bound, each half at the other's threshold."""
    good, ordinary = (halves(each, lambda one: one.text) for each in (positives, negatives))
    one, other = (threshold_at(half, bound) for half in ordinary)
    return Judged(
        (one, other),
        found(good[1], one).plus(found(good[0], other)),
        hits(ordinary[1], one).plus(hits(ordinary[0], other)),
    )


def judged_pairs(pairs: Sequence[Labelled]) -> tuple[tuple[int, int], Confusion]:
    """Return the thresholds of the best F1, and how each half is judged at the other's."""
    first, second = halves(pairs, lambda pair: pair.text)
    one, other = best_threshold(first), best_threshold(second)
    return (one, other), confusion(second, one).plus(confusion(first, other))


def mean(shares: Sequence[Share]) -> float:
    """Return the mean of the shares, each of the same weight; 0 of none."""
    return sum(share.value for share in shares) / len(shares) if shares else 0.0
