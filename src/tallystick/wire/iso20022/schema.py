"""Our own schema of each message version, written from the tables.

It gives the published schema's verdict on every document: it has the same types by the
same names (a document may name one in `xsi:type`) with the same facets, and nothing else.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import (
    Child,
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

_XS: Final = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'


@cache
def schema_of(message: Message) -> xml.Schema:
    """Return the compiled schema of a message version; compiled once, in a few milliseconds."""
    return xml.Schema(schema_text(message))


def schema_text(message: Message) -> str:
    """Return the schema of a message version as a document of XML Schema 1.0."""
    space, root = namespace_of(message), root_of(message)
    body = "".join(f"{_type(kind)}\n" for kind in types_of(message).values())
    return (
        f'<xs:schema {_XS} xmlns="{space}" targetNamespace="{space}"'
        f' elementFormDefault="qualified">\n'
        f'<xs:element name="{root.name}" type="{root.type}"/>\n{body}</xs:schema>\n'
    )


def _type(kind: Type) -> str:
    if isinstance(kind, Text):
        return simple_type(kind)
    return f'<xs:complexType name="{kind.name}">{_content(kind)}</xs:complexType>'


def _content(kind: Group | Marked | Wildcard) -> str:
    match kind:
        case Group(children=children, is_choice=is_choice):
            group = "choice" if is_choice else "sequence"
            return f"<xs:{group}>{''.join(map(_element, children))}</xs:{group}>"
        case Marked():
            attribute = f'name="{kind.attribute}" type="{kind.attribute_type}" use="required"'
            extension = f'<xs:extension base="{kind.text}"><xs:attribute {attribute}/>'
            return f"<xs:simpleContent>{extension}</xs:extension></xs:simpleContent>"
        case Wildcard(namespace=namespace, judged=judged):
            part = f'<xs:any namespace="{namespace}" processContents="{judged}"/>'
            return f"<xs:sequence>{part}</xs:sequence>"


def _element(child: Child) -> str:
    most = "unbounded" if child.most is None else child.most
    occurs = f'minOccurs="{child.least}" maxOccurs="{most}"'
    return f'<xs:element name="{child.name}" type="{child.type}" {occurs}/>'


def simple_type(text: Text) -> str:
    """Return a simple type as a schema defines it."""
    facets = "".join(f"<xs:{name} value={xml.quoted(value)}/>" for name, value in _facets(text))
    restriction = f'<xs:restriction base="xs:{text.primitive}">{facets}</xs:restriction>'
    return f'<xs:simpleType name="{text.name}">{restriction}</xs:simpleType>'


def _facets(text: Text) -> Iterator[tuple[str, str]]:
    if text.length:
        yield from zip(("minLength", "maxLength"), text.length, strict=True)
    if text.digits:
        yield from zip(("totalDigits", "fractionDigits"), text.digits, strict=True)
    if text.least:
        yield "minInclusive", text.least
    yield from (("enumeration", code) for code in text.codes)
    if text.pattern:
        yield "pattern", text.pattern
