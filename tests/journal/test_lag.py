"""What an index lags behind is at hand until it is written, and is written in order, once."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.effects import Present
from tallystick.journal import lag
from tallystick.journal.database import Value
from tallystick.journal.inspector import Inspector
from tallystick.journal.lag import Lag
from tallystick.journal.port import OutboxRow
from tallystick.journal.reader import BLOCKS_AT_ONCE, SqliteReader
from tallystick.terms.errors import StoreError
from tests.journal.chains import BANK, PEER, Chain, record, with_more
from tests.journal.test_sqlite import change, open_in

pytestmark = pytest.mark.slow

Row = tuple[str, int]


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(1, 9))
def test_a_row_is_at_hand_or_written(gathered: list[int], behind: int) -> None:
    """Never neither; what is written up to `upto` is all there was, and nothing twice."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lag, "ROWS_MAX", behind)
        rows: Lag[Row] = Lag()
        written: list[Row] = []
        brought: list[Row] = []
        for count in gathered:
            due = rows.due(count)
            assert due.rows == sorted(due.rows)
            written += due.rows
            for _ in range(count):
                name = f"N{len(brought) * 7 % 11}"
                brought.append((name, len(brought) + 1))
                rows.add(len(brought), name, brought[-1])
            rows.written(due)
            if due.upto is not None:
                assert sorted(written) == sorted(brought[: due.upto])
            for row in brought:
                older, newer = rows.of(row[0])
                assert row in (*older, *newer) or row in written
        assert len(set(written)) == len(written)


@pytest.mark.slow
def test_so_many_rows_at_most_are_at_hand() -> None:
    """As many leave as gather, so an index lags behind by no more than twice the bound."""
    rows: Lag[Row] = Lag()
    for place in range(3 * lag.ROWS_MAX):
        due = rows.due(1)
        rows.add(place, f"N{place}", (f"N{place}", place))
        rows.written(due)
    at_hand = sum(any(rows.of(f"N{place}")) for place in range(3 * lag.ROWS_MAX))
    assert lag.ROWS_MAX <= at_hand <= 2 * lag.ROWS_MAX


