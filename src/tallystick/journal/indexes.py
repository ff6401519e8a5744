"""The two indexes of a store in SQLite files that lag behind: see `lag`.

`names` leads from a payment's identifier to its number, `queues` from a destination to
the blocks of effects that are for it. What they do not hold yet is at hand here.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import apsw

from tallystick.journal.database import Database, insert
from tallystick.journal.lag import Due, Lag
from tallystick.journal.reader import Reach, digest_of

# A payment with its number, and what the index holds of it: its digest and its number.
Numbered: TypeAlias = tuple[int, str]
Name: TypeAlias = tuple[int, int]
# A block at its place, for whom, its last number and its effects; what the index holds of it.
Placed: TypeAlias = tuple[int, str, int, bytes]
Queue: TypeAlias = tuple[str, int, int]


_last_number = itemgetter(1)


class BothDue(NamedTuple):
    """What is to be written into the two indexes with a commit."""

    names: Due[Name]
    queues: Due[Queue]


class Indexes:
    """What the indexes of one store lag behind, for its one writer."""

    def __init__(self, journal: Database, reach: Reach) -> None:
        """Find what the indexes may not hold.

        Raises:
            StoreError: the journal cannot be read.
        """
        self.reach = reach
        self.last_number = reach.names
        self.last_place = reach.queues
        self._names: Lag[Name] = Lag()
        self._queues: Lag[Queue] = Lag()
        query = "SELECT number, payment_id FROM payments WHERE number > ? ORDER BY number"
        self._add_names(journal.rows(tuple[int, str], query, reach.names))
        query = "SELECT place, destination, last FROM outbox WHERE place > ? ORDER BY place"
        self._add_queues(journal.rows(tuple[int, str, int], query, reach.queues))

    def _add_names(self, payments: Sequence[Numbered]) -> None:
        for number, payment_id in payments:
            self._names.add(number, payment_id, (digest_of(payment_id), number))
            self.last_number = number

    def _add_queues(self, blocks: Sequence[tuple[int, str, int]]) -> None:
        for place, destination, last in blocks:
            self._queues.add(place, destination, (destination, last, place))
            self.last_place = place

    def numbers(self, payment_ids: Collection[str]) -> dict[str, int]:
        """Return the numbers of those of the payments that are at hand."""
        found: dict[str, int] = {}
        for payment_id in payment_ids:
            older, newer = self._names.of(payment_id)
            if rows := newer or older:
                found[payment_id] = rows[-1][1]
        return found

    def places(self, destination: str, after: int) -> Iterator[int]:
        """Yield the places of the blocks at hand that end after a number, oldest first."""
        for rows in self._queues.of(destination):
            first = bisect_right(rows, after, key=_last_number)
            for _destination, _last, place in islice(rows, first, None):
                yield place

    def due(self, payments: int, blocks: int) -> BothDue:
        """Return what is to be written with a commit of so many new payments and blocks."""
        return BothDue(self._names.due(payments), self._queues.due(blocks))

    def note(self, payments: Sequence[Numbered], blocks: Sequence[Placed], due: BothDue) -> None:
        """Have at hand what a commit brought, and let go of what it wrote into the indexes."""
        self._add_names(payments)
        self._add_queues([block[:3] for block in blocks])
        names, queues = self.reach
        self.reach = Reach(due.names.upto or names, due.queues.upto or queues)
        self._names.written(due.names)
        self._queues.written(due.queues)


def write(connection: apsw.Connection, due: BothDue) -> None:
    """Write into the indexes what is due, within the transaction of a commit."""
    # Some of them are there already if their range had begun before the store was opened;
    # what is there and leads to something else is not ours, and the table is the truth.
    insert(connection, "INSERT OR IGNORE INTO names", due.names.rows)
    same = "ON CONFLICT DO UPDATE SET place = excluded.place WHERE place <> excluded.place"
    insert(connection, "INSERT INTO queues", due.queues.rows, same)
    _write_heads(connection, {name: last for name, last, _ in due.queues.rows})
    upto = due.names.upto, due.queues.upto
    if any(upto):
        query = "UPDATE reach SET names = coalesce(?, names), queues = coalesce(?, queues)"
        connection.execute(query, upto)


def _write_heads(connection: apsw.Connection, heads: Mapping[str, int]) -> None:
    insert(
        connection,
        "INSERT INTO destinations",
        [(name, head, 0) for name, head in heads.items()],
        "ON CONFLICT DO UPDATE SET head = max(head, excluded.head)",
    )
