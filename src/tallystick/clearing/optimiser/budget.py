"""How much the optimiser may still do: seconds, or rounds that are the same anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Final, Protocol

from tallystick.clearing.optimiser.relaxation import SOLVINGS
from tallystick.clearing.optimiser.solver import NODES_MAX, Effort

_NODES_A_ROUND: Final = 50
# A stage that was to end with the run, or by then, may take so many seconds more; all that are
# waited for after the end, one after the other, may take no more together.
_GRACE: Final = 1.0

STUCK: Final = 3.0
"""A stage that takes so many times what it was to take has got stuck, and is not only late."""


class EndedBy(StrEnum):
    """What ended a run."""

    PROOF = "proof"
    WORK = "work"
    TIME_LIMIT = "time-limit"
    FAST = "fast"


class Budget(Protocol):
    """How much the optimiser may still do."""

    @property
    def ended_by(self) -> EndedBy:
        """What ends the run when this is spent."""

    @property
    def solvings(self) -> int:
        """How many times the relaxation may be solved: each time its bound is a little lower."""

    def begin(self) -> None:
        """Begin: the instance is loaded."""

    @property
    def is_over(self) -> bool:
        """Whether the run must end with what there is."""

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left to search with."""

    def patience(self, seconds: float) -> float | None:
        """Return how long to wait for a stage that is to be back after so many seconds.

        None is as long as it takes: what comes out may not depend on the time.
        """

    def effort(self, share: float) -> Effort:
        """Return the effort of a stage that may take this share of what is left."""

    def use_round(self) -> None:
        """Take note that a round of the search was done."""


@dataclass(slots=True)
class WithinTime:
    """A budget of seconds by a clock; what comes out depends on the machine."""

    clock: Callable[[], float]
    seconds: float
    until: float = 0.0
    ended_by: EndedBy = EndedBy.TIME_LIMIT
    solvings: int = SOLVINGS

    def begin(self) -> None:
        """Let the time run from now."""
        self.until = self.clock() + self.seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return self.clock() >= self.until

    @property
    def is_spent(self) -> bool:
        """Whether the time is over."""
        return self.is_over

    def patience(self, seconds: float) -> float | None:
        """Return how long to wait: a little longer, and little beyond the end."""
        left = max(self.until + _GRACE - self.clock(), 0.0)
        return min(left, seconds + _GRACE)

    def effort(self, share: float) -> Effort:
        """Return a share of the seconds left, and no bound of nodes."""
        return Effort(max(self.until - self.clock(), 0.0) * share, NODES_MAX)

    def use_round(self) -> None:
        """Do nothing: time passes by itself."""


@dataclass(slots=True)
class WithinWork:
    """A budget of rounds; what comes out is the same on every machine of one kind."""

    rounds: int
    ended_by: EndedBy = EndedBy.WORK
    solvings: int = SOLVINGS

    def begin(self) -> None:
        """Do nothing: only rounds count."""

    @property
    def is_over(self) -> bool:
        """Whether the run must end: never before the search."""
        return False

    @property
    def is_spent(self) -> bool:
        """Whether no round is left."""
        return self.rounds <= 0

    def patience(self, seconds: float) -> float | None:
        """Return None: as long as it takes."""
        del seconds
        return None

    def effort(self, share: float) -> Effort:
        """Return the nodes of one round, and no bound of seconds."""
        del share  # a round is not divided
        return Effort(inf, _NODES_A_ROUND)

    def use_round(self) -> None:
        """Take a round away."""
        self.rounds -= 1


@dataclass(slots=True)
class FirstOnly:
    """A budget for the first good answer alone, which another bounds besides."""

    within: Budget
    ended_by: EndedBy = EndedBy.FAST
    solvings: int = 1

    def begin(self) -> None:
        """Begin with the other."""
        self.within.begin()

    @property
    def is_over(self) -> bool:
        """Whether the other's time is over."""
        return self.within.is_over

    @property
    def is_spent(self) -> bool:
        """Whether there is a search: there is none."""
        return True

    def patience(self, seconds: float) -> float | None:
        """Return the other's."""
        return self.within.patience(seconds)

    def effort(self, share: float) -> Effort:
        """Return the other's."""
        return self.within.effort(share)

    def use_round(self) -> None:
        """Do nothing: there are no rounds."""
