"""What monitors ask, in plain HTTP on this machine alone: is it alive, is it ready, how is it.

`ready` says no while the node may not decide, and why: people read it, not parties.
"""

from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tallystick.node.node import Node
from tallystick.node.runner import Runner
from tallystick.terms.errors import StoreError

_METRICS: Final = "text/plain; version=0.0.4; charset=utf-8"


def operations(runner: Runner) -> Starlette:
    """Return the application for a loopback listener."""

    async def live(_request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_request: Request) -> Response:
        why = runner.halted_because
        return PlainTextResponse(f"{why or 'ready'}\n", 503 if why else 200)

    async def metrics(_request: Request) -> Response:
        meters = runner.around.meters
        try:
            meters.lag(*await runner.read(_queues))
        except StoreError:
            # The books are being opened again; everything else can still be told.
            runner.around.log.info("lag-not-known")
        return Response(meters.text(), media_type=_METRICS)

    return Starlette(
        routes=[
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/metrics", metrics),
        ]
    )


def _queues(node: Node) -> tuple[dict[str, int], dict[str, int]]:
    return node.store.outbox_heads(), node.store.acknowledged()
