"""The account book is kept beside the books: what was booked to each account, day by day.

It follows the journal by a connection of its own in a thread of its own, and is nobody's
truth: lost, damaged, or found not to end at the ledger's balances, it is made anew from the
journal, while the node goes on.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from tallystick.node.bells import Bells
from tallystick.node.doors.reports import ACCOUNTS, ACCOUNTS_SOUGHT
from tallystick.node.retrying import Patience
from tallystick.node.runner import Runner
from tallystick.node.wiring import JOURNAL, inspect_store
from tallystick.terms.errors import StoreError
from tallystick.views.account_book import AccountBook
from tallystick.views.bookkeeping import Bookkeeper

ACCOUNT_BOOK: Final = "accounts.sqlite"
# Most payments begin and end between two looks, and what waits for their end is not written.
PAUSE_S: Final = 1.0
PAUSE_AWAITED_S: Final = 0.05  # between looks while somebody waits for what is booked next
# What is wrong with a file that no repetition mends.
_UNFIT: Final = frozenset({"store-damaged", "store-foreign", "store-format"})
_BESIDE: Final = ("", "-wal", "-shm", "-journal")

T = TypeVar("T")


class AccountKeeping:
    """The follower of one node's journal that keeps its account book."""

    def __init__(self, folder: Path, operator_id: str) -> None:
        """Take the folder of the books; nothing is opened before `open`."""
        self._folder = folder
        self._path = folder / ACCOUNT_BOOK
        self._operator_id = operator_id
        self._patience = Patience()
        self._thread = ThreadPoolExecutor(1, "accounts")
        self._bookkeeper: Bookkeeper | None = None
        self._book: AccountBook | None = None
        self._was_doubtful = False

    def open(self) -> AccountBook:
        """Open the account book, made if it is not there or no fit one, beside a journal that is.

        Raises:
            StoreError: a file cannot be opened.
        """
        try:
            self._bookkeeper = self._begin()
        except StoreError as unfit:
            if not self._is_unfit(unfit):
                raise
            self._bookkeeper = self._begin_anew()
        self._book = AccountBook(self._path)
        return self._book

    def _begin(self) -> Bookkeeper:
        self._path.touch(mode=0o600)
        journal = inspect_store(self._folder / JOURNAL)
        return Bookkeeper(self._path, journal, self._operator_id)

    def _begin_anew(self) -> Bookkeeper:
        """Throw the file away and make it again: all of it is in the journal."""
        if self._bookkeeper is not None:
            self._bookkeeper.close()
        for ending in _BESIDE:
            self._path.with_name(f"{self._path.name}{ending}").unlink(missing_ok=True)
        return self._begin()

    def _is_unfit(self, error: StoreError) -> bool:
        return error.code in _UNFIT and error.ref == str(self._path)

    async def keep(self, runner: Runner) -> None:
        """Follow the journal for as long as the task lives, and ring when something was new."""
        assert self._book is not None, "it is opened first"
        while True:
            sought = runner.bells.count(ACCOUNTS_SOUGHT)
            try:
                if self._book.is_doubtful:
                    await self._settle_doubt(runner)
                more = await self._follow(runner)
                self._patience.well()
            except StoreError as unwell:
                runner.around.log.warning("accounts-wait", reason=str(unwell))
                self._book.is_doubtful = self._book.is_doubtful or self._is_unfit(unwell)
                await asyncio.sleep(self._patience.next_s())
                continue
            except Exception as mistake:  # noqa: BLE001 - a view's mistake stops no payment
                runner.around.log.critical("accounts-broken", error=repr(mistake))
                self._book.is_doubtful = True
                await asyncio.sleep(self._patience.next_s())
                continue
            if not more:
                await self._pause(runner.bells, sought)

    async def _pause(self, bells: Bells, sought: int) -> None:
        """Wait a while, or until somebody seeks what is newest."""
        if bells.is_awaited(ACCOUNTS):
            await asyncio.sleep(PAUSE_AWAITED_S)
        else:
            await bells.wait(ACCOUNTS_SOUGHT, sought, PAUSE_S)

    async def _follow(self, runner: Runner) -> bool:
        bookkeeper = self._bookkeeper
        assert bookkeeper is not None, "it is opened first"
        before = bookkeeper.followed
        more = await self._beside(bookkeeper.catch_up)
        if bookkeeper.followed != before:
            runner.bells.ring(ACCOUNTS)
        return more

    async def _settle_doubt(self, runner: Runner) -> None:
        """Make the account book anew, once in a process: a second time would not help."""
        assert self._book is not None, "it is opened first"
        if self._was_doubtful:
            self._book.is_doubtful = False
            runner.around.log.critical("accounts-doubtful-again")
            return
        runner.around.log.error("accounts-made-anew")
        self._bookkeeper = await self._beside(self._begin_anew)
        self._book.reopen()
        self._was_doubtful = True

    async def _beside(self, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)

    def close(self) -> None:
        """Close the account book, once what is being written into it is written."""
        self._thread.shutdown()
        if self._book is not None:
            self._book.close()
        if self._bookkeeper is not None:
            self._bookkeeper.close()
