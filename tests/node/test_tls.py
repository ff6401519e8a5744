"""Both sides show a certificate; the server tells the app whose; the client takes one only."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
import uvicorn
import uvloop

from tallystick.node import tls
from tallystick.node.certificates import (
    Subject,
    Validity,
    fingerprint,
    issue,
    make_authority,
    new_key,
)
from tallystick.node.config import ListenSettings, load_settings
from tallystick.node.enrolment import take_card
from tallystick.node.init import Plan
from tallystick.node.key_files import PRIVATE, certificate_pem, private_pem, write_new
from tallystick.node.parties import Party, Role
from tallystick.node.tls import (
    client_context,
    client_tls,
    party_of,
    server_context,
    server_tls,
    serving,
)
from tallystick.terms.errors import SettingError
from tests.node.operators import prepared

pytestmark = pytest.mark.slow

ALWAYS = Validity(0, 100 * 365 * 86_400_000)
EXPIRED = Validity(0, 86_400_000)
BANK = Party("NOBKRUMM", Role.PARTICIPANT)


class Shown(NamedTuple):
    """The folder of certificates, and the fingerprint of each by its name."""

    folder: Path
    prints: dict[str, bytes]

    def pair(self, name: str) -> tuple[Path, Path]:
        """A certificate and its key."""
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def authority(self, name: str) -> Path:
        """An authority's certificate."""
        return self.folder / f"{name}.authority.pem"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Certificates of two operators' authorities, some of them odd."""
    made = Shown(tmp_path_factory.mktemp("certificates"), {})
    for operator, names in {
        "NORTH": ("node", "other-node", "bank", "stranger", "expired", "elsewhere"),
        "SOUTH": ("foreign",),
    }.items():
        authority = make_authority(operator, ALWAYS)
        write_new(made.authority(operator), certificate_pem(authority.certificate))
        for name in names:
            key = new_key()
            hosts = {"bank": (), "stranger": (), "elsewhere": ("node.example",)}
            certificate = issue(
                authority,
                Subject("participant", name),
                key.public_key(),
                EXPIRED if name == "expired" else ALWAYS,
                hosts.get(name, ("127.0.0.1",)),
            )
            at, key_at = made.pair(name)
            write_new(at, certificate_pem(certificate))
            write_new(key_at, private_pem(key), PRIVATE)
            made.prints[name] = fingerprint(certificate)
    return made


