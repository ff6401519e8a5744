"""The queues of a gross system, as kernels: what arrives settles as soon as it can, or waits.

A bundle that cannot settle waits in the queue of every row that it takes of. Whoever is paid may
pay in turn: each row that something was brought to is woken, and its queue gone through, urgent
bundles first and then in the order of arrival. What still does not fit is passed over and waits
on, as in any gross system whose queues may be bypassed.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.kernels import Read64, kernel
from tallystick.clearing.optimiser.table import Table

WAITS: Final = -1
_NOBODY: Final = -1


class Queues(NamedTuple):
    """What has settled, what each row has left, and who waits at it.

    A row has two queues, of urgent bundles and of others, at twice its number and one more. The
    places in them are the entries of bundles: `after` and `before` lead from one to the next.
    """

    settled_at: NDArray[np.int64]
    """By bundle, the second at which it settled; `WAITS` for one that has not."""
    slack: NDArray[np.int64]
    least: NDArray[np.int64]
    """By row, the least that was left at any time."""
    urgent: NDArray[np.uint8]
    first_in: NDArray[np.int32]
    last_in: NDArray[np.int32]
    after: NDArray[np.int32]
    before: NDArray[np.int32]
    queued: NDArray[np.uint8]
    """By entry, whether it stands in a queue."""
    woken: NDArray[np.int32]
    """Rows whose queues are to be gone through, the last first: `waking[0]` of them."""
    is_woken: NDArray[np.uint8]
    waking: NDArray[np.int64]
    owner: NDArray[np.int32]
    """The bundle of each entry."""


def queues_of(table: Table, limit: NDArray[np.int64], urgent: NDArray[np.bool_]) -> Queues:
    """Return queues at the opening: nobody waits, and every row has its limit left."""
    bundles, rows, entries = len(urgent), len(limit), len(table.row)
    return Queues(
        settled_at=np.full(bundles, WAITS, np.int64),
        slack=limit.copy(),
        least=limit.copy(),
        urgent=urgent.astype(np.uint8),
        first_in=np.full(2 * rows, _NOBODY, np.int32),
        last_in=np.full(2 * rows, _NOBODY, np.int32),
        after=np.full(entries, _NOBODY, np.int32),
        before=np.full(entries, _NOBODY, np.int32),
        queued=np.zeros(entries, np.uint8),
        woken=np.zeros(rows, np.int32),
        is_woken=np.zeros(rows, np.uint8),
        waking=np.zeros(1, np.int64),
        owner=np.repeat(np.arange(bundles, dtype=np.int32), np.diff(table.first)),
    )


@kernel
def fits(table: Table, queues: Queues, bundle: int) -> int:
    """Return 1 if no row would be passed if a bundle settled now."""
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        if table.amount[entry] > max(queues.slack[table.row[entry]], 0):
            return 0
    return 1


@kernel
def leave(table: Table, queues: Queues, bundle: int) -> None:
    """Take a bundle out of every queue that it stands in."""
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        if queues.queued[entry] == 0:
            continue
        queues.queued[entry] = 0
        queue = 2 * table.row[entry] + 1 - queues.urgent[bundle]
        before, after = queues.before[entry], queues.after[entry]
        if before < 0:
            queues.first_in[queue] = after
        else:
            queues.after[before] = after
        if after < 0:
            queues.last_in[queue] = before
        else:
            queues.before[after] = before


@kernel
def join(table: Table, queues: Queues, bundle: int) -> None:
    """Put a bundle at the end of the queue of each row that it takes of."""
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        if table.amount[entry] <= 0:
            continue
        queues.queued[entry] = 1
        queue = 2 * table.row[entry] + 1 - queues.urgent[bundle]
        last = queues.last_in[queue]
        queues.before[entry], queues.after[entry] = last, -1
        if last < 0:
            queues.first_in[queue] = entry
        else:
            queues.after[last] = entry
        queues.last_in[queue] = entry


@kernel
def settle(table: Table, queues: Queues, bundle: int, second: int) -> None:
    """Settle a bundle, and wake the rows that it brings something to."""
    queues.settled_at[bundle] = second
    leave(table, queues, bundle)
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        row = table.row[entry]
        queues.slack[row] -= table.amount[entry]
        if table.amount[entry] < 0 and queues.is_woken[row] == 0:
            queues.is_woken[row] = 1
            queues.woken[queues.waking[0]] = row
            queues.waking[0] += 1


@kernel
def mark_least(table: Table, queues: Queues, bundle: int) -> None:
    """Take note of how little is left in the rows of a bundle."""
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        row = table.row[entry]
        queues.least[row] = min(queues.least[row], queues.slack[row])


@kernel
def go_through(table: Table, queues: Queues, second: int) -> None:
    """Settle what can be in the queues of the rows that are woken, until none is."""
    while queues.waking[0] > 0:
        queues.waking[0] -= 1
        row = queues.woken[queues.waking[0]]
        queues.is_woken[row] = 0
        for queue in range(2 * row, 2 * row + 2):
            entry = queues.first_in[queue]
            while entry >= 0:
                after = queues.after[entry]
                bundle = queues.owner[entry]
                if fits(table, queues, bundle):
                    settle(table, queues, bundle, second)
                    mark_least(table, queues, bundle)
                entry = after


@kernel
def receive(table: Table, queues: Queues, arrivals: Read64, seconds: Read64) -> None:
    """Let bundles arrive in their order, each at its second."""
    for number in range(len(arrivals)):
        bundle = arrivals[number]
        if fits(table, queues, bundle):
            settle(table, queues, bundle, seconds[bundle])
            mark_least(table, queues, bundle)
            go_through(table, queues, seconds[bundle])
        else:
            join(table, queues, bundle)


@kernel
def settle_together(table: Table, queues: Queues, together: Read64, second: int) -> None:
    """Settle bundles that fit together though not each alone, and what can settle after them."""
    for number in range(len(together)):
        settle(table, queues, together[number], second)
    for number in range(len(together)):
        mark_least(table, queues, together[number])
    go_through(table, queues, second)
