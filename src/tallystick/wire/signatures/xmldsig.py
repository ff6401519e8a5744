"""XML signatures of ISO 20022 messages: a few fixed forms of XML Signature 1.1, no others.

A form says where the signature stands and what its references cover, in which order:

    IN_HEADER     in AppHdr/Sgntr, one reference, `URI=""`: the whole file but the signature
    IN_WRAPPER    the last part of the wrapper, and the same reference
    KEY_HEADER_DOCUMENT, HEADER_DOCUMENT_KEY
                  in AppHdr/Sgntr, three references: `#id` the KeyInfo, `URI=""` the AppHdr
                  without the signature, and one without a URI the Document (as instant
                  payment systems have it; the order is the system's)

Everything is made canonical by Exclusive XML Canonicalization without comments, digested
by SHA-256, and found by its place, never by its id. Whoever sends chooses none of it:
`signed_part` makes the one SignedInfo that may stand there and compares. The key is one of
those passed in; what KeyInfo says of it is not read, and it may not bring a bare key.

`verify` gives back what was signed, read anew from the very bytes that were digested. Use
that and nothing else of the file: what a signature does not cover is not in it. For whom a
message is, and when it was made, stands in the header (To, CreDt, BizMsgIdr), which every
form signs where there is one; to judge it is the caller's.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Final, NamedTuple, assert_never

import msgspec

from tallystick.terms.errors import LocalMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.parts import Parts, parts_of
from tallystick.wire.signatures.changes import put_in, take_out
from tallystick.wire.signatures.key_naming import KeyNaming, id_of, key_naming_text
from tallystick.wire.signatures.keys import Signer, VerificationKey, refused
from tallystick.wire.signatures.outline import (
    SIGNATURE,
    Outline,
    Place,
    named,
    outline_of,
    parsed,
    parsed_anew,
    signature_in,
    slots_of,
)
from tallystick.wire.signatures.signed_part import (
    DSIG,
    METHODS,
    Reference,
    alone,
    refuse_other,
    whole,
    written,
)
from tallystick.wire.unread import LIMITS, Limits

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'


class Target(Enum):
    """What a reference covers."""

    FILE = auto()
    KEY = auto()
    HEADER = auto()
    DOCUMENT = auto()


class Form(msgspec.Struct, frozen=True):
    """Where a signature stands, and what it covers, in the order of its references."""

    place: Place
    targets: tuple[Target, ...]


IN_HEADER: Final = Form(Place.HEADER, (Target.FILE,))
IN_WRAPPER: Final = Form(Place.WRAPPER, (Target.FILE,))
KEY_HEADER_DOCUMENT: Final = Form(Place.HEADER, (Target.KEY, Target.HEADER, Target.DOCUMENT))
HEADER_DOCUMENT_KEY: Final = Form(Place.HEADER, (Target.HEADER, Target.DOCUMENT, Target.KEY))


class Verified(NamedTuple):
    """By which of the keys a message was signed, and what was signed, without the signature.

    `root` is a document of its own; `messages.received_in` makes views of it.
    """

    key_id: str
    root: xml.Element


def verify(
    raw: bytes,
    keys: Mapping[str, VerificationKey],
    form: Form,
    limits: Limits = LIMITS,
) -> Verified:
    """Return what of a message was signed, in the form told, by one of the keys.

    `keys` are all that this sender may sign with, by their names; they are few, for
    each of the signature's algorithm is tried.

    Raises:
        RemoteMessageError: it was not. Its code is one of the XML door's or of
            `parts_of`, or, behind `signature-`, one of missing, several, place, shape,
            too-large, key-info, id, part, algorithm, canonicalization, reference,
            transform, digest-method, digest and value. Nothing else is raised.
    """
    root = parsed(raw, limits)
    parts = parts_of(root)
    outline = outline_of(signature_in(root, parts, form.place))
    candidates = _candidates(outline, keys)
    signed_info = xml.exclusive(outline.signed_info)
    key_info = _named(outline, root) if Target.KEY in form.targets else None
    take_out(outline.signature)
    references = tuple(_references(form, root, parts, key_info))
    expected = written(outline.prefix, outline.method, references)
    refuse_other(outline.signed_info, signed_info, expected)
    for key_id, key in candidates.items():
        if key.fits(outline.value, signed_info):
            return Verified(key_id, _read_anew(form, references))
    raise refused("value", "it fits none of the sender's keys")


class _Named(NamedTuple):
    """The KeyInfo that a reference covers: its id, and its bytes in canonical form."""

    name: str
    octets: bytes


def _named(outline: Outline, root: xml.Element) -> _Named:
    if outline.key_info is None:
        raise refused("part", "its KeyInfo is to be signed, and is missing")
    return _Named(id_of(outline.key_info, root), xml.exclusive(outline.key_info))


def _candidates(
    outline: Outline, keys: Mapping[str, VerificationKey]
) -> dict[str, VerificationKey]:
    """Return the keys that are listed for the method of a signature."""
    found = {name: key for name, key in keys.items() if METHODS[key.algorithm] == outline.method}
    if not found:
        raise refused("algorithm", "none of the sender's keys is listed for its algorithm")
    return found


def _references(
    form: Form, root: xml.Element, parts: Parts, key_info: _Named | None
) -> Iterator[Reference]:
    """Yield what is signed, as it is once the signature is taken out."""
    for target in form.targets:
        match target:
            case Target.FILE:
                yield Reference("", is_around=True, octets=xml.exclusive(root))
            case Target.HEADER:
                yield Reference("", is_around=True, octets=_octets(parts.header))
            case Target.DOCUMENT:
                yield Reference(None, is_around=False, octets=_octets(parts.document))
            case Target.KEY:
                assert key_info is not None, "it was asked for by the form"
                yield Reference(f"#{key_info.name}", is_around=False, octets=key_info.octets)
            case _:
                assert_never(target)


def _octets(part: xml.Element | None) -> bytes:
    if part is None:
        raise refused("part", "a header and a document are to be signed, and one is missing")
    return xml.exclusive(part)


def _read_anew(form: Form, references: tuple[Reference, ...]) -> xml.Element:
    """Return what was signed, and nothing else, without the empty place of the signature."""
    signed = dict(zip(form.targets, (each.octets for each in references), strict=True))
    if Target.FILE in signed:
        text = signed[Target.FILE]
    else:
        both = signed[Target.HEADER] + signed[Target.DOCUMENT]
        text = b"<BusinessMessage>%s</BusinessMessage>" % both
    root = parsed_anew(text)
    header = parts_of(root).header
    if form.place is Place.HEADER and header is not None:
        for slot in slots_of(header):
            take_out(slot)
    return root


def sign(
    raw: bytes,
    signer: Signer,
    form: Form,
    key_info: KeyNaming | None = None,
    limits: Limits = LIMITS,
) -> bytes:
    """Return the message with its signature in it, otherwise unchanged.

    Comments, instructions and the XML declaration are not kept as they are: they carry
    nothing. `key_info` names the key to the recipient; forms that sign it need it.

    Raises:
        LocalMessageError: the message has no place for the signature or has one already,
            or lacks a part that the form signs.
        RemoteMessageError: the bytes are no message, as of `parse` and `parts_of`.
    """
    root = parsed(raw, limits)
    parts = parts_of(root)
    _refuse_unsignable(form, root, parts, key_info)
    holder = root if form.place is Place.WRAPPER else _new_slot(parts)
    prefix = _prefix_in(holder)
    about_key = "" if key_info is None else key_naming_text(key_info, prefix)
    named = None if key_info is None else _Named(key_info.id, about_key.encode())
    references = tuple(_references(form, root, parts, named))
    signed_info = written(prefix, METHODS[signer.algorithm], references)
    value = b64encode(signer.sign(signed_info)).decode()
    inner = signed_info.decode() + whole(prefix, "SignatureValue", value) + about_key
    signature = put_in(holder, len(holder), alone(prefix, "Signature", inner))
    assert xml.exclusive(signature[0]) == signed_info, "it stands there as it was signed"
    return f"{_DECLARATION}{xml.verbatim(root)}".encode()


def _refuse_unsignable(
    form: Form, root: xml.Element, parts: Parts, key_info: KeyNaming | None
) -> None:
    if form.place is Place.HEADER and parts.header is None:
        raise _unsignable("has no header for a signature to stand in")
    if form.place is Place.WRAPPER and any(part is root for part in parts):
        raise _unsignable("has no wrapper for a signature to stand in")
    if form.place is Place.WRAPPER and any(child.tag == SIGNATURE for child in root):
        raise _unsignable("has a signature already")
    if Target.DOCUMENT in form.targets and parts.document is None:
        raise _unsignable("has no document to sign")
    if Target.KEY not in form.targets:
        return
    if key_info is None:
        raise _unsignable("is to be signed with its KeyInfo, and none is told")
    if xml.values_alike(root, key_info.id):
        raise _unsignable("has an attribute with the id of the KeyInfo")


def _new_slot(parts: Parts) -> xml.Element:
    """Put the place for a signature into the header: last, but for related headers."""
    header = parts.header
    assert header is not None, "it was asked for"
    if slots_of(header):
        raise _unsignable("has a signature already")
    prefix, related = header.prefix, named(header, "Rltd")
    name = f"{prefix}:Sgntr" if prefix else "Sgntr"
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    text = f"<{name} {declared}={xml.quoted(xml.namespace(header))}/>"
    place = list(header).index(related[0]) if related else len(header)
    return put_in(header, place, text)


def _prefix_in(holder: xml.Element) -> str:
    """Return the prefix of the namespace of signatures: that in force, else the usual one."""
    prefixes = [prefix or "" for prefix, uri in holder.nsmap.items() if uri == DSIG]
    return prefixes[0] if prefixes else "ds"


def _unsignable(what: str) -> LocalMessageError:
    return LocalMessageError(f"A message to be signed {what}.", code="signature-message")
