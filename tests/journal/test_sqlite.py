"""What a store in SQLite files promises beyond the port: whose it is, and that it is whole."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tallystick.journal.database import Access, Database, Layout, check_library
from tallystick.journal.port import Snapshot
from tallystick.journal.reader import SqliteReader
from tallystick.journal.sqlite import SqliteStore
from tallystick.terms.errors import StoreError
from tallystick.views.account_book import ACCOUNT_BOOK
from tallystick.views.chronicle import CHRONICLE
from tests.journal.chains import BANK, Chain, everything, key_of, record, vault_row, with_more

IDS = ("P1", "P2", "P3")


def open_in(folder: Path) -> SqliteStore:
    """Open the store in a folder."""
    return SqliteStore(folder / "journal.sqlite", folder / "keys.sqlite")


def filled(folder: Path) -> Chain:
    """Make a store of two commits in a folder, close it, and return what would come next."""
    folder.mkdir(exist_ok=True)
    chain = Chain()
    with closing(open_in(folder)) as store:
        store.commit(chain.batch("P1", "P2"))
        store.commit(with_more(chain.batch("P3"), closings=[record("P1")]))
        store.acknowledge(BANK, 2)
        store.save(Snapshot(*chain.head, b"state"))
    return chain


def refusal(folder: Path, code: str) -> str:
    """Return the sentence by which a store is refused; it names the file."""
    with pytest.raises(StoreError) as caught:
        open_in(folder)
    assert (caught.value.code, caught.value.outcome_known) == (code, True)
    assert caught.value.ref.startswith(str(folder))
    return caught.value.detail


def change(path: Path, *statements: str) -> None:
    """Do something to a database file behind its owner's back."""
    connection = apsw.Connection(str(path))
    for statement in statements:
        list(connection.execute(statement))
    connection.close()


def test_there_is_one_writer_at_a_time(tmp_path: Path) -> None:
    """A second one is refused for as long as the first has either file open."""
    first = open_in(tmp_path)
    assert "in use by another writer" in refusal(tmp_path, "store-in-use")
    with pytest.raises(StoreError, match="payment keys is in use by another writer"):
        SqliteStore(tmp_path / "other.sqlite", tmp_path / "keys.sqlite")
    with pytest.raises(StoreError, match="journal is in use by another writer"):
        SqliteStore(tmp_path / "journal.sqlite", tmp_path / "other.sqlite")
    first.commit(Chain().batch("P1"))
    first.close()
    first.close()
    open_in(tmp_path).close()


def test_every_commit_is_forced_to_the_disk(tmp_path: Path) -> None:
    """Both files keep a write-ahead log and wait for the disk at each commit."""
    with closing(open_in(tmp_path)) as store:
        for database in (store._journal, store._key_file):
            for name, value in (("synchronous", 2), ("journal_mode", "wal"), ("secure_delete", 1)):
                assert next(database._connection.execute(f"PRAGMA {name}")) == (value,)


@pytest.mark.parametrize("layout", [ACCOUNT_BOOK, CHRONICLE], ids=lambda each: each.holds)
def test_what_can_be_made_anew_waits_for_no_disk(tmp_path: Path, layout: Layout) -> None:
    """Its commits reach the disk when the log is copied into the file."""
    with closing(Database(tmp_path / "file", layout, Access.CREATE)) as database:
        for name, value in (("synchronous", 1), ("journal_mode", "wal")):
            assert next(database._connection.execute(f"PRAGMA {name}")) == (value,)


def test_a_closed_store_does_nothing(tmp_path: Path) -> None:
    """Whoever closed it has let others in, and may not write any more."""
    store = open_in(tmp_path)
    store.close()
    for ask in (store.head, lambda: store.commit(Chain().batch("P1")), lambda: store.erase("P1")):
        with pytest.raises(StoreError, match="is closed"):
            ask()


@pytest.mark.slow
def test_somebody_else_in_the_file_is_told_of(tmp_path: Path) -> None:
    """A writer that does not know our lock makes a commit fail, with nothing written."""
    chain = filled(tmp_path)
    other = apsw.Connection(str(tmp_path / "journal.sqlite"))
    with closing(open_in(tmp_path)) as store:
        other.execute("BEGIN IMMEDIATE")
        batch = chain.batch("P4")
        with pytest.raises(StoreError, match="in use by somebody else") as caught:
            store.commit(batch)
        assert (caught.value.code, caught.value.outcome_known) == ("store-in-use", True)
        other.execute("ROLLBACK")
        store.commit(batch)
        assert (store.head(), store.key("P4")) == (chain.head, key_of("P4"))
    other.close()


