"""No tipping-off: from outside nobody can tell a hold, a review or a queue from each other.

Nobody may learn that a payment was held because of what screening found: not
the bank that sent it, not the bank that is to get it, not the other operator.
"""

import msgspec
import pytest

from tallystick.core import effects as f
from tallystick.core import events as e
from tallystick.core import items
from tallystick.core.assignments import Outcome as AssignmentOutcome
from tallystick.core.commands import AnswerAssignment
from tallystick.core.lifecycle import FINAL, PaymentState
from tallystick.core.screening_commands import RequestInformation
from tallystick.core.standing import status_of
from tallystick.core.state import Payment
from tallystick.terms.parties import Side
from tallystick.terms.reasons import REASONS, PaymentStatus
from tallystick.terms.reviews import Subject
from tallystick.terms.verdicts import Outcome
from tests.core.case_language import Case, Step
from tests.core.pair import CLEAR, NORTH, POLICY, SOUTH
from tests.core.scene import SENTENCES, Scene
from tests.core.test_cases import CASES

SENT = "NOBKRUMM sends 1000.00 RUB to SOBKCNSH as P1"
SILENT = "banks stay silent"
# What makes a payment wait at a node, as the cases say it.
WAITS_NORTH = {
    "review": ("screening at NORTH says hold", SENT),
    "screened again": (
        "screening at NORTH is slow",
        "the lists at NORTH change and are good for 10 seconds",
        "10 seconds pass",
        SENT,
    ),
    "queue": ("payments may queue for 60 minutes", "NOBKRUMM has 0.00 RUB", SENT),
}
WAITS_SOUTH = {
    "review": ("payments may queue for 60 minutes", "screening at SOUTH says hold", SENT),
    "screened again": (
        "payments may queue for 60 minutes",
        "screening at SOUTH is slow",
        "the lists at SOUTH change and are good for 10 seconds",
        "10 seconds pass",
        SENT,
    ),
    "queue": ("the swing limit is 1.00 CNY", "payments may queue for 60 minutes", SENT),
}
PRIVATE = (POLICY, b"evidence", b"Anna", b"Boris", CLEAR.bundle)
OUTSIDE = (f.TellPeer, f.TellStatus, f.Present, f.TellProvider, f.Answer)


def played(*lines: str) -> Scene:
    """Return the scene after these lines."""
    scene = Scene()
    steps = tuple(Step("tipping off", "given", line) for line in lines)
    SENTENCES.play(Case("tipping off", "tipping off", steps), scene)
    return scene


def words_outside(scene: Scene, node: str) -> list[f.Effect | items.PeerItem]:
    """Return what a node told of P1 to anybody outside, without the numbers of the stream."""
    told: list[f.Effect | items.PeerItem] = []
    for teller, effect in scene.pair.told:
        if teller != node or b"P1" not in msgspec.msgpack.encode(effect):
            continue
        if isinstance(effect, f.TellPeer):
            told.append(effect.item)
        elif isinstance(effect, OUTSIDE):
            told.append(effect)
    return told


@pytest.mark.parametrize("cause", WAITS_NORTH)
def test_waiting_at_the_debtors_end_reads_alike(cause: str) -> None:
    """The debtor's bank hears that it is pending, no more, and the other node hears nothing."""
    scene = played(*WAITS_NORTH[cause])
    assert words_outside(scene, NORTH) == [f.TellStatus("NOBKRUMM", "P1", PaymentStatus.PDNG)]
    scene = played(*WAITS_NORTH[cause], "NOBKRUMM asks how P1 stands")
    assert words_outside(scene, NORTH)[1:] == words_outside(scene, NORTH)[:1]


@pytest.mark.parametrize("cause", WAITS_SOUTH)
def test_waiting_at_the_creditors_end_reads_alike(cause: str) -> None:
    """The other node hears that it is pending, the creditor's bank nothing at all."""
    scene = played(*WAITS_SOUTH[cause])
    assert words_outside(scene, SOUTH) == [items.StillPending("RUB-CNY", "P1")]
    assert words_outside(scene, NORTH)[1:] == [f.TellStatus("NOBKRUMM", "P1", PaymentStatus.PDNG)]


def test_a_bank_that_is_asked_learns_that_a_question_is_open_and_no_more() -> None:
    """Its own status says pending, once, as before; the other node and its bank hear nothing."""
    scene = played(*WAITS_NORTH["review"])
    before = words_outside(scene, NORTH)
    pair, name = scene.pair, f"information:{'0' * 32}"
    asked = RequestInformation("P1", name, "Anna", Subject.DEBTOR, b"letter")
    answer = AnswerAssignment(name, "NOBKRUMM", AssignmentOutcome.EXPLAINED, "", b"born 1990")
    known = len(pair.told)
    for command in (asked, answer):
        pair.do(NORTH, command)
        pair.deliver()
    told = [(node, type(effect)) for node, effect in pair.told[known:]]
    assert told == [(NORTH, f.PresentAssignment), (NORTH, f.CallPeople)]
    assert words_outside(scene, NORTH) == before
    assert words_outside(scene, SOUTH) == []


