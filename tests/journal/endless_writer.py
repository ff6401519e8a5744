"""A process that commits for as long as it lives: `python -m tests.journal.endless_writer FOLDER`.

It says the head after each commit, never before.
"""

import sys
from itertools import count
from pathlib import Path

from tallystick.journal.sqlite import SqliteStore
from tests.journal.chains import PEER, Chain

PAYMENTS = 7  # in each batch


def main(folder: Path) -> None:
    """Commit batches for ever, going on where the store stands."""
    store = SqliteStore(folder / "journal.sqlite", folder / "keys.sqlite")
    head = store.head()
    chain = Chain(head, store.outbox_heads())
    for number in count(head[0], PAYMENTS):
        payments = [f"P{number + i}" for i in range(PAYMENTS)]
        store.commit(chain.batch(*payments, tell=(PEER, f"participant:{number % 5}")))
        print(store.head()[0], flush=True)  # noqa: T201 - what the one who kills it waits for


if __name__ == "__main__":
    main(Path(sys.argv[1]))
