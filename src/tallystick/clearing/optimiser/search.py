"""From a guess at what settles to a set that does: rounded, walked, and filled up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import chance
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.table import Standing, Table, Walk
from tallystick.clearing.optimiser.walking import (
    CHANCE,
    COUNTS,
    LOOKED,
    STEP,
    WINDOW,
    drop_short,
    fill,
    improve,
    note_all,
    settle_shortness,
)

# What being short costs at first: a little more than the multiplier, and never much less than
# multipliers are in the middle, where a row has none.
_OVER: Final = 1.05
_LEAST: Final = 0.3
# A bundle just flipped rests for so many steps.
_REST: Final = 5
_CHAIN_MAX: Final = 60
_STEPS_MAX: Final = 200_000
# A walk that so many do not bring to an end is one of those that none would: on a day of a few
# thousand bundles or of a million it takes half of them at most, or there is next to no liquidity.
_STUCK: Final = 100_000
# After so many it is asked whether the time is over.
_STEPS_A_LOOK: Final = 500
_CHAINS_A_LOOK: Final = 8
# Of a long row so much is looked at; and prices rise so fast: a walk ends sooner if faster, in a
# set that is not as good.
_WINDOW: Final = 1024
_WINDOW_OF_CHAINS: Final = 256
_RISE: Final = 1.1
# The first walks take some hundredths of a second together, of up to so many bundles: several
# short ones are worth more then than one that is not. Of more bundles they look at more.
_FEW: Final = 20_000
_FIRST_LOOKS_OF_MANY: Final = 4_000_000
_FIRST_MAX: Final = 8
_FIRST_LOOKS: Final = 500_000
_FIRST_STEPS: Final = 12_000
_FIRST_WINDOW: Final = 128
_FIRST_RISE: Final = 1.5
_LONG_AGO: Final = -(10**9)
_SEED: Final = 88172645463325252


class Walked(NamedTuple):
    """What a walk came to."""

    settled: NDArray[np.bool_]
    """A set that keeps every row, and into which nothing more fits."""
    is_stuck: bool
    """Whether it went on and on, so that what was short had to be taken back bundle by bundle."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A problem made ready for walks."""

    problem: Problem
    table: Table
    price: NDArray[np.float64]
    by_value: NDArray[np.int64]
    is_over: Callable[[], bool]
    """Whether a walk must end where it is."""

    @classmethod
    def of(
        cls, problem: Problem, relaxation: Relaxation, is_over: Callable[[], bool] = _never
    ) -> "Search":
        """Return the search of a problem whose relaxation is known."""
        table = problem.rows.table(problem.value, _by_size(problem))
        multiplier = relaxation.multiplier
        above = multiplier[multiplier > 0]
        middle = float(np.median(above)) if len(above) else 1.0
        price = _OVER * np.maximum(multiplier, _LEAST * middle) * problem.rate
        by_value = np.argsort(-problem.value, kind="stable").astype(np.int64)
        return cls(problem, table, price, by_value, is_over)

    def rounded(self, share: NDArray[np.float64], seed: int) -> NDArray[np.bool_]:
        """Return a guess: each bundle settles with the chance of its share."""
        return chance(seed).random(len(share)) < share

    def first(self, share: NDArray[np.float64]) -> Iterator[Walked]:
        """Yield a set near each of some guesses, as many as take next to no time."""
        looks, window, steps = _FIRST_LOOKS, _FIRST_WINDOW, _FIRST_STEPS
        if len(self.problem) > _FEW:
            # To take back what is short bundle by bundle would be longer than any walk.
            looks, window, steps = _FIRST_LOOKS_OF_MANY, _WINDOW, _STUCK
        looked = longest = 0
        for seed in range(_FIRST_MAX):
            if looked + longest > looks:
                break
            walk = self._walk(seed, window, _FIRST_RISE)
            yield self._walked(self.rounded(share, seed), walk, steps)
            longest = max(longest, int(walk.counts[LOOKED]))
            looked += int(walk.counts[LOOKED])

    def settled(self, guess: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
        """Return a set near the guess that keeps every row, and into which nothing more fits."""
        return self.walked(guess, seed).settled

    def walked(self, guess: NDArray[np.bool_], seed: int) -> Walked:
        """Return such a set, and how the walk went."""
        return self._walked(guess, self._walk(seed, _WINDOW, _RISE), _STEPS_MAX)

    def _walked(self, guess: NDArray[np.bool_], walk: Walk, steps: int) -> Walked:
        standing = self.problem.rows.standing(guess)
        note_all(standing, walk)
        has_settled = self._has_settled(standing, walk, steps)
        if not has_settled:
            drop_short(self.table, standing, walk)
        fill(self.table, standing, self.by_value)
        is_stuck = not has_settled and int(walk.counts[STEP]) >= _STUCK
        return Walked(standing.settled.astype(np.bool_), is_stuck)

    def _has_settled(self, standing: Standing, walk: Walk, steps: int) -> bool:
        """Walk until no row is short; return whether that was so before steps or time ended.

        A step costs the entries of all bundles that it looks at: of long bundles, milliseconds.
        """
        for done in range(0, steps, _STEPS_A_LOOK):
            more = min(_STEPS_A_LOOK, steps - done)
            if settle_shortness(self.table, standing, walk, _REST, more):
                return True
            if self.is_over():
                break
        return False

    def improved(self, settled: NDArray[np.bool_], seed: int, looks: int) -> NDArray[np.bool_]:
        """Return a set that is no worse, after so many bundles were looked at."""
        standing = self.problem.rows.standing(settled)
        walk = self._walk(seed, _WINDOW_OF_CHAINS, _RISE)
        for _ in range(_CHAINS_A_LOOK):
            part = looks // _CHAINS_A_LOOK
            improve(self.table, standing, walk, self.by_value, part, _CHAIN_MAX)
            if self.is_over():
                break
        fill(self.table, standing, self.by_value)
        return standing.settled.astype(np.bool_)

    def _walk(self, seed: int, window: int, rise: float) -> Walk:
        rows, bundles = len(self.problem.rows), len(self.problem)
        counts = np.zeros(COUNTS, dtype=np.int64)
        counts[CHANCE], counts[WINDOW] = _SEED + seed, window
        return Walk(
            price=self.price.copy(),
            base=self.price,
            short=np.zeros(rows, dtype=np.int64),
            place=np.full(rows, -1, dtype=np.int64),
            raised=np.zeros(rows, dtype=np.int64),
            touched=np.zeros(rows, dtype=np.int64),
            marked=np.zeros(rows, dtype=np.uint8),
            flipped=np.zeros(_STEPS_MAX + bundles, dtype=np.int64),
            last=np.full(bundles, _LONG_AGO, dtype=np.int64),
            counts=counts,
            rise=rise,
            gain=np.zeros(1),
        )


def _by_size(problem: Problem) -> NDArray[np.int64]:
    """Return the bundles in the order of the most that each moves of a row, the largest first."""
    if not len(problem):
        return np.zeros(0, dtype=np.int64)
    size = np.maximum.reduceat(np.abs(problem.entry), problem.rows.first[:-1])
    return np.argsort(-size, kind="stable").astype(np.int64)
