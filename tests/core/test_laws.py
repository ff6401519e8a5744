"""The laws of the machine, under random commands in random states, and under every case.

The machine is told everything and asks nothing; so the same commands give the
same bytes, events alone rebuild the state, and a state that was read back goes
on as if nothing had been.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core.invariants import audit
from tallystick.core.lifecycle import PaymentState
from tallystick.core.machine import decide, evolve
from tallystick.core.state import State
from tallystick.terms.parties import Side
from tallystick.terms.reasons import REASONS, StatusReason
from tallystick.terms.reviews import (
    EscalationReason,
    RefusalReason,
    ReleaseReason,
    SecondThought,
)
from tests.core.case_language import Case
from tests.core.moves import Program, programs
from tests.core.pair import NORTH, SOUTH
from tests.core.recorded_pair import Recorded, RecordedPair
from tests.core.scene import SENTENCES, Scene
from tests.core.test_cases import CASES

pytestmark = pytest.mark.slow

ENCODER = msgspec.msgpack.Encoder()
STATES = msgspec.msgpack.Decoder(State)
EVENTS = msgspec.msgpack.Decoder(tuple[e.AnyEvent, ...])
COMMANDS = msgspec.msgpack.Decoder(c.AnyCommand)
EXAMPLES = settings(max_examples=60)
# A payment passes through these; no command leaves it there.
PASSING = (
    PaymentState.RECEIVED,
    PaymentState.ARRIVED,
    PaymentState.RESERVED,
    PaymentState.ACCEPTED,
)
# At how many places a payment may be left, by its side, and in how many histories each is seen.
REACHABLE = 18
OFTEN_ENOUGH = 5
HEARD = (c.HearPeer, c.HearSettlementSystem)
# In which words people judge what is held: no ISO reason, and nobody outside is told of them.
JUDGED: dict[type[e.AnyEvent], type[StrEnum]] = {
    e.ReleaseProposed: ReleaseReason,
    e.ReleaseConfirmed: ReleaseReason,
    e.ReleaseWithdrawn: SecondThought,
    e.HeldRefused: RefusalReason,
    e.PaymentEscalated: EscalationReason,
}
FILES = {
    name: tuple(group) for name, group in groupby(CASES, lambda case: case.place.split(":")[0])
}


class ForesightPair(RecordedPair):
    """A pair that decides everything once before, and looks whether that left a trace."""

    @override
    def do(self, node: str, command: c.AnyCommand) -> list[e.AnyEvent]:
        state = self.states[node]
        before = ENCODER.encode(state)
        foreseen = decide(state, self.at, command)
        assert ENCODER.encode(state) == before, f"to decide {command} changed the state"
        happened = super().do(node, command)
        assert ENCODER.encode(happened) == ENCODER.encode(foreseen)
        return happened


@EXAMPLES
@given(programs())
def test_to_decide_changes_nothing(program: Program) -> None:
    """Whatever is asked in whatever state, deciding leaves no trace and decides alike again."""
    program.play(ForesightPair)


class EchoPair(RecordedPair):
    """A pair whose peers and settlement systems say everything twice."""

    @override
    def do(self, node: str, command: c.AnyCommand) -> list[e.AnyEvent]:
        happened = super().do(node, command)
        taken = happened and isinstance(happened[-1], e.PeerHeard | e.SystemHeard)
        if taken and isinstance(command, HEARD):
            state = self.states[node]
            before = ENCODER.encode(state)
            again = decide(state, self.at, command)
            assert again == []
            assert evolve(state, self.at, again) == []
            assert ENCODER.encode(state) == before, f"{command} changed the state twice"
        return happened


@EXAMPLES
@given(programs())
def test_what_is_heard_twice_counts_once(program: Program) -> None:
    """An item of the other node, or a notice of a system, changes nothing the second time."""
    program.play(EchoPair)


class RestPair(RecordedPair):
    """A pair that looks after every command where its payments rest."""

    @override
    def do(self, node: str, command: c.AnyCommand) -> list[e.AnyEvent]:
        happened = super().do(node, command)
        for payment_id, payment in self.states[node].payments.items():
            assert payment.state not in PASSING, f"{payment_id} is left {payment.state}"
        return happened


@EXAMPLES
@given(programs())
def test_no_payment_rests_on_the_way(program: Program) -> None:
    """No command leaves a payment received, arrived, reserved or accepted, and no more."""
    program.play(RestPair)


def _by_node(history: Sequence[Recorded], node: str) -> list[Recorded]:
    return [each for each in history if each.node == node]


def _check_reasons(pair: RecordedPair) -> None:
    for recorded in pair.history:
        codes = [_iso_reason(event) for event in recorded.events if type(event) not in JUDGED]
        for event in recorded.events:
            if type(event) in JUDGED:
                assert isinstance(getattr(event, "reason", None), JUDGED[type(event)]), event
            if isinstance(event, e.HeldRefused):
                assert StatusReason.REGULATORY_REASON in codes, recorded


def _iso_reason(event: e.AnyEvent) -> StatusReason | None:
    """Return an event's reason, which is of the table; only some events have one."""
    reason = getattr(event, "reason", None)
    # Only a repeated status may be without one: not every status is a refusal.
    if hasattr(event, "reason") and not isinstance(event, e.StatusRepeated):
        assert isinstance(reason, StatusReason), event
    assert reason is None or REASONS[reason].hint
    return reason


