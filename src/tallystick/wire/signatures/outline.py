"""The parts of an XML signature, and where in a message it may stand."""

import binascii
from enum import Enum, auto
from typing import Final, NamedTuple

from tallystick.wire import xml
from tallystick.wire.iso20022.parts import Parts
from tallystick.wire.signatures.key_naming import refuse_bare_key
from tallystick.wire.signatures.keys import refused
from tallystick.wire.signatures.signed_part import DSIG
from tallystick.wire.unread import Limits

SIGNATURE: Final = f"{{{DSIG}}}Signature"
_CHILDREN: Final = tuple(
    f"{{{DSIG}}}{name}" for name in ("SignedInfo", "SignatureValue", "KeyInfo")
)
_METHOD: Final = f"{{{DSIG}}}SignatureMethod"
_VALUE_MAX: Final = 4096  # characters
_BLANKS: Final = dict.fromkeys(map(ord, " \t\r\n"))

_GROWN_MAX: Final = 16 * 1024 * 1024

# What was digested is bounded already; to look once more for long names is to no purpose.
_ANEW_LIMITS: Final = Limits(
    size=8 * _GROWN_MAX,  # a character of a name has at most four bytes
    text=8 * _GROWN_MAX,
    elements=_GROWN_MAX,
    attributes=_GROWN_MAX,
    namespaces=_GROWN_MAX,
    namespace=_GROWN_MAX,
)


def parsed(raw: bytes, limits: Limits) -> xml.Element:
    """Return the root of a document whose canonical form is bounded too.

    That may say a namespace's name once more at each element and at each attribute.

    Raises:
        RemoteMessageError: as `xml.parse`, or the canonical form could grow too large.
    """
    names = raw.count(b"<") - raw.count(b"</") + raw.count(b"=")
    if names * limits.namespace > _GROWN_MAX:
        raise refused("too-large", f"the message has {names} names and more, too many to sign")
    return xml.parse(raw, limits)


def parsed_anew(octets: bytes) -> xml.Element:
    """Return the root of what is left of a document that `parsed` took."""
    return xml.parse(octets, _ANEW_LIMITS)


class Place(Enum):
    """Where a signature stands: in AppHdr/Sgntr, or as the last part of the wrapper."""

    HEADER = auto()
    WRAPPER = auto()


class Outline(NamedTuple):
    """A signature by its parts, as it stands in its document; KeyInfo may be missing.

    `prefix` is that of its names, "" for none; `method` how it says it was signed, "" for
    nothing said.
    """

    signature: xml.Element
    signed_info: xml.Element
    prefix: str
    method: str
    value: bytes
    key_info: xml.Element | None


def slots_of(header: xml.Element) -> list[xml.Element]:
    """Return the header's own places for a signature: one, or none."""
    return named(header, "Sgntr")


def named(parent: xml.Element, name: str) -> list[xml.Element]:
    """Return the children of a name in the parent's own namespace."""
    tag = parent.tag.removesuffix(xml.local_name(parent)) + name
    return [child for child in parent if child.tag == tag]


def signature_in(root: xml.Element, parts: Parts, place: Place) -> xml.Element:
    """Return the one signature at its place.

    Raises:
        RemoteMessageError: there is none, or something else too.
    """
    if place is Place.WRAPPER:
        if any(part is root for part in parts):
            raise refused("missing", "it is to stand in a wrapper, and there is none")
        return only_signature(root, [child for child in root if child.tag == SIGNATURE])
    slots = [] if parts.header is None else slots_of(parts.header)
    if not slots:
        raise refused("missing", "there is no Sgntr in a header for it to stand in")
    if len(slots) > 1:
        raise refused("several", "there is more than one Sgntr in the header")
    return only_signature(slots[0], list(slots[0]))


def only_signature(holder: xml.Element, found: list[xml.Element]) -> xml.Element:
    """Return the signature found, which ends what it stands in.

    Raises:
        RemoteMessageError: it does not, or there is none, or more than one.
    """
    if not found:
        raise refused("missing", f"there is none in {xml.local_name(holder)[:40]}")
    if len(found) > 1:
        raise refused("several", f"there is more than one in {xml.local_name(holder)[:40]}")
    if found[0].tag != SIGNATURE or holder[-1] is not found[0]:
        raise refused("place", f"it does not stand last in {xml.local_name(holder)[:40]}")
    return found[0]


def outline_of(signature: xml.Element) -> Outline:
    """Return the parts of a signature, which has these and no others.

    Raises:
        RemoteMessageError: it has others, or its value is no base64.
    """
    children = list(signature)
    tags = tuple(child.tag for child in children)
    if tags not in {_CHILDREN, _CHILDREN[:2]} or signature.items() or _says(signature):
        raise refused("shape", "it is not SignedInfo, SignatureValue and at most KeyInfo")
    value, key_info = children[1], (children[2] if len(children) > 2 else None)
    if len(value) or value.items():
        raise refused("shape", "its SignatureValue is not a text alone")
    if key_info is not None:
        refuse_bare_key(key_info)
    # The prefix is noted now: an element that is taken out may come under another.
    prefix, method = children[0].prefix or "", _method(children[0])
    return Outline(signature, children[0], prefix, method, _value(value.text or ""), key_info)


def _method(signed_info: xml.Element) -> str:
    found = [child for child in signed_info if child.tag == _METHOD]
    return (found[0].get("Algorithm") or "") if found else ""


def _says(element: xml.Element) -> bool:
    """Whether there is a text between the children of an element."""
    texts = [element.text, *(child.tail for child in element)]
    return bool("".join(text or "" for text in texts).strip())


def _value(text: str) -> bytes:
    if len(text) > _VALUE_MAX:
        raise refused("too-large", f"its value has {len(text)} characters")
    letters = text.translate(_BLANKS)
    try:
        octets = binascii.a2b_base64(letters, strict_mode=True)
    except ValueError:
        octets = b""
    if not octets or binascii.b2a_base64(octets, newline=False).decode() != letters:
        raise refused("shape", "its value is not base64")
    return octets
