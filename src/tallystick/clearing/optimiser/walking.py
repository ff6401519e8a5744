"""The search for what settles together, as kernels: ejection chains over exact integers.

A walk goes from a standing in which some rows are short to one in which none is. At each step it
takes one short row and flips the bundle in it (settles it, or takes it back) that eases the row at
the best price: its value, less what it costs where it makes rows shorter, at prices a little above
the multipliers of the relaxation. The chain of flips follows the money through the accounts as a
path of augmentation does in a network, and may pass through standings that no bank could have.
A row that cannot be eased at a profit becomes dearer, so a walk seldom goes round. The idea of a
price that rises where a search is stuck is from Morris's breakout (AAAI 1993) and the local
searches for binary programmes since; that the first prices are dual multipliers is what makes it
strong here.

`improve` starts a walk from each of many bundles, fills up what room it left, and takes the whole
chain back where it did not gain. Floats only choose the way: shortness is counted in integers.
"""

from math import inf
from typing import Final

import numpy as np

from tallystick.clearing.kernels import Read64, kernel
from tallystick.clearing.optimiser.table import Standing, Table, Walk

SHORT: Final = 0
RAISED: Final = 1
TOUCHED: Final = 2
FLIPPED: Final = 3
STEP: Final = 4
CHANCE: Final = 5
"""The state of the walk's own chance; never 0."""
LOOKED: Final = 6
"""How many bundles were looked at: the measure of the work done."""
WINDOW: Final = 7
"""Of a long row, so many bundles are looked at in one step."""
COUNTS: Final = 8

_RISE_MAX: Final = 1e6


@kernel
def draw(walk: Walk, below: int) -> int:
    """Return a whole number from 0 to less than `below`, by Marsaglia's xorshift (2003)."""
    state = np.uint64(walk.counts[CHANCE])
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    state ^= state << np.uint64(17)
    walk.counts[CHANCE] = np.int64(state)
    return int(np.int64((state >> np.uint64(11)) % np.uint64(below)))


@kernel
def note(standing: Standing, walk: Walk, row: int) -> None:
    """Put a row whose slack has changed where it belongs: among the short ones, or not."""
    if walk.marked[row] == 0:
        walk.marked[row] = 1
        walk.touched[walk.counts[TOUCHED]] = row
        walk.counts[TOUCHED] += 1
    place = walk.place[row]
    if standing.slack[row] < 0:
        if place < 0:
            walk.place[row] = walk.counts[SHORT]
            walk.short[walk.counts[SHORT]] = row
            walk.counts[SHORT] += 1
    elif place >= 0:
        walk.counts[SHORT] -= 1
        moved = walk.short[walk.counts[SHORT]]
        walk.short[place] = moved
        walk.place[moved] = place
        walk.place[row] = -1


@kernel
def note_all(standing: Standing, walk: Walk) -> None:
    """Put every row that is short where it belongs, at the start of a walk."""
    for row in range(len(standing.slack)):
        if standing.slack[row] < 0:
            note(standing, walk, row)


@kernel
def flip(table: Table, standing: Standing, walk: Walk, bundle: int) -> None:
    """Settle a bundle that does not, or take back one that does, and note it."""
    change = 1 - 2 * np.int64(standing.settled[bundle])
    standing.settled[bundle] = 1 - standing.settled[bundle]
    walk.gain[0] += change * table.value[bundle]
    walk.last[bundle] = walk.counts[STEP]
    walk.flipped[walk.counts[FLIPPED]] = bundle
    walk.counts[FLIPPED] += 1
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        row = table.row[entry]
        standing.slack[row] -= change * table.amount[entry]
        note(standing, walk, row)


@kernel
def worth(table: Table, standing: Standing, walk: Walk, eased: int, bundle: int) -> float:
    """Return what flipping a bundle is worth at the walk's prices; -inf if it eases nothing."""
    change = 1 - 2 * np.int64(standing.settled[bundle])
    gain = change * table.value[bundle]
    eases = False
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        row = table.row[entry]
        taken = change * table.amount[entry]
        slack = standing.slack[row]
        if row == eased:
            eases = taken < 0
        before, after = min(slack, 0), min(slack - taken, 0)
        if before != after:
            gain += walk.price[row] * np.float64(after - before)
    return gain if eases else -inf


