"""What an envelope says is what its sender signed, to the last byte, or it is refused."""

from hashlib import sha256

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.merkle import leaf_hash, path, root, verify_path
from tallystick.wire.seal import (
    ENVELOPE_BYTES_MAX,
    PARCELS_MAX,
    PROTOCOL,
    Attachment,
    Cover,
    Envelope,
    Parcel,
    seal,
    signed_bytes,
    unseal,
)
from tests.drawing import examples

KEYS = {
    name: Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
    for name in ("NORTH/1", "NORTH/2", "WEST/1")
}
KNOWN = {("NORTH", "2"): KEYS["NORTH/2"].public_key(), ("WEST", "1"): KEYS["WEST/1"].public_key()}
RETIRED = {("NORTH", "1"): KEYS["NORTH/1"].public_key()}
PLAIN = msgspec.msgpack.Encoder()


def cover(**over: object) -> Cover:
    """Return what the north says to the south."""
    words: dict[str, object] = {
        "sender": "NORTH",
        "recipient": "SOUTH",
        "previous_chain": sha256(b"before").digest(),
        "received": 7,
        "received_chain": sha256(b"heard").digest(),
        "head": (31, sha256(b"head").digest()),
        "at": 1_790_000_000_000,
        "key_id": "2",
        "session": b"s" * 16,
        "echo": b"e" * 16,
        "heard_out": 3,
        "known_head": 29,
    }
    return Cover(**{**words, **over})  # type: ignore[arg-type]


def parcels(count: int, first: int = 4) -> tuple[Parcel, ...]:
    """Return consecutive parcels, the second of them with a message beside it."""
    found = [Parcel(first + index, f"item {index}".encode()) for index in range(count)]
    if count > 1:
        beside = (Attachment("message", b"<Document/>"),)
        found[1] = Parcel(first + 1, b"forwarded", beside)
    return tuple(found)


def sealed(count: int = 3, **over: object) -> bytes:
    """Return a sealed envelope of the north's to the south."""
    return seal(cover(**over), parcels(count), KEYS["NORTH/2"])


def opened(raw: bytes) -> Envelope:
    """Open an envelope as the south does."""
    return unseal(raw, "SOUTH", KNOWN)


def refusal(raw: bytes) -> RemoteMessageError:
    """Return the error by which an envelope is refused."""
    with pytest.raises(RemoteMessageError) as caught:
        opened(raw)
    return caught.value


PARCELS = st.builds(
    lambda first, contents: tuple(
        Parcel(first + index, item, tuple(Attachment("message", each) for each in beside))
        for index, (item, beside) in enumerate(contents)
    ),
    st.integers(min_value=1, max_value=2**62),
    st.lists(
        st.tuples(st.binary(max_size=40), st.lists(st.binary(max_size=20), max_size=2)), max_size=8
    ),
)

SESSIONS = st.sampled_from((b"", b"0123456789abcdef"))


@given(PARCELS, st.text(max_size=9), st.integers(min_value=0, max_value=2**63), SESSIONS)
def test_what_was_sealed_is_opened(
    sent: tuple[Parcel, ...], key_id: str, received: int, session: bytes
) -> None:
    """An envelope comes out as it went in, whatever it holds."""
    said = cover(key_id=key_id, received=received, session=session)
    known = {("NORTH", key_id): KEYS["NORTH/2"].public_key()}
    envelope = unseal(seal(said, sent, KEYS["NORTH/2"]), "SOUTH", known)
    assert (envelope.cover, envelope.parcels) == (said, sent)


@pytest.mark.slow
@pytest.mark.parametrize("count", [0, 3])
def test_every_changed_bit_is_refused(count: int) -> None:
    """No bit of an envelope can be turned on its way."""
    raw = sealed(count)
    for place in range(len(raw)):
        for bit in range(8):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            assert refusal(bytes(changed)).code.startswith("envelope-"), (place, bit)


@examples(300)
@given(st.data())
def test_whatever_is_patched_says_what_was_signed_or_is_refused(draw: st.DataObject) -> None:
    """No patch of any size makes an envelope say another thing."""
    raw = sealed()
    start = draw.draw(st.integers(min_value=0, max_value=len(raw)))
    end = draw.draw(st.integers(min_value=start, max_value=min(len(raw), start + 40)))
    patched = raw[:start] + draw.draw(st.binary(max_size=40)) + raw[end:]
    try:
        envelope = opened(patched)
    except RemoteMessageError:
        return
    assert (envelope.cover, envelope.parcels) == (cover(), parcels(3))


