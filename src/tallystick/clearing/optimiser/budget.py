"""How much the optimiser may still do: seconds by a clock, or rounds that are the same anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from tallystick.clearing.optimiser.solver import Effort

_NODES_A_ROUND: Final = 50


class EndedBy(StrEnum):
    """What ended a run."""

    PROOF = "proof"
    WORK = "work"
    TIME_LIMIT = "time limit"
    FAST = "fast"


class Budget(Protocol):
    """How much the optimiser may still do."""

    ended_by: EndedBy

    def is_spent(self) -> bool:
        """Return whether nothing is left."""

    def effort(self, share: float) -> Effort:
        """Return the effort of a stage that may take this share of what is left."""

    def use_round(self) -> None:
        """Take note that a round of the search was done."""


@dataclass(slots=True)
class WithinTime:
    """A budget of seconds by a clock; what comes out depends on the machine."""

    clock: Callable[[], float]
    until: float
    ended_by: EndedBy = EndedBy.TIME_LIMIT

    def is_spent(self) -> bool:
        """Return whether the time is over."""
        return self.clock() >= self.until

    def effort(self, share: float) -> Effort:
        """Return a share of the seconds left, and no bound of nodes."""
        return Effort(max(self.until - self.clock(), 0.0) * share, 2**31 - 1)

    def use_round(self) -> None:
        """Do nothing: time passes by itself."""


@dataclass(slots=True)
class WithinWork:
    """A budget of rounds; what comes out is the same on every machine."""

    rounds: int
    ended_by: EndedBy = EndedBy.WORK

    def is_spent(self) -> bool:
        """Return whether no round is left."""
        return self.rounds <= 0

    def effort(self, share: float) -> Effort:
        """Return nodes by the rounds left, and no bound of seconds."""
        del share  # rounds are not divided
        return Effort(float("inf"), _NODES_A_ROUND)

    def use_round(self) -> None:
        """Take a round away."""
        self.rounds -= 1
