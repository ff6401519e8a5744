"""What makes a batch lawful: it follows what is there, whatever store it goes to."""

from collections.abc import Mapping, Sequence

import msgspec

from tallystick.core.orders import ClosingRecord, Portion
from tallystick.journal.entries import Chain, Sealed, entry_hash
from tallystick.journal.port import OutboxRow
from tallystick.terms.errors import StoreError

Head = tuple[int, bytes]


class _Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The first words of an entry: enough to see what it follows."""

    sequence: int
    at: int
    format: int
    rules: int
    previous: bytes


def marked(record: ClosingRecord, returned_by: str, returned: Portion) -> ClosingRecord:
    """Return a closing record that says what has gone back of its payment, and the last return."""
    return msgspec.structs.replace(record, returned_by=returned_by, returned=returned)


_read_link = msgspec.msgpack.Decoder(_Link).decode


def follow(head: Head, entries: Sequence[Sealed]) -> Head:
    """Return the head after these entries, each of which follows the one before it.

    Raises:
        StoreError: one does not, or its hash is not that of its bytes.
    """
    if isinstance(entries, Chain) and entries.follows == head:
        return entries.head
    return _follow(head, entries)


def _follow(head: Head, entries: Sequence[Sealed]) -> Head:
    sequence, previous = head
    for sealed in entries:
        sequence += 1
        try:
            link = _read_link(sealed.body)
        except msgspec.DecodeError as broken:
            raise refused(f"entry {sequence} is no entry: {broken}") from broken
        if not sealed.sequence == link.sequence == sequence:
            raise refused(f"entry {sealed.sequence} comes where entry {sequence} is due")
        if link.previous != previous:
            raise refused(f"entry {sequence} does not follow the entry before it")
        # A wrong hash, once stored, would break the chain for all that comes after.
        if entry_hash(sealed.body) != sealed.hash:
            raise refused(f"the hash of entry {sequence} is not that of its bytes")
        previous = sealed.hash
    return sequence, previous


def by_destination(
    heads: Mapping[str, int], outbox: Sequence[OutboxRow]
) -> dict[str, list[OutboxRow]]:
    """Return the rows for each destination, whose numbers go on from its head without a gap.

    Raises:
        StoreError: a number is not the next of its destination.
    """
    queues: dict[str, list[OutboxRow]] = {}
    for row in outbox:
        destination, number = row.destination, row.number
        rows = queues.get(destination)
        if rows is None:
            due = heads.get(destination, 0) + 1
            queues[destination] = [row]
        else:
            due = rows[-1].number + 1
            rows.append(row)
        if number != due:
            raise refused(f"number {number} is not the next for {destination}: {due} is")
    return queues


def refused(detail: str) -> StoreError:
    """Return the error for a batch that may not be written; nothing of it was."""
    return StoreError(detail, outcome_known=True, code="batch-refused")
