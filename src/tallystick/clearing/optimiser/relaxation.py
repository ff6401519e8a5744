"""The linear relaxation, in which a bundle may settle in part: multipliers, and a first guess.

It is solved over pools of bundles, not over bundles, so its size is that of the graph of banks,
and a day of a million bundles costs little more than one of ten thousand. All rows are in the
reference currency: an entry of a single payment is then 1 or -1, as in a network.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.pools import parted, pooled
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.solver import OPTIMAL, Effort, model_of, silent_solver

# Parting the pools of payment-versus-payment bundles closes the gap to the bundles' own bound.
SOLVINGS: Final = 4
_GAP: Final = 1e-7
# The solver's tolerances are absolute, and made for numbers about one.
_LARGEST: Final = 1e5


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """What the relaxation tells; all of it in floats, and none of it proves anything by itself."""

    multiplier: NDArray[np.float64]
    """What a unit of the reference currency more would be worth in each row; not negative."""
    share: NDArray[np.float64]
    """How much of each bundle settles in it, from 0 to 1."""
    reduced: NDArray[np.float64]
    """What each bundle is worth beyond what it takes at the multipliers."""
    bound: float
    """The most that any set can be worth, by these multipliers."""


def relax(problem: Problem, effort: Effort, solvings: int = SOLVINGS) -> Relaxation:
    """Return the relaxation of a problem, solved anew so many times with its pools parted.

    Each solving may take the seconds of the effort; what a later one does not come to is left out.
    If the first comes to nothing, it is the relaxation that says nothing: see `untold`.
    """
    pool, found = problem.pool, untold(problem)
    for _ in range(solvings if len(problem) else 0):
        solved = _solve(problem, pool, effort)
        if solved is None:
            break
        multiplier, share, worth = solved
        found = told_by(problem, multiplier, share[pool])
        if found.bound - worth <= _GAP * found.bound:
            break
        pool = parted(pool, found.reduced)
    return found


def untold(problem: Problem) -> Relaxation:
    """Return the relaxation that says nothing: no multipliers, and all may settle."""
    return told_by(problem, np.zeros(len(problem.rows)), np.ones(len(problem)))


def told_by(
    problem: Problem, multiplier: NDArray[np.float64], share: NDArray[np.float64]
) -> Relaxation:
    """Return what multipliers tell of the bundles one by one."""
    priced = multiplier[problem.rows.row] * problem.entry
    taken = np.bincount(problem.owner, weights=priced, minlength=len(problem))
    reduced = problem.value - taken
    bound = float((multiplier * problem.limit).sum() + np.maximum(reduced, 0.0).sum())
    return Relaxation(multiplier, share, reduced, bound)


def _solve(
    problem: Problem, pool: NDArray[np.int64], effort: Effort
) -> tuple[NDArray[np.float64], NDArray[np.float64], float] | None:
    """Return the multipliers, the share of each pool, and their worth; None if unsolved."""
    worth = np.bincount(pool, weights=problem.value)
    column, row, entry = pooled(problem.rows, problem.entry, pool, len(worth))
    unit = float(worth.max()) / _LARGEST
    model = model_of(column, row, entry / worth[column], problem.limit / unit)
    model.num_col_ = len(worth)
    model.col_cost_ = np.full(len(worth), -1.0)
    model.col_lower_, model.col_upper_ = np.zeros(len(worth)), worth / unit
    solver = silent_solver()
    solver.passModel(model)
    # The pools leave it nothing to find, and it takes longer than the solving.
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("time_limit", effort.seconds)
    solver.run()
    if solver.getModelStatus() != OPTIMAL:
        return None
    solution = solver.getSolution()
    multiplier = np.maximum(-np.array(solution.row_dual), 0.0)
    settled = np.array(solution.col_value) * unit
    return multiplier, np.clip(settled / worth, 0.0, 1.0), float(settled.sum())
