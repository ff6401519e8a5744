"""Bodies: read from the wire as they come, and no further than they may be long or slow."""

import asyncio
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from starlette.types import Message, Receive, Scope

from tallystick.api.problems import (
    MEDIA_TYPE_UNKNOWN,
    TOO_LARGE,
    TOO_SLOW,
    RefusedError,
    refuse,
)

BODY_SECONDS: Final = 10.0
# A large body may take longer, on a line that is at least this fast.
SLOWEST: Final = 256 * 1024
# What is still on its way is not waited for: the connection ends with the answer.
_CLOSE: Final = (b"connection", b"close")


class GoneError(Exception):
    """The client went away; there is nobody to answer."""


class Kind(StrEnum):
    """What a body is."""

    NONE = "none"
    JSON = "application/json"
    XML = "application/xml"
    OCTETS = "application/octet-stream"
    FILE = "file"

    @property
    def media_type(self) -> str:
        """By which type a body of this kind is announced."""
        return Kind.XML.value if self is Kind.FILE else self.value


_TAKEN: Final = {
    Kind.JSON: frozenset({"application/json"}),
    Kind.XML: frozenset({"application/xml", "text/xml"}),
    Kind.FILE: frozenset({"application/xml", "text/xml"}),
    Kind.OCTETS: frozenset({"application/octet-stream"}),
}
_CHARSETS: Final = frozenset({"", "charset=utf-8", 'charset="utf-8"'})


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Return the whole body.

    Raises:
        RefusedError: it is longer than the limit, whatever it says, or comes too slowly.
        GoneError: the client went away.
    """
    parts: list[bytes] = []
    await read_into(scope, receive, limit, parts.append)
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def read_into(
    scope: Scope, receive: Receive, limit: int, take: Callable[[bytes], None]
) -> None:
    """Hand the body on part by part, as it comes.

    Raises:
        RefusedError: it is longer than the limit, whatever it says, or comes too slowly.
        GoneError: the client went away.
    """
    announced = header(scope, b"content-length")
    if announced.isdigit() and (len(announced) > 15 or int(announced) > limit):
        raise _too_large(limit)
    if _is_whole(receive):
        await _read_on(receive, limit, take)
        return
    seconds = BODY_SECONDS + limit / SLOWEST
    try:
        async with asyncio.timeout(seconds):
            await _read_on(receive, limit, take)
    except TimeoutError:
        detail = f"A body comes within {seconds:.0f} seconds here."
        raise refuse(TOO_SLOW, detail, _CLOSE) from None


def _is_whole(receive: Receive) -> bool:
    """Whether the server has all of the body already, so that there is nothing to wait for.

    uvicorn's request knows it. Of a server that does not say so, a body is awaited.
    """
    request = getattr(receive, "__self__", None)
    return getattr(request, "more_body", True) is False


async def _read_on(receive: Receive, limit: int, take: Callable[[bytes], None]) -> None:
    size, more = 0, True
    while more:
        message = await _message(receive)
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        take(part)
        more = message.get("more_body", False)


async def _message(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise GoneError
    return message


def _too_large(limit: int) -> RefusedError:
    return refuse(TOO_LARGE, f"A body has at most {limit} bytes here.", _CLOSE)


def check_type(scope: Scope, kind: Kind) -> None:
    """Make sure that a body is of the type that is taken.

    Raises:
        RefusedError: it is of another, of another character set, or compressed.
    """
    said = header(scope, b"content-type")
    # Nearly everybody says just this.
    if said != kind.media_type.encode() and not _is_taken(said.decode("latin-1").lower(), kind):
        raise refuse(MEDIA_TYPE_UNKNOWN, f"A body here is {kind.media_type}, in UTF-8.", _CLOSE)
    if header(scope, b"content-encoding").lower() not in (b"", b"identity"):
        raise refuse(MEDIA_TYPE_UNKNOWN, "A body here is not compressed.", _CLOSE)


def _is_taken(said: str, kind: Kind) -> bool:
    name, _, parameter = said.partition(";")
    return name.strip() in _TAKEN[kind] and parameter.replace(" ", "") in _CHARSETS


def header(scope: Scope, name: bytes) -> bytes:
    """Return a request header's value, empty if there is none."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    for each, value in headers:
        if each == name:
            return value
    return b""
