"""A point in the middle of the face: the largest open bundles whole, the rest in part.

Where rows are to come out exactly, one after another, each must leave the next ones room. A
vertex leaves none: nearly all of its pools settle whole or not at all. So this point is drawn to
the middle: each pool settles, as far as it can, neither more nor less than a margin of itself,
and each row that need not be used up keeps a margin of what its pools could take. Where all
lines of a row are known, one of them is taken whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import Chance
from tallystick.clearing.optimiser.pools import numbered, pooled
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.solver import (
    ANY,
    WHOLE,
    Effort,
    model_of,
    silent_solver,
    solution_of,
)

_MARGIN: Final = 0.3
# What the margin of a pool counts for, and that of a row to be used up.
_POOL: Final = 1.0
_EXACT: Final = 4.0
_LARGEST: Final = 1e5
# What is whole must be so to the last minor unit.
_TOLERANCE: Final = 1e-9


class Centring(NamedTuple):
    """What the point must be."""

    is_exact: NDArray[np.bool_]
    """Which rows must be used up."""
    whole: NDArray[np.bool_]
    """Which bundles settle whole or not at all."""
    lines: Sequence[tuple[NDArray[np.int64], NDArray[np.bool_]]]
    """Bundles, all whole, and lines that say which of them settle: one of the lines is taken."""
    gap: float
    """The share of the best margins that may be missed."""


def centred(
    problem: Problem, asked: Centring, draws: Chance, effort: Effort
) -> NDArray[np.float64] | None:
    """Return what share of each bundle settles; None if none was found that keeps the rows.

    The draws weigh the margins, so that other draws give another point.
    """
    whole = int(asked.whole.sum())
    column = np.empty(len(problem), dtype=np.int64)
    column[asked.whole] = np.arange(whole)
    column[~asked.whole] = whole + numbered(problem.pool[~asked.whole])
    programme = _programme(problem, asked.is_exact, column, whole)
    for bundles, options in asked.lines:
        programme.add_lines(column[bundles], options)
    solver = silent_solver()
    solver.passModel(programme.model(whole, draws))
    solver.setOptionValue("mip_rel_gap", asked.gap)
    solver.setOptionValue("mip_feasibility_tolerance", _TOLERANCE)
    solver.setOptionValue("primal_feasibility_tolerance", _TOLERANCE)
    solver.setOptionValue("time_limit", effort.seconds)
    solver.setOptionValue("mip_max_nodes", effort.nodes)
    solver.run()
    found = solution_of(solver)
    return None if found is None else np.clip(found[column], 0.0, 1.0)


_Cells = tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]], NDArray[np.float64]]


@dataclass(slots=True)
class _Programme:
    """A programme whose columns all are shares: so many bundles and pools, margins, and lines."""

    columns: int
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    cells: list[_Cells] = field(default_factory=list)
    weight: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """What each margin counts for."""
    lines: int = 0

    def add_rows(self, count: int, lower: float, upper: float) -> int:
        """Add rows between two limits; return the number of the first."""
        first = len(self.upper)
        self.lower = np.append(self.lower, np.full(count, lower))
        self.upper = np.append(self.upper, np.full(count, upper))
        return first

    def add_margins(self, cells: "_Cells", groups: int, weight: float) -> None:
        """Let what settles of each group keep away from nothing and from all by its margin.

        The cells are column, group and what the column is of the group.
        """
        column, group, part = cells
        margin = self.columns + len(self.weight) + np.arange(groups)
        above = self.add_rows(groups, -np.inf, 0.0)
        below = self.add_rows(groups, -np.inf, 1.0)
        one, every = np.ones(groups), np.arange(groups)
        self.cells += [(column, above + group, -part), (margin, above + every, one)]
        self.cells += [(column, below + group, part), (margin, below + every, one)]
        self.weight = np.append(self.weight, np.full(groups, weight))

    def add_spares(self, rows: NDArray[np.int64], reach: NDArray[np.float64]) -> None:
        """Let a margin of what the pools of each of these rows could take be left of it."""
        margin = self.columns + len(self.weight) + np.arange(len(rows))
        self.cells.append((margin, rows, reach))
        self.weight = np.append(self.weight, np.ones(len(rows)))

    def add_lines(self, columns: NDArray[np.int64], options: NDArray[np.bool_]) -> None:
        """Let the columns be as one of the options says."""
        line, place = np.nonzero(options)
        first = self.columns + len(self.weight) + self.lines
        every = np.arange(len(options))
        one = self.add_rows(1, 1.0, 1.0)
        same = self.add_rows(len(columns), 0.0, 0.0)
        self.cells.append((first + every, np.full(len(every), one), np.ones(len(every))))
        self.cells.append((first + line, same + place, -np.ones(len(line))))
        self.cells.append((columns, same + np.arange(len(columns)), np.ones(len(columns))))
        self.lines += len(options)

    def model(self, whole: int, draws: Chance) -> Any:  # noqa: ANN401 - HiGHS is not typed
        """Return the model in which the first columns and the lines are whole."""
        column, row, entry = (np.concatenate(each) for each in zip(*self.cells, strict=True))
        order = np.lexsort((row, column))
        model = model_of(column[order], row[order], entry[order], self.upper)
        model.row_lower_ = self.lower
        margins = len(self.weight)
        count = self.columns + margins + self.lines
        between = np.arange(self.columns, self.columns + margins)
        cost, upper = np.zeros(count), np.ones(count)
        cost[between] = -self.weight * (0.5 + draws.random(margins))
        upper[between] = _MARGIN
        model.num_col_, model.col_cost_ = count, cost
        model.col_lower_, model.col_upper_ = np.zeros(count), upper
        rest = [ANY] * (self.columns - whole + margins)
        model.integrality_ = [WHOLE] * whole + rest + [WHOLE] * self.lines
        return model


def _programme(
    problem: Problem,
    is_exact: NDArray[np.bool_],
    column_of: NDArray[np.int64],
    whole: int,
) -> _Programme:
    """Return the programme of whole bundles and pools, with the margins of pools and rows."""
    columns = int(column_of.max(initial=-1)) + 1
    column, row, entry = pooled(problem.rows, problem.entry, column_of, columns)
    unit = float(np.bincount(column_of, weights=problem.value).max()) / _LARGEST
    entry, limit = entry / unit, problem.limit / unit
    result = _Programme(columns, np.where(is_exact, limit, -np.inf), limit)
    result.cells.append((column, row, entry))
    pools = np.arange(whole, columns)
    result.add_margins((pools, pools - whole, np.ones(len(pools))), len(pools), _POOL)
    of_pool = column >= whole
    column, row, size = column[of_pool], row[of_pool], np.abs(entry[of_pool])
    reach = np.zeros(len(limit))
    np.add.at(reach, row, size)
    loose = np.flatnonzero(~is_exact & (reach > 0))
    result.add_spares(loose, reach[loose])
    of_exact = is_exact[row]
    column, row, size = column[of_exact], row[of_exact], size[of_exact]
    exact, group = np.unique(row, return_inverse=True)
    result.add_margins((column, group, size / reach[row]), len(exact), _EXACT)
    return result
