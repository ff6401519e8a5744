"""The link to the other operator's node: a numbered stream each way, in sealed envelopes.

What is sent is what the outbox holds after the other's last acknowledgement, so
a lost envelope is sent again and a repeated one changes nothing. An envelope also
says how much of our stream the other holds: if that is more than we know of, our
disk is older than our word, and we must not decide anything.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tallystick.core.effects import TellPeer
from tallystick.core.items import (
    Assigned,
    AssignmentAnswered,
    Forwarded,
    Item,
    chain_on,
    item_digest,
)
from tallystick.core.state import PeerStream
from tallystick.journal.entries import encode
from tallystick.journal.port import OutboxRow
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.seal import (
    ENVELOPE_BYTES_MAX,
    NAME_MAX,
    Attachment,
    Cover,
    Envelope,
    Parcel,
    seal,
    unseal,
)
from tallystick.wire.signatures.keys import Algorithm, SigningKey

SEALED_BYTES_MAX = ENVELOPE_BYTES_MAX // 2


class AttachmentsOf(Protocol):
    """What gives the bytes that travel beside an item."""

    def __call__(self, name: str, entry: int = 0, /) -> tuple[Attachment, ...]:
        """Return those of a payment or an assignment, or of the answer kept with an entry."""


_ITEM = msgspec.msgpack.Decoder(Item)


class Identity(NamedTuple):
    """Who we are to other nodes and to participants, and by which key they know us."""

    operator_id: str
    key_id: str
    key: Ed25519PrivateKey

    def signer(self) -> SigningKey:
        """Return the same key as that of our messages to participants."""
        return SigningKey(self.key_id, Algorithm.ED25519, self.key)


class Delivered(NamedTuple):
    """One item of the other's stream that comes next, and what travelled beside it."""

    sequence: int
    item: Item
    attachments: tuple[Attachment, ...]
    head: tuple[int, bytes]


class Opened(NamedTuple):
    """What an envelope brought: new items, and how far the other has heard us.

    `is_ahead` says that the other holds more of our stream than we know we sent, or
    once heard more of us than we know: our disk is an old one.
    """

    cover: Cover
    delivered: list[Delivered]
    acknowledged: int
    is_ahead: bool


class Position(NamedTuple):
    """Where we stand as an envelope is sealed: streams, journal's head, clock, both sessions.

    `heard_out` and `known_head` are how far the other node once told us it had come.
    """

    stream: PeerStream
    head: tuple[int, bytes]
    at: int
    session: bytes
    echo: bytes
    heard_out: int
    known_head: int


class Outward(NamedTuple):
    """A sealed envelope, and the number of the last item in it: 0 if it has none."""

    raw: bytes
    last: int


def envelope_for(
    identity: Identity,
    peer_id: str,
    position: Position,
    rows: Sequence[OutboxRow],
    attachments_of: AttachmentsOf,
) -> bytes:
    """Seal the rows (consecutive, perhaps none) for the other node, with our acknowledgement."""
    return outward(identity, peer_id, position, rows, attachments_of).raw


def outward(
    identity: Identity,
    peer_id: str,
    position: Position,
    rows: Sequence[OutboxRow],
    attachments_of: AttachmentsOf,
) -> Outward:
    """Seal as many of the rows as an envelope holds, and say which was the last."""
    parcels = _parcels(rows, attachments_of)
    first = rows[0].effect if rows else None
    stream = position.stream
    previous = first.previous_chain if isinstance(first, TellPeer) else stream.sent_chain
    cover = Cover(
        identity.operator_id,
        peer_id,
        previous,
        stream.received,
        stream.received_chain,
        position.head,
        position.at,
        identity.key_id,
        position.session,
        position.echo,
        position.heard_out,
        position.known_head,
    )
    return Outward(seal(cover, parcels, identity.key), parcels[-1].number if parcels else 0)


