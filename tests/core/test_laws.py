"""The laws of the machine, under random commands in random states, and under every case.

The machine is told everything and asks nothing; so the same commands give the
same bytes, events alone rebuild the state, and a state that was read back goes
on as if nothing had been.
"""

from collections.abc import Sequence
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
from tallystick.terms.reasons import REASONS, StatusReason
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
HEARD = (c.HearPeer, c.HearSettlementSystem)
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


# What people say of a hold has reasons of its own, which nobody outside is told.
OF_PEOPLE = (
    e.ReleaseProposed,
    e.ReleaseConfirmed,
    e.ReleaseWithdrawn,
    e.HeldRefused,
    e.PaymentEscalated,
)


def _check_reasons(pair: RecordedPair) -> None:
    for recorded in pair.history:
        for event in recorded.events:
            reason = getattr(event, "reason", None)
            if isinstance(event, OF_PEOPLE):
                continue
            # Only a repeated status may be without one: not every status is a refusal.
            if hasattr(event, "reason") and not isinstance(event, e.StatusRepeated):
                assert isinstance(reason, StatusReason), event
            assert reason is None or REASONS[reason].hint


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
    ends: set[tuple[str, str]] = set()

    @settings(max_examples=200)
    @given(programs())
    def look(program: Program) -> None:
        pair = program.play()
        seen.update(type(event).__name__ for each in pair.history for event in each.events)
        for node in (NORTH, SOUTH):
            payments = pair.states[node].payments.values()
            ends.update((payment.side, payment.state) for payment in payments)

    look()
    befalls = {name for name in dir(e) if name.startswith(("Payment", "Release", "Withdrawal"))}
    befalls |= {"StatusRepeated", "OrderRefused", "ForwardRefused", "PendingHeard", "LegSettled"}
    befalls -= {"PaymentEvent", "PaymentResolved"}  # resolutions have tests of their own
    assert befalls <= seen, befalls - seen
    assert len(ends) >= 18, ends
