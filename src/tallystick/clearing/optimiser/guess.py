"""A guess at what settles, bettered by branch and bound with more bundles whole each time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.branching import Branched, branch
from tallystick.clearing.optimiser.budget import Budget
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.run import Run
from tallystick.clearing.optimiser.solver import NODES_MAX, Effort

# The most valuable bundles that branch and bound takes whole at first, then, and when it takes
# all. More whole bound better, if the solver gets as far as to cut; fewer come to an end.
_WHOLE: Final = 2000
_WHOLE_THEN: Final = 5000
_WHOLE_ALL: Final = 3000
_BRANCHING: Final = 0.15
_BRANCHING_THEN: Final = 0.3
_BRANCHING_ALL: Final = 0.9
_BETTER: Final = 1e-6


@dataclass(slots=True)
class Guess:
    """How much of each bundle settles, from 0 to 1, and what branch and bound makes of it."""

    run: Run
    relaxation: Relaxation
    share: NDArray[np.float64]
    bound: float | None = None
    whole: int = field(init=False)
    """How many bundles the next branching is to take whole; 0 if there is to be none."""
    effort: Effort = field(default_factory=lambda: Effort(0.0, 0))
    """What the branching that is under way, or was the last, may take."""
    times: int = 1
    """How many times the nodes of a round the next may have."""

    def __post_init__(self) -> None:
        """Begin with as many whole as the number of bundles allows."""
        bundles = len(self.run.problem)
        self.whole = bundles if bundles <= _WHOLE_ALL else _WHOLE

    @property
    def is_last(self) -> bool:
        """Whether no branching may still bring something."""
        return not self.whole

    @property
    def is_of_few(self) -> bool:
        """Whether there are so few bundles that each branching takes all of them whole."""
        return len(self.run.problem) <= _WHOLE_ALL

    def branching(self, budget: Budget) -> Callable[[], Branched]:
        """Return the next branching, to be gone through wherever and then taken note of."""
        self.effort = budget.effort(self._part()).times(self.times)
        run = self.run
        return partial(branch, run.problem, self.relaxation, run.settled, self.whole, self.effort)

    def learn(self, found: Branched | None) -> None:
        """Take note of what the branching came to; None if it was not waited for any longer."""
        if found is None:
            self.whole = 0
            return
        problem = self.run.problem
        self.bound = found.bound if self.bound is None else min(self.bound, found.bound)
        whole = min(self.whole, len(problem))
        self.run.learn(f"branch and bound, {whole} whole", self.bound)
        # The solver that found nothing better tells the set that it began with, and walks from
        # there come to that very set: the guess before leads to others.
        better = self.run.value * (1 + _BETTER)
        if found.share is not None and float((problem.value * found.share).sum()) > better:
            self.share = found.share
        self._go_on(found)

    def _part(self) -> float:
        """Return what share of the time the next branching may take."""
        if self.is_of_few:
            return _BRANCHING_ALL
        return _BRANCHING if self.whole < _WHOLE_THEN else _BRANCHING_THEN

    def _go_on(self, found: Branched) -> None:
        """Say what the next branching is to be."""
        bundles = len(self.run.problem)
        if found.is_done and self.whole >= bundles:
            self.whole = 0
        elif found.is_done or self.whole < min(_WHOLE_THEN, bundles):
            self.whole = max(2 * self.whole, _WHOLE_THEN)
        elif self.effort.nodes < NODES_MAX:
            self.times *= 2
        else:
            self.whole = 0
