"""Which parts a node is made of: the only place that chooses a store."""

from pathlib import Path

from tallystick.journal.inspector import Inspector
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Store
from tallystick.journal.recent import RecentStore
from tallystick.journal.sqlite import SqliteStore

JOURNAL, KEYS = "journal.sqlite", "keys.sqlite"


def open_store(folder: Path) -> Store:
    """Open the store of one node in its folder, made if it is not there; one writer at a time.

    Raises:
        StoreError: it is in use, damaged, or not a store.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (JOURNAL, KEYS):
        # Who pays whom, and the wrapped keys, are nobody else's on this machine.
        (folder / name).touch(mode=0o600)
    return SqliteStore(folder / JOURNAL, folder / KEYS)


def working_store(folder: Path) -> Store:
    """Open the store of a node at work: the newest of it is at hand in memory.

    Raises:
        StoreError: it is in use, damaged, or not a store.
    """
    return RecentStore(open_store(folder))


def inspect_store(journal: Path) -> Inspector:
    """Open a store to prove it, its payment keys too where they lie beside the journal.

    Raises:
        StoreError: a file is missing, damaged, or not what it should be.
    """
    keys = journal.with_name(KEYS)
    return Inspector.open(journal, keys if keys.exists() else None)


def memory_store() -> Store:
    """Return an empty store that lasts as long as the process."""
    return MemoryStore()
