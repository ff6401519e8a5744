"""Which subsets of some whole numbers have a sum that is wanted: by meeting in the middle.

The sums of all subsets of one half are sorted, and what each subset of the other half leaves of
the sum that is wanted is looked up among them (Horowitz and Sahni, J. ACM 21, 1974). So the cost
is of the order of 2^(k/2) for k numbers, not of 2^k.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

NUMBERS_MAX: Final = 40
"""So many numbers are looked through whole: two halves of a million sums each."""


class Subsets(NamedTuple):
    """The subsets whose sum is between two limits: how many, and some of them or all."""

    found: int
    chosen: NDArray[np.bool_]
    """A line a subset: whether each number is in it."""

    @property
    def are_all(self) -> bool:
        """Whether every such subset is listed."""
        return self.found == len(self.chosen)


def subsets_between(numbers: NDArray[np.int64], low: int, high: int, listed: int) -> Subsets:
    """Return the subsets of at most `NUMBERS_MAX` numbers whose sum is from `low` to `high`.

    No more than `listed` are told; where there are more, those are drawn evenly from all.
    """
    half = len(numbers) // 2
    left, right = subset_sums(numbers[:half]), subset_sums(numbers[half:])
    order = np.argsort(left, kind="stable")
    ranked = left[order]
    # Looked up in their order, the wanted sums are found without jumping about.
    turn = np.argsort(right, kind="stable")[::-1]
    first = np.searchsorted(ranked, low - right[turn], side="left")
    upto = np.cumsum(np.searchsorted(ranked, high - right[turn], side="right") - first)
    found = int(upto[-1])
    told = min(found, listed)
    place = np.arange(told) * found // max(told, 1)
    met = np.searchsorted(upto, place, side="right")
    before = np.concatenate([[0], upto])[met]
    low_half = _bits(order[first[met] + place - before], half)
    return Subsets(found, np.hstack([low_half, _bits(turn[met], len(numbers) - half)]))


def subset_sums(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of every subset: bit j of its place says whether number j is in it."""
    sums = np.zeros(1, dtype=np.int64)
    for each in numbers.tolist():
        sums = np.concatenate([sums, sums + each])
    return sums


def _bits(places: NDArray[np.intp], width: int) -> NDArray[np.bool_]:
    return (places[:, None] >> np.arange(width) & 1).astype(np.bool_)
