"""What the kernels of the optimiser read and write: bundles by row, rows by bundle, and a walk.

A *row* is one thing that may not be passed: what an account has, or a bilateral or multilateral
limit. A bundle's entry in a row is what it takes of it when it settles, negative where it brings
something. What a row has left is its slack; where that is negative, the row is short.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Table(NamedTuple):
    """Every entry, seen from the bundle and from the row. Nothing of it changes.

    The entries of bundle g are those from `first[g]` to `first[g + 1]`, no two in one row. The
    bundles of row r are `bundle_in[first_in[r]:first_in[r + 1]]`, in the order that the table was
    asked for, and `amount_in` says what each takes of it.
    """

    first: NDArray[np.int64]
    row: NDArray[np.int32]
    amount: NDArray[np.int64]
    """What the bundle takes of the row, in minor units; negative where it brings."""
    value: NDArray[np.float64]
    """What settling the bundle is worth. A guide: exact values are counted elsewhere."""
    first_in: NDArray[np.int64]
    bundle_in: NDArray[np.int32]
    amount_in: NDArray[np.int64]


class Standing(NamedTuple):
    """Which bundles settle, and what that leaves of each row."""

    settled: NDArray[np.uint8]
    slack: NDArray[np.int64]

    def copy(self) -> "Standing":
        """Return the same standing, to be changed apart."""
        return Standing(self.settled.copy(), self.slack.copy())


class Walk(NamedTuple):
    """Where a walk through standings is: what it pays for shortness, and what it has changed."""

    price: NDArray[np.float64]
    """What a minor unit short costs, by row; raised while a row stays short."""
    base: NDArray[np.float64]
    """What it costs at first."""
    short: NDArray[np.int64]
    """The rows that are short, `counts[SHORT]` of them."""
    place: NDArray[np.int64]
    """Where in `short` a row is; -1 where it is not."""
    raised: NDArray[np.int64]
    """The rows whose price was raised, `counts[RAISED]` of them."""
    touched: NDArray[np.int64]
    """The rows that were changed, `counts[TOUCHED]` of them."""
    marked: NDArray[np.uint8]
    """Whether a row is in `touched`."""
    flipped: NDArray[np.int64]
    """The bundles that were flipped, in order, `counts[FLIPPED]` of them."""
    last: NDArray[np.int64]
    """The step at which a bundle was flipped last."""
    counts: NDArray[np.int64]
    rise: float
    """By how much a row becomes dearer that cannot be eased."""
    gain: NDArray[np.float64]
    """What the flips since the start came to, in value: one number."""
