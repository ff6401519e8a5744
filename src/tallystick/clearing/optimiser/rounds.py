"""Rounds of search: walks from a guess, and branch and bound over what they do not agree on.

Two turns of a round go on at a time, each with walks of its own: neither a kernel nor the solver
holds the interpreter. What comes out is the same on one core, only later. What both turns found
goes into the next round, so the better is merged with what the other one has.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.budget import Budget
from tallystick.clearing.optimiser.merging import merged
from tallystick.clearing.optimiser.run import Run
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import Effort

_TURNS: Final = 2
_WALKS: Final = 2
_MERGING: Final = 0.12
_LOOKS: Final = 2_000_000

Settled = NDArray[np.bool_]


class _Turn(NamedTuple):
    """What one turn of a round came to; all of it keeps every row."""

    walks: list[Settled]
    merged: Settled
    chains: Settled


@dataclass(slots=True)
class Rounds:
    """The rounds of one run; to be used as a context, which the threads live in."""

    run: Run
    search: Search
    seed: int = 0
    others: Sequence[Settled] = ()
    """What the turns of the round before found."""
    merging: float | None = None
    """How many seconds a merging takes; None before the first."""
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_TURNS))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the threads end."""
        self.pool.shutdown()

    def go(self, share: NDArray[np.float64], budget: Budget) -> None:
        """Go one round, from a guess that says how much of each bundle settles."""
        effort = self._effort(budget)
        seeds = [self.seed + 1 + _WALKS * turn for turn in range(_TURNS)]
        self.seed += _TURNS * _WALKS
        turns = list(self.pool.map(lambda seed: self._turn(share, seed, effort), seeds))
        for turn in turns:
            for walk in turn.walks:
                self.run.offer("walk", walk)
            self.run.offer("merged", turn.merged)
            self.run.offer("chains", turn.chains)
        self.others = [turn.chains for turn in turns]
        budget.use_round()

    def _effort(self, budget: Budget) -> Effort:
        """Return what a merging may take: as long in each round, since short ones find nothing."""
        if self.merging is None:
            self.merging = budget.effort(_MERGING).seconds
        left = budget.effort(1.0)
        return Effort(min(self.merging, left.seconds), left.nodes)

    def _turn(self, share: NDArray[np.float64], seed: int, effort: Effort) -> _Turn:
        search, problem = self.search, self.run.problem
        walks = [
            search.settled(search.rounded(share, each), each)
            for each in range(seed, seed + _WALKS)
        ]
        best = max((self.run.settled, *walks), key=problem.worth)
        found = merged(problem, best, (*walks, *self.others), effort, seed)
        if not self.run.keeps_rows(found):
            found = search.settled(found, seed)
        return _Turn(walks, found, search.improved(found, seed, _LOOKS))
