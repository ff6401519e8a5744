"""Double entry: money moves between two accounts of one currency, and is reserved whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.ledger import (
    Ledger,
    Posting,
    held_by_account,
    leg_hold,
    pay_out_hold,
    payment_hold,
    sums_by_currency,
)
from tallystick.terms.errors import InvariantError

NAMES = ("bank", "clearing", "mirror")


def ledger() -> Ledger:
    """Return books with a bank that has 100 RUB, and an account in another currency."""
    books = Ledger()
    books.open("bank", "RUB", 0)
    books.open("clearing", "RUB", None)
    books.open("mirror", "RUB", None)
    books.open("foreign", "CNY", None)
    books.transfer(Posting("mirror", "bank", 100))
    return books


def test_a_transfer_moves_money_and_keeps_the_sum() -> None:
    """What one loses the other gains."""
    books = ledger()
    books.transfer(Posting("bank", "clearing", 30))
    balances = {key: each.balance for key, each in books.accounts.items()}
    assert balances == {"bank": 70, "clearing": 30, "mirror": -100, "foreign": 0}
    assert sums_by_currency(books) == {"RUB": 0, "CNY": 0}


@pytest.mark.parametrize(
    "posting",
    [
        Posting("bank", "clearing", 0),
        Posting("bank", "clearing", -1),
        Posting("bank", "foreign", 1),
        Posting("foreign", "bank", 1),
    ],
)
def test_a_posting_is_positive_and_in_one_currency(posting: Posting) -> None:
    """Anything else is a bug, and moves nothing."""
    books = ledger()
    with pytest.raises(InvariantError):
        books.transfer(posting)
    assert books.accounts["bank"].balance == 100


def test_opening_twice_keeps_the_balance() -> None:
    """An account is opened once."""
    books = ledger()
    books.open("bank", "CNY", None)
    account = books.accounts["bank"]
    assert (account.balance, account.currency, account.floor) == (100, "RUB", 0)


def test_held_money_is_neither_spent_nor_available() -> None:
    """Until it is posted or voided."""
    books = ledger()
    books.hold("one", (Posting("bank", "clearing", 60), Posting("bank", "mirror", 5)))
    account = books.accounts["bank"]
    assert (account.balance, account.held, account.available) == (100, 65, 35)
    assert books.covers("bank", 35)
    assert not books.covers("bank", 36)
    assert held_by_account(books) == {"bank": 65}


def test_a_hold_is_posted_once() -> None:
    """Whole, and then it is gone."""
    books = ledger()
    postings = (Posting("bank", "clearing", 60),)
    books.hold("one", postings)
    assert books.post("one") == postings
    assert (books.accounts["bank"].balance, books.accounts["bank"].held) == (40, 0)
    for again in (books.post, books.void):
        with pytest.raises(InvariantError, match="there is no hold one"):
            again("one")


def test_a_hold_is_voided_once() -> None:
    """And leaves the money where it was."""
    books = ledger()
    books.hold("one", (Posting("bank", "clearing", 60),))
    books.void("one")
    assert (books.accounts["bank"].balance, books.accounts["bank"].available) == (100, 100)
    with pytest.raises(InvariantError, match="there is no hold one"):
        books.void("one")


def test_a_hold_s_name_is_used_once_at_a_time() -> None:
    """Two would be one."""
    books = ledger()
    books.hold("one", (Posting("bank", "clearing", 1),))
    with pytest.raises(InvariantError, match="hold one is already there"):
        books.hold("one", (Posting("bank", "clearing", 1),))
    assert books.accounts["bank"].held == 1


def test_an_account_without_a_floor_covers_everything() -> None:
    """One that is not open covers nothing."""
    books = ledger()
    assert books.accounts["clearing"].available is None
    assert books.covers("clearing", 10**18)
    assert not books.covers("nobody", 0)


def test_a_floor_may_be_anywhere() -> None:
    """An account with credit may go below zero, down to its floor."""
    books = ledger()
    books.open("credit", "RUB", -50)
    assert books.accounts["credit"].available == 50
    assert books.covers("credit", 50)
    assert not books.covers("credit", 51)


def test_kinds_of_holds_have_names_of_their_own() -> None:
    """A payment that bears the name of a leg holds other money."""
    assert len({payment_hold("x/1/1/0"), leg_hold("x/1/1/0"), pay_out_hold("x/1/1/0")}) == 3


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hold", "post", "void"]),
        st.integers(0, 4),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.integers(1, 50),
    ),
    max_size=30,
)


@given(STEPS)
def test_whatever_happens_the_books_hold(
    steps: list[tuple[str, int, str, str, int]],
) -> None:
    """Sums are zero, holds and accounts agree, and no floor is broken if cover is asked first."""
    books = ledger()
    for kind, number, debit, credit, amount in steps:
        name = str(number)
        if kind == "hold" and name not in books.holds and books.covers(debit, amount):
            books.hold(name, (Posting(debit, credit, amount),))
        elif kind == "post" and name in books.holds:
            books.post(name)
        elif kind == "void" and name in books.holds:
            books.void(name)
        assert sums_by_currency(books) == {"RUB": 0, "CNY": 0}
        held = held_by_account(books)
        assert all(each.held == held.get(key, 0) for key, each in books.accounts.items())
        assert books.accounts["bank"].covers(0)
