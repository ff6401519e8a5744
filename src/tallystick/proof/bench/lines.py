"""Kept connections of a load: HTTP/1.1 over mutual TLS, as little of it as a load needs.

A client that can do everything takes more of the machine than the node's own door, and
on one machine the banks' share is the nodes' loss. The parser is httptools', the same that the
node's server has; one connection has one request under way.
"""

import asyncio
import ssl
from collections import deque
from contextlib import suppress
from typing import NamedTuple, cast

import httptools
from typing_extensions import override

from tallystick.terms.errors import LinkError


class Answer(NamedTuple):
    """What came back: the HTTP status, and the body as it came."""

    status: int
    body: bytes


class Place(NamedTuple):
    """Where connections go to, and what certificate they show."""

    host: str
    port: int
    tls: ssl.SSLContext


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._parts: list[bytes] = []
        self._answer: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        """Whether something can be asked."""
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> Answer:
        """Send a request as it stands and return what comes back."""
        assert self._transport is not None, "it is connected"
        assert self._answer is None, "one request at a time"
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._answer
        except asyncio.CancelledError:
            # What comes back now is an answer to nobody.
            self.hang_up()
            raise
        finally:
            self._answer = None

    def hang_up(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's are no asyncio.Transport, and do what one does.
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, chunk: bytes) -> None:
        try:
            self._parser.feed_data(chunk)
        except httptools.HttpParserError as broken:
            self.connection_lost(broken)
            self.hang_up()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        answer = self._answer
        if answer is not None and not answer.done():
            answer.set_exception(LinkError(f"no answer: {exc!r}", outcome_known=False))

    # The parser calls these.

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._parts.append(body)

    def on_message_complete(self) -> None:
        """Give the answer to whoever asked."""
        answer, body = self._answer, b"".join(self._parts)
        self._parts.clear()
        if answer is not None and not answer.done():
            answer.set_result(Answer(self._parser.get_status_code(), body))
        if not self._parser.should_keep_alive():
            self.hang_up()


class Lines:
    """So many connections to one place, each opened when it is first needed, or needed again."""

    def __init__(self, place: Place, most: int) -> None:
        self._place = place
        self._free: deque[_Line] = deque()
        self._may_open = asyncio.Semaphore(most)

    async def ask(self, request: bytes) -> Answer:
        """Send a request as it stands, over a connection that is free.

        Raises:
            LinkError: there is no connection, or it broke before the answer.
        """
        async with self._may_open:
            line = await self._line()
            try:
                return await line.ask(request)
            finally:
                if line.is_open:
                    self._free.append(line)

    async def _line(self) -> _Line:
        """Return the connection that was used last: the others may have been closed meanwhile."""
        while self._free:
            line = self._free.pop()
            if line.is_open:
                return line
        host, port, tls = self._place
        try:
            _, line = await asyncio.get_running_loop().create_connection(
                _Line, host, port, ssl=tls
            )
        except OSError as failed:
            raise LinkError(f"no connection: {failed}", outcome_known=False) from failed
        return line

    async def close(self) -> None:
        """Close every connection."""
        while self._free:
            self._free.pop().hang_up()
        with suppress(asyncio.CancelledError):
            # They close in the loop's next turns.
            await asyncio.sleep(0)
