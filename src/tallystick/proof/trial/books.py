"""What the books of both operators say when a trial has ended."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tallystick.core.ledger import sums_by_currency
from tallystick.core.orders import ClosingRecord
from tallystick.journal.entries import Sealed
from tallystick.journal.port import Store
from tallystick.proof.halves import Halves
from tallystick.proof.reconcile import compared
from tallystick.proof.trial.operator import Operator
from tallystick.proof.trial.trial import Trial


class Books(NamedTuple):
    """How the halves compare, what is pending, the sums of postings, and what did not settle."""

    difference: int
    roots_equal: bool
    pending: int
    sums: Mapping[str, Mapping[str, int]]
    unsettled: Sequence[str]

    @property
    def are_square(self) -> bool:
        """Whether nothing differs, nothing is left over and every cycle was settled."""
        left = any(total for sums in self.sums.values() for total in sums.values())
        return self.roots_equal and not (self.difference or self.pending or left or self.unsettled)


class _Kept:
    """A store of a trial, as its halves are read from it: it closed no payment but those tried."""

    def __init__(self, store: Store, tried: Sequence[str]) -> None:
        self._store = store
        self._tried = tried

    def entries(self, after: int) -> Iterator[Sealed]:
        return self._store.entries(max(after, 0))

    def closed_payments(self) -> Iterator[str]:
        return iter(self._store.closings(self._tried))

    def closings(self, payment_ids: Sequence[str]) -> dict[str, ClosingRecord]:
        return self._store.closings(payment_ids)


def books_of(trial: Trial) -> Books:
    """Close and settle what is open, and lay the two halves side by side.

    Raises:
        StoreError: a journal does not lead to its own state again.
    """
    unsettled = trial.close()
    first, second = trial.operators
    found = compared(_halves(trial, first, second), _halves(trial, second, first))
    sums = {each.operator_id: sums_by_currency(each.state.ledger) for each in trial.operators}
    same = found.root_a == found.root_b
    return Books(len(found.differences), same, found.pending, sums, unsettled)


def _halves(trial: Trial, operator: Operator, peer: Operator) -> Halves:
    kept = _Kept(operator.store, tuple(trial.tried))
    return Halves(kept, operator.operator_id, peer.operator_id)
