"""What settled bundles are worth: exact sums, and floats to guide the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance

_HALF: Final = 31


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How many times the value of a bundle counts, by bundle: whole numbers above zero."""

    of: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Refuse a weight of zero or less."""
        if len(self.of) and int(self.of.min()) < 1:
            raise ValueError("the weight of a bundle is a whole number above zero")


def urgent_first(instance: Instance, urgent_weight: int) -> Weights:
    """Return weights by which an urgent bundle counts so many times, any other once."""
    return Weights(np.where(instance.urgent, urgent_weight, 1).astype(np.int64))


def exact_sums(amounts: NDArray[np.int64], group: NDArray[np.intp], groups: int) -> list[int]:
    """Return the sum of each group's amounts, whatever it comes to.

    Amounts are not negative. They are added in halves of 31 and 32 bits, each of which stays
    within 64 bits for two thousand million amounts.
    """
    halves = []
    for half in (amounts >> _HALF, amounts & ((1 << _HALF) - 1)):
        total = np.zeros(groups, dtype=np.int64)
        np.add.at(total, group, half)
        halves.append(total)
    return [(int(high) << _HALF) + int(low) for high, low in zip(*halves, strict=True)]


def exact_value(
    instance: Instance, weights: NDArray[np.int64], settled: NDArray[np.bool_]
) -> Fraction:
    """Return the weighted value of the bundles that settle, in the reference currency."""
    chosen = np.repeat(settled, np.diff(instance.first_leg))
    weight = np.repeat(weights, np.diff(instance.first_leg))[chosen]
    kinds = np.unique(weight)
    group = np.searchsorted(kinds, weight) * len(instance.rates) + instance.currency[chosen]
    sums = exact_sums(instance.amount[chosen], group, len(kinds) * len(instance.rates))
    return _weighted(kinds, instance.rates, sums)


def _weighted(
    kinds: NDArray[np.int64], rates: Sequence[Fraction], sums: Sequence[int]
) -> Fraction:
    total = Fraction(0)
    for place, amount in enumerate(sums):
        kind, currency = divmod(place, len(rates))
        total += int(kinds[kind]) * rates[currency] * amount
    return total


def value_of(instance: Instance, weights: Weights) -> NDArray[np.float64]:
    """Return the weighted value of each bundle in the reference currency, as a float."""
    rate = np.array([float(each) for each in instance.rates])
    legs = instance.amount * rate[instance.currency]
    return np.add.reduceat(legs, instance.first_leg[:-1]) * weights.of if len(legs) else legs


def least_multiple(rates: Sequence[Fraction]) -> int:
    """Return the least number by which every rate becomes whole."""
    return lcm(*(each.denominator for each in rates))
