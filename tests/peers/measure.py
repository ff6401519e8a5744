"""Who settles how much of the same instances, and whether they keep to what accounts have."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from statistics import fmean
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.verifier import objective, passed
from tallystick.clearing.study.families import generate
from tallystick.proof.bench.answers import URGENT_WEIGHT, Answered, at_once, by_rules, within

SECONDS: Final = 30.0
SEEDS: Final = (2001, 2002)
LIQUIDITY: Final = (0.01, 0.05)
PLAIN: Final = (1_000, 10_000)
CORE: Final = (1_000, 10_000, 100_000)
AT_ONCE: Final = "tallystick --fast"
SEARCHED: Final = "tallystick"
RULES: Final[Mapping[str, str]] = {
    "fifo": "FIFO with bypass",
    "bech_soramaki": "Bech and Soramaki",
}

Contestant = Callable[[Instance], Answered]


class Case(NamedTuple):
    """One kind of instance: so many bundles, and what accounts have of what they could pay."""

    bundles: int
    liquidity: float


class Judged(NamedTuple):
    """What somebody made of one instance, or of several, on average. Shares are from 0 to 1.

    `of_certificate` is of the bound that a certificate proves, `of_search` of the tightest that
    is known. `below` accounts have less than nothing at the end, `overdrawn` of the gross in all.
    """

    of_gross: float
    of_certificate: float
    of_search: float
    of_bundles: float
    below: float
    overdrawn: float
    seconds: float


def plain(case: Case, seed: int) -> Instance:
    """Return payments in one currency, without limits and without payment-versus-payment."""
    options = {"currencies": 1, "pvp": 0.0, "bilateral": 0.0, "multilateral": 0.0}
    return generate("core", {**options, **case._asdict(), "seed": seed}).instance


def core(case: Case, seed: int) -> Instance:
    """Return the core family as it is: two currencies, payment-versus-payment, limits."""
    return generate("core", {**case._asdict(), "seed": seed}).instance


def compared(
    instances: Sequence[Instance], others: Mapping[str, Contestant], seconds: float
) -> dict[str, Judged]:
    """Return what each makes of some instances, on average: ourselves, the rules, and others."""
    found: dict[str, list[Judged]] = {}
    for instance in instances:
        for name, judged in _judged(instance, others, seconds):
            found.setdefault(name, []).append(judged)
    return {name: _mean(each) for name, each in found.items()}


def _judged(
    instance: Instance, others: Mapping[str, Contestant], seconds: float
) -> Iterator[tuple[str, Judged]]:
    weights = urgent_first(instance, URGENT_WEIGHT)
    ours = {AT_ONCE: at_once(instance, weights), SEARCHED: within(instance, weights, seconds)}
    bounds = _bounds(list(ours.values()))
    judge = partial(_judge, instance, bounds)
    rules = {RULES[name]: each for name, each in by_rules(instance).items()}
    for name, each in {**ours, **rules}.items():
        assert not passed(instance, each.settled), "what settles keeps to every rule"
        yield name, judge(each)
    for name, settle in others.items():
        yield name, judge(settle(instance))


def _bounds(ours: Sequence[Answered]) -> tuple[float, float]:
    """Return the least bound that a certificate proves, and the tightest that is known."""
    proposals = [each.proposal for each in ours if each.proposal]
    proved = min(float(each.certificate.bound) for each in proposals)
    searched = [each.search_bound for each in proposals if each.search_bound is not None]
    return proved, min([proved, *searched])


def _judge(instance: Instance, bounds: tuple[float, float], answered: Answered) -> Judged:
    """Judge a set by its value, and by what accounts have after it."""
    settled = answered.settled
    ones = np.ones(len(settled), dtype=np.int64)
    gross = float(objective(instance, ones, np.ones(len(settled), dtype=np.bool_)))
    worth = float(objective(instance, ones, settled))
    rates = np.array([float(each) for each in instance.rates])
    short = np.minimum(left(instance, settled), 0)
    of_certificate, of_search = (worth / bound if bound else 1.0 for bound in bounds)
    return Judged(
        worth / gross,
        of_certificate,
        of_search,
        float(settled.mean()),
        float((short < 0).sum()),
        float(-(short @ rates).sum()) / gross,
        answered.seconds,
    )


def left(instance: Instance, settled: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return what each account has after a set has settled, in minor units."""
    chosen = np.repeat(settled, np.diff(instance.first_leg))
    found = instance.available.copy()
    amount, currency = instance.amount[chosen], instance.currency[chosen]
    np.subtract.at(found, (instance.debtor[chosen], currency), amount)
    np.add.at(found, (instance.creditor[chosen], currency), amount)
    return found


def _mean(judged: Sequence[Judged]) -> Judged:
    return Judged(*map(fmean, zip(*judged, strict=True)))
