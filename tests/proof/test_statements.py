"""The checker of statements sees whatever is wrong in an account book, and where."""

from pathlib import Path

import pytest

from tallystick.journal.database import Access, Database
from tallystick.proof.auditor import AuditError
from tallystick.proof.statements import check_account_book
from tallystick.proof.world.scenery import agreement_for
from tallystick.proof.world.world import World
from tallystick.views.account_book import ACCOUNT_BOOK, AccountBook
from tests.views.bookings import (
    BANK_ACCOUNT,
    MIRROR,
    book_of,
    by_the_hour,
    founded,
    funded,
    journal_of,
    kept,
    ledger_of,
)

AMOUNTS = (5, 70, -3, 11, 200, -40)
LEDGER = {BANK_ACCOUNT: sum(AMOUNTS), MIRROR: -sum(AMOUNTS)}
# What is done to a sound book, and what the checker says of it.
WRONGS = (
    ("UPDATE accounts SET balance = balance + 1", "ledger's balance"),
    ("UPDATE bookings SET amount = amount + 1 WHERE number = 2", "follow on at booking 2"),
    ("UPDATE bookings SET balance = balance + 1 WHERE number = 3", "follow on at booking 3"),
    ("DELETE FROM bookings WHERE number = 1", "follow on at booking 2"),
    ("DELETE FROM bookings WHERE number = 6", "has no booking 6"),
    ("UPDATE bookings SET booked_on = '2026-01-01' WHERE number = 4", "not of this day"),
    ("UPDATE days SET opening = opening + 1", "open where the day before closed"),
    ("UPDATE days SET closing = closing + 1", "close at its opening"),
    ("UPDATE days SET credited = '1'", "something else than its bookings"),
    ("UPDATE days SET debits = debits + 1", "something else than its bookings"),
    ("DELETE FROM days WHERE booked_on = (SELECT max(booked_on) FROM days)", "in a day"),
    ("UPDATE bookings SET sequence = 3 WHERE account = 1 AND number = 2", "comes to zero"),
)


@pytest.mark.parametrize(("wrong", "told"), WRONGS, ids=range(len(WRONGS)))
def test_every_wrong_is_found(tmp_path: Path, wrong: str, told: str) -> None:
    """A sum, a balance, a date, a day or a booking: none can be changed or missing unseen."""
    path = tmp_path / "book"
    kept(path, journal_of(by_the_hour([*founded(), *funded(AMOUNTS)], hours=6)))
    database = Database(path, ACCOUNT_BOOK, Access.WRITE)
    with database.writing() as connection:
        connection.execute(wrong)
    database.close()
    book = AccountBook(path)
    with pytest.raises(AuditError, match=told):
        check_account_book(book, LEDGER)
    book.close()


def test_a_sound_book_is_found_sound(tmp_path: Path) -> None:
    """Or the test above would prove nothing."""
    journal = journal_of(by_the_hour([*founded(), *funded(AMOUNTS)], hours=6))
    with book_of(tmp_path / "book", journal) as book:
        assert check_account_book(book, LEDGER) == 2 * len(AMOUNTS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
def test_statements_prove_out_in_a_simulated_world(tmp_path: Path, seed: int) -> None:
    """Whatever became of processes, disks and wires: each book ends at its node's ledger."""
    world = World(seed, agreement_for(seed))
    world.run()
    for name, site in world.sites.items():
        assert site.node is not None
        with book_of(tmp_path / name, site.disk, name) as book:
            assert check_account_book(book, ledger_of(site.node.state)) > 5
