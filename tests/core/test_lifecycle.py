"""The life of a payment, exhaustively: each step in each state, every command at each standing."""

from itertools import product
from pathlib import Path

import msgspec
import pytest

from tallystick.core.events import AnyEvent
from tallystick.core.lifecycle import FINAL, TABLE, PaymentState, Step, after, permits
from tallystick.core.machine import decide, evolve
from tallystick.core.state import State
from tallystick.terms.errors import InvariantError
from tallystick.terms.parties import Side
from tests.core import sentences_given, sentences_then, sentences_when
from tests.core.case_language import Case, read_cases
from tests.core.lifecycle_commands import COMMANDS, P1
from tests.core.pair import NORTH, SOUTH
from tests.core.scene import SENTENCES, Scene
from tests.every import for_each

EVERY_STEP = tuple(product(Side, PaymentState, Step))
HERE = Path(__file__).parent
FIRST = {Side.DEBTOR: PaymentState.RECEIVED, Side.CREDITOR: PaymentState.ARRIVED}
ONE_SIDED = {
    Side.DEBTOR: {
        PaymentState.RECEIVED,
        PaymentState.FORWARDED,
        PaymentState.WITHDRAWING,
        PaymentState.REFUSED,
        PaymentState.TIMED_OUT,
    },
    Side.CREDITOR: {PaymentState.ARRIVED, PaymentState.PRESENTED},
}
# Nothing rests in these: the same command takes the payment on.
PASSING = {
    PaymentState.RECEIVED,
    PaymentState.ARRIVED,
    PaymentState.RESERVED,
    PaymentState.ACCEPTED,
}
# Events that tell or note and leave the payment, the books and the queues as they are.
TELLING = {
    "CommandRefused",
    "OrderRefused",
    "StatusRepeated",
    "ForwardRefused",
    "ForwardRepeated",
    "WithdrawalAnswered",
    "CaseOpened",
    "PeerHeard",
}
REFUSING = {"CommandRefused", "OrderRefused", "StatusRepeated"}
TAUGHT = (sentences_given, sentences_then, sentences_when)


@for_each(("side", "state", "step"), EVERY_STEP)
def test_a_step_moves_or_is_an_error(side: Side, state: PaymentState, step: Step) -> None:
    """For every side, state and step the table moves the payment or the machine stops."""
    if permits(side, state, step):
        assert after(side, state, step) is TABLE[side, state, step]
    else:
        with pytest.raises(InvariantError, match=f"cannot {step}"):
            after(side, state, step)


def _reachable(side: Side, start: PaymentState) -> set[PaymentState]:
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        following = {end for (s, at, _), end in TABLE.items() if (s, at) == (side, state)}
        waiting += following - found
        found |= following
    return found


@pytest.mark.parametrize("side", Side)
def test_every_state_is_reached(side: Side) -> None:
    """Each side reaches all its states from its first, and none that is the other's alone."""
    assert _reachable(side, FIRST[side]) == set(PaymentState) - ONE_SIDED[side.other]


@pytest.mark.parametrize("side", Side)
def test_every_state_has_an_end(side: Side) -> None:
    """From every state that is not final a final one can be reached."""
    for state in _reachable(side, FIRST[side]) - FINAL:
        assert _reachable(side, state) & FINAL, state


def test_what_is_final_stays_final() -> None:
    """No way leads out of a final state, but that a settled payment may be returned."""
    ways_out = {(state, step) for _, state, step in TABLE if state in FINAL}
    assert ways_out == {(PaymentState.SETTLED, Step.RETURN)}
    assert TABLE[Side.DEBTOR, PaymentState.SETTLED, Step.RETURN] in FINAL


def _read_standings() -> dict[str, Case]:
    path = HERE / "cases" / "standings.case"
    return {case.title: case for case in read_cases(path.name, path.read_text("utf-8"))}


STANDINGS = _read_standings()


