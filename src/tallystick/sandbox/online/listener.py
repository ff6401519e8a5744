"""A server inside the sandbox's own event loop, over mutual TLS."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Iterator
from typing import Any

import uvicorn
from typing_extensions import override

from tallystick.node.config import ListenSettings
from tallystick.node.tls import serving


class _Quiet(uvicorn.Server):
    """A server that leaves the signals to whoever owns the process."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Listener:
    """One server; it has a port once it has started."""

    def __init__(self, app: Any, tls: ssl.SSLContext, port: int = 0) -> None:  # noqa: ANN401
        config = serving(app, ListenSettings(port=port), tls)
        config.lifespan = "off"
        config.timeout_graceful_shutdown = 1
        self._server = _Quiet(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listen, and return the port.

        Raises:
            OSError: the port is not free.
        """
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._task = asyncio.create_task(self._server.serve(), name="listener")
        while not self._server.started:
            if self._task.done():
                raise OSError("the server did not start")
            await asyncio.sleep(0.01)
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening; whoever still waits is cut off."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
