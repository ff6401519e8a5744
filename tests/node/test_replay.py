"""The journal alone gives the books again, byte for byte, and nobody can change it unseen."""

from copy import deepcopy

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core.events import (
    PaymentEvent,
    PeerHeard,
)
from tallystick.core.state import State
from tallystick.journal.entries import Entry, encode, unseal
from tallystick.journal.memory import MemoryStore
from tallystick.journal.vault import Vault
from tallystick.node.engine import Engine, Input
from tallystick.node.replay import (
    BrokenEntryError,
    chained,
    happen,
    prove,
    recover,
    retrace,
    snapshot_of,
)
from tallystick.terms.parties import Side
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.node.history import RUB_CNY, KeptNodes, broken_at, forged, journal, store_of
from tests.node.linked_nodes import MASTER, CountedEntropy

BOTH = (NORTH, SOUTH)


# The books again.


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
def test_recovery_gives_the_live_books_after_every_entry(history: KeptNodes, name: str) -> None:
    """Whenever the process died, what comes back is what was there, to the last byte."""
    entries, live = journal(history, name), history.live[name]
    proved = [encode(each.state) for each in prove(entries, name)]
    assert len(proved) == len(entries) > 80
    assert len(live) > 60
    for number in range(1, len(entries) + 1):
        again = recover(store_of(entries[:number]), name)
        assert again.head == (number, entries[number - 1].hash)
        assert encode(again.state) == proved[number - 1] == live.get(number, proved[number - 1])


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
def test_a_snapshot_after_any_entry_changes_nothing(history: KeptNodes, name: str) -> None:
    """A start from a snapshot ends where a start from the beginning ends."""
    entries = journal(history, name)
    whole = recover(store_of(entries), name)
    for each in retrace(entries, name):
        store = store_of(entries)
        store.save(snapshot_of(each.state, (each.sealed.sequence, each.sealed.hash)))
        again = recover(store, name)
        assert again.head == whole.head
        assert encode(again.state) == encode(whole.state)


def test_books_that_were_never_begun_are_empty() -> None:
    """An empty store is a node's that has done nothing yet."""
    state, head = recover(MemoryStore(), NORTH)
    assert (state, head) == (State(NORTH), MemoryStore().head())


@pytest.mark.parametrize("name", BOTH)
def test_a_recovered_node_goes_on_like_the_one_that_never_died(
    history: KeptNodes, name: str
) -> None:
    """From a journal, from a snapshot or from memory: the same input gives the same bytes."""
    store = deepcopy(history.stores[name])
    quote = c.RequestQuote("next", RUB_CNY, BANKS[name][0], Side.DEBTOR, 70_000)
    live = history.state(name)
    plain = recover(store, name)
    store.save(snapshot_of(live, store.head()))
    kept = recover(store, name)
    assert store.snapshot() is not None
    batches = []
    for state in (plain.state, kept.state, recover(store_of(journal(history, name)), name).state):
        engine = Engine(
            state, store.head(), store.outbox_heads(), Vault(MASTER[name]), CountedEntropy("next")
        )
        batches.append(engine.step(live.at + 1_000, [Input(quote)]).batch)
    assert len(batches[0].entries) >= 1
    assert batches[0] == batches[1] == batches[2]


@pytest.mark.parametrize("name", BOTH)
def test_what_left_the_node_is_told_again_the_same(history: KeptNodes, name: str) -> None:
    """The effects of a replay are the rows of the outbox: what a resend would say."""
    store = history.stores[name]
    rows = [row for to in store.outbox_heads() for row in store.outbox(to, 0, 10**6)]
    committed: dict[int, list[bytes]] = {}
    for row in rows:
        committed.setdefault(row.entry, []).append(encode(row.effect))
    stay = ("Answer", "Erase", "Remember", "MarkReturned", "RememberAssignment")
    for each in retrace(journal(history, name), name):
        effects = [e for e in each.effects if type(e).__name__ not in stay]
        assert sorted(map(encode, effects)) == sorted(committed.get(each.sealed.sequence, []))


# Proof.


