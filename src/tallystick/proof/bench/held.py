"""Solutions held to what they claim, exactly and by the verifier alone."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.values import Weights
from tallystick.clearing.solution.bounded import Bounded
from tallystick.clearing.solution.verifier import objective, passed, proved
from tallystick.terms.errors import InvariantError


class Watch:
    """The CPU seconds of one block."""

    seconds: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the block."""
        begun = time.process_time()
        yield
        self.seconds = time.process_time() - begun


class Held:
    """The check of solutions of one instance; it counts them, and how long the last took."""

    def __init__(self, instance: Instance, weights: Weights) -> None:
        self.count = 0
        self.feasibility = Watch()
        self.certificate = Watch()
        self._instance = instance
        self._weights = weights.of

    def worth(self, settled: NDArray[np.bool_]) -> Fraction:
        """Return what a set is worth, in the reference currency.

        Raises:
            InvariantError: it passes an account or a limit.
        """
        with self.feasibility.running():
            over = passed(self._instance, settled)
        if over:
            raise InvariantError(f"what settles passes {len(over)} accounts and limits: {over[0]}")
        self.count += 1
        return objective(self._instance, self._weights, settled)

    def bound(self, multipliers: Mapping[Bounded, Fraction], claimed: Fraction) -> Fraction:
        """Return the bound that multipliers prove.

        Raises:
            InvariantError: it is not the one that was claimed.
        """
        with self.certificate.running():
            found = proved(self._instance, self._weights, multipliers)
        if found != claimed:
            raise InvariantError(f"the multipliers prove {found}, and {claimed} was claimed")
        return found
