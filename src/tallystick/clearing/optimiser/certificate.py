"""The certificate: multipliers as exact fractions, and the bound that they prove.

For any multipliers that are not negative, no set that keeps every row can be worth more than

    sum over rows (multiplier * limit)
    + sum over bundles max(0, weighted value - sum over rows (multiplier * entry)),

by weak duality of linear programmes: whoever doubts a solution adds that up and needs no solver.
Bad multipliers prove a poor bound, never a wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.kernels import Read32, Read64, kernel
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.rows import Rows
from tallystick.clearing.optimiser.values import Weights, exact_value, least_multiple

GRAIN: Final = 10**12
"""A multiplier is a whole number of GRAINths of the rate of its row's currency."""

_LOSES: Final = 0
_GAINS: Final = 1
_UNTOLD: Final = 2
# Twice the unit of rounding of a float, and how often a single figure is rounded at most.
_ROUNDING: Final = 2.0**-52
_FACTORS: Final = 16
# Sizes beyond which a float may be rounded to nothing or to no number.
_TINY: Final = 1e-250
_HUGE: Final = 1e250


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Multipliers, one a row, in reference currency per minor unit; and what they prove."""

    multipliers: tuple[Fraction, ...]
    bound: Fraction


def certify(
    instance: Instance, whole: Problem, weights: Weights, multiplier: NDArray[np.float64]
) -> Certificate:
    """Return the certificate of multipliers, given per unit of the reference currency.

    Each is rounded to a `GRAIN`th first. A row that cannot be passed has none: its limit may
    stand for a larger one. `whole` is the problem of all bundles.

    The sum is taken as the value of the bundles that are worth more than they take, and at each
    multiplier what these leave of its row: so only sums of amounts run over bundles.
    """
    rows = whole.rows
    binding = np.where(_may_bind(rows), multiplier, 0.0)
    grains = [int(each) for each in np.rint(binding * GRAIN).tolist()]
    rates = [instance.rates[each] for each in rows.currency.tolist()]
    multipliers = tuple(
        Fraction(rate.numerator * grain, rate.denominator * GRAIN)
        for rate, grain in zip(rates, grains, strict=True)
    )
    gaining = _gaining(instance, whole, weights, grains)
    left = (rows.limit - rows.taken(gaining)).tolist()
    unit = least_multiple(instance.rates)
    whole_rates = [int(each * unit) for each in instance.rates]
    leaving = sum(
        whole_rates[currency] * grain * each
        for currency, grain, each in zip(rows.currency.tolist(), grains, left, strict=True)
    )
    bound = Fraction(leaving, unit * GRAIN) + exact_value(instance, weights.of, gaining)
    return Certificate(multipliers, bound)


def _may_bind(rows: Rows) -> NDArray[np.bool_]:
    """Return which rows all bundles together could pass."""
    most = np.zeros(len(rows), dtype=np.int64)
    add_taking(rows.row, rows.amount, most)
    return most > rows.limit


def _gaining(
    instance: Instance, whole: Problem, weights: Weights, grains: Sequence[int]
) -> NDArray[np.bool_]:
    """Return which bundles are worth more than they take: by floats where these tell, exactly."""
    rows = whole.rows
    rate = np.array([float(each) for each in instance.rates])[rows.currency]
    price = np.array(grains, dtype=np.float64) / GRAIN * rate
    told = np.empty(len(whole), dtype=np.uint8)
    judge(rows.first, rows.row, rows.amount, price, Judged(instance.first_leg, whole.value, told))
    gaining: NDArray[np.bool_] = told == _GAINS
    untold: NDArray[np.bool_] = told == _UNTOLD
    if untold.any():
        gaining[untold] = _exactly(instance, rows.restricted(untold), weights, grains, untold)
    return gaining


def _exactly(
    instance: Instance,
    rows: Rows,
    weights: Weights,
    grains: Sequence[int],
    chosen: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return which of the bundles chosen are worth more than they take, in whole numbers."""
    unit = least_multiple(instance.rates)
    rate = np.array([int(each * unit) for each in instance.rates], dtype=object)
    legs = np.diff(instance.first_leg)
    of_chosen = np.repeat(chosen, legs)
    worth = instance.amount[of_chosen].astype(object) * rate[instance.currency[of_chosen]]
    worth = np.add.reduceat(worth, np.cumsum(legs[chosen]) - legs[chosen])
    price = rate[rows.currency] * np.array(grains, dtype=object)
    priced = np.add.reduceat(rows.amount.astype(object) * price[rows.row], rows.first[:-1])
    beyond = worth * weights.of[chosen].astype(object) * GRAIN - priced
    return np.array([each > 0 for each in beyond.tolist()], dtype=np.bool_)


class Judged(NamedTuple):
    """The bundles, and what floats tell of each."""

    first_leg: Read64
    value: NDArray[np.float64]
    told: NDArray[np.uint8]


@kernel
def add_taking(row: Read32, amount: Read64, most: NDArray[np.int64]) -> None:
    """Add to each row what is taken of it, whatever is brought."""
    for entry in range(len(row)):
        most[row[entry]] += max(amount[entry], 0)


@kernel
def judge(
    first: Read64, row: Read32, amount: Read64, price: NDArray[np.float64], judged: Judged
) -> None:
    """Tell of each bundle whether it is worth more than it takes, if floats can tell that.

    Each figure that is added is rounded in fewer than `_FACTORS` steps, and each sum once a
    figure; so the error is below as many units of rounding, of all figures without their signs.
    """
    for bundle in range(len(judged.told)):
        beyond = judged.value[bundle]
        size = beyond
        for entry in range(first[bundle], first[bundle + 1]):
            priced = price[row[entry]] * np.float64(amount[entry])
            beyond -= priced
            size += abs(priced)
        legs = judged.first_leg[bundle + 1] - judged.first_leg[bundle]
        steps = _FACTORS + legs + first[bundle + 1] - first[bundle]
        if _TINY < size < _HUGE and abs(beyond) > steps * _ROUNDING * size:
            judged.told[bundle] = _GAINS if beyond > 0.0 else _LOSES
        else:
            judged.told[bundle] = _UNTOLD
