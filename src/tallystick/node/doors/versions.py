"""Which version of a message the bytes are of, mostly without a parser.

It is the namespace of the Document, and of nothing else that is called like it: a name in a
text, a comment or the header says nothing. Where the one start tag of a Document says its
namespace plainly, that is read off; whatever is not so plain is parsed.
"""

import re
from typing import Final

from tallystick.admission.desk import MESSAGE_LIMITS
from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import NAMESPACE
from tallystick.wire.iso20022.parts import parts_of, version_of

# To look for the name first is far quicker than to try every tag. No attribute may hold an
# unescaped "<" (XML 1.0, 3.1).
_NAME: Final = re.compile(rb"Document(?=[\s/>])")
_PREFIX: Final = re.compile(rb"<[^\s<>/:!?]+:\Z")
_PREFIX_MAX: Final = 64
_ATTRIBUTE: Final = re.compile(rb"\s+([^\s=<>/]+)\s*=\s*(?:\"([^\"<&]*)\"|'([^'<&]*)')")
_VERSION: Final = re.compile(NAMESPACE.encode() + rb"([a-z]{4}\.[0-9]{3}\.[0-9]{3}\.[0-9]{2})")
_DECLARATION: Final = b"<?xml"


def message_in(raw: bytes) -> str:
    """Return which message version the bytes are of.

    Raises:
        RemoteMessageError: they cannot be read, or are of no supported version.
    """
    return _plainly(raw) or version_of(parts_of(xml.parse(raw, MESSAGE_LIMITS)).subject)


def _plainly(raw: bytes) -> str:
    """Return the version that the one start tag of a Document names, "" if it is not so plain.

    Where there are comments, sections or instructions, a tag may stand in one of them.
    """
    if b"<!" in raw or raw.count(b"<?") > raw.startswith(_DECLARATION):
        return ""
    starts = [name for name in _NAME.finditer(raw) if _begins_tag(raw, name.start())]
    if len(starts) != 1:
        return ""
    place, end = starts[0].span()
    prefix = raw[raw.rfind(b"<", 0, place) + 1 : place - 1]
    name = b"xmlns:" + prefix if prefix else b"xmlns"
    said = _VERSION.fullmatch(_attributes(raw, end).get(name, b""))
    return str(said[1], "ascii") if said is not None else ""


def _begins_tag(raw: bytes, place: int) -> bool:
    """Whether the name at a place is that of a start tag, under a prefix of usual length or none.

    An unusual one is not seen here, and the parser reads the message.
    """
    before = raw[place - 1 : place]
    if before == b"<":
        return True
    return before == b":" and _PREFIX.search(raw, max(place - _PREFIX_MAX, 0), place) is not None


def _attributes(raw: bytes, start: int) -> dict[bytes, bytes]:
    """Return the attributes of a start tag by their names, from where they begin."""
    attributes = {}
    while (found := _ATTRIBUTE.match(raw, start)) is not None:
        attributes[found[1]] = found[2] if found[2] is not None else found[3]
        start = found.end()
    return attributes