@kernel
def of_size(table: Table, row: int, size: int) -> int:
    """Return the place in a row after the bundles that move more of it than a size.

    If the row is not quite in the order of sizes, it is a place near by.
    """
    start = table.first_in[row]
    low, high = 0, table.first_in[row + 1] - start
    while low < high:
        middle = (low + high) // 2
        if abs(table.amount_in[start + middle]) > size:
            low = middle + 1
        else:
            high = middle
    return int(low)


@kernel
def make_dearer(walk: Walk, row: int) -> None:
    """Raise the price of a row that no flip eased at a profit."""
    dearer = min(walk.price[row] * walk.rise, walk.base[row] * _RISE_MAX)
    # A price so small that it cannot rise stays as it is, and would be noted each time.
    if walk.price[row] == walk.base[row] and dearer > walk.base[row]:
        walk.raised[walk.counts[RAISED]] = row
        walk.counts[RAISED] += 1
    walk.price[row] = dearer


@kernel
def ease(table: Table, standing: Standing, walk: Walk, row: int, rest: int) -> int:
    """Return the bundle whose flip eases a row at the best price; -1 if there is none.

    A bundle that was flipped less than `rest` steps ago is left alone. Of a long row, half of the
    window is about the size of what it is short of, where the best flips are; the other half
    begins anywhere. A row that no flip eases at a profit becomes dearer.
    """
    start = table.first_in[row]
    there = table.first_in[row + 1] - start
    looks = min(there, walk.counts[WINDOW])
    turn, at = looks, 0
    if there > looks:
        turn, at = looks // 2, max(of_size(table, row, -standing.slack[row]) - looks // 4, 0)
    best, most = -1, -inf
    for look in range(looks):
        if look == turn:
            at = draw(walk, there)
        bundle, amount = table.bundle_in[start + at], table.amount_in[start + at]
        at = at + 1 if at + 1 < there else 0
        if (amount < 0) == (standing.settled[bundle] != 0):
            continue
        if walk.counts[STEP] - walk.last[bundle] < rest:
            continue
        gain = worth(table, standing, walk, row, bundle)
        if gain > most:
            best, most = bundle, gain
    walk.counts[LOOKED] += looks
    if most <= 0.0:
        make_dearer(walk, row)
    return best


@kernel
def settle_shortness(table: Table, standing: Standing, walk: Walk, rest: int, steps: int) -> int:
    """Flip bundles until no row is short; return whether that was so within so many steps."""
    for _ in range(steps):
        if walk.counts[SHORT] == 0:
            return 1
        if walk.counts[FLIPPED] == len(walk.flipped):
            return 0
        walk.counts[STEP] += 1
        row = walk.short[draw(walk, walk.counts[SHORT])]
        bundle = ease(table, standing, walk, row, rest)
        if bundle >= 0:
            flip(table, standing, walk, bundle)
    return 1 if walk.counts[SHORT] == 0 else 0


@kernel
def fits(table: Table, standing: Standing, bundle: int) -> int:
    """Return 1 if a bundle that does not settle could, and no row would be short for it."""
    if standing.settled[bundle]:
        return 0
    for entry in range(table.first[bundle], table.first[bundle + 1]):
        if table.amount[entry] > max(standing.slack[table.row[entry]], 0):
            return 0
    return 1


@kernel
def fill_touched(table: Table, standing: Standing, walk: Walk) -> None:
    """Settle what fits into the rows that were touched, the largest first."""
    touched = walk.counts[TOUCHED]
    for number in range(touched):
        row = walk.touched[number]
        start = table.first_in[row]
        there = table.first_in[row + 1] - start
        looks = min(there, walk.counts[WINDOW])
        at = draw(walk, there) if there > looks else 0
        walk.counts[LOOKED] += looks
        for _ in range(looks):
            bundle = table.bundle_in[start + at]
            at = at + 1 if at + 1 < there else 0
            room = walk.counts[FLIPPED] < len(walk.flipped)
            if room and fits(table, standing, bundle):
                flip(table, standing, walk, bundle)


