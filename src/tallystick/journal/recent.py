"""A store whose newest rows are in memory too: what was just written is read again most.

An item leaves for the other node, a presentation for a bank and a status after it all
within moments of the commit that caused them. So a bounded number of the newest rows,
entries and payments' vault rows stay at hand. Only what is durable is kept; what is not
at hand is read from the store behind.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.bulks import is_of_bulk
from tallystick.core.orders import ClosingRecord
from tallystick.journal.entries import Sealed, VaultRow
from tallystick.journal.port import Batch, OutboxRow, Snapshot, Store

ROWS_KEPT: Final = 4_096  # of each destination
ENTRIES_KEPT: Final = 16_384
PAYMENTS_KEPT: Final = 8_192
VAULT_BYTES_KEPT: Final = 64 * 1024 * 1024
ENTRY_BYTES_KEPT: Final = 16 * 1024 * 1024


class RecentStore:
    """The store behind, with the newest of it at hand; see `port.Store` for its promises."""

    def __init__(self, behind: Store) -> None:
        self._behind = behind
        self._rows: dict[str, deque[OutboxRow]] = {}
        self._entries: OrderedDict[int, Sealed] = OrderedDict()
        self._vault: OrderedDict[str, list[VaultRow]] = OrderedDict()
        self._keys: dict[str, bytes] = {}
        self._vault_bytes = 0
        self._entry_bytes = 0

    def commit(self, batch: Batch) -> None:
        """Write a batch, all of it or nothing; then have it at hand."""
        self._behind.commit(batch)
        for sealed in batch.entries:
            self._entries[sealed.sequence] = sealed
            self._entry_bytes += len(sealed.body)
        for row in batch.outbox:
            self._queue(row.destination).append(row)
        self._keep_payments(batch)
        while len(self._entries) > ENTRIES_KEPT or self._entry_bytes > ENTRY_BYTES_KEPT:
            _, oldest = self._entries.popitem(last=False)
            self._entry_bytes -= len(oldest.body)

    def _queue(self, destination: str) -> deque[OutboxRow]:
        queue = self._rows.get(destination)
        if queue is None:
            queue = self._rows[destination] = deque(maxlen=ROWS_KEPT)
        return queue

    def _keep_payments(self, batch: Batch) -> None:
        """Keep the vault rows of payments that are new: all that such a payment has.

        What is staged is read again once, and may be much later.
        """
        keys = {name: key for name, key in batch.keys if not is_of_bulk(name)}
        self._keys.update(keys)
        self._vault.update((payment_id, []) for payment_id in keys)
        for row in batch.vault:
            kept = self._vault.get(row.payment_id)
            if kept is not None:
                kept.append(row)
                self._vault_bytes += len(row.ciphertext)
        while len(self._vault) > PAYMENTS_KEPT or self._vault_bytes > VAULT_BYTES_KEPT:
            self._let_go(next(iter(self._vault)))

    def _let_go(self, payment_id: str) -> None:
        """Have a payment at hand no longer."""
        rows = self._vault.pop(payment_id)
        self._vault_bytes -= sum(len(row.ciphertext) for row in rows)
        del self._keys[payment_id]

    def head(self) -> tuple[int, bytes]:
        """Return the last entry's sequence and hash; (0, GENESIS) for an empty journal."""
        return self._behind.head()

    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order."""
        return self._behind.entries(after)

    def entry(self, sequence: int) -> Sealed | None:
        """Return one entry by its sequence, None if there is none."""
        return self._entries.get(sequence) or self._behind.entry(sequence)

    def closings(self, payment_ids: Sequence[str]) -> dict[str, ClosingRecord]:
        """Return the closing records that there are of these payments."""
        return self._behind.closings(payment_ids)

    def assignments(self, assignment_ids: Sequence[str]) -> dict[str, AssignmentRecord]:
        """Return the records that there are of these assignments."""
        return self._behind.assignments(assignment_ids)

    def outbox(self, destination: str, after: int, limit: int) -> list[OutboxRow]:
        """Return what is to go to a destination after a number, oldest first."""
        queue = self._rows.get(destination)
        if not queue or after < queue[0].number - 1:
            return self._behind.outbox(destination, after, limit)
        first = after - queue[0].number + 1
        if 2 * first <= len(queue):
            return list(islice(queue, first, first + limit))
        # A queue is walked from its nearer end.
        newest = list(islice(reversed(queue), max(0, len(queue) - first)))[::-1]
        return newest[:limit]

    def outbox_heads(self) -> dict[str, int]:
        """Return the last number given out for each destination."""
        return self._behind.outbox_heads()

    def acknowledge(self, destination: str, number: int) -> None:
        """Note that all up to this number has arrived; it may be dropped when it is old."""
        self._behind.acknowledge(destination, number)

    def acknowledged(self) -> dict[str, int]:
        """Return what has arrived at each destination."""
        return self._behind.acknowledged()

    def keep_acknowledgements(self) -> None:
        """Make durable what has arrived, if anything has since the last commit."""
        self._behind.keep_acknowledgements()

    def vault(self, payment_id: str) -> list[VaultRow]:
        """Return the vault rows of a payment, in order."""
        kept = self._vault.get(payment_id)
        return list(kept) if kept is not None else self._behind.vault(payment_id)

    def key(self, payment_id: str) -> bytes | None:
        """Return a payment's wrapped key, None if it was erased or never was."""
        return self._keys.get(payment_id) or self._behind.key(payment_id)

    def erase(self, payment_id: str) -> None:
        """Forget a payment's key for ever; its vault rows stay and can never be read."""
        # At hand it is forgotten first: should the store fail, it must be erased again anyway.
        if payment_id in self._vault:
            self._let_go(payment_id)
        self._behind.erase(payment_id)

    def save(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; older ones may go."""
        self._behind.save(snapshot)

    def snapshot(self) -> Snapshot | None:
        """Return the newest snapshot."""
        return self._behind.snapshot()

    def close(self) -> None:
        """Close the store."""
        self._behind.close()
