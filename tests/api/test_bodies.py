"""A body that is there is read at once, and one that is not is awaited for so long."""

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tallystick.api import bodies
from tallystick.api.bodies import read_body
from tallystick.api.problems import RefusedError
from tallystick.node.certificates import Subject, Validity, issue, make_authority, new_key
from tallystick.node.config import ListenSettings
from tallystick.node.key_files import PRIVATE, certificate_pem, private_pem, write_new
from tallystick.node.tls import client_context, server_context, serving

SCOPE: dict[str, Any] = {"headers": []}


class Request:
    """A request as a server holds it: whether more of its body is to come, and what is there."""

    def __init__(self, *parts: bytes, more_body: bool) -> None:
        self.more_body = more_body
        self._parts = list(parts)

    async def receive(self) -> dict[str, Any]:
        """Give the next part, or wait for one that never comes."""
        if not self._parts:
            await asyncio.Event().wait()
        body = self._parts.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(self._parts)}


def test_a_whole_body_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little time there is for others."""
    monkeypatch.setattr(bodies, "BODY_SECONDS", -1.0)
    whole = Request(b"ab", b"c", more_body=False)
    assert asyncio.run(read_body(SCOPE, whole.receive, 3)) == b"abc"
    with pytest.raises(RefusedError):
        asyncio.run(read_body(SCOPE, Request(b"abcd", more_body=False).receive, 3))


@pytest.mark.parametrize("plain", [False, True])
def test_a_body_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, *, plain: bool
) -> None:
    """Also where the server does not say how it stands."""
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.01)
    partly = Request(more_body=True)

    async def receive() -> dict[str, Any]:
        return await partly.receive()

    with pytest.raises(RefusedError) as refused:
        asyncio.run(read_body(SCOPE, receive if plain else partly.receive, 3))
    assert refused.value.refused.problem.status == 408


def contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server and a client show of themselves."""
    ever = Validity(0, 100 * 365 * 86_400_000)
    authority = make_authority("NORTH", ever)
    trusted = folder / "authority.pem"
    write_new(trusted, certificate_pem(authority.certificate))
    for name in ("node", "bank"):
        key = new_key()
        subject = Subject("participant", name)
        shown = issue(authority, subject, key.public_key(), ever, ("127.0.0.1",))
        write_new(folder / f"{name}.pem", certificate_pem(shown))
        write_new(folder / f"{name}.key", private_pem(key), PRIVATE)
    server = server_context(folder / "node.pem", folder / "node.key", [trusted])
    return server, client_context(folder / "bank.pem", folder / "bank.key", trusted)


def test_our_server_says_whether_it_has_the_whole_body(tmp_path: Path) -> None:
    """Of a body that came with its head it does, of one that is still on its way it does not."""
    seen: list[bool] = []

    async def app(scope: dict[str, Any], receive: Any, send: Callable[..., Any]) -> None:
        if scope["type"] == "http":
            seen.append(bodies._is_whole(receive))
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    async def ask() -> None:
        shown, trusting = contexts(tmp_path)
        settings = serving(app, ListenSettings("127.0.0.1", 0), shown)
        settings.load()
        server = uvicorn.Server(settings)
        server.lifespan = settings.lifespan_class(settings)
        await server.startup()
        port = server.servers[0].sockets[0].getsockname()[1]
        for body in (b"abc", b"a"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
            writer.write(b"POST / HTTP/1.1\r\nhost: node\r\ncontent-length: 3\r\n\r\n" + body)
            await reader.readuntil(b"\r\n\r\n")
            writer.close()
        await server.shutdown()

    asyncio.run(ask())
    assert seen == [True, False]
