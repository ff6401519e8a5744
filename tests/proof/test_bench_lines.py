"""A load's connections carry what they are given, and say so when nothing comes back."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tallystick.node.certificates import Subject, Validity, issue, make_authority, new_key
from tallystick.node.key_files import PRIVATE, certificate_pem, private_pem, write_new
from tallystick.node.tls import client_context, server_context
from tallystick.proof.bench.lines import Answer, Lines, Place
from tallystick.terms.errors import LinkError

ALWAYS = Validity(0, 100 * 365 * 86_400_000)
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Scene = Callable[[Lines], Awaitable[None]]


class Contexts:
    """What both ends show of themselves, made in a folder."""

    def __init__(self, folder: Path) -> None:
        authority = make_authority("NORTH", ALWAYS)
        trusted = folder / "authority.pem"
        write_new(trusted, certificate_pem(authority.certificate))
        for name, hosts in (("node", ("127.0.0.1",)), ("bank", ())):
            key = new_key()
            subject = Subject("participant", name)
            shown = issue(authority, subject, key.public_key(), ALWAYS, hosts)
            write_new(folder / f"{name}.pem", certificate_pem(shown))
            write_new(folder / f"{name}.key", private_pem(key), PRIVATE)
        self.server = server_context(folder / "node.pem", folder / "node.key", [trusted])
        self.client: ssl.SSLContext = client_context(
            folder / "bank.pem", folder / "bank.key", trusted
        )


def play(folder: Path, talk: Talk, scene: Scene, most: int = 4) -> int:
    """Run a scene against a server that talks so; return how many connections it saw."""

    async def run() -> int:
        contexts, seen = Contexts(folder), 0

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal seen
            seen += 1
            try:
                await talk(reader, writer)
            finally:
                writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=contexts.server)
        port = server.sockets[0].getsockname()[1]
        lines = Lines(Place("127.0.0.1", port, contexts.client), most)
        async with asyncio.timeout(20):
            await scene(lines)
        await lines.close()
        server.close()
        return seen

    return asyncio.run(run())


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each request with its own first line, in two pieces."""
    while head := await reader.readuntil(b"\r\n\r\n"):
        first = head.split(b"\r\n")[0]
        writer.write(b"HTTP/1.1 202 Accepted\r\ncontent-length: %d\r\n\r\n" % len(first))
        await writer.drain()
        writer.write(first)


def request(path: str) -> bytes:
    """Return a request without a body."""
    return f"GET {path} HTTP/1.1\r\nhost: node\r\n\r\n".encode()


def test_each_answer_goes_to_who_asked(tmp_path: Path) -> None:
    """However many ask at once, and no more connections than allowed are made."""

    async def scene(lines: Lines) -> None:
        answers = await asyncio.gather(*(lines.ask(request(f"/{n}")) for n in range(40)))
        assert answers == [Answer(202, b"GET /%d HTTP/1.1" % n) for n in range(40)]
        assert (await lines.ask(request("/again"))).body == b"GET /again HTTP/1.1"

    assert play(tmp_path, echo, scene) <= 4


def test_a_connection_that_was_closed_is_made_anew(tmp_path: Path) -> None:
    """Whether the server says so or just goes."""

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")

    async def scene(lines: Lines) -> None:
        for _ in range(3):
            assert await lines.ask(request("/")) == Answer(200, b"")

    assert play(tmp_path, once, scene) == 3


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\ncontent-", b"no HTTP at all\r\n\r\n"])
def test_an_answer_that_never_ends_is_none(tmp_path: Path, said: bytes) -> None:
    """The connection breaks, or brings something else: nobody knows what arrived."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)

    async def scene(lines: Lines) -> None:
        with pytest.raises(LinkError, match="no answer") as lost:
            await lines.ask(request("/"))
        assert not lost.value.outcome_known

    play(tmp_path, talk, scene)


def test_who_gives_up_leaves_no_answer_to_the_next(tmp_path: Path) -> None:
    """A connection with an answer on its way is not used again."""
    may_answer = asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            if b"/slow" in head:
                await may_answer.wait()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n")
            writer.write(b"slow!" if b"/slow" in head else b"quick")

    async def scene(lines: Lines) -> None:
        asked = asyncio.create_task(lines.ask(request("/slow")))
        assert (await lines.ask(request("/quick"))).body == b"quick"
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        may_answer.set()
        for _ in range(3):
            assert (await lines.ask(request("/quick"))).body == b"quick"

    play(tmp_path, slow, scene)


def test_a_place_where_nobody_is_is_told(tmp_path: Path) -> None:
    """As no connection, with the reason."""

    async def run() -> None:
        lines = Lines(Place("127.0.0.1", 1, Contexts(tmp_path).client), 1)
        with pytest.raises(LinkError, match="no connection"):
            await lines.ask(request("/"))

    asyncio.run(run())
