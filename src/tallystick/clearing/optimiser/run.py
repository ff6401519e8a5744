"""One run of the optimiser: the best set so far, and the bounds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.problem import Problem

_PROVED: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Stage:
    """What is told of a run while it goes on: values in the reference currency, as floats."""

    name: str
    value: float
    bound: float


@dataclass(slots=True)
class Run:
    """The set that is held. It keeps every row in exact integers, and is only ever bettered."""

    problem: Problem
    tell: Callable[[Stage], None]
    settled: NDArray[np.bool_]
    value: float = 0.0
    bound: float = float("inf")

    @classmethod
    def of(cls, problem: Problem, tell: Callable[[Stage], None]) -> "Run":
        """Return a run that begins with nothing settled."""
        return cls(problem, tell, np.zeros(len(problem), dtype=np.bool_))

    def offer(self, name: str, settled: NDArray[np.bool_]) -> None:
        """Hold a set if it keeps every row and is better than the one that is held."""
        value = self.problem.worth(settled)
        if value > self.value and self.keeps_rows(settled):
            self.settled, self.value = settled, value
        self.tell(Stage(name, self.value, self.bound))

    def keeps_rows(self, settled: NDArray[np.bool_]) -> bool:
        """Return whether no row is passed if these bundles settle."""
        return bool((self.problem.rows.taken(settled) <= self.problem.rows.limit).all())

    def as_good(self, sets: Iterable[NDArray[np.bool_]]) -> list[NDArray[np.bool_]]:
        """Return those that may be better by so little that floats do not tell.

        They keep every row.
        """
        least = self.value * (1 - _PROVED)
        return [each for each in sets if self.problem.worth(each) >= least]

    def learn(self, name: str, bound: float) -> None:
        """Take note of a bound that branch and bound or the relaxation found."""
        self.bound = min(self.bound, bound)
        self.tell(Stage(name, self.value, self.bound))

    def is_proved(self) -> bool:
        """Whether no set is better by a thousand-millionth, as far as the bound holds."""
        return self.value >= self.bound * (1 - _PROVED)
