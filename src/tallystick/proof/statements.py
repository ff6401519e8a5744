"""Statements prove out: what an account book says of every account, held against the ledger.

Nothing is taken on the book's word: bookings are numbered without a gap and each balance
is the one before plus the amount; each day opens where the day before closed, and its
sums are those of its bookings; the last balance is the ledger's; and what each entry of
the journal posted comes to zero in each currency.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.proof.auditor import AuditError
from tallystick.terms.instants import BusinessDate
from tallystick.views.account_book import AccountBook, AccountDay, Booking

READ_AT_ONCE: Final = 1_000
_EARLIEST: Final[BusinessDate] = "0001-01-01"
_LATEST: Final[BusinessDate] = "9999-12-31"
_Sums = dict[tuple[int, str], int]


def check_account_book(book: AccountBook, ledger: Mapping[str, int]) -> int:
    """Check a whole account book against the balances of the ledger; return its bookings.

    Raises:
        AuditError: it does not prove out; the sentence names the account and where.
        StoreError: the book cannot be read.
    """
    balances = book.balances()
    for name in sorted({*balances, *ledger}):
        if balances.get(name, 0) != ledger.get(name, 0):
            raise AuditError(
                f"Statements end at the ledger's balance: {name} is {balances.get(name, 0)} in "
                f"the account book and {ledger.get(name, 0)} in the ledger."
            )
    sums: _Sums = defaultdict(int)
    count = sum(_check_account(book, name, balances[name], sums) for name in sorted(balances))
    for (sequence, currency), amount in sums.items():
        if amount:
            raise AuditError(
                f"What an entry posts comes to zero: entry {sequence} to {amount} {currency}."
            )
    return count


def _check_account(book: AccountBook, name: str, balance: int, sums: _Sums) -> int:
    """Check one account from its first booking on."""
    currency, number, bookings = name.rsplit(":", 1)[1], 0, _bookings(book, name)
    standing = 0
    for day in book.days(name, _EARLIEST, _LATEST):
        if day.opening != standing or day.first != number + 1:
            raise _wrong(name, day, "does not open where the day before closed")
        credited = debited = credits_count = 0
        while number < day.last:
            booking = next(bookings, None)
            if booking is None:
                raise _wrong(name, day, f"has no booking {number + 1}")
            _check_booking(name, day, booking, (number, standing))
            number, standing = booking.number, booking.balance
            sums[booking.sequence, currency] += booking.amount
            credits_count += booking.amount > 0
            credited += max(booking.amount, 0)
            debited += max(-booking.amount, 0)
        found = (
            credits_count,
            str(credited),
            day.last - day.first + 1 - credits_count,
            str(debited),
        )
        if found != (day.credits, day.credited, day.debits, day.debited):
            raise _wrong(name, day, "sums up to something else than its bookings")
        if day.closing != standing:
            raise _wrong(name, day, "does not close at its opening and its bookings")
    if standing != balance or next(bookings, None) is not None:
        raise AuditError(f"Every booking is in a day, the last one last: {name} is not so.")
    return number


def _check_booking(name: str, day: AccountDay, booking: Booking, before: tuple[int, int]) -> None:
    number, standing = before
    if booking.number != number + 1 or booking.balance != standing + booking.amount:
        raise _wrong(name, day, f"does not follow on at booking {booking.number}")
    if booking.booked_on != day.booked_on or not booking.amount:
        raise _wrong(name, day, f"has booking {booking.number}, which is not of this day")


def _bookings(book: AccountBook, name: str) -> Iterator[Booking]:
    after = 0
    while found := book.bookings(name, after, READ_AT_ONCE):
        yield from found
        after = found[-1].number


def _wrong(name: str, day: AccountDay, what: str) -> AuditError:
    return AuditError(f"Statements prove out: {name} on {day.booked_on} {what}.")
