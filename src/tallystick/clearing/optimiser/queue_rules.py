"""What systems do today, for comparison and as a floor: FIFO with bypass, and Bech and Soramaki.

Both take bundles in the order of the queue: urgent ones first, then by identifier.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.kernels import kernel
from tallystick.clearing.optimiser.rows import Rows
from tallystick.clearing.optimiser.table import Standing, Table

# A queue in the worst order needs as many passes as it has bundles: up to twenty thousand bundles
# it has them, in a second or two; a million bundles have the first hundreds.
_LOOKS_MAX: Final = 400_000_000


def queue_of(instance: Instance) -> NDArray[np.int64]:
    """Return the bundles in the order of the queue."""
    return np.argsort(~instance.urgent, kind="stable").astype(np.int64)


def fifo_with_bypass(rows: Rows, table: Table, queue: NDArray[np.int64]) -> Standing:
    """Return what settles if each bundle in turn settles as soon as it can, past those that wait.

    The queue is gone through again until nothing more settles, as in a gross system where every
    payment received wakes the queue; but no more than `_LOOKS_MAX` bundles are looked at.
    """
    standing = rows.standing(np.zeros(len(queue), dtype=np.bool_))
    left, looks = queue, _LOOKS_MAX
    while looks > 0 and settle_in_turn(table, left, standing):
        looks -= len(left)
        left = left[standing.settled[left] == 0]
    return standing


def bech_soramaki(rows: Rows, table: Table, queue: NDArray[np.int64]) -> Standing:
    """Return what settles by the algorithm for resolving gridlocks (BoF DP 9/2001).

    All settle at first; while a row is short, the last bundle in the queue that takes of it is
    left out, so that each keeps its order. It is the largest such set where every bundle is one
    payment of one bank; with bundles and limits it is a set in the same spirit.

    `table` lists the bundles of each row in the order of the queue.
    """
    standing = rows.standing(np.ones(len(queue), dtype=np.bool_))
    leave_out_last(table, table.first_in[1:].copy(), standing)
    return standing


@kernel
def settle_in_turn(table: Table, queue: NDArray[np.int64], standing: Standing) -> int:
    """Settle each bundle of the queue that can be; return how many."""
    settled = 0
    for number in range(len(queue)):
        bundle = queue[number]
        fits = standing.settled[bundle] == 0
        for entry in range(table.first[bundle], table.first[bundle + 1]):
            room = max(standing.slack[table.row[entry]], 0)
            fits = fits and table.amount[entry] <= room
        if fits:
            settled += 1
            standing.settled[bundle] = 1
            for entry in range(table.first[bundle], table.first[bundle + 1]):
                standing.slack[table.row[entry]] -= table.amount[entry]
    return settled


@kernel
def leave_out(table: Table, bundle: int, standing: Standing) -> None:
    """Leave out a bundle that settles."""
    standing.settled[bundle] = 0
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        standing.slack[table.row[entry]] += table.amount[entry]


@kernel
def leave_out_last(table: Table, end: NDArray[np.int64], standing: Standing) -> None:
    """Leave out, of each short row, the last that takes of it, until none is short.

    `end` is where the bundles of each row end that were not left out yet.
    """
    again = True
    while again:
        again = False
        for short in range(len(standing.slack)):
            while standing.slack[short] < 0:
                again = True
                end[short] -= 1
                bundle = table.bundle_in[end[short]]
                if table.amount_in[end[short]] > 0 and standing.settled[bundle]:
                    leave_out(table, bundle, standing)
