"""The account book follows a running node, and is made anew whenever it is not fit."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tallystick.core import commands as c
from tallystick.journal.database import Access, Database
from tallystick.node import account_keeping
from tallystick.node.account_keeping import ACCOUNT_BOOK, AccountKeeping
from tallystick.node.doors.reports import ACCOUNTS, ACCOUNTS_SOUGHT
from tallystick.node.engine import Personal
from tallystick.node.node import MESSAGE
from tallystick.node.runner import Runner
from tallystick.node.wiring import open_store
from tallystick.proof.statements import check_account_book
from tallystick.terms.errors import StoreError
from tallystick.views import account_book
from tallystick.views.account_book import AccountBook
from tallystick.views.bookkeeping import Bookkeeper
from tests.core.pair import CLEAR, NORTH
from tests.node.linked_nodes import LinkedNodes, message_of
from tests.node.running import Running, run, until
from tests.views.bookings import BANK_ACCOUNT, ledger_of

pytestmark = pytest.mark.slow

Scene = Callable[[Runner, AccountBook], Awaitable[None]]
Pays = Callable[[Runner], Awaitable[object]]


class OnDisk(LinkedNodes):
    """Two nodes of which the north's books are on a disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__()
        self.stores[NORTH] = open_store(folder)
        self.restart(NORTH)


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[OnDisk]:
    """Return two founded nodes that have paid each other."""
    made = OnDisk(tmp_path / "north")
    made.found()
    made.send(NORTH, 50_000)
    yield made
    made.stores[NORTH].close()


def keep(nodes: OnDisk, scene: Scene) -> None:
    """Keep the account book of the north beside its running node, for as long as a scene lasts."""

    async def play(running: Running) -> None:
        keeping = AccountKeeping(nodes.folder, NORTH)
        book = keeping.open()
        runner = running.runners[NORTH]
        task = asyncio.create_task(keeping.keep(runner))
        try:
            await scene(runner, book)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            keeping.close()

    run(play, nodes, nodes.folder.parent)
    # A runner that stops closes its store.
    nodes.stores[NORTH] = open_store(nodes.folder)


async def proved(runner: Runner, book: AccountBook) -> None:
    """Wait until the account book has caught up, and prove it."""
    head, ledger = await runner.read(lambda node: (node.head[0], ledger_of(node.state)))
    runner.bells.ring(ACCOUNTS_SOUGHT)
    await until(runner, lambda: not book.is_doubtful and book.followed >= head)
    assert check_account_book(book, ledger) > 2


def test_it_catches_up_with_the_journal(nodes: OnDisk) -> None:
    """Made when it is not there, and again where it was left."""
    for _ in range(2):
        keep(nodes, proved)


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"no database at all", b"\x00" * 9_000])
def test_a_file_that_is_none_is_made_anew(nodes: OnDisk, content: bytes) -> None:
    """All of it is in the journal."""
    (nodes.folder / ACCOUNT_BOOK).write_bytes(content)
    keep(nodes, proved)


@pytest.mark.slow
def test_a_file_that_is_cut_is_made_anew(nodes: OnDisk) -> None:
    """Wherever it ends."""
    keep(nodes, proved)
    path = nodes.folder / ACCOUNT_BOOK
    whole = path.read_bytes()
    for length in (0, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        keep(nodes, proved_after_reading)


async def proved_after_reading(runner: Runner, book: AccountBook) -> None:
    """Prove it once whoever reads it has met with the damage, if there still is any."""

    try:
        check_account_book(book, dict(book.balances()))
    except StoreError:
        assert book.is_doubtful
    await proved(runner, book)


def test_one_of_another_release_is_made_anew(nodes: OnDisk) -> None:
    """Its tables may be others."""
    path = nodes.folder / ACCOUNT_BOOK
    layout = account_book.ACCOUNT_BOOK._replace(version=77)
    Database(path, layout, Access.CREATE).close()
    keep(nodes, proved)


@pytest.mark.slow
def test_one_that_is_not_what_the_books_say_is_made_anew(nodes: OnDisk) -> None:
    """While the node runs; and once only, for a second time would not help."""
    keep(nodes, proved)
    database = Database(nodes.folder / ACCOUNT_BOOK, account_book.ACCOUNT_BOOK, Access.WRITE)
    with database.writing() as connection:
        connection.execute("UPDATE accounts SET balance = balance + 1")
    database.close()

    async def scene(runner: Runner, book: AccountBook) -> None:
        wrong = book.balances()[BANK_ACCOUNT]
        book.is_doubtful = True
        await until(runner, lambda: not book.is_doubtful)
        await proved(runner, book)
        assert book.balances()[BANK_ACCOUNT] == wrong - 1
        inode = (nodes.folder / ACCOUNT_BOOK).stat().st_ino
        book.is_doubtful = True
        await until(runner, lambda: not book.is_doubtful)
        assert (nodes.folder / ACCOUNT_BOOK).stat().st_ino == inode

    keep(nodes, scene)


def test_who_waits_is_woken_when_something_is_new(nodes: OnDisk) -> None:
    """By the bell of the accounts."""

    async def scene(runner: Runner, book: AccountBook) -> None:
        async with asyncio.timeout(10):
            while book.followed < (await runner.read(lambda node: node.head[0])):
                await runner.bells.wait("accounts", runner.bells.count("accounts"), 5)

    keep(nodes, scene)


@pytest.fixture
def pays(nodes: OnDisk, monkeypatch: pytest.MonkeyPatch) -> Pays:
    """Return what pays once, beside a follower that looks again only if it must."""
    monkeypatch.setattr(account_keeping, "PAUSE_S", 3600.0)
    order = nodes.order(NORTH, 70_000)
    message = (Personal(MESSAGE, message_of(order.payment_id)),)
    return lambda runner: runner.take(c.SubmitPayment(order, CLEAR), message)


def test_who_seeks_the_newest_waits_for_no_pause(nodes: OnDisk, pays: Pays) -> None:
    """It looks again as soon as somebody rings for it."""

    async def scene(runner: Runner, book: AccountBook) -> None:
        await proved(runner, book)
        await pays(runner)
        await proved(runner, book)

    keep(nodes, scene)


def test_while_somebody_waits_it_looks_often(nodes: OnDisk, pays: Pays) -> None:
    """For who waits is told of what is booked next at once."""

    async def scene(runner: Runner, book: AccountBook) -> None:
        await proved(runner, book)
        bells = runner.bells
        # What is booked can be read a moment before it is rung for.
        await until(runner, lambda: bells.is_awaited(ACCOUNTS_SOUGHT))
        assert not bells.is_awaited(ACCOUNTS)
        waiting = asyncio.create_task(bells.wait(ACCOUNTS, bells.count(ACCOUNTS), 60))
        await until(runner, lambda: bells.is_awaited(ACCOUNTS))
        bells.ring(ACCOUNTS_SOUGHT)
        await pays(runner)
        await waiting
        assert not bells.is_awaited(ACCOUNTS)

    keep(nodes, scene)


def test_a_mistake_in_it_stops_no_node(nodes: OnDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is nobody's truth: it is made anew, and the node goes on meanwhile."""
    catch_up, mistakes = Bookkeeper.catch_up, [KeyError("an account that is not there")]

    def mistaken(bookkeeper: Bookkeeper) -> bool:
        if mistakes:
            raise mistakes.pop()
        return catch_up(bookkeeper)

    monkeypatch.setattr(Bookkeeper, "catch_up", mistaken)
    keep(nodes, proved)
    assert not mistakes
