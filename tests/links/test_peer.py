"""A stream between two nodes is heard once, in order, whole, and by nobody's mere word."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.core.effects import TellPeer
from tallystick.core.items import (
    NO_ITEMS,
    Forwarded,
    Item,
    StillPending,
    WithdrawalAsked,
    chain_on,
    item_digest,
)
from tallystick.core.orders import Order, Terms
from tallystick.core.state import PeerStream
from tallystick.journal.entries import encode
from tallystick.journal.port import OutboxRow
from tallystick.links.peer import (
    SEALED_BYTES_MAX,
    Delivered,
    Identity,
    Opened,
    Position,
    envelope_for,
    open_envelope,
)
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.seal import (
    ENVELOPE_BYTES_MAX,
    Attachment,
    Cover,
    Envelope,
    Parcel,
    seal,
    unseal,
)

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


def no_attachments(_payment_id: str) -> tuple[Attachment, ...]:
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


# What comes next.


def test_the_first_envelope_brings_the_first_items() -> None:
    """Whoever was never heard begins at the beginning, with the head that signs for it."""
    stream = waits(3)
    items = [StillPending("RUB-CNY", f"pay-{index}") for index in range(3)]
    assert hear(stream.envelope()).delivered == [
        Delivered(index + 1, item, (), HEAD) for index, item in enumerate(items)
    ]


def test_what_follows_is_heard_from_where_we_stand() -> None:
    """The next envelope goes on where the last one ended."""
    stream = waits(5)
    assert numbers(hear(stream.envelope(after=3), stream.heard(3))) == [4, 5]


def test_an_overlap_brings_only_what_is_new() -> None:
    """What was heard is compared and passed over."""
    stream = waits(6)
    assert numbers(hear(stream.envelope(after=1), stream.heard(4))) == [5, 6]
    assert numbers(hear(stream.envelope(), stream.heard(5))) == [6]


def test_a_repetition_brings_nothing() -> None:
    """An envelope that comes twice changes nothing, however late it comes."""
    stream = waits(6)
    for heard in (4, 5, 6):
        assert numbers(hear(stream.envelope(count=4), stream.heard(heard))) == []


def test_a_gap_brings_nothing() -> None:
    """What lies behind a gap is not taken; it will come again with what is missing."""
    stream = waits(6)
    assert numbers(hear(stream.envelope(after=4), stream.heard(3))) == []
    assert numbers(hear(stream.envelope(after=1))) == []
    assert numbers(hear(stream.envelope(after=3), stream.heard(3))) == [4, 5, 6]


def test_an_envelope_without_items_is_a_sign_of_life() -> None:
    """It acknowledges and echoes, and brings nothing."""
    stream = waits(2)
    opened = hear(stream.envelope(after=2), stream.heard(2))
    assert (opened.delivered, opened.is_ahead) == ([], False)
    assert (opened.cover.head, opened.cover.session) == (HEAD, b"session-of-north")


@settings(max_examples=60)
@given(
    st.integers(min_value=0, max_value=9),
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=9), st.integers(min_value=0, max_value=9)),
        max_size=25,
    ),
)
def test_whatever_is_lost_repeated_or_out_of_order_the_stream_is_heard_once(
    length: int, cuts: list[tuple[int, int]]
) -> None:
    """What was heard is the beginning of what was sent; what follows without gap is heard."""
    stream, heard = waits(length), PeerStream()
    for after, count in cuts:
        before = heard.received
        opened = hear(stream.envelope(after, count), heard)
        for each in opened.delivered:
            assert each.sequence == heard.received + 1
            chain = chain_on(heard.received_chain, item_digest(each.item))
            heard = PeerStream(received=each.sequence, received_chain=chain)
        reaches = min(after + count, length)
        assert heard.received == (max(before, reaches) if after <= before else before)
    assert heard == stream.heard(heard.received)


def test_thousands_of_items_are_heard_in_a_few_envelopes() -> None:
    """A node that was away for days catches up, and loses nothing on the way."""
    stream, heard, envelopes = waits(10_000), PeerStream(), 0
    while heard.received < 10_000:
        opened = hear(stream.envelope(heard.received), heard)
        assert numbers(opened)[0] == heard.received + 1
        heard = stream.heard(numbers(opened)[-1])
        envelopes += 1
    assert envelopes == 3


# What cannot be.


def test_a_fork_before_the_first_new_item_is_refused() -> None:
    """The right number after another past is another stream."""
    heard = waits(3)
    other = Stream([WithdrawalAsked("RUB-CNY", f"pay-{index}") for index in range(3)])
    other.tell(StillPending("RUB-CNY", "pay-3"))
    error = refusal(other.envelope(after=3), heard.heard(3))
    assert (error.code, error.ref) == ("stream-forked", "NORTH")
    assert "before item 4" in error.detail


def test_a_fork_among_what_was_heard_is_refused() -> None:
    """One item that differs from the one we heard under its number refuses them all."""
    told = [StillPending("RUB-CNY", f"pay-{index}") for index in range(6)]
    heard = Stream(told)
    for place in range(5):
        otherwise: list[Item] = [*told]
        otherwise[place] = WithdrawalAsked("RUB-CNY", f"pay-{place}")
        for heard_so_far in range(place + 1, 6):
            error = refusal(Stream(otherwise).envelope(), heard.heard(heard_so_far))
            assert error.code == "stream-forked", (place, heard_so_far)


def test_a_fork_after_what_was_heard_is_none() -> None:
    """What we never heard may be told in any way."""
    one, other = waits(3), waits(2)
    other.tell(WithdrawalAsked("RUB-CNY", "pay-2"))
    assert hear(other.envelope(), one.heard(2)).delivered[0].item == WithdrawalAsked(
        "RUB-CNY", "pay-2"
    )


def test_a_stream_does_not_begin_before_the_first_item() -> None:
    """A number below 1 is no item of a stream."""
    item = encode(StillPending("RUB-CNY", "pay"))
    assert refusal(by_hand([Parcel(0, item)])).code == "stream-forked"
    assert numbers(hear(by_hand([Parcel(-3, item)]))) == []
    assert refusal(by_hand([Parcel(-1, item), Parcel(0, item)])).code == "stream-forked"


NO_ITEM = encode(["StillPending", "RUB-CNY"])
BROKEN = {
    "nothing": b"",
    "no array": b"\x01",
    "an unknown kind": encode(["Gossip", "RUB-CNY", "pay"]),
    "a field too few": NO_ITEM,
    "a field of another kind": encode(["StillPending", "RUB-CNY", 7]),
    "two items": encode(StillPending("RUB-CNY", "pay")) * 2,
    "a rate of nothing": encode(
        ["Declared", "RUB-CNY", 1, 0, 0, 0, b"", ["RUB", "CNY", 1, 0]],
    ),
    "no bottom": b"\x94\xacStillPending\xa1a\xa1b" + b"\x91" * 100_000 + b"\xc0",
}


@pytest.mark.parametrize("item", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_item_refuses_its_envelope(item: bytes) -> None:
    """One item that cannot be read is the sender's fault, and nothing of it counts."""
    good = encode(StillPending("RUB-CNY", "pay-0"))
    error = refusal(by_hand([Parcel(1, good), Parcel(2, item)]))
    assert (error.code, "item 2 of NORTH" in error.detail) == ("item-broken", True)


