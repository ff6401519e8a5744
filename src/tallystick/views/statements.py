"""Statements of an account: what it opened at, what was booked, what it closed at, in pages.

Every page proves out alone: its opening balance and its bookings come to its closing
balance; a page opens where the one before it closed, and a statement where the one of the
days before closed. A page holds at most `PAGE_MAX` bookings, whatever the day holds.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tallystick.terms.instants import BusinessDate
from tallystick.views.account_book import AccountBook, AccountDay, Booking

# An entry has about forty elements: what we write, anybody with our own bounds can read.
PAGE_MAX: Final = 200
# A period of more dates than a year is asked for in parts.
DAYS_MAX: Final = 366


class Totals(NamedTuple):
    """How many bookings credited and debited an account, and the sum of each, in minor units."""

    credits: int = 0
    credited: int = 0
    debits: int = 0
    debited: int = 0


class Period(NamedTuple):
    """From one business date to another, both included."""

    from_on: BusinessDate
    to_on: BusinessDate


class StatementPage(NamedTuple):
    """One page of a statement; `opening` and `closing` are the page's own.

    `totals` and the two balances of `whole` are those of all pages together; `previous_on` is
    the last date before the period on which anything was booked, empty if nothing was.
    """

    account_id: str
    currency: str
    period: Period
    number: int
    of: int
    opening: int
    closing: int
    bookings: tuple[Booking, ...]
    whole: tuple[int, int]
    totals: Totals
    previous_on: BusinessDate

    @property
    def is_first(self) -> bool:
        """Whether it opens the statement."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether it closes the statement."""
        return self.number == self.of


class _Range(NamedTuple):
    """Which bookings a statement holds: those from `first` to `last`, none if it is less."""

    first: int
    last: int
    opening: int
    closing: int
    totals: Totals
    previous_on: BusinessDate


def statement_page(
    book: AccountBook, account_id: str, period: Period, number: int = 1
) -> StatementPage | None:
    """Return a page of what was booked in a period, None if there is no such page.

    Raises:
        StoreError: the account book cannot be read.
    """
    return _page(book, account_id, period, number, _closed(book, account_id, period))


def report_page(
    book: AccountBook, account_id: str, period: Period, number: int, sequence: int
) -> StatementPage | None:
    """Return the same as it stands after an entry of the journal: later bookings do not count.

    Raises:
        StoreError: the account book cannot be read.
    """
    known = _closed(book, account_id, period)
    last = book.last_by(account_id, sequence)
    until = last.number if last is not None else 0
    if until < known.last:
        known = _cut(book, account_id, known, until)
    return _page(book, account_id, period, number, known)


def _closed(book: AccountBook, account_id: str, period: Period) -> _Range:
    before = book.day_before(account_id, period.from_on)
    previous_on = before.booked_on if before is not None else ""
    days = book.days(account_id, *period)
    if not days:
        last, closing = (before.last, before.closing) if before is not None else (0, 0)
        return _Range(last + 1, last, closing, closing, Totals(), previous_on)
    first, last_day = days[0], days[-1]
    totals = _totals(days)
    return _Range(first.first, last_day.last, first.opening, last_day.closing, totals, previous_on)


def _totals(days: Sequence[AccountDay]) -> Totals:
    return Totals(
        sum(day.credits for day in days),
        sum(int(day.credited) for day in days),
        sum(day.debits for day in days),
        sum(int(day.debited) for day in days),
    )


def _cut(book: AccountBook, account_id: str, known: _Range, until: int) -> _Range:
    """Leave out what came after a booking: it is what was booked while somebody asked."""
    until = max(until, known.first - 1)
    later = totals_of(book.bookings(account_id, until, known.last - until))
    left = Totals(*(all_of - each for all_of, each in zip(known.totals, later, strict=True)))
    closing = known.closing - later.credited + later.debited
    return known._replace(last=until, closing=closing, totals=left)


def totals_of(bookings: Sequence[Booking]) -> Totals:
    """Return the totals of some bookings."""
    credits_ = [each.amount for each in bookings if each.amount > 0]
    debits = [-each.amount for each in bookings if each.amount < 0]
    return Totals(len(credits_), sum(credits_), len(debits), sum(debits))


def _page(
    book: AccountBook, account_id: str, period: Period, number: int, known: _Range
) -> StatementPage | None:
    count = known.last - known.first + 1
    of = max(1, -(-count // PAGE_MAX))
    if not 1 <= number <= of:
        return None
    after = known.first - 1 + (number - 1) * PAGE_MAX
    limit = min(PAGE_MAX, known.last - after)
    bookings = tuple(book.bookings(account_id, after, limit))
    opening = bookings[0].balance - bookings[0].amount if bookings else known.opening
    return StatementPage(
        account_id,
        account_id.rsplit(":", 1)[1],
        period,
        number,
        of,
        opening,
        bookings[-1].balance if bookings else known.closing,
        bookings,
        (known.opening, known.closing),
        known.totals,
        known.previous_on,
    )


class NotifiedBookings(NamedTuple):
    """Bookings of an account after a number, in order."""

    account_id: str
    bookings: tuple[Booking, ...]


def bookings_after(book: AccountBook, account_id: str, after: int, limit: int) -> NotifiedBookings:
    """Return bookings of an account after a number, `PAGE_MAX` at the most.

    Raises:
        StoreError: the account book cannot be read.
    """
    return NotifiedBookings(
        account_id, tuple(book.bookings(account_id, after, min(limit, PAGE_MAX)))
    )
