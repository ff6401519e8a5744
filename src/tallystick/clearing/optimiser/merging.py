"""What several good sets agree on is kept; the rest is settled anew by branch and bound."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import chance
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.solver import (
    WHOLE,
    Effort,
    branch_and_bound,
    model_of,
    silent_solver,
)

_LARGEST: Final = 1e5
_HALF: Final = 0.5
_OPEN_MAX: Final = 2000
_LUCK: Final = 0.3


def merged(
    problem: Problem,
    best: NDArray[np.bool_],
    others: Sequence[NDArray[np.bool_]],
    effort: Effort,
    seed: int,
) -> NDArray[np.bool_]:
    """Return a set at least as good as the best, unless the solver's floats led it astray.

    So whether it keeps every row is for the caller to see, in integers. Another seed opens others
    of the bundles, if there are too many to open all.
    """
    open_ = np.zeros(len(best), dtype=np.bool_)
    for each in others:
        open_ |= each != best
    if not open_.any():
        return best
    open_ = _some(problem, open_, seed)
    part = problem.beside(best, open_)
    unit = float(part.value.max()) / _LARGEST
    model = model_of(
        part.owner, part.rows.row.astype(np.int64), part.entry / unit, part.limit / unit
    )
    model.num_col_, model.col_cost_ = len(part), -part.value / unit
    model.col_lower_, model.col_upper_ = np.zeros(len(part)), np.ones(len(part))
    model.integrality_ = [WHOLE] * len(part)
    solver = silent_solver()
    solver.passModel(model)
    found = branch_and_bound(solver, best[open_].astype(np.float64), effort)
    result = best.copy()
    if found is not None:
        result[open_] = found > _HALF
    return result


def _some(problem: Problem, open_: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """Return as many of some bundles as the solver gets anywhere with: mostly valuable ones."""
    bundles = np.flatnonzero(open_)
    luck = np.exp(_LUCK * chance(seed).standard_normal(len(bundles)))
    order = np.argsort(-problem.value[bundles] * luck, kind="stable")
    some = np.zeros(len(open_), dtype=np.bool_)
    some[bundles[order[:_OPEN_MAX]]] = True
    return some
