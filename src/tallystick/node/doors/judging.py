"""Where large messages are judged: beside the loop, one at a time of each party.

A small message is read and screened in less time than a thread takes to be asked. A large
or a broken one may take a second, in which nobody else would be answered, no deadline
looked at and no peer heard. Whoever sends many of them waits for himself alone.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")

SMALL_BYTES: Final = 8 * 1024


class Judging:
    """The one thread for what takes long, and who waits for it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "judging")
        self._turns: dict[str, asyncio.Lock] = {}

    async def judge(self, party_id: str, size: int, act: Callable[[], T]) -> T:
        """Return what comes of an act on so many bytes of a party's; small ones are done at once.

        Raises:
            Exception: whatever the act raises.
        """
        return act() if size <= SMALL_BYTES else await self.beside(party_id, act)

    async def beside(self, party_id: str, act: Callable[[], T]) -> T:
        """Return what comes of an act, which is done in the thread when it is the party's turn.

        Raises:
            Exception: whatever the act raises.
        """
        async with self._turns.setdefault(party_id, asyncio.Lock()):
            return await asyncio.get_running_loop().run_in_executor(self._thread, act)
