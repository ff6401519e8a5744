"""Rounds of search: walks from a guess, and branch and bound over what they do not agree on.

Two turns of a round go on at a time, each with walks of its own, or one beside another stage:
neither a kernel nor the solver holds the interpreter. Where work is counted and not time, what
comes out is the same on one core, only later. What the last two turns found goes into the next, so
the better is merged with what the other one has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.beside import Beside
from tallystick.clearing.optimiser.budget import STUCK, Budget
from tallystick.clearing.optimiser.diving import Dives
from tallystick.clearing.optimiser.merging import merged
from tallystick.clearing.optimiser.run import Run
from tallystick.clearing.optimiser.search import Search, Walked
from tallystick.clearing.optimiser.solver import Effort

_TURNS: Final = 2
_WALKS: Final = 2
_MERGING: Final = 0.12
# A dive takes a third of a merging; with the walks, the last turn is over when the time is.
_DIVING: Final = 0.33
_LAST: Final = 0.7
_LOOKS: Final = 2_000_000
# Chains alone, where walks get stuck: with next to no liquidity they find what walks do not.
_LOOKS_ALONE: Final = 32_000_000

T = TypeVar("T")
Settled = NDArray[np.bool_]


class _Turn(NamedTuple):
    """What one turn of a round came to; all of it keeps every row."""

    walks: list[Walked]
    merged: Settled
    chains: Settled


@dataclass(slots=True)
class Rounds:
    """The rounds of one run."""

    run: Run
    search: Search
    dives: Dives | None
    """Where guesses come from; None if from what is given."""
    is_stuck: bool = False
    """Whether walks come to no end: turns are of chains alone then."""
    seed: int = 0
    others: Sequence[Settled] = ()
    """What the last turns found."""
    merging: float | None = None
    """How many seconds a merging takes; None before the first."""
    late: list[Beside[_Turn]] = field(default_factory=list)
    """Turns that were gone on without."""

    def go(self, share: NDArray[np.float64], budget: Budget) -> None:
        """Go one round, from a guess at what settles unless there are dives."""
        self._take([self._turn(share, budget) for _ in range(_TURNS)], budget)
        budget.use_round()

    def go_beside(self, stage: Beside[T], share: NDArray[np.float64], budget: Budget) -> None:
        """Go one turn after the other, until another stage is done or the time is over.

        Where the time does not matter it is one turn, so that the outcome is the same anywhere.
        """
        while True:
            self._take([self._turn(share, budget)], budget)
            if stage.is_done or budget.is_over or budget.patience(0.0) is None:
                break
        budget.use_round()

    def _turn(self, share: NDArray[np.float64], budget: Budget) -> Beside[_Turn]:
        """Begin another turn, from what is known now.

        Not from what is known when it comes to it: that would depend on which of two is sooner.
        """
        seed, effort = self.seed + 1, self._effort(budget)
        self.seed += _WALKS
        known = (self.run.settled, *self.others)
        if self.is_stuck:
            return Beside(partial(self._chained, known[0], seed))
        return Beside(partial(self._gone, share, known, seed, effort))

    def _take(self, turns: Sequence[Beside[_Turn]], budget: Budget) -> None:
        """Offer what turns come to, those too that were gone on without and are back by now."""
        # Stuck in the solver, or only slow: on one core, or with a million bundles.
        late = [
            each
            for each in turns
            if not self._has_offered(each, budget.patience(STUCK * (self.merging or 0.0)))
        ]
        self.late = [each for each in (*self.late, *late) if not self._has_offered(each, 0.0)]

    def _has_offered(self, turn: Beside[_Turn], seconds: float | None) -> bool:
        """Offer what a turn comes to, and keep it for the next; return whether it was in time."""
        found = turn.outcome(seconds)
        if found is None:
            return False
        for walk in found.walks:
            self.run.offer("walk", walk.settled)
        self.is_stuck |= any(walk.is_stuck for walk in found.walks)
        self.run.offer("merged", found.merged)
        self.run.offer("chains", found.chains)
        self.others = [*self.others, found.chains][-_TURNS:]
        return True

    def _effort(self, budget: Budget) -> Effort:
        """Return what a merging may take: as long in each turn, since short ones find nothing."""
        if self.merging is None:
            self.merging = budget.effort(_MERGING).seconds
        left = budget.effort(_LAST)
        return Effort(min(self.merging, left.seconds), left.nodes)

    def _gone(
        self, share: NDArray[np.float64], known: Sequence[Settled], seed: int, effort: Effort
    ) -> _Turn:
        """Go a turn; of what is known, the set that is held comes first."""
        search, problem = self.search, self.run.problem
        dived = self.dives.share(seed, effort.part(_DIVING)) if self.dives else None
        guess = share if dived is None else dived
        walks = [
            search.walked(search.rounded(guess, each), each) for each in range(seed, seed + _WALKS)
        ]
        near = [walk.settled for walk in walks]
        held, *others = known
        best = max((held, *near), key=problem.worth)
        found = merged(problem, best, (*near, *others), effort, seed)
        if not self.run.keeps_rows(found):
            found = search.settled(found, seed)
        return _Turn(walks, found, search.improved(found, seed, _LOOKS))

    def _chained(self, held: Settled, seed: int) -> _Turn:
        """Go a turn of chains alone."""
        return _Turn([], held, self.search.improved(held, seed, _LOOKS_ALONE))