def test_readers_look_on(tmp_path: Path) -> None:
    """Of a stopped store and of one at work, each commit as soon as it is made."""
    chain = filled(tmp_path)
    with closing(open_in(tmp_path)) as store:
        stopped = everything(store, IDS)
    reader = SqliteReader.open(tmp_path / "journal.sqlite", tmp_path / "keys.sqlite")
    assert everything(reader, IDS) == stopped
    with closing(open_in(tmp_path)) as store:
        store.commit(chain.batch("P4"))
        assert everything(reader, (*IDS, "P4")) == everything(store, (*IDS, "P4"))
    reader.close()


def test_a_reader_needs_no_keys(tmp_path: Path) -> None:
    """Whoever proves the books has no use for them, and is told of none."""
    filled(tmp_path)
    (tmp_path / "keys.sqlite").unlink()
    with closing(SqliteReader.open(tmp_path / "journal.sqlite")) as reader:
        assert (reader.head()[0], reader.key("P1")) == (3, None)
        assert reader.vault("P1") == [vault_row("P1", 1)]


def test_a_reader_takes_no_other_payments_key(tmp_path: Path) -> None:
    """In another journal's file a payment's number is another payment's."""
    filled(tmp_path)
    (tmp_path / "other").mkdir()
    mismatched(tmp_path)
    path = tmp_path / "journal.sqlite"
    with closing(SqliteReader.open(path, tmp_path / "keys.sqlite")) as reader:
        assert [reader.key(each) for each in IDS] == [None] * 3


