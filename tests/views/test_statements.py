"""Statements prove out: opening and bookings come to closing, page by page and day by day."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.terms.instants import DAY_MS, HOUR_MS
from tallystick.views.account_book import AccountBook
from tallystick.views.business_days import first_open, today
from tallystick.views.statements import (
    PAGE_MAX,
    Period,
    StatementPage,
    Totals,
    bookings_after,
    report_page,
    statement_page,
    totals_of,
)
from tests.core.pair import NORTH, START
from tests.node.linked_nodes import LinkedNodes
from tests.views.bookings import (
    BANK_ACCOUNT,
    EARLIEST,
    LATEST,
    book_of,
    by_the_hour,
    founded,
    funded,
    journal_of,
)

AMOUNTS = st.integers(1, 10**12) | st.integers(-(10**12), -1)


def whole(book: AccountBook, period: Period) -> list[StatementPage]:
    """Return all pages of a statement, each proved."""
    first = statement_page(book, BANK_ACCOUNT, period)
    assert first is not None
    pages = [statement_page(book, BANK_ACCOUNT, period, n) for n in range(1, first.of + 1)]
    told = [page for page in pages if page is not None]
    assert len(told) == first.of
    for page in told:
        assert page.opening + sum(each.amount for each in page.bookings) == page.closing
        assert (page.whole, page.totals, page.of) == (first.whole, first.totals, first.of)
    for page, following in pairwise(told):
        assert following.opening == page.closing
    assert (told[0].opening, told[-1].closing) == first.whole
    assert first.whole[0] + first.totals.credited - first.totals.debited == first.whole[1]
    bookings = [each for page in told for each in page.bookings]
    assert totals_of(bookings) == first.totals
    return told


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(amounts=st.lists(AMOUNTS, max_size=40), hours=st.integers(1, 40))
def test_every_period_proves_out(amounts: list[int], hours: int) -> None:
    """Whatever was booked, and whatever dates are asked for: days chain to the last balance."""
    with TemporaryDirectory() as folder:
        journal = journal_of(by_the_hour([*founded(), *funded(amounts)], hours))
        with book_of(Path(folder) / "book", journal) as book:
            dates = [day.booked_on for day in book.days(BANK_ACCOUNT, EARLIEST, LATEST)]
            standing = 0
            for on in dates:
                (page,) = whole(book, Period(on, on))
                assert page.opening == standing
                standing = page.closing
            assert standing == sum(amounts)
            for first, last in pairwise(dates):
                whole(book, Period(first, last))
            (all_of,) = whole(book, Period(EARLIEST, LATEST))
            assert [each.amount for each in all_of.bookings] == amounts


def test_a_day_of_many_bookings_comes_in_pages(tmp_path: Path) -> None:
    """Each holds so many at most; beyond the last there is none."""
    amounts = [*range(1, PAGE_MAX * 2 + 2), -7]
    journal = journal_of((START, event) for event in [*founded(), *funded(amounts)])
    with book_of(tmp_path / "book", journal) as book:
        pages = whole(book, Period("2026-09-21", "2026-09-21"))
        assert [len(page.bookings) for page in pages] == [PAGE_MAX, PAGE_MAX, 2]
        assert [(page.is_first, page.is_last) for page in pages] == [
            (True, False),
            (False, False),
            (False, True),
        ]
        assert pages[0].totals == Totals(len(amounts) - 1, sum(amounts) + 7, 1, 7)
        for number in (-1, 0, 4, 99_999):
            assert statement_page(book, BANK_ACCOUNT, pages[0].period, number) is None
        numbers, after = [], 0
        while bookings := bookings_after(book, BANK_ACCOUNT, after, 10**6).bookings:
            numbers += [each.number for each in bookings]
            after = numbers[-1]
        assert numbers == list(range(1, len(amounts) + 1))


def test_a_day_without_bookings_has_one_empty_page(tmp_path: Path) -> None:
    """It opens and closes at the balance of the day before, or at nothing."""
    journal = journal_of(by_the_hour([*founded(), *funded([5, 6])]))
    with book_of(tmp_path / "book", journal) as book:
        (before,) = whole(book, Period("2026-09-01", "2026-09-01"))
        (after,) = whole(book, Period("2026-10-01", "2026-10-02"))
        (stranger,) = [statement_page(book, "participant:NOBODY:RUB", before.period)]
    assert (before.whole, before.bookings, before.previous_on) == ((0, 0), (), "")
    assert (after.whole, after.bookings, after.previous_on) == ((11, 11), (), "2026-09-21")
    assert stranger is not None
    assert (stranger.whole, stranger.bookings) == ((0, 0), ())


def test_a_report_stands_where_it_was_asked_for(tmp_path: Path) -> None:
    """What is booked while somebody asks does not count, on whatever page."""
    amounts = [3, -1, 10, 20, -5]
    journal = journal_of((START, event) for event in [*founded(), *funded(amounts)])
    period = Period("2026-09-21", "2026-09-21")
    with book_of(tmp_path / "book", journal) as book:
        for count in range(len(amounts) + 1):
            page = report_page(book, BANK_ACCOUNT, period, 1, len(founded()) + count)
            assert page is not None
            assert [each.amount for each in page.bookings] == amounts[:count]
            assert page.whole == (0, sum(amounts[:count]))
            assert page.totals == totals_of(page.bookings)


def test_a_day_is_over_when_its_window_has_closed() -> None:
    """By all calendars, and not before a clock that is set back a little could reopen it."""
    state = LinkedNodes().found().state(NORTH)
    midnight = (START // DAY_MS + 1) * DAY_MS
    assert today(state, midnight - 1) == Period("2026-09-21", "2026-09-21")
    assert today(state, midnight) == Period("2026-09-22", "2026-09-22")
    assert first_open(state, midnight - 1) == "2026-09-21"
    assert first_open(state, midnight) == "2026-09-22"
    saturday = midnight + 4 * DAY_MS
    assert today(state, saturday + 7 * HOUR_MS).from_on == "2026-09-28"


def test_a_bank_sees_its_payments_booked(tmp_path: Path) -> None:
    """What it sent goes out; what was paid in comes in."""
    nodes = LinkedNodes().found()
    sent = nodes.send(NORTH, 200_000)
    nodes.close_cycle()
    with book_of(tmp_path / "book", nodes.stores[NORTH]) as book:
        page = statement_page(book, BANK_ACCOUNT, Period("2026-09-21", "2026-09-21"))
    assert page is not None
    assert [(each.kind, each.amount) for each in page.bookings] == [
        ("funding", 10**9),
        ("payment", -200_000),
    ]
    assert page.bookings[1].reference == sent