@kernel
def forget(walk: Walk) -> None:
    """Begin anew from where the walk stands: prices as at first, nothing touched or flipped."""
    for number in range(walk.counts[RAISED]):
        walk.price[walk.raised[number]] = walk.base[walk.raised[number]]
    for number in range(walk.counts[TOUCHED]):
        walk.marked[walk.touched[number]] = 0
    walk.counts[RAISED] = walk.counts[TOUCHED] = walk.counts[FLIPPED] = 0
    walk.gain[0] = 0.0


@kernel
def take_back(table: Table, standing: Standing, walk: Walk) -> None:
    """Undo all flips since the start."""
    for number in range(walk.counts[FLIPPED] - 1, -1, -1):
        bundle = walk.flipped[number]
        change = 1 - 2 * np.int64(standing.settled[bundle])
        standing.settled[bundle] = 1 - standing.settled[bundle]
        for entry in range(table.first[bundle], table.first[bundle + 1]):
            standing.slack[table.row[entry]] -= change * table.amount[entry]
    for number in range(walk.counts[SHORT]):
        walk.place[walk.short[number]] = -1
    walk.counts[SHORT] = 0


@kernel
def improve(
    table: Table, standing: Standing, walk: Walk, starts: Read64, looks: int, steps: int
) -> float:
    """Walk from bundles drawn of `starts` until so many were looked at; return what was gained.

    No row may be short at the start, and none is at the end. A chain is `steps` flips at most.
    """
    total = 0.0
    until = walk.counts[LOOKED] + looks
    while walk.counts[LOOKED] < until:
        forget(walk)
        walk.counts[STEP] += 2 * steps
        walk.counts[LOOKED] += 1
        flip(table, standing, walk, starts[draw(walk, len(starts))])
        if settle_shortness(table, standing, walk, steps, steps):
            fill_touched(table, standing, walk)
        if walk.counts[SHORT] == 0 and walk.gain[0] >= 0.0:
            total += walk.gain[0]
        else:
            take_back(table, standing, walk)
    forget(walk)
    return total


@kernel
def fill(table: Table, standing: Standing, order: Read64) -> None:
    """Settle, in the order given, what fits."""
    for number in range(len(order)):
        bundle = order[number]
        if fits(table, standing, bundle):
            standing.settled[bundle] = 1
            for entry in range(table.first[bundle], table.first[bundle + 1]):
                standing.slack[table.row[entry]] -= table.amount[entry]


@kernel
def dearest(table: Table, standing: Standing, walk: Walk, row: int, at: int, looks: int) -> int:
    """Return the bundle to take back for a short row, of so many from one on; -1 for none."""
    start = table.first_in[row]
    there = table.first_in[row + 1] - start
    best, most = -1, -inf
    for place in range(start + at, start + min(at + looks, there)):
        bundle = table.bundle_in[place]
        if standing.settled[bundle] == 0 or table.amount_in[place] <= 0:
            continue
        gain = worth(table, standing, walk, row, bundle)
        if gain > most:
            best, most = bundle, gain
    walk.counts[LOOKED] += looks
    return best


@kernel
def drop_short(table: Table, standing: Standing, walk: Walk) -> None:
    """Take back bundles until no row is short: what a walk that ran out of steps comes to.

    Of a long row, those about the size of what it is short of come first.
    """
    while walk.counts[SHORT] > 0:
        row = walk.short[walk.counts[SHORT] - 1]
        there = table.first_in[row + 1] - table.first_in[row]
        looks = min(there, walk.counts[WINDOW])
        at = max(of_size(table, row, -standing.slack[row]) - looks // 2, 0)
        bundle = dearest(table, standing, walk, row, at, looks)
        if bundle < 0:
            bundle = dearest(table, standing, walk, row, 0, there)
        walk.counts[FLIPPED] = 0
        flip(table, standing, walk, bundle)
