"""A running node behind its application, asked as a server would ask it, without a socket.

Both nodes screen; their banks answer only when a test has them do so. Time stands still
unless a test lets it go on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.types import Message

from tallystick.admission.desk import Desk
from tallystick.api.application import Application, application
from tallystick.core import commands as c
from tallystick.journal.memory import MemoryStore
from tallystick.node.config import LimitsSettings
from tallystick.node.doors.asked import SIGNATURE_HEADER
from tallystick.node.doors.calls import Doors
from tallystick.node.doors.reports import ACCOUNTS
from tallystick.node.message_signatures import Signatures
from tallystick.node.parties import Party, Role
from tallystick.node.runner import Runner
from tallystick.node.spool import Spool
from tallystick.sandbox.policies import confirmed_by_two
from tallystick.views.account_book import AccountBook
from tallystick.views.bookkeeping import Bookkeeper
from tallystick.views.chronicle import Chronicle
from tallystick.views.following import Follower
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.keys import Algorithm, SigningKey
from tests.admission.messages import desk
from tests.core.pair import NORTH, SOUTH
from tests.node.linked_nodes import YEAR_MS, LinkedNodes
from tests.node.running import Running, run

T = TypeVar("T")

BANK = Party("NOBKRUMM", Role.PARTICIPANT)
OTHER_BANK = Party("NOB2RUMM", Role.PARTICIPANT)
SOUTH_BANK = Party("SOBKCNSH", Role.PARTICIPANT)
PROVIDER = Party("FXHOUSE", Role.PROVIDER)
ANN, BO = Party("ann", Role.OPERATOR), Party("bo", Role.OPERATOR)
PEER = Party("SOUTH", Role.PEER)
EVERYBODY = (BANK, OTHER_BANK, SOUTH_BANK, PROVIDER, ANN, BO, PEER)
LIMITS = LimitsSettings(in_flight_max=4)
JSON, XML, OCTETS = b"application/json", b"application/xml", b"application/octet-stream"


def certificate(party: Party) -> bytes:
    """Return what stands for a party's certificate."""
    return f"certificate of {party.role} {party.id}".encode()


def signer(party: Party) -> SigningKey:
    """Return the key that a party signs its messages by."""
    private = Ed25519PrivateKey.from_private_bytes(sha256(party.id.encode()).digest())
    return SigningKey("1", Algorithm.ED25519, private)


KEYS = {party: {"1": signer(party).verification_key()} for party in (BANK, OTHER_BANK, SOUTH_BANK)}
PARTIES = {sha256(certificate(party)).digest(): party for party in EVERYBODY}


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def words(self) -> Any:
        """The body's JSON."""
        return msgspec.json.decode(self.body)

    @property
    def code(self) -> str:
        """The problem's code, empty if it is none."""
        if self.headers["content-type"] != "application/problem+json":
            return ""
        return str(self.words["code"])


class Client:
    """One party's way in: requests by hand, as a server makes them of what comes by wire."""

    def __init__(
        self, app: Application, der: bytes | None, sign: Callable[[bytes], str] | None = None
    ) -> None:
        self._app = app
        self._der = der
        self._sign = sign

    async def ask(
        self, method: str, url: str, body: bytes = b"", media_type: bytes = JSON, **headers: str
    ) -> Answer:
        """Ask, the whole body at once."""
        return await self.send(method, url, [body], media_type, **headers)

    async def get(self, url: str) -> Answer:
        """Ask for something."""
        return await self.ask("GET", url)

    async def say(self, method: str, url: str, **words: object) -> Answer:
        """Say something in JSON."""
        return await self.ask(method, url, msgspec.json.encode(words) if words else b"")

    async def submit(
        self, raw: bytes, query: str = "", signature: str | None = None, accept: str = ""
    ) -> Answer:
        """Send a message, signed by the party at this moment, or with this signature; "": none."""
        if signature is None:
            signature = self._sign(raw) if self._sign is not None else ""
        beside = {SIGNATURE_HEADER: signature} if signature else {}
        if accept:
            beside["accept"] = accept
        return await self.ask("POST", f"/v1/messages{query}", raw, XML, **beside)

    async def send(
        self,
        method: str,
        url: str,
        parts: list[bytes],
        media_type: bytes = JSON,
        **headers: str,
    ) -> Answer:
        """Ask with a body in parts, each as it would come by wire; a last None never comes."""
        named = [
            (name.replace("_", "-").encode(), each.encode()) for name, each in headers.items()
        ]
        messages: list[Message] = [
            {"type": "http.request", "body": part, "more_body": number < len(parts)}
            for number, part in enumerate(parts, start=1)
        ]
        return await self.exchange(method, url, messages, [(b"content-type", media_type), *named])

    async def exchange(
        self,
        method: str,
        url: str,
        messages: list[Message],
        headers: list[tuple[bytes, bytes]],
        silence: Callable[[], Awaitable[Message]] | None = None,
    ) -> Answer:
        """Hand these messages to the application, then what `silence` returns, if ever."""
        path, _, query = url.partition("?")
        told: list[Message] = []

        async def receive() -> Message:
            if messages:
                return messages.pop(0)
            return await (silence or asyncio.Future)()

        async def send(message: Message) -> None:
            told.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": headers,
            "extensions": {"tls": {"client_cert": self._der}} if self._der else {},
        }
        await self._app(scope, receive, send)
        return _answer(told)