def test_a_cut_envelope_is_refused() -> None:
    """A beginning is no envelope, and neither is one with something behind it."""
    raw = sealed()
    for length in range(len(raw)):
        assert refusal(raw[:length]).code == "envelope-broken"
    for tail in (b"\x00", b"\xc0", raw):
        assert refusal(raw + tail).code == "envelope-broken"


@given(st.binary(max_size=200))
def test_garbage_is_refused(garbage: bytes) -> None:
    """Any bytes are answered by a refusal, never by another error."""
    assert refusal(garbage).code == "envelope-broken"


@pytest.mark.parametrize("depth", [100, 100_000])
def test_bytes_without_a_bottom_are_refused(depth: int) -> None:
    """Nesting as deep as it will is a refusal, wherever in the envelope it stands."""
    bottomless = b"\x91" * depth + b"\xc0"
    envelope, fields = sealed(), b"\x93" + PLAIN.encode(cover())
    for raw in (
        bottomless,
        b"\x94" + envelope[1:] + bottomless,
        fields + bottomless,
        fields + b"\x91\x94\x01\xc4\x01i\x90" + bottomless,
    ):
        assert refusal(raw).code == "envelope-broken"


def test_what_nobody_signed_is_not_let_in() -> None:
    """Every part has its fields and no others: there is no room for unsigned bytes."""
    said, sent = msgspec.msgpack.decode(PLAIN.encode(cover())), [[4, b"item", []]]
    signature = KEYS["NORTH/2"].sign(signed_bytes(cover(), [Parcel(4, b"item")]))
    assert opened(PLAIN.encode([said, sent, signature])).parcels == (Parcel(4, b"item"),)
    more = b"more"
    for unsigned in (
        [said, sent, signature, more],
        [[*said, more], sent, signature],
        [said, [[4, b"item", [], more]], signature],
        [said, [[4, b"item", [["message", b"", more]]]], signature],
    ):
        assert refusal(PLAIN.encode(unsigned)).code == "envelope-broken"


def test_another_form_of_the_same_words_is_heard_as_the_same() -> None:
    """A longer way to write a number says nothing else than what was signed."""
    raw = sealed()
    assert raw.count(b"\x94\x04\xc4") == 0
    assert raw.count(b"\x93\x04\xc4\x06item 0") == 1
    longer = raw.replace(b"\x93\x04\xc4\x06item 0", b"\x93\xcd\x00\x04\xc4\x06item 0")
    assert len(longer) == len(raw) + 2
    assert opened(longer) == opened(raw)


def test_an_envelope_for_another_is_refused() -> None:
    """A node opens what is addressed to it alone."""
    error = refusal(sealed(recipient="EAST"))
    assert (error.code, error.ref) == ("envelope-refused", "NORTH")
    assert "for EAST, not for SOUTH" in error.detail


@pytest.mark.parametrize("key_id", ["1", "3", "", "2 "])
def test_an_unknown_key_is_refused(key_id: str) -> None:
    """A signature counts under a key that we know of this sender, and no other."""
    assert "is not known" in refusal(sealed(key_id=key_id)).detail


def test_nobody_signs_for_another() -> None:
    """A neighbour's good key does not speak for the north, whatever it is called."""
    raw = seal(cover(), parcels(2), KEYS["WEST/1"])
    assert "signature does not fit" in refusal(raw).detail
    as_west = seal(cover(key_id="1"), parcels(2), KEYS["WEST/1"])
    assert "is not known" in refusal(as_west).detail
    assert opened(seal(cover(sender="WEST", key_id="1"), (), KEYS["WEST/1"])).parcels == ()


def test_a_retired_key_still_verifies() -> None:
    """What was signed before a change of keys is proved for ever, with the key kept to verify."""
    old = seal(cover(key_id="1"), parcels(2), KEYS["NORTH/1"])
    assert unseal(old, "SOUTH", {**KNOWN, **RETIRED}).parcels == parcels(2)
    assert unseal(sealed(2), "SOUTH", {**KNOWN, **RETIRED}).parcels == parcels(2)
    assert "is not known" in refusal(old).detail


@pytest.mark.parametrize("protocol", [0, 2, -1, 2**40])
def test_another_protocol_is_refused(protocol: int) -> None:
    """Who speaks another protocol is told so, however well it signs."""
    assert f"protocol {protocol} is not spoken" in refusal(sealed(protocol=protocol)).detail


