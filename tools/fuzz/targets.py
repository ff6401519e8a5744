"""What is fuzzed: each door for bytes from outside, and what it promises whatever comes.

A feed takes the bytes and raises only what its target names as lawful. Where two of ours
must agree, or a signature stands for what was signed, that is asked too. A feed knows
nothing of what came before it, so that every find comes again by its bytes alone.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.node.agreement_text import read_agreement
from tallystick.terms.errors import RemoteMessageError, SettingError
from tallystick.wire.iso20022.code_sets import read_code_sets
from tallystick.wire.seal import ENVELOPE_BYTES_MAX, PROTOCOL, seal, unseal
from tests.wire.test_seal import KEYS as SEAL_KEYS
from tests.wire.test_seal import KNOWN
from tools.fuzz import bends, feeds_of_messages, feeds_of_payloads, feeds_of_signatures, seeds
from tools.fuzz.bends import Bend
from tools.fuzz.bounds import INPUT_MAX, bounded
from tools.fuzz.seeds import Seeds

Feed = Callable[[bytes], None]
EDITION: Final = "2026-11"


class Target(NamedTuple):
    """A door: what is fed, what it may raise, what to begin with, and how that is bent."""

    feed: Feed
    lawful: tuple[type[Exception], ...]
    seeds: Seeds
    bend: Bend


def feed_seal(raw: bytes) -> None:
    """Open an envelope; one that opens keeps its promises, and is what was sealed.

    Raises:
        RemoteMessageError: it is refused.
    """
    assert len(raw) <= ENVELOPE_BYTES_MAX
    envelope = bounded(lambda: unseal(raw, "SOUTH", KNOWN))
    cover, numbers = envelope.cover, [parcel.number for parcel in envelope.parcels]
    assert (cover.recipient, cover.protocol) == ("SOUTH", PROTOCOL)
    assert not numbers or numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    key = SEAL_KEYS[f"{cover.sender}/{cover.key_id}"]
    again = unseal(seal(cover, envelope.parcels, key), "SOUTH", KNOWN)
    assert again == envelope, "it comes back another when it is sealed again"


def feed_texts(raw: bytes) -> None:
    """Read the bytes as an edition of code sets, and as an agreement.

    Raises:
        RemoteMessageError: they are no code sets.
        SettingError: they are no agreement.
    """
    with suppress(RemoteMessageError):
        sets = bounded(lambda: read_code_sets(raw, EDITION))
        assert all(each.codes for each in sets), "a set has no codes"
    first, second = (bounded(lambda: read_agreement(raw, "a.toml")) for _ in range(2))
    assert first == second


TARGETS: Final[Mapping[str, Target]] = MappingProxyType(
    {
        "messages": Target(
            feeds_of_messages.feed_messages, (RemoteMessageError,), seeds.messages, bends.of_xml
        ),
        "bulk": Target(feeds_of_messages.feed_bulk, (), seeds.bulk, bends.of_xml),
        "signatures": Target(
            feeds_of_signatures.feed_signatures,
            (RemoteMessageError,),
            seeds.signatures,
            bends.of_signed,
        ),
        "translate": Target(
            feeds_of_messages.feed_translate, (RemoteMessageError,), seeds.messages, bends.of_xml
        ),
        "seal": Target(feed_seal, (RemoteMessageError,), seeds.envelopes, bends.of_envelopes),
        "payloads": Target(
            feeds_of_payloads.feed_payloads, (RemoteMessageError,), seeds.payloads, bends.of_json
        ),
        "texts": Target(feed_texts, (SettingError,), seeds.texts, bends.of_texts),
    }
)


@cache
def seeds_of(name: str) -> tuple[bytes, ...]:
    """Return what a target begins with, each once."""
    found = dict.fromkeys(TARGETS[name].seeds())
    return tuple(raw for raw in found if len(raw) <= INPUT_MAX)


def feed(target: Target, raw: bytes) -> None:
    """Feed a target; what it may raise is no find, and all else comes out.

    Raises:
        AssertionError: a promise is broken. What else comes out is a find too.
    """
    with suppress(*target.lawful):
        target.feed(raw)
