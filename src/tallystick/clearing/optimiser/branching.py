"""A tighter bound by branch and bound, and a better first guess: the largest bundles whole.

The most valuable bundles settle whole or not at all; the rest may still settle in part, pool by
pool. What a pool takes of a row is put at the least that any of its bundles takes for its value,
so the programme is a relaxation in earnest, payment-versus-payment at many rates included. Its
bound holds as far as the solver's floats do, so it is reported apart from the certificate's.
"""

from dataclasses import dataclass
from math import inf
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.pools import parted
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.solver import (
    ANY,
    BOUNDING,
    OPTIMAL,
    WHOLE,
    Effort,
    branch_and_bound,
    model_of,
    silent_solver,
)

_LARGEST: Final = 1e5
# Limits are a hair wider than they are, for the solver's tolerance: the bound must not be too low.
_SLACK: Final = 1e-6
# The solver looks for nothing that is better by less than one, and is content with a reduced cost
# that is off by the other: where the most valuable bundle cannot settle, what does may be less.
_PRUNED: Final = 2e-6
_PRICED: Final = 1e-7
# A bound that is below what is known to settle, by more than floats can tell, is a wrong one.
_KNOWN: Final = 1 - 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Branched:
    """What branch and bound came to."""

    bound: float
    share: NDArray[np.float64] | None
    """How much of each bundle settles in the best that it found, from 0 to 1; None if nothing."""
    is_done: bool
    """Whether the solver came to the end of its tree."""


def branch(
    problem: Problem,
    relaxation: Relaxation,
    settled: NDArray[np.bool_],
    whole: int,
    effort: Effort,
) -> Branched:
    """Return a bound with the `whole` most valuable bundles whole, starting from a settled set."""
    columns = _columns(problem, relaxation, whole)
    count = int(columns.max(initial=-1)) + 1
    worth = np.bincount(columns, weights=problem.value, minlength=count).astype(np.float64)
    unit = max(float(worth.max(initial=0.0)), 1e-300) / _LARGEST
    model = _model(problem, columns, worth, unit)
    chosen = min(whole, len(problem))
    model.num_col_, model.col_cost_ = count, -worth / unit
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.integrality_ = [WHOLE] * chosen + [ANY] * (count - chosen)
    solver = silent_solver()
    solver.passModel(model)
    # Of bundles that are nearly equal it makes one, and cuts off sets of a third more value.
    solver.setOptionValue("presolve", "off")
    known = np.bincount(columns, weights=problem.value * settled, minlength=count) / worth
    found = branch_and_bound(solver, known, effort)
    share = found[columns] if found is not None else None
    told = _told(solver, count) * unit
    is_wrong = told < _KNOWN * problem.worth(settled)
    is_done = solver.getModelStatus() == OPTIMAL and not is_wrong
    return Branched(min(inf if is_wrong else told, relaxation.bound), share, is_done)


def _told(solver: Any, columns: int) -> float:  # noqa: ANN401 - HiGHS is not typed
    """Return the bound that the solver tells, a hair higher for its tolerances."""
    # A solver that did not get as far as to bound anything tells a bound all the same.
    if solver.getModelStatus() not in BOUNDING:
        return inf
    return _PRUNED + _PRICED * columns - float(solver.getInfo().mip_dual_bound)


def _columns(problem: Problem, relaxation: Relaxation, whole: int) -> NDArray[np.int64]:
    """Return the column of each bundle: its own for the most valuable, its pool's for others."""
    order = np.argsort(-problem.value, kind="stable")
    column = np.empty(len(problem), dtype=np.int64)
    column[order[:whole]] = np.arange(min(whole, len(problem)))
    rest = np.ones(len(problem), dtype=np.bool_)
    rest[order[:whole]] = False
    pool = parted(problem.pool[rest], relaxation.reduced[rest])
    column[rest] = pool + min(whole, len(problem))
    return column


def _model(
    problem: Problem, column: NDArray[np.int64], worth: NDArray[np.float64], unit: float
) -> Any:  # noqa: ANN401 - HiGHS is not typed
    rows = len(problem.rows)
    cells, which = np.unique(column[problem.owner] * rows + problem.rows.row, return_inverse=True)
    least = np.full(len(cells), np.inf)
    np.minimum.at(least, which, problem.entry / problem.value[problem.owner])
    of, row = np.divmod(cells, max(rows, 1))
    return model_of(of, row, least * worth[of] / unit, problem.limit / unit + _SLACK)
