"""What the optimiser works on: rows, values and pools of the bundles that may settle at all."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.kernels import kernel
from tallystick.clearing.optimiser.pools import numbered, pools_of
from tallystick.clearing.optimiser.rows import Rows, rows_of
from tallystick.clearing.optimiser.values import Weights, value_of

# A pass takes milliseconds, and each but the first few finds next to nothing.
_PASSES_MAX: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Bundles and rows, exactly, and the same in floats of the reference currency."""

    rows: Rows
    value: NDArray[np.float64]
    """What each bundle is worth, weighted."""
    pool: NDArray[np.int64]
    """Bundles that differ in size alone: see `pools_of`."""
    owner: NDArray[np.int64]
    """The bundle of each entry."""
    entry: NDArray[np.float64]
    """What it takes of its row."""
    limit: NDArray[np.float64]
    rate: NDArray[np.float64]
    """What a minor unit of each row's currency is worth."""

    def __len__(self) -> int:
        """Return how many bundles there are."""
        return len(self.value)

    @classmethod
    def of(cls, instance: Instance, weights: Weights) -> "Problem":
        """Return the problem that an instance poses."""
        rows = rows_of(instance)
        rate = np.array([float(each) for each in instance.rates])[rows.currency]
        value = value_of(instance, weights)
        owner = np.repeat(np.arange(len(value)), np.diff(rows.first))
        entry, limit = rows.amount * rate[rows.row], rows.limit * rate
        return cls(rows, value, pools_of(instance, weights), owner, entry, limit, rate)

    def worth(self, settled: NDArray[np.bool_]) -> float:
        """Return what the bundles that settle are worth together.

        Not as a product: its last digit would depend on how many threads add it up.
        """
        return float(self.value[settled].sum())

    def restricted(self, kept: NDArray[np.bool_]) -> "Problem":
        """Return the problem of some bundles alone, in their order; the rows stay."""
        entries = np.repeat(kept, np.diff(self.rows.first))
        return replace(
            self,
            rows=self.rows.restricted(kept),
            value=self.value[kept],
            pool=numbered(self.pool[kept]),
            owner=(np.cumsum(kept) - 1)[self.owner[entries]],
            entry=self.entry[entries],
        )

    def beside(self, settled: NDArray[np.bool_], kept: NDArray[np.bool_]) -> "Problem":
        """Return the problem of some bundles alone, in the room that others leave that settle."""
        limit = self.rows.limit - self.rows.taken(settled & ~kept)
        return self.restricted(kept).within(limit)

    def within(self, limit: NDArray[np.int64]) -> "Problem":
        """Return the problem of the same bundles with other limits of the rows."""
        return replace(self, rows=replace(self.rows, limit=limit), limit=limit * self.rate)


def settleable(rows: Rows) -> NDArray[np.bool_]:
    """Return which bundles may settle: those that no row stops, whatever else settles.

    A bundle never settles if it takes more of a row than the limit and all that other bundles
    which may settle bring to it. So each bundle that falls may make others fall.
    """
    kept = np.ones(len(rows.first) - 1, dtype=np.uint8)
    room = rows.limit.copy()
    brought = rows.amount < 0
    np.subtract.at(room, rows.row[brought], rows.amount[brought])
    for _ in range(_PASSES_MAX):
        if not strike_out(rows.first, rows.row, rows.amount, room, kept):
            break
    return kept.astype(np.bool_)


@kernel
def strike_out(
    first: NDArray[np.int64],
    row: NDArray[np.int32],
    amount: NDArray[np.int64],
    room: NDArray[np.int64],
    kept: NDArray[np.uint8],
) -> int:
    """Strike out the bundles that need more than the room of a row; return how many."""
    struck = 0
    for bundle in range(len(kept)):
        if kept[bundle] == 0:
            continue
        fits = True
        for entry in range(first[bundle], first[bundle + 1]):
            fits = fits and amount[entry] <= room[row[entry]]
        if not fits:
            struck += 1
            kept[bundle] = 0
            for entry in range(first[bundle], first[bundle + 1]):
                if amount[entry] < 0:
                    room[row[entry]] += amount[entry]
    return struck
