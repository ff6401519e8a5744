"""A journal that was begun by former rules is proved by them, and goes on by those of now."""

from collections.abc import Sequence

import pytest

from tallystick.core import commands as c
from tallystick.core import events
from tallystick.core.machine import decide, evolve
from tallystick.core.rules import FIRST, RULES
from tallystick.core.screening_commands import ConfirmPolicy, RefuseHeld
from tallystick.core.state import State
from tallystick.journal.entries import FORMAT, GENESIS, Entry, Sealed, seal
from tallystick.node.replay import BrokenEntryError, prove
from tallystick.terms.verdicts import Outcome
from tests.core.pair import NORTH, mutual
from tests.core.recorded_pair import Recorded, RecordedPair


def told_before_policies() -> list[Recorded]:
    """Return what the north was told on a day: payments that pass, one held and refused."""
    pair = RecordedPair(mutual())
    pair.send(NORTH, 10_000)
    pair.outcomes[NORTH] = Outcome.HOLD
    held = pair.send(NORTH, 20_000)
    pair.do(NORTH, RefuseHeld(held.payment_id, "ann"))
    pair.deliver()
    words = [each for each in pair.history if each.node == NORTH]
    return [each for each in words if not isinstance(each.command, ConfirmPolicy)]


def journal(told: Sequence[Recorded], rules: Sequence[int]) -> list[Sealed]:
    """Return the entries of what was told, each decided by its rules."""
    state, previous = State(NORTH), GENESIS
    chain: list[Sealed] = []
    for each, by in zip(told, rules, strict=True):
        happened = decide(state, each.at, each.command, by)
        if not happened:
            continue
        evolve(state, each.at, happened)
        number = len(chain) + 1
        entry = Entry(number, each.at, FORMAT, by, previous, each.command, happened)
        chain.append(seal(entry))
        previous = chain[-1].hash
    return chain


def happened_in(chain: Sequence[Sealed]) -> list[events.AnyEvent]:
    """Return every event of a journal that is proved."""
    return [event for each in prove(chain, NORTH) for event in each.entry.events]


def test_what_was_decided_before_there_were_policies_is_proved() -> None:
    """A payment passed without one, and nobody was named who refused."""
    told = told_before_policies()
    kinds = [type(each) for each in happened_in(journal(told, [FIRST] * len(told)))]
    assert events.PaymentForwarded in kinds
    assert events.PaymentRefused in kinds
    assert events.HeldRefused not in kinds


def test_the_same_words_by_the_rules_of_now_hold_everything() -> None:
    """So the number of an entry's rules matters."""
    told = told_before_policies()
    kinds = [type(each) for each in happened_in(journal(told, [RULES] * len(told)))]
    assert events.PaymentForwarded not in kinds
    assert events.PaymentHeld in kinds


def test_rules_switch_at_an_entry() -> None:
    """What came before stays as it was; from there on the new ones hold."""
    told = told_before_policies()
    orders = [n for n, each in enumerate(told) if isinstance(each.command, c.SubmitPayment)]
    switch = orders[1]
    rules = [FIRST] * switch + [RULES] * (len(told) - switch)
    kinds = [type(each) for each in happened_in(journal(told, rules))]
    assert kinds.count(events.PaymentForwarded) == 1
    assert events.HeldRefused in kinds


def test_rules_never_go_back() -> None:
    """Else a forger would write by those that ask for less."""
    told = told_before_policies()
    orders = [n for n, each in enumerate(told) if isinstance(each.command, c.SubmitPayment)]
    rules = [RULES] * orders[0] + [FIRST] * (len(told) - orders[0])
    with pytest.raises(BrokenEntryError, match=f"rules {FIRST} after rules {RULES}"):
        happened_in(journal(told, rules))
