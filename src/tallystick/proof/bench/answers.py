"""One instance answered in every way: at once, within a time, and as systems do today.

Each set is held to the rules by the verifier, and its worth is what the verifier counts. Every
share is of one bound, the least that a certificate of this instance proved.
"""

import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import inf
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.budget import Budget, FirstOnly, WithinTime, WithinWork
from tallystick.clearing.optimiser.proposing import Proposal, propose
from tallystick.clearing.optimiser.queue_rules import (
    bech_soramaki,
    fifo_with_bypass,
    queue_of,
)
from tallystick.clearing.optimiser.rows import Rows, rows_of
from tallystick.clearing.optimiser.table import Standing, Table
from tallystick.clearing.optimiser.values import Weights, urgent_first
from tallystick.proof.bench.held import Held, Watch
from tallystick.terms.errors import InvariantError

URGENT_WEIGHT: Final = 100
_RULES: Final[Mapping[str, Callable[[Rows, Table, NDArray[np.int64]], Standing]]] = (
    MappingProxyType({"fifo": fifo_with_bypass, "bech_soramaki": bech_soramaki})
)
# A bound of branch and bound rests on floats; this is far less than it leaves open.
_FLOATS: Final = 1e-6


class Answered(NamedTuple):
    """A set, how many CPU seconds it took after loading, and what is proved besides, if it is."""

    settled: NDArray[np.bool_]
    seconds: float
    proposal: Proposal | None = None


def at_once(instance: Instance, weights: Weights) -> Answered:
    """Return the first good answer, that of `--fast`."""
    return _proposed(instance, weights, FirstOnly(WithinWork(0)))


def within(instance: Instance, weights: Weights, seconds: float) -> Answered:
    """Return the best answer within so many seconds of CPU time."""
    return _proposed(instance, weights, WithinTime(time.process_time, seconds))


def _proposed(instance: Instance, weights: Weights, budget: Budget) -> Answered:
    watch = Watch()
    with watch.running():
        budget.begin()
        proposal = propose(instance, weights, budget, lambda _: None)
    return Answered(proposal.settled, watch.seconds, proposal)


def by_rules(instance: Instance) -> dict[str, Answered]:
    """Return what FIFO with bypass, and Bech and Soramaki, settle of the whole queue."""
    found = {}
    for name, rule in _RULES.items():
        watch = Watch()
        with watch.running():
            rows, queue = rows_of(instance), queue_of(instance)
            settled = rule(rows, rows.table(np.zeros(len(queue)), queue), queue).settled.astype(
                np.bool_
            )
        found[name] = Answered(settled, watch.seconds)
    return found


def figures(instance: Instance, seconds: float) -> dict[str, float]:
    """Return the figures of all answers; see `UNITS`.

    Raises:
        InvariantError: a solution does not verify.
    """
    weights = urgent_first(instance, URGENT_WEIGHT)
    held = Held(instance, weights)
    fast, timed = at_once(instance, weights), within(instance, weights, seconds)
    answered = {"fast": fast, "timed": timed, **by_rules(instance)}
    worth = {name: held.worth(each.settled) for name, each in answered.items()}
    bound = min(_proved(held, each, worth[name]) for name, each in answered.items())
    told: dict[str, float] = {}
    for name, each in answered.items():
        told[name] = each.seconds
        told[f"{name}_share"] = _percent(float(worth[name]), bound)
    searched = _searched(timed, bound, float(worth["timed"]))
    return {
        "payments_per_second": len(instance.bundles) / fast.seconds,
        **told,
        "timed_search_share": _percent(float(worth["timed"]), searched),
        "feasibility_check": held.feasibility.seconds,
        "certificate_check": held.certificate.seconds,
        "verified": float(held.count),
    }


def _proved(held: Held, answered: Answered, worth: Fraction) -> float:
    """Return the bound that an answer proves; infinite if it proves none."""
    proposal = answered.proposal
    if proposal is None:
        return inf
    multipliers = {bound: each for bound, each in proposal.multipliers() if each}
    bound = held.bound(multipliers, proposal.certificate.bound)
    if worth != proposal.objective or worth > bound:
        raise InvariantError(f"{proposal.objective} of {bound} was claimed, and {worth} settles")
    return float(bound)


def _searched(answered: Answered, bound: float, worth: float) -> float:
    """Return the tightest bound that is known, and never one below what settles."""
    searched = answered.proposal.search_bound if answered.proposal else None
    found = bound if searched is None else min(bound, searched)
    if worth > found * (1 + _FLOATS):
        raise InvariantError(f"{worth} settles, and the search told that {found} is the most")
    return found


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 100.0


UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "payments_per_second": "1/s",
        **dict.fromkeys(("fast", "timed", *_RULES), "s"),
        **{f"{name}_share": "%" for name in ("fast", "timed", *_RULES)},
        "timed_search_share": "%",
        "feasibility_check": "s",
        "certificate_check": "s",
        "verified": "1",
    }
)
