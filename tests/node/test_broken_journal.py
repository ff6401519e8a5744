"""A journal or a snapshot that is not what was written is named, and never taken for whole."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
import pytest

from tallystick.core.events import (
    PaymentEvent,
    PaymentForwarded,
    PaymentPresented,
    PaymentSettled,
)
from tallystick.core.rules import RULES
from tallystick.journal.entries import Sealed, encode, entry_hash, seal, unseal
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Snapshot
from tallystick.node.replay import BrokenEntryError, recover, retrace, snapshot_of
from tallystick.terms.errors import StoreError
from tests.core.pair import NORTH, SOUTH
from tests.node.history import KeptNodes, broken_at, forged, journal, store_of

pytestmark = pytest.mark.slow


class Given(MemoryStore):
    """A store as a stranger may have left it: entries that no writer would take."""

    def __init__(self, entries: Sequence[Sealed], snapshot: Snapshot | None = None) -> None:
        super().__init__()
        self._entries = list(entries)
        self._snapshot = snapshot


# A broken chain.


def everywhere(count: int) -> range:
    """Return the numbers of some entries of a journal, the first and the last among them."""
    return range(1, count + 1, 6)


def recovery_breaks_at(store: MemoryStore, name: str = NORTH) -> int:
    """Return the entry at which recovery stops."""
    with pytest.raises(BrokenEntryError) as caught:
        recover(store, name)
    return caught.value.sequence


@pytest.mark.slow
def test_a_changed_byte_is_named(history: KeptNodes) -> None:
    """Whatever byte of whatever entry turned, that entry is named by proof and by recovery."""
    entries = journal(history, NORTH)
    for number in everywhere(len(entries)):
        body = entries[number - 1].body
        for place in range(0, len(body), 1 + len(body) // 9):
            turned = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
            changed = msgspec.structs.replace(entries[number - 1], body=turned)
            chain = [*entries[: number - 1], changed, *entries[number:]]
            assert broken_at(chain) == number
            assert recovery_breaks_at(Given(chain)) == number


def test_a_rewritten_entry_breaks_the_next(history: KeptNodes) -> None:
    """With a hash that fits its new bytes, it no longer fits the entry after it."""
    entries = journal(history, NORTH)
    for number in everywhere(len(entries) - 1):
        entry = msgspec.structs.replace(unseal(entries[number - 1]), vault=b"another digest")
        chain = [*entries[: number - 1], seal(entry), *entries[number:]]
        assert broken_at(chain) == number + 1
        assert recovery_breaks_at(Given(chain)) == number + 1


def test_an_entry_that_is_missing_repeated_or_moved_is_named(history: KeptNodes) -> None:
    """The chain stops where the right entry does not come."""
    entries = journal(history, NORTH)
    for number in everywhere(len(entries) - 1):
        before, here, after = entries[: number - 1], entries[number - 1], entries[number:]
        for chain in (
            [*before, *after],
            [*before, here, here, *after],
            [*before, after[0], here, *after[1:]],
        ):
            place = number + 1 if chain[:number] == entries[:number] else number
            assert broken_at(chain) == place
            assert recovery_breaks_at(Given(chain)) == place


def test_an_entry_s_number_stands_in_it_and_beside_it(history: KeptNodes) -> None:
    """A number that is another in one of the two places is the wrong entry."""
    entries = journal(history, NORTH)
    beside = msgspec.structs.replace(entries[9], sequence=11)
    within = seal(msgspec.structs.replace(unseal(entries[9]), sequence=11))
    for other in (beside, msgspec.structs.replace(within, sequence=10)):
        chain = [*entries[:9], other]
        assert broken_at(chain) == 10
        assert recovery_breaks_at(Given(chain)) == 10


def rebuilt(sealed: Sealed, body: bytes) -> Sealed:
    """Return an entry of other bytes with a hash that fits them."""
    return Sealed(sealed.sequence, body, entry_hash(body))


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", b"\x90", b"\x80", encode(["no", "entry"]), b"\x91" * 100_000 + b"\xc0"],
    ids=["nothing", "no msgpack", "no fields", "a map", "other fields", "no bottom"],
)
def test_bytes_that_are_no_entry_are_named(history: KeptNodes, body: bytes) -> None:
    """What cannot be read is named, not stumbled over."""
    entries = journal(history, NORTH)
    chain = [*entries[:9], rebuilt(entries[9], body), *entries[10:]]
    assert broken_at(chain) == 10
    assert recovery_breaks_at(Given(chain)) == 10


def test_bytes_beside_the_fields_are_named_by_proof(history: KeptNodes) -> None:
    """An entry has one form: nothing can be hidden in it, however deep."""
    entries = journal(history, NORTH)
    body = entries[-1].body
    assert body[0] == 0x98
    for beside in (b"\xa6hidden", b"\x91" * 100_000 + b"\xc0"):
        chain = [*entries[:-1], rebuilt(entries[-1], b"\x99" + body[1:] + beside)]
        assert broken_at(chain) == len(entries)


@pytest.mark.parametrize(
    "words",
    [{"format": 2}, {"rules": RULES + 1}, {"rules": RULES - 1}, {"format": 0}, {"rules": 0}],
)
def test_another_format_is_not_guessed_at(history: KeptNodes, words: dict[str, int]) -> None:
    """An entry of a format or of rules that we do not have is refused by its number."""
    chain = forged(journal(history, NORTH), 7, **words)
    assert broken_at(chain) == 7
    assert recovery_breaks_at(Given(chain)) == 7


def test_an_entry_that_cannot_have_happened_is_named_by_recovery(history: KeptNodes) -> None:
    """Well chained and well formed, but of a payment that there never was."""
    entries, tried = journal(history, NORTH), 0
    for entry in map(unseal, entries):
        last = entry.events[-1]
        if isinstance(last, PaymentForwarded | PaymentPresented | PaymentSettled):
            chain = forged(entries, entry.sequence, events=[_of_nobody(last)])
            assert recovery_breaks_at(Given(chain)) == entry.sequence
            tried += 1
    assert tried > 8


def _of_nobody(event: PaymentEvent) -> PaymentEvent:
    return msgspec.structs.replace(event, payment_id="nobody")


# Whose books.


@pytest.mark.parametrize("name", ["WEST", SOUTH])
def test_books_of_another_operator_are_refused(history: KeptNodes, name: str) -> None:
    """Nobody recovers from, or proves, what another operator wrote."""
    entries = journal(history, NORTH)
    with pytest.raises(StoreError):
        recover(store_of(entries), name)
    assert broken_at(entries, name) <= 2


@pytest.mark.parametrize("name", ["WEST", SOUTH])
def test_a_snapshot_of_another_operator_is_refused(history: KeptNodes, name: str) -> None:
    """The snapshot says whose books they are."""
    store = store_of(journal(history, NORTH))
    store.save(snapshot_of(history.state(NORTH), store.head()))
    with pytest.raises(StoreError, match="the books of NORTH, not of"):
        recover(store, name)


# Snapshots that cannot be trusted.


def kept(history: KeptNodes) -> tuple[list[Sealed], Snapshot]:
    """Return the north's entries, and a snapshot after the fortieth."""
    entries = journal(history, NORTH)
    half = recover(store_of(entries[:40]), NORTH)
    return entries, snapshot_of(half.state, half.head)


