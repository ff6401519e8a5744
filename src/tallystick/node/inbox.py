"""The inbox: commands that wait for their turn, and whoever waits for the answer to each.

An answer is given once: that it happened, or that nobody knows. Who has gone away
meanwhile is answered no more, and what has not been begun for it is not done.
"""

import asyncio
from collections import deque
from collections.abc import Iterable

from tallystick.core.commands import AnyCommand
from tallystick.links.originals import Original
from tallystick.node.engine import Input, Personal, Reply
from tallystick.terms.errors import LinkError, StoreError

RETRY_MS = 1_000
OVERLOADED = "overloaded"


class Inbox:
    """A bounded queue of commands."""

    def __init__(self, length_max: int) -> None:
        self._length_max = length_max
        self._waiting: deque[Input] = deque()

    def __len__(self) -> int:
        """Return how many commands wait."""
        return len(self._waiting)

    def put(
        self,
        command: AnyCommand,
        personal: tuple[Personal, ...] = (),
        original: Original | None = None,
    ) -> asyncio.Future[Reply]:
        """Queue a command and return what will hold its answer.

        Raises:
            LinkError: too much is waiting already; nothing was done.
        """
        if len(self._waiting) >= self._length_max:
            detail = f"{len(self._waiting)} commands are waiting already"
            raise LinkError(detail, outcome_known=True, retry_after_ms=RETRY_MS, code=OVERLOADED)
        answered: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append(Input(command, personal, answered, original))
        return answered

    def take(self, count_max: int) -> list[Input]:
        """Return the next commands whose askers still wait."""
        taken: list[Input] = []
        while self._waiting and len(taken) < count_max:
            asked = self._waiting.popleft()
            if _is_awaited(asked.ticket):
                taken.append(asked)
        return taken

    def refuse_all(self, error: StoreError) -> None:
        """Tell everybody who waits that nothing was done."""
        waiting, self._waiting = self._waiting, deque()
        fail(waiting, error)


def answer(replies: Iterable[Reply]) -> None:
    """Give each reply to whoever waits for it."""
    for reply in replies:
        if _is_awaited(reply.ticket):
            reply.ticket.set_result(reply)  # type: ignore[attr-defined]


def fail(inputs: Iterable[Input], error: StoreError) -> None:
    """Tell whoever waits for one of these that it failed."""
    for asked in inputs:
        if _is_awaited(asked.ticket):
            asked.ticket.set_exception(error)  # type: ignore[attr-defined]


def _is_awaited(ticket: object) -> bool:
    return isinstance(ticket, asyncio.Future) and not ticket.done()


def unwell(why: str) -> StoreError:
    """Return the error for what cannot be decided now; nothing was done."""
    return StoreError(why, outcome_known=True, retry_after_ms=RETRY_MS, code="node-halted")
