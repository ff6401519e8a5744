"""What should settle together, with the certificate: the stages of the optimiser, one by one.

First what systems do today, as a floor; then the relaxation, from which the certificate comes;
then a walk from its rounding. Unless it must be fast, branch and bound over the largest bundles
follows, for a tighter bound and a better guess; and then, until the budget is spent, walks from
that guess whose outcomes are merged. Each stage can only better the set that is held, and every
set that is held keeps every row in exact integers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.branching import branch
from tallystick.clearing.optimiser.budget import Budget, EndedBy
from tallystick.clearing.optimiser.certificate import Certificate, certify
from tallystick.clearing.optimiser.merging import merged
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.queue_rules import bech_soramaki, fifo_with_bypass, queue_of
from tallystick.clearing.optimiser.relaxation import Relaxation, Unsolved, relax, untold
from tallystick.clearing.optimiser.run import Run, Stage
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.values import Weights, exact_value

# The most valuable bundles that branch and bound takes whole at first, and when it takes all.
_WHOLE: Final = 1000
_WHOLE_ALL: Final = 3000
_BRANCHING: Final = 0.4
_BRANCHING_ALL: Final = 0.9
_MERGING: Final = 0.35
_STARTS: Final = 3
_LOOKS: Final = 2_000_000


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
    """Whether the objective comes up to a bound."""


def propose(
    instance: Instance, weights: Weights, budget: Budget, tell: Callable[[Stage], None]
) -> Proposal:
    """Return the best set that the budget allows to find.

    The floor, the relaxation and the first walk are always gone through.
    """
    whole = Problem.of(instance, weights)
    kept = settleable(whole.rows)
    run = Run.of(whole.restricted(kept), tell)
    _floor(run, instance, kept)
    relaxation = _relaxed(run.problem)
    run.learn("relaxation", relaxation.bound)
    certificate = certify(instance, whole.rows, weights, _relaxed(whole).multiplier)
    search = Search.of(run.problem, relaxation)
    run.offer("walk", search.settled(search.rounded(relaxation.share, 0), 0))
    bound = _searched(run, search, relaxation, budget)
    settled = np.zeros(len(kept), dtype=np.bool_)
    settled[kept] = run.settled
    return Proposal(
        settled=settled,
        objective=exact_value(instance, weights.of, settled),
        certificate=certificate,
        search_bound=bound,
        ended_by=EndedBy.PROOF if run.is_proved else budget.ended_by,
        is_optimal=run.is_proved,
    )


def _floor(run: Run, instance: Instance, kept: NDArray[np.bool_]) -> None:
    """Offer what systems do today."""
    place = np.cumsum(kept) - 1
    queue = queue_of(instance)
    queue = place[queue[kept[queue]]].astype(np.int64)
    run.offer(
        "first in, first out", fifo_with_bypass(run.problem.rows, queue).settled.astype(np.bool_)
    )
    run.offer("bech and soramaki", bech_soramaki(run.problem.rows, queue).settled.astype(np.bool_))


def _relaxed(problem: Problem) -> Relaxation:
    """Return the relaxation; without the solver's answer, one that says nothing."""
    try:
        return relax(problem)
    except Unsolved:
        return untold(problem)


def _searched(run: Run, search: Search, relaxation: Relaxation, budget: Budget) -> float | None:
    """Better the set until the budget is spent or nothing can be better; return the bound found."""
    share, bound, seed, whole = relaxation.share, None, 0, _whole_at_first(len(run.problem))
    while not (budget.is_spent() or run.is_proved):
        if whole:
            effort = budget.effort(_BRANCHING if whole < len(run.problem) else _BRANCHING_ALL)
            branched = branch(run.problem, relaxation, run.settled, whole, effort)
            bound = branched.bound if bound is None else min(bound, branched.bound)
            run.learn(f"branch and bound, {min(whole, len(run.problem))} whole", bound)
            share = branched.share if branched.share is not None else share
            whole = 2 * whole if branched.is_done and whole < len(run.problem) else 0
        starts = [
            search.settled(search.rounded(share, seed + each), seed)
            for each in range(1, 1 + _STARTS)
        ]
        seed += _STARTS
        for each in starts:
            run.offer("walk", each)
        if run.is_proved or budget.is_spent():
            break
        found = merged(run.problem, run.settled, starts, budget.effort(_MERGING))
        run.offer("merged", found if run.keeps_rows(found) else search.settled(found, seed))
        run.offer("improved", search.improved(run.settled, seed, _LOOKS))
        budget.use_round()
    return bound


def _whole_at_first(bundles: int) -> int:
    return bundles if bundles <= _WHOLE_ALL else _WHOLE
