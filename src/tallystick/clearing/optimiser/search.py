"""From a guess at what settles to a set that does: rounded, walked, and filled up."""

from collections.abc import Iterator
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
    LOOKED,
    WINDOW,
    drop_short,
    fill,
    improve,
    note_all,
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
# The first walks take some hundredths of a second together, if there are ten thousand bundles.
_FIRST_MAX: Final = 8
_FIRST_LOOKS: Final = 500_000
_FIRST_LOOKS_A_BUNDLE: Final = 4
_FIRST_STEPS: Final = 12_000
# Of a long row, more is looked at the more bundles there are; the windows are kept within bounds
# that were found by trial.
_WINDOW_LEAST: Final = 128
_WINDOW_MOST: Final = 512
_BUNDLES_A_LOOK: Final = 200
_LONG_AGO: Final = -(10**9)
_SEED: Final = 88172645463325252


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A problem made ready for walks."""

    problem: Problem
    table: Table
    price: NDArray[np.float64]
    by_value: NDArray[np.int64]
    window: int

    @classmethod
    def of(cls, problem: Problem, relaxation: Relaxation) -> "Search":
        """Return the search of a problem whose relaxation is known."""
        table = problem.rows.table(problem.value, _by_size(problem))
        multiplier = relaxation.multiplier
        above = multiplier[multiplier > 0]
        middle = float(np.median(above)) if len(above) else 1.0
        price = _OVER * np.maximum(multiplier, _LEAST * middle) * problem.rate
        by_value = np.argsort(-problem.value, kind="stable").astype(np.int64)
        window = min(max(len(problem) // _BUNDLES_A_LOOK, _WINDOW_LEAST), _WINDOW_MOST)
        return cls(problem, table, price, by_value, window)

    def rounded(self, share: NDArray[np.float64], seed: int) -> NDArray[np.bool_]:
        """Return a guess: each bundle settles with the chance of its share."""
        return chance(seed).random(len(share)) < share

    def first(self, share: NDArray[np.float64]) -> Iterator[NDArray[np.bool_]]:
        """Yield a set near each of some guesses: but one where a walk is long, or is too long."""
        looks = max(_FIRST_LOOKS, _FIRST_LOOKS_A_BUNDLE * len(self.problem))
        looked = longest = 0
        for seed in range(_FIRST_MAX):
            if looked + longest > looks:
                break
            walk = self._walk(seed)
            yield self._walked(self.rounded(share, seed), walk, _FIRST_STEPS)
            longest = max(longest, int(walk.counts[LOOKED]))
            looked += int(walk.counts[LOOKED])

    def settled(self, guess: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
        """Return a set near the guess that keeps every row, and into which nothing more fits."""
        return self._walked(guess, self._walk(seed), _STEPS_MAX)

    def _walked(self, guess: NDArray[np.bool_], walk: Walk, steps: int) -> NDArray[np.bool_]:
        standing = self.problem.rows.standing(guess)
        note_all(standing, walk)
        if not settle_shortness(self.table, standing, walk, _REST, steps):
            drop_short(self.table, standing, walk)
        fill(self.table, standing, self.by_value)
        return standing.settled.astype(np.bool_)

    def improved(self, settled: NDArray[np.bool_], seed: int, looks: int) -> NDArray[np.bool_]:
        """Return a set that is no worse, after so many bundles were looked at."""
        standing = self.problem.rows.standing(settled)
        walk = self._walk(seed)
        improve(self.table, standing, walk, self.by_value, looks, _CHAIN_MAX)
        fill(self.table, standing, self.by_value)
        return standing.settled.astype(np.bool_)

    def _walk(self, seed: int) -> Walk:
        rows, bundles = len(self.problem.rows), len(self.problem)
        counts = np.zeros(COUNTS, dtype=np.int64)
        counts[CHANCE], counts[WINDOW] = _SEED + seed, self.window
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


def _by_size(problem: Problem) -> NDArray[np.int64]:
    """Return the bundles in the order of the most that each moves of a row, the largest first."""
    size = np.zeros(len(problem))
    if len(problem.entry):
        np.maximum.at(size, problem.owner, np.abs(problem.entry))
    return np.argsort(-size, kind="stable").astype(np.int64)
