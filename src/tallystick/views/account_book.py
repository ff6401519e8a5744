"""The account book: what was booked to each account, in order, and how each day closed.

A *booking* is one posting as one account has it: numbered from 1 without a gap, with the
balance after it. It holds nothing that is not in the journal: its follower
(`bookkeeping`) makes it anew whenever it is lost, damaged, or left over from another
journal. Holds are no bookings.

Two dates belong to a booking. *Booked on* is the business date of the instant at which it
was posted, by the calendar of the agreement it belongs to: it never goes back within an
account, nor where a new version brings another calendar, so a day that is over stays as it
is. *Value on* is the business date for which a payment was reserved: a payment that is
accepted after the day's end keeps the value date of the day before, and is booked on the
next.
"""

from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from tallystick.journal.database import Access, Database, Durability, Layout, Value
from tallystick.terms.errors import StoreError
from tallystick.terms.instants import BusinessDate
from tallystick.views.journal_follower import FOLLOWED_TABLE, followed_in

T = TypeVar("T")

ACCOUNT_BOOK: Final = Layout(
    "a Tallystick account book",
    2,
    # Sums of a day may be more than 64 bits hold: they are text.
    """
    CREATE TABLE accounts(
        account INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, bookings INTEGER NOT NULL,
        balance INTEGER NOT NULL, booked_on TEXT NOT NULL) STRICT;
    CREATE TABLE bookings(
        account INTEGER NOT NULL, number INTEGER NOT NULL, sequence INTEGER NOT NULL,
        at INTEGER NOT NULL, booked_on TEXT NOT NULL, value_on TEXT NOT NULL,
        amount INTEGER NOT NULL, balance INTEGER NOT NULL, kind TEXT NOT NULL,
        reference TEXT NOT NULL, PRIMARY KEY(account, number)) STRICT, WITHOUT ROWID;
    CREATE TABLE days(
        account INTEGER NOT NULL, booked_on TEXT NOT NULL, first INTEGER NOT NULL,
        last INTEGER NOT NULL, opening INTEGER NOT NULL, closing INTEGER NOT NULL,
        credits INTEGER NOT NULL, credited TEXT NOT NULL, debits INTEGER NOT NULL,
        debited TEXT NOT NULL, PRIMARY KEY(account, booked_on)) STRICT, WITHOUT ROWID;
    CREATE TABLE expected(
        name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE pacts(
        name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT, WITHOUT ROWID;
    """
    + FOLLOWED_TABLE,
    Durability.LATER,
)
_BOOKING: Final = (
    "SELECT number, sequence, at, booked_on, value_on, amount, balance, kind, reference"
    " FROM bookings WHERE account = (SELECT account FROM accounts WHERE name = ?)"
)
_DAY: Final = (
    "SELECT booked_on, first, last, opening, closing, credits, credited, debits, debited"
    " FROM days WHERE account = (SELECT account FROM accounts WHERE name = ?)"
)


class _Balance(NamedTuple):
    name: str
    balance: int


class Booking(NamedTuple):
    """One posting as one account has it; `amount` is positive where the account is credited.

    `sequence` is the journal's entry that posted it, `at` its instant. `reference` names what
    it is for: a payment's id, a settlement system's reference, a defunding's id, or
    agreement/cycle.
    """

    number: int
    sequence: int
    at: int
    booked_on: BusinessDate
    value_on: BusinessDate
    amount: int
    balance: int
    kind: str
    reference: str


class AccountDay(NamedTuple):
    """All that was booked to an account on one date: from which number to which, and the sums.

    `credited` and `debited` are the sums of what was credited and debited, as decimal text.
    """

    booked_on: BusinessDate
    first: int
    last: int
    opening: int
    closing: int
    credits: int
    credited: str
    debits: int
    debited: str


class AccountBook:
    """The account book, to read; its follower may be at work meanwhile."""

    def __init__(self, path: Path) -> None:
        """Open the file, which its follower has made.

        Raises:
            StoreError: it is missing, damaged, or not an account book.
        """
        self._path = path
        # Set by whoever sees that it is not what the books say: its follower makes it anew.
        self.is_doubtful = False
        self._database = Database(path, ACCOUNT_BOOK, Access.READ)

    def reopen(self) -> None:
        """Let go of the file and open the one that is there now in its place.

        Raises:
            StoreError: there is none.
        """
        self._database.close()
        self._database = Database(self._path, ACCOUNT_BOOK, Access.READ)
        self.is_doubtful = False

    @property
    def followed(self) -> int:
        """The number of the last entry of the journal that it knows of."""
        return followed_in(self._database)

    def balances(self) -> dict[str, int]:
        """Return the last balance of every account that was ever booked to."""
        query = "SELECT name, balance FROM accounts ORDER BY name"
        return dict(self._rows(_Balance, query))

    def days(
        self, account_id: str, from_on: BusinessDate, to_on: BusinessDate
    ) -> list[AccountDay]:
        """Return the dates within two, both included, on which anything was booked, in order."""
        query = f"{_DAY} AND booked_on BETWEEN ? AND ? ORDER BY booked_on"
        return self._rows(AccountDay, query, account_id, from_on, to_on)

    def day_before(self, account_id: str, on: BusinessDate) -> AccountDay | None:
        """Return the last date before another on which anything was booked, None if none was."""
        query = f"{_DAY} AND booked_on < ? ORDER BY booked_on DESC"
        return self._first(AccountDay, query, account_id, on)

    def bookings(self, account_id: str, after: int, limit: int) -> list[Booking]:
        """Return bookings of an account after a number, in order."""
        query = f"{_BOOKING} AND number > ? ORDER BY number LIMIT ?"
        return self._rows(Booking, query, account_id, after, limit)

    def last_by(self, account_id: str, sequence: int) -> Booking | None:
        """Return the last booking that an entry or one before it made, None if there is none."""
        query = f"{_BOOKING} AND sequence <= ? ORDER BY number DESC"
        return self._first(Booking, query, account_id, sequence)

    def _rows(self, kind: type[T], query: str, *bindings: Value) -> list[T]:
        try:
            return self._database.rows(kind, query, *bindings)
        except StoreError as unwell:
            self.is_doubtful = self.is_doubtful or unwell.code == "store-damaged"
            raise

    def _first(self, kind: type[T], query: str, *bindings: Value) -> T | None:
        found = self._rows(kind, f"{query} LIMIT 1", *bindings)
        return found[0] if found else None

    def close(self) -> None:
        """Close the file."""
        self._database.close()
