"""The whole of a message as plain values: every element, also those nobody interprets.

A tree is made of leaves (a text), branches (elements) and foreign parts (what the
standard lets anybody put in: supplementary data, signatures), which are kept as they
stand. Only white space between elements is dropped. `encode` gives back a document with
the same canonical form as the one `decode` was given without that white space.
"""

import binascii
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, TypeAlias

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import (
    Group,
    Marked,
    Message,
    Text,
    Type,
    Wildcard,
    namespace_of,
    root_of,
    types_of,
)

Value: TypeAlias = str | bool | bytes | Decimal

# Characters of all foreign parts of one document together. Each is whole in itself, with every
# namespace in force around it, so that a few hundred kilobytes could else become gigabytes.
FOREIGN_MAX: Final = 16 * 1024 * 1024
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'


class Spelling(msgspec.Struct, frozen=True, gc=False):
    """How an element was written: its prefix, and the namespaces declared with it."""

    prefix: str = ""
    declared: tuple[tuple[str, str], ...] = ()


PLAIN: Final = Spelling()
Attributes: TypeAlias = tuple[tuple[str, str], ...]


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """An element that is a text, as it was written. `type` is its type's name in the tables."""

    name: str
    type: str
    text: str
    attributes: Attributes = ()
    spelling: Spelling = PLAIN


class Foreign(msgspec.Struct, frozen=True, gc=False):
    """An element of anybody's, whole in itself, as it was written."""

    xml: str


class Branch(msgspec.Struct, frozen=True):
    """An element of elements, in the order of the document.

    `blank` is the white space in one that holds no element.
    """

    name: str
    type: str
    parts: "tuple[Leaf | Branch | Foreign, ...]"
    attributes: Attributes = ()
    spelling: Spelling = PLAIN
    blank: str = ""


Part: TypeAlias = Leaf | Branch | Foreign


class Tree(msgspec.Struct, frozen=True):
    """A message of one version, whole."""

    message: Message
    root: Branch

    def leaves(self) -> Iterator[tuple[str, Leaf]]:
        """Yield every leaf with its path, in the order of the document."""
        yield from _leaves(self.root, self.root.name)

    def value(self, leaf: Leaf) -> Value:
        """Return what the leaf's text means: a number, yes or no, bytes, or itself."""
        kind = types_of(self.message)[leaf.type]
        if isinstance(kind, Marked):
            kind = types_of(self.message)[kind.text]
        assert isinstance(kind, Text), f"{leaf.type} is no text"
        return _value(kind.primitive, leaf.text)


def _leaves(branch: Branch, path: str) -> Iterator[tuple[str, Leaf]]:
    for part in branch.parts:
        if isinstance(part, Leaf):
            yield f"{path}/{part.name}", part
        elif isinstance(part, Branch):
            yield from _leaves(part, f"{path}/{part.name}")


def _value(primitive: str, text: str) -> Value:
    match primitive:
        case "decimal":
            return Decimal(text.strip())
        case "boolean":
            return text.strip() in {"true", "1"}
        case "base64Binary":
            return binascii.a2b_base64(text)
        case "string":
            return text
        case _:
            return text.strip()  # dates and times, whose blanks mean nothing


def decode(element: xml.Element, message: Message) -> Tree:
    """Return the tree of a document that the schema of its version accepts.

    Raises:
        RemoteMessageError: it holds an element that the version does not know, or its
            foreign parts are too long together (`foreign-too-large`).
    """
    root = root_of(message)
    part = _decode(element, root.type, _Version(message), {})
    if not isinstance(part, Branch) or part.name != root.name:
        raise _unknown(element)
    return Tree(message, part)


def decode_part(element: xml.Element, type_name: str, message: Message) -> Part:
    """Return the part of a tree that one element is, with its type by name.

    Raises:
        RemoteMessageError: as `decode`.
    """
    parent = element.getparent()
    scope: Scope = {} if parent is None else parent.nsmap
    return _decode(element, type_name, _Version(message), scope)


