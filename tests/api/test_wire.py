"""The whole door over a real socket: mutual TLS, a real server, real bytes."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
import uvicorn

from tallystick.api.application import application
from tallystick.api.operations import operations
from tallystick.node.certificates import (
    Subject,
    Validity,
    fingerprint,
    issue,
    make_authority,
    new_key,
)
from tallystick.node.config import ListenSettings
from tallystick.node.key_files import PRIVATE, certificate_pem, private_pem, write_new
from tallystick.node.tls import client_context, server_context, serving
from tests.admission.messages import credit_transfer
from tests.api.served import ANN, BANK, LIMITS, Served, serve
from tests.api.test_messages import QUOTE

ALWAYS = Validity(0, 100 * 365 * 86_400_000)


class Certified(NamedTuple):
    """A folder of certificates, and each one's fingerprint."""

    folder: Path
    prints: dict[str, bytes]

    def client(self, name: str) -> ssl.SSLContext:
        """Return how somebody of this name calls the node."""
        return client_context(
            self.folder / f"{name}.pem", self.folder / f"{name}.key", self.folder / "authority.pem"
        )


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Certificates of the node, a bank, a person and a stranger."""
    made = Certified(tmp_path_factory.mktemp("certificates"), {})
    authority = make_authority("NORTH", ALWAYS)
    write_new(made.folder / "authority.pem", certificate_pem(authority.certificate))
    for name in ("node", BANK.id, ANN.id, "stranger"):
        key, hosts = new_key(), ("127.0.0.1",) if name == "node" else ()
        subject = Subject("participant", name)
        certificate = issue(authority, subject, key.public_key(), ALWAYS, hosts)
        write_new(made.folder / f"{name}.pem", certificate_pem(certificate))
        write_new(made.folder / f"{name}.key", private_pem(key), PRIVATE)
        made.prints[name] = fingerprint(certificate)
    return made


class Wired(NamedTuple):
    """A served node at its port."""

    served: Served
    port: int
    certified: Certified

    def session(self, name: str) -> aiohttp.ClientSession:
        """Return somebody's connections to it."""
        connector = aiohttp.TCPConnector(ssl=self.certified.client(name))
        return aiohttp.ClientSession(f"https://127.0.0.1:{self.port}", connector=connector)


@asynccontextmanager
async def listening(config: uvicorn.Config) -> AsyncIterator[int]:
    """Serve as configured, and tell the port."""
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        await server.shutdown()


def wire(scene: Callable[[Wired], Awaitable[None]], certified: Certified, folder: Path) -> None:
    """Play a scene with a node that is served over TLS."""

    async def play(served: Served) -> None:
        prints = certified.prints
        parties = {prints[BANK.id]: BANK, prints[ANN.id]: ANN}
        app = application(served.doors, parties, LIMITS, served.runner.around)
        context = server_context(
            certified.folder / "node.pem",
            certified.folder / "node.key",
            [certified.folder / "authority.pem"],
        )
        async with listening(serving(app, ListenSettings("127.0.0.1", 0), context)) as port:
            await scene(Wired(served, port, certified))

    serve(play, folder)


def test_a_bank_pays_over_the_wire(certified: Certified, tmp_path: Path) -> None:
    """By its certificate it is known, and by nothing else."""

    async def scene(wired: Wired) -> None:
        xml = {
            "Content-Type": "application/xml",
            "X-SSL-Client-Cert": "ann",
            "X-JWS-Signature": wired.served.signed(credit_transfer()),
        }
        async with wired.session(BANK.id) as bank:
            async with bank.post("/v1/quotes", json=QUOTE) as answer:
                assert answer.status == 201, await answer.text()
            async with bank.post("/v1/messages", data=credit_transfer(), headers=xml) as answer:
                assert (answer.status, (await answer.json())["status"]) == (202, "PDNG")
            async with bank.get("/v1/status") as answer:
                assert answer.status == 403
        async with wired.session(ANN.id) as ann, ann.get("/v1/status") as answer:
            assert (await answer.json())["payments"] == 1
        async with wired.session("stranger") as stranger, stranger.get("/v1/status") as answer:
            told = await answer.json(content_type="application/problem+json")
            assert (answer.status, told["code"]) == (403, "unknown-certificate")

    wire(scene, certified, tmp_path)


