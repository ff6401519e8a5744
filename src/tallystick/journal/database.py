"""A database file of ours: opened with care, written whole or not at all, its errors in words.

SQLite keeps a write-ahead log beside the file and forces it to the disk at every
commit, unless what the file holds can be made anew. One writer at a time holds a lock
on a side file for as long as it is open; readers may look on. Whatever SQLite says when
a disk is full, a file is damaged or somebody else's, leaves here as a `StoreError` of
one sentence that names the file.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar

import apsw
import msgspec

from tallystick.terms.errors import StoreError

LIBRARY_MIN = (3, 51, 3)  # before it, several connections could corrupt a write-ahead log
PAGE_BYTES = 8192  # a page holds four messages; each page that a commit touches is written whole
CACHE_KIB = 65_536  # so much of a file stays in memory: random keys come back to the same pages
LOG_PAGES = 4000  # the log is copied into the file when it has grown to this
ROWS_AT_ONCE = 64  # in one statement; of each smaller number one is kept ready too
STATEMENTS_KEPT = 1024
BUSY_MS = 250  # how long to wait for a reader that blocks for a moment

UNKNOWN = "must be opened anew: nobody knows how its last write ended"

T = TypeVar("T")
Value = int | str | bytes | None


class Durability(Enum):
    """When a commit is on the disk: before it counts, or some time after it.

    What is some time after may be gone when the machine loses its power, newest first, and
    the file is whole nevertheless. That will do for what can be made anew.
    """

    AT_ONCE = "FULL"
    LATER = "NORMAL"


class Layout(NamedTuple):
    """What a file holds, by name; which version of its tables we read and write; the tables."""

    holds: str
    version: int
    tables: str
    durability: Durability = Durability.AT_ONCE


class _Format(NamedTuple):
    holds: str
    version: int


class _Emptied(NamedTuple):
    is_blocked: int
    pages: int
    written: int


class Access(Enum):
    """What one opens a file for: to read it, to write one that is there, or to make it too."""

    READ = apsw.SQLITE_OPEN_READONLY
    WRITE = apsw.SQLITE_OPEN_READWRITE
    CREATE = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE


_TROUBLES: tuple[tuple[type[apsw.Error], str, str], ...] = (
    (apsw.FullError, "store-full", "there is no room to write {holds}: the disk is full"),
    (apsw.BusyError, "store-in-use", "{holds} is in use by somebody else"),
    (apsw.LockedError, "store-in-use", "{holds} is in use by somebody else"),
    (apsw.NotADBError, "store-foreign", "the file of {holds} is no database"),
    (apsw.CorruptError, "store-damaged", "the file of {holds} is damaged"),
    (apsw.CantOpenError, "store-missing", "the file of {holds} is missing or cannot be opened"),
    (apsw.ReadOnlyError, "store-read-only", "{holds} may not be written"),
    (apsw.IOError, "store-unwell", "the disk failed while {holds} was read or written"),
    (apsw.ConstraintError, "batch-refused", "{holds} has something of this batch already"),
)


# What SQLite refuses, and what its library cannot even hand to it.
_UNWRITABLE = (apsw.Error, OverflowError, UnicodeEncodeError)


def check_library(version: str) -> None:
    """See that the SQLite we run on keeps what it is given.

    Raises:
        StoreError: it is older than the oldest that does.
    """
    if tuple(int(number) for number in version.split(".")) < LIBRARY_MIN:
        oldest = ".".join(map(str, LIBRARY_MIN))
        detail = f"SQLite {version} can corrupt its log; {oldest} or later is needed"
        raise StoreError(detail, outcome_known=True, code="store-library")


def lock(path: Path, holds: str, held: ExitStack) -> None:
    """Take the writer's lock of a file, until the stack lets it go or the process ends.

    Raises:
        StoreError: another writer has it, or it cannot be had.
    """
    try:
        side = held.enter_context(path.with_name(f"{path.name}.lock").open("ab"))
        fcntl.flock(side, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        detail = f"{holds} is in use by another writer"
        raise StoreError(detail, outcome_known=True, code="store-in-use", ref=str(path)) from taken
    except OSError as failed:
        detail = f"the lock of {holds} cannot be had: {failed.strerror}"
        raise StoreError(
            detail, outcome_known=True, code="store-missing", ref=str(path)
        ) from failed


def insert(
    connection: apsw.Connection, into: str, rows: Sequence[tuple[Value, ...]], after: str = ""
) -> None:
    """Insert rows of one width, many by each statement.

    `into` is the statement up to its values, `after` what follows them. A statement lets
    other threads run once, and costs little more for many rows than for one.
    """
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        statement = _statement(into, len(some[0]), len(some), after)
        connection.execute(statement, tuple(chain.from_iterable(some)))


@lru_cache(maxsize=STATEMENTS_KEPT)
def _statement(into: str, width: int, count: int, after: str) -> str:
    row = f"({', '.join('?' * width)})"
    return " ".join((into, "VALUES", ", ".join([row] * count), after))


class Database:
    """One open file. It belongs to one thread at a time."""

    def __init__(self, path: Path, layout: Layout, access: Access) -> None:
        """Open the file, or make it when it is missing or empty and may be made.

        Raises:
            StoreError: it is missing, damaged, somebody else's, or of another version.
        """
        check_library(apsw.sqlite_lib_version())
        self.path = path
        self._layout = layout
        self._unusable = ""
        with self.told():
            self._connection = apsw.Connection(
                str(path), flags=access.value, statementcachesize=STATEMENTS_KEPT
            )
        try:
            with self.told():
                self._prepare(access)
        except BaseException:
            self.close()
            raise

    def _prepare(self, access: Access) -> None:
        self._connection.set_busy_timeout(BUSY_MS)
        self._set("trusted_schema", "OFF")
        if access is Access.READ:
            self._check_format()
            return
        # Erased keys are overwritten, not only let go.
        self._set("secure_delete", "ON")
        if access is Access.CREATE and not self.row(tuple[int], "SELECT 1 FROM sqlite_schema"):
            self._make()
        self._check_format()
        self._set("journal_mode", "WAL")
        self._set("synchronous", self._layout.durability.value)
        self._set("wal_autocheckpoint", str(LOG_PAGES))
        self._set("cache_size", str(-CACHE_KIB))
        # What a crashed writer left in the log is written again, and forced to the disk.
        self.empty_log()

    def _set(self, name: str, value: str) -> None:
        list(self._connection.execute(f"PRAGMA {name}={value}"))

    def _make(self) -> None:
        self._set("page_size", str(PAGE_BYTES))
        self._set("journal_mode", "WAL")
        self._set("synchronous", "FULL")
        with self.writing() as connection:
            # A statement that returns a row stops there; reading to the end runs them all.
            list(connection.execute(self._layout.tables))
            connection.execute(
                "CREATE TABLE format(holds TEXT NOT NULL, version INTEGER NOT NULL) STRICT"
            )
            connection.execute("INSERT INTO format VALUES(?, ?)", self._layout[:2])

    def _check_format(self) -> None:
        holds, version = self._layout[:2]
        is_ours = self.row(tuple[int], "SELECT 1 FROM sqlite_schema WHERE name = 'format'")
        found = self.row(_Format, "SELECT holds, version FROM format") if is_ours else None
        if found is None or found.holds != holds:
            detail = f"the file is not {holds} but another database"
            raise self._error(detail, "store-foreign")
        if found.version != version:
            detail = f"{holds} has format {found.version}; this release reads format {version}"
            raise self._error(detail, "store-format")

    def rows(self, kind: type[T], query: str, *bindings: Value) -> list[T]:
        """Return every row of a query as what it is.

        Raises:
            StoreError: the file cannot be read, or a row is not what it should be.
        """
        with self.told():
            found = list(self._connection.execute(query, bindings))
            return [msgspec.convert(row, kind) for row in found]

    def row(self, kind: type[T], query: str, *bindings: Value) -> T | None:
        """Return the first row of a query as what it is, None when there is none.

        Raises:
            StoreError: the file cannot be read, or the row is not what it should be.
        """
        found = self.rows(kind, f"{query} LIMIT 1", *bindings)
        return found[0] if found else None

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """Make all that is done within one transaction, durable when the block has ended.

        Raises:
            StoreError: nothing was written; or, where it says so, nobody knows.
        """
        self._check_usable()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
        except BaseException as failed:
            # Without its COMMIT nothing of a transaction counts, whatever reached the disk.
            self._roll_back()
            if isinstance(failed, _UNWRITABLE):
                raise self.failure(failed) from failed
            raise
        self._commit()

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except apsw.Error as failed:
            self._roll_back()
            # Where there was no room, the end of the transaction cannot have been written.
            # After any other failure it may be on the disk, and count at the next opening.
            is_known = isinstance(failed, apsw.FullError) and not self._unusable
            if not is_known:
                self._unusable = UNKNOWN
            raise self.failure(failed, outcome_known=is_known) from failed

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except apsw.Error:
                self._unusable = UNKNOWN

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say in one sentence what goes wrong while the file is read within the block.

        Raises:
            StoreError: the sentence.
        """
        self._check_usable()
        try:
            yield
        except (*_UNWRITABLE, UnicodeDecodeError, msgspec.DecodeError, RecursionError) as failed:
            raise self.failure(failed) from failed

    def _check_usable(self) -> None:
        if self._unusable:
            raise self._error(f"{self._layout.holds} {self._unusable}", "store-closed")

    def failure(self, failed: Exception, *, outcome_known: bool = True) -> StoreError:
        """Return in one sentence what went wrong with the file."""
        for kind, code, sentence in _TROUBLES:
            if isinstance(failed, kind):
                detail = sentence.format(holds=self._layout.holds)
                return self._error(f"{detail} ({failed})", code, outcome_known=outcome_known)
        detail = f"{self._layout.holds} cannot be read or written: {failed}"
        return self._error(detail, "store-damaged", outcome_known=outcome_known)

    def _error(self, detail: str, code: str, *, outcome_known: bool = True) -> StoreError:
        return StoreError(detail, outcome_known=outcome_known, code=code, ref=str(self.path))

    def empty_log(self) -> bool:
        """Write what the log holds into the file, force it to the disk and clear the log.

        Returns whether it could: a reader that stands in the log keeps it.
        """
        found = self.rows(_Emptied, "PRAGMA wal_checkpoint(TRUNCATE)")
        return not found[0].is_blocked

    def close(self) -> None:
        """Close the file; what cannot be tidied up now is tidied up at the next opening."""
        self._unusable = "is closed"
        with suppress(apsw.Error):
            self._connection.close()