@asynccontextmanager
async def served(
    shown: Shown, name: str = "node", listen: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve an app that answers who it thinks has come; return its url."""

    async def app(scope: dict[str, Any], _receive: object, send: Any) -> None:
        if scope["type"] != "http":
            return
        who = party_of(scope, {shown.prints["bank"]: BANK})
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(who and who.id).encode()})

    context = server_context(*shown.pair(name), [shown.authority("NORTH")])
    settings = serving(app, ListenSettings(listen, 0), context)
    settings.load()
    server = uvicorn.Server(settings)
    server.lifespan = settings.lifespan_class(settings)
    await server.startup()
    try:
        yield f"https://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        await server.shutdown()


async def ask(url: str, context: ssl.SSLContext, times: int = 1) -> list[str]:
    """Ask who we are, on one connection."""
    connector = aiohttp.TCPConnector(ssl=context)
    async with aiohttp.ClientSession(connector=connector) as session:
        answers = []
        for _ in range(times):
            async with session.get(url) as answer:
                answers.append(await answer.text())
        return answers


def told(shown: Shown, client: str, *pins: str, server: str = "node", by: str = "NORTH") -> str:
    """What a client is told by a server, in a loop of its own."""

    async def run() -> str:
        prints = [shown.prints[name] for name in pins]
        context = client_context(*shown.pair(client), shown.authority(by), prints)
        async with served(shown, server) as url:
            return (await ask(url, context))[0]

    return asyncio.run(run())


def test_the_app_knows_who_has_come(shown: Shown) -> None:
    """By the certificate alone: one of the same authority that nobody knows is nobody."""
    assert told(shown, "bank") == "NOBKRUMM"
    assert told(shown, "stranger") == "None"


def test_each_request_of_a_connection_knows_it(shown: Shown) -> None:
    """Not the first alone; with the loop that the node runs on too."""

    async def run() -> list[str]:
        context = client_context(*shown.pair("bank"), shown.authority("NORTH"))
        async with served(shown) as url:
            return await ask(url, context, times=3)

    assert asyncio.run(run()) == ["NOBKRUMM"] * 3
    assert uvloop.run(run()) == ["NOBKRUMM"] * 3


def test_a_client_of_a_foreign_authority_is_cut_off(shown: Shown) -> None:
    """Before the app hears of it."""
    with pytest.raises(aiohttp.ClientError):
        told(shown, "foreign")


def test_a_client_whose_certificate_has_run_out_is_cut_off(shown: Shown) -> None:
    """As TLS sees it, by the machine's clock."""
    with pytest.raises(aiohttp.ClientError):
        told(shown, "expired")


def test_a_client_without_a_certificate_is_cut_off(shown: Shown) -> None:
    """There is no other way to say who one is."""

    async def run() -> None:
        context = ssl.create_default_context(cafile=shown.authority("NORTH"))
        async with served(shown) as url:
            await ask(url, context)

    with pytest.raises(aiohttp.ClientError):
        asyncio.run(run())


def test_older_tls_is_not_spoken(shown: Shown) -> None:
    """1.3 at the least."""

    async def run() -> None:
        context = client_context(*shown.pair("bank"), shown.authority("NORTH"))
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        async with served(shown) as url:
            await ask(url, context)

    with pytest.raises(aiohttp.ClientError):
        asyncio.run(run())


def test_no_word_of_a_request_says_who_sent_it(shown: Shown) -> None:
    """A proxy's headers are not believed."""

    async def run() -> str:
        context = client_context(*shown.pair("stranger"), shown.authority("NORTH"))
        headers = {"X-Forwarded-For": "192.0.2.1", "X-SSL-Client-Cert": "NOBKRUMM"}
        connector = aiohttp.TCPConnector(ssl=context)
        async with (
            served(shown) as url,
            aiohttp.ClientSession(connector=connector, headers=headers) as session,
            session.get(url) as answer,
        ):
            return await answer.text()

    assert asyncio.run(run()) == "None"


@pytest.mark.slow
def test_a_pinned_server_is_known_by_its_certificate(shown: Shown) -> None:
    """One of those pinned, old or new, however its host is called."""
    assert told(shown, "bank", "node") == "NOBKRUMM"
    assert told(shown, "bank", "other-node", "node") == "NOBKRUMM"
    assert told(shown, "bank", "elsewhere", server="elsewhere") == "NOBKRUMM"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pins", "server", "by"),
    [
        (("other-node",), "node", "NORTH"),  # another certificate of the same authority
        (("node",), "node", "SOUTH"),  # the right certificate, of another authority
        ((), "elsewhere", "NORTH"),  # nothing pinned: the host must be right
        (("bank",), "bank", "NORTH"),  # a client's certificate serves nobody
        (("expired",), "expired", "NORTH"),
    ],
)
@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_a_wrong_server_hears_nothing(
    shown: Shown, pins: tuple[str, ...], server: str, by: str, run: Any
) -> None:
    """Authority and fingerprint must both fit."""

    async def call() -> None:
        prints = [shown.prints[name] for name in pins]
        context = client_context(*shown.pair("bank"), shown.authority(by), prints)
        async with served(shown, server) as url:
            await ask(url, context)

    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        run(call())


def test_a_blocking_connection_is_pinned_too(shown: Shown) -> None:
    """However the context is used."""

    async def run() -> None:
        pinned = client_context(
            *shown.pair("bank"), shown.authority("NORTH"), [shown.prints["other-node"]]
        )
        async with served(shown) as url:
            port = int(url.rstrip("/").rpartition(":")[2])
            await asyncio.to_thread(connect, pinned, port)

    with pytest.raises(ssl.SSLCertVerificationError, match="not the pinned one"):
        asyncio.run(run())