def test_a_reader_makes_nothing(tmp_path: Path) -> None:
    """Where there is no journal, there is none afterwards."""
    with pytest.raises(StoreError, match="is missing or cannot be opened"):
        SqliteReader.open(tmp_path / "journal.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_an_entry_is_a_row(tmp_path: Path) -> None:
    """One entry can be read, and changed, by anybody with the file; its hash then tells."""
    filled(tmp_path)
    change(tmp_path / "journal.sqlite", "UPDATE entries SET body = x'00' WHERE sequence = 2")
    with closing(SqliteReader.open(tmp_path / "journal.sqlite")) as reader:
        bodies = {sealed.sequence: sealed.body for sealed in reader.entries(0)}
    assert bodies[2] == b"\0"
    assert len(bodies[1]) > 1 < len(bodies[3])


def test_one_snapshot_is_kept(tmp_path: Path) -> None:
    """The older ones take no room."""
    chain = filled(tmp_path)
    with closing(open_in(tmp_path)) as store:
        for payment_id in ("P4", "P5"):
            store.commit(chain.batch(payment_id))
            store.save(Snapshot(*chain.head, b"state"))
        assert store._journal.rows(tuple[int], "SELECT sequence FROM snapshots") == [(5,)]


def test_an_erased_key_leaves_no_bytes(tmp_path: Path) -> None:
    """Neither in the file nor in its log, where a moment ago there were some."""
    chain = filled(tmp_path)
    with closing(open_in(tmp_path)) as store:
        store.commit(chain.batch(*(f"E{i}" for i in range(200))))

        def holding(payment_id: str) -> list[str]:
            files = tmp_path.iterdir()
            return [each.name for each in files if key_of(payment_id) in each.read_bytes()]

        assert holding("E100") == ["keys.sqlite-wal"]
        assert "keys.sqlite" in holding("P1")
        for payment_id in ("E100", "P1"):
            store.erase(payment_id)
            assert holding(payment_id) == []
        assert holding("E101") == ["keys.sqlite"]
        assert store.key("E101") == key_of("E101")


def test_an_erasure_that_a_reader_holds_up_says_so(tmp_path: Path) -> None:
    """The key may still be in the log; erasing again, once the reader is gone, ends it."""
    filled(tmp_path)
    with closing(open_in(tmp_path)) as store:
        reader = apsw.Connection(str(tmp_path / "keys.sqlite"))
        standing = reader.execute("SELECT * FROM keys")
        next(standing)
        with pytest.raises(StoreError, match="erase it again") as caught:
            store.erase("P1")
        assert not caught.value.outcome_known
        reader.close(force=True)
        store.erase("P1")
        assert store.key("P1") is None


def foreign(folder: Path) -> None:
    """Put another database in the journal's place."""
    (folder / "journal.sqlite").unlink()
    change(folder / "journal.sqlite", "CREATE TABLE recipes(dish)")


def garbage(folder: Path) -> None:
    """Put no database in the journal's place."""
    (folder / "journal.sqlite").write_bytes(random.Random(7).randbytes(20_000))


def swapped(folder: Path) -> None:
    """Take one file for the other."""
    shutil.copy(folder / "keys.sqlite", folder / "journal.sqlite")


def newer(folder: Path) -> None:
    """Let a later release have written the journal."""
    change(folder / "journal.sqlite", "UPDATE format SET version = 4")


def cut(folder: Path) -> None:
    """Cut the journal in the middle of a page."""
    file = folder / "journal.sqlite"
    file.write_bytes(file.read_bytes()[:30_000])


def emptied(folder: Path) -> None:
    """Leave nothing of the journal."""
    (folder / "journal.sqlite").write_bytes(b"")


def rewound(folder: Path) -> None:
    """Put back a journal from before its newest keys."""
    change(folder / "journal.sqlite", "DELETE FROM entries WHERE sequence > 1")


def keyless(folder: Path) -> None:
    """Lose the keys."""
    (folder / "keys.sqlite").unlink()


def mismatched(folder: Path) -> None:
    """Take the keys of another journal."""
    with closing(open_in(folder / "other")) as store:
        store.commit(Chain().batch("X1", "X2", "X3"))
    shutil.copy(folder / "other" / "keys.sqlite", folder / "keys.sqlite")


def outdated(folder: Path) -> None:
    """Put back keys from before the journal's newest payment."""
    change(folder / "keys.sqlite", "DELETE FROM keys WHERE number > 2")


def folders(folder: Path) -> None:
    """Put a folder in the journal's place."""
    (folder / "journal.sqlite").unlink()
    (folder / "journal.sqlite").mkdir()


DAMAGES: tuple[tuple[Callable[[Path], None], str, str], ...] = (
    (foreign, "store-foreign", "not a Tallystick journal but another database"),
    (garbage, "store-foreign", "is no database"),
    (swapped, "store-foreign", "not a Tallystick journal but another database"),
    (newer, "store-format", "has format 4; this release reads format 3"),
    (cut, "store-damaged", "is damaged"),
    (emptied, "store-foreign", "the journal is older than its payment keys"),
    (rewound, "store-foreign", "the journal is older than its payment keys"),
    (keyless, "store-missing", "payment keys is missing"),
    (mismatched, "store-foreign", "older than the journal, or of another one"),
    (outdated, "store-foreign", "older than the journal, or of another one"),
    (folders, "store-missing", "is missing or cannot be opened"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "code", "sentence"), DAMAGES)
def test_what_is_not_our_store_is_refused(
    tmp_path: Path, damage: Callable[[Path], None], code: str, sentence: str
) -> None:
    """With one sentence that names the file, and the files as they were."""
    filled(tmp_path)
    (tmp_path / "other").mkdir()
    damage(tmp_path)
    assert sentence in refusal(tmp_path, code)
    assert sentence in refusal(tmp_path, code), "the first refusal left something locked"


def test_a_store_has_its_folder(tmp_path: Path) -> None:
    """No folder is made for it."""
    assert "cannot be had: No such file or directory" in refusal(tmp_path / "no", "store-missing")


def test_a_store_whose_making_was_broken_off_is_made(tmp_path: Path) -> None:
    """An empty file, or a database without tables, is a store not begun."""
    (tmp_path / "keys.sqlite").write_bytes(b"")
    change(tmp_path / "journal.sqlite", "PRAGMA journal_mode=WAL")
    filled(tmp_path)
    with closing(open_in(tmp_path)) as store:
        assert store.head()[0] == 3


@pytest.mark.slow
def test_a_damaged_file_ends_in_a_sentence(tmp_path: Path) -> None:
    """Whichever byte is wrong: the store reads on, or says so; nothing else is raised."""
    filled(tmp_path / "good")
    whole = (tmp_path / "good" / "journal.sqlite").read_bytes()
    chance, told = random.Random(11), set()
    for _ in range(300):
        broken = bytearray(whole)
        for place in chance.sample(range(len(whole)), 40):
            broken[place] = chance.randrange(256)
        (tmp_path / "journal.sqlite").write_bytes(broken)
        try:
            with closing(SqliteReader.open(tmp_path / "journal.sqlite")) as reader:
                everything(reader, IDS)
        except StoreError as refused:
            assert_names(refused, tmp_path / "journal.sqlite")
            told.add(refused.code)
    assert told >= {"store-damaged", "store-foreign"}


def assert_names(refused: StoreError, path: Path) -> None:
    """See that an error names its file and knows its outcome."""
    assert (refused.ref, refused.outcome_known) == (str(path), True)


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.51"])
def test_an_old_library_is_refused(version: str) -> None:
    """Before 3.51.3 SQLite can corrupt a write-ahead log that has several readers."""
    with pytest.raises(StoreError, match=r"3\.51\.3 or later is needed"):
        check_library(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.54.1", "4.0"])
def test_a_sound_library_will_do(version: str) -> None:
    """From then on any will do."""
    check_library(version)
