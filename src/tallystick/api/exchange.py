"""One request and its answer: who asks, what it is logged as, and how the answer is written."""

from time import perf_counter
from typing import Final

import msgspec
from starlette.types import Receive, Scope, Send

from tallystick.api.problems import MEDIA_TYPE, Refused
from tallystick.node.parties import Party

_JSON: Final = b"application/json"
_NOT_KEPT: Final = (b"cache-control", b"no-store")
_encode: Final = msgspec.json.Encoder().encode


class Exchange:
    """A request on its way; what it became is kept for the meters and the log."""

    __slots__ = (
        "began",
        "cause",
        "party",
        "problem",
        "receive",
        "route",
        "scope",
        "send",
        "status",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.receive = receive
        self.send = send
        self.began = perf_counter()
        self.party: Party | None = None
        self.route = "none"
        self.status = 0
        self.problem = ""
        self.cause = ""

    @property
    def seconds(self) -> float:
        """How long it has been on its way."""
        return perf_counter() - self.began

    @property
    def is_write(self) -> bool:
        """Whether something is to be done, not only read."""
        return self.scope["method"] not in ("GET", "HEAD")

    async def answer(self, status: int, told: object) -> None:
        """Write what was told."""
        await self._write(status, _JSON, _encode(told))

    async def refuse(self, refused: Refused) -> None:
        """Write a problem."""
        self.problem = refused.problem.code
        await self._write(
            refused.problem.status, MEDIA_TYPE, _encode(refused.problem), refused.headers
        )

    async def write(
        self, status: int, media_type: bytes, body: bytes, *more: tuple[bytes, bytes]
    ) -> None:
        """Write bytes of another type, with these headers beside the usual ones."""
        await self._write(status, media_type, body, more)

    async def _write(
        self,
        status: int,
        media_type: bytes,
        body: bytes,
        more: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        self.status = status
        headers = [
            (b"content-type", media_type),
            (b"content-length", str(len(body)).encode()),
            _NOT_KEPT,
            *more,
        ]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})
