"""The queues of a gross system, as kernels: what arrives settles as soon as it can, or waits.

A bundle that cannot settle waits at every row that it takes of. Whenever some of those that wait
could settle, the first of them does: urgent bundles first, then in the order of arrival. What
stands before it and does not fit is passed over and waits on, as in any gross system whose queues
may be bypassed.

Only what a row was brought can make a bundle fit that did not. So the queues of such rows are
woken and gone through side by side; one that is brought something again begins anew.
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
    place: NDArray[np.int64]
    """By bundle, its place among all if all waited. Each queue is in this order."""
    urgent: NDArray[np.uint8]
    owner: NDArray[np.int32]
    """The bundle of each entry."""
    first_in: NDArray[np.int32]
    last_in: NDArray[np.int32]
    after: NDArray[np.int32]
    before: NDArray[np.int32]
    queued: NDArray[np.uint8]
    """By entry, whether it stands in a queue."""
    woken: NDArray[np.int32]
    """The queues in which something may fit: `waking[0]` of them."""
    is_woken: NDArray[np.uint8]
    waking: NDArray[np.int64]
    looked: NDArray[np.int32]
    """By queue that is woken, the entry that it was gone through to: none before it fits."""


def queues_of(
    table: Table, limit: NDArray[np.int64], place: NDArray[np.int64], urgent: NDArray[np.bool_]
) -> Queues:
    """Return queues at the opening: nobody waits, and every row has its limit left."""
    bundles, queues, entries = len(urgent), 2 * len(limit), len(table.row)
    return Queues(
        settled_at=np.full(bundles, WAITS, np.int64),
        slack=limit.copy(),
        least=limit.copy(),
        place=place,
        urgent=urgent.astype(np.uint8),
        owner=np.repeat(np.arange(bundles, dtype=np.int32), np.diff(table.first)),
        first_in=np.full(queues, _NOBODY, np.int32),
        last_in=np.full(queues, _NOBODY, np.int32),
        after=np.full(entries, _NOBODY, np.int32),
        before=np.full(entries, _NOBODY, np.int32),
        queued=np.zeros(entries, np.uint8),
        woken=np.zeros(queues, np.int32),
        is_woken=np.zeros(queues, np.uint8),
        waking=np.zeros(1, np.int64),
        looked=np.full(queues, _NOBODY, np.int32),
    )


@kernel
def fits(table: Table, queues: Queues, bundle: int) -> int:
    """Return 1 if no row would be passed if a bundle settled now."""
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        if table.amount[entry] > queues.slack[table.row[entry]]:
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
def wake(queues: Queues, row: int) -> None:
    """Have both queues of a row gone through from their beginning."""
    for queue in range(2 * row, 2 * row + 2):
        queues.looked[queue] = queues.first_in[queue]
        if queues.is_woken[queue] == 0:
            queues.is_woken[queue] = 1
            queues.woken[queues.waking[0]] = queue
            queues.waking[0] += 1


@kernel
def settle(table: Table, queues: Queues, bundle: int, second: int) -> None:
    """Settle a bundle, and wake the rows that it brings something to."""
    queues.settled_at[bundle] = second
    leave(table, queues, bundle)
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        queues.slack[table.row[entry]] -= table.amount[entry]
        if table.amount[entry] < 0:
            wake(queues, table.row[entry])


@kernel
def mark_least(table: Table, queues: Queues, bundle: int) -> None:
    """Take note of how little is left in the rows of a bundle."""
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        row = table.row[entry]
        queues.least[row] = min(queues.least[row], queues.slack[row])


@kernel
def next_fitting(table: Table, queues: Queues, queue: int) -> int:
    """Return the first bundle of a woken queue that fits, and go through it so far; -1 if none."""
    entry = queues.looked[queue]
    while entry >= 0:
        # One that has settled by another of its queues still leads to those behind it.
        if queues.queued[entry] and fits(table, queues, queues.owner[entry]):
            break
        entry = queues.after[entry]
    queues.looked[queue] = entry
    return -1 if entry < 0 else queues.owner[entry]


@kernel
def first_fitting(table: Table, queues: Queues) -> int:
    """Return the first bundle of all woken queues that fits; -1 if none. What has none sleeps."""
    first = -1
    for number in range(queues.waking[0] - 1, -1, -1):
        queue = queues.woken[number]
        bundle = next_fitting(table, queues, queue)
        if bundle < 0:
            queues.is_woken[queue] = 0
            queues.waking[0] -= 1
            queues.woken[number] = queues.woken[queues.waking[0]]
        elif first < 0 or queues.place[bundle] < queues.place[first]:
            first = bundle
    return first


@kernel
def go_through(table: Table, queues: Queues, second: int) -> None:
    """Settle what can be of those that wait, each time the first, until none can."""
    bundle = first_fitting(table, queues)
    while bundle >= 0:
        settle(table, queues, bundle, second)
        mark_least(table, queues, bundle)
        bundle = first_fitting(table, queues)


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
