"""What docs/reference says of the HTTP interface: routes, problems, OpenAPI document."""

from collections.abc import Iterator
from pathlib import Path

from tallystick.api.bodies import Kind
from tallystick.api.openapi import document
from tallystick.api.problems import WORDS
from tallystick.api.routes import ROUTES, Route
from tests.house.source import ROOT

DOCUMENT: Path = ROOT / "docs" / "reference" / "openapi.json"


def routes() -> Iterator[tuple[object, ...]]:
    """Yield of each route: what is asked, by whom, in what words, what it does, the status yes."""
    for route in ROUTES:
        who = ", ".join(sorted(role.value for role in route.call.roles))
        yield f"`{route.name}`", who, _words(route), route.summary.rstrip("."), route.status


def _words(route: Route) -> str:
    told = [f"query {', '.join(f'`{word}`' for word in route.query_words)}"]
    parts = told if route.query_words else []
    parts += [f"header `{name}`" for name in route.header_words.values()]
    if route.kind is not Kind.NONE:
        parts.append(f"body `{route.kind.value}`")
    return "; ".join(parts) or "none"


def problems() -> Iterator[tuple[object, ...]]:
    """Yield each of our own problem codes, its HTTP status and what it tells."""
    for code, word in WORDS.items():
        yield f"`{code}`", word.status, word.title


def write() -> None:
    """Write the OpenAPI document anew."""
    DOCUMENT.write_bytes(document() + b"\n")
