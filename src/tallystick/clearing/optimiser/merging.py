"""What several good sets agree on is kept; the rest is settled anew by branch and bound."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

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


def merged(
    problem: Problem,
    best: NDArray[np.bool_],
    others: Sequence[NDArray[np.bool_]],
    effort: Effort,
) -> NDArray[np.bool_]:
    """Return a set at least as good as the best, unless the solver's floats led it astray.

    So whether it keeps every row is for the caller to see, in integers.
    """
    open_ = np.zeros(len(best), dtype=np.bool_)
    for each in others:
        open_ |= each != best
    if not open_.any():
        return best
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
