"""Ways to change a store behind its node's back, from the clumsy to the skilled.

A clumsy hand changes a byte. A better one hashes the entry anew. The best chains all
later entries anew as well and sets right what lies beside them; from that hand only the
other operator's memory of our heads protects.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import msgspec

from tallystick.core.effects import (
    Answer,
    Erase,
    MarkReturned,
    Remember,
    RememberAssignment,
)
from tallystick.journal.entries import entry_hash
from tallystick.journal.port import Batch, OutboxRow
from tallystick.node.engine import destination_of
from tallystick.node.replay import prove
from tallystick.node.wiring import JOURNAL, KEYS, open_store
from tallystick.proof.stores import inspected, operator_of

# A path into what an entry's bytes hold: the index at each depth.
Place = tuple[int, ...]
PREVIOUS, COMMAND, EVENTS = 4, 5, 6

_decode = msgspec.msgpack.decode
_encode = msgspec.msgpack.encode


def change(path: Path, statement: str, *bindings: Any) -> int:
    """Do something to a database file; return how many rows it touched."""
    with closing(apsw.Connection(str(path))) as connection:
        list(connection.execute("PRAGMA synchronous=OFF"))
        list(connection.execute(statement, bindings))
        return connection.changes()


def rows(path: Path, query: str, *bindings: Any) -> list[tuple[Any, ...]]:
    """Return rows of a database file."""
    with closing(apsw.Connection(str(path))) as connection:
        return list(connection.execute(query, bindings))


def flipped(content: bytes, at: int = 0) -> bytes:
    """Return the bytes with one bit of one of them turned."""
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the place of everything in decoded bytes that holds nothing further."""
    if not isinstance(value, list):
        yield place
        return
    for index, each in enumerate(value):
        yield from leaves(each, (*place, index))


def altered(value: Any, place: Place) -> Any:
    """Return decoded bytes with what stands at one place a little different."""
    if place:
        copy = list(value)
        copy[place[0]] = altered(value[place[0]], place[1:])
        return copy
    if isinstance(value, bytes):
        return flipped(value) if value else b"x"
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, dict):
        return {**value, "x": 1}
    return 1 if value is None else value + 1


class Forger:
    """A hand at one store's entries."""

    def __init__(self, folder: Path) -> None:
        self.journal = folder / JOURNAL
        self._keys = folder / KEYS
        found = rows(self.journal, "SELECT sequence, body, hash FROM entries ORDER BY sequence")
        self.bodies: dict[int, bytes] = {sequence: body for sequence, body, _ in found}
        self.hashes: dict[int, bytes] = {sequence: each for sequence, _, each in found}

    def entry(self, sequence: int) -> list[Any]:
        """Return what an entry's bytes hold."""
        found: list[Any] = _decode(self.bodies[sequence])
        return found

    @staticmethod
    def encode(entry: list[Any]) -> bytes:
        """Return what an entry holds as bytes."""
        return _encode(entry)

    def with_more(self, sequence: int) -> bytes:
        """Return an entry's bytes with one field more than an entry has."""
        return _encode([*self.entry(sequence), "more"])

    def write(self, sequence: int, body: bytes, entry_hash: bytes | None = None) -> None:
        """Write an entry's bytes, and its hash if it is to be another."""
        kept = self.hashes[sequence] if entry_hash is None else entry_hash
        statement = "UPDATE entries SET body = ?, hash = ? WHERE sequence = ?"
        change(self.journal, statement, body, kept, sequence)

    def alter(self, sequence: int, place: Place) -> bytes:
        """Return an entry's bytes with what stands at one place a little different."""
        return _encode(altered(self.entry(sequence), place))

    def rehash(self, sequence: int, body: bytes) -> None:
        """Write an entry and its hash."""
        self.write(sequence, body, entry_hash(body))

    def rechain(self, sequence: int, body: bytes) -> None:
        """Write an entry, and every later one as one that follows it; hide all other traces."""
        with closing(apsw.Connection(str(self.journal))) as connection, connection:
            for each, hashed, rebuilt in self._rebuilt(sequence, body):
                statement = "UPDATE entries SET body = ?, hash = ? WHERE sequence = ?"
                connection.execute(statement, (rebuilt, hashed, each))
            connection.execute("DELETE FROM snapshots")
        change(self._keys, "DELETE FROM follows")

    def _rebuilt(self, first: int, body: bytes) -> Iterator[tuple[int, bytes, bytes]]:
        previous = entry_hash(body)
        yield first, previous, body
        for sequence in range(first + 1, max(self.bodies) + 1):
            entry = self.entry(sequence)
            entry[PREVIOUS] = previous
            rebuilt = _encode(entry)
            previous = entry_hash(rebuilt)
            yield sequence, previous, rebuilt

    def restore(self) -> None:
        """Put every entry back as it was."""
        with closing(apsw.Connection(str(self.journal))) as connection, connection:
            statement = "UPDATE entries SET body = ?, hash = ? WHERE sequence = ?"
            connection.executemany(
                statement, [(self.bodies[each], self.hashes[each], each) for each in self.bodies]
            )

    def fields(self, last: int) -> dict[tuple[Any, ...], tuple[int, Place]]:
        """Return where each field of each kind of command and event first stands.

        Only entries up to `last` are looked at.
        """
        found: dict[tuple[Any, ...], tuple[int, Place]] = {}
        for sequence in range(1, last + 1):
            entry = self.entry(sequence)
            for place in leaves(entry):
                found.setdefault(_field(entry, place), (sequence, place))
        return found


def _field(entry: list[Any], place: Place) -> tuple[Any, ...]:
    """Name a field by what holds it: the entry, its command (and what that tells), an event."""
    if place[0] == COMMAND:
        told = [each[0] for each in entry[COMMAND][1:] if isinstance(each, list) and each]
        tags = [each for each in told[:1] if str(each).isalpha()]
        return "command", entry[COMMAND][0], *tags, place[1:]
    if place[0] == EVENTS:
        return "event", entry[EVENTS][place[1]][0], place[2:]
    return "entry", place


def cut_behind(folder: Path, into: Path, last: int) -> None:
    """Make a store of the first entries of another and of all that belongs to them alone."""
    with inspected(folder / JOURNAL) as old, closing(open_store(into)) as new:
        vault = [row for row in old.vault_rows() if row.sequence <= last]
        numbers: dict[str, int] = {}
        outbox: list[OutboxRow] = []
        entries, closings, returned, assignments = [], [], [], []
        for replayed in islice(prove(old.entries(0), operator_of(old)), last):
            entries.append(replayed.sealed)
            for effect in replayed.effects:
                if isinstance(effect, Remember):
                    closings.append(effect.record)
                elif isinstance(effect, MarkReturned):
                    returned.append(effect)
                elif isinstance(effect, RememberAssignment):
                    assignments.append(effect.record)
                elif not isinstance(effect, Answer | Erase):
                    name = destination_of(effect)
                    numbers[name] = numbers.get(name, 0) + 1
                    outbox.append(OutboxRow(name, numbers[name], replayed.entry.sequence, effect))
        keys = [(each, b"key") for each in dict.fromkeys(row.payment_id for row in vault)]
        new.commit(Batch(entries, vault, keys, outbox, closings, returned, assignments))
