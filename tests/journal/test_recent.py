"""What is at hand is what is in the store, however much has gone out of hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.journal import recent
from tallystick.journal.memory import MemoryStore
from tallystick.journal.recent import RecentStore
from tallystick.journal.sqlite import SqliteStore
from tallystick.terms.errors import StoreError
from tests.journal.chains import BANK, PEER, Chain


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have very little at hand."""
    monkeypatch.setattr(recent, "ROWS_KEPT", 5)
    monkeypatch.setattr(recent, "ENTRIES_KEPT", 3)
    monkeypatch.setattr(recent, "PAYMENTS_KEPT", 2)


@pytest.mark.usefixtures("small")
@given(
    batches=st.lists(st.integers(1, 4), min_size=1, max_size=8),
    after=st.integers(0, 40),
    limit=st.integers(1, 12),
)
def test_rows_entries_and_vaults_are_the_stores(
    batches: list[int], after: int, limit: int
) -> None:
    """Whether they are at hand, half at hand, or not at all."""
    behind = MemoryStore()
    store, chain, number = RecentStore(behind), Chain(), 0
    for size in batches:
        names = [f"P{number + each}" for each in range(size)]
        number += size
        store.commit(chain.batch(*names, tell=(BANK, PEER)))
    for queue in (BANK, PEER, "participant:NOBODY"):
        assert store.outbox(queue, after, limit) == behind.outbox(queue, after, limit)
    assert store.entry(after) == behind.entry(after)
    for each in range(number + 1):
        assert store.vault(f"P{each}") == behind.vault(f"P{each}")
        assert store.key(f"P{each}") == behind.key(f"P{each}")


@pytest.mark.usefixtures("small")
def test_little_is_kept() -> None:
    """Memory is bounded, whatever is written."""
    store, chain = RecentStore(MemoryStore()), Chain()
    for number in range(20):
        store.commit(chain.batch(f"P{number}", tell=(BANK,)))
    kept = vars(store)
    assert len(kept["_rows"][BANK]) == 5
    assert len(kept["_entries"]) == 3
    assert len(kept["_vault"]) == len(kept["_keys"]) == 2


def test_large_texts_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is at hand is bounded in bytes, whatever one bank sends."""
    monkeypatch.setattr(recent, "VAULT_BYTES_KEPT", 400)
    monkeypatch.setattr(recent, "ENTRY_BYTES_KEPT", 400)
    store, chain = RecentStore(MemoryStore()), Chain()
    for number in range(40):
        store.commit(chain.batch(f"P{number}"))
    kept = vars(store)
    assert sum(len(row.ciphertext) for rows in kept["_vault"].values() for row in rows) <= 400
    assert sum(len(each.body) for each in kept["_entries"].values()) <= 400
    assert 0 < len(kept["_vault"]) == len(kept["_keys"]) < 40


def test_what_is_erased_is_out_of_hand_at_once(tmp_path: Path) -> None:
    """Its key cannot be had, here or behind."""
    store, chain = RecentStore(SqliteStore(tmp_path / "j", tmp_path / "k")), Chain()
    store.commit(chain.batch("P1", "P2"))
    store.erase("P1")
    assert store.key("P1") is None
    assert store.key("P2") is not None
    assert store.vault("P1")
    store.close()


def test_what_was_not_committed_is_not_at_hand() -> None:
    """A batch that is refused leaves nothing."""
    store, chain = RecentStore(MemoryStore()), Chain()
    first, second = chain.batch("P1", tell=(BANK,)), chain.batch("P2", tell=(BANK,))
    with pytest.raises(StoreError):
        store.commit(second)
    assert store.outbox(BANK, 0, 10) == []
    assert store.key("P2") is None
    store.commit(first)
    assert len(store.outbox(BANK, 0, 10)) == 1
