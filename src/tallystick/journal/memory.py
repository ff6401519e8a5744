"""The store that forgets: every promise of the port, kept in memory alone.

It is what simulations and tests run on, and what the durable stores are compared with.
"""

from collections.abc import Iterator, Sequence

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.orders import ClosingRecord
from tallystick.journal.batches import Head, by_destination, follow, marked, refused
from tallystick.journal.entries import GENESIS, Sealed, VaultRow
from tallystick.journal.port import Batch, OutboxRow, Snapshot


class MemoryStore:
    """A store that lasts as long as the object does; see `port.Store` for what it promises."""

    def __init__(self) -> None:
        self._entries: list[Sealed] = []
        self._vault: list[VaultRow] = []
        self._vault_of: dict[str, list[VaultRow]] = {}
        self._keys: dict[str, bytes | None] = {}
        self._closings: dict[str, ClosingRecord] = {}
        self._assignments: dict[str, AssignmentRecord] = {}
        self._outbox: dict[str, list[OutboxRow]] = {}
        self._acknowledged: dict[str, int] = {}
        self._snapshot: Snapshot | None = None

    def commit(self, batch: Batch) -> None:
        """Write a batch, all of it or nothing: it is checked whole before the first change."""
        follow(self.head(), batch.entries)
        queues = by_destination(self.outbox_heads(), batch.outbox)
        self._check_keys(batch)
        self._check_closings(batch)
        self._check_assignments(batch)
        self._entries += batch.entries
        self._keys.update(batch.keys)
        self._vault += batch.vault
        for row in batch.vault:
            self._vault_of.setdefault(row.payment_id, []).append(row)
        for destination, rows in queues.items():
            self._outbox.setdefault(destination, []).extend(rows)
        self._closings |= {record.payment_id: record for record in batch.closings}
        for mark in batch.returned:
            record = self._closings[mark.payment_id]
            self._closings[mark.payment_id] = marked(record, mark.returned_by, mark.returned)
        self._assignments |= {each.assignment_id: each for each in batch.assignments}

    def _check_keys(self, batch: Batch) -> None:
        known = {payment_id for payment_id, _ in batch.keys}
        is_known = any(each in self._keys or each in self._closings for each in known)
        if is_known or len(known) < len(batch.keys):
            raise refused("a payment that is known already is given a key")
        for row in batch.vault:
            if row.payment_id not in known and self._keys.get(row.payment_id) is None:
                raise refused(f"payment {row.payment_id} has a vault row and no key")

    def _check_closings(self, batch: Batch) -> None:
        closing = {record.payment_id for record in batch.closings}
        if len(closing) < len(batch.closings) or closing & self._closings.keys():
            raise refused("a payment that is closed already is closed")
        for mark in batch.returned:
            if mark.payment_id not in closing and mark.payment_id not in self._closings:
                raise refused(f"payment {mark.payment_id} is marked as returned and is not closed")

    def _check_assignments(self, batch: Batch) -> None:
        closing = {record.assignment_id for record in batch.assignments}
        if len(closing) < len(batch.assignments) or closing & self._assignments.keys():
            raise refused("an assignment that is closed already is closed")

    def head(self) -> Head:
        """Return the last entry's sequence and hash; (0, GENESIS) for an empty journal."""
        if not self._entries:
            return 0, GENESIS
        return self._entries[-1].sequence, self._entries[-1].hash

    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order, those that come meanwhile too."""
        while after < len(self._entries):
            yield self._entries[after]
            after += 1

    def entry(self, sequence: int) -> Sealed | None:
        """Return one entry by its sequence, None if there is none."""
        return self._entries[sequence - 1] if 0 < sequence <= len(self._entries) else None

    def closings(self, payment_ids: Sequence[str]) -> dict[str, ClosingRecord]:
        """Return the closing records that there are of these payments."""
        return {key: self._closings[key] for key in payment_ids if key in self._closings}

    def assignments(self, assignment_ids: Sequence[str]) -> dict[str, AssignmentRecord]:
        """Return the records that there are of these assignments."""
        return {key: self._assignments[key] for key in assignment_ids if key in self._assignments}

    def outbox(self, destination: str, after: int, limit: int) -> list[OutboxRow]:
        """Return what is to go to a destination after a number, oldest first."""
        return self._outbox.get(destination, [])[after : after + limit]

    def outbox_heads(self) -> dict[str, int]:
        """Return the last number given out for each destination."""
        return {destination: rows[-1].number for destination, rows in self._outbox.items()}

    def acknowledge(self, destination: str, number: int) -> None:
        """Note that all up to this number has arrived; a lower number changes nothing.

        What was never given out cannot have arrived: a higher number counts as the last one.
        """
        arrived = min(number, len(self._outbox.get(destination, [])))
        if arrived > self._acknowledged.get(destination, 0):
            self._acknowledged[destination] = arrived

    def acknowledged(self) -> dict[str, int]:
        """Return what has arrived at each destination."""
        return dict(self._acknowledged)

    def keep_acknowledgements(self) -> None:
        """Find nothing to write: here all lasts as long as the process."""

    def vault(self, payment_id: str) -> list[VaultRow]:
        """Return the vault rows of a payment, in order."""
        return list(self._vault_of.get(payment_id, []))

    def vault_rows(self) -> Iterator[VaultRow]:
        """Yield every vault row in the order of writing, to prove the entries' digests."""
        yield from self._vault

    def key(self, payment_id: str) -> bytes | None:
        """Return a payment's wrapped key, None if it was erased or never was."""
        return self._keys.get(payment_id)

    def erase(self, payment_id: str) -> None:
        """Forget a payment's key for ever; its vault rows stay and can never be read."""
        if payment_id in self._keys:
            self._keys[payment_id] = None

    def save(self, snapshot: Snapshot) -> None:
        """Keep a snapshot of a state that this journal leads to, if it is the newest."""
        self._check_snapshot(snapshot)
        if self._snapshot is None or snapshot.sequence >= self._snapshot.sequence:
            self._snapshot = snapshot

    def _check_snapshot(self, snapshot: Snapshot) -> None:
        after = snapshot.sequence
        head = (0, GENESIS)
        if 0 < after <= len(self._entries):
            head = (after, self._entries[after - 1].hash)
        if (after, snapshot.hash) != head:
            raise refused(f"the snapshot after entry {after} is not of this journal")

    def snapshot(self) -> Snapshot | None:
        """Return the newest snapshot."""
        return self._snapshot

    def close(self) -> None:
        """Let go of nothing: what is in memory stays as long as the object."""
