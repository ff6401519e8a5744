"""What was written before a record had its newest fields is read, and proved, as it was."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from tallystick.core.agreements import BulkRefusal
from tallystick.core.commands import AdoptAgreement, SubmitPayment
from tallystick.core.machine import decide
from tallystick.core.rule_sets import UNTOLD
from tallystick.core.rules import RULES
from tallystick.core.state import State
from tallystick.journal.entries import (
    FORMAT,
    GENESIS,
    Entry,
    Sealed,
    encode,
    entry_hash,
    is_form_of,
)
from tallystick.journal.port import Snapshot
from tallystick.node.replay import (
    BrokenEntryError,
    happen,
    is_snapshot_of,
    prove,
    recover,
    snapshot_of,
)
from tests.core.pair import CLEAR, NORTH, Pair, mutual
from tests.node.history import store_of

Change = Callable[[Any], None]


def adopted(change: Change) -> Sealed:
    """Return the entry that adopts an agreement, its agreement changed in the stored bytes."""
    command = AdoptAgreement(mutual(), b"digest")
    events = decide(State(NORTH), 1, command)
    entry = Entry(1, 1, FORMAT, RULES, GENESIS, command, events)
    plain = msgspec.msgpack.decode(encode(entry))
    change(plain[5][1])
    for event in plain[6]:
        for field in event:
            if isinstance(field, list) and field[:1] == ["RUB-CNY"]:
                change(field)
    body = encode(plain)
    return Sealed(1, body, entry_hash(body))


def without_the_newest(agreement: list[Any]) -> None:
    """Write an agreement as it was before it spoke of bulks."""
    assert agreement.pop() == BulkRefusal.WHOLE


def test_an_entry_from_before_a_field_is_proved() -> None:
    """Its agreement means what it meant, and its commands are decided as they were."""
    (proved,) = prove([adopted(without_the_newest)], NORTH)
    agreement = proved.state.pacts["RUB-CNY"].versions[1]
    assert agreement == mutual()
    assert recover(store_of([proved.sealed]), NORTH).state == proved.state


@pytest.mark.parametrize(
    "change",
    [lambda agreement: agreement.append("each"), lambda agreement: agreement.insert(15, 7)],
    ids=["behind", "within"],
)
def test_an_entry_with_a_field_of_nobody_s_is_not(change: Change) -> None:
    """Whoever reads it would pass over what it says."""
    with pytest.raises(BrokenEntryError):
        list(prove([adopted(change)], NORTH))


def test_an_order_from_before_it_told_facts_is_proved() -> None:
    """It told nothing that rules could go by, and there were none."""
    pair = Pair(mutual())
    command = SubmitPayment(pair.order(NORTH, 100_000, agreement_id="NO-SUCH"), CLEAR)
    events = decide(State(NORTH), 1, command)
    plain = msgspec.msgpack.decode(encode(Entry(1, 1, FORMAT, RULES, GENESIS, command, events)))
    received = plain[6][0]
    for told in (plain[5], received):
        assert told.pop() == msgspec.msgpack.decode(encode(UNTOLD))
    body = encode(plain)
    (proved,) = prove([Sealed(1, body, entry_hash(body))], NORTH)
    assert [each.facts for each in proved.state.payments.values()] == [UNTOLD]


def test_a_snapshot_from_before_a_field_is_of_its_state() -> None:
    """And of no other: what it lacks must mean what the state says."""
    sealed = adopted(lambda _agreement: None)
    state = State(NORTH)
    happen(state, msgspec.msgpack.decode(sealed.body, type=Entry))
    ours = snapshot_of(state, (1, sealed.hash))
    plain = msgspec.msgpack.decode(ours.state[32:])
    without_the_newest(plain["pacts"]["RUB-CNY"][6][1])
    older = _kept(plain, sealed)
    assert older != ours
    assert is_snapshot_of(older, state, (1, sealed.hash))
    text = state.pacts["RUB-CNY"].versions[1]
    state.pacts["RUB-CNY"].versions[1] = msgspec.structs.replace(
        text, bulk_refusal=BulkRefusal.EACH
    )
    assert not is_snapshot_of(older, state, (1, sealed.hash))
    plain["odd"] = 1
    state.pacts["RUB-CNY"].versions[1] = text
    assert not is_snapshot_of(_kept(plain, sealed), state, (1, sealed.hash))


def _kept(plain: object, sealed: Sealed) -> Snapshot:
    content = encode(plain)
    return Snapshot(1, sealed.hash, sha256(content).digest() + content)


@pytest.mark.parametrize(
    ("stored", "whole", "expected"),
    [
        ([1, [2]], [1, [2, 3], b""], True),
        ([1, 2], [1], False),
        ([1, 2], [1, 3], False),
        ([1], ["1"], False),
        ([1], [True], False),
        ({"a": [1]}, {"a": [1, 2], "b": 3}, True),
        ({"c": 1}, {"a": 1}, False),
    ],
)
def test_an_older_form_has_less_at_its_ends_and_nothing_else(
    stored: object,
    whole: object,
    expected: bool,  # noqa: FBT001
) -> None:
    """In each record of it."""
    assert is_form_of(encode(stored), encode(whole)) is expected


@pytest.mark.parametrize("stored", [b"", b"\x91\xcc\x01", b"\x91\x01\x01", b"\xc1"])
def test_bytes_that_are_written_otherwise_are_no_form(stored: bytes) -> None:
    """A longer number, something behind, nothing at all."""
    assert not is_form_of(stored, encode([1]))
