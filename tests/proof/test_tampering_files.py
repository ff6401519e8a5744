"""Whatever is changed in the files themselves is told: other tables, any byte, a lost end."""

import random
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tallystick.journal.inspector import Inspector
from tallystick.node.wiring import JOURNAL
from tallystick.proof.stores import inspected
from tallystick.proof.verify import Verification, verify
from tallystick.terms.errors import StoreError
from tests.core.pair import NORTH
from tests.proof.tampering import change, flipped


@pytest.fixture
def journal(stores: Path) -> Path:
    """The journal of NORTH, to be changed."""
    return stores / NORTH / JOURNAL


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("CREATE TRIGGER sly AFTER INSERT ON outbox BEGIN DELETE FROM outbox; END", "sly"),
        ("CREATE TABLE more(a)", "more"),
        ("DROP INDEX vault_of_payment", "vault_of_payment"),
        ("ALTER TABLE entries ADD COLUMN more INTEGER", "entries"),
    ],
)
def test_other_tables_than_ours_are_told(journal: Path, statement: str, name: str) -> None:
    """What a node would never have made does not stand in its file."""
    change(journal, statement)
    found = verify(journal)
    assert (found.valid, found.first_bad) == (False, None), found
    assert name in str(found.error)


def everything(store: Inspector) -> list[Any]:
    """Return all that a store has to tell."""
    closed = list(store.closed_payments())
    return [
        list(store.entries(0)),
        list(store.vault_rows()),
        list(store.sent()),
        store.destinations(),
        store.outbox_heads(),
        sorted(store.closings(closed).items()),
        store.snapshot(),
        store.keyed(closed),
    ]


def told_by(journal: Path) -> list[Any] | str:
    """Return all that a store has to tell, or why it cannot."""
    try:
        with inspected(journal) as store:
            return everything(store)
    except StoreError as broken:
        return str(broken)


@pytest.mark.slow
def test_any_byte_of_the_file_is_unused_or_named(journal: Path) -> None:
    """A turned bit is told in a sentence, unless it changes nothing that the store tells."""
    whole, before = journal.read_bytes(), told_by(journal)
    chance, harmful = random.Random(3), 0
    for offset in chance.sample(range(len(whole)), 300):
        journal.write_bytes(flipped(whole, offset))
        found = verify(journal)
        harmful += found.valid is not True
        assert_told(found, offset, is_same=told_by(journal) == before)
        for left in journal.parent.glob(f"{JOURNAL}-*"):
            left.unlink()
    # A small store leaves most of its pages empty: enough of the bytes have to be in use.
    assert harmful > 100


def assert_told(found: Verification, offset: int, *, is_same: bool) -> None:
    """See that a changed byte is told, unless the store tells the same as before."""
    if found.valid:
        assert is_same, offset
    else:
        assert found.error, offset
        assert "Traceback" not in found.error


def test_a_file_cut_short_is_told(journal: Path) -> None:
    """At whichever length: no file that lacks its end is proved."""
    whole = journal.read_bytes()
    with closing(journal.open("r+b")) as file:
        for length in range(len(whole) - 1, -1, -5003):
            file.truncate(length)
            found = verify(journal)
            assert found.valid is not True, length
            assert found.error, length
