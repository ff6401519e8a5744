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
        ("CREATE VIEW more AS SELECT * FROM entries", "more"),
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


NEXT = "(SELECT max(place) + 1 FROM outbox)"
BANK = "participant:NOBKRUMM"
HEAD = f"(SELECT max(last) + 1 FROM outbox WHERE destination = '{BANK}')"


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (("DROP TABLE reach", "CREATE VIEW reach AS SELECT 1 AS names, 1 AS queues"), "no table"),
        (("INSERT INTO payments VALUES((SELECT max(number) FROM payments) + 1, 'PX')",), "'PX'"),
        (("INSERT INTO payments VALUES(9223372036854775807, 'ghost')",), "ghost"),
        ((f"INSERT INTO outbox VALUES({NEXT}, '{BANK}', {HEAD}, x'90')",), "is empty"),
        ((f"INSERT INTO outbox VALUES({NEXT}, 'nobody', 1, x'90')",), "is empty"),
        (("UPDATE outbox SET place = -place",), "never sent"),
        (("UPDATE payments SET number = 0 WHERE number = 1",), "vault"),
    ],
)
def test_what_no_writer_could_have_written_is_told(
    journal: Path, statements: tuple[str, ...], told: str
) -> None:
    """Rows that nothing refers to, numbers that are none, what never ends."""
    change(journal, "; ".join(("PRAGMA ignore_check_constraints = ON", *statements)))
    found = verify(journal)
    assert not found.valid, found
    assert told in str(found.error)


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