class _Version:
    """What decoding must know of a version, and how much of one document it has kept whole."""

    def __init__(self, message: Message) -> None:
        self.types = types_of(message)
        self.space = namespace_of(message)
        self._foreign = 0

    def foreign(self, element: xml.Element) -> Foreign:
        """Return a foreign part, unless all of them together grow too long."""
        text = xml.verbatim(element)
        self._foreign += len(text)
        if self._foreign > FOREIGN_MAX:
            detail = (
                f"The foreign parts of the message have more than {FOREIGN_MAX} characters, "
                "each with its namespaces."
            )
            raise RemoteMessageError(detail, code="foreign-too-large")
        return Foreign(text)

    def child_type(self, kind: Group, child: xml.Element) -> str:
        """Return the type of a group's element."""
        for each in kind.children:
            if child.tag == f"{{{self.space}}}{each.name}":
                return each.type
        raise _unknown(child)


Scope: TypeAlias = Mapping[str | None, str]


def _decode(element: xml.Element, type_name: str, version: _Version, scope: Scope) -> Part:
    name, attributes = xml.local_name(element), tuple(element.attrib.items())
    inner = element.nsmap
    spelling = _spelling(element, scope, inner)
    kind = version.types[type_name]
    if isinstance(kind, Text | Marked):
        return Leaf(name, type_name, element.text or "", attributes, spelling)
    parts = tuple(_decode_part(child, kind, version, inner) for child in element)
    blank = "" if parts else element.text or ""
    return Branch(name, type_name, parts, attributes, spelling, blank)


def _decode_part(child: xml.Element, kind: Type, version: _Version, scope: Scope) -> Part:
    if isinstance(kind, Wildcard):
        return version.foreign(child)
    assert isinstance(kind, Group)
    return _decode(child, version.child_type(kind, child), version, scope)


def _spelling(element: xml.Element, scope: Scope, inner: Scope) -> Spelling:
    declared = tuple(
        (prefix or "", uri) for prefix, uri in inner.items() if scope.get(prefix) != uri
    )
    return Spelling(element.prefix or "", declared) if declared or element.prefix else PLAIN


def _unknown(element: xml.Element) -> RemoteMessageError:
    detail = f"The element {xml.local_name(element)[:80]} has no place in the message."
    return RemoteMessageError(detail, code="schema")


def encode(tree: Tree) -> bytes:
    """Return the document of a tree, without white space between elements.

    Raises:
        LocalMessageError: a text holds a character that no XML may hold.
    """
    root = tree.root
    if root.spelling == PLAIN:
        own = Spelling("", (("", namespace_of(tree.message)),))
        root = msgspec.structs.replace(root, spelling=own)
    return f"{_DECLARATION}{_encode(root, {})}".encode()


def _encode(part: Part, scope: Mapping[str, str]) -> str:
    """Write a part; `scope` are the namespaces in force, by prefix."""
    if isinstance(part, Foreign):
        return part.xml
    prefix, declared = part.spelling.prefix, part.spelling.declared
    name = f"{prefix}:{part.name}" if prefix else part.name
    marks = [f" xmlns{':' if p else ''}{p}={xml.quoted(uri)}" for p, uri in declared]
    inner = {**scope, **dict(declared)} if declared else scope
    marks += [f" {_attribute(key, inner)}={xml.quoted(value)}" for key, value in part.attributes]
    if isinstance(part, Leaf):
        content = xml.escaped(part.text)
    else:
        content = "".join(_encode(each, inner) for each in part.parts) or xml.escaped(part.blank)
    return f"<{name}{''.join(marks)}>{content}</{name}>"


def _attribute(name: str, scope: Mapping[str, str]) -> str:
    """Return an attribute's name with a prefix that its namespace has here."""
    uri, _, local = name.removeprefix("{").rpartition("}")
    if not uri:
        return local
    prefix = next(each for each, known in scope.items() if each and known == uri)
    return f"{prefix}:{local}"
