"""What should settle together, with the certificate: the stages of the optimiser, one by one.

First what systems do today, as a floor; then the relaxation, from which the certificate comes;
then a walk from its rounding. Unless it must be fast, a hunt for a set that is worth the
relaxation's bound follows; then branch and bound over the largest bundles, for a tighter bound
and a better guess; and then, until the budget is spent, walks from that guess whose outcomes are
merged. Each stage can only better the set that is held, and every set that is held keeps every
row in exact integers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.branching import branch
from tallystick.clearing.optimiser.budget import Budget, EndedBy
from tallystick.clearing.optimiser.certificate import Certificate, certify
from tallystick.clearing.optimiser.hunting import on_face
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.queue_rules import (
    bech_soramaki,
    fifo_with_bypass,
    queue_of,
)
from tallystick.clearing.optimiser.relaxation import Relaxation, relax
from tallystick.clearing.optimiser.rounds import Rounds
from tallystick.clearing.optimiser.rows import bounded
from tallystick.clearing.optimiser.run import Run, Stage
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import NODES_MAX
from tallystick.clearing.optimiser.values import Weights, exact_value
from tallystick.clearing.solution.bounded import Bounded

# The most valuable bundles that branch and bound takes whole at first, and when it takes all.
_WHOLE: Final = 500
_WHOLE_ALL: Final = 3000
_BRANCHING: Final = 0.3
_BRANCHING_ALL: Final = 0.9
_RELAXING: Final = 0.4
_BETTER: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """What should settle, and what is known of the most that could."""

    settled: NDArray[np.bool_]
    objective: Fraction
    """The weighted value of what settles, exactly, in the reference currency."""
    certificate: Certificate
    search_bound: float | None
    """The bound of branch and bound, as far as its floats hold; None if there was none."""
    ended_by: EndedBy
    is_optimal: bool
    """Whether the objective comes up to a bound, that of branch and bound or the relaxation's."""
    bounds: tuple[Bounded, ...]
    """What each multiplier of the certificate is for."""

    def multipliers(self) -> Iterator[tuple[Bounded, Fraction]]:
        """Yield each multiplier of the certificate and what it is for."""
        return zip(self.bounds, self.certificate.multipliers, strict=True)


def propose(
    instance: Instance, weights: Weights, budget: Budget, tell: Callable[[Stage], None]
) -> Proposal:
    """Return the best set that the budget allows to find.

    The floor is always gone through; whatever the budget, there is a certificate.
    """
    whole = Problem.of(instance, weights)
    kept = settleable(whole.rows)
    run = Run.of(whole.restricted(kept), tell)
    floor = _floor(run, whole, queue_of(instance), kept)
    relaxation = relax(run.problem, budget.effort(_RELAXING), budget.solvings)
    run.learn("relaxation", relaxation.bound)
    proving = relax(whole, budget.effort(_RELAXING), budget.solvings)
    certificate = certify(instance, whole, weights, proving.multiplier)
    found = None if budget.is_over else _searched(run, relaxation, budget)
    settled, worth = _best(instance, weights, kept, (run.settled, *run.as_good(floor)))
    return Proposal(
        settled=settled,
        objective=worth,
        certificate=certificate,
        search_bound=found,
        ended_by=EndedBy.PROOF if run.is_proved() else budget.ended_by,
        is_optimal=run.is_proved(),
        bounds=tuple(bounded(whole.rows)),
    )


def _best(
    instance: Instance,
    weights: Weights,
    kept: NDArray[np.bool_],
    sets: Iterable[NDArray[np.bool_]],
) -> tuple[NDArray[np.bool_], Fraction]:
    """Return the best of some sets of the bundles that may settle, by their exact values."""
    found = []
    for each in sets:
        settled = np.zeros(len(kept), dtype=np.bool_)
        settled[kept] = each
        found.append((settled, exact_value(instance, weights.of, settled)))
    return max(found, key=itemgetter(1))


def _floor(
    run: Run, whole: Problem, queue: NDArray[np.int64], kept: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Offer and return what systems do today.

    Of the whole queue: who may never settle changes which of the others Bech and Soramaki's
    algorithm leaves out.
    """
    table = whole.rows.table(whole.value, queue)
    first = fifo_with_bypass(whole.rows, table, queue).settled.astype(np.bool_)[kept]
    run.offer("first in, first out, with bypass", first)
    gridlock = bech_soramaki(whole.rows, table, queue).settled.astype(np.bool_)[kept]
    run.offer("Bech and Soramaki", gridlock)
    return first, gridlock


def _searched(run: Run, relaxation: Relaxation, budget: Budget) -> float | None:
    """Better the set until the budget is spent or nothing is better; return the bound."""
    search = Search.of(run.problem, relaxation, lambda: budget.is_over)
    for each in search.first(relaxation.share):
        run.offer("walk", each)
        if budget.is_over:
            return None
    found = None if budget.is_spent else on_face(run.problem, relaxation, budget)
    if found is not None:
        run.offer("optimal face", found)
    guess = _Guess(run, relaxation, relaxation.share, _whole_at_first(len(run.problem)))
    with Rounds(run, search) as rounds:
        while not (budget.is_spent or run.is_proved()):
            guess.better(budget)
            if run.is_proved() or budget.is_over:
                break
            rounds.go(guess.share, budget)
    return guess.bound


@dataclass(slots=True)
class _Guess:
    """What branch and bound makes of the relaxation, with more bundles whole each time."""

    run: Run
    relaxation: Relaxation
    share: NDArray[np.float64]
    whole: int
    """How many bundles the next is to take whole; 0 if there is to be none."""
    bound: float | None = None
    times: int = 1
    """How many times the nodes of a round the next may have."""

    def better(self, budget: Budget) -> None:
        """Branch once more, if it may still bring something."""
        if not self.whole:
            return
        problem = self.run.problem
        is_all = self.whole >= len(problem)
        effort = budget.effort(_BRANCHING_ALL if is_all else _BRANCHING).times(self.times)
        branched = branch(problem, self.relaxation, self.run.settled, self.whole, effort)
        self.bound = branched.bound if self.bound is None else min(self.bound, branched.bound)
        self.run.learn(f"branch and bound, {min(self.whole, len(problem))} whole", self.bound)
        # The solver that found nothing better tells the set that it began with, and walks from
        # there come to that very set: the guess before leads to others.
        found = branched.share
        better = self.run.value * (1 + _BETTER)
        if found is not None and float((problem.value * found).sum()) > better:
            self.share = found
        if branched.is_done:
            self.whole = 0 if is_all else 2 * self.whole
        elif effort.nodes < NODES_MAX:
            self.times *= 2
        else:
            self.whole = 0


def _whole_at_first(bundles: int) -> int:
    return bundles if bundles <= _WHOLE_ALL else _WHOLE
