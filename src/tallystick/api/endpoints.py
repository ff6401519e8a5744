"""Endpoints: a request at a route becomes a question to the doors, and their answer is written."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Final

import msgspec
from starlette.types import Receive, Scope

from tallystick.api.accepting import JSON, XML, preferred
from tallystick.api.bodies import (
    GoneError,
    Kind,
    check_type,
    header,
    read_body,
    read_into,
)
from tallystick.api.exchange import Exchange
from tallystick.api.problems import UNFIT, Refused, refusal_problem, refuse, unwell
from tallystick.api.routes import Route
from tallystick.api.words import Words
from tallystick.node.config import LimitsSettings
from tallystick.node.doors.asked import SIGNATURE_HEADER, Cursor
from tallystick.node.doors.calls import Doors
from tallystick.node.doors.inside import Refusal
from tallystick.node.doors.letters import MessageLetter
from tallystick.node.spool import signed_before
from tallystick.terms.errors import LinkError, StoreError
from tallystick.wire.seal import ENVELOPE_BYTES_MAX

JSON_BYTES_MAX: Final = 64 * 1024
_EMPTY: Final = frozenset({b"", b"{}"})


class Endpoint:
    """What answers at one route."""

    def __init__(self, route: Route, doors: Doors, limits: LimitsSettings) -> None:
        self.name = route.name
        self.route = route
        self._doors = doors
        self._words = Words(route)
        self._wait_max = limits.wait_seconds_max
        self._reads_body = route.method not in ("GET", "DELETE")
        self._limit = {
            Kind.XML: limits.message_bytes_max,
            Kind.OCTETS: ENVELOPE_BYTES_MAX,
        }.get(route.kind, JSON_BYTES_MAX)

    async def answer(self, exchange: Exchange, path: Mapping[str, str]) -> None:
        """Read the request, ask, and write the answer.

        Raises:
            RefusedError: the request cannot be asked.
            GoneError: the client went away.
        """
        party = exchange.party
        assert party is not None, "who asks is known before anything is read"
        if party.role not in self.route.call.roles:
            # The doors would say so too, but nothing of it need be read.
            told = await self._doors.ask(self.route.call, party, None)
        elif self.route.kind is Kind.FILE:
            told = await self._told_of_file(exchange, path)
        else:
            asked = await self._asked(exchange, path)
            told = await self._told(exchange, asked)
        await self._write(exchange, told)

    async def _write(self, exchange: Exchange, told: Any) -> None:  # noqa: ANN401
        if isinstance(told, MessageLetter):
            await self._send(exchange, told)
        elif isinstance(told, Refused):
            await exchange.refuse(told)
        elif isinstance(told, Refusal):
            await exchange.refuse(Refused(refusal_problem(told)))
        else:
            await exchange.answer(self.route.status, told)

    async def _send(self, exchange: Exchange, letter: MessageLetter) -> None:
        """Write an answer that is a message, under the status that its JSON would have."""
        status = self.route.status
        if isinstance(letter.said, Refusal):
            problem = refusal_problem(letter.said)
            status, exchange.problem = problem.status, problem.code
        media_type = preferred(exchange.scope, XML) or XML[0]
        signed = (SIGNATURE_HEADER.encode(), letter.signature.encode())
        await exchange.write(
            status, f"{media_type}; charset=utf-8".encode(), letter.content, signed
        )

    async def _asked(self, exchange: Exchange, path: Mapping[str, str]) -> Any:  # noqa: ANN401
        body = await self._body(exchange) if self._reads_body else b""
        asked = self._read(exchange.scope, path, body)
        if isinstance(asked, Cursor) and asked.wait > self._wait_max:
            return msgspec.structs.replace(asked, wait=self._wait_max)
        return asked

    def _read(self, scope: Scope, path: Mapping[str, str], body: bytes) -> Any:  # noqa: ANN401
        return self._words.read(path, scope["query_string"], body, scope["headers"])

    async def _body(self, exchange: Exchange) -> bytes:
        if self.route.kind is not Kind.NONE:
            check_type(exchange.scope, self.route.kind)
        body = await read_body(exchange.scope, exchange.receive, self._limit)
        if self.route.kind is Kind.NONE and body.strip() not in _EMPTY:
            raise refuse(UNFIT, "This request has no body.")
        return body

    async def _told_of_file(self, exchange: Exchange, path: Mapping[str, str]) -> Any:  # noqa: ANN401
        """Have a file lie on the disk while it is read and asked about, and no longer."""
        scope, spool = exchange.scope, self._doors.spool
        check_type(scope, Kind.FILE)
        begin = signed_before(header(scope, SIGNATURE_HEADER.encode()))
        try:
            with spool.place(begin, self._doors.now_ms()) as number:
                file = spool.of(number)
                await read_into(scope, exchange.receive, spool.size_max, file.write)
                asked = self._read(scope, path, str(number).encode())
                return await self._told(exchange, asked)
        except LinkError as full:
            exchange.cause = full.code
            return unwell(full)

    async def _told(self, exchange: Exchange, asked: Any) -> Any:  # noqa: ANN401
        assert exchange.party is not None, "who asks is known"
        call = self.route.call
        if self.route.letter is not None and preferred(exchange.scope, (JSON, *XML)) in XML:
            call = self.route.letter
        asking = self._doors.ask(call, exchange.party, asked)
        try:
            if isinstance(asked, Cursor) and asked.wait:
                return await _unless_gone(exchange.receive, asking)
            return await asking
        except (StoreError, LinkError) as error:
            exchange.cause = f"{error.code} {error.ref}".strip()
            return unwell(error)


async def _unless_gone(receive: Receive, asking: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
    """Wait for an answer as long as the client does."""
    answered = asyncio.ensure_future(asking)
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({answered, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not answered.done():
            raise GoneError
        return answered.result()
    finally:
        answered.cancel()
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
