"""The account book ends at the ledger's balances however it was followed; it is nobody's truth."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core.events import AnyEvent
from tallystick.core.state import State
from tallystick.journal.database import Access, Database
from tallystick.proof.statements import check_account_book
from tallystick.terms.calendars import Calendar
from tallystick.terms.errors import StoreError
from tallystick.terms.instants import DAY_MS, HOUR_MS
from tallystick.terms.verdicts import Outcome, Verdict
from tallystick.views.account_book import ACCOUNT_BOOK, AccountBook
from tallystick.views.bookkeeping import Bookkeeper
from tallystick.views.postings import READERS, BookingKind
from tests.core.pair import BANKS, NORTH, PROVIDER, SOUTH, START, Pair, gross, mutual
from tests.node.history import KeptNodes, journal, store_of
from tests.node.linked_nodes import LinkedNodes
from tests.proof.rough_pair import RoughPair
from tests.proof.seeds import hostile, rough
from tests.views.bookings import (
    BANK_ACCOUNT,
    EARLIEST,
    LATEST,
    all_of,
    book_of,
    by_the_hour,
    founded,
    funded,
    journal_of,
    kept,
    ledger_of,
)
from tests.views.reading import NAMES


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_ends_at_the_ledgers_balances(history: KeptNodes, tmp_path: Path, name: str) -> None:
    """After every step of a history in which everything happens."""
    bookkeeper = Bookkeeper(tmp_path / "book", history.stores[name], name)
    book = AccountBook(tmp_path / "book")
    count = 0
    for sequence, content in sorted(history.live[name].items()):
        if sequence > bookkeeper.followed:
            bookkeeper.catch_up(sequence - bookkeeper.followed)
        state = msgspec.msgpack.decode(content, type=State)
        count = check_account_book(book, ledger_of(state))
    bookkeeper.close()
    book.close()
    assert count > 40


def events_of(world: RoughPair, name: str) -> list[AnyEvent]:
    """Return what happened at one node of a world, in order."""
    return [event for node, event in world.seen if node == name]


@pytest.mark.slow
@pytest.mark.parametrize("world_of", [rough, hostile])
def test_it_ends_there_in_every_world(
    tmp_path: Path, world_of: Callable[[int], RoughPair]
) -> None:
    """Fees, returns, blocked money, several agreements, lies: drawn from a seed, over days."""
    kinds = set()
    for seed in range(1, 5):
        world = world_of(seed)
        for name in NAMES:
            journal = journal_of(by_the_hour(events_of(world, name)))
            with book_of(tmp_path / f"{seed} {name}", journal, name) as book:
                check_account_book(book, ledger_of(world.states[name]))
                accounts = book.balances()
                kinds |= {each.kind for a in accounts for each in book.bookings(a, 0, 9_999)}
    assert kinds >= {"payment", "fee", "funding", "defunding"}
    assert kinds <= {kind.value for kind in BookingKind}


@pytest.mark.slow
@pytest.mark.parametrize("first", range(9, 109, 20))
def test_it_ends_there_in_many_worlds(tmp_path: Path, first: int) -> None:
    """The same, wider; every kind of booking is reached."""
    kinds = set()
    for seed in range(first, first + 20):
        for world in (rough(seed), hostile(seed)):
            for name in NAMES:
                path = tmp_path / f"{seed} {id(world)} {name}"
                journal = journal_of(by_the_hour(events_of(world, name)))
                with book_of(path, journal, name) as book:
                    check_account_book(book, ledger_of(world.states[name]))
                    accounts = book.balances()
                    kinds |= {each.kind for a in accounts for each in book.bookings(a, 0, 9_999)}
    assert kinds == {kind.value for kind in BookingKind}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_does_not_matter_how_much_is_followed_at_once(
    history: KeptNodes, tmp_path: Path, name: str
) -> None:
    """Entry by entry or all at once, by one process or by many."""
    store = history.stores[name]
    with book_of(tmp_path / "whole", store, name) as book:
        whole = all_of(book)
    for at_once in (1, 7):
        kept(tmp_path / f"by {at_once}", store, name, at_once)
        assert said_by(tmp_path / f"by {at_once}") == whole
    more = True
    while more:
        bookkeeper = Bookkeeper(tmp_path / "by many", store, name)
        more = bookkeeper.catch_up(5)
        bookkeeper.close()
    assert said_by(tmp_path / "by many") == whole


def test_every_event_that_posts_is_read() -> None:
    """A new one with postings in it cannot be forgotten."""
    posting = {
        kind
        for kind in get_args(AnyEvent)
        if any("Posting" in str(field.type) for field in msgspec.structs.fields(kind))
    }
    assert len(posting) > 5
    assert posting <= READERS.keys()


def said_by(path: Path) -> object:
    """Return everything that an account book says."""
    book = AccountBook(path)
    try:
        return all_of(book)
    finally:
        book.close()


def test_one_of_another_journal_is_made_anew(history: KeptNodes, tmp_path: Path) -> None:
    """After a restore from a backup the journal may be shorter, or another one."""
    path = tmp_path / "book"
    kept(path, history.stores[NORTH])
    shorter = store_of(journal(history, NORTH)[:40])
    kept(path, shorter)
    kept(tmp_path / "shorter", shorter)
    assert said_by(path) == said_by(tmp_path / "shorter")
    kept(path, history.stores[SOUTH], SOUTH)
    kept(tmp_path / "south", history.stores[SOUTH], SOUTH)
    assert said_by(path) == said_by(tmp_path / "south")


def test_a_write_that_fails_leaves_nothing_half_done(history: KeptNodes, tmp_path: Path) -> None:
    """What was at hand in memory is read again, and the next try comes to the same."""
    path, store = tmp_path / "book", history.stores[NORTH]
    bookkeeper = Bookkeeper(path, store, NORTH)
    bookkeeper.catch_up(40)
    other = Database(path, ACCOUNT_BOOK, Access.WRITE)
    with other.writing(), pytest.raises(StoreError, match="in use"):
        bookkeeper.catch_up(40)
    other.close()
    while bookkeeper.catch_up(40):
        continue
    bookkeeper.close()
    kept(tmp_path / "whole", store)
    assert said_by(path) == said_by(tmp_path / "whole")


def test_an_empty_journal_has_an_empty_book(tmp_path: Path) -> None:
    """Nothing is said of accounts to which nothing was booked."""
    with book_of(tmp_path / "book", store_of([])) as book:
        assert (book.followed, book.balances(), book.days(BANK_ACCOUNT, EARLIEST, LATEST)) == (
            0,
            {},
            [],
        )
        assert check_account_book(book, {BANK_ACCOUNT: 0}) == 0


def test_no_book_is_read_where_there_is_none(tmp_path: Path) -> None:
    """Whoever reads it does not make it."""
    with pytest.raises(StoreError):
        AccountBook(tmp_path / "nowhere")


def test_days_chain_and_weekends_have_none(tmp_path: Path) -> None:
    """What comes in on a Saturday is booked on Monday, as a payment would be."""
    happened = [*founded(), *funded(range(1, 25))]
    with book_of(tmp_path / "book", journal_of(by_the_hour(happened, hours=12))) as book:
        days = book.days(BANK_ACCOUNT, EARLIEST, LATEST)
    assert len(days) > 8
    for day, following in pairwise(days):
        assert (following.opening, following.first) == (day.closing, day.last + 1)
    # START is a Monday.
    assert [day.booked_on for day in days[:6]] == [
        "2026-09-22",
        "2026-09-23",
        "2026-09-24",
        "2026-09-25",
        "2026-09-28",
        "2026-09-29",
    ]
    assert days[4].credits == 6


def test_a_payment_that_settles_on_the_next_day_is_booked_there(tmp_path: Path) -> None:
    """It keeps the value date for which it was reserved, and the day before stays as it was."""
    nodes = LinkedNodes().found()
    nodes.banks_answer = False
    nodes.at = (nodes.at // DAY_MS + 1) * DAY_MS - 2_000
    payment_id = nodes.send(NORTH, 50_000)
    nodes.at += 4_000
    nodes.do(SOUTH, c.AnswerPresentation(payment_id, BANKS[SOUTH][0]))
    nodes.settle_down()
    for name, account in ((NORTH, BANK_ACCOUNT), (SOUTH, "participant:SOBKCNSH:CNY")):
        with book_of(tmp_path / name, nodes.stores[name], name) as book:
            days = book.days(account, EARLIEST, LATEST)
            (booking,) = book.bookings(account, days[0].last, 9)
        assert [day.booked_on for day in days] == ["2026-09-21", "2026-09-22"]
        assert (booking.booked_on, booking.value_on) == ("2026-09-22", "2026-09-21")
        assert (booking.kind, booking.reference) == ("payment", payment_id)


def agreed(version: int, **words: object) -> list[AnyEvent]:
    """Return how both sign a version of the mutual agreement with this calendar, every day."""
    drawn = mutual(version=version, from_cycle=version)
    calendar = Calendar(weekend=(), **words)  # type: ignore[arg-type]
    ends = tuple(msgspec.structs.replace(each, calendar=calendar) for each in drawn.ends)
    agreement = msgspec.structs.replace(drawn, ends=ends)
    name, digest = agreement.agreement_id, str(version).encode()
    return [
        e.AgreementAdopted(agreement, digest),
        e.AgreementHeard(SOUTH, name, version, digest),
    ]


def test_a_new_calendar_brings_no_date_back(tmp_path: Path) -> None:
    """The 22nd was a holiday, and so over on its morning; a version at noon makes it a day."""
    midnight = (START // DAY_MS + 1) * DAY_MS
    closed = e.CycleClosed("RUB-CNY", 1, 0, 0, 0, b"", None)
    happened = [
        *((START, event) for event in agreed(1, holidays=("2026-09-22",))),
        (START + HOUR_MS, next(funded([70]))),
        *((midnight + 12 * HOUR_MS, event) for event in (*agreed(2), closed)),
        (midnight + 13 * HOUR_MS, next(funded([5]))),
        (midnight + 2 * DAY_MS, next(funded([1]))),
    ]
    with book_of(tmp_path / "book", journal_of(happened)) as book:
        booked = [(each.booked_on, each.amount) for each in book.bookings(BANK_ACCOUNT, 0, 9)]
    assert booked == [("2026-09-21", 70), ("2026-09-23", 5), ("2026-09-24", 1)]


class BlockingPair(Pair):
    """A pair whose south blocks what `blocks` says."""

    blocks = False

    @override
    def verdict_at(self, node: str) -> Verdict:
        outcome = Outcome.BLOCK if self.blocks and node == SOUTH else self.verdict.outcome
        return msgspec.structs.replace(self.verdict, outcome=outcome)


def test_a_provider_reads_blocked_money_as_settled(tmp_path: Path) -> None:
    """It was told that the payment settled; the operator's own account says what it is."""
    pair = BlockingPair(gross())
    kinds = {}
    for pair.blocks in (False, True):
        pair.send(NORTH, 1_000)
    journal = journal_of(by_the_hour(pair.events[SOUTH]))
    with book_of(tmp_path / "book", journal, SOUTH) as book:
        for account in (f"provider:{PROVIDER}:THB", "blocked:SGD-THB:THB"):
            kinds[account] = [each.kind for each in book.bookings(account, 0, 9)]
    assert list(kinds.values()) == [["funding", "payment", "payment"], ["blocked"]]