@pytest.fixture
def indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store whose indexes hold all but the newest rows."""
    monkeypatch.setattr(lag, "ROWS_MAX", 1)
    chain = Chain()
    with closing(open_in(tmp_path)) as store:
        for number in range(8):
            store.commit(chain.batch(f"P{number}"))
        store.commit(with_more(chain.batch(), closings=[record("P0"), record("Q")]))
    assert fault(tmp_path) == ""
    return tmp_path


def fault(folder: Path) -> str:
    """Say what is wrong with the files of a store."""
    with closing(Inspector.open(folder / "journal.sqlite", folder / "keys.sqlite")) as store:
        return store.unsound()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM names WHERE number = 3", "no way to a payment"),
        ("UPDATE names SET digest = digest + 1 WHERE number = 3", "no way to a payment"),
        ("UPDATE payments SET payment_id = 'P3' WHERE number = 5", "a payment has two numbers"),
        ("UPDATE payments SET payment_id = 'other' WHERE number = 3", "no way to a payment"),
        ("INSERT INTO names VALUES(12345, 3)", "leads to another payment"),
        ("INSERT INTO names VALUES(12345, 300)", "leads to another payment"),
        ("DELETE FROM queues WHERE last = 2", "no way to a block"),
        ("UPDATE queues SET place = place + 1 WHERE last = 2", "no way to a block"),
        ("INSERT INTO queues VALUES('peer:SOUTH', 1, 1)", "leads to another block"),
        ("INSERT INTO queues VALUES('peer:SOUTH', 1, 99)", "leads to another block"),
        ("UPDATE reach SET names = 90", "said to reach further"),
        ("UPDATE reach SET queues = 90", "said to reach further"),
        ("DELETE FROM reach", "nothing says how far"),
        ("DELETE FROM payments WHERE number = 1", "not numbered one after the other"),
        ("INSERT INTO payments VALUES(400, 'far')", "not numbered one after the other"),
    ],
)
def test_an_index_that_does_not_fit_is_told(indexed: Path, statement: str, told: str) -> None:
    """A row too few, too many, or of something else; a reach that is not."""
    change(indexed / "journal.sqlite", statement)
    assert told in fault(indexed)


def test_a_store_that_does_not_say_how_far_its_indexes_reach_is_refused(indexed: Path) -> None:
    """Nothing is guessed: with a wrong guess an identifier could be taken twice."""
    change(indexed / "journal.sqlite", "DELETE FROM reach")
    with pytest.raises(StoreError, match="how far its indexes reach"):
        open_in(indexed)


def test_a_queue_that_fell_silent_goes_on_where_it_was(indexed: Path) -> None:
    """Its last block left for the index long ago; its next number is no number of before."""
    with closing(open_in(indexed)) as store:
        chain = Chain(store.head(), store.outbox_heads())
        store.commit(chain.batch("S0", tell=(PEER,)))
        for number in range(6):
            store.commit(chain.batch(f"T{number}"))
    with closing(open_in(indexed)) as store:
        assert store.outbox_heads()[PEER] == 1
        store.commit(chain.batch("S1", tell=(PEER,)))
        assert [row.number for row in store.outbox(PEER, 0, 9)] == [1, 2]


def test_what_left_lies_in_the_order_of_the_entries_that_caused_it(tmp_path: Path) -> None:
    """Though one destination was told so much that it has several blocks: a proof reads on."""
    chain = Chain()
    batch = chain.batch(*(f"P{number}" for number in range(600)))
    early = OutboxRow(PEER, 1, 5, Present("NOBKRUMM", "P4"))
    with closing(open_in(tmp_path)) as store:
        store.commit(with_more(batch, outbox=[*batch.outbox, early]))
    with closing(Inspector.open(tmp_path / "journal.sqlite")) as books:
        blocks = list(books.sent())
    assert [block[0].entry for block in blocks] == [1, 5, 257, 513]
    assert sum(map(len, blocks)) == 601


def test_a_way_that_leads_astray_is_set_right(indexed: Path) -> None:
    """Somebody wrote it there for a number to come: the block that has the number counts."""
    with closing(open_in(indexed)) as store:
        head = store.outbox_heads()[BANK]
    change(indexed / "journal.sqlite", f"INSERT INTO queues VALUES('{BANK}', {head + 2}, 1)")
    with closing(open_in(indexed)) as store:
        chain = Chain(store.head(), store.outbox_heads())
        for number in range(9):
            store.commit(chain.batch(f"T{number}"))
        told = [row.number for row in store.outbox(BANK, 0, 99)]
        assert told == list(range(1, head + 10))
    assert fault(indexed) == ""


def test_what_sqlite_cannot_be_handed_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """Half of a pair is no text; nothing of its batch is written, and the store goes on."""
    chain = Chain()
    with closing(open_in(tmp_path)) as store:
        store.commit(chain.batch("P1"))
        batch = Chain(chain.head, chain.outbox_heads).batch("P2")
        odd = OutboxRow("people\ud800", 1, 2, Present("NOBKRUMM", "P2"))
        with pytest.raises(StoreError) as refused:
            store.commit(with_more(batch, outbox=[odd]))
        assert refused.value.outcome_known
        with pytest.raises(StoreError):
            store.closings(["P\ud800"])
        store.commit(chain.batch("P2"))
        assert store.head() == chain.head


def test_a_part_of_a_queue_costs_no_more_than_the_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much of it is at hand: of blocks that nobody asked for, none is read."""
    chain = Chain()
    with closing(open_in(tmp_path)) as store:
        for number in range(5 * BLOCKS_AT_ONCE):
            store.commit(chain.batch(f"P{number}"))
        reader = SqliteReader.open(tmp_path / "journal.sqlite")
        for each in (store, reader):
            read: list[object] = []
            ask = each._journal.rows

            def rows(kind: type, query: str, *words: Value) -> list[object]:
                found: list[object] = ask(kind, query, *words)  # noqa: B023
                read.extend(found if "effects" in query else ())  # noqa: B023
                return found

            with monkeypatch.context() as patched:
                patched.setattr(each._journal, "rows", rows)
                for after in (0, 7, 4 * BLOCKS_AT_ONCE):
                    read.clear()
                    assert [row.number for row in each.outbox(BANK, after, 2)] == [
                        after + 1,
                        after + 2,
                    ]
                    assert len(read) <= BLOCKS_AT_ONCE
        reader.close()


def test_whoever_looks_on_sees_no_head_go_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the writer fills its indexes between two of a reader's looks."""
    monkeypatch.setattr(lag, "ROWS_MAX", 1)
    chain = Chain()
    with closing(open_in(tmp_path)) as store:
        store.commit(chain.batch("P0"))
        reader = SqliteReader.open(tmp_path / "journal.sqlite")
        ask, asked = reader._journal.rows, []

        def rows(kind: type, query: str, *words: Value) -> list[object]:
            found: list[object] = ask(kind, query, *words)
            asked.append(query)
            store.commit(chain.batch(f"P{len(asked)}", tell=(PEER,)))
            return found

        monkeypatch.setattr(reader._journal, "rows", rows)
        for _ in range(4):
            before = store.outbox_heads()
            seen = reader.outbox_heads()
            assert all(seen[name] >= head for name, head in before.items())
            assert [row.number for row in reader.outbox(BANK, 0, 9)] == [1]
            assert reader.vault("P0") != []
        assert len(asked) > 20
        monkeypatch.undo()
        reader.close()


def test_an_index_leads_to_what_lies_far_back(indexed: Path) -> None:
    """The writer that opens the store anew, and who looks on, find all of it."""
    with closing(open_in(indexed)) as store:
        assert sorted(store.closings(["P0", "P1", "Q", "nobody"])) == ["P0", "Q"]
        for number in range(8):
            assert [row.payment_id for row in store.vault(f"P{number}")] == [f"P{number}"]
        with closing(Inspector.open(indexed / "journal.sqlite")) as reader:
            for queue, head in store.outbox_heads().items():
                assert [row.number for row in store.outbox(queue, 0, 99)] == list(
                    range(1, head + 1)
                )
                assert reader.outbox(queue, 3, 2) == store.outbox(queue, 3, 2)
