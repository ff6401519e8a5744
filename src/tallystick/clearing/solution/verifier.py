"""The check of a solution by whoever doubts it: it knows the rules, and nothing of the optimiser.

A solution stands if the bundles that settle keep every account and limit, in integers, and if its
multipliers prove its bound, in fractions. The rules are those of docs/reference/commands.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.solution.bounded import ACCOUNT, BILATERAL, MULTILATERAL, Bounded

_BUNDLES_A_BLOCK: Final = 1 << 12


@dataclass(frozen=True, slots=True)
class Passed:
    """A bound that the settled bundles pass: what they take of it, and what there is."""

    bounded: Bounded
    taken: int
    limit: int


def passed(instance: Instance, settled: NDArray[np.bool_]) -> list[Passed]:
    """Return every account and limit that the settled bundles pass; none if it is feasible."""
    chosen = np.repeat(settled, np.diff(instance.first_leg))
    debtor, creditor = instance.debtor[chosen], instance.creditor[chosen]
    currency, amount = instance.currency[chosen], instance.amount[chosen]
    net = np.zeros_like(instance.available)
    np.add.at(net, (debtor, currency), amount)
    np.subtract.at(net, (creditor, currency), amount)
    over = [
        Passed(Bounded(ACCOUNT, participant, None, each), int(net[participant, each]), limit)
        for participant, each in np.argwhere(net > instance.available).tolist()
        if int(net[participant, each]) > (limit := instance.written(participant, each))
    ]
    return over + list(_passed_limits(instance, *_flows(instance, chosen)))


def _flows(
    instance: Instance, chosen: NDArray[np.bool_]
) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Return the arcs of some legs (debtor, creditor, currency), and what flows on each."""
    arcs, which = _arcs(instance, chosen)
    flow = np.zeros(len(arcs), dtype=np.int64)
    np.add.at(flow, which, instance.amount[chosen])
    return arcs, flow.tolist()


def _arcs(
    instance: Instance, chosen: NDArray[np.bool_]
) -> tuple[list[tuple[int, int, int]], NDArray[np.intp]]:
    """Return the arcs of some legs, each once, and which is each leg's."""
    many, currencies = len(instance.participants), len(instance.currencies)
    pair = instance.debtor[chosen].astype(np.int64) * many + instance.creditor[chosen]
    keys, which = np.unique(pair * currencies + instance.currency[chosen], return_inverse=True)
    pairs, currency = np.divmod(keys, currencies)
    debtor, creditor = np.divmod(pairs, many)
    return list(zip(debtor.tolist(), creditor.tolist(), currency.tolist(), strict=True)), which


def _passed_limits(
    instance: Instance, arcs: Iterable[tuple[int, int, int]], flows: Iterable[int]
) -> Iterator[Passed]:
    bilateral, multilateral = _limits(instance)
    taken: defaultdict[Bounded, int] = defaultdict(int)
    for (debtor, creditor, currency), flow in zip(arcs, flows, strict=True):
        for sign, ours, theirs in ((1, debtor, creditor), (-1, creditor, debtor)):
            bound = Bounded(BILATERAL, ours, theirs, currency)
            if bound not in bilateral:
                bound = Bounded(MULTILATERAL, ours, None, currency)
            taken[bound] += sign * flow
    for bound, amount in taken.items():
        limit = bilateral.get(bound, multilateral.get(bound))
        if limit is not None and amount > limit:
            yield Passed(bound, amount, limit)


def _all_limits(instance: Instance) -> dict[Bounded, int]:
    bilateral, multilateral = _limits(instance)
    return bilateral | multilateral


def _limits(instance: Instance) -> tuple[dict[Bounded, int], dict[Bounded, int]]:
    two, many = instance.bilateral, instance.multilateral
    bilateral = {
        Bounded(BILATERAL, debtor, creditor, currency): two.written(place)
        for place, (debtor, creditor, currency) in enumerate(
            zip(two.debtor.tolist(), two.creditor.tolist(), two.currency.tolist(), strict=True)
        )
    }
    multilateral = {
        Bounded(MULTILATERAL, debtor, None, currency): many.written(place)
        for place, (debtor, currency) in enumerate(
            zip(many.debtor.tolist(), many.currency.tolist(), strict=True)
        )
    }
    return bilateral, multilateral


