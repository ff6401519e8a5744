"""A store in SQLite files, to read: where everything lies, and how it is found.

An entry is a row. A payment has a number, by which its key, its vault rows and its
closing record are found. What leaves for one destination by one commit is packed into
a few rows. Assignments are rare beside payments, and their records are found by their names.
Payment identifiers are random and so are the banks of one commit, so the
two indexes that lead to them (`names` and `queues`) lag behind their tables, and are
filled in the order of their keys: see `lag`. `reach` says how far they are whole. No
index of SQLite's sees to it that a payment is named once: the writer looks, at each commit.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.effects import AnyEffect
from tallystick.core.orders import ClosingRecord, Portion
from tallystick.journal.batches import Head, marked
from tallystick.journal.database import Access, Database, Layout
from tallystick.journal.entries import GENESIS, Sealed, VaultRow
from tallystick.journal.port import OutboxRow, Snapshot

JOURNAL = Layout(
    "a Tallystick journal",
    3,
    """
    CREATE TABLE entries(
        sequence INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE TABLE payments(
        number INTEGER PRIMARY KEY CHECK(number > 0), payment_id TEXT NOT NULL) STRICT;
    CREATE TABLE names(
        digest INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(digest, number)
        ) STRICT, WITHOUT ROWID;
    CREATE TABLE vault(
        place INTEGER PRIMARY KEY, payment INTEGER NOT NULL, sequence INTEGER NOT NULL,
        kind TEXT NOT NULL, ciphertext BLOB NOT NULL) STRICT;
    CREATE INDEX vault_of_payment ON vault(payment);
    CREATE TABLE closings(
        payment INTEGER PRIMARY KEY, record BLOB NOT NULL, mark BLOB) STRICT;
    CREATE TABLE assignments(
        assignment_id TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE outbox(
        place INTEGER PRIMARY KEY CHECK(place > 0), destination TEXT NOT NULL,
        last INTEGER NOT NULL CHECK(last > 0), effects BLOB NOT NULL) STRICT;
    CREATE TABLE queues(
        destination TEXT NOT NULL, last INTEGER NOT NULL, place INTEGER NOT NULL,
        PRIMARY KEY(destination, last)) STRICT, WITHOUT ROWID;
    CREATE TABLE reach(
        one INTEGER PRIMARY KEY CHECK(one = 1), names INTEGER NOT NULL, queues INTEGER NOT NULL
        ) STRICT;
    INSERT INTO reach VALUES(1, 0, 0);
    CREATE TABLE destinations(
        destination TEXT PRIMARY KEY, head INTEGER NOT NULL, acknowledged INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshots(
        sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, state BLOB NOT NULL) STRICT;
    """,
)
KEYS = Layout(
    "a Tallystick file of payment keys",
    1,
    # A payment whose key was erased, or that never had one, is a row without a key. `follows`
    # has one row: the head of the journal when keys were last written, by which the two files
    # are known to belong together.
    """
    CREATE TABLE keys(number INTEGER PRIMARY KEY, payment_id TEXT NOT NULL, wrapped BLOB) STRICT;
    CREATE TABLE follows(
        one INTEGER PRIMARY KEY CHECK(one = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL
        ) STRICT;
    """,
)
READ_AT_ONCE = 1000  # no read stays open between two of these, so the log can be cleared
BLOCKS_AT_ONCE = 16
FIRST = -(2**63)  # before every number that a row can have

_read_mark = msgspec.msgpack.Decoder(tuple[str, Portion]).decode
_read_record = msgspec.msgpack.Decoder(ClosingRecord).decode
_read_assignment = msgspec.msgpack.Decoder(AssignmentRecord).decode
_read_effects = msgspec.msgpack.Decoder(list[tuple[int, AnyEffect]]).decode


def listed(words: Iterable[str | int]) -> str:
    """Return the identifiers or numbers as SQLite takes a list."""
    return msgspec.json.encode(list(words)).decode()


class Reach(NamedTuple):
    """The last payment number and the last place in the outbox that the indexes hold for sure."""

    names: int
    queues: int


class Block(NamedTuple):
    """Effects to one destination that share a row; the last of them has number `last`."""

    last: int
    effects: bytes


class _PlacedBlock(NamedTuple):
    place: int
    last: int
    effects: bytes


class _Placed(NamedTuple):
    """A vault row, and its place among all of them."""

    place: int
    payment_id: str
    kind: str
    sequence: int
    ciphertext: bytes


class _Closed(NamedTuple):
    payment: int
    record: bytes
    mark: bytes | None


class _Named(NamedTuple):
    """A name and its number."""

    name: str
    number: int


@lru_cache(READ_AT_ONCE)
def digest_of(payment_id: str) -> int:
    """Return what stands for a payment's identifier in the index: 64 bits of its SHA-256."""
    return int.from_bytes(sha256(payment_id.encode()).digest()[:8], signed=True)


def _record(row: _Closed) -> ClosingRecord:
    record = _read_record(row.record)
    return record if row.mark is None else marked(record, *_read_mark(row.mark))


class SqliteReader:
    """What is in a store, for whoever may not write it; a writer may be at work meanwhile."""

    def __init__(self, journal: Database, keys: Database | None) -> None:
        self._journal = journal
        self._keys = keys

    @classmethod
    def open(cls, path: Path, keys_path: Path | None = None) -> Self:
        """Open a store to read it; without the keys' file no payment seems to have a key.

        Raises:
            StoreError: a file is missing, damaged, or not what it should be.
        """
        with ExitStack() as held:
            journal = Database(path, JOURNAL, Access.READ)
            held.callback(journal.close)
            keys = Database(keys_path, KEYS, Access.READ) if keys_path else None
            held.pop_all()
            return cls(journal, keys)

    def head(self) -> Head:
        """Return the last entry's sequence and hash; (0, GENESIS) for an empty journal."""
        query = "SELECT sequence, hash FROM entries ORDER BY sequence DESC"
        return self._journal.row(tuple[int, bytes], query) or (0, GENESIS)

    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order, those that come meanwhile too."""
        query = (
            "SELECT sequence, body, hash FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?"
        )
        while found := self._journal.rows(Sealed, query, after, READ_AT_ONCE):
            yield from found
            after = self._onward(after, found[-1].sequence)

    def entry(self, sequence: int) -> Sealed | None:
        """Return one entry by its sequence, None if there is none."""
        query = "SELECT sequence, body, hash FROM entries WHERE sequence = ?"
        return self._journal.row(Sealed, query, sequence)

    def closings(self, payment_ids: Sequence[str]) -> dict[str, ClosingRecord]:
        """Return the closing records that there are of these payments."""
        names = {number: key for key, number in self.numbers(payment_ids).items()}
        if not names:
            return {}
        query = (
            "SELECT payment, record, mark FROM closings"
            " WHERE payment IN (SELECT value FROM json_each(?))"
        )
        found = self._journal.rows(_Closed, query, listed(names))
        with self._journal.told():
            return {names[row.payment]: _record(row) for row in found}

    def assignments(self, assignment_ids: Sequence[str]) -> dict[str, AssignmentRecord]:
        """Return the records that there are of these assignments."""
        query = (
            "SELECT assignment_id, record FROM assignments"
            " WHERE assignment_id IN (SELECT value FROM json_each(?))"
        )
        found = self._journal.rows(tuple[str, bytes], query, listed(assignment_ids))
        with self._journal.told():
            return {name: _read_assignment(record) for name, record in found}

    def outbox(self, destination: str, after: int, limit: int) -> list[OutboxRow]:
        """Return what is to go to a destination after a number, oldest first."""
        rows: list[OutboxRow] = []
        for block in self._blocks(destination, after):
            rows += [row for row in self._unpack(destination, block) if row.number > after]
            if len(rows) >= limit:
                break
        return rows[:limit]

    def _blocks(self, destination: str, after: int) -> Iterator[Block]:
        """Yield the blocks of a destination that end after a number, oldest first."""
        # A block does not leave its table: what the index lacks at this reach is found there.
        reach = self._reach()
        yield from self._indexed_blocks(destination, after, reach)
        yield from self._newest_blocks(destination, after, reach)

    def _newest_blocks(self, destination: str, after: int, reach: Reach) -> Iterator[Block]:
        query = (
            "SELECT place, last, effects FROM outbox"
            " WHERE place > ? AND destination = ? AND last > ? ORDER BY place LIMIT ?"
        )
        place, asked = reach.queues, (destination, after, BLOCKS_AT_ONCE)
        while found := self._journal.rows(_PlacedBlock, query, place, *asked):
            yield from (Block(row.last, row.effects) for row in found)
            place = self._onward(place, found[-1].place)

    def _indexed_blocks(self, destination: str, after: int, reach: Reach) -> Iterator[Block]:
        query = (
            "SELECT outbox.last, effects FROM queues CROSS JOIN outbox USING(place)"
            " WHERE queues.destination = ? AND queues.last > ? AND place <= ?"
            " ORDER BY queues.last LIMIT ?"
        )
        asked = (reach.queues, BLOCKS_AT_ONCE)
        while found := self._journal.rows(Block, query, destination, after, *asked):
            yield from found
            after = self._onward(after, found[-1].last)

    def _reach(self) -> Reach:
        found = self._journal.row(Reach, "SELECT names, queues FROM reach")
        if found is None:
            raise self._journal.failure(LookupError("nothing says how far its indexes reach"))
        return found

    def _unpack(self, destination: str, block: Block) -> list[OutboxRow]:
        with self._journal.told():
            effects = _read_effects(block.effects)
        first = block.last - len(effects) + 1
        return [
            OutboxRow(destination, number, entry, effect)
            for number, (entry, effect) in enumerate(effects, start=first)
        ]

    def outbox_heads(self) -> dict[str, int]:
        """Return the last number given out for each destination."""
        # Up to its reach every head is written down; a writer may move it on after this look.
        reach = self._reach().queues
        heads = dict(self._journal.rows(_Named, "SELECT destination, head FROM destinations"))
        query = "SELECT destination, max(last) FROM outbox WHERE place > ? GROUP BY destination"
        for name, last in self._journal.rows(_Named, query, reach):
            heads[name] = max(last, heads.get(name, 0))
        return heads

    def acknowledged(self) -> dict[str, int]:
        """Return what has arrived at each destination."""
        query = "SELECT destination, acknowledged FROM destinations WHERE acknowledged > 0"
        return dict(self._journal.rows(_Named, query))

    def vault(self, payment_id: str) -> list[VaultRow]:
        """Return the vault rows of a payment, in order."""
        number = self.numbers([payment_id]).get(payment_id)
        query = "SELECT ?, kind, sequence, ciphertext FROM vault WHERE payment = ? ORDER BY place"
        return self._journal.rows(VaultRow, query, payment_id, number)

    def vault_rows(self) -> Iterator[VaultRow]:
        """Yield every vault row in the order of writing, to prove the entries' digests."""
        query = (
            "SELECT place, payment_id, kind, sequence, ciphertext FROM vault"
            " LEFT JOIN payments ON number = payment"
            " WHERE place > ? ORDER BY place LIMIT ?"
        )
        place = 0
        while found := self._journal.rows(_Placed, query, place, READ_AT_ONCE):
            yield from (VaultRow(*row[1:]) for row in found)
            place = self._onward(place, found[-1].place)

    def _onward(self, last: int, found: int) -> int:
        """Return where reading goes on; in a damaged file it could turn in a circle."""
        if found <= last:
            raise self._journal.failure(IndexError(f"row {found} comes after row {last}"))
        return found

    def key(self, payment_id: str) -> bytes | None:
        """Return a payment's wrapped key, None if it was erased or never was."""
        number = self.numbers([payment_id]).get(payment_id)
        if number is None or self._keys is None:
            return None
        query = "SELECT wrapped FROM keys WHERE number = ? AND payment_id = ?"
        found = self._keys.row(tuple[bytes | None], query, number, payment_id)
        return found[0] if found else None

    def numbers(self, payment_ids: Collection[str]) -> dict[str, int]:
        """Return the numbers of those of the payments that have one."""
        newest = self._newest_numbers(payment_ids)
        return newest | self._indexed([key for key in payment_ids if key not in newest])

    def _newest_numbers(self, payment_ids: Collection[str]) -> dict[str, int]:
        """Return the numbers of those that the index may not hold: it is looked at after this."""
        query = (
            "SELECT payment_id, number FROM payments"
            " WHERE number > ? AND payment_id IN (SELECT value FROM json_each(?))"
        )
        reach = self._reach()
        return dict(self._journal.rows(_Named, query, reach.names, listed(payment_ids)))

    def _indexed(self, payment_ids: Collection[str]) -> dict[str, int]:
        """Return the numbers of those of the payments that are in the index."""
        if not payment_ids:
            return {}
        query = (
            "SELECT payment_id, payments.number FROM names CROSS JOIN payments USING(number)"
            " WHERE digest IN (SELECT value FROM json_each(?))"
        )
        wanted = dict.fromkeys(payment_ids)
        with self._journal.told():
            asked = listed(map(digest_of, wanted))
        found = self._journal.rows(_Named, query, asked)
        return {name: number for name, number in found if name in wanted}

    def snapshot(self) -> Snapshot | None:
        """Return the newest snapshot."""
        query = "SELECT sequence, hash, state FROM snapshots ORDER BY sequence DESC"
        return self._journal.row(Snapshot, query)

    def close(self) -> None:
        """Close both files."""
        self._journal.close()
        if self._keys is not None:
            self._keys.close()
