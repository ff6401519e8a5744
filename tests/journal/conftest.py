"""The stores that the contract binds, each with a way to close it and find it again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from typing_extensions import override

from tallystick.journal import lag
from tallystick.journal.memory import MemoryStore
from tallystick.journal.sqlite import SqliteStore
from tests.journal.chains import AnyStore, RecentAndAll


class MemoryPlace:
    """One memory store: closed and opened again it is the same."""

    def __init__(self) -> None:
        self._store = MemoryStore()

    def open(self) -> AnyStore:
        """Return the store."""
        return self._store


class SqlitePlace:
    """A folder with a journal and a keys' file."""

    def __init__(self, folder: Path) -> None:
        self.journal = folder / "journal.sqlite"
        self.keys = folder / "keys.sqlite"

    def open(self) -> AnyStore:
        """Return the store, opened by a new process as it were."""
        return SqliteStore(self.journal, self.keys)


class RecentPlace(SqlitePlace):
    """The same, with the newest of it at hand."""

    @override
    def open(self) -> AnyStore:
        """Return the store, with nothing at hand yet."""
        return RecentAndAll(SqliteStore(self.journal, self.keys))


@pytest.fixture(params=["memory", "sqlite", "indexed", "recent"])
def reopen(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], AnyStore]]:
    """Close the store that is open, if any, and open it; "indexed" lags little behind."""
    places: dict[str, MemoryPlace | SqlitePlace] = {
        "memory": MemoryPlace(),
        "sqlite": SqlitePlace(tmp_path),
        "indexed": SqlitePlace(tmp_path),
        "recent": RecentPlace(tmp_path),
    }
    place = places[request.param]
    if request.param == "indexed":
        monkeypatch.setattr(lag, "ROWS_MAX", 2)
    with ExitStack() as held:

        def again() -> AnyStore:
            held.close()
            store = place.open()
            held.callback(store.close)
            return store

        yield again
