"""Account books for tests: of journals that were lived, and of events put into one by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tallystick.core import events as e
from tallystick.core.commands import PassTime
from tallystick.core.ledger import Posting
from tallystick.core.state import State
from tallystick.journal.entries import GENESIS, Chain, Sealed
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Batch
from tallystick.terms.instants import HOUR_MS
from tallystick.views.account_book import AccountBook, Booking
from tallystick.views.bookkeeping import Bookkeeper
from tallystick.views.journal_follower import Journal
from tests.core.pair import NORTH, START, mutual

BANK_ACCOUNT = "participant:NOBKRUMM:RUB"
MIRROR = "mirror:RTGS-NORTH:RUB"
EARLIEST, LATEST = "0001-01-01", "9999-12-31"


def kept(path: Path, journal: Journal, operator_id: str = NORTH, at_once: int = 1_000) -> None:
    """Bring an account book up to a journal, so many entries at once."""
    bookkeeper = Bookkeeper(path, journal, operator_id)
    while bookkeeper.catch_up(at_once):
        continue
    bookkeeper.close()


@contextmanager
def book_of(path: Path, journal: Journal, operator_id: str = NORTH) -> Iterator[AccountBook]:
    """Open the account book of a whole journal."""
    kept(path, journal, operator_id)
    book = AccountBook(path)
    try:
        yield book
    finally:
        book.close()


def journal_of(happened: Iterable[tuple[int, e.AnyEvent]]) -> MemoryStore:
    """Return a journal in which each event happened at an instant, in an entry of its own."""
    drafts = [(at, PassTime(), [event], b"") for at, event in happened]
    store = MemoryStore()
    store.commit(Batch(Chain.sealed((0, GENESIS), drafts)))
    return store


def founded() -> list[e.AnyEvent]:
    """Return how the agreement of the north and the south comes into force."""
    agreement = mutual()
    digest = b"digest"
    return [
        e.AgreementAdopted(agreement, digest),
        e.AgreementHeard("SOUTH", agreement.agreement_id, agreement.version, digest),
    ]


def funded(amounts: Iterable[int]) -> Iterator[e.AnyEvent]:
    """Yield money coming in for a bank, or where it is negative going out again."""
    for number, amount in zip(count(1), amounts, strict=False):
        posting = Posting(MIRROR, BANK_ACCOUNT, amount)
        if amount < 0:
            posting = Posting(BANK_ACCOUNT, MIRROR, -amount)
        yield e.Funded("RTGS-NORTH", f"in-{number}", posting)


def by_the_hour(
    happened: Iterable[e.AnyEvent], hours: int = 1
) -> Iterator[tuple[int, e.AnyEvent]]:
    """Yield events, each so many hours after the one before."""
    for number, event in enumerate(happened):
        yield START + number * hours * HOUR_MS, event


def all_of(book: AccountBook) -> Mapping[str, tuple[object, Sequence[Booking]]]:
    """Return everything that an account book says."""
    return {
        name: (book.days(name, EARLIEST, LATEST), book.bookings(name, 0, 10**6))
        for name in book.balances()
    }


def ledger_of(state: State) -> dict[str, int]:
    """Return the balances of a node's ledger."""
    return {name: account.balance for name, account in state.ledger.accounts.items()}


def shortened(sealed: Sequence[Sealed], length: int) -> MemoryStore:
    """Return a journal that ends earlier."""
    store = MemoryStore()
    store.commit(Batch(sealed[:length]))
    return store