def test_the_protocol_is_ours_when_nothing_else_is_said() -> None:
    """An envelope is sealed in the one protocol there is."""
    assert opened(sealed()).cover.protocol == PROTOCOL == 1


@pytest.mark.parametrize("numbers", [(4, 6), (4, 4), (5, 4), (4, 5, 7), (1, 2, 2)])
def test_items_that_do_not_follow_one_another_are_refused(numbers: tuple[int, ...]) -> None:
    """Within one envelope there is neither gap nor repetition nor step back."""
    sent = [Parcel(number, b"item") for number in numbers]
    assert "not consecutive" in refusal(seal(cover(), sent, KEYS["NORTH/2"])).detail


def test_no_envelope_is_larger_than_agreed() -> None:
    """One byte too many is refused before it is read."""
    room = ENVELOPE_BYTES_MAX - len(seal(cover(), [Parcel(1, bytes(70_000))], KEYS["NORTH/2"]))
    largest = seal(cover(), [Parcel(1, bytes(70_000 + room))], KEYS["NORTH/2"])
    assert len(largest) == ENVELOPE_BYTES_MAX
    assert len(opened(largest).parcels[0].item) == 70_000 + room
    over = seal(cover(), [Parcel(1, bytes(70_001 + room))], KEYS["NORTH/2"])
    assert refusal(over).code == "envelope-too-large"
    assert refusal(b"\xc1" * (ENVELOPE_BYTES_MAX + 1)).code == "envelope-too-large"


def test_no_envelope_holds_more_items_than_agreed() -> None:
    """As many as agreed are opened, one more is refused."""
    assert len(opened(sealed(PARCELS_MAX)).parcels) == PARCELS_MAX
    assert f"more than {PARCELS_MAX}" in refusal(sealed(PARCELS_MAX + 1)).detail


def test_a_signature_is_of_this_cover_and_these_items() -> None:
    """Parts of two good envelopes do not make a third."""
    one, two = opened(sealed(3)), opened(sealed(2, at=1_790_000_000_001))
    for mixed in (
        Envelope(one.cover, one.parcels, two.signature),
        Envelope(two.cover, one.parcels, one.signature),
        Envelope(one.cover, two.parcels, one.signature),
        Envelope(one.cover, one.parcels[:2], one.signature),
        Envelope(one.cover, (), one.signature),
    ):
        assert "signature does not fit" in refusal(PLAIN.encode(mixed)).detail


def test_a_signature_made_for_another_purpose_does_not_count() -> None:
    """What a key signs elsewhere is no envelope: the signature names what it is for."""
    said, sent = cover(), parcels(1)
    bare = signed_bytes(said, sent).removeprefix(b"tallystick.envelope.1\x00")
    assert bare != signed_bytes(said, sent)
    elsewhere = Envelope(said, sent, KEYS["NORTH/2"].sign(bare))
    assert "signature does not fit" in refusal(PLAIN.encode(elsewhere)).detail


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12])
def test_each_item_can_be_proved_alone(count: int) -> None:
    """With the cover, the count and a path, one item is proved without showing the others."""
    envelope = opened(sealed(count))
    leaves = [leaf_hash(PLAIN.encode(parcel)) for parcel in envelope.parcels]
    said = b"tallystick.envelope.1\x00" + PLAIN.encode((envelope.cover, count, root(leaves)))
    KNOWN["NORTH", "2"].verify(envelope.signature, said)
    for index, leaf in enumerate(leaves):
        assert verify_path(leaf, path(leaves, index), root(leaves))


@pytest.mark.parametrize(
    "odd",
    [
        {"session": b"s" * 17},
        {"echo": b"e"},
        {"previous_chain": b"c" * 31},
        {"received_chain": b""},
        {"head": (1, b"h" * 33)},
        {"key_id": "1" * 65},
    ],
)
def test_words_of_a_cover_are_bounded(odd: dict[str, object]) -> None:
    """Whoever signs it: what is too long to be a hash or a name is no cover."""
    known = {("NORTH", str(odd.get("key_id", "2"))): KEYS["NORTH/2"].public_key()}
    words: dict[str, object] = {"key_id": "2", **odd}
    raw = seal(cover(**words), (), KEYS["NORTH/2"])
    with pytest.raises(RemoteMessageError, match="length"):
        unseal(raw, "SOUTH", known)
