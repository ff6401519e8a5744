"""Decode to a tree, encode again, compare: is anything lost on the way?"""

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022 import tree
from tallystick.wire.iso20022.parts import name_of, parts_of, version_of
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.unread import LIMITS, Limits


class RoundTrip(msgspec.Struct, frozen=True, gc=False):
    """Whether every part of a message came back the same; `error` says why not, or nothing."""

    message: str | None
    same: bool
    error: str | None


def round_trip(raw: bytes, limits: Limits = LIMITS) -> RoundTrip:
    """Compare a file's canonical XML with that of what we make of it.

    White space between elements, comments and processing instructions are left out.
    """
    message = None
    try:
        parts = parts_of(xml.parse(raw, limits))
        message = name_of(parts.subject)
        changed = [xml.local_name(part) for part in parts.present() if not _is_same(part)]
    except RemoteMessageError as broken:
        return RoundTrip(message, same=False, error=str(broken))
    error = f"{' and '.join(changed)} came back changed." if changed else None
    return RoundTrip(message, not changed, error)


def _is_same(part: xml.Element) -> bool:
    message = version_of(part)
    flaws = schema_of(message).flaws(part)
    if flaws:
        first = flaws[0]
        raise RemoteMessageError(first.text, code=first.code, field=first.path)
    encoded = xml.parse(tree.encode(tree.decode(part, message)))
    xml.drop_blanks(part)
    return xml.canonical(part) == xml.canonical(encoded)
