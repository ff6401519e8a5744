"""The machine drives every command and event there is, and stops when a promise is broken."""

from typing import get_args

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import events, items
from tallystick.core.announcements import ANNOUNCE
from tallystick.core.decide.deadlines import _DUE
from tallystick.core.decide.peers import _HEARERS, _WHOLE_HEARERS
from tallystick.core.invariants import audit, check
from tallystick.core.ledger import Posting
from tallystick.core.lifecycle import PaymentState
from tallystick.core.machine import DECIDE, EVOLVE, decide, evolve
from tallystick.core.state import State
from tallystick.core.timers import TIMER_GRAIN_MS, Timers
from tallystick.terms.errors import InvariantError
from tallystick.terms.verdicts import Outcome
from tests.core.pair import NORTH, SOUTH, START, mutual
from tests.core.slow_pair import SlowPair, refusal

BANK = "participant:NOBKRUMM:RUB"
CLEARING = "clearing:RUB-CNY:RUB"


# The tables


def test_every_command_is_decided() -> None:
    """No command falls through, and none is decided that nobody can give."""
    assert set(DECIDE) == set(get_args(c.AnyCommand))


def test_every_event_evolves() -> None:
    """And nothing announces an event that cannot happen."""
    assert set(EVOLVE) == set(get_args(events.AnyEvent))
    assert set(ANNOUNCE) <= set(EVOLVE)


def test_every_item_is_heard() -> None:
    """Those that need more than the item have ways of their own."""
    special = {items.AgreementSigned, *_WHOLE_HEARERS}
    assert set(_HEARERS) | special == set(get_args(items.Item))
    assert not special & set(_HEARERS)


def test_every_timer_kind_is_dealt_with() -> None:
    """What is set is known when it is due."""
    kinds = {"payment", "quote", "defunding", "settlement", "statement", "assignment", "bulk"}
    assert set(_DUE) == kinds | {"good guy", "period"}


# Time


def test_time_never_runs_backwards() -> None:
    """An instant before the last one stops the machine; the same instant is good."""
    pair = SlowPair(mutual())
    state = pair.states[NORTH]
    ask = c.AskStatus("nothing", "nobody")
    assert decide(state, START, ask)
    with pytest.raises(InvariantError, match=f"a command at {START - 1} after one at {START}"):
        decide(state, START - 1, ask)


def test_time_that_passes_with_nothing_due_changes_nothing() -> None:
    """Not even an event."""
    pair = SlowPair(mutual())
    assert pair.do(NORTH, c.PassTime()) == []
    assert refusal(pair.do(NORTH, c.Proceed())) == "nothing waits that could go on"


def test_what_is_due_happens_instant_by_instant() -> None:
    """The earliest first, each thing once, and not before its time."""
    pair = SlowPair(mutual())
    first = pair.quote(NORTH, 1_000)
    pair.at += 1_000
    second = pair.quote(NORTH, 2_000)
    pair.at = START + mutual().quote_life_ms - 1
    assert pair.do(NORTH, c.PassTime()) == []
    pair.at += 10_000
    for quote_id in (first, second):
        expired, passed = pair.do(NORTH, c.PassTime())
        assert isinstance(expired, events.QuoteExpired)
        assert isinstance(passed, events.TimePassed)
        assert expired.quote_id == quote_id
    assert pair.do(NORTH, c.PassTime()) == []


def test_a_timer_is_never_early() -> None:
    """It is rounded up to the grain, and what is due together stands together."""
    timers = Timers()
    for at in (250, 201, 300, 1, 200):
        timers.set(at, "payment", str(at))
    found = []
    while (due_at := timers.first_due()) is not None:
        found.append((due_at, [int(key) for _, key in timers.due[due_at]]))
        timers.drop_first()
    assert found == [(100, [1]), (200, [200]), (300, [250, 201, 300])]
    assert TIMER_GRAIN_MS == 100


