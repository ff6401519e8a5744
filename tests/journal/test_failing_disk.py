"""A commit is whole or not at all, at whatever write the disk or the process gives up."""

import errno
from pathlib import Path

import pytest

from tallystick.journal.port import Batch
from tallystick.journal.sqlite import SqliteStore
from tallystick.terms.errors import StoreError
from tests.journal.chains import Chain, everything, key_of, mark, record, with_more
from tests.journal.failing_disk import FailingDisk, Lands, copy_of, failing_disk

pytestmark = pytest.mark.slow

IDS = ("P1", "P2", "P3", "P4")
BEFORE, AFTER = 2, 4


def open_in(folder: Path) -> SqliteStore:
    """Open the store in a folder, made where it is missing."""
    folder.mkdir(exist_ok=True)
    return SqliteStore(folder / "journal.sqlite", folder / "keys.sqlite")


def begun(folder: Path) -> tuple[SqliteStore, Batch]:
    """Return a store with two entries, and a batch of something of everything for it."""
    store, chain = open_in(folder), Chain()
    store.commit(chain.batch("P1", "P2"))
    more = with_more(chain.batch("P3", "P4"), closings=[record("P1")], returned=[mark("P1", "R1")])
    return store, more


def writes_of_a_commit(disk: FailingDisk, folder: Path) -> int:
    """Return how many writes the batch takes."""
    store, batch = begun(folder)
    disk.writes = 0
    store.commit(batch)
    writes = disk.writes
    store.close()
    assert writes > 10
    return writes


def assert_whole(folder: Path) -> int:
    """Return the head of a store that was left behind, whose batches are all whole."""
    store = open_in(folder)
    head = store.head()[0]
    assert head in (BEFORE, AFTER)
    taken = IDS[:head]
    assert [store.key(each) for each in taken] == [key_of(each) for each in taken]
    assert [row.payment_id for row in store.vault_rows()] == list(taken)
    assert len(list(store.entries(0))) == head == store.outbox_heads()["participant:NOBKRUMM"]
    assert len(store.closings(["P1"])) == (head == AFTER)
    store.close()
    return head


FULL = {("store-full", True, BEFORE)}
KEYS_BROKEN = ("store-unwell", True, BEFORE)
BROKEN = {KEYS_BROKEN, ("store-unwell", False, BEFORE)}


@pytest.mark.parametrize(
    ("error", "lands", "expected"),
    [
        (errno.ENOSPC, Lands.NOTHING, FULL),
        (errno.ENOSPC, Lands.HALF, FULL),
        (errno.EIO, Lands.NOTHING, BROKEN),
        (errno.EIO, Lands.HALF, BROKEN),
        (errno.EIO, Lands.WHOLE, BROKEN | {("store-unwell", False, AFTER)}),
    ],
)
def test_a_failed_write_loses_nothing(
    tmp_path: Path, error: int, lands: Lands, expected: set[tuple[str, bool, int]]
) -> None:
    """At every write the store says what is known, and what it says is so.

    It is so of what a killed process leaves behind too. Once the disk is mended the
    same batch goes through, where it had not already.
    """
    outcomes = set()
    with failing_disk() as disk:
        for at in range(1, writes_of_a_commit(disk, tmp_path / "counted") + 1):
            folder = tmp_path / f"{at}"
            store, batch = begun(folder)
            disk.fail(at, error, lands)
            with pytest.raises(StoreError, match=r"\.sqlite\)$") as caught:
                store.commit(batch)
            disk.mend()
            left = assert_whole(copy_of(folder, tmp_path / "left"))
            outcomes.add((caught.value.code, caught.value.outcome_known, left))
            store.close()
            if assert_whole(folder) == BEFORE:
                store = open_in(folder)
                store.commit(batch)
                store.close()
            assert assert_whole(folder) == AFTER
    assert outcomes == expected


def test_a_process_that_dies_at_any_write_leaves_whole_batches(tmp_path: Path) -> None:
    """What is on the disk before each single write of a commit can be opened and read."""
    with failing_disk() as disk:
        store, batch = begun(tmp_path / "store")

        def keep(number: int) -> None:
            copy_of(tmp_path / "store", tmp_path / f"left-{number}")

        disk.writes = 0
        disk.before_write = keep
        store.commit(batch)
        writes = disk.writes
        disk.before_write = lambda _number: None
        copy_of(tmp_path / "store", tmp_path / "left-after")
        store.close()
    left = [assert_whole(tmp_path / f"left-{number}") for number in range(1, writes + 1)]
    assert left == [BEFORE] * writes
    assert assert_whole(tmp_path / "left-after") == AFTER


def test_a_store_whose_last_write_is_unknown_says_nothing_more(tmp_path: Path) -> None:
    """Until it is opened anew: what it would tell might not be so."""
    with failing_disk() as disk:
        last = writes_of_a_commit(disk, tmp_path / "counted")
        store, batch = begun(tmp_path / "store")
        disk.fail(last, errno.EIO)
        with pytest.raises(StoreError) as caught:
            store.commit(batch)
        assert not caught.value.outcome_known
        disk.mend()
        for ask in (store.head, lambda: store.commit(batch), lambda: store.vault("P1")):
            with pytest.raises(StoreError, match="must be opened anew") as refused:
                ask()
            assert refused.value.outcome_known
        store.close()
    assert_whole(tmp_path / "store")


def test_a_store_without_room_takes_the_batch_when_there_is_room(tmp_path: Path) -> None:
    """A full file refuses all of a batch, knows that it did, and is as it was."""
    store, batch = begun(tmp_path / "store")
    before = everything(store, IDS)
    pages = next(store._journal._connection.execute("PRAGMA page_count"))[0]
    store._journal._connection.execute(f"PRAGMA max_page_count={pages}")
    big = [(row.payment_id, row.kind, row.sequence) for row in batch.vault]
    rows = [type(batch.vault[0])(*words, bytes(100_000)) for words in big]
    with pytest.raises(StoreError, match="there is no room") as caught:
        store.commit(with_more(batch, vault=rows))
    assert (caught.value.outcome_known, caught.value.code) == (True, "store-full")
    assert everything(store, IDS) == before
    store._journal._connection.execute("PRAGMA max_page_count=1000000")
    store.commit(with_more(batch, vault=rows))
    assert store.head()[0] == AFTER
    store.close()
