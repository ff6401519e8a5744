"""A guess in which the larger bundles settle whole or not at all, found in a moment.

The relaxation is solved over and over, each time with more of the larger bundles decided, the
largest first: those that it settles nearly whole, or nearly not. It is the diving of branch and
bound (Achterberg, Constraint Integer Programming, 2007, chapter 9) without a way back. So that
none is needed, a row may be passed, at a price of some times its multiplier: walks, which begin at
the guess, see to the rest.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import Chance, chance
from tallystick.clearing.optimiser.columns import Columns
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.solver import OPTIMAL, UNKNOWN, Effort, silent_solver

# So many of the most valuable bundles are decided, tier by tier: more take longer and tell less.
_TIERS: Final = (500, 2000, 8000)
# Of the open ones of a tier, so many are decided at a time.
_AT_A_TIME: Final = 0.4
_OPEN: Final = 1e-6
_HALF: Final = 0.5
_LUCK: Final = 0.3
# What passing a row costs: so many times its multiplier, which is taken to be no less than that
# share of those in the middle.
_PRICE: Final = 3.0
_LEAST: Final = 0.3


class Dives:
    """Dives into one problem."""

    def __init__(self, problem: Problem, relaxation: Relaxation) -> None:
        """Make ready the programme that each dive begins with."""
        self._columns = Columns.made(problem, relaxation, _TIERS[-1])
        self._model = self._columns.model(problem)
        multiplier = relaxation.multiplier
        above = multiplier[multiplier > 0]
        middle = float(np.median(above)) if len(above) else 1.0
        self._price = _PRICE * np.maximum(multiplier, _LEAST * middle)

    def share(self, seed: int, effort: Effort) -> NDArray[np.float64] | None:
        """Return how much of each bundle settles, from 0 to 1; None if there is no time to tell.

        If the time ends before, some of the larger still settle in part. Another seed decides
        them in another order.
        """
        last = deque(self._shares(chance(seed), effort), maxlen=1)
        return last[0][self._columns.of] if last else None

    def _shares(self, draws: Chance, effort: Effort) -> Iterator[NDArray[np.float64]]:
        """Yield how much of each column settles, each time with more of them decided."""
        solver = self._solver(effort)
        found = _solved(solver)
        for tier in _TIERS:
            while found is not None:
                found = found[: len(self._columns)]
                yield np.clip(found, 0.0, 1.0)
                decided = _nearest(found[: min(tier, self._columns.whole)], draws)
                if not len(decided):
                    break
                whole = (found[decided] > _HALF).astype(np.float64)
                solver.changeColsBounds(len(decided), decided.astype(np.int32), whole, whole)
                found = _solved(solver)

    def _solver(self, effort: Effort) -> Any:  # noqa: ANN401 - HiGHS is not typed
        """Return a solver of the programme in which rows may be passed at their price."""
        solver = silent_solver()
        solver.passModel(self._model)
        rows = len(self._price)
        place, none = np.arange(rows, dtype=np.int32), np.zeros(rows)
        far, passed = np.full(rows, np.inf), np.full(rows, -1.0)
        solver.addCols(rows, self._price, none, far, rows, place, place, passed)
        # Each programme begins where the one before ended, which no presolved one can.
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("time_limit", effort.seconds)  # of all its runs together
        return solver


def _nearest(share: NDArray[np.float64], draws: Chance) -> NDArray[np.int64]:
    """Return some of the open columns: those that settle nearly whole or nearly not, by chance."""
    part = np.minimum(share, 1 - share)
    open_ = np.flatnonzero(part > _OPEN)
    count = min(1 + int(_AT_A_TIME * len(open_)), len(open_))
    rank = part[open_] * np.exp(_LUCK * draws.standard_normal(len(open_)))
    return open_[np.argsort(rank, kind="stable")[:count]]


def _solved(solver: Any) -> NDArray[np.float64] | None:  # noqa: ANN401 - HiGHS is not typed
    """Return how much of each column settles at best, then what rows are passed by."""
    solver.run()
    if solver.getModelStatus() == UNKNOWN:
        # It lost its way from the programme before: once more, from the beginning.
        solver.clearSolver()
        solver.run()
    if solver.getModelStatus() != OPTIMAL:
        return None
    found: NDArray[np.float64] = np.array(solver.getSolution().col_value)
    return found
