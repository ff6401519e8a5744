"""Files that are too large for memory, on their way in: each on the disk for as long as it takes.

A spooled file has no name: when it is closed, or the process dies, nobody finds it again. What
a bank wrote stands in it in clear, so the disk it lies on is to be an encrypted one, as that
of the settings' keys. Its signature's header is written before it: a signature is over both,
and is checked over the file as it lies there, mapped and never held.
"""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from tallystick.terms.errors import LinkError
from tallystick.terms.instants import Instant

RETRY_MS: Final = 5_000
FULL: Final = "overloaded"
PROTECTED_MAX: Final = 2_048


def signed_before(signature: bytes) -> bytes:
    """Return what is signed before a file: its signature's header and a dot, nothing for none.

    What is too long for a header is no signature that any file could fit.
    """
    protected = signature.partition(b".")[0][:PROTECTED_MAX]
    return protected + b"." if protected else b""


class Spooled:
    """One file: what is written of it lies behind `begin` bytes that are not its own."""

    def __init__(self, file: BinaryIO, begin: bytes, arrived_at: Instant) -> None:
        self._file = file
        self._begin = len(begin)
        self.arrived_at = arrived_at
        file.write(begin)

    def write(self, block: bytes) -> None:
        """Add a block to its end."""
        self._file.write(block)

    def content(self) -> BinaryIO:
        """Return the file to be read from its beginning."""
        self._file.flush()
        self._file.seek(self._begin)
        return self._file

    @contextmanager
    def whole(self) -> Iterator[memoryview]:
        """Map what was written before it and the file itself, while they are looked at."""
        self._file.flush()
        with (
            mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as view,
        ):
            yield view


class Spool:
    """Where files are kept on their way in: so many at once, and none longer than `size_max`."""

    def __init__(self, folder: Path, count_max: int, size_max: int) -> None:
        """Take the folder of the books, which is on the disk that is meant for such things."""
        self._folder = folder
        self._count_max = count_max
        self.size_max = size_max
        self._files: dict[int, Spooled] = {}
        self._next = 0

    @contextmanager
    def place(self, begin: bytes, arrived_at: Instant) -> Iterator[int]:
        """Make room for a file and return its number; at the end it is gone.

        Raises:
            LinkError: too many files are on their way in already; nothing was done.
        """
        if len(self._files) >= self._count_max:
            detail = f"{len(self._files)} files are being taken in already"
            raise LinkError(detail, outcome_known=True, retry_after_ms=RETRY_MS, code=FULL)
        self._next += 1
        number = self._next
        with TemporaryFile(dir=self._folder) as file:
            self._files[number] = Spooled(file, begin, arrived_at)
            try:
                yield number
            finally:
                del self._files[number]

    def of(self, number: int) -> Spooled:
        """Return a file that is in its place."""
        return self._files[number]
