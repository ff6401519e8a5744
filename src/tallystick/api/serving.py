"""A node's sockets: its doors over mutual TLS, health and metrics on the loopback, signals.

It stops in an order in which nothing is lost: new requests are refused, those under way
are answered, then the lines and the books are closed.
"""

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from typing import NamedTuple

import uvicorn
from typing_extensions import override

from tallystick.api.application import application
from tallystick.api.operations import operations
from tallystick.node.assembly import Assembly
from tallystick.node.collector import spare_the_books
from tallystick.node.config import ListenSettings, OperationsSettings
from tallystick.node.cpu_sampling import CpuSampling
from tallystick.node.tls import server_tls, serving

GRACE_S = 10
BACKLOG = 1024


class Server(uvicorn.Server):
    """A server that leaves the signals to us: there are two in one process."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let the signals be."""
        yield


class Listening(NamedTuple):
    """A server and the socket it listens at."""

    server: Server
    socket: socket.socket


async def serve(assembly: Assembly) -> str:
    """Run a node until a signal or a failure; return why it failed, "" after a signal.

    Raises:
        OSError: it cannot listen where its settings say.
        SettingError: its own certificate or key is wrong.
        StoreError: the books cannot be opened.
    """
    settings = assembly.settings
    _hush_server()
    tls = server_tls(settings)
    with listen_at(settings.listen) as doors_at, listen_at(settings.operations) as plain_at:
        doors = await assembly.begin()
        spare_the_books()
        app = application(doors, assembly.parties, settings.limits, assembly.around)
        config = serving(app, settings.listen, tls)
        config.timeout_graceful_shutdown = GRACE_S
        open_to = [
            Listening(Server(config), doors_at),
            Listening(Server(_plain(assembly)), plain_at),
        ]
        assembly.around.log.info(
            "listening", doors=_address(doors_at), operations=_address(plain_at)
        )
        sampling = CpuSampling(assembly.around.meters.registry)
        if settings.operations.cpu_sampling:
            sampling.begin()
        try:
            return await _serve_until_stopped(assembly, open_to, app.drain)
        finally:
            sampling.end()
            await assembly.end()
            assembly.around.log.info("node-stopped")


def _hush_server() -> None:
    """Have the server's own words, which are no JSON, go nowhere: what matters, our log says."""
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False


def _plain(assembly: Assembly) -> uvicorn.Config:
    app = operations(assembly.runner)
    return uvicorn.Config(app, ws="none", access_log=False, log_config=None, server_header=False)


def listen_at(place: ListenSettings | OperationsSettings) -> socket.socket:
    """Return a socket that listens at a place, before anything else is opened.

    Raises:
        OSError: the place is taken, or not of this machine.
    """
    family = socket.AF_INET6 if _is_ipv6(place.host) else socket.AF_INET
    return socket.create_server((place.host, place.port), family=family, backlog=BACKLOG)


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def _address(at: socket.socket) -> str:
    host, port = at.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


async def _serve_until_stopped(
    assembly: Assembly, open_to: list[Listening], drain: Callable[[], None]
) -> str:
    stopped = _stop_signal(assembly)
    serving = [asyncio.create_task(each.server.serve([each.socket])) for each in open_to]
    told, failed = asyncio.create_task(stopped.wait()), asyncio.create_task(assembly.failed())
    done, _ = await asyncio.wait([told, failed, *serving], return_when=asyncio.FIRST_COMPLETED)
    why = "" if told in done else _why(failed, serving)
    drain()
    for each in open_to:
        each.server.should_exit = True
    told.cancel()
    failed.cancel()
    await asyncio.gather(*serving, told, failed, return_exceptions=True)
    return why


def _why(failed: asyncio.Task[str], serving: list[asyncio.Task[None]]) -> str:
    """Say which part ended that should not have."""
    if failed.done():
        return failed.result()
    return "; ".join(f"a server ended: {task.exception()!r}" for task in serving if task.done())


def _stop_signal(assembly: Assembly) -> asyncio.Event:
    """Return what is set when we are to stop; SIGHUP renews the lists meanwhile."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    renewals: set[asyncio.Task[None]] = set()

    def renew() -> None:
        renewal = asyncio.create_task(assembly.renew_lists())
        renewals.add(renewal)
        renewal.add_done_callback(renewals.discard)

    loop.add_signal_handler(signal.SIGHUP, renew)
    return stopped