@pytest.mark.parametrize(
    "item",
    [
        encode(["StillPending", "RUB-CNY", "pay", "more"]),
        b"\xdc\x00\x03" + encode(["StillPending", "RUB-CNY", "pay"])[1:],
        encode(["StillPending", "RUB-CNY", "pay"]).replace(b"\xa3pay", b"\xd9\x03pay"),
        encode(["Decided", "RUB-CNY", "pay", "rejected"]),
    ],
    ids=["one field more", "a longer array", "a longer text", "defaults left out"],
)
def test_an_item_has_one_form(item: bytes) -> None:
    """Equal items have equal digests: another form of the same item is refused."""
    error = refusal(by_hand([Parcel(1, item)]))
    assert (error.code, "canonical form" in error.detail) == ("item-broken", True)


def test_an_envelope_of_a_stranger_is_refused() -> None:
    """Nobody is heard whose key we were not given."""
    stranger = Identity("WEST", "1", NORTH.key)
    raw = envelope_for(stranger, "SOUTH", position(PeerStream()), (), no_attachments)
    assert refusal(raw).code == "envelope-refused"


# What the other has heard of us.


def ours() -> Stream:
    """Return the south's own stream to the north, five items long."""
    return Stream([WithdrawalAsked("RUB-CNY", f"pay-{index}") for index in range(5)])


def standing(stream: Stream, heard: int = 0) -> PeerStream:
    """Return how the south stands: it has sent a stream, and heard so many items."""
    return PeerStream(heard, len(stream.rows), NO_ITEMS, stream.chains[-1])


def acknowledging(stream: Stream, received: int, **over: object) -> bytes:
    """Return an envelope that acknowledges so much of the south's stream."""
    return by_hand([], received=received, received_chain=stream.chains[received], **over)


@pytest.mark.parametrize("received", range(6))
def test_an_acknowledgement_within_what_we_sent_is_taken(received: int) -> None:
    """The other has heard some of it, or all; we are not behind."""
    opened = hear(acknowledging(ours(), received), standing(ours()))
    assert (opened.acknowledged, opened.is_ahead) == (received, False)


def test_more_than_we_sent_is_ahead_of_us() -> None:
    """Who heard more than we know to have sent holds more of our books than our disk."""
    older, newer = waits(3), waits(5)
    opened = hear(acknowledging(newer, 5), standing(older))
    assert (opened.acknowledged, opened.is_ahead) == (3, True)
    opened = hear(acknowledging(newer, 5))
    assert (opened.acknowledged, opened.is_ahead) == (0, True)


