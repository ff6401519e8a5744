"""Which parts a node is made of: the only place that chooses a store."""

from pathlib import Path

from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Store
from tallystick.journal.sqlite import SqliteStore

JOURNAL, KEYS = "journal.sqlite", "keys.sqlite"


def open_store(folder: Path) -> Store:
    """Open the store of one node in its folder, made if it is not there; one writer at a time.

    Raises:
        StoreError: it is in use, damaged, or not a store.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteStore(folder / JOURNAL, folder / KEYS)


def memory_store() -> Store:
    """Return an empty store that lasts as long as the process."""
    return MemoryStore()
