"""By how much each payment shrinks when the flow that it is part of was partly set off.

Two rules share what is cancelled between two participants over their payments: the oldest first,
or all in proportion. Both are exact: what the payments of an arc are reduced by sums to what the
arc is, and none is reduced by more than its amount. Both raise `ValueError` if the flows are not
those of the payments, or the set-off is not proved to be their maximum.
"""

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.kernels import Read64, kernel
from tallystick.clearing.netting.flows import BilateralFlows, gross_flows
from tallystick.clearing.netting.payments import Payments
from tallystick.clearing.netting.set_off import SetOff, flaws


def oldest_first(payments: Payments, flows: BilateralFlows, told: SetOff) -> NDArray[np.int64]:
    """Return by how much each payment is reduced, those that stand first as far as it goes.

    The payments are those whose gross flows these are, from the oldest on.
    """
    reduction = np.zeros(len(payments), dtype=np.int64)
    spend(_arcs(payments, flows, told), payments.amount, told.reduction.copy(), reduction)
    return reduction


def pro_rata(payments: Payments, flows: BilateralFlows, told: SetOff) -> NDArray[np.int64]:
    """Return by how much each payment is reduced, in proportion to the amounts of its arc.

    Each share is rounded down, and the units that are left over go one each to the largest
    remainders; of equal ones to the payment that stands first.
    """
    arcs = _arcs(payments, flows, told)
    reduction = np.zeros(len(payments), dtype=np.int64)
    remainder = np.zeros(len(payments), dtype=np.int64)
    shares(arcs, payments.amount, told.reduction, flows.amount, reduction, remainder)
    left = told.reduction.copy()
    np.subtract.at(left, arcs, reduction)
    # Stable twice: by arc, within an arc the largest remainders first, equal ones as they stand.
    order = np.argsort(-remainder, kind="stable")
    order = order[left[arcs[order]] > 0]
    order = order[np.argsort(arcs[order], kind="stable")]
    rank = np.arange(len(order)) - np.searchsorted(arcs[order], arcs[order])
    reduction[order[rank < left[arcs[order]]]] += 1
    return reduction


def _arcs(payments: Payments, flows: BilateralFlows, told: SetOff) -> NDArray[np.int64]:
    """Return the arc of each payment, once it is sure that all three belong together."""
    keys, cells = payments.keys(), flows.keys()
    own = gross_flows(payments)
    is_theirs = np.array_equal(own.keys(), cells) and np.array_equal(own.amount, flows.amount)
    if not is_theirs or payments.participants != flows.participants:
        raise ValueError("These flows are not the gross flows of these payments.")
    if found := flaws(flows, told):
        raise ValueError(f"This is no maximum set-off of these flows: {found[0]}.")
    return np.searchsorted(cells, keys)


@kernel
def spend(
    arcs: Read64, amount: Read64, left: NDArray[np.int64], reduction: NDArray[np.int64]
) -> None:
    """Reduce each payment in turn by what is left of its arc's reduction, up to its amount."""
    for at in range(len(arcs)):
        reduction[at] = min(amount[at], left[arcs[at]])
        left[arcs[at]] -= reduction[at]


@kernel
def shares(
    arcs: Read64,
    amount: Read64,
    parts: Read64,
    wholes: Read64,
    reduction: NDArray[np.int64],
    remainder: NDArray[np.int64],
) -> None:
    """Divide part * amount by whole, of each payment's arc, into a reduction and its remainder.

    Part and amount are at most the whole, and so is the quotient. The product may have 126 bits:
    it is divided as it is made, a bit of the part at a time, doubling what stands so far. No sum
    leaves 64 bits, since each is compared with the room up to the whole before it is made.
    """
    for at in range(len(arcs)):
        part, whole, times = parts[arcs[at]], wholes[arcs[at]], amount[at]
        quotient, rest = 0, 0
        if times == whole:
            quotient = part
        elif part < 2**31 and times < 2**31:
            quotient, rest = part * times // whole, part * times % whole
        else:
            for bit in range(62, -1, -1):
                quotient *= 2
                for more in (rest, times if (part >> bit) & 1 else 0):
                    if rest >= whole - more:
                        rest -= whole - more
                        quotient += 1
                    else:
                        rest += more
        reduction[at], remainder[at] = quotient, rest
