"""What payments come to between participants: gross bilateral flows and the nets of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.kernels import Read32, Read64, kernel
from tallystick.clearing.netting.payments import Payments, cells_of, read_only

# A cell of the matrix costs some nanoseconds to clear and to look through, a payment to sort 130.
CELLS_PER_PAYMENT: Final = 16
# 256 MiB.
CELLS_MAX: Final = 2**25


@dataclass(frozen=True, slots=True, eq=False)
class BilateralFlows:
    """What each debtor owes each creditor in each currency, all of it summed: the arcs of a graph.

    Arc i is `amount[i]` minor units, always positive, of `currency[i]` from `debtor[i]` to
    `creditor[i]`. Each currency, debtor and creditor occur together once, in ascending order. It
    is the matrix of gross positions without its empty cells; so what is worked out of it costs
    no more than its cells, however many payments there were. The flows of one currency come to
    `payments.SUM_MAX` at most. The arrays can be read alone.
    """

    debtor: NDArray[np.int32]
    creditor: NDArray[np.int32]
    currency: NDArray[np.int32]
    amount: NDArray[np.int64]
    participants: int
    currencies: int

    def __post_init__(self) -> None:
        for name in ("debtor", "creditor", "currency", "amount"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    def __len__(self) -> int:
        """Return how many arcs there are."""
        return len(self.amount)

    def sums(self) -> list[int]:
        """Return what the flows of each currency come to, in minor units."""
        sums = np.zeros(self.currencies, dtype=np.int64)
        np.add.at(sums, self.currency, self.amount)
        return [int(each) for each in sums]

    def matrix(self) -> NDArray[np.int64]:
        """Return the gross positions as a matrix of currency by debtor by creditor."""
        shape = self.currencies, self.participants, self.participants
        matrix = np.zeros(shape, dtype=np.int64)
        matrix[self.currency, self.debtor, self.creditor] = self.amount
        return matrix

    def keys(self) -> NDArray[np.int64]:
        """Return each arc's cell in that matrix, ascending; see `cells_of`."""
        return cells_of(self.debtor, self.creditor, self.currency, self.participants)

    def kept(self, arcs: NDArray[np.bool_]) -> "BilateralFlows":
        """Return some of the arcs: those at which the argument is true."""
        return BilateralFlows(
            self.debtor[arcs],
            self.creditor[arcs],
            self.currency[arcs],
            self.amount[arcs],
            self.participants,
            self.currencies,
        )

    def of(self, amount: NDArray[np.int64]) -> "BilateralFlows":
        """Return arcs between the same participants, of other amounts; none may be more."""
        return replace(self, amount=amount)


def gross_flows(payments: Payments) -> BilateralFlows:
    """Sum payments to what each debtor owes each creditor (CPMI: gross bilateral positions).

    They are counted in a matrix where it has at most `CELLS_PER_PAYMENT` cells a payment and
    `CELLS_MAX` in all, and else sorted by cell; the answer is the same.
    """
    if payments.cells <= min(CELLS_MAX, CELLS_PER_PAYMENT * len(payments)):
        return _counted(payments)
    return _of_cells(payments, *summed(payments.keys(), payments.amount))


def _counted(payments: Payments) -> BilateralFlows:
    matrix = np.zeros(payments.cells, dtype=np.int64)
    arrays = payments.debtor, payments.creditor, payments.currency, payments.amount
    count(*arrays, payments.participants, matrix)
    cells = np.flatnonzero(matrix)
    return _of_cells(payments, cells, matrix[cells])


def _of_cells(
    like: Payments | BilateralFlows, cells: NDArray[np.int64], amount: NDArray[np.int64]
) -> BilateralFlows:
    """Return the flows of cells of the matrix, ascending, and what each holds."""
    pair, creditor = np.divmod(cells, like.participants)
    currency, debtor = np.divmod(pair, like.participants)
    return BilateralFlows(
        debtor.astype(np.int32),
        creditor.astype(np.int32),
        currency.astype(np.int32),
        amount,
        like.participants,
        like.currencies,
    )


def summed(
    keys: NDArray[np.int64], amounts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each key once, ascending, and the sum of its amounts."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    if not len(first):
        return keys, amounts
    return keys[first], np.add.reduceat(amounts[order], first)


def multilateral_net(flows: BilateralFlows) -> NDArray[np.int64]:
    """Return the multilateral net positions: a row for each currency, a column for a participant.

    Positive is what a participant receives: what all others owe it less what it owes them. Each
    row sums to zero. (CPMI: multilateral net settlement position)
    """
    net = np.zeros(flows.currencies * flows.participants, dtype=np.int64)
    of_currency = flows.currency.astype(np.int64) * flows.participants
    np.add.at(net, of_currency + flows.creditor, flows.amount)
    np.subtract.at(net, of_currency + flows.debtor, flows.amount)
    return net.reshape(flows.currencies, flows.participants)


def bilateral_net(flows: BilateralFlows) -> BilateralFlows:
    """Net each pair of participants: whoever owes the other more owes the difference.

    Pairs that are even have no arc. (CPMI: bilateral net settlement position)
    """
    is_upward = flows.debtor < flows.creditor
    low = np.where(is_upward, flows.debtor, flows.creditor)
    high = np.where(is_upward, flows.creditor, flows.debtor)
    size = flows.participants
    pairs = (flows.currency.astype(np.int64) * size + low) * size + high
    pairs, owed = summed(pairs, np.where(is_upward, flows.amount, -flows.amount))
    row, high_of = np.divmod(pairs, size)
    turned = (row // size * size + high_of) * size + row % size
    cells = np.where(owed > 0, pairs, turned)[owed != 0]
    return _of_cells(flows, *summed(cells, np.abs(owed[owed != 0])))


def without(flows: BilateralFlows, failed: Collection[int]) -> BilateralFlows:
    """Return the flows between all but the failed participants, without going back to payments.

    It is what the payments would come to without those from or to one of them, and costs one look
    at each arc: the square of the participants at most, for any number of failures. Raises
    `IndexError` if there is no such participant.
    """
    is_left = np.ones(flows.participants, dtype=np.bool_)
    for participant in failed:
        if not 0 <= participant < flows.participants:
            raise IndexError(f"Participant {participant} is none of {flows.participants}.")
        is_left[participant] = False
    return flows.kept(is_left[flows.debtor] & is_left[flows.creditor])


@kernel
def count(
    debtor: Read32,
    creditor: Read32,
    currency: Read32,
    amount: Read64,
    participants: int,
    matrix: NDArray[np.int64],
) -> None:
    """Add each amount to its cell of a matrix of currency by debtor by creditor, laid out flat."""
    for at in range(len(amount)):
        row = currency[at] * participants + debtor[at]
        matrix[row * participants + creditor[at]] += amount[at]
