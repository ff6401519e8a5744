"""What every follower does: it reads the journal a chunk at a time into a file of its own.

It reads the store by a connection of its own, so the writer waits for nobody, and has a
file of its own, so nobody waits for it. Of an entry it reads the events alone.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, Final, NamedTuple, Protocol

import apsw

from tallystick.journal.database import Access, Database, Layout
from tallystick.journal.entries import GENESIS, Sealed
from tallystick.views.reading import Happened, read_events

ENTRIES_AT_ONCE: Final = 1000
# A follower's file says by this table how far it has come.
FOLLOWED_TABLE: Final = """
    CREATE TABLE followed(
        one INTEGER PRIMARY KEY CHECK(one = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL
        ) STRICT;
"""
_HOW_FAR: Final = "SELECT sequence, hash FROM followed"


class Journal(Protocol):
    """What is followed: a store, or its reader with a connection of its own."""

    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order."""

    def entry(self, sequence: int) -> Sealed | None:
        """Return one entry by its sequence, None if there is none."""


class _Followed(NamedTuple):
    sequence: int
    hash: bytes


_NOTHING: Final = _Followed(0, GENESIS)


def followed_in(database: Database) -> int:
    """Return the number of the last entry that a follower's file knows of, 0 if there is none."""
    found = database.row(tuple[int], "SELECT sequence FROM followed")
    return found[0] if found else 0


class JournalFollower(ABC):
    """What keeps one read model; it belongs to one thread at a time."""

    LAYOUT: ClassVar[Layout]
    TABLES: ClassVar[tuple[str, ...]]  # what is emptied when it is made anew

    def __init__(self, path: Path, journal: Journal) -> None:
        """Open the file, or make it; one of another journal is emptied first.

        Raises:
            StoreError: the file cannot be opened, or is another follower's.
        """
        self._journal = journal
        self._database = Database(path, self.LAYOUT, Access.CREATE)
        try:
            self._followed = self._database.row(_Followed, _HOW_FAR) or _NOTHING
            if self._followed != _NOTHING and not self._is_of_journal():
                self._forget()
            self._recall(self._database)
        except BaseException:
            self._database.close()
            raise

    def _is_of_journal(self) -> bool:
        found = self._journal.entry(self._followed.sequence)
        return found is not None and found.hash == self._followed.hash

    def _forget(self) -> None:
        with self._database.writing() as connection:
            for table in (*self.TABLES, "followed"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - of our own names
        self._followed = _NOTHING

    def catch_up(self, limit: int = ENTRIES_AT_ONCE) -> bool:
        """Follow up to `limit` entries in one commit; return whether there may be more.

        Raises:
            StoreError: the journal or the file cannot be read or written.
        """
        chunk = list(islice(self._journal.entries(self._followed.sequence), limit))
        if not chunk:
            return False
        last = _Followed(chunk[-1].sequence, chunk[-1].hash)
        try:
            write = self._taken([read_events(sealed) for sealed in chunk])
            with self._database.writing() as connection:
                write(connection)
                connection.execute("INSERT OR REPLACE INTO followed VALUES(1, ?, ?)", last)
        except BaseException:
            # What is at hand in memory may be ahead of the file: it is read anew.
            self._recall(self._database)
            raise
        self._followed = last
        return len(chunk) == limit

    @abstractmethod
    def _recall(self, database: Database) -> None:
        """Read again what is at hand in memory of what the file says."""

    @abstractmethod
    def _taken(self, happened: Sequence[Happened]) -> "Write":
        """Return what writes all that is to be kept of these entries."""

    @property
    def followed(self) -> int:
        """The number of the last entry that was followed."""
        return self._followed.sequence

    def close(self) -> None:
        """Close the file; the journal is whoever's it was."""
        self._database.close()


class Write(Protocol):
    """What writes within the transaction that it is called in."""

    def __call__(self, connection: apsw.Connection) -> None:
        """Write."""
