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
    first, upto = np.zeros((2, len(right.sums)), dtype=np.int64)
    meet(left.sums, right.sums, low, high, Met(first, upto))
    found = int(upto[-1])
    told = min(found, listed)
    place = np.arange(told) * found // max(told, 1)
    met = np.searchsorted(upto, place, side="right")
    before = np.concatenate([[0], upto])[met]
    chosen = left.subset[first[met] + place - before] + (right.subset[len(upto) - 1 - met] << half)
    return Subsets(found, (chosen[:, None] >> np.arange(len(numbers)) & 1).astype(np.bool_))


class Met(NamedTuple):
    """For each sum of one half, the greatest first, the sums of the other half that meet it."""

    first: NDArray[np.int64]
    """The place of the first of them."""
    upto: NDArray[np.int64]
    """How many there are for it and all before it."""


@kernel
def meet(left: Read64, right: Read64, low: int, high: int, met: Met) -> None:
    """Write which sums of the left half, with one of the right, come to between low and high."""
    first, after, found = 0, 0, 0
    for place in range(len(right)):
        beside = right[len(right) - 1 - place]
        while first < len(left) and left[first] + beside < low:
            first += 1
        while after < len(left) and left[after] + beside <= high:
            after += 1
        found += max(after - first, 0)
        met.first[place] = first
        met.upto[place] = found


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