async def endless(wired: Wired, head: bytes, chunk: bytes) -> bytes:
    """Send a head and then chunks until the server has had enough; return what it said."""
    context = wired.certified.client(BANK.id)
    reader, writer = await asyncio.open_connection("127.0.0.1", wired.port, ssl=context)
    writer.write(head)
    said = asyncio.ensure_future(reader.read())
    try:
        while not said.done():
            writer.write(chunk)
            await writer.drain()
            await asyncio.wait({said}, timeout=0)
    except ConnectionError:
        pass
    answer = await said
    writer.close()
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("length", [b"Transfer-Encoding: chunked", b"Content-Length: 99999999999"])
def test_a_body_without_end_is_cut_off(
    certified: Certified, tmp_path: Path, length: bytes
) -> None:
    """Chunked or by a length that is too much; the connection ends with the answer."""

    async def scene(wired: Wired) -> None:
        head = (
            b"POST /v1/messages HTTP/1.1\r\nHost: node\r\nContent-Type: application/xml\r\n"
            + length
            + b"\r\n\r\n"
        )
        async with asyncio.timeout(20):
            answer = await endless(wired, head, b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"connection: close" in answer
        assert b'"code":"too-large"' in answer

    wire(scene, certified, tmp_path)


ODD = (
    b"GET /v1/payments/%00%0a%0d HTTP/1.1\r\nHost: node\r\n\r\n",
    b"GET /v1/../../etc/passwd HTTP/1.1\r\nHost: node\r\n\r\n",
    b"GET //v1/messages HTTP/1.1\r\nHost: node\r\n\r\n",
    b"GET /v1/messages/ HTTP/1.1\r\nHost: node\r\n\r\n",
    b"BREW /v1/messages HTTP/1.1\r\nHost: node\r\n\r\n",
    b"GET /v1/messages\x00 HTTP/1.1\r\nHost: node\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: node\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    (
        b"POST /v1/messages HTTP/1.1\r\nHost: node\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    b"\x16\x03\x01 noise",
)


@pytest.mark.slow
def test_odd_requests_are_refused(certified: Certified, tmp_path: Path) -> None:
    """By us or by the server before us, and the node goes on."""

    async def scene(wired: Wired) -> None:
        for raw in ODD:
            status = await first_line(wired, raw)
            assert not status or status.split()[1] in (b"400", b"404", b"405", b"415", b"422")
        async with wired.session(BANK.id) as bank, bank.get("/v1/positions") as answer:
            assert answer.status == 200

    wire(scene, certified, tmp_path)


async def first_line(wired: Wired, raw: bytes) -> bytes:
    """Send bytes and return the first line that comes back, empty if none does."""
    context = wired.certified.client(BANK.id)
    reader, writer = await asyncio.open_connection("127.0.0.1", wired.port, ssl=context)
    writer.write(raw)
    try:
        async with asyncio.timeout(10):
            return await reader.readline()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def test_monitors_are_told_in_plain_http(tmp_path: Path) -> None:
    """Alive, ready or why not, and the figures of this node alone."""

    async def scene(served: Served) -> None:
        config = uvicorn.Config(operations(served.runner), "127.0.0.1", 0, log_config=None)
        async with listening(config) as port, aiohttp.ClientSession() as monitor:
            at = f"http://127.0.0.1:{port}"

            async def told(path: str) -> tuple[int, str]:
                async with monitor.get(at + path) as answer:
                    return answer.status, await answer.text()

            await served.client(BANK).get("/v1/positions")
            assert await told("/health/live") == (200, "alive\n")
            assert await told("/health/ready") == (200, "ready\n")
            status, text = await told("/metrics")
            assert status == 200
            assert 'requests_total{route="GET /v1/positions",status="200"} 1.0' in text
            assert 'tallystick_outbox_lag{kind="peer"}' in text
            assert BANK.id not in text
            served.runner.around.guard.begin(0, 0, 10**9)
            status, why = await told("/health/ready")
            assert (status, "clock" in why) == (503, True)

    serve(scene, tmp_path)
