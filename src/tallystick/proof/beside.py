"""What lies in a store beside its entries, each part compared with what replay gives.

Every part follows the replay entry by entry, so that the first entry with which
something is wrong is the one that is named, and so that nothing is kept of
what was compared. No key is needed: of the vault the entries hold digests.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from tallystick.core.bulks import is_of_bulk
from tallystick.core.effects import (
    Answer,
    AnyEffect,
    Erase,
    MarkReturned,
    Remember,
    RememberAssignment,
)
from tallystick.core.state import State
from tallystick.journal.entries import GENESIS, VaultRow, vault_digest
from tallystick.journal.inspector import Inspector
from tallystick.journal.port import OutboxRow, Snapshot
from tallystick.node.engine import destination_of
from tallystick.node.replay import BrokenEntryError, Replayed, is_snapshot_of, snapshot_of
from tallystick.terms.errors import StoreError

ASKED_AT_ONCE = 500
_NEVER = 2**63  # after every entry

T = TypeVar("T")


class Beside(Protocol):
    """A part of a store that the entries account for."""

    def follow(self, replayed: Replayed) -> None:
        """Compare what belongs to this entry, the next one.

        Raises:
            StoreError: it is not what replay gives, or cannot be read.
        """

    def end(self, state: State, head: int) -> None:
        """Compare what is left: `state` is that after `head`, the last entry.

        Raises:
            StoreError: something is left that no entry accounts for.
        """


class _Ahead(Generic[T]):
    """Rows of which one can see the next before taking it; each is read when it is due."""

    def __init__(self, rows: Iterator[T]) -> None:
        self._rows = rows
        self._next: T | None = None

    def see(self) -> T | None:
        """Return the next row, None after the last."""
        if self._next is None:
            self._next = next(self._rows, None)
        return self._next

    def take(self) -> None:
        """Go past the row that was seen."""
        self._next = None


class VaultRows:
    """The vault: each entry's rows are those whose digest it holds, and each has had a key."""

    def __init__(self, store: Inspector) -> None:
        self._rows = _Ahead(store.vault_rows())
        self.keys = PaymentKeys(store)

    def follow(self, replayed: Replayed) -> None:
        """Compare the entry's rows with its digest."""
        sequence = replayed.entry.sequence
        rows: list[VaultRow] = []
        while (row := self._rows.see()) is not None and row.sequence <= sequence:
            if row.sequence < sequence:
                raise BrokenEntryError(row.sequence, "a vault row of it is out of its place")
            rows.append(row)
            self._rows.take()
        if vault_digest(rows) != replayed.entry.vault:
            raise BrokenEntryError(sequence, "its vault rows are not those that it was made with")
        self.keys.expect(rows)

    def end(self, _state: State, head: int) -> None:
        """See that no row is left over."""
        row = self._rows.see()
        if row is not None:
            raise _cut(head, f"there is a vault row of entry {row.sequence}")
        self.keys.end(head)


class PaymentKeys:
    """The keys of payments with vault rows: there, or erased; `erased` counts those."""

    def __init__(self, store: Inspector) -> None:
        self._store = store
        self._asked: dict[str, int] = {}
        self.erased = 0

    def expect(self, rows: list[VaultRow]) -> None:
        """Look for the keys of these rows, soon."""
        if not self._store.has_keys:
            return
        for row in rows:
            self._asked.setdefault(row.payment_id, row.sequence)
        if len(self._asked) >= ASKED_AT_ONCE:
            self._look()

    def _look(self) -> None:
        found = self._store.keyed(list(self._asked))
        for payment_id, sequence in self._asked.items():
            if payment_id not in found:
                raise BrokenEntryError(sequence, f"payment {payment_id} has no key, nor ever had")
        # What was kept of staged orders is erased by itself, and is no payment's.
        gone = [name for name, is_there in found.items() if not is_there]
        self.erased += sum(not is_of_bulk(name) for name in gone)
        self._asked.clear()

    def end(self, head: int) -> None:
        """Look for the rest, and see that the journal is not older than its keys."""
        self._look()
        if self._store.keys_follow is None:
            return
        sequence, entry_hash = self._store.keys_follow
        if sequence > head:
            raise _cut(head, f"payment keys were written after entry {sequence}")
        found = self._store.hash_at(sequence) if sequence else GENESIS
        if found != entry_hash:
            raise BrokenEntryError(sequence, "it is not the one after which keys were written")