def test_another_last_item_than_ours_is_ahead_of_us() -> None:
    """As many items, and not the ones we know: some disk of ours told them."""
    opened = hear(acknowledging(waits(5), 5), standing(ours()))
    assert (opened.acknowledged, opened.is_ahead) == (5, True)


def test_who_once_heard_more_from_the_other_than_it_knows_has_an_old_disk() -> None:
    """The other remembers what we acknowledged; less than that we never knew."""
    for told, heard, is_ahead in ((4, 4, False), (4, 5, False), (4, 3, True), (1, 0, True)):
        raw = acknowledging(ours(), 5, heard_out=told)
        assert hear(raw, standing(ours(), heard)).is_ahead is is_ahead


@pytest.mark.parametrize("received", [6, 10**6, 2**63, 2**64 - 1])
def test_no_acknowledgement_reaches_beyond_what_we_sent(received: int) -> None:
    """However much is claimed, what was never sent has not arrived."""
    opened = hear(by_hand([], received=received), standing(ours()))
    assert (opened.acknowledged, opened.is_ahead) == (5, True)


@pytest.mark.parametrize("received", [-1, -(2**63)])
def test_a_negative_acknowledgement_acknowledges_nothing(received: int) -> None:
    """Nothing has arrived that is before the first item."""
    assert hear(by_hand([], received=received), standing(ours())).acknowledged <= 0


def test_items_and_acknowledgement_come_together() -> None:
    """One envelope brings what is new and says how far we were heard."""
    stream = waits(3)
    us = PeerStream(1, 5, stream.chains[1], ours().chains[-1])
    north = PeerStream(2, 3, ours().chains[2], stream.chains[-1])
    raw = envelope_for(NORTH, "SOUTH", position(north), stream.rows[1:], no_attachments)
    opened = hear(raw, us)
    assert (numbers(opened), opened.acknowledged, opened.is_ahead) == ([2, 3], 2, False)


def test_what_is_sealed_says_where_the_sender_stands() -> None:
    """The cover names head, clock, sessions and what the other once told of itself."""
    stand = Position(waits(2).sent(), HEAD, AT, b"ours", b"theirs", 9, 77)
    cover = unseal(envelope_for(NORTH, "SOUTH", stand, (), no_attachments), "SOUTH", KEYS).cover
    assert (cover.head, cover.at, cover.session, cover.echo) == (HEAD, AT, b"ours", b"theirs")
    assert (cover.heard_out, cover.known_head) == (9, 77)
    assert cover.previous_chain == waits(2).chains[2]


# What travels beside an item, and how much fits.


def message(payment_id: str) -> tuple[Attachment, ...]:
    """Return a payment's message."""
    return (Attachment("message", f"<Document>{payment_id}".encode()),)


def test_a_message_travels_beside_its_payment_alone() -> None:
    """A forwarded payment brings its message; what is told of it later brings none."""
    stream = Stream([forwarded("pay-1"), StillPending("RUB-CNY", "pay-1"), forwarded("pay-2")])
    raw = envelope_for(NORTH, "SOUTH", position(stream.sent()), stream.rows, message)
    beside = [each.attachments for each in hear(raw).delivered]
    assert beside == [message("pay-1"), (), message("pay-2")]


def large(count: int, size: int) -> tuple[Stream, bytes]:
    """Return a stream of payments with messages of a size, and the envelope of them all."""
    stream = Stream([forwarded(f"pay-{index}") for index in range(count)])
    content = (Attachment("message", bytes(size)),)
    stand = position(stream.sent())
    return stream, envelope_for(NORTH, "SOUTH", stand, stream.rows, lambda _payment: content)


def test_an_envelope_ends_before_it_is_too_large() -> None:
    """What does not fit is left for the next one; whatever is sealed can be opened."""
    stream, raw = large(30, 700_000)
    opened = hear(raw)
    assert numbers(opened) == list(range(1, 12))
    assert len(raw) <= SEALED_BYTES_MAX
    assert hear(stream.envelope(after=11), stream.heard(11)).delivered[0].sequence == 12


def test_one_item_is_sealed_however_large_it_is() -> None:
    """A stream never stands still for the size of a message that can travel at all."""
    _, raw = large(2, SEALED_BYTES_MAX + 1)
    assert len(raw) < ENVELOPE_BYTES_MAX
    assert numbers(hear(raw)) == [1]


def test_what_is_sent_again_is_the_same() -> None:
    """The items of a repeated envelope are the same bytes, whatever was heard meanwhile."""
    stream = Stream([forwarded("pay-1"), StillPending("RUB-CNY", "pay-2")])
    later = position(msgspec.structs.replace(stream.sent(), received=5), heard_out=1)
    sealed = [
        envelope_for(NORTH, "SOUTH", stand, stream.rows, message)
        for stand in (position(stream.sent()), later)
    ]
    opened: list[Envelope] = [unseal(raw, "SOUTH", KEYS) for raw in sealed]
    assert opened[0].cover != opened[1].cover
    assert opened[0].parcels == opened[1].parcels
