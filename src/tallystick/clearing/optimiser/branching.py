"""A tighter bound by branch and bound, and a better first guess: the largest bundles whole.

The most valuable bundles settle whole or not at all; the rest may still settle in part, column by
column (see `columns`). So the programme is a relaxation in earnest. Its bound holds as far as the
solver's floats do, so it is reported apart from the certificate's.
"""

from dataclasses import dataclass
from math import inf
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.columns import Columns
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.solver import (
    ANY,
    BOUNDING,
    OPTIMAL,
    WHOLE,
    Effort,
    branch_and_bound,
    silent_solver,
)

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
    columns = Columns.made(problem, relaxation, whole)
    model = columns.model(problem)
    model.integrality_ = [WHOLE] * columns.whole + [ANY] * (len(columns) - columns.whole)
    solver = silent_solver()
    solver.passModel(model)
    # Of bundles that are nearly equal it makes one, and cuts off sets of a third more value.
    solver.setOptionValue("presolve", "off")
    found = branch_and_bound(solver, columns.shares(problem, settled), effort)
    share = found[columns.of] if found is not None else None
    told = _told(solver, len(columns)) * columns.unit
    is_wrong = told < _KNOWN * problem.worth(settled)
    is_done = solver.getModelStatus() == OPTIMAL and not is_wrong
    return Branched(min(inf if is_wrong else told, relaxation.bound), share, is_done)


def _told(solver: Any, columns: int) -> float:  # noqa: ANN401 - HiGHS is not typed
    """Return the bound that the solver tells, a hair higher for its tolerances."""
    # A solver that did not get as far as to bound anything tells a bound all the same.
    if solver.getModelStatus() not in BOUNDING:
        return inf
    return _PRUNED + _PRICED * columns - float(solver.getInfo().mip_dual_bound)