def _answer(told: list[Message]) -> Answer:
    start, *parts = told or [{"status": 0, "headers": []}]
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], headers, b"".join(part["body"] for part in parts))


@cache
def _empty_chronicle() -> bytes:
    """Return the file of a chronicle that has followed nothing yet; made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "chronicle"
        Follower(path, MemoryStore()).close()
        return path.read_bytes()


@cache
def _empty_account_book() -> bytes:
    """Return the file of an account book that has followed nothing yet; made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "accounts"
        Bookkeeper(path, MemoryStore(), NORTH).close()
        return path.read_bytes()


class Served:
    """A node at work behind its application: the north's, and the south's as `other`."""

    def __init__(self, running: Running, name: str, desk_here: Desk) -> None:
        self.running = running
        self.runner: Runner = running.runners[name]
        self.runner.desks = {"RUB-CNY": desk_here}
        self._store = running.linked.stores[name]
        self._chronicle_at = running.folder / f"{name}.chronicle"
        self._chronicle_at.write_bytes(_empty_chronicle())
        self.chronicle = Chronicle(self._chronicle_at)
        self.name = name
        self._accounts_at = running.folder / f"{name}.accounts"
        self._accounts_at.write_bytes(_empty_account_book())
        self.accounts = AccountBook(self._accounts_at)
        self.open_doors()
        self.other = self

    def open_doors(self, *, is_required: bool = True, age_max_ms: int = 300_000) -> None:
        """Open the doors, at first or anew, with this asked of signatures."""
        signatures = Signatures(self.name, KEYS, is_required, age_max_ms, ahead_max_ms=2_000)
        spool = Spool(self.running.folder, count_max=2, size_max=1_000_000)
        self.doors = Doors(self.runner, self.chronicle, signatures, self.accounts, spool)
        self.app = application(self.doors, PARTIES, LIMITS, self.runner.around)

    def client(self, party: Party) -> Client:
        """Return a party's way in."""
        return Client(self.app, certificate(party), lambda raw: self.signed(raw, party))

    def signed(self, raw: bytes, party: Party = BANK, ahead_ms: int = 0) -> str:
        """Return a party's signature over a message to this node, of this moment or another."""
        now = self.runner.around.clock.now_ms()
        return jws.sign(raw, signer(party), self.name, now + ahead_ms)

    def follow(self) -> None:
        """Bring the chronicle and the account book up to the journal."""
        follower = Follower(self._chronicle_at, self._store)
        while follower.catch_up():
            continue
        self.keep_accounts()

    def keep_accounts(self) -> None:
        """Bring the account book up to the journal, and ring as its keeper does."""
        bookkeeper = Bookkeeper(self._accounts_at, self._store, self.name)
        while bookkeeper.catch_up():
            continue
        bookkeeper.close()
        self.runner.bells.ring(ACCOUNTS)

    async def keeping_accounts(self, asking: Awaitable[T]) -> T:
        """Keep the account book, as its keeper does, for as long as something is asked."""
        answered = asyncio.ensure_future(asking)
        bells = self.runner.bells
        while not answered.done():
            self.keep_accounts()
            await bells.wait("never", bells.count("never"), 0.005)
        return await answered

    def close(self) -> None:
        """Close what is read beside the books."""
        self.chronicle.close()
        self.accounts.close()

    def lines(self) -> list[Mapping[str, Any]]:
        """Return what was logged so far."""
        text = self.running.log.getvalue().decode()
        return [msgspec.json.decode(line) for line in text.splitlines()]


async def let_others_go_on(times: int = 3) -> None:
    """Give the other tasks of the loop their turn."""
    for _ in range(times):
        await asyncio.create_task(_nothing())


async def _nothing() -> None:
    return


Scene = Callable[[Served], Awaitable[T]]


def serve(scene: Scene[T], folder: Path, linked: LinkedNodes | None = None) -> T:
    """Play a scene with two founded nodes at work, the north's behind its application."""
    desk_north = desk()
    nodes = linked or LinkedNodes().found()
    for name in (NORTH, SOUTH):
        nodes.do(name, c.ActivateBundle(desk_north.lists.bundle, nodes.at + YEAR_MS))
        policy = desk_north.policy.digest
        nodes.do(name, *confirmed_by_two(nodes.agreement.agreement_id, policy, 2))
    nodes.settle_down()

    async def play(running: Running) -> T:
        served = Served(running, NORTH, desk_north)
        served.other = Served(running, SOUTH, desk_north)
        try:
            return await scene(served)
        finally:
            served.close()
            served.other.close()

    return run(play, nodes, folder)
