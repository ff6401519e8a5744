"""Bundles as columns of a small programme: the largest by themselves, the others by their pools.

What a column of several bundles takes of a row is put at the least that any of them takes for its
value, so the programme is a relaxation in earnest. Payment-versus-payment bundles of one pool were
agreed at many rates, and the least of each row is then a bundle that nobody has: pools are parted
by what their bundles take, as finely as the number of columns allows.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.pools import numbered, parted
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.solver import model_of

# The solver's tolerances are absolute, and made for numbers about one.
_LARGEST: Final = 1e5
# Limits are a hair wider than they are, for the solver's tolerance: the bound must not be too low.
_SLACK: Final = 1e-6
# What two bundles of one column take for their value may differ so much, as a share: the least
# that leaves the solver no more columns than it copes with.
_SPREADS: Final = (1e-4, 1e-3, 1e-2)
_COLUMNS_MAX: Final = 40_000
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The columns of a programme, the whole ones first."""

    of: NDArray[np.int64]
    """The column of each bundle."""
    whole: int
    """So many of them are of one bundle each, which settles whole or not at all."""
    worth: NDArray[np.float64]
    """What the bundles of each are worth."""

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self.worth)

    @classmethod
    def made(cls, problem: Problem, relaxation: Relaxation, whole: int) -> "Columns":
        """Return columns in which so many bundles stand by themselves, the most valuable."""
        order = np.argsort(-problem.value, kind="stable")
        whole = min(whole, len(problem))
        column = np.empty(len(problem), dtype=np.int64)
        column[order[:whole]] = np.arange(whole)
        rest = np.ones(len(problem), dtype=np.bool_)
        rest[order[:whole]] = False
        column[rest] = whole + parted(_alike(problem)[rest], relaxation.reduced[rest])
        worth = np.bincount(column, weights=problem.value)
        return cls(column, whole, worth.astype(np.float64))

    @property
    def unit(self) -> float:
        """What one is worth in the programme."""
        return max(float(self.worth.max(initial=0.0)), 1e-300) / _LARGEST

    def model(self, problem: Problem) -> Any:  # noqa: ANN401 - HiGHS is not typed
        """Return the programme, in which every column may settle in part."""
        rows = len(problem.rows)
        cells, which = np.unique(
            self.of[problem.owner] * rows + problem.rows.row, return_inverse=True
        )
        least = np.full(len(cells), np.inf)
        np.minimum.at(least, which, problem.entry / problem.value[problem.owner])
        column, row = np.divmod(cells, max(rows, 1))
        model = model_of(
            column, row, least * self.worth[column] / self.unit, problem.limit / self.unit + _SLACK
        )
        model.num_col_, model.col_cost_ = len(self), -self.worth / self.unit
        model.col_lower_, model.col_upper_ = np.zeros(len(self)), np.ones(len(self))
        return model

    def shares(self, problem: Problem, settled: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return how much of each column settles if these bundles do."""
        value = problem.value * settled
        return np.bincount(self.of, weights=value, minlength=len(self)) / self.worth


def _alike(problem: Problem) -> NDArray[np.int64]:
    """Return the pools, parted as finely as may be by what bundles take for their value."""
    for spread in _SPREADS:
        pools = _within(problem, spread)
        if int(pools.max(initial=0)) < _COLUMNS_MAX:
            return pools
    return problem.pool


def _within(problem: Problem, spread: float) -> NDArray[np.int64]:
    """Return the pools, parted where bundles take shares that differ by more than the spread.

    Bundles are told apart by a sum of what they take, mixed up so that it is one's own but by
    chance: two that are taken for one all the same make the programme a little looser.
    """
    if not len(problem):
        return problem.pool
    taken = np.abs(problem.entry) / problem.value[problem.owner]
    step = np.rint(np.log(np.maximum(taken, 1e-300)) / spread).astype(np.int64)
    # What one takes another may bring: two legs of a bundle may be of one currency.
    step = (2 * step + (problem.entry < 0)).view(np.uint64)
    place = np.arange(len(taken)) - problem.rows.first[problem.owner]
    mixed = np.add.reduceat(step * _MIX ** (place + 1).astype(np.uint64), problem.rows.first[:-1])
    seen = np.unique(mixed, return_inverse=True)[1]
    return numbered(problem.pool * (int(seen.max()) + 1) + seen)
