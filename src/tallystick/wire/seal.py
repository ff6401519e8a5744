"""Envelopes: what travels between two operators' nodes, sealed by one signature.

An envelope carries consecutive items of the sender's numbered stream, the
stream's chain hash before the first of them, how far the sender has heard the
recipient (number and chain hash), and the head of the sender's journal. One
Ed25519 signature (RFC 8032) covers all of it through the Merkle root of the
items (RFC 6962), so that each item can be proved alone.

What was sent once is sent again unchanged; only the acknowledgement and the head
may have moved on. Keys are passed in; nothing here keeps any.
"""

from collections.abc import Mapping, Sequence

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.merkle import leaf_hash, root
from tallystick.wire.signatures.keys import ed25519_fits

PROTOCOL = 1
ENVELOPE_BYTES_MAX = 16 * 1024 * 1024
PARCELS_MAX = 4096
NAME_MAX = 64
SESSION_BYTES = 16
CHAIN_BYTES = 32
_DOMAIN = b"tallystick.envelope.1\x00"


class Attachment(
    msgspec.Struct, frozen=True, array_like=True, gc=False, forbid_unknown_fields=True
):
    """Bytes that travel beside an item unchanged: a payment's message, say."""

    kind: str
    content: bytes


class Parcel(msgspec.Struct, frozen=True, array_like=True, gc=False, forbid_unknown_fields=True):
    """One item of a stream: its number, its canonical bytes, and what travels beside it."""

    number: int
    item: bytes
    attachments: tuple[Attachment, ...] = ()


class Cover(msgspec.Struct, frozen=True, array_like=True, gc=False, forbid_unknown_fields=True):
    """What an envelope says besides its items.

    `received` and `received_chain` acknowledge the recipient's stream; `head` is the
    number and hash of the last entry of the sender's journal; `at` is the sender's
    clock; `key_id` names the key of the signature. `session` is drawn anew at each
    start of the sender, `echo` is the recipient's session as the sender last saw it:
    an acknowledgement with our own session in it was made since we started.
    `heard_out` and `known_head` are what the recipient itself once told: how much of
    the sender's stream it had heard, and how long its journal was. A recipient that
    has less of either than it once told has lost part of its disk.
    """

    sender: str
    recipient: str
    previous_chain: bytes
    received: int
    received_chain: bytes
    head: tuple[int, bytes]
    at: int
    key_id: str
    session: bytes
    echo: bytes
    heard_out: int
    known_head: int
    protocol: int = PROTOCOL


class Envelope(msgspec.Struct, frozen=True, array_like=True, gc=False, forbid_unknown_fields=True):
    """A cover, consecutive parcels, and the signature over both."""

    cover: Cover
    parcels: tuple[Parcel, ...]
    signature: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Envelope)


def seal(cover: Cover, parcels: Sequence[Parcel], key: Ed25519PrivateKey) -> bytes:
    """Return the sealed bytes of an envelope."""
    signature = key.sign(signed_bytes(cover, parcels))
    return _encoder.encode(Envelope(cover, tuple(parcels), signature))


def signed_bytes(cover: Cover, parcels: Sequence[Parcel]) -> bytes:
    """Return what the signature covers: the cover and the root of the parcels."""
    tree = root([leaf_hash(_encoder.encode(parcel)) for parcel in parcels])
    return _DOMAIN + _encoder.encode((cover, len(parcels), tree))


def unseal(
    raw: bytes, recipient: str, keys: Mapping[tuple[str, str], Ed25519PublicKey]
) -> Envelope:
    """Return an envelope that is for us, whole, and signed by a key we know of its sender.

    `keys` are by (operator, key id).

    Raises:
        RemoteMessageError: it is not; the sentence says what is wrong.
    """
    envelope = _read(raw)
    cover = envelope.cover
    if cover.protocol != PROTOCOL:
        raise _wrong(f"protocol {cover.protocol} is not spoken here", cover)
    if not _is_bounded(cover):
        raise _wrong("a word of its cover has another length than it may have", cover)
    if cover.recipient != recipient:
        raise _wrong(f"it is for {cover.recipient}, not for {recipient}", cover)
    numbers = [parcel.number for parcel in envelope.parcels]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise _wrong("its items are not consecutive", cover)
    _verify(envelope, keys)
    return envelope


def _read(raw: bytes) -> Envelope:
    if len(raw) > ENVELOPE_BYTES_MAX:
        detail = f"an envelope of {len(raw)} bytes is larger than {ENVELOPE_BYTES_MAX}"
        raise RemoteMessageError(detail, code="envelope-too-large")
    try:
        envelope = _decoder.decode(raw)
    except (msgspec.DecodeError, ValueError, RecursionError) as broken:
        detail = f"an envelope cannot be read: {broken}"
        raise RemoteMessageError(detail, code="envelope-broken") from broken
    if len(envelope.parcels) > PARCELS_MAX:
        raise _wrong(f"it holds more than {PARCELS_MAX} items", envelope.cover)
    return envelope


def _is_bounded(cover: Cover) -> bool:
    """Whether names and hashes have the lengths of names and hashes."""
    names = (cover.sender, cover.recipient, cover.key_id)
    sessions = (cover.session, cover.echo)
    chains = (cover.previous_chain, cover.received_chain)
    return (
        all(len(name) <= NAME_MAX for name in names)
        and all(len(session) in (0, SESSION_BYTES) for session in sessions)
        and all(len(chain) == CHAIN_BYTES for chain in chains)
        and len(cover.head[1]) == CHAIN_BYTES
    )


def _verify(envelope: Envelope, keys: Mapping[tuple[str, str], Ed25519PublicKey]) -> None:
    cover = envelope.cover
    key = keys.get((cover.sender, cover.key_id))
    if key is None:
        raise _wrong(f"key {cover.key_id!r} of {cover.sender!r} is not known", cover)
    if not ed25519_fits(key, envelope.signature, signed_bytes(cover, envelope.parcels)):
        raise _wrong("its signature does not fit", cover)


def _wrong(what: str, cover: Cover) -> RemoteMessageError:
    detail = f"an envelope is refused: {what}"
    return RemoteMessageError(detail[:300], code="envelope-refused", ref=cover.sender[:NAME_MAX])
