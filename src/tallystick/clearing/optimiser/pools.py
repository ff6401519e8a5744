"""Bundles that differ in size alone, pooled: what makes the relaxation small."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.kernels import kernel
from tallystick.clearing.optimiser.rows import Rows
from tallystick.clearing.optimiser.values import Weights

# Keys are marked in a table, not sorted, where that has no more places than so many a key.
_DENSE: Final = 8


def pools_of(instance: Instance, weights: Weights) -> NDArray[np.int64]:
    """Return each bundle's pool: those with legs of the same banks and currencies, and one weight.

    The entries of single payments of one pool are proportional, so a fraction of the pool stands
    for any fractions of its payments. Those of payment-versus-payment bundles are so but for the
    rates that they were agreed at.
    """
    pool, arcs = numbered(weights.of), _arcs(instance)
    legs = np.diff(instance.first_leg)
    bundles = np.arange(len(legs))
    width, seen = int(arcs.max(initial=0)) + 1, int(pool.max(initial=0)) + 1
    place = 0
    # One leg more each time, for the bundles that have it and are not alone yet: a long bundle
    # costs but the legs that it shares with another.
    while len(bundles):
        key = pool[bundles] * width + arcs[instance.first_leg[bundles] + place]
        number = numbered(key)
        pool[bundles] = seen + number
        seen += int(number.max()) + 1
        place += 1
        is_shared = np.bincount(number)[number] > 1
        bundles = bundles[is_shared & (legs[bundles] > place)]
    return numbered(pool)


def numbered(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return keys, none below 0, as numbers from 0 without a gap, the least first."""
    span = int(key.max(initial=0)) + 1
    if span <= _DENSE * len(key):
        seen = np.zeros(span, dtype=np.bool_)
        seen[key] = True
        return (np.cumsum(seen) - 1)[key]
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def _arcs(instance: Instance) -> NDArray[np.int64]:
    """Return each leg's arc: debtor, creditor and currency as one number."""
    arc = instance.debtor.astype(np.int64) * len(instance.participants) + instance.creditor
    key = arc * len(instance.currencies) + instance.currency
    return numbered(key)


def parted(pool: NDArray[np.int64], reduced: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return pools in which no bundle gains and another loses at the multipliers."""
    return numbered(2 * pool + (reduced > 0))


def pooled(
    rows: Rows, entry: NDArray[np.float64], pool: NDArray[np.int64], pools: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return pool, row and entry of every cell of the pools, in the order of pools.

    The bundles of a pool have entries in the same rows, in the same order.
    """
    first_of = np.full(pools, -1, dtype=np.int64)
    first_of[pool[::-1]] = np.arange(len(pool) - 1, -1, -1)
    count = np.diff(rows.first)[first_of]
    start = np.zeros(pools + 1, dtype=np.int64)
    np.cumsum(count, out=start[1:])
    row, total = np.empty(start[-1], dtype=np.int64), np.zeros(start[-1])
    add_up(rows.first, rows.row, entry, pool, Cells(start, row, total))
    return np.repeat(np.arange(pools), count), row, total


class Cells(NamedTuple):
    """The row and the sum of each cell; those of pool p begin at `start[p]`."""

    start: NDArray[np.int64]
    row: NDArray[np.int64]
    total: NDArray[np.float64]


@kernel
def add_up(
    first: NDArray[np.int64],
    row: NDArray[np.int32],
    entry: NDArray[np.float64],
    pool: NDArray[np.int64],
    cells: Cells,
) -> None:
    """Add each bundle's entries to the cells of its pool."""
    for bundle in range(len(pool)):
        at = cells.start[pool[bundle]]
        for place in range(first[bundle], first[bundle + 1]):
            cells.row[at] = row[place]
            cells.total[at] += entry[place]
            at += 1
