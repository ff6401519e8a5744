"""A disk that fails, tears, fills or loses power at one exact write.

SQLite lets its system calls be replaced; here the one that writes a piece of a file
is. Nothing is imitated: the files are real, and what a write leaves behind is what
is there when the store is opened again.
"""

import ctypes
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

import apsw

CALL = "pwrite64"
Written = Callable[[int, int, int, int], int]
_signature = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_int64,
    use_errno=True,
)


class Lands(Enum):
    """How much of the first write that fails reaches the file all the same."""

    NOTHING = "nothing"
    HALF = "half"
    WHOLE = "whole"


class FailingDisk:
    """Counts writes, and does with one of them, and those after it, what it is told."""

    def __init__(self, write: Written) -> None:
        self._write = write
        self.writes = 0
        self.fails_at = 0
        self.errno = 0
        self.lands = Lands.NOTHING
        self.before_write: Callable[[int], None] = lambda _number: None

    def fail(self, at: int, errno: int, lands: Lands = Lands.NOTHING) -> None:
        """Fail every write from the `at`-th on."""
        self.writes, self.fails_at, self.errno, self.lands = 0, at, errno, lands

    def mend(self) -> None:
        """Fail no more."""
        self.fails_at = 0

    def write(self, file: int, piece: int, size: int, offset: int) -> int:
        """Stand in for the system call."""
        self.writes += 1
        self.before_write(self.writes)
        if not self.fails_at or self.writes < self.fails_at:
            return self._write(file, piece, size, offset)
        if self.writes == self.fails_at and self.lands is Lands.HALF:
            return self._write(file, piece, size // 2, offset)
        if self.writes == self.fails_at and self.lands is Lands.WHOLE:
            self._write(file, piece, size, offset)
        ctypes.set_errno(self.errno)
        return -1


@contextmanager
def failing_disk() -> Iterator[FailingDisk]:
    """Put a disk that can fail under all of SQLite, until the block ends."""
    system = apsw.VFS("failing", "unix")
    real = system.xGetSystemCall(CALL)
    assert real is not None, "SQLite writes by another call"
    disk = FailingDisk(_signature(real))
    stand_in = _signature(disk.write)
    place = ctypes.cast(stand_in, ctypes.c_void_p).value
    assert place is not None
    system.xSetSystemCall(CALL, place)
    try:
        yield disk
    finally:
        system.xSetSystemCall(CALL, real)
        system.unregister()


def copy_of(folder: Path, to: Path) -> Path:
    """Return a copy of a folder as it is at this instant: what a killed process leaves."""
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(folder, to))
