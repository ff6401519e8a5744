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
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.rows import Rows
from tallystick.clearing.optimiser.values import Weights, least_multiple

GRAIN: Final = 10**12
"""A multiplier is a whole number of GRAINths of the rate of its row's currency."""


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Multipliers, one a row, in reference currency per minor unit; and what they prove."""

    multipliers: tuple[Fraction, ...]
    bound: Fraction


def certify(
    instance: Instance, rows: Rows, weights: Weights, multiplier: NDArray[np.float64]
) -> Certificate:
    """Return the certificate of multipliers, given per unit of the reference currency.

    Each is rounded to a `GRAIN`th first. A row that cannot be passed has none: its limit may
    stand for a larger one.
    """
    grains = [
        round(each * GRAIN) if binds else 0
        for each, binds in zip(multiplier.tolist(), _may_bind(rows).tolist(), strict=True)
    ]
    rates = [instance.rates[each] for each in rows.currency.tolist()]
    multipliers = tuple(rate * grain / GRAIN for rate, grain in zip(rates, grains, strict=True))
    limits = sum(
        (each * limit for each, limit in zip(multipliers, rows.limit.tolist(), strict=True)),
        start=Fraction(0),
    )
    return Certificate(multipliers, limits + _beyond(instance, rows, weights, grains))


def _may_bind(rows: Rows) -> NDArray[np.bool_]:
    """Return which rows all bundles together could pass."""
    most = np.zeros(len(rows), dtype=np.int64)
    taking = rows.amount > 0
    np.add.at(most, rows.row[taking], rows.amount[taking])
    return most > rows.limit


def _beyond(instance: Instance, rows: Rows, weights: Weights, grains: Sequence[int]) -> Fraction:
    """Return what all bundles that are worth more than they take are worth beyond it."""
    if not len(weights.of):
        return Fraction(0)
    whole = least_multiple(instance.rates)
    rate = np.array([int(each * whole) for each in instance.rates], dtype=object)
    worth = instance.amount.astype(object) * rate[instance.currency]
    worth = np.add.reduceat(worth, instance.first_leg[:-1]) * weights.of.astype(object) * GRAIN
    priced = (
        rows.amount.astype(object)
        * (rate[rows.currency] * np.array(grains, dtype=object))[rows.row]
    )
    beyond = worth - np.add.reduceat(priced, rows.first[:-1])
    return Fraction(int(np.maximum(beyond, 0).sum()), whole * GRAIN)
