"""How bytes get to another node or a settlement system and back: HTTP over mutual TLS.

Nothing here knows what the bytes mean. Whatever goes wrong on the way is a
`LinkError` whose outcome is not known: what was sent may have arrived, so it is sent
again, and every receiver takes a repetition in its stride.
"""

import ssl
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import aiohttp

from tallystick.terms.errors import LinkError

CONNECT_S = 5.0
ANSWER_S = 20.0
ANSWER_BYTES_MAX = 8 * 1024 * 1024


class Carrier(Protocol):
    """One place that can be asked."""

    async def post(self, path: str, body: bytes, content_type: str) -> bytes:
        """Send bytes and return the answer.

        Raises:
            LinkError: no answer came, or it was a refusal, whose code is `link-refused`.
        """

    async def get(self, path: str, wait_s: float) -> bytes:
        """Ask, and wait this long beyond the usual time for the answer.

        Raises:
            LinkError: as `post`.
        """

    async def close(self) -> None:
        """Close every connection."""


def _limits(total_s: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total_s, sock_connect=CONNECT_S)


class HttpCarrier:
    """Connections to one place, kept open between questions; see `Carrier`."""

    def __init__(self, url: str, tls: ssl.SSLContext) -> None:
        """Take the place's url; nothing is connected yet. It belongs to the running loop."""
        self._url = url.rstrip("/")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=tls, limit=8),
            trust_env=False,
            auto_decompress=False,
        )

    async def post(self, path: str, body: bytes, content_type: str) -> bytes:
        """Send bytes and return the answer."""
        asked = self._session.post(
            self._url + path,
            data=body,
            headers={"content-type": content_type},
            timeout=_limits(ANSWER_S),
            allow_redirects=False,
        )
        return await self._answer(asked)

    async def get(self, path: str, wait_s: float) -> bytes:
        """Ask, and wait this long beyond the usual time for the answer."""
        asked = self._session.get(
            self._url + path, timeout=_limits(ANSWER_S + wait_s), allow_redirects=False
        )
        return await self._answer(asked)

    async def _answer(self, asked: AbstractAsyncContextManager[aiohttp.ClientResponse]) -> bytes:
        # Nothing is asked with redirection: it would carry the bytes where nobody agreed on.
        try:
            async with asked as answer:
                return await self._read(answer)
        except (aiohttp.ClientError, OSError) as failed:
            raise self._lost(failed) from failed

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        """Return the whole answer, if it is a good one and not too long."""
        parts, size = [], 0
        async for part in answer.content.iter_any():
            size += len(part)
            if size > ANSWER_BYTES_MAX:
                raise self._refused(f"an answer of more than {ANSWER_BYTES_MAX} bytes")
            parts.append(part)
        content = b"".join(parts)
        if not 200 <= answer.status < 300:
            # Its words are not told on: they could name anybody.
            raise self._refused(f"status {answer.status}")
        return content

    def _refused(self, what: str) -> LinkError:
        return LinkError(f"{self._url} answers {what}", outcome_known=False, code="link-refused")

    def _lost(self, failed: Exception) -> LinkError:
        # Some of these have nothing to say but their name.
        why = str(failed) or type(failed).__name__
        return LinkError(f"{self._url} cannot be asked: {why}", outcome_known=False)

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()
