"""From a guess at what settles to a set that does: rounded, walked, and filled up."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import chance
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.table import Table, Walk
from tallystick.clearing.optimiser.walking import (
    CHANCE,
    COUNTS,
    WINDOW,
    drop_short,
    fill,
    improve,
    note,
    settle_shortness,
)

# What being short costs at first: a little more than the multiplier, and never much less than
# multipliers are in the middle, where a row has none.
_OVER: Final = 1.05
_LEAST: Final = 0.3
# A bundle just flipped rests for so many steps.
_REST: Final = 5
_CHAIN_MAX: Final = 60
_STEPS_MAX: Final = 200_000
# A walk that needs more goes round among bundles that hardly fit together at all.
_STEPS_A_BUNDLE: Final = 64
# A walk from a guess looks at more of a long row than the many short ones after it.
_WINDOW: Final = 2048
_WINDOW_SHORT: Final = 256
_LONG_AGO: Final = -(10**9)
_SEED: Final = 88172645463325252


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A problem made ready for walks."""

    problem: Problem
    table: Table
    price: NDArray[np.float64]
    by_value: NDArray[np.int64]

    @classmethod
    def of(cls, problem: Problem, relaxation: Relaxation) -> "Search":
        """Return the search of a problem whose relaxation is known."""
        table = problem.rows.table(problem.value)
        multiplier = relaxation.multiplier
        above = multiplier[multiplier > 0]
        middle = float(np.median(above)) if len(above) else 1.0
        price = _OVER * np.maximum(multiplier, _LEAST * middle) * problem.rate
        by_value = np.argsort(-problem.value, kind="stable").astype(np.int64)
        return cls(problem, table, price, by_value)

    def rounded(self, share: NDArray[np.float64], seed: int) -> NDArray[np.bool_]:
        """Return a guess: each bundle settles with the chance of its share."""
        return chance(seed).random(len(share)) < share

    def settled(self, guess: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
        """Return a set near the guess that keeps every row, and into which nothing more fits."""
        standing = self.problem.rows.standing(guess)
        walk = self._walk(seed, _WINDOW)
        for row in np.flatnonzero(standing.slack < 0).tolist():
            note(standing, walk, row)
        steps = min(_STEPS_MAX, _STEPS_A_BUNDLE * len(self.problem))
        if not settle_shortness(self.table, standing, walk, _REST, steps):
            drop_short(self.table, standing, walk)
        fill(self.table, standing, self.by_value)
        return standing.settled.astype(np.bool_)

    def improved(self, settled: NDArray[np.bool_], seed: int, looks: int) -> NDArray[np.bool_]:
        """Return a set that is no worse, after so many bundles were looked at."""
        standing = self.problem.rows.standing(settled)
        walk = self._walk(seed, _WINDOW_SHORT)
        improve(self.table, standing, walk, self.by_value, looks, _CHAIN_MAX)
        fill(self.table, standing, self.by_value)
        return standing.settled.astype(np.bool_)

    def _walk(self, seed: int, window: int) -> Walk:
        rows, bundles = len(self.problem.rows), len(self.problem)
        counts = np.zeros(COUNTS, dtype=np.int64)
        counts[CHANCE], counts[WINDOW] = _SEED + seed, window
        return Walk(
            price=self.price.copy(),
            base=self.price,
            short=np.zeros(rows, dtype=np.int64),
            place=np.full(rows, -1, dtype=np.int64),
            raised=np.zeros(rows, dtype=np.int64),
            touched=np.zeros(rows, dtype=np.int64),
            marked=np.zeros(rows, dtype=np.uint8),
            flipped=np.zeros(_STEPS_MAX + bundles, dtype=np.int64),
            last=np.full(bundles, _LONG_AGO, dtype=np.int64),
            counts=counts,
            gain=np.zeros(1),
        )