def objective(
    instance: Instance, weights: NDArray[np.int64], settled: NDArray[np.bool_]
) -> Fraction:
    """Return the weighted value of the settled bundles, in the reference currency."""
    whole = lcm(*(each.denominator for each in instance.rates))
    counts = np.diff(instance.first_leg)
    worth = _leg_worth(instance, slice(None), np.repeat(weights, counts), whole)
    chosen = np.repeat(settled, counts)
    return Fraction(int((worth * instance.amount.astype(object))[chosen].sum()), whole)


def proved(
    instance: Instance, weights: NDArray[np.int64], multipliers: Mapping[Bounded, Fraction]
) -> Fraction:
    """Return the bound that multipliers prove: no feasible set is worth more.

    It is the sum of multiplier times limit, and of what each bundle is worth beyond what it takes
    at the multipliers, where that is more than nothing.

    Raises:
        ValueError: a multiplier is negative, or for what has no limit.
    """
    _refuse_unfit(instance, multipliers)
    denominators = [each.denominator for each in (*instance.rates, *multipliers.values())]
    whole = lcm(*denominators)
    price = {bound: int(each * whole) for bound, each in multipliers.items()}
    limits = _all_limits(instance)
    total = sum(each * _limit(instance, limits, bound) for bound, each in price.items())
    return Fraction(total + _beyond(instance, weights, price, whole), whole)


def _beyond(
    instance: Instance, weights: NDArray[np.int64], price: Mapping[Bounded, int], whole: int
) -> int:
    """Return what all bundles that are worth more than they take are worth beyond it."""
    taken = _leg_price(instance, price)
    total, bundles = 0, len(instance.bundles)
    # In blocks: by multipliers of many digits each leg's gain is a number of many digits.
    for start in range(0, bundles, _BUNDLES_A_BLOCK):
        first = instance.first_leg[start : min(start + _BUNDLES_A_BLOCK, bundles) + 1]
        legs = slice(int(first[0]), int(first[-1]))
        weight = np.repeat(weights[start : start + _BUNDLES_A_BLOCK], np.diff(first))
        gain = _leg_worth(instance, legs, weight, whole) - taken[legs]
        gain = gain * instance.amount[legs].astype(object)
        total += int(np.maximum(np.add.reduceat(gain, first[:-1] - first[0]), 0).sum())
    return total


def _refuse_unfit(instance: Instance, multipliers: Mapping[Bounded, Fraction]) -> None:
    limits = _all_limits(instance)
    for bound, each in multipliers.items():
        if each < 0:
            raise ValueError(f"the multiplier of {bound} is negative")
        if bound.kind != ACCOUNT and bound not in limits:
            raise ValueError(f"there is no such limit: {bound}")


def _limit(instance: Instance, limits: Mapping[Bounded, int], bound: Bounded) -> int:
    if bound.kind == ACCOUNT:
        return instance.written(bound.participant, bound.currency)
    return limits[bound]


def _leg_worth(
    instance: Instance, legs: slice, weight: NDArray[np.int64], whole: int
) -> NDArray[np.object_]:
    """Return what a minor unit of some legs, of these weights, counts in `whole`ths."""
    rate = np.array([int(each * whole) for each in instance.rates], dtype=object)
    return np.asarray(rate[instance.currency[legs]] * weight.astype(object), dtype=object)


def _leg_price(instance: Instance, price: Mapping[Bounded, int]) -> NDArray[np.object_]:
    """Return what a minor unit of each leg takes at the multipliers, arc by arc."""
    arcs, which = _arcs(instance, np.ones(len(instance.amount), dtype=np.bool_))
    bilateral, _ = _limits(instance)
    prices = []
    for debtor, creditor, currency in arcs:
        out = _side(price, bilateral, (debtor, creditor, currency))
        prices.append(out - _side(price, bilateral, (creditor, debtor, currency)))
    return np.array(prices, dtype=object)[which]


def _side(
    price: Mapping[Bounded, int], bilateral: Mapping[Bounded, int], arc: tuple[int, int, int]
) -> int:
    """Return what a minor unit on an arc takes of the debtor's account and limit."""
    ours, theirs, currency = arc
    limit = Bounded(BILATERAL, ours, theirs, currency)
    if limit not in bilateral:
        limit = Bounded(MULTILATERAL, ours, None, currency)
    return price.get(Bounded(ACCOUNT, ours, None, currency), 0) + price.get(limit, 0)