def _check_repetition(pair: RecordedPair) -> None:
    """Give a fresh machine the same commands, each read back from its bytes."""
    for node, final in pair.states.items():
        state = State(node)
        for _, at, command, events in _by_node(pair.history, node):
            happened = decide(state, at, COMMANDS.decode(ENCODER.encode(command)))
            assert ENCODER.encode(happened) == ENCODER.encode(events)
            evolve(state, at, happened)
        assert ENCODER.encode(state) == ENCODER.encode(final)


def _check_events_alone(pair: RecordedPair) -> None:
    """Rebuild the state from the events, read back from their bytes, without a decision."""
    for node, final in pair.states.items():
        state = State(node)
        for _, at, _, events in _by_node(pair.history, node):
            evolve(state, at, list(EVENTS.decode(ENCODER.encode(events))))
        audit(state)
        assert ENCODER.encode(state) == ENCODER.encode(final)


def _check_snapshot(pair: RecordedPair, share: int) -> None:
    """Read the state back from its bytes after some hundredths of the history, and go on."""
    for node, final in pair.states.items():
        history = _by_node(pair.history, node)
        cut = len(history) * share // 100
        state = State(node)
        for number, (_, at, command, events) in enumerate(history):
            if number == cut:
                state = STATES.decode(ENCODER.encode(state))
            happened = decide(state, at, command)
            assert ENCODER.encode(happened) == ENCODER.encode(events)
            evolve(state, at, happened)
        assert ENCODER.encode(state) == ENCODER.encode(final)
        assert STATES.decode(ENCODER.encode(final)) == final


@EXAMPLES
@given(programs())
def test_every_refusal_has_a_reason_of_the_table(program: Program) -> None:
    """Whatever is refused is refused with an ISO reason that has its rule and its hint."""
    _check_reasons(program.play())


@EXAMPLES
@given(programs())
def test_the_same_commands_give_the_same_bytes(program: Program) -> None:
    """On another machine the same commands give the same events and the same state."""
    _check_repetition(program.play())


@EXAMPLES
@given(programs())
def test_events_alone_rebuild_the_state(program: Program) -> None:
    """What happened is enough to know how things stand."""
    _check_events_alone(program.play())


@EXAMPLES
@given(programs(), st.integers(0, 100))
def test_a_state_that_was_read_back_goes_on_alike(program: Program, share: int) -> None:
    """A snapshot is the state and nothing else."""
    _check_snapshot(program.play(), share)


def _play(case: Case) -> RecordedPair:
    scene = Scene()
    SENTENCES.play(case, scene)
    return scene.pair


@pytest.mark.parametrize("name", FILES)
def test_the_laws_hold_in_every_case(name: str) -> None:
    """The cases that people read obey the same laws as the random histories."""
    for number, case in enumerate(FILES[name]):
        pair = _play(case)
        _check_reasons(pair)
        _check_repetition(pair)
        _check_events_alone(pair)
        _check_snapshot(pair, number % 100)


def test_the_random_histories_are_rich() -> None:
    """The laws are not kept for want of anything happening: all that may befall a payment does."""
    seen: set[str] = set()
    ends: Counter[tuple[Side, PaymentState]] = Counter()

    @settings(max_examples=400)
    @given(programs())
    def look(program: Program) -> None:
        pair = program.play()
        seen.update(type(event).__name__ for each in pair.history for event in each.events)
        for node in (NORTH, SOUTH):
            payments = pair.states[node].payments.values()
            ends.update({(payment.side, payment.state) for payment in payments})

    look()
    befalls = {name for name in dir(e) if name.startswith(("Payment", "Release", "Withdrawal"))}
    befalls |= {"StatusRepeated", "OrderRefused", "ForwardRefused", "PendingHeard", "LegSettled"}
    befalls -= {"PaymentEvent", "PaymentResolved"}  # resolutions have tests of their own
    assert befalls <= seen, befalls - seen
    assert len(ends) == REACHABLE, ends
    assert min(ends.values()) >= OFTEN_ENOUGH, ends