def test_the_other_node_waits_as_long_whatever_the_cause() -> None:
    """The time that the debtor's node grants does not depend on why the other waits."""
    waits = set()
    for lines in WAITS_SOUTH.values():
        scene = played(*lines)
        [heard] = [each for each in scene.pair.events[NORTH] if isinstance(each, e.PendingHeard)]
        waits.add(heard.deadline_at - scene.pair.at)
    assert len(waits) == 1


@pytest.mark.parametrize(("node", "waits"), [(NORTH, WAITS_NORTH), (SOUTH, WAITS_SOUTH)])
def test_the_end_of_waiting_reads_alike(node: str, waits: dict[str, tuple[str, ...]]) -> None:
    """Whatever a payment waited for, when its time runs out everybody reads the same."""
    ends = [words_outside(played(*lines, "2 hours pass"), node)[-1] for lines in waits.values()]
    assert ends[0] == ends[1] == ends[2]
    ends = [words_outside(played(*lines, "2 hours pass"), NORTH)[-1] for lines in waits.values()]
    assert {str(end) for end in ends} == {str(ends[0])}
    assert isinstance(ends[0], f.TellStatus)
    assert ends[0].status is PaymentStatus.RJCT


@pytest.mark.parametrize("waits", [WAITS_NORTH, WAITS_SOUTH], ids=["NORTH", "SOUTH"])
@pytest.mark.parametrize(("held", "last"), [(20, 59), (120, 119)])
def test_the_end_of_waiting_comes_at_one_moment(
    waits: dict[str, tuple[str, ...]], held: int, last: int
) -> None:
    """Though the agreement gives people another time than it gives a queue."""
    limits = ("payments may queue for 60 minutes", f"payments may be held for {held} minutes")
    for lines in waits.values():
        scene = played(*limits, *lines, f"{last} minutes pass")
        assert (
            f.TellStatus("NOBKRUMM", "P1", PaymentStatus.PDNG) == words_outside(scene, NORTH)[-1]
        )
        scene = played(*limits, *lines, f"{last + 1} minutes pass")
        end = words_outside(scene, NORTH)[-1]
        assert isinstance(end, f.TellStatus)
        assert end.status is PaymentStatus.RJCT


def test_a_withdrawal_does_not_say_why() -> None:
    """A late hit asks to withdraw in the words of a deadline that has passed."""
    late_hit = ("P1 is screened again at NORTH with the outcome hold",)
    scenes = [
        played(SILENT, "the link from NORTH is cut", SENT, *why, "the link from NORTH works again")
        for why in (late_hit, ("20 seconds pass",))
    ]
    for node in (NORTH, SOUTH):
        first, second = (words_outside(scene, node) for scene in scenes)
        assert first == second
    assert items.WithdrawalAsked("RUB-CNY", "P1") in words_outside(scenes[0], NORTH)


def test_the_creditors_bank_reads_a_block_as_a_refusal() -> None:
    """That money is blocked is told to the debtor's bank alone."""
    ends = []
    for outcome in (Outcome.BLOCK, Outcome.REFUSE):
        again = f"P1 is screened again at SOUTH with the outcome {outcome}"
        scene = played(SILENT, SENT, again, "SOBKCNSH asks how P1 stands")
        told = [each for each in words_outside(scene, SOUTH) if isinstance(each, f.TellStatus)]
        assert {each.participant_id for each in told} == {"SOBKCNSH"}
        ends.append(told)
    assert ends[0] == ends[1]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("state", [each for each in PaymentState if each not in FINAL])
def test_every_state_on_the_way_reads_as_pending(side: Side, state: PaymentState) -> None:
    """Until it is decided a payment is pending, wherever it stands and whoever asks."""
    order = Scene().pair.order(NORTH, 1)
    payment = Payment(order, side, state, None, 1, CLEAR, 0)
    on_the_way = PaymentStatus.ACSP if state is PaymentState.ACCEPTED else PaymentStatus.PDNG
    assert status_of(payment) == (on_the_way, None)


def test_nothing_that_leaves_names_lists_people_or_evidence() -> None:
    """In no case does anything for others say what screening found, by which lists, or who saw."""
    causes = tuple(cause.value.encode() for cause in e.HoldCause)
    looked_at = 0
    for case in CASES:
        scene = Scene()
        SENTENCES.play(case, scene)
        for _, effect in scene.pair.told:
            if isinstance(effect, OUTSIDE):
                text = msgspec.msgpack.encode(effect)
                looked_at += 1
                assert not [word for word in (*PRIVATE, *causes) if word in text], effect
    assert looked_at > 1_000


def test_no_hint_for_banks_names_screening() -> None:
    """The words that go with a reason say nothing of lists, hits or sanctions."""
    hints = " ".join(rule.hint.lower() for rule in REASONS.values())
    assert not [
        word for word in ("sanction", "screen", "watch", "hit", "embargo") if word in hints
    ]
