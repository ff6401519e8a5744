"""The chronicle is kept beside the books: what has happened to a payment is found by it.

It follows the journal by a connection of its own in a thread of its own, and is nobody's
truth: lost, it is made anew from the journal.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tallystick.node.retrying import Patience
from tallystick.node.runner import Runner
from tallystick.node.wiring import JOURNAL, inspect_store
from tallystick.terms.errors import StoreError
from tallystick.views.chronicle import Chronicle
from tallystick.views.following import Follower

CHRONICLE = "chronicle.sqlite"
PAUSE_S = 0.25


class Chronicling:
    """The follower of one node's journal."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the books; nothing is opened before `open`."""
        self._folder = folder
        self._patience = Patience()
        self._thread = ThreadPoolExecutor(1, "chronicle")
        self._follower: Follower | None = None
        self._chronicle: Chronicle | None = None

    def open(self) -> Chronicle:
        """Open the chronicle, made if it is not there, beside a journal that is.

        Raises:
            StoreError: a file cannot be opened.
        """
        path = self._folder / CHRONICLE
        path.touch(mode=0o600)
        journal = inspect_store(self._folder / JOURNAL)
        self._follower = Follower(path, journal)
        self._chronicle = Chronicle(path)
        return self._chronicle

    async def keep(self, runner: Runner) -> None:
        """Follow the journal for as long as the task lives."""
        assert self._follower is not None, "it is opened first"
        loop, follower = asyncio.get_running_loop(), self._follower
        while True:
            try:
                more = await loop.run_in_executor(self._thread, follower.catch_up)
                self._patience.well()
            except StoreError as unwell:
                runner.around.log.warning("chronicle-waits", reason=str(unwell))
                await asyncio.sleep(self._patience.next_s())
                continue
            if not more:
                await asyncio.sleep(PAUSE_S)

    def close(self) -> None:
        """Close the chronicle, once what is being written into it is written."""
        self._thread.shutdown()
        if self._chronicle is not None:
            self._chronicle.close()
        if self._follower is not None:
            self._follower.close()
