"""The disk of a simulated node: a store whose commits may fail, or succeed unheard.

What was committed stays; what was not is gone with the process. A backup is an
older copy that somebody puts back in good faith.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.orders import ClosingRecord
from tallystick.journal.entries import Sealed, VaultRow
from tallystick.journal.port import Batch, OutboxRow, Snapshot
from tallystick.node.wiring import memory_store
from tallystick.terms.errors import StoreError


class Disk:
    """A store with a fate: what befalls the next commit."""

    def __init__(self) -> None:
        self._store = memory_store()
        self.fate = "sound"

    def backup(self) -> "Disk":
        """Return a copy as it stands now."""
        copy = Disk()
        copy._store = deepcopy(self._store)
        return copy

    def commit(self, batch: Batch) -> None:
        """Commit, or meet the fate: `fails` and `full` write nothing, `unheard` writes untold."""
        fate = self.fate
        if fate != "full":
            self.fate = "sound"
        if fate in ("fails", "full"):
            detail = "the disk is full" if fate == "full" else "the write failed"
            raise StoreError(detail, outcome_known=True)
        if fate == "gone":
            raise StoreError("the machine died before the write", outcome_known=False)
        self._store.commit(batch)
        if fate == "unheard":
            raise StoreError("the machine died after the write", outcome_known=False)

    def head(self) -> tuple[int, bytes]:
        """See `Store`."""
        return self._store.head()

    def entries(self, after: int) -> Iterator[Sealed]:
        """See `Store`."""
        return self._store.entries(after)

    def entry(self, sequence: int) -> Sealed | None:
        """See `Store`."""
        return self._store.entry(sequence)

    def closings(self, payment_ids: Sequence[str]) -> dict[str, ClosingRecord]:
        """See `Store`."""
        return self._store.closings(payment_ids)

    def assignments(self, assignment_ids: Sequence[str]) -> dict[str, AssignmentRecord]:
        """See `Store`."""
        return self._store.assignments(assignment_ids)

    def outbox(self, destination: str, after: int, limit: int) -> list[OutboxRow]:
        """See `Store`."""
        return self._store.outbox(destination, after, limit)

    def outbox_heads(self) -> dict[str, int]:
        """See `Store`."""
        return self._store.outbox_heads()

    def acknowledge(self, destination: str, number: int) -> None:
        """See `Store`."""
        self._store.acknowledge(destination, number)

    def keep_acknowledgements(self) -> None:
        """Find nothing to write: this disk notes each arrival at once."""

    def acknowledged(self) -> dict[str, int]:
        """See `Store`."""
        return self._store.acknowledged()

    def vault(self, payment_id: str) -> list[VaultRow]:
        """See `Store`."""
        return self._store.vault(payment_id)

    def key(self, payment_id: str) -> bytes | None:
        """See `Store`."""
        return self._store.key(payment_id)

    def erase(self, payment_id: str) -> None:
        """See `Store`."""
        self._store.erase(payment_id)

    def save(self, snapshot: Snapshot) -> None:
        """See `Store`."""
        self._store.save(snapshot)

    def snapshot(self) -> Snapshot | None:
        """See `Store`."""
        return self._store.snapshot()

    def close(self) -> None:
        """See `Store`."""
        self._store.close()
