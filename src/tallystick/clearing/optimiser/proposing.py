"""What should settle together, with the certificate: the stages of the optimiser, one by one.

First what systems do today, as a floor; then the relaxation, from which the certificate comes;
then a walk from its rounding. Unless it must be fast, a hunt for a set that is worth the
relaxation's bound follows; then branch and bound over the largest bundles, for a tighter bound
and a better guess; and beside it and after it, until the budget is spent, walks from guesses,
whose outcomes are merged. Each stage can only better the set that is held, and every set that is
held keeps every row in exact integers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.beside import Beside
from tallystick.clearing.optimiser.budget import STUCK, Budget, EndedBy
from tallystick.clearing.optimiser.certificate import Certificate, certify
from tallystick.clearing.optimiser.diving import Dives
from tallystick.clearing.optimiser.guess import Guess
from tallystick.clearing.optimiser.hunting import HUNTING, on_face
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
from tallystick.clearing.optimiser.values import Weights, exact_value
from tallystick.clearing.solution.bounded import Bounded

_RELAXING: Final = 0.4
# Of fewer bundles, the walks from the relaxation itself are further apart, and come to more when
# they are merged than walks from dives, which are better each.
_DIVING_FROM: Final = 30_000
# Where the first walks get stuck, chains from the best set are the first good answer.
_LOOKS_OF_STUCK: Final = 8_000_000


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
    is_stuck = _walk_first(run, search, relaxation, budget)
    if budget.is_spent:
        return None
    hunt = Beside(partial(on_face, run.problem, relaxation, budget))
    found = hunt.outcome(budget.patience(budget.effort(HUNTING).seconds))
    if found is not None:
        run.offer("optimal face", found)
    if budget.is_over or run.is_proved():
        return None
    is_large = len(run.problem) > _DIVING_FROM
    dives = Dives(run.problem, relaxation) if is_large and not is_stuck else None
    rounds = Rounds(run, search, dives, is_stuck=is_stuck)
    return _in_rounds(rounds, Guess(run, relaxation, relaxation.share), budget)


def _walk_first(run: Run, search: Search, relaxation: Relaxation, budget: Budget) -> bool:
    """Offer the first walks, as far as there is time; return whether they come to no end."""
    is_stuck = False
    for walk in search.first(relaxation.share):
        run.offer("walk", walk.settled)
        if budget.is_over:
            return is_stuck
        is_stuck |= walk.is_stuck
    if is_stuck:
        run.offer("chains", search.improved(run.settled, 0, _LOOKS_OF_STUCK))
    return is_stuck


def _in_rounds(rounds: Rounds, guess: Guess, budget: Budget) -> float | None:
    """Better the set from guesses, and the guesses by branch and bound; return the bound."""
    run = rounds.run
    while not (budget.is_spent or run.is_proved()):
        if guess.is_last:
            rounds.go(guess.share, budget)
            continue
        branching = Beside(guess.branching(budget))
        # To branch over few is mostly soon done and ends the run: nothing goes on beside it.
        if not guess.is_of_few:
            rounds.go_beside(branching, guess.share, budget)
        guess.learn(branching.outcome(budget.patience(STUCK * guess.effort.seconds)))
        if guess.is_of_few and not run.is_proved():
            rounds.go(guess.share, budget)
    return guess.bound
