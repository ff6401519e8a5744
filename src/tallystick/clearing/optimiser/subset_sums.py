"""Which subsets of some whole numbers have a sum that is wanted: by meeting in the middle.

The sums of all subsets of each half are listed in order, and what those of one half leave of the
wanted sum is looked up among those of the other (Horowitz and Sahni, J. ACM 21, 1974). So the
cost is of the order of 2^(k/2) for k numbers, not of 2^k.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.kernels import Read64, kernel

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
    left, right = sorted_sums(numbers[:half]), sorted_sums(numbers[half:])
    # Looked up in their order, the wanted sums are found without jumping about.
    sums, subset = right.sums[::-1], right.subset[::-1]
    first = np.searchsorted(left.sums, low - sums, side="left")
    upto = np.cumsum(np.searchsorted(left.sums, high - sums, side="right") - first)
    found = int(upto[-1])
    told = min(found, listed)
    place = np.arange(told) * found // max(told, 1)
    met = np.searchsorted(upto, place, side="right")
    before = np.concatenate([[0], upto])[met]
    chosen = left.subset[first[met] + place - before] + (subset[met] << half)
    return Subsets(found, (chosen[:, None] >> np.arange(len(numbers)) & 1).astype(np.bool_))


class Sums(NamedTuple):
    """The sum of every subset, the least first, and which it is: bit j stands for number j."""

    sums: NDArray[np.int64]
    subset: NDArray[np.int64]


def sorted_sums(numbers: NDArray[np.int64]) -> Sums:
    """Return the sums of all subsets of some numbers."""
    count = 1 << len(numbers)
    result = Sums(np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64))
    merge(np.ascontiguousarray(numbers), result, Sums(result.sums.copy(), result.subset.copy()))
    return result


@kernel
def merge(numbers: Read64, result: Sums, spare: Sums) -> None:
    """Write the sums of all subsets: with each number, those with it are merged into the rest."""
    count = 1
    for number in range(len(numbers)):
        more = numbers[number]
        without, beside = 0, 0
        for place in range(2 * count):
            is_first = beside == count
            if without < count and not is_first:
                is_first = result.sums[without] <= result.sums[beside] + more
            if is_first:
                spare.sums[place] = result.sums[without]
                spare.subset[place] = result.subset[without]
                without += 1
            else:
                spare.sums[place] = result.sums[beside] + more
                spare.subset[place] = result.subset[beside] | (np.int64(1) << number)
                beside += 1
        count *= 2
        for place in range(count):
            result.sums[place] = spare.sums[place]
            result.subset[place] = spare.subset[place]
