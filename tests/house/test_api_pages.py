"""The HTTP interface's documents say what its table of routes says."""

import json
from collections.abc import Iterator
from typing import Any

from tallystick.api.openapi import document
from tallystick.api.routes import ROUTES
from tests.house.api_pages import DOCUMENT

TOLD = json.loads(document())


def test_the_document_is_current() -> None:
    """`make docs` writes it."""
    assert DOCUMENT.read_bytes() == document() + b"\n", "run `make docs`"


def test_every_route_is_told() -> None:
    """At its path, under its method, with its roles."""
    told = {
        (method.upper(), path): operation["x-roles"]
        for path, operations in TOLD["paths"].items()
        for method, operation in operations.items()
    }
    assert told == {
        (route.method, route.template): sorted(role.value for role in route.call.roles)
        for route in ROUTES
    }


def references(node: Any) -> Iterator[str]:
    """Yield every reference in a JSON document."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def test_every_reference_leads_somewhere() -> None:
    """And every schema is referred to."""
    found = {reference.removeprefix("#/components/schemas/") for reference in references(TOLD)}
    assert found == set(TOLD["components"]["schemas"])


def test_every_word_of_a_path_is_a_parameter() -> None:
    """And no other."""
    for path, operations in TOLD["paths"].items():
        for operation in operations.values():
            named = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
            assert named == [part.partition("}")[0] for part in path.split("{")[1:]]
