"""The tables, read: which elements a message has, in which order, how often, of which type.

Names of elements and types are the standard's own. Nothing here knows what they mean.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NewType, TypeAlias

import msgspec
from msgspec.structs import replace

from tallystick.wire.iso20022.tables import MESSAGES, TYPES

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:"

Message = NewType("Message", str)
"""A supported message version by its name, such as pacs.008.001.08."""


class Text(msgspec.Struct, frozen=True):
    """A simple type: a primitive of XML Schema and what narrows it."""

    name: str
    primitive: str
    length: tuple[str, str] | None = None
    digits: tuple[str, str] | None = None
    least: str = ""
    codes: tuple[str, ...] = ()
    pattern: str = ""


class Child(msgspec.Struct, frozen=True):
    """An element of a group. `most` is None where there is no bound."""

    name: str
    type: str
    least: int
    most: int | None


class Group(msgspec.Struct, frozen=True):
    """A complex type that holds elements: all of them in order, or one of them."""

    name: str
    children: tuple[Child, ...]
    is_choice: bool


class Marked(msgspec.Struct, frozen=True):
    """A complex type that is a text with one required attribute: an amount, its currency."""

    name: str
    text: str
    attribute: str
    attribute_type: str


class Wildcard(msgspec.Struct, frozen=True):
    """A complex type that holds one element of a namespace.

    `judged` is how: `lax`, as far as its schema is known, or `skip`, not at all.
    """

    name: str
    namespace: str
    judged: str


Type: TypeAlias = Text | Group | Marked | Wildcard

_TEXT: Final = re.compile(
    r"(?P<primitive>\w+)(?: (?P<shortest>\d+)\.\.(?P<longest>\d+))?"
    r"(?: (?P<total>\d+)\.(?P<fraction>\d+))?(?: >= (?P<least>\S+))?"
    r"(?: = (?P<codes>[^~]+))?(?: ~ (?P<pattern>.+))?"
)
_CHILD: Final = re.compile(
    r"(?P<name>[\w.]+)(?P<often>[?*+]|\{(?P<least>\d+),(?P<most>\d+)\})? (?P<type>[\w.]+)"
)
_OFTEN: Final = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}
_MARKED: Final = re.compile(r"(\w+) @(\w+) (\w+)")


def supported() -> tuple[Message, ...]:
    """Return every supported message version, sorted."""
    return tuple(Message(name) for name in sorted(MESSAGES))


def namespace_of(message: Message) -> str:
    """Return the namespace of a message version."""
    return NAMESPACE + message


@cache
def root_of(message: Message) -> Child:
    """Return the outermost element of a message version."""
    name, _, content = MESSAGES[message].partition(" ")
    return Child(name, "Document" if name == "Document" else content, 1, 1)


@cache
def types_of(message: Message) -> dict[str, Type]:
    """Return every type of a message version by name, the outermost first."""
    found: dict[str, Type] = {}
    names = [root_of(message).type]
    while names:
        name = names.pop()
        if name not in found:
            found[name] = _type_in(message, name)
            names.extend(reversed(list(_used_by(found[name]))))
    return found


def _type_in(message: Message, name: str) -> Type:
    if name == "Document":
        return Group(name, (_child(MESSAGES[message].partition(" ")[2]),), is_choice=False)
    return _shared_type(name)


@cache
def _shared_type(name: str) -> Type:
    return read_type(name, TYPES[name])


def _used_by(kind: Type) -> Iterator[str]:
    match kind:
        case Group(children=children):
            yield from (child.type for child in children)
        case Marked(text=text, attribute_type=attribute_type):
            yield text
            yield attribute_type
        case Text() | Wildcard():
            return


def read_type(name: str, row: str) -> Type:
    """Return the type that a row of the tables tells."""
    if row.startswith("like "):
        return _differing(name, row)
    if row.startswith("any "):
        return Wildcard(name, *row.split(" ")[1:])
    if row[0].islower():  # a primitive's name; elements' names begin with a capital
        return _text(name, row)
    if found := _MARKED.fullmatch(row):
        return Marked(name, *found.groups())
    if " | " in row:
        return Group(name, _children(row.split(" | ")), is_choice=True)
    return Group(name, _children(row.split(", ")), is_choice=False)


def _differing(name: str, row: str) -> Group:
    """Return the type of a row that tells it by its difference from another: see `tables`."""
    other, _, told = row.removeprefix("like ").partition(": ")
    base = _shared_type(other)
    assert isinstance(base, Group), f"{name} is like {other}, which holds no elements"
    edits = told.split(", ") if told else []
    types = dict(edit.split(" -> ") for edit in edits if " -> " in edit)
    dropped = {edit[2:] for edit in edits if edit.startswith("- ")}
    told_anew = {each.name: each for each in map(_child, filter(_is_child, edits))}
    children = [
        told_anew.get(each.name) or replace(each, type=types.get(each.type, each.type))
        for each in base.children
        if each.name not in dropped
    ]
    for edit in edits:
        if edit.startswith("+ "):
            new, _, before = edit[2:].partition(" after ")
            place = [each.name for each in children].index(before) + 1 if before != "-" else 0
            children.insert(place, _child(new))
    return Group(name, tuple(children), base.is_choice)


def _is_child(edit: str) -> bool:
    return edit[0].isupper() and " -> " not in edit


def _children(rows: list[str]) -> tuple[Child, ...]:
    return tuple(map(_child, rows))


def _child(row: str) -> Child:
    found = _CHILD.fullmatch(row)
    assert found is not None, f"{row!r} is no element"
    least, most = _OFTEN.get(found["often"] or "", (0, 0))
    if found["least"]:
        least, most = int(found["least"]), int(found["most"])
    return Child(found["name"], found["type"], least, most)


def _text(name: str, row: str) -> Text:
    found = _TEXT.fullmatch(row)
    assert found is not None, f"{row!r} is no type"
    return Text(
        name,
        found["primitive"],
        (found["shortest"], found["longest"]) if found["shortest"] else None,
        (found["total"], found["fraction"]) if found["total"] else None,
        found["least"] or "",
        tuple((found["codes"] or "").split()),
        found["pattern"] or "",
    )
