"""HiGHS, the solver of linear and mixed programmes, as the optimiser uses it."""

from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray

# Nothing of it is typed.
_highs: Final[Any] = highspy

OPTIMAL: Final = _highs.HighsModelStatus.kOptimal
UNKNOWN: Final = _highs.HighsModelStatus.kUnknown
_FEASIBLE: Final = int(_highs.SolutionStatus.kSolutionStatusFeasible)
# How branch and bound may end and have a bound.
BOUNDING: Final = (
    OPTIMAL,
    _highs.HighsModelStatus.kTimeLimit,
    _highs.HighsModelStatus.kSolutionLimit,
)
WHOLE: Final = _highs.HighsVarType.kInteger
ANY: Final = _highs.HighsVarType.kContinuous

NODES_MAX: Final = 2**31 - 1
"""The most that the solver takes for a bound of its nodes."""

# Branch and bound ends when what is found is so near to the bound.
_GAP: Final = 1e-6


def silent_solver() -> Any:  # noqa: ANN401 - HiGHS is not typed
    """Return a solver with one thread that prints nothing.

    The class behind the public one is taken, since that prints a banner on standard output
    before it can be told not to.
    """
    solver = _highs._core._Highs()  # noqa: SLF001 - see above
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own interface
    solver.setOptionValue("threads", 1)
    return solver


@dataclass(frozen=True, slots=True)
class Effort:
    """How much the solver may do: seconds, or nodes of its tree, whichever ends first."""

    seconds: float
    nodes: int

    def part(self, share: float) -> "Effort":
        """Return the effort with a share of the seconds."""
        return Effort(self.seconds * share, self.nodes)

    def times(self, count: int) -> "Effort":
        """Return the effort with so many times the nodes."""
        return Effort(self.seconds, min(self.nodes * count, NODES_MAX))


def branch_and_bound(
    solver: Any,  # noqa: ANN401 - HiGHS is not typed
    known: NDArray[np.float64],
    effort: Effort,
) -> NDArray[np.float64] | None:
    """Return the best that the solver finds, beginning with what is known; None if nothing."""
    begin = solver.getSolution()
    begin.col_value = known.tolist()
    begin.value_valid = True
    solver.setSolution(begin)
    solver.setOptionValue("mip_rel_gap", _GAP)
    solver.setOptionValue("time_limit", max(effort.seconds, 0.0))
    solver.setOptionValue("mip_max_nodes", effort.nodes)
    solver.run()
    found = np.array(solver.getSolution().col_value)
    return np.clip(found, 0.0, 1.0) if len(found) else None


def solution_of(solver: Any) -> NDArray[np.float64] | None:  # noqa: ANN401 - HiGHS is not typed
    """Return what the solver found that keeps all rows, the best or not; None if nothing."""
    solution = solver.getSolution()
    status = solver.getInfo().primal_solution_status
    if not solution.value_valid or status != _FEASIBLE:
        return None
    return np.array(solution.col_value)


def model_of(
    column: NDArray[np.int64],
    row: NDArray[np.int64],
    entry: NDArray[np.float64],
    limit: NDArray[np.float64],
) -> Any:  # noqa: ANN401 - HiGHS is not typed
    """Return a model of rows up to their limits, entries by column, yet without columns."""
    model = _highs.HighsLp()
    model.num_row_ = len(limit)
    model.row_lower_ = np.full(len(limit), -_highs.kHighsInf)
    model.row_upper_ = limit
    model.a_matrix_.format_ = _highs.MatrixFormat.kColwise
    columns = int(column[-1]) + 1 if len(column) else 0
    model.a_matrix_.start_ = np.searchsorted(column, np.arange(columns + 1)).astype(np.int32)
    model.a_matrix_.index_ = row.astype(np.int32)
    model.a_matrix_.value_ = entry
    return model
