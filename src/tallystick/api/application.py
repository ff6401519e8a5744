"""The application: every request comes in here, and every request is answered.

Who asks is looked at first, then how much of theirs is being worked on, then the
route. Whatever goes wrong becomes a problem; what only we should know goes to the log.
"""

import traceback
from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Final

from starlette.routing import Route as Place
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from tallystick.api.bodies import GoneError
from tallystick.api.endpoints import Endpoint
from tallystick.api.exchange import Exchange
from tallystick.api.openapi import DOCUMENT_PATH, document
from tallystick.api.problems import (
    METHOD_NOT_ALLOWED,
    NO_CERTIFICATE,
    NO_SUCH_PATH,
    STOPPING,
    TOO_MANY,
    UNKNOWN_CERTIFICATE,
    Refused,
    RefusedError,
    internal,
    refuse,
    retry_after,
)
from tallystick.api.routes import ROUTES
from tallystick.node.config import LimitsSettings
from tallystick.node.doors.calls import Doors
from tallystick.node.parties import Party
from tallystick.node.surroundings import Surroundings
from tallystick.node.tls import party_of

POLLS_MAX: Final = 16
_EXCHANGE: Final = "tallystick.exchange"
_GONE: Final = 499
_REFUSED: Final = 400  # this and every status above it
_JSON: Final = b"application/json"


def application(
    doors: Doors, parties: Mapping[bytes, Party], limits: LimitsSettings, around: Surroundings
) -> "Application":
    """Return the application that serves a node; `parties` are by their certificate's SHA-256."""
    return Application(doors, parties, limits, around)


class Application:
    """The door for machines, as ASGI."""

    def __init__(
        self,
        doors: Doors,
        parties: Mapping[bytes, Party],
        limits: LimitsSettings,
        around: Surroundings,
    ) -> None:
        self._doors = doors
        self._parties = parties
        self._around = around
        self._in_flight_max = limits.in_flight_max
        self._in_flight: Counter[str] = Counter()
        self._polls: Counter[str] = Counter()
        self._failures = count(1)
        self._is_draining = False
        self._document = document()
        self._router = Router(self._places(limits), default=_nothing_there)
        self._router.redirect_slashes = False

    def drain(self) -> None:
        """Take nothing new to be done from now on, and answer who waits for news at once."""
        self._is_draining = True
        self._doors.hurry()

    def _places(self, limits: LimitsSettings) -> list[Place]:
        endpoints: dict[str, dict[str, Endpoint]] = {}
        for route in ROUTES:
            at_path = endpoints.setdefault(route.path, {})
            at_path[route.method] = Endpoint(route, self._doors, limits)
        places = [
            Place(path, _Methods(self, by_method), methods=None)
            for path, by_method in endpoints.items()
        ]
        return [*places, Place(DOCUMENT_PATH, _Document(self._document))]

    @property
    def is_draining(self) -> bool:
        """Whether nothing new is taken to be done."""
        return self._is_draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; of the server's other messages, none concerns us."""
        if scope["type"] == "lifespan":
            await self._router(scope, receive, send)
        elif scope["type"] == "http":
            await self._exchange(Exchange(scope, receive, send))

    async def _exchange(self, exchange: Exchange) -> None:
        try:
            await self._let_in(exchange)
        except RefusedError as error:
            await exchange.refuse(error.refused)
        except GoneError:
            exchange.status = _GONE
        except Exception as bug:  # noqa: BLE001 - whatever a bug throws, the client is answered
            await self._fail(exchange, bug)
        self._note(exchange)

    async def _let_in(self, exchange: Exchange) -> None:
        party = exchange.party = self._party(exchange.scope)
        polls = b"wait=" in exchange.scope["query_string"]
        counts, most = (
            (self._polls, POLLS_MAX) if polls else (self._in_flight, self._in_flight_max)
        )
        name = f"{party.role.value} {party.id}"
        if counts[name] >= most:
            detail = f"{most} of your requests are being worked on already."
            raise refuse(TOO_MANY, detail, retry_after(0))
        counts[name] += 1
        try:
            exchange.scope[_EXCHANGE] = exchange
            await self._router(exchange.scope, exchange.receive, exchange.send)
        finally:
            counts[name] -= 1
            if not counts[name]:
                del counts[name]

    def _party(self, scope: Scope) -> Party:
        if not scope.get("extensions", {}).get("tls", {}).get("client_cert"):
            raise refuse(NO_CERTIFICATE)
        party = party_of(scope, self._parties)
        if party is None:
            raise refuse(UNKNOWN_CERTIFICATE)
        return party

    async def _fail(self, exchange: Exchange, bug: Exception) -> None:
        """Tell the client that we failed and the log how; one number names both."""
        instance = f"{self._around.clock.now_ms():x}-{next(self._failures)}"
        told = "".join(traceback.format_exception(bug))
        self._around.log.error("request-failed", instance=instance, traceback=told)
        if not exchange.status:
            await exchange.refuse(Refused(internal(instance)))

    def _note(self, exchange: Exchange) -> None:
        """Count every request; tell of a good one only whoever wants to see all."""
        party, seconds = exchange.party, exchange.seconds
        self._around.meters.answered(exchange.route, exchange.status, seconds)
        log = self._around.log
        tell = log.info if exchange.status >= _REFUSED else log.debug
        tell(
            "request",
            party=party.id if party is not None else None,
            role=party.role.value if party is not None else None,
            route=exchange.route,
            status=exchange.status,
            ms=round(seconds * 1000, 2),
            problem=exchange.problem or None,
            cause=exchange.cause or None,
        )


class _Methods:
    """One path: what answers to each method there."""

    def __init__(self, application: Application, by_method: Mapping[str, Endpoint]) -> None:
        self._application = application
        self._by_method = by_method
        self._allow = (b"allow", ", ".join(by_method).encode())

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        exchange: Exchange = scope[_EXCHANGE]
        endpoint = self._by_method.get(scope["method"])
        if endpoint is None:
            raise refuse(METHOD_NOT_ALLOWED, "", self._allow)
        exchange.route = endpoint.name
        if self._application.is_draining and exchange.is_write:
            raise refuse(STOPPING, "Nothing was done; ask again.", retry_after(0))
        await endpoint.answer(exchange, scope["path_params"])


class _Document:
    """The OpenAPI document."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        exchange: Exchange = scope[_EXCHANGE]
        if scope["method"] != "GET":
            raise refuse(METHOD_NOT_ALLOWED, "", (b"allow", b"GET"))
        exchange.route = f"GET {DOCUMENT_PATH}"
        await exchange.write(200, _JSON, self._text)


async def _nothing_there(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise refuse(NO_SUCH_PATH)