def _read_outcomes() -> dict[str, dict[str, str]]:
    """Return the events that lifecycle.txt says, by command and standing; `` is otherwise."""
    outcomes: dict[str, dict[str, str]] = {}
    command = events = ""
    for line in (HERE / "lifecycle.txt").read_text("utf-8").splitlines():
        words = line.strip()
        if line.startswith("when "):
            command = words.removeprefix("when ")
            outcomes[command] = {}
        elif line.startswith("    "):
            for standing in _standings(words):
                assert standing not in outcomes[command], f"{command}: {standing} twice"
                outcomes[command][standing] = events
        elif line.startswith("  "):
            events = words.replace("nothing", "")
    return outcomes


def _standings(words: str) -> list[str]:
    node, _, names = words.partition(" ")
    return (
        [""] if words == "otherwise" else [f"{node} {name.strip()}" for name in names.split(";")]
    )


OUTCOMES = _read_outcomes()


def test_the_table_of_outcomes_is_whole() -> None:
    """It names every command once, and only standings there are."""
    assert list(OUTCOMES) == list(COMMANDS)
    named = {standing for outcomes in OUTCOMES.values() for standing in outcomes}
    assert named == {"", *STANDINGS}


def test_every_state_has_a_standing() -> None:
    """A payment is brought into every state of either side in which one can rest."""
    assert TAUGHT
    seen = set()
    for title, case in STANDINGS.items():
        scene = _stand(case)
        payment = scene.payment(_node(title), P1)
        if payment is not None:
            seen.add((payment.side, payment.state))
    expected = {
        (side, state) for side in Side for state in _reachable(side, FIRST[side]) - PASSING
    }
    assert seen == expected


def _node(title: str) -> str:
    return title.partition(" ")[0]


def _stand(case: Case) -> Scene:
    scene = Scene()
    SENTENCES.play(case, scene)
    return scene


def _books(state: State) -> bytes:
    """Return what no telling event may change."""
    whole = (state.payments.get(P1), state.ledger, state.queues, state.quotes, state.returns)
    return msgspec.msgpack.encode(whole)


def _names(events: list[AnyEvent]) -> str:
    return ", ".join(type(event).__name__ for event in events)


@pytest.mark.parametrize("label", COMMANDS)
@for_each("title", STANDINGS)
def test_a_command_has_its_documented_outcome(label: str, title: str) -> None:
    """The documented events follow, and what only tells changes no payment and no books."""
    scene, node = _stand(STANDINGS[title]), _node(title)
    command = COMMANDS[label](scene, node)
    state, at = scene.pair.states[node], scene.pair.at
    evolve(state, at, [])
    whole, books = msgspec.msgpack.encode(state), _books(state)
    happened = decide(state, at, command)
    assert msgspec.msgpack.encode(state) == whole
    outcomes = OUTCOMES[label]
    assert _names(happened) == outcomes.get(title, outcomes.get(""))
    evolve(state, at, happened)
    kinds = {type(event).__name__ for event in happened}
    if kinds <= TELLING:
        assert _books(state) == books
    if kinds <= REFUSING:
        assert msgspec.msgpack.encode(state) == whole


@for_each("title", STANDINGS)
def test_nobody_waits_for_ever(title: str) -> None:
    """When time runs out a payment that waits here ends, or asks its decider; no other moves."""
    scene, node = _stand(STANDINGS[title]), _node(title)
    pair = scene.pair
    pair.cut(NORTH)
    pair.cut(SOUTH)
    before = scene.payment(node, P1)
    earlier = before and before.state
    pair.wait(3 * 86_400_000)
    now = scene.payment(node, P1)
    assert (now and now.state) == OVERDUE.get(title, earlier)


OVERDUE = {
    "NORTH held for review": PaymentState.TIMED_OUT,
    "NORTH held, released by one person": PaymentState.TIMED_OUT,
    "NORTH held to be screened again": PaymentState.TIMED_OUT,
    "NORTH queued": PaymentState.TIMED_OUT,
    "NORTH forwarded": PaymentState.WITHDRAWING,
    "SOUTH held for review": PaymentState.REJECTED,
    "SOUTH held, released by one person": PaymentState.REJECTED,
    "SOUTH held to be screened again": PaymentState.REJECTED,
    "SOUTH held before its bank": PaymentState.REJECTED,
    "SOUTH held with a promise": PaymentState.REJECTED,
    "SOUTH queued": PaymentState.REJECTED,
    "SOUTH presented": PaymentState.REJECTED,
}