@pytest.mark.parametrize("name", BOTH)
def test_every_entry_of_an_honest_journal_is_proved(history: KeptNodes, name: str) -> None:
    """Each command decides the same again."""
    entries = journal(history, name)
    proved = list(prove(entries, name))
    assert [each.sealed for each in proved] == entries
    assert [each.entry for each in proved] == [unseal(each) for each in entries]


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
def test_a_decision_that_was_dropped_is_found(history: KeptNodes, name: str) -> None:
    """Whichever entry lost its last event, and however well it was chained anew, it is named."""
    entries = journal(history, name)
    for number in range(1, len(entries) + 1):
        events = unseal(entries[number - 1]).events
        assert broken_at(forged(entries, number, events=events[:-1]), name) == number


@pytest.mark.slow
def test_a_changed_decision_is_found(history: KeptNodes) -> None:
    """An event about another payment, an event too many, two events in another order."""
    entries = journal(history, NORTH)
    found = 0
    for number, sealed in enumerate(entries, start=1):
        events = unseal(sealed).events
        assert broken_at(forged(entries, number, events=[*events, events[-1]])) == number
        if len(events) > 1:
            assert broken_at(forged(entries, number, events=events[::-1])) == number
        if isinstance(events[-1], PaymentEvent):
            otherwise = msgspec.structs.replace(events[-1], payment_id="another")
            changed = [*events[:-1], otherwise]
            assert broken_at(forged(entries, number, events=changed)) == number
            found += 1
    assert found > 20


def test_a_changed_command_is_found(history: KeptNodes) -> None:
    """A command that was not the one decided gives other events."""
    entries = journal(history, NORTH)
    orders = [
        entry
        for entry in map(unseal, entries)
        if isinstance(entry.command, c.SubmitPayment) and len(entry.events) > 2
    ]
    assert len(orders) > 8
    for entry in orders:
        assert isinstance(entry.command, c.SubmitPayment)
        order = msgspec.structs.replace(entry.command.order, creditor_agent="SO2BANKX")
        command = msgspec.structs.replace(entry.command, order=order)
        assert broken_at(forged(entries, entry.sequence, command=command)) == entry.sequence


def test_a_forged_acceptance_is_found(history: KeptNodes) -> None:
    """A payment that the decider refused cannot be made to settle afterwards."""
    entries = journal(history, NORTH)
    refused = next(
        entry
        for entry in map(unseal, entries)
        if isinstance(entry.command, c.HearPeer)
        and any(type(event).__name__ == "PaymentRejected" for event in entry.events)
    )
    settled = next(
        entry
        for entry in map(unseal, entries)
        if isinstance(entry.command, c.HearPeer)
        and any(type(event).__name__ == "PaymentAccepted" for event in entry.events)
    )
    payment_id = refused.events[0].payment_id  # type: ignore[union-attr]
    events = [
        msgspec.structs.replace(event, payment_id=payment_id)
        if isinstance(event, PaymentEvent)
        else event
        for event in settled.events[:-1]
    ]
    assert isinstance(refused.events[-1], PeerHeard)
    changed = [*events, refused.events[-1]]
    assert broken_at(forged(entries, refused.sequence, events=changed)) == refused.sequence


def test_time_that_runs_back_is_found(history: KeptNodes) -> None:
    """No entry is older than the one before it."""
    entries = journal(history, NORTH)
    last = unseal(entries[-1])
    assert last.at > 0
    assert broken_at(forged(entries, len(entries), at=unseal(entries[0]).at - 1)) == len(entries)


# The parts.


def test_a_chain_is_followed_from_any_entry(history: KeptNodes) -> None:
    """Whoever knows one head can follow from there, and from nowhere else."""
    entries = journal(history, NORTH)
    head = (20, entries[19].hash)
    assert [entry.sequence for _, entry in chained(entries[20:], head)][:2] == [21, 22]
    with pytest.raises(BrokenEntryError, match="entry 21"):
        list(chained(entries[20:], (20, entries[18].hash)))


def test_an_entry_happens_by_its_events_alone(history: KeptNodes) -> None:
    """What happened once happens again without asking whether it was right."""
    first: Entry = unseal(journal(history, NORTH)[0])
    state = State(NORTH)
    happen(state, msgspec.structs.replace(first, command=c.PassTime()))
    assert list(state.pacts) == [RUB_CNY]
    assert state.at == first.at
