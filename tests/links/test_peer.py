"""A stream between two nodes is heard once, in order, whole, and by nobody's mere word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.items import Item, StillPending, WithdrawalAsked, chain_on, item_digest
from tallystick.core.state import PeerStream
from tallystick.journal.entries import encode
from tallystick.links.peer import Delivered, Identity, envelope_for
from tallystick.wire.seal import Parcel
from tests.drawing import examples
from tests.links.streams import (
    HEAD,
    NORTH,
    Stream,
    by_hand,
    hear,
    no_attachments,
    numbers,
    position,
    refusal,
    waits,
)

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


@examples(60)
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
