"""All that a store in SQLite files holds, to be proved, however it may have been changed.

A node asks a store for what it needs and takes it as it is. Whoever proves a store
must also see what no node would ask for: rows that nothing refers to, a payment
without a name, tables that are not ours. What cannot be read is told apart from
what stands before it, so that the first bad place can be named.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, TypeVar

from typing_extensions import override

from tallystick.journal.batches import Head
from tallystick.journal.database import Database, Value
from tallystick.journal.entries import Sealed, VaultRow
from tallystick.journal.port import OutboxRow
from tallystick.journal.reader import (
    FIRST,
    JOURNAL,
    KEYS,
    READ_AT_ONCE,
    Block,
    SqliteReader,
    listed,
)
from tallystick.journal.soundness import fault_of_file, fault_of_indexes
from tallystick.terms.errors import StoreError

BLOCKS_AT_ONCE = 64

T = TypeVar("T")


class _Placed(NamedTuple):
    place: int
    payment_id: str | None
    kind: str
    sequence: int
    ciphertext: bytes


class _Numbered(NamedTuple):
    payment_id: str
    number: int


class _Sent(NamedTuple):
    place: int
    destination: str
    last: int
    effects: bytes


class _Closed(NamedTuple):
    payment: int
    payment_id: str | None


class Inspector(SqliteReader):
    """A store, to be proved; a writer may be at work meanwhile."""

    def __init__(self, journal: Database, keys: Database | None) -> None:
        super().__init__(journal, keys)
        self.keys_follow: Head | None = None
        self._tail: dict[str, int] | None = None

    def pin(self) -> None:
        """Stay at this instant of the journal; its log is not cleared until it is closed.

        `keys_follow` is the journal's head when keys were last written, as far as that is known.

        Raises:
            StoreError: a file cannot be read, or something in it is no table of rows.
        """
        for database in (self._journal, self._keys):
            if database is not None:
                _refuse_views(database)
        if self._keys is not None:
            # It is read first: what the keys follow is then in the journal, whoever writes.
            query = "SELECT sequence, hash FROM follows"
            self.keys_follow = self._keys.row(tuple[int, bytes], query)
        self._journal.rows(tuple[int], "BEGIN")
        self.head()
        query = "SELECT payment_id, number FROM payments WHERE number > ?"
        self._tail = dict(self._journal.rows(_Numbered, query, self._reach().names))

    @override
    def _newest_numbers(self, payment_ids: Collection[str]) -> dict[str, int]:
        if self._tail is None:
            return super()._newest_numbers(payment_ids)
        # Asked once for each entry of the books: to look through the table would take long.
        return {key: self._tail[key] for key in payment_ids if key in self._tail}

    @property
    def has_keys(self) -> bool:
        """Whether the payment keys are there to be looked at."""
        return self._keys is not None

    @override
    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order, as far as they can be read.

        Raises:
            StoreError: the entry after the last one yielded cannot be read.
        """
        query = (
            "SELECT sequence, body, hash FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?"
        )
        while found := self._page(Sealed, query, after):
            yield from found
            after = self._onward(after, found[-1].sequence)

    @override
    def vault_rows(self) -> Iterator[VaultRow]:
        """Yield every vault row in the order of writing; one of no known payment names none.

        Raises:
            StoreError: the row after the last one yielded cannot be read.
        """
        query = (
            "SELECT place, payment_id, kind, sequence, ciphertext FROM vault"
            " LEFT JOIN payments ON number = payment WHERE place > ? ORDER BY place LIMIT ?"
        )
        place = FIRST
        while found := self._page(_Placed, query, place):
            for row in found:
                yield VaultRow(row.payment_id or "", row.kind, row.sequence, row.ciphertext)
            place = self._onward(place, found[-1].place)

    def _page(
        self, kind: type[T], query: str, *after: Value, at_once: int = READ_AT_ONCE
    ) -> list[T]:
        """Return the rows after a place: many at once, or up to the one that cannot be read."""
        try:
            return self._journal.rows(kind, query, *after, at_once)
        except StoreError:
            return self._journal.rows(kind, query, *after, 1)

    def hash_at(self, sequence: int) -> bytes | None:
        """Return the hash of one entry, None where there is no such entry."""
        query = "SELECT hash FROM entries WHERE sequence = ?"
        found = self._journal.row(tuple[bytes], query, sequence)
        return found[0] if found else None

    def closed_payments(self) -> Iterator[str]:
        """Yield the payment of every closing record; an empty name for one of no known payment."""
        query = (
            "SELECT payment, payment_id FROM closings LEFT JOIN payments ON number = payment"
            " WHERE payment > ? ORDER BY payment LIMIT ?"
        )
        after = FIRST
        while found := self._journal.rows(_Closed, query, after, READ_AT_ONCE):
            yield from (row.payment_id or "" for row in found)
            after = self._onward(after, found[-1].payment)

    def closed_assignments(self) -> Iterator[str]:
        """Yield the assignment of every record."""
        query = (
            "SELECT assignment_id FROM assignments"
            " WHERE assignment_id > ? ORDER BY assignment_id LIMIT ?"
        )
        after = ""
        while found := self._journal.rows(tuple[str], query, after, READ_AT_ONCE):
            yield from (name for (name,) in found)
            after = found[-1][0]

    def sent(self) -> Iterator[list[OutboxRow]]:
        """Yield what is still there of all that was to leave, block by block as it was written.

        Raises:
            StoreError: the block after the last one yielded cannot be read.
        """
        query = (
            "SELECT place, destination, last, effects FROM outbox"
            " WHERE place > ? ORDER BY place LIMIT ?"
        )
        place = FIRST
        while found := self._page(_Sent, query, place, at_once=BLOCKS_AT_ONCE):
            for row in found:
                block = self._unpack(row.destination, Block(row.last, row.effects))
                if not block:
                    raise self._journal.failure(IndexError(f"block {row.place} is empty"))
                yield block
            place = self._onward(place, found[-1].place)

    def destinations(self) -> list[str]:
        """Return every destination of which there is a row or a number."""
        query = "SELECT destination FROM outbox UNION SELECT destination FROM destinations"
        return [name for (name,) in self._journal.rows(tuple[str], query)]

    def strays(self) -> list[str]:
        """Return payments, a few at the most, that are named and of which there is nothing."""
        query = (
            "SELECT payment_id FROM payments WHERE number NOT IN (SELECT payment FROM vault)"
            " AND number NOT IN (SELECT payment FROM closings) LIMIT 9"
        )
        return [name for (name,) in self._journal.rows(tuple[str], query)]

    def keyed(self, payment_ids: Sequence[str]) -> dict[str, bool]:
        """Return those payments that were given a key, and whether it is still there."""
        if self._keys is None:
            return {}
        numbers = self.numbers(payment_ids)
        query = (
            "SELECT number, payment_id, wrapped IS NOT NULL FROM keys"
            " WHERE number IN (SELECT value FROM json_each(?))"
        )
        found = self._keys.rows(tuple[int, str, int], query, listed(numbers.values()))
        return {
            payment_id: bool(is_there)
            for number, payment_id, is_there in found
            if numbers.get(payment_id) == number
        }

    def unsound(self) -> str:
        """Say what is wrong with the files themselves; nothing if they are whole.

        It takes several looks: a writer at work must be kept out of sight by `pin`.

        Raises:
            StoreError: they cannot even be looked at.
        """
        for database, layout in ((self._journal, JOURNAL), (self._keys, KEYS)):
            fault = "" if database is None else fault_of_file(database, layout)
            if fault:
                return f"the file of {layout.holds} is not whole: {fault}"
        fault = fault_of_indexes(self._journal)
        return f"the journal's indexes do not fit its tables: {fault}" if fault else ""


def _refuse_views(database: Database) -> None:
    """See that asking for a row ends: what stands in a table's place may never do."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%'"
    found = database.row(tuple[str], query)
    if found is not None:
        raise database.failure(LookupError(f"{found[0]} is no table of rows"))
