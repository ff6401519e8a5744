"""One party's way to a node: HTTP over mutual TLS, patient while the node is away.

Whatever is asked may be asked again: the same words have the same answer. So a
connection that broke, and a node that says it is unwell, are met by asking again.
"""

import asyncio
import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import aiohttp
import msgspec

from tallystick.node.doors.asked import SIGNATURE_HEADER
from tallystick.terms.errors import LinkError
from tallystick.terms.reasons import StatusReason

JSON: Final = "application/json"
XML: Final = "application/xml"
_UNWELL: Final = frozenset({429, 500, 502, 503, 504})
_REASONS: Final = frozenset(reason.value for reason in StatusReason)
_PAUSE_S: Final = 0.05
_PAUSE_MAX_S: Final = 0.5
_ANSWER_S: Final = 30.0
_CONNECTIONS: Final = 48
_NOTHING: Final[Mapping[str, str | int]] = MappingProxyType({})


class _Problem(msgspec.Struct, gc=False):
    code: str = ""


class Answer(NamedTuple):
    """What came back: the HTTP status, and the body as it came."""

    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it is no refusal."""
        return self.status < 400

    @property
    def is_unwell(self) -> bool:
        """Whether there is no answer yet; a payment's own refusal is one, whatever its status."""
        if self.status not in _UNWELL:
            return False
        try:
            return msgspec.json.decode(self.body, type=_Problem).code not in _REASONS
        except msgspec.DecodeError:
            return True

    def words(self) -> dict[str, Any]:
        """Return the body's JSON object.

        Raises:
            LinkError: it is none.
        """
        try:
            return msgspec.json.decode(self.body, type=dict[str, Any])
        except msgspec.DecodeError as broken:
            detail = f"an answer of HTTP {self.status} is no JSON object: {self.body[:80]!r}"
            raise LinkError(detail, outcome_known=False) from broken


class Question(NamedTuple):
    """What is asked of a door."""

    method: str
    path: str
    query: Mapping[str, str | int] = _NOTHING
    body: bytes = b""
    content_type: str = JSON
    signature: str = ""

    def headers(self) -> dict[str, str]:
        """Return what is said of the body beside it."""
        said = {"Content-Type": self.content_type} if self.body else {}
        return {**said, SIGNATURE_HEADER: self.signature} if self.signature else said


class Door:
    """The connections of one party to its node; opened at the first question."""

    def __init__(self, url: str, tls: ssl.SSLContext, patience_s: float = 120.0) -> None:
        self._url = url.rstrip("/")
        self._tls = tls
        self._patience_s = patience_s
        self._session: aiohttp.ClientSession | None = None
        self.retries = 0

    async def get(self, path: str, **query: str | int) -> Answer:
        """Ask for something; with `wait` among the words, as long as that for the answer."""
        return await self.ask(Question("GET", path, query))

    async def put(self, path: str, words: object) -> Answer:
        """Say how something shall be."""
        return await self.ask(Question("PUT", path, body=msgspec.json.encode(words)))

    async def post(self, path: str, words: object = None) -> Answer:
        """Say something in JSON, or that it shall be done."""
        body = msgspec.json.encode(words) if words is not None else b""
        return await self.ask(Question("POST", path, body=body))

    async def submit(self, raw: bytes, agreement: str, signature: str) -> Answer:
        """Hand in a message with its signature."""
        query = {"agreement": agreement}
        return await self.ask(Question("POST", "/v1/messages", query, raw, XML, signature))

    async def ask(self, question: Question) -> Answer:
        """Ask until there is an answer.

        Raises:
            LinkError: there was none for as long as this party's patience lasts.
        """
        clock = asyncio.get_running_loop().time
        until, pause_s, last = clock() + self._patience_s, _PAUSE_S, ""
        while clock() < until:
            try:
                answer = await self._once(question)
            except (aiohttp.ClientError, TimeoutError, OSError) as unwell:
                last = repr(unwell)
            else:
                if not answer.is_unwell:
                    return answer
                last = f"HTTP {answer.status}: {answer.body[:200]!r}"
            self.retries += 1
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _PAUSE_MAX_S)
        detail = f"{question.method} {question.path} had no answer: {last}"
        raise LinkError(detail, outcome_known=False)

    async def _once(self, question: Question) -> Answer:
        wait_s = float(question.query.get("wait", 0))
        async with self._connected().request(
            question.method,
            self._url + question.path,
            params=question.query,
            data=question.body or None,
            headers=question.headers(),
            timeout=aiohttp.ClientTimeout(total=_ANSWER_S + wait_s),
        ) as response:
            return Answer(response.status, await response.read())

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(ssl=self._tls, limit=_CONNECTIONS)
            # A node sets no cookie and compresses nothing: looking for either costs time.
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            )
        return self._session

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None
