"""The OpenAPI document, made from the table of routes and the types of the calls.

It is the same bytes on every run, so that it can be kept beside the code and compared.
"""

from functools import cache
from http import HTTPStatus
from typing import Any, Final

import msgspec

from tallystick import __version__
from tallystick.api.bodies import Kind
from tallystick.api.problems import Problem
from tallystick.api.routes import ROUTES, Route
from tallystick.node.doors.asked import SIGNATURE_HEADER

DOCUMENT_PATH: Final = "/v1/openapi.json"
_WHERE: Final = "#/components/schemas/{name}"
_ABOUT: Final = (
    "Everything is asked over mutual TLS; who asks is known by the client's certificate."
    " Amounts are whole minor units of the currency beside them, instants milliseconds"
    " since the start of 1970 in UTC. Every answer that is no is a Problem. Whoever sends a"
    " message and accepts application/xml rather than JSON is answered with a message: admi.007"
    " for one that was taken, pacs.002 for a status, admi.002 for one that was refused."
)
_BYTES: Final = {"type": "string", "format": "binary"}
_LETTER: Final = {"application/xml": {"schema": _BYTES}}
_SIGNATURE: Final = {
    "description": (
        "Of an answer that is an ISO 20022 message: the node's detached JWS over its bytes."
    ),
    "schema": {"type": "string"},
}
Schema = dict[str, Any]


@cache
def document() -> bytes:
    """Return the document as JSON text."""
    types = _types()
    references, components = msgspec.json.schema_components(types, ref_template=_WHERE)
    schema_of = dict(zip(types, references, strict=True))
    paths: dict[str, Schema] = {}
    for route in ROUTES:
        paths.setdefault(route.template, {})[route.method.lower()] = _operation(
            route, schema_of, components
        )
    told = {
        "openapi": "3.1.0",
        "info": {"title": "Tallystick node", "version": __version__, "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": {name: components[name] for name in sorted(_used(paths, components))},
            "securitySchemes": {"certificate": {"type": "mutualTLS"}},
        },
        "security": [{"certificate": []}],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def _types() -> list[Any]:
    types = [Problem]
    for route in ROUTES:
        types += [route.call.asked, route.call.told]
    return list(dict.fromkeys(types))


def _operation(route: Route, schema_of: dict[Any, Schema], components: dict[str, Any]) -> Schema:
    roles = sorted(role.value for role in route.call.roles)
    told = {"application/json": {"schema": schema_of[route.call.told]}}
    problem = {"application/problem+json": {"schema": schema_of[Problem]}}
    beside: Schema = {}
    if route.letter is not None:
        told |= _LETTER
        problem |= _LETTER
        beside = {"headers": {SIGNATURE_HEADER: _SIGNATURE}}
    asked = components[route.call.asked.__name__]
    operation: Schema = {
        "operationId": route.call.name,
        "summary": route.summary,
        "description": f"{asked['description']}\n\nMay be asked by: {', '.join(roles)}.",
        "x-roles": roles,
        "parameters": _parameters(route, asked),
        "responses": {
            str(route.status): {"description": _meaning(route.status), "content": told, **beside},
            "default": {"description": "The answer no.", "content": problem, **beside},
        },
    }
    body = _body(route, schema_of, asked)
    return {**operation, "requestBody": body} if body else operation


def _parameters(route: Route, asked: Schema) -> list[Schema]:
    places = [("path", word, word) for word in route.path_words]
    places += [("query", word, word) for word in route.query_words]
    places += [("header", word, name) for word, name in route.header_words.items()]
    required = asked.get("required", ())
    return [
        {
            "name": name,
            "in": place,
            "required": place == "path" or word in required,
            "schema": asked["properties"][word],
        }
        for place, word, name in places
    ]


def _body(route: Route, schema_of: dict[Any, Schema], asked: Schema) -> Schema:
    match route.kind:
        case Kind.NONE:
            return {}
        case Kind.JSON if not route.path_words:
            schema = schema_of[route.call.asked]
        case Kind.JSON:
            schema = _without(asked, route.path_words)
        case _:
            schema = _BYTES
    return {"required": True, "content": {route.kind.media_type: {"schema": schema}}}


def _without(asked: Schema, words: tuple[str, ...]) -> Schema:
    properties = {name: each for name, each in asked["properties"].items() if name not in words}
    required = [name for name in asked.get("required", ()) if name not in words]
    return {**asked, "properties": properties, "required": required}


def _used(paths: Schema, components: dict[str, Any]) -> set[str]:
    """Return the names of the schemas that the paths refer to, and those that these refer to."""
    found: set[str] = set()
    new = _names(paths)
    while new:
        found |= new
        new = {name for each in new for name in _names(components[each])} - found
    return found


def _names(node: Any) -> set[str]:  # noqa: ANN401 - any part of a JSON document
    if isinstance(node, dict):
        own = {str(node["$ref"]).rpartition("/")[2]} if "$ref" in node else set()
        return own.union(*map(_names, node.values()))
    return set().union(*map(_names, node)) if isinstance(node, list | tuple) else set()


def _meaning(status: int) -> str:
    return HTTPStatus(status).phrase
