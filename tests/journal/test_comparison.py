"""Whatever is asked of it, in any order, the store on disk tells what the one in memory tells."""

from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from typing_extensions import override

from tallystick.core.effects import ScreenAgain
from tallystick.journal import lag
from tallystick.journal.entries import GENESIS
from tallystick.journal.inspector import Inspector
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Batch, OutboxRow, Snapshot
from tallystick.journal.sqlite import SqliteStore
from tallystick.terms.errors import StoreError
from tests.journal.chains import entry_after, everything, key_of, mark, record, vault_row

pytestmark = pytest.mark.slow

IDS = tuple(f"P{i}" for i in range(8))
QUEUES = ("peer:SOUTH", "participant:NOBKRUMM", "people")
payments = st.lists(st.sampled_from(IDS), max_size=3)
# Mostly what is lawful; now and then a step too far or too short.
slips = st.sampled_from((0, 0, 0, 0, 0, 0, 1, -1))


class TwoStores(RuleBasedStateMachine):
    """The same requests to both stores; after each of them both tell the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.memory = MemoryStore()
        self.sqlite = self.opened()

    def opened(self) -> SqliteStore:
        """Open the store on disk."""
        folder = Path(self.folder.name)
        return SqliteStore(folder / "journal.sqlite", folder / "keys.sqlite")

    def ask(self, request: str, *words: object) -> None:
        """Ask both the same; either both do it or both refuse it."""
        outcomes = []
        for store in (self.memory, self.sqlite):
            try:
                getattr(store, request)(*words)
                outcomes.append("done")
            except StoreError as error:
                outcomes.append(f"refused, known: {error.outcome_known}")
        assert outcomes in (["done"] * 2, ["refused, known: True"] * 2)

    @rule(count=st.integers(0, 3), step=slips, keys=payments, rows=payments, told=payments)
    def take_up(
        self, count: int, step: int, keys: list[str], rows: list[str], told: list[str]
    ) -> None:
        """Commit entries with keys, vault rows and effects, lawful or not."""
        sequence, head_hash = self.memory.head()
        head, entries = (sequence + step, head_hash), []
        for _ in range(count):
            entries.append(entry_after(head))
            head = (entries[-1].sequence, entries[-1].hash)
        vault = [vault_row(each, head[0]) for each in rows]
        outbox = self.next_rows(told, step)
        self.ask("commit", Batch(entries, vault, [(k, key_of(k)) for k in keys], outbox))

    def next_rows(self, told: list[str], step: int) -> list[OutboxRow]:
        """Return an effect for each of these payments, one or another queue's next."""
        heads = self.memory.outbox_heads()
        rows = []
        for payment_id in told:
            queue = QUEUES[int(payment_id[1:]) % len(QUEUES)]
            heads[queue] = heads.get(queue, 0) + 1
            rows.append(OutboxRow(queue, heads[queue] + step, 1, ScreenAgain(payment_id)))
        return rows

    @rule(closed=payments, marked=payments)
    def put_away(self, closed: list[str], marked: list[str]) -> None:
        """Commit closing records, and marks in them, lawful or not."""
        returned = [mark(each, f"R-{each}") for each in marked]
        batch = Batch(
            [entry_after(self.memory.head())],
            closings=[record(each) for each in closed],
            returned=returned,
        )
        self.ask("commit", batch)

    @rule(queue=st.sampled_from((*QUEUES, "nobody")), number=st.integers(0, 9))
    def acknowledge(self, queue: str, number: int) -> None:
        """Note what has arrived."""
        self.ask("acknowledge", queue, number)

    @rule(payment_id=st.sampled_from(IDS))
    def erase(self, payment_id: str) -> None:
        """Forget a key."""
        self.ask("erase", payment_id)

    @rule(back=st.integers(-1, 3), is_ours=st.sampled_from((True, True, False)))
    def save(self, back: int, is_ours: bool) -> None:  # noqa: FBT001 - drawn, not called
        """Save a snapshot of now, of before, or of another journal."""
        sequence = max(self.memory.head()[0] - back, 0)
        entry_hash = next((e.hash for e in self.memory.entries(max(sequence - 1, 0))), GENESIS)
        if sequence == 0:
            entry_hash = GENESIS
        named = entry_hash if is_ours else b"another journal"
        self.ask("save", Snapshot(sequence, named, f"state {sequence}".encode()))

    @rule()
    def reopen(self) -> None:
        """Close the store on disk and open it again."""
        self.sqlite.close()
        self.sqlite = self.opened()

    @rule(queue=st.sampled_from(QUEUES), after=st.integers(0, 9), limit=st.integers(0, 4))
    def read_on(self, queue: str, after: int, limit: int) -> None:
        """Read a part of a queue and of the journal."""
        assert self.sqlite.outbox(queue, after, limit) == self.memory.outbox(queue, after, limit)
        assert list(self.sqlite.entries(after)) == list(self.memory.entries(after))
        assert self.sqlite.entry(after) == self.memory.entry(after)

    @invariant()
    def both_tell_the_same(self) -> None:
        """Nothing that one store tells differs from what the other tells."""
        assert everything(self.sqlite, IDS) == everything(self.memory, IDS)

    @rule()
    def look_on(self) -> None:
        """Read the store on disk as another process would, and see that it is sound."""
        folder = Path(self.folder.name)
        with closing(Inspector.open(folder / "journal.sqlite", folder / "keys.sqlite")) as reader:
            assert everything(reader, IDS)[:-5] == everything(self.memory, IDS)[:-5]
            assert reader.unsound() == ""

    @override
    def teardown(self) -> None:
        """Close the store and remove its folder."""
        with suppress(StoreError):
            self.sqlite.close()
        self.folder.cleanup()


@pytest.mark.parametrize("behind", [1, 2, 5, lag.ROWS_MAX])
def test_the_stores_cannot_be_told_apart(monkeypatch: pytest.MonkeyPatch, behind: int) -> None:
    """Two stores asked the same, in any order, refuse the same and tell the same.

    However far the indexes of the one on disk lag behind.
    """
    monkeypatch.setattr(lag, "ROWS_MAX", behind)
    run_state_machine_as_test(
        TwoStores, settings=settings(max_examples=25, stateful_step_count=25)
    )
