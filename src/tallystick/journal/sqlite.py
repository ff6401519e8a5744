"""The durable store of one machine: a journal in one SQLite file, payment keys in another.

A payment's key is durable before the commit that refers to it. Should that commit
fail, the key's number is given to the next payment, and its key takes the place.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path

import apsw
from typing_extensions import override

from tallystick.journal import indexes
from tallystick.journal.batches import by_destination, follow, refused
from tallystick.journal.database import Access, Database, insert, lock
from tallystick.journal.entries import GENESIS, encode
from tallystick.journal.indexes import Indexes, Numbered, Placed
from tallystick.journal.port import Batch, OutboxRow, Snapshot
from tallystick.journal.reader import (
    BLOCKS_AT_ONCE,
    JOURNAL,
    KEYS,
    Block,
    Reach,
    SqliteReader,
    listed,
)
from tallystick.terms.errors import StoreError

PACKED_AT_MOST = 256  # effects to one destination that share a row


class SqliteStore(SqliteReader):
    """The one writer of a store; see `port.Store` for what it promises."""

    def __init__(self, path: Path, keys_path: Path) -> None:
        """Open the store, or make it where there is none.

        Raises:
            StoreError: it is in use by another writer; a file is damaged, not what it
                should be, or of another version; or the two do not belong together.
        """
        with ExitStack() as held:
            lock(path, JOURNAL.holds, held)
            lock(keys_path, KEYS.holds, held)
            journal = Database(path, JOURNAL, Access.CREATE)
            held.callback(journal.close)
            self._key_file = _open_keys(keys_path, journal)
            held.callback(self._key_file.close)
            super().__init__(journal, self._key_file)
            self._indexes = Indexes(journal, super()._reach())
            self._head = super().head()
            self._heads = super().outbox_heads()
            self._acknowledged = super().acknowledged()
            self._unsaved: set[str] = set()
            self._held = held.pop_all()

    def commit(self, batch: Batch) -> None:
        """Write a batch, all of it or nothing.

        Raises:
            StoreError: it failed; `outcome_known` says whether nothing was written.
        """
        head = follow(self._head, batch.entries)
        queues = by_destination(self._heads, batch.outbox)
        numbers = self._number(batch)
        self._check_keys(batch, numbers)
        self._check_assignments(batch)
        last = self._indexes.last_number
        fresh = [(number, key) for key, number in numbers.items() if number > last]
        blocks = _blocks(queues, self._indexes.last_place)
        due = self._indexes.due(len(fresh), len(blocks))
        with self._journal.writing() as connection:
            # Nobody else can have written, whatever became of the lock: and only then
            # are keys written, durable before this transaction ends.
            if self.head() != self._head:
                raise refused("the journal has another end than this writer knows")
            self._write_keys(batch, fresh)
            _write_entries(connection, batch)
            insert(connection, "INSERT INTO payments", fresh)
            _write_vault(connection, batch, numbers)
            insert(connection, "INSERT INTO outbox", blocks)
            _write_closings(connection, batch, numbers)
            _write_assignments(connection, batch)
            indexes.write(connection, due)
            self._write_acknowledged(connection)
        self._head = head
        self._heads |= {destination: rows[-1].number for destination, rows in queues.items()}
        self._unsaved.clear()
        self._indexes.note(fresh, blocks, due)

    def _number(self, batch: Batch) -> dict[str, int]:
        """Return the number of each payment in the batch; one that is new is given the next."""
        names = [payment_id for payment_id, _ in batch.keys]
        told = [row.payment_id for row in batch.vault]
        told += [record.payment_id for record in batch.closings]
        told += [mark.payment_id for mark in batch.returned]
        known = self.numbers(dict.fromkeys(names + told))
        if len(set(names)) < len(names) or not known.keys().isdisjoint(names):
            raise refused("a payment that is known already is given a key")
        closed = [each.payment_id for each in batch.closings if each.payment_id not in known]
        fresh = dict.fromkeys(names + closed)
        first = self._indexes.last_number + 1
        return known | {payment_id: number for number, payment_id in enumerate(fresh, first)}

    def _check_keys(self, batch: Batch, numbers: Mapping[str, int]) -> None:
        """See that every vault row can be read: its payment has a key, now or from before."""
        new = {payment_id for payment_id, _ in batch.keys}
        others = dict.fromkeys(row.payment_id for row in batch.vault if row.payment_id not in new)
        if not others:
            return
        query = (
            "SELECT payment_id FROM keys WHERE wrapped IS NOT NULL"
            " AND number IN (SELECT value FROM json_each(?))"
        )
        asked = listed(n for n in map(numbers.get, others) if n and n <= self._indexes.last_number)
        keyed = {key for (key,) in self._key_file.rows(tuple[str], query, asked)}
        for payment_id in others:
            if payment_id not in keyed:
                raise refused(f"payment {payment_id} has a vault row and no key")

    def _check_assignments(self, batch: Batch) -> None:
        """See that no assignment is closed twice."""
        names = {record.assignment_id for record in batch.assignments}
        is_known = bool(names) and bool(self.assignments(sorted(names)))
        if is_known or len(names) < len(batch.assignments):
            raise refused("an assignment that is closed already is closed")

    def _write_keys(self, batch: Batch, fresh: Sequence[Numbered]) -> None:
        """Make the keys of new payments durable; without the commit they mean nothing.

        A payment that comes without a key has a row too, so that no key that was left
        behind by a failed commit is taken for its own.
        """
        if not fresh:
            return
        wrapped = dict(batch.keys)
        rows = [(number, key, wrapped.get(key)) for number, key in fresh]
        try:
            with self._key_file.writing() as connection:
                insert(connection, "INSERT OR REPLACE INTO keys", rows)
                connection.execute("INSERT OR REPLACE INTO follows VALUES(1, ?, ?)", self._head)
        except StoreError as failed:
            # Whatever became of the keys, the journal has nothing of this batch.
            failed.outcome_known = True
            raise

    def _write_acknowledged(self, connection: apsw.Connection) -> None:
        rows = [
            (name, self._heads[name], self._acknowledged[name]) for name in sorted(self._unsaved)
        ]
        insert(connection, "INSERT OR REPLACE INTO destinations", rows)

    @override
    def _reach(self) -> Reach:
        return self._indexes.reach

    @override
    def _newest_numbers(self, payment_ids: Collection[str]) -> dict[str, int]:
        return self._indexes.numbers(payment_ids)

    @override
    def _newest_blocks(self, destination: str, after: int, reach: Reach) -> Iterator[Block]:
        places = self._indexes.places(destination, after)
        query = (
            "SELECT last, effects FROM outbox"
            " WHERE place IN (SELECT value FROM json_each(?)) ORDER BY place"
        )
        while some := list(islice(places, BLOCKS_AT_ONCE)):
            yield from self._journal.rows(Block, query, listed(some))

    def acknowledge(self, destination: str, number: int) -> None:
        """Note that all up to this number has arrived; a lower number changes nothing.

        It becomes durable with the next commit, or at the close. A crash before that
        costs a repetition, which every receiver takes in its stride. What was never
        given out cannot have arrived: a higher number counts as the last one.
        """
        arrived = min(number, self._heads.get(destination, 0))
        if arrived > self._acknowledged.get(destination, 0):
            self._acknowledged[destination] = arrived
            self._unsaved.add(destination)

    def keep_acknowledgements(self) -> None:
        """Make durable what has arrived, if anything has since the last commit.

        Raises:
            StoreError: it failed.
        """
        if self._unsaved:
            with self._journal.writing() as connection:
                self._write_acknowledged(connection)
            self._unsaved.clear()

    @override
    def acknowledged(self) -> dict[str, int]:
        return dict(self._acknowledged)

    def erase(self, payment_id: str) -> None:
        """Forget a payment's key for ever; its vault rows stay and can never be read.

        Raises:
            StoreError: it failed, or a reader keeps the key in the log: erase it again.
        """
        number = self.numbers([payment_id]).get(payment_id)
        if number is None:
            return
        with self._key_file.writing() as connection:
            connection.execute(
                "UPDATE keys SET wrapped = NULL WHERE number = ? AND payment_id = ?",
                (number, payment_id),
            )
        if not self._key_file.empty_log():
            detail = "the key is erased, but a reader keeps it in the log: erase it again"
            raise StoreError(detail, outcome_known=False, code="store-in-use", ref=payment_id)

    def save(self, snapshot: Snapshot) -> None:
        """Keep a snapshot of a state that this journal leads to, if it is the newest.

        Raises:
            StoreError: it failed, or the journal has no such entry.
        """
        if not _has(self._journal, snapshot.sequence, snapshot.hash):
            raise refused(f"the snapshot after entry {snapshot.sequence} is not of this journal")
        with self._journal.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO snapshots VALUES(?, ?, ?)",
                (snapshot.sequence, snapshot.hash, snapshot.state),
            )
            connection.execute(
                "DELETE FROM snapshots WHERE sequence < (SELECT max(sequence) FROM snapshots)"
            )

    @override
    def close(self) -> None:
        """Note what has arrived, close both files and let other writers in."""
        if self._unsaved:
            with suppress(StoreError), self._journal.writing() as connection:
                self._write_acknowledged(connection)
        self._unsaved.clear()
        self._held.close()


def _open_keys(path: Path, journal: Database) -> Database:
    """Open the keys' file of a journal; one of another journal, or another age, will not do."""
    query = "SELECT payment, payment_id FROM vault JOIN payments ON number = payment"
    newest = journal.row(tuple[int, str], f"{query} ORDER BY place DESC")
    # Where a vault row was written, its key was written before: the file must be there.
    keys = Database(path, KEYS, Access.WRITE if newest else Access.CREATE)
    with ExitStack() as held:
        held.callback(keys.close)
        query = "SELECT 1 FROM keys WHERE number = ? AND payment_id = ?"
        if newest and not keys.row(tuple[int], query, *newest):
            detail = "these payment keys are older than the journal, or of another one"
            raise StoreError(detail, outcome_known=True, code="store-foreign", ref=str(path))
        follows = keys.row(tuple[int, bytes], "SELECT sequence, hash FROM follows")
        if follows and not _has(journal, *follows):
            detail = "the journal is older than its payment keys, or they are of another one"
            raise StoreError(detail, outcome_known=True, code="store-foreign", ref=str(path))
        held.pop_all()
    return keys


