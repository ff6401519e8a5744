"""Bundles that differ in size alone, pooled: what makes the relaxation small."""

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.values import Weights


def pools_of(instance: Instance, weights: Weights) -> NDArray[np.int64]:
    """Return each bundle's pool: those with legs of the same banks and currencies, and one weight.

    The entries of single payments of one pool are proportional, so a fraction of the pool stands
    for any fractions of its payments. Those of payment-versus-payment bundles are so but for the
    rates that they were agreed at.
    """
    pool = np.unique(weights.of, return_inverse=True)[1].astype(np.int64)
    arcs = _arcs(instance)
    legs = np.diff(instance.first_leg)
    bundles = np.arange(len(legs))
    place = 0
    while len(bundles):
        seen = pool.max() + 1
        key = pool[bundles] * (arcs.max() + 1) + arcs[instance.first_leg[bundles] + place]
        pool[bundles] = seen + np.unique(key, return_inverse=True)[1]
        place += 1
        bundles = bundles[legs[bundles] > place]
    return np.unique(pool, return_inverse=True)[1].astype(np.int64)


def _arcs(instance: Instance) -> NDArray[np.int64]:
    """Return each leg's arc: debtor, creditor and currency as one number."""
    arc = instance.debtor.astype(np.int64) * len(instance.participants) + instance.creditor
    key = arc * len(instance.currencies) + instance.currency
    return np.unique(key, return_inverse=True)[1].astype(np.int64)


def parted(pool: NDArray[np.int64], reduced: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return pools in which no bundle gains and another loses at the multipliers."""
    return np.unique(2 * pool + (reduced > 0), return_inverse=True)[1].astype(np.int64)
