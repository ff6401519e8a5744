"""What a store promises, whatever it is made of.

`commit` is one transaction: all of a batch is durable when it returns, nothing
of it when it raises a `StoreError` whose outcome is known; if the outcome is not
known, the caller must forget what it has in memory and open the store anew.
One writer at a time: a batch that does not follow the last entry is refused.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.effects import AnyEffect, MarkReturned
from tallystick.core.orders import ClosingRecord
from tallystick.journal.entries import Sealed, VaultRow


class OutboxRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An effect that is to leave: number `number` of all that go to this destination.

    `entry` is the sequence of the entry that caused it.
    """

    destination: str
    number: int
    entry: int
    effect: AnyEffect


class Batch(msgspec.Struct, frozen=True, gc=False):
    """What one commit writes. `returned` are marks for closing records.

    `assignments` are the records of those that have left the state.
    """

    entries: Sequence[Sealed]
    vault: Sequence[VaultRow] = ()
    keys: Sequence[tuple[str, bytes]] = ()
    outbox: Sequence[OutboxRow] = ()
    closings: Sequence[ClosingRecord] = ()
    returned: Sequence[MarkReturned] = ()
    assignments: Sequence[AssignmentRecord] = ()


class Snapshot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The whole state after an entry, named by that entry's sequence and hash."""

    sequence: int
    hash: bytes
    state: bytes


class Store(Protocol):
    """The durable side of a node."""

    def commit(self, batch: Batch) -> None:
        """Write a batch, all of it or nothing.

        Raises:
            StoreError: it failed; `outcome_known` says whether nothing was written.
        """

    def head(self) -> tuple[int, bytes]:
        """Return the last entry's sequence and hash; (0, GENESIS) for an empty journal."""

    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order."""

    def entry(self, sequence: int) -> Sealed | None:
        """Return one entry by its sequence, None if there is none."""

    def closings(self, payment_ids: Sequence[str]) -> dict[str, ClosingRecord]:
        """Return the closing records that there are of these payments."""

    def assignments(self, assignment_ids: Sequence[str]) -> dict[str, AssignmentRecord]:
        """Return the records that there are of these assignments."""

    def outbox(self, destination: str, after: int, limit: int) -> list[OutboxRow]:
        """Return what is to go to a destination after a number, oldest first."""

    def outbox_heads(self) -> dict[str, int]:
        """Return the last number given out for each destination."""

    def acknowledge(self, destination: str, number: int) -> None:
        """Note that all up to this number has arrived; it may be dropped when it is old."""

    def acknowledged(self) -> dict[str, int]:
        """Return what has arrived at each destination."""

    def keep_acknowledgements(self) -> None:
        """Make durable what has arrived, if anything has since the last commit.

        Raises:
            StoreError: it failed.
        """

    def vault(self, payment_id: str) -> list[VaultRow]:
        """Return the vault rows of a payment, in order."""

    def key(self, payment_id: str) -> bytes | None:
        """Return a payment's wrapped key, None if it was erased or never was."""

    def erase(self, payment_id: str) -> None:
        """Forget a payment's key for ever; its vault rows stay and can never be read."""

    def save(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; older ones may go."""

    def snapshot(self) -> Snapshot | None:
        """Return the newest snapshot."""

    def close(self) -> None:
        """Close the store."""
