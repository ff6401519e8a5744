"""The follower of the account book: what each entry posted becomes bookings of two accounts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

import apsw
import msgspec
from typing_extensions import override

from tallystick.journal.database import Database, Layout, Value, insert
from tallystick.terms.instants import BusinessDate, Instant
from tallystick.views.account_book import ACCOUNT_BOOK
from tallystick.views.journal_follower import Journal, JournalFollower, Write
from tallystick.views.pact_notes import NO_CALENDAR, PactNotes
from tallystick.views.postings import Expected, Posted, Postings
from tallystick.views.reading import Happened

_ACCOUNTS: Final = "SELECT account, name, bookings, balance, booked_on FROM accounts"
_LAST_DAYS: Final = (
    "SELECT d.account, d.booked_on, first, last, opening, closing, credits, credited, debits,"
    " debited FROM days d JOIN accounts a ON d.account = a.account AND d.booked_on = a.booked_on"
)
_encode: Final = msgspec.msgpack.Encoder().encode
_expected: Final = msgspec.msgpack.Decoder(Expected).decode
_pact: Final = msgspec.msgpack.Decoder(PactNotes).decode


class _Account:
    """One account as it stands, and its last day."""

    __slots__ = ("balance", "bookings", "day", "key")

    def __init__(self, key: int, bookings: int, balance: int, day: "_Day | None") -> None:
        self.key = key
        self.bookings = bookings
        self.balance = balance
        self.day = day


class _Day:
    """One date of an account as it adds up."""

    __slots__ = ("booked_on", "credited", "credits", "debited", "debits", "first", "opening")

    def __init__(self, booked_on: BusinessDate, first: int, opening: int) -> None:
        self.booked_on = booked_on
        self.first = first
        self.opening = opening
        self.credits = self.credited = self.debits = self.debited = 0

    def add(self, amount: int) -> None:
        """Count an amount in its direction."""
        if amount > 0:
            self.credits += 1
            self.credited += amount
        else:
            self.debits += 1
            self.debited -= amount

    def row(self, account: _Account) -> tuple[Value, ...]:
        """Return it as the file has it; the account stands at its end."""
        return (
            account.key,
            self.booked_on,
            self.first,
            account.bookings,
            self.opening,
            account.balance,
            self.credits,
            str(self.credited),
            self.debits,
            str(self.debited),
        )


class _DayRow(NamedTuple):
    account: int
    booked_on: str
    first: int
    last: int
    opening: int
    closing: int
    credits: int
    credited: str
    debits: int
    debited: str


class _AccountRow(NamedTuple):
    account: int
    name: str
    bookings: int
    balance: int
    booked_on: str


class Bookkeeper(JournalFollower):
    """What keeps one account book; it belongs to one thread at a time."""

    LAYOUT: ClassVar[Layout] = ACCOUNT_BOOK
    TABLES: ClassVar[tuple[str, ...]] = ("accounts", "bookings", "days", "expected", "pacts")

    def __init__(self, path: Path, journal: Journal, operator_id: str) -> None:
        """Open the account book of an operator's journal, or make it.

        Raises:
            StoreError: the file cannot be opened, or is not an account book.
        """
        self._operator_id = operator_id
        super().__init__(path, journal)

    @override
    def _recall(self, database: Database) -> None:
        self._postings = postings = Postings(self._operator_id)
        # Most payments end within the chunk they began in, and are never written.
        self._kept: dict[str, set[str]] = {"expected": set(), "pacts": set()}
        for name, content in database.rows(tuple[str, bytes], "SELECT * FROM expected"):
            postings.expected[name] = _expected(content)
            self._kept["expected"].add(name)
        for name, content in database.rows(tuple[str, bytes], "SELECT * FROM pacts"):
            postings.pacts[name] = _pact(content)
            self._kept["pacts"].add(name)
        days = {row.account: _revived(row) for row in database.rows(_DayRow, _LAST_DAYS)}
        self._accounts = {
            row.name: _Account(row.account, row.bookings, row.balance, days.get(row.account))
            for row in database.rows(_AccountRow, _ACCOUNTS)
        }
        self._days: dict[tuple[int, str], tuple[Value, ...]] = {}
        self._rows: list[tuple[Value, ...]] = []
        self._booked: set[str] = set()

    @override
    def _taken(self, happened: Sequence[Happened]) -> Write:
        self._rows, self._days, self._booked = [], {}, set()
        for entry in happened:
            for event in entry.events:
                for posted in self._postings.of(event, entry.at):
                    self._book(entry.sequence, entry.at, posted)
        return self._write

    def _book(self, sequence: int, at: Instant, posted: Posted) -> None:
        """Book a posting to both its accounts."""
        notes = self._dated_by(posted)
        on = notes.business_date(at) if notes is not None else NO_CALENDAR.business_date(at)
        posting, kind = posted.posting, posted.kind
        for name, amount, told_as in (
            (posting.debit, -posting.amount, posted.debited_as or kind),
            (posting.credit, posting.amount, kind),
        ):
            account = self._account(name)
            day = self._day(account, on)
            account.bookings += 1
            account.balance += amount
            day.add(amount)
            self._booked.add(name)
            self._rows.append(
                (
                    account.key,
                    account.bookings,
                    sequence,
                    at,
                    day.booked_on,
                    posted.value_on or day.booked_on,
                    amount,
                    account.balance,
                    told_as.value,
                    posted.reference,
                )
            )

    def _account(self, name: str) -> _Account:
        account = self._accounts.get(name)
        if account is None:
            account = self._accounts[name] = _Account(len(self._accounts) + 1, 0, 0, None)
        return account

    def _day(self, account: _Account, on: BusinessDate) -> _Day:
        """Return the day that is added to: a date never goes back, whatever the calendar says."""
        day = account.day
        if day is None or on > day.booked_on:
            if day is not None:
                self._days[account.key, day.booked_on] = day.row(account)
            day = account.day = _Day(on, account.bookings + 1, account.balance)
        return day

    def _dated_by(self, posted: Posted) -> PactNotes | None:
        """Return what dates a posting: its agreement, else one of its settlement system.

        Of a system that no agreement in force is settled at, the first agreement.
        """
        pacts = self._postings.pacts
        if posted.agreement_id:
            return pacts[posted.agreement_id]
        currency = posted.posting.debit.rsplit(":", 1)[1]
        settled = posted.settlement_system, currency
        begun = [notes for notes in pacts.values() if notes.current]
        there = [each for each in begun if settled == (each.settlement_system, each.currency)]
        return next(iter(there or begun), None)

    def _write(self, connection: apsw.Connection) -> None:
        accounts = [(self._accounts[name], name) for name in sorted(self._booked)]
        insert(connection, "INSERT INTO bookings", self._rows)
        insert(connection, "INSERT OR REPLACE INTO accounts", [_row(*each) for each in accounts])
        for account, _ in accounts:
            assert account.day is not None, "it was booked to"
            self._days[account.key, account.day.booked_on] = account.day.row(account)
        insert(connection, "INSERT OR REPLACE INTO days", list(self._days.values()))
        self._write_memory(connection)

    def _write_memory(self, connection: apsw.Connection) -> None:
        """Write what is remembered for later: of most payments nothing, they end at once."""
        postings = self._postings
        self._keep(connection, "expected", postings.touched, postings.expected)
        self._keep(connection, "pacts", postings.touched_pacts, postings.pacts)

    def _keep(
        self,
        connection: apsw.Connection,
        table: str,
        touched: set[str],
        remembered: Mapping[str, Expected | PactNotes],
    ) -> None:
        kept = self._kept[table]
        rows: list[tuple[Value, ...]] = [
            (name, _encode(remembered[name])) for name in sorted(touched & remembered.keys())
        ]
        gone = sorted((touched & kept) - remembered.keys())
        insert(connection, f"INSERT OR REPLACE INTO {table}", rows)
        for name in gone:
            connection.execute(f"DELETE FROM {table} WHERE name = ?", (name,))  # noqa: S608 - ours
        kept.difference_update(gone)
        kept.update(touched & remembered.keys())
        touched.clear()


def _row(account: _Account, name: str) -> tuple[Value, ...]:
    assert account.day is not None, "it was booked to"
    return (account.key, name, account.bookings, account.balance, account.day.booked_on)


def _revived(row: _DayRow) -> _Day:
    day = _Day(row.booked_on, row.first, row.opening)
    day.credits, day.credited = row.credits, int(row.credited)
    day.debits, day.debited = row.debits, int(row.debited)
    return day