def connect(context: ssl.SSLContext, port: int) -> None:
    """Connect as a script might."""
    import socket  # noqa: PLC0415

    with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain):
        pass


def test_two_prepared_nodes_know_each_other(tmp_path: Path) -> None:
    """By their cards: each calls the other, and each lets the other in."""
    north = prepared(tmp_path).config
    south = prepared(tmp_path, Plan("SOUTH", port=8543, operations_port=9543))
    take_card(north, south.card)
    settings = load_settings(north)
    authorities = server_tls(settings).get_ca_certs()
    assert len(authorities) == 2
    assert client_tls(settings, settings.peers[0]).verify_mode is ssl.CERT_REQUIRED


def test_files_that_do_not_fit_are_told(shown: Shown, tmp_path: Path) -> None:
    """With the setting that names them."""
    node, key = shown.pair("node")
    empty = tmp_path / "empty.pem"
    empty.touch(0o600)
    wrong: list[tuple[tuple[Path, Path, Path], str]] = [
        ((node, shown.pair("bank")[1], node), "tls.certificate"),
        ((empty, key, node), "tls.certificate"),
        ((tmp_path / "none", key, node), "tls.certificate"),
        ((node, tmp_path / "none", node), "tls.key"),
        ((node, empty, node), "tls.key"),
        ((node, key, empty), "tls.client_authorities"),
        ((node, key, tmp_path / "none"), "tls.client_authorities"),
    ]
    for (certificate, own_key, authority), field in wrong:
        with pytest.raises(SettingError) as told_of:
            server_context(certificate, own_key, [authority])
        assert told_of.value.field == field


async def speak(shown: Shown, parts: Sequence[bytes]) -> bytes:
    """Say bytes to a server by hand, and return all that it answers until it hangs up."""
    context = client_context(*shown.pair("bank"), shown.authority("NORTH"))
    async with served(shown) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        heard = b""
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
            heard = await reader.read()
        except (ConnectionError, ssl.SSLError):
            return heard
        finally:
            writer.close()
        return heard


def test_a_head_without_end_is_cut_off(shown: Shown) -> None:
    """One header of any length, or one after the other: nothing of it is kept."""
    endless = [b"GET / HTTP/1.1\r\nx: ", *[b"a" * 60_000] * 40]
    assert asyncio.run(speak(shown, endless)) == b""
    assert uvloop.run(speak(shown, endless)) == b""


def test_too_many_headers_are_answered_and_hung_up_on(shown: Shown) -> None:
    """More than any client of ours sends."""
    many = b"GET / HTTP/1.1\r\n" + b"".join(b"x-%d: 1\r\n" % each for each in range(100))
    assert asyncio.run(speak(shown, [many + b"\r\n"])).startswith(b"HTTP/1.1 400 ")


@pytest.mark.slow
@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nx: 1\r\n"])
def test_a_head_that_does_not_come_is_not_waited_for(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """Neither its first byte nor its last."""
    monkeypatch.setattr(tls, "HEAD_S", 0.05)
    assert asyncio.run(speak(shown, [said] if said else [])) == b""


@pytest.mark.slow
@pytest.mark.parametrize("said", [b"GET / HT", b"\r\n", b"GET / HTTP/1.1\r\nx: 1\r\n"])
def test_a_second_head_that_does_not_come_is_not_waited_for(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """Nor are blanks a way to keep a connection that was answered."""
    monkeypatch.setattr(tls, "HEAD_S", 0.05)

    async def kept() -> bytes:
        context = client_context(*shown.pair("bank"), shown.authority("NORTH"))
        async with asyncio.timeout(20), served(shown) as url:
            port = int(url.rstrip("/").rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
            writer.write(b"GET / HTTP/1.1\r\nhost: node\r\n\r\n")
            answer = await reader.readuntil(b"\r\n0\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 200 ")
            writer.write(said)
            rest = await reader.read()
            writer.close()
            return rest

    assert asyncio.run(kept()) == b""
