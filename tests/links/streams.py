"""The north's stream to the south, as its outbox keeps it, and the south that opens it."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.core.effects import TellPeer
from tallystick.core.items import (
    NO_ITEMS,
    Forwarded,
    Item,
    StillPending,
    chain_on,
    item_digest,
)
from tallystick.core.orders import Order, Terms
from tallystick.core.state import PeerStream
from tallystick.journal.port import OutboxRow
from tallystick.links.peer import Identity, Opened, Position, envelope_for, open_envelope
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.seal import Attachment, Cover, Parcel, seal

AT = 1_790_000_000_000
HEAD = (40, sha256(b"head").digest())
NORTH = Identity("NORTH", "1", Ed25519PrivateKey.from_private_bytes(b"n" * 32))
SOUTH = Identity("SOUTH", "1", Ed25519PrivateKey.from_private_bytes(b"s" * 32))
KEYS = {(each.operator_id, "1"): each.key.public_key() for each in (NORTH, SOUTH)}


def order(payment_id: str) -> Order:
    """Return an order of the north's."""
    return Order(payment_id, "RUB-CNY", "NOBKRUMM", "SOBKCNSH", 100, "RUB", b"content")


def forwarded(payment_id: str) -> Item:
    """Return a payment as the north forwards it."""
    terms = Terms(100, "RUB", 8, "CNY", 0, "NORTH", "quote-1", AT + 600_000)
    return Forwarded("RUB-CNY", 1, order(payment_id), terms)


class Stream:
    """What the north sends the south, as its outbox keeps it."""

    def __init__(self, items: Sequence[Item] = ()) -> None:
        self.rows: list[OutboxRow] = []
        self.chains = [NO_ITEMS]
        for item in items:
            self.tell(item)

    def tell(self, item: Item) -> None:
        """Put an item at the end."""
        number = len(self.rows) + 1
        effect = TellPeer("SOUTH", number, item, self.chains[-1])
        self.rows.append(OutboxRow("peer:SOUTH", number, number, effect))
        self.chains.append(chain_on(self.chains[-1], item_digest(item)))

    def heard(self, count: int) -> PeerStream:
        """Return how the south stands when it has heard so many."""
        return PeerStream(received=count, received_chain=self.chains[count])

    def sent(self) -> PeerStream:
        """Return how the north stands: all is sent, nothing heard."""
        return PeerStream(sent=len(self.rows), sent_chain=self.chains[-1])

    def envelope(self, after: int = 0, count: int = 4096) -> bytes:
        """Seal the items after a number."""
        rows = self.rows[after : after + count]
        return envelope_for(NORTH, "SOUTH", position(self.sent()), rows, no_attachments)


def position(stream: PeerStream, heard_out: int = 0) -> Position:
    """Return where a node stands with this stream."""
    return Position(stream, HEAD, AT, b"session-of-north", b"", heard_out, 0)


def no_attachments(_name: str, _entry: int = 0) -> tuple[Attachment, ...]:
    """Have nothing travel beside the items."""
    return ()


def waits(count: int) -> Stream:
    """Return a stream that tells of so many payments that each is still pending."""
    return Stream([StillPending("RUB-CNY", f"pay-{index}") for index in range(count)])


def hear(raw: bytes, stream: PeerStream | None = None) -> Opened:
    """Open an envelope of the north's as the south, that stands so."""
    sender, opened = open_envelope(raw, SOUTH, KEYS, {"NORTH": stream} if stream else {})
    assert sender == "NORTH"
    return opened


def numbers(opened: Opened) -> list[int]:
    """Return the numbers of the items that are new."""
    return [each.sequence for each in opened.delivered]


def refusal(raw: bytes, stream: PeerStream | None = None) -> RemoteMessageError:
    """Return the error by which the south refuses an envelope."""
    with pytest.raises(RemoteMessageError) as caught:
        hear(raw, stream)
    return caught.value


def by_hand(parcels: Sequence[Parcel], **over: object) -> bytes:
    """Seal an envelope of the north's that says what a good node would not."""
    words: dict[str, object] = {
        "sender": "NORTH",
        "recipient": "SOUTH",
        "previous_chain": NO_ITEMS,
        "received": 0,
        "received_chain": NO_ITEMS,
        "head": HEAD,
        "at": AT,
        "key_id": "1",
        "session": b"session-of-north",
        "echo": b"",
        "heard_out": 0,
        "known_head": 0,
    }
    return seal(Cover(**{**words, **over}), parcels, NORTH.key)  # type: ignore[arg-type]
