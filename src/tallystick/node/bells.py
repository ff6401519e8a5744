"""Bells: whoever waits for news of a queue is woken when it has some, or when time is up.

A bell counts its rings, so that one rung between looking and waiting is not missed:
look at the count, then at the queue, then wait for another count.
"""

import asyncio
from collections import Counter


class Bells:
    """One bell a name; they belong to one event loop."""

    def __init__(self) -> None:
        self._rings: Counter[str] = Counter()
        self._all = 0
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}

    def count(self, name: str) -> int:
        """Return how often the bell has rung."""
        return self._rings[name] + self._all

    def is_awaited(self, name: str) -> bool:
        """Whether anybody waits for this bell."""
        return name in self._waiting

    def ring(self, name: str) -> None:
        """Wake all that wait for this bell."""
        self._rings[name] += 1
        self._wake(self._waiting.pop(name, []))

    def ring_all(self) -> None:
        """Wake everybody."""
        self._all += 1
        waiting, self._waiting = self._waiting, {}
        for futures in waiting.values():
            self._wake(futures)

    @staticmethod
    def _wake(futures: list[asyncio.Future[None]]) -> None:
        for future in futures:
            if not future.done():
                future.set_result(None)

    async def wait(self, name: str, count: int, seconds: float) -> None:
        """Return once the bell has another count, or after so many seconds."""
        if self.count(name) != count or seconds <= 0:
            return
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._waiting.setdefault(name, []).append(future)
        # The time that is up is a ring for one; `asyncio.timeout` costs several times as much.
        timer = loop.call_later(seconds, self._wake, [future])
        try:
            await future
        finally:
            timer.cancel()
            self._forget(name, future)

    def _forget(self, name: str, future: asyncio.Future[None]) -> None:
        waiting = self._waiting.get(name, [])
        if future in waiting:
            waiting.remove(future)
        if not waiting:
            self._waiting.pop(name, None)
