"""A writer that is killed loses nothing it has said, and leaves nothing half done."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tallystick.journal.batches import follow
from tallystick.journal.entries import GENESIS, unseal, vault_digest
from tallystick.journal.sqlite import SqliteStore
from tests.house.source import ROOT
from tests.journal.chains import PEER, key_of
from tests.journal.endless_writer import PAYMENTS


def killed_after(folder: Path, commits: int) -> int:
    """Let a process write, kill it once it has said so many commits, and return its last word."""
    command = [sys.executable, "-m", "tests.journal.endless_writer", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(commits)]
        writer.kill()
        said += [int(line) for line in writer.stdout.read().splitlines()]
    assert writer.returncode < 0
    return said[-1]


def assert_whole(store: SqliteStore) -> None:
    """See that the journal is a whole number of batches, with all that belongs to them."""
    entries = list(store.entries(0))
    assert follow((0, GENESIS), entries) == store.head()
    assert len(entries) % PAYMENTS == 0
    rows = list(store.vault_rows())
    assert [vault_digest([row]) for row in rows] == [unseal(each).vault for each in entries]
    assert all(store.key(row.payment_id) == key_of(row.payment_id) for row in rows)
    assert [row.entry for row in store.outbox(PEER, 0, 10**6)][-1] == store.head()[0]
    assert sum(store.outbox_heads().values()) == 2 * len(entries)


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    """Killed again and again, each time it goes on from all it ever said it had committed."""
    said = 0
    for commits in (1, 40, 3, 150):
        before, said = said, killed_after(tmp_path, commits)
        assert said >= before + commits * PAYMENTS
        with closing(SqliteStore(tmp_path / "journal.sqlite", tmp_path / "keys.sqlite")) as store:
            assert store.head()[0] >= said
            assert_whole(store)
            said = store.head()[0]
