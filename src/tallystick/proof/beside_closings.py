"""The closing records that a store keeps, each compared with what replay gives."""

from collections.abc import Iterator

import msgspec

from tallystick.core.commands import AnyCommand
from tallystick.core.effects import MarkReturned, Remember
from tallystick.core.events import PaymentsClosed
from tallystick.core.orders import NOTHING, ClosingRecord, Portion
from tallystick.core.state import State
from tallystick.journal.entries import unseal
from tallystick.journal.inspector import Inspector
from tallystick.node.replay import BrokenEntryError, Replayed
from tallystick.proof.beside import ASKED_AT_ONCE, unplaced


class Closings:
    """The closing records: as the payments closed, marked as they were returned, and no more."""

    def __init__(self, store: Inspector) -> None:
        self._store = store
        self._count = 0
        # Marked in the store, and the entry that marks it is still to come.
        self._awaited: dict[str, tuple[ClosingRecord, int]] = {}

    def follow(self, replayed: Replayed) -> None:
        """Compare what the entry was given, closed and marked."""
        sequence = replayed.entry.sequence
        self._look_up(sequence, replayed.entry.command)
        closed = [each.record for each in replayed.effects if isinstance(each, Remember)]
        found = self._store.closings([record.payment_id for record in closed]) if closed else {}
        for record in closed:
            self._compare(sequence, record, found.get(record.payment_id))
        self._count += len(closed)
        for effect in replayed.effects:
            if isinstance(effect, MarkReturned):
                self._mark(sequence, effect)

    def _look_up(self, sequence: int, command: AnyCommand) -> None:
        """See that the records a command was given are records that the store keeps."""
        for given in (getattr(command, "known", None), getattr(command, "original", None)):
            if not isinstance(given, ClosingRecord):
                continue
            kept = self._store.closings([given.payment_id]).get(given.payment_id)
            if kept is None or not _was_once(kept, given):
                detail = f"the closing record of {given.payment_id} that it was given is not kept"
                raise BrokenEntryError(sequence, detail)

    def _compare(self, sequence: int, record: ClosingRecord, kept: ClosingRecord | None) -> None:
        if kept is None or _unmarked(kept) != _unmarked(record):
            detail = f"the closing record of payment {record.payment_id} is not as it closed"
            raise BrokenEntryError(sequence, detail)
        if kept != record:
            self._awaited[record.payment_id] = (kept, sequence)

    def _mark(self, sequence: int, mark: MarkReturned) -> None:
        """See that the last mark is the one that is kept; every return but the last is past."""
        kept, _ = self._awaited.get(mark.payment_id, (None, 0))
        if kept is None or not _is_on_the_way(mark, kept):
            detail = f"payment {mark.payment_id} is not marked as returned by {mark.returned_by}"
            raise BrokenEntryError(sequence, detail)
        if (kept.returned_by, kept.returned) == (mark.returned_by, mark.returned):
            del self._awaited[mark.payment_id]
        else:
            self._awaited[mark.payment_id] = (kept, sequence)

    def end(self, state: State, _head: int) -> None:
        """See that no record and no mark is left over."""
        for payment_id, (kept, sequence) in self._awaited.items():
            detail = f"payment {payment_id} was never returned by {kept.returned_by!r}"
            raise BrokenEntryError(sequence, detail)
        still_open = list(state.payments)
        for start in range(0, len(still_open), ASKED_AT_ONCE):
            for payment_id in self._store.closings(still_open[start : start + ASKED_AT_ONCE]):
                raise unplaced(f"payment {payment_id} has a closing record and is still open")
        if sum(1 for _ in self._store.closed_payments()) != self._count:
            raise unplaced(self._too_much())
        for payment_id in self._store.strays():
            raise unplaced(f"payment {payment_id!r} is named, and there is nothing of it")

    def _too_much(self) -> str:
        """Name a record that no entry made; only for this must all that were made be known."""
        closed = {record.payment_id for record in _closed_by(self._store)}
        for payment_id in self._store.closed_payments():
            if payment_id not in closed:
                return f"payment {payment_id!r} has a closing record, and no entry closed it"
        return "a payment was closed twice"


def _closed_by(store: Inspector) -> Iterator[ClosingRecord]:
    for sealed in store.entries(0):
        for event in unseal(sealed).events:
            if isinstance(event, PaymentsClosed):
                yield from event.records


def _was_once(kept: ClosingRecord, given: ClosingRecord) -> bool:
    """Whether a record is the one that is kept, as it is or before it was marked."""
    return _unmarked(given) == _unmarked(kept) and _is_on_the_way(given, kept)


def _is_on_the_way(earlier: ClosingRecord | MarkReturned, kept: ClosingRecord) -> bool:
    """Whether no more had gone back of a payment then than had in the end, by the same return."""
    if earlier.returned == kept.returned:
        return earlier.returned_by == kept.returned_by
    return _is_less(earlier.returned, kept.returned)


def _is_less(part: Portion, other: Portion) -> bool:
    return (
        part.debtor_amount <= other.debtor_amount and part.creditor_amount <= other.creditor_amount
    )


def _unmarked(record: ClosingRecord) -> ClosingRecord:
    return msgspec.structs.replace(record, returned_by="", returned=NOTHING)
