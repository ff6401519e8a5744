"""An envelope says how far its sender has come, and carries what it may hold."""

import msgspec
import pytest

from tallystick.core.items import NO_ITEMS, StillPending, WithdrawalAsked
from tallystick.core.state import PeerStream
from tallystick.links.peer import SEALED_BYTES_MAX, Position, envelope_for
from tallystick.wire.seal import ENVELOPE_BYTES_MAX, Attachment, Envelope, unseal
from tests.links.streams import (
    AT,
    HEAD,
    KEYS,
    NORTH,
    Stream,
    by_hand,
    forwarded,
    hear,
    no_attachments,
    numbers,
    position,
    waits,
)

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
    stand = Position(waits(2).sent(), HEAD, AT, b"o" * 16, b"t" * 16, 9, 77)
    cover = unseal(envelope_for(NORTH, "SOUTH", stand, (), no_attachments), "SOUTH", KEYS).cover
    assert (cover.head, cover.at, cover.session, cover.echo) == (HEAD, AT, b"o" * 16, b"t" * 16)
    assert (cover.heard_out, cover.known_head) == (9, 77)
    assert cover.previous_chain == waits(2).chains[2]


# What travels beside an item, and how much fits.


def message(payment_id: str, _entry: int = 0) -> tuple[Attachment, ...]:
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

    def beside(_name: str, _entry: int = 0) -> tuple[Attachment, ...]:
        return content

    return stream, envelope_for(NORTH, "SOUTH", stand, stream.rows, beside)


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