# Promises


def settled_pair() -> SlowPair:
    """Return a pair with one payment settled and one presented."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.banks_answer = False
    pair.send(NORTH, 50_000)
    return pair


def test_whole_books_pass_the_audit() -> None:
    """At both nodes, with money moved and money held."""
    for state in settled_pair().states.values():
        audit(state)


def altered(state: State, what: str) -> None:
    """Break one promise of the books."""
    accounts, payments = state.ledger.accounts, list(state.payments.values())
    if what == "sum":
        accounts[CLEARING].balance += 1
    elif what == "floor":
        accounts[BANK].balance = 49_999
    elif what == "held":
        accounts[BANK].held += 1
    elif what == "negative hold":
        accounts[BANK].held = -1
    elif what == "hold without payment":
        payments[1].is_reserved = False
    elif what == "payment without hold":
        payments[0].is_reserved = True
    elif what == "queued nowhere":
        payments[0].state = PaymentState.QUEUED
    else:
        payments[1].queued_on = BANK


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("sum", "do not sum to zero"),
        ("floor", f"account {BANK}: 49999 with 50000 held"),
        ("held", "50001 held, holds say otherwise"),
        ("negative hold", "with -1 held"),
        ("hold without payment", "and its hold do not agree"),
        ("payment without hold", "and its hold do not agree"),
        ("queued nowhere", "is queued and waits on ''"),
        ("waits though not queued", f"waits on '{BANK}'"),
    ],
)
def test_the_audit_finds_a_broken_promise(what: str, words: str) -> None:
    """Each of them stops the node."""
    state = settled_pair().states[NORTH]
    altered(state, what)
    with pytest.raises(InvariantError, match=words):
        audit(state)


def test_the_audit_finds_what_waits_unnoted() -> None:
    """Figures that are shown to banks rest on the note."""
    state = settled_pair().states[NORTH]
    payment_id, payment = next(iter(state.payments.items()))
    payment.state = PaymentState.HELD
    with pytest.raises(InvariantError, match=r"noted is \[\]"):
        audit(state)
    state.waiting[payment_id] = 1
    audit(state)


def test_the_check_finds_an_account_under_its_floor() -> None:
    """Right after the command that touched it."""
    state = settled_pair().states[NORTH]
    payment_id = list(state.payments)[1]
    reserved = events.PaymentReserved(payment_id, (Posting(BANK, CLEARING, 50_000),), "")
    check(state, [reserved])
    state.ledger.accounts[BANK].balance = 0
    with pytest.raises(InvariantError, match="0 with 50000 held"):
        check(state, [reserved])
    with pytest.raises(InvariantError, match="0 with 50000 held"):
        check(state, [events.SettlementVoided("RUB-CNY", 1, 1)])


@pytest.mark.parametrize("what", ["unclear", "without a cycle", "still held"])
def test_the_check_finds_a_payment_settled_wrongly(what: str) -> None:
    """Without a clear verdict at the decider, without a cycle, or with its hold left."""
    state = settled_pair().states[SOUTH]
    first, second = state.payments.values()
    settled = events.PaymentSettled(first.order.payment_id)
    check(state, [settled])
    if what == "unclear":
        first.verdict = replace(first.verdict, outcome=Outcome.HOLD)
    elif what == "without a cycle":
        first.cycle = 0
    else:
        settled = events.PaymentSettled(second.order.payment_id)
    with pytest.raises(InvariantError, match="with a hold or unclear"):
        check(state, [settled])


def test_an_event_that_does_not_fit_stops_the_node() -> None:
    """A step that the table does not have."""
    pair = settled_pair()
    payment_id = next(iter(pair.states[NORTH].payments))
    with pytest.raises(InvariantError, match="that is settled on the debtor side cannot withdraw"):
        evolve(pair.states[NORTH], pair.at, [events.PaymentWithdrawn(payment_id)])