class _Sent:
    """What was sent, each destination's rows in order; a block is read when its entry is due."""

    def __init__(self, store: Inspector) -> None:
        self._blocks = store.sent()
        self._next: Sequence[OutboxRow] = ()
        self._lost: StoreError | None = None
        self._rows: dict[str, deque[OutboxRow]] = {}
        self._begun: set[str] = set()

    def see(self, name: str, sequence: int) -> OutboxRow | None:
        """Return the next row for a destination that is of an entry up to this one.

        A row of a later entry may be seen too, None only where there is none up to it.
        """
        while not self._rows.get(name) and self._is_due(sequence):
            self._take_in()
        rows = self._rows.get(name)
        return rows[0] if rows else None

    def take(self, name: str) -> None:
        """Go past the row that was seen."""
        self._rows[name].popleft()
        self._begun.add(name)

    def is_begun(self, name: str) -> bool:
        """Whether a row for this destination was taken already."""
        return name in self._begun

    def raise_if_lost(self) -> None:
        """Say what cannot be read, if that is why a row is missing.

        Raises:
            StoreError: it cannot.
        """
        if self._lost is not None:
            raise self._lost

    def left(self) -> Iterator[OutboxRow]:
        """Yield what was not taken."""
        while self._is_due(_NEVER):
            self._take_in()
        self.raise_if_lost()
        for name in sorted(self._rows):
            yield from self._rows[name]

    def _is_due(self, sequence: int) -> bool:
        """Whether there is another block, and it begins with an entry up to this one."""
        if not self._next and self._lost is None:
            try:
                self._next = next(self._blocks, ())
            except StoreError as lost:
                self._lost = lost
        return bool(self._next) and self._next[0].entry <= sequence

    def _take_in(self) -> None:
        self._rows.setdefault(self._next[0].destination, deque()).extend(self._next)
        self._next = ()


class Outbox:
    """The outbox: what is still there is what was sent, and the numbers are all given out."""

    def __init__(self, store: Inspector) -> None:
        self._store = store
        self._acknowledged = store.acknowledged()
        self._sent = _Sent(store)
        self._last: dict[str, OutboxRow] = {}

    def follow(self, replayed: Replayed) -> None:
        """Compare what left because of the entry."""
        for effect in replayed.effects:
            stays = Answer | Erase | Remember | MarkReturned | RememberAssignment
            if not isinstance(effect, stays):
                self._compare(replayed.entry.sequence, effect)

    def _compare(self, sequence: int, effect: AnyEffect) -> None:
        name = destination_of(effect)
        before = self._last.get(name)
        number = before.number + 1 if before else 1
        expected = self._last[name] = OutboxRow(name, number, sequence, effect)
        found = self._sent.see(name, sequence)
        if found == expected:
            self._sent.take(name)
        elif not self._may_be_dropped(expected, found):
            self._sent.raise_if_lost()
            raise BrokenEntryError(sequence, f"number {number} for {name} is not what it sent")

    def _may_be_dropped(self, expected: OutboxRow, found: OutboxRow | None) -> bool:
        """Whether a row may be missing: it has arrived, and no older one is there."""
        name, number = expected.destination, expected.number
        is_missing = found is None or found.number > number
        is_oldest = not self._sent.is_begun(name)
        return is_missing and is_oldest and number <= self._acknowledged.get(name, 0)

    def end(self, _state: State, head: int) -> None:
        """See that nothing is left over and that every head is the last number."""
        for left in self._sent.left():
            told = f"number {left.number} for {left.destination}"
            if left.entry > head:
                raise _cut(head, f"{told} is of entry {left.entry}")
            raise BrokenEntryError(left.entry, f"{told} was never sent")
        heads = self._store.outbox_heads()
        for name in sorted({*self._last, *self._store.destinations()}):
            self._check_numbers(name, heads.get(name))

    def _check_numbers(self, name: str, head: int | None) -> None:
        sent = self._last.get(name)
        if sent is None:
            raise unplaced(f"{name} is given a number, and nothing was ever sent to it")
        if head != sent.number:
            detail = f"number {sent.number} is the last for {name}, not {head}"
            raise BrokenEntryError(sent.entry, detail)
        if self._acknowledged.get(name, 0) > sent.number:
            detail = f"{name} cannot have heard more than number {sent.number}"
            raise BrokenEntryError(sent.entry, detail)


class KeptSnapshot:
    """The newest snapshot: the state that replay gives after its entry."""

    def __init__(self, store: Inspector, operator_id: str) -> None:
        self._kept = store.snapshot()
        if self._kept is not None and self._kept.sequence == 0:
            self._check_first(self._kept, operator_id)

    def _check_first(self, kept: Snapshot, operator_id: str) -> None:
        """Compare a snapshot from before the first entry; nobody's books say nothing of it."""
        if operator_id and kept != snapshot_of(State(operator_id), (0, GENESIS)):
            raise unplaced("the snapshot before entry 1 is not of books that are empty")
        self._kept = None

    def follow(self, replayed: Replayed) -> None:
        """Compare the snapshot when its entry has come."""
        sequence = replayed.entry.sequence
        if self._kept is None or self._kept.sequence != sequence:
            return
        if not is_snapshot_of(self._kept, replayed.state, (sequence, replayed.sealed.hash)):
            raise BrokenEntryError(sequence, "the snapshot after it is not the state it leads to")
        self._kept = None

    def end(self, _state: State, head: int) -> None:
        """See that its entry has come."""
        if self._kept is not None and self._kept.sequence > head:
            raise _cut(head, f"a snapshot stands after entry {self._kept.sequence}")
        if self._kept is not None:
            raise unplaced(f"no snapshot can stand after entry {self._kept.sequence}")


def _cut(head: int, trace: str) -> BrokenEntryError:
    """Return the error for a journal that was longer once, by the trace that tells so."""
    return BrokenEntryError(head + 1, f"it is not there, and {trace}")


def unplaced(detail: str) -> StoreError:
    """Return the error for what belongs to no entry."""
    return StoreError(detail, outcome_known=True, code="store-damaged")
