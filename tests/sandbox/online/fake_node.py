"""A stand-in for a node's doors, for the clients alone: it keeps messages, and may be unwell."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tallystick.node.clock import SystemClock
from tallystick.node.config import load_settings
from tallystick.node.identity import open_keyring
from tallystick.node.party_keys import party_keys
from tallystick.node.tls import client_context, server_context
from tallystick.proof.demo.premises import Ground, free_ports, prepare
from tallystick.sandbox.online.door import Door
from tallystick.sandbox.online.listener import Listener
from tallystick.sandbox.stage import stage_of
from tallystick.wire.signatures import jws


class FakeNode:
    """It answers every message with `answers` in turn, then with what is taken for good."""

    def __init__(self, folder: Path) -> None:
        (self.home, _), _ = prepare(Ground(stage_of("RUB-CNY"), folder, SystemClock().now_ms()))
        self.port = free_ports(1)[0]
        settings = load_settings(self.home.config)
        identity = open_keyring(settings).identity
        self.signer, self.reader = identity.signer(), next(iter(self.home.parties))
        self.signatures = party_keys(settings, identity.key.public_key())
        self.now = SystemClock().now_ms()
        self.taken: list[bytes] = []
        self.beside: list[str] = []
        self.asked_after: list[int] = []
        self.messages: list[dict[str, object]] = []
        self.answers: list[Response] = []
        routes = [
            Route("/v1/messages", self._submit, methods=["POST"]),
            Route("/v1/messages", self._tell, methods=["GET"]),
        ]
        self._app = Starlette(routes=routes)
        self._listener = self._new_listener()

    def _new_listener(self) -> Listener:
        key = self.home.folder / "tls" / "node.key"
        tls = server_context(self.home.certificate, key, [self.home.authority])
        return Listener(self._app, tls, self.port)

    def door(self, party: str, patience_s: float = 20.0) -> Door:
        issued = self.home.parties[party]
        assert issued.key is not None
        tls = client_context(issued.certificate, issued.key, issued.authority)
        return Door(f"https://127.0.0.1:{self.port}", tls, patience_s)

    async def start(self) -> None:
        await self._listener.start()

    async def stop(self) -> None:
        await self._listener.stop()
        self._listener = self._new_listener()

    def say(
        self, message: str, payment_id: str, content: bytes, signed: bytes | None = None
    ) -> None:
        """Tell the bank one more message, signed as it is or as if it were another."""
        number = len(self.messages) + 1
        words = {"number": number, "message": message, "payment_id": payment_id}
        signature = jws.sign(signed or content, self.signer, self.reader, self.now)
        beside = {"signature": signature, "terms": None}
        self.messages.append({**words, "content": content.decode(), **beside})

    async def _submit(self, request: Request) -> Response:
        self.taken.append(await request.body())
        self.beside.append(request.headers.get("x-jws-signature", ""))
        if self.answers:
            return self.answers.pop(0)
        return JSONResponse({"status": "PDNG", "reason": None}, 202)

    async def _tell(self, request: Request) -> Response:
        after = int(request.query_params["after"])
        self.asked_after.append(after)
        if len(self.messages) <= after:
            await asyncio.wait([asyncio.create_task(request.is_disconnected())], timeout=0.05)
        told = self.messages[after:]
        return JSONResponse({"messages": told, "last": after + len(told)})


def problem(status: int, **words: object) -> Response:
    """Return a problem as a node tells it."""
    return Response(json.dumps(words), status, media_type="application/problem+json")


def with_node(folder: Path, act: Callable[[FakeNode], Awaitable[None]]) -> None:
    """Start a node, act, and stop it."""

    async def all_of_it() -> None:
        node = FakeNode(folder)
        await node.start()
        try:
            await act(node)
        finally:
            await node.stop()

    asyncio.run(all_of_it())