def _parcels(rows: Sequence[OutboxRow], attachments_of: AttachmentsOf) -> list[Parcel]:
    """Return the first rows as parcels, at least one, as many as an envelope may hold."""
    parcels: list[Parcel] = []
    size = 0
    for row in rows:
        parcel = _parcel(row, attachments_of)
        size += len(parcel.item) + sum(len(beside.content) for beside in parcel.attachments)
        if parcels and size > SEALED_BYTES_MAX:
            break
        parcels.append(parcel)
    return parcels


def _parcel(row: OutboxRow, attachments_of: AttachmentsOf) -> Parcel:
    effect = row.effect
    assert isinstance(effect, TellPeer), "only items go to a peer"
    return Parcel(effect.sequence, encode(effect.item), _beside(row, effect.item, attachments_of))


def _beside(row: OutboxRow, item: Item, attachments_of: AttachmentsOf) -> tuple[Attachment, ...]:
    """Return what travels beside an item: a payment's message, a question's, or an answer's."""
    match item:
        case Forwarded(order=order):
            return attachments_of(order.payment_id)
        case Assigned(assignment=assignment):
            return attachments_of(assignment.assignment_id)
        case AssignmentAnswered(assignment_id=assignment_id):
            return attachments_of(assignment_id, row.entry)
        case _:
            return ()


def open_envelope(
    raw: bytes,
    identity: Identity,
    keys: Mapping[tuple[str, str], Ed25519PublicKey],
    streams: Mapping[str, PeerStream],
) -> tuple[str, Opened]:
    """Return the sender and what its envelope brings beyond what we have heard.

    Raises:
        RemoteMessageError: it is broken, not for us, not signed by a peer we know, or
            its stream is not the one whose beginning we heard.
    """
    envelope = unseal(raw, identity.operator_id, keys)
    sender = envelope.cover.sender
    stream = streams.get(sender, PeerStream())
    cover = envelope.cover
    ahead = (
        cover.received > stream.sent
        or cover.heard_out > stream.received
        or (cover.received == stream.sent and cover.received_chain != stream.sent_chain)
    )
    delivered = _next_items(envelope, stream)
    return sender, Opened(cover, delivered, min(cover.received, stream.sent), ahead)


def _next_items(envelope: Envelope, stream: PeerStream) -> list[Delivered]:
    """Return the items that come next; what was heard must be what we heard."""
    chain, new = envelope.cover.previous_chain, []
    for parcel in envelope.parcels:
        if parcel.number == stream.received + 1 and chain != stream.received_chain:
            raise _forked(envelope, parcel.number)
        item = _read_item(envelope, parcel)
        chain = chain_on(chain, item_digest(item))
        if parcel.number == stream.received and chain != stream.received_chain:
            raise _forked(envelope, parcel.number)
        if parcel.number > stream.received:
            new.append(Delivered(parcel.number, item, parcel.attachments, envelope.cover.head))
    if new and new[0].sequence != stream.received + 1:
        return []
    return new


def _read_item(envelope: Envelope, parcel: Parcel) -> Item:
    try:
        item: Item = _ITEM.decode(parcel.item)
    except (msgspec.DecodeError, ValueError, RecursionError) as broken:
        detail = f"item {parcel.number} of {envelope.cover.sender} cannot be read: {broken}"
        raise RemoteMessageError(detail, code="item-broken") from broken
    if len(item.agreement_id) > NAME_MAX:
        detail = f"item {parcel.number} of {envelope.cover.sender} names no agreement"
        raise RemoteMessageError(detail, code="item-broken")
    if encode(item) != parcel.item:
        detail = f"item {parcel.number} of {envelope.cover.sender} is not in its canonical form"
        raise RemoteMessageError(detail, code="item-broken")
    return item


def _forked(envelope: Envelope, number: int) -> RemoteMessageError:
    detail = f"the stream of {envelope.cover.sender} is not the one we heard before item {number}"
    return RemoteMessageError(detail, code="stream-forked", ref=envelope.cover.sender)
