"""A settlement system's server: nodes instruct it and ask for its notices.

A node is known by its certificate. Instructions come in order by number, and one that
came before is passed over; notices are asked for by number, so that whatever breaks on the
way, each is done and told once. The books last as long as the process.
"""

import asyncio
import ssl
from collections.abc import Mapping
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tallystick.links.systems import decode_instructions, encode_notices, encode_received
from tallystick.node.clock import Clock
from tallystick.node.parties import Party
from tallystick.node.tls import party_of
from tallystick.sandbox.online.listener import Listener
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.terms.errors import RemoteMessageError

JSON: Final = "application/json"
AT_ONCE: Final = 64
WAIT_MAX_S: Final = 60
_STRANGER: Final = Response(status_code=403)


class SystemDoor:
    """The server of one system; `nodes` are its customers by their certificates."""

    def __init__(
        self, system: SettlementSystem, nodes: Mapping[bytes, Party], clock: Clock
    ) -> None:
        self.system = system
        self._nodes = nodes
        self._clock = clock
        self._done: dict[str, int] = {}
        self._news = asyncio.Event()
        self._listener: Listener | None = None
        routes = [
            Route("/v1/instructions", self._instruct, methods=["POST"]),
            Route("/v1/notices", self._notices, methods=["GET"]),
        ]
        self.app = Starlette(routes=routes)

    async def start(self, tls: ssl.SSLContext, port: int) -> None:
        """Serve at a port of the loopback."""
        self._listener = Listener(self.app, tls, port)
        await self._listener.start()

    async def stop(self) -> None:
        """Serve no longer."""
        self._ring()
        if self._listener is not None:
            await self._listener.stop()

    def pay_in(self, node: str, reference: str, account_id: str, amount: int) -> None:
        """Let an owner of one of a node's accounts pay in."""
        self.system.pay_in(node, reference, account_id, amount)
        self._ring()

    async def _instruct(self, request: Request) -> Response:
        node = self._node(request)
        if node is None:
            return _STRANGER
        try:
            instructions = decode_instructions(await request.body())
        except RemoteMessageError as broken:
            return Response(str(broken), 400)
        for number, instruct in instructions:
            done = self._done.get(node.id, 0)
            if number == done + 1:
                self.system.instruct(self._clock.now_ms(), node.id, instruct)
                self._done[node.id] = number
        self._ring()
        return Response(encode_received(self._done.get(node.id, 0)), media_type=JSON)

    async def _notices(self, request: Request) -> Response:
        node = self._node(request)
        if node is None:
            return _STRANGER
        try:
            after = int(request.query_params.get("after", "0"))
            wait_s = min(int(request.query_params.get("wait", "0")), WAIT_MAX_S)
        except ValueError:
            return Response("after and wait are numbers", 400)
        notices = self.system.stream(node.id, after)
        if not notices and wait_s:
            await self._wait(wait_s)
            notices = self.system.stream(node.id, after)
        return Response(encode_notices(notices[:AT_ONCE]), media_type=JSON)

    async def _wait(self, seconds: int) -> None:
        """Return at the next news of anybody's, or when time is up."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return

    def _ring(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _node(self, request: Request) -> Party | None:
        return party_of(request.scope, self._nodes)