def test_a_damaged_snapshot_is_refused(history: KeptNodes) -> None:
    """A byte that turned in a snapshot never becomes a balance."""
    entries, snapshot = kept(history)
    content = snapshot.state
    for place in range(0, len(content), 1 + len(content) // 60):
        turned = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        damaged = Snapshot(snapshot.sequence, snapshot.hash, turned)
        with pytest.raises(StoreError, match="snapshot"):
            recover(Given(entries, damaged), NORTH)
    for cut in (b"", content[:31], content[:32], content[:-1], content + b"\x00"):
        with pytest.raises(StoreError, match="snapshot"):
            recover(Given(entries, Snapshot(snapshot.sequence, snapshot.hash, cut)), NORTH)


def test_a_snapshot_that_holds_no_books_is_refused(history: KeptNodes) -> None:
    """With a digest that fits, and something else inside."""
    entries, snapshot = kept(history)
    for content in (b"", b"\xc1", encode(["no", "books"]), encode({"operator_id": 5})):
        whole = sha256(content).digest() + content
        other = Snapshot(snapshot.sequence, snapshot.hash, whole)
        with pytest.raises(StoreError, match="snapshot"):
            recover(Given(entries, other), NORTH)


def test_a_snapshot_that_the_journal_does_not_reach_is_refused(history: KeptNodes) -> None:
    """A journal that was cut off behind its snapshot is not taken for whole."""
    entries, snapshot = kept(history)
    for length in (0, 1, 39):
        with pytest.raises(StoreError):
            recover(Given(entries[:length], snapshot), NORTH)
    assert recover(Given(entries[:40], snapshot), NORTH).head == (40, entries[39].hash)


def test_a_snapshot_of_another_journal_is_refused(history: KeptNodes) -> None:
    """The next entry does not follow it, and neither does the head."""
    entries, snapshot = kept(history)
    other = Snapshot(snapshot.sequence, sha256(b"another").digest(), snapshot.state)
    for chain in (entries, entries[:40]):
        with pytest.raises(StoreError):
            recover(Given(chain, other), NORTH)


def test_a_snapshot_does_not_speak_for_what_comes_before_it(history: KeptNodes) -> None:
    """Recovery trusts it, proof does not: a forged past is found from the beginning."""
    entries, _ = kept(history)
    chain = forged(entries, 5, events=[])
    *_, half = retrace(entries[:40], NORTH)
    snapshot = snapshot_of(half.state, (40, chain[39].hash))
    assert recover(Given(chain, snapshot), NORTH).head[0] == len(chain)
    assert broken_at(chain) == 5