def _has(journal: Database, sequence: int, entry_hash: bytes) -> bool:
    """Whether the journal has been at this head."""
    if sequence == 0:
        return entry_hash == GENESIS
    found = journal.row(tuple[bytes], "SELECT hash FROM entries WHERE sequence = ?", sequence)
    return found == (entry_hash,)


def _write_entries(connection: apsw.Connection, batch: Batch) -> None:
    rows = [(sealed.sequence, sealed.body, sealed.hash) for sealed in batch.entries]
    insert(connection, "INSERT INTO entries", rows)


def _write_vault(connection: apsw.Connection, batch: Batch, numbers: Mapping[str, int]) -> None:
    rows = [
        (numbers[row.payment_id], row.sequence, row.kind, row.ciphertext) for row in batch.vault
    ]
    insert(connection, "INSERT INTO vault(payment, sequence, kind, ciphertext)", rows)


def _blocks(queues: Mapping[str, Sequence[OutboxRow]], after: int) -> list[Placed]:
    """Pack the rows for each destination, and give each block its place after the last one.

    They lie in the order of their first entries, so that a proof reads them as it needs them.
    """
    packed = [
        (destination, rows[start : start + PACKED_AT_MOST])
        for destination, rows in queues.items()
        for start in range(0, len(rows), PACKED_AT_MOST)
    ]
    packed.sort(key=lambda block: block[1][0].entry)
    return [
        (place, destination, rows[-1].number, encode([(row.entry, row.effect) for row in rows]))
        for place, (destination, rows) in enumerate(packed, after + 1)
    ]


def _write_closings(connection: apsw.Connection, batch: Batch, numbers: Mapping[str, int]) -> None:
    closed = [(numbers[record.payment_id], encode(record), None) for record in batch.closings]
    insert(connection, "INSERT INTO closings", closed)
    changes = connection.total_changes()
    connection.executemany(
        "UPDATE closings SET mark = ? WHERE payment = ?",
        [
            (encode((mark.returned_by, mark.returned)), numbers.get(mark.payment_id))
            for mark in batch.returned
        ],
    )
    if connection.total_changes() - changes < len(batch.returned):
        raise refused("a payment is marked as returned and is not closed")


def _write_assignments(connection: apsw.Connection, batch: Batch) -> None:
    rows = [(record.assignment_id, encode(record)) for record in batch.assignments]
    insert(connection, "INSERT INTO assignments", rows)
