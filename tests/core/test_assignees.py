"""The answering node trusts no item: what its own books do not bear out it answers itself."""

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core import items
from tallystick.core.assignments import Assignment, Outcome, recall_id
from tests.core.asking_pair import ASKED, ASKER, AskingPair, enquiry, recall, verification
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.core.slow_pair import item, refusal


def heard(pair: AskingPair, asked: Assignment, **over: object) -> list[e.AnyEvent]:
    """Have the south hear an assignment that the north's rules would not have sent."""
    stream = pair.states[NORTH].peers[SOUTH]
    stream.sent += 1
    forged = items.Assigned("RUB-CNY", asked)
    return pair.do(SOUTH, c.HearPeer(NORTH, stream.sent, forged, **over))  # type: ignore[arg-type]


def own_answer(happened: list[e.AnyEvent]) -> tuple[Outcome, str]:
    """Return how the node itself answered, in the breath in which it was asked."""
    arrived, answered, _ = happened
    assert isinstance(arrived, e.AssignmentArrived)
    assert isinstance(answered, e.AssignmentAnswered)
    return answered.outcome, answered.reason


@pytest.mark.parametrize(
    "over",
    [
        {"payment_id": "unknown", "assignment_id": recall_id("unknown")},
        {"assigner": BANKS[NORTH][1]},
        {"assignee": BANKS[SOUTH][1]},
        {"assigner": ASKED, "assignee": ASKER},
        {"assigner": "NOBANKXX"},
    ],
)
def test_a_recall_that_fits_no_payment_is_answered_by_the_node(over: dict[str, object]) -> None:
    """NOOR, one word for every cause, and no bank hears of it, nor can it answer."""
    pair = AskingPair()
    payment_id = pair.send(NORTH, 100_000).payment_id
    asked = recall(payment_id, **over)
    assert own_answer(heard(pair, asked)) == (Outcome.REJECTED, "NOOR")
    assert pair.presentations() == []
    told = "no assignment of this id was presented to this participant"
    assert refusal(pair.answer(replace(asked, assignee=ASKED), Outcome.CANCELLED)) == told


def test_what_came_without_its_message_is_not_presented() -> None:
    """Nobody can be asked what nobody here has read; it fits no books, and no more is told."""
    pair = AskingPair()
    payment_id = pair.send(NORTH, 100_000).payment_id
    for asked in (recall(payment_id), enquiry(payment_id)):
        assert own_answer(heard(pair, asked, is_unread=True)) == (Outcome.REJECTED, "NOOR")
    unread = heard(pair, verification(), is_unread=True, subject=b"account")
    assert own_answer(unread) == (Outcome.UNKNOWN, "")
    assert pair.presentations() == []


def test_a_payment_not_decided_here_is_not_recalled() -> None:
    """What waits for our bank has not settled; the peer has no business to recall it."""
    pair = AskingPair()
    pair.banks_answer = False
    payment_id = pair.send(NORTH, 100_000).payment_id
    assert own_answer(heard(pair, recall(payment_id))) == (Outcome.REJECTED, "NOOR")
    assert own_answer(heard(pair, enquiry(payment_id))) == (Outcome.REJECTED, "NOOR")


@pytest.mark.parametrize("is_decided", [False, True])
@pytest.mark.parametrize("has_left", [False, True])
def test_our_own_payment_is_not_recalled_by_the_other_end(
    *, is_decided: bool, has_left: bool
) -> None:
    """A recall goes the way the payment went: nothing takes the one id under which ours asks."""
    pair = AskingPair()
    pair.banks_answer = is_decided
    payment_id = pair.send(SOUTH, 1_000).payment_id
    if has_left and is_decided:
        pair.settle()
    original = pair.closings.get((SOUTH, payment_id))
    case, _ = heard(pair, recall(payment_id), original=original)
    assert isinstance(case, e.CaseOpened)
    assert (case.case_id, case.kind) == (recall_id(payment_id), e.CaseKind.PEER_BREACH)
    own = recall(payment_id, assigner=ASKED, assignee=ASKER)
    assert isinstance(pair.assign(own, SOUTH)[0], e.AssignmentMade)


@pytest.mark.parametrize(
    "asked",
    [
        recall("pay-2", assignment_id="recall:another"),
        recall("pay-2", agreement_id="EUR-EUR"),
        verification(payment_id="pay-2"),
        enquiry("pay-2", assignment_id="enquiry:short"),
        enquiry("pay-2", assignment_id=f"verification:{1:032x}"),
        enquiry(""),
    ],
)
def test_an_id_that_is_not_made_from_what_it_is_about_is_a_breach(asked: Assignment) -> None:
    """People are called, and nothing is stored."""
    pair = AskingPair()
    assert pair.send(NORTH, 100_000).payment_id == "pay-2"
    case, _ = heard(pair, asked)
    assert isinstance(case, e.CaseOpened)
    assert case.kind is e.CaseKind.PEER_BREACH
    assert pair.states[SOUTH].assignments == {}


@pytest.mark.parametrize("has_left", [False, True])
def test_an_id_that_is_known_is_a_breach(has_left: bool) -> None:  # noqa: FBT001
    """The other node asks once."""
    pair = AskingPair()
    asked = recall(pair.send(NORTH, 100_000).payment_id)
    pair.assign(asked)
    pair.answer(asked, Outcome.REJECTED)
    if has_left:
        pair.settle()
    known = pair.records.get((SOUTH, asked.assignment_id))
    case, _ = heard(pair, asked, assigned=known)
    assert isinstance(case, e.CaseOpened)
    assert len(pair.presentations()) == 1


# The answers that the asking node hears.


def answered(pair: AskingPair, asked: Assignment, *words: object) -> list[e.AnyEvent]:
    """Have the north hear an answer."""
    forged = items.AssignmentAnswered("RUB-CNY", asked.assignment_id, *words)  # type: ignore[arg-type]
    return pair.forge(NORTH, forged)


@pytest.mark.parametrize(
    "words",
    [
        (Outcome.MATCHED, "", b""),
        (Outcome.REJECTED, "no code", b""),
        (Outcome.EXPLAINED, "", b""),
    ],
)
def test_an_answer_in_other_words_is_a_breach(words: tuple[object, ...]) -> None:
    """The recall stays open."""
    pair = AskingPair()
    asked = recall(pair.send(NORTH, 100_000).payment_id)
    pair.assign(asked)
    case, _ = answered(pair, asked, *words)
    assert isinstance(case, e.CaseOpened)
    assert pair.answers() == []


def test_an_answer_to_nothing_is_a_breach() -> None:
    """To what was never asked here, to what came from there, and to what has its answer."""
    pair = AskingPair()
    asked = recall(pair.send(NORTH, 100_000).payment_id)
    theirs = recall(pair.send(SOUTH, 1_000).payment_id, assigner=ASKED, assignee=ASKER)
    pair.assign(theirs, SOUTH)
    for each in (asked, theirs):
        assert isinstance(answered(pair, each, Outcome.CANCELLED, "", b"")[0], e.CaseOpened)
    pair.stop(item(items.AssignmentAnswered))
    pair.assign(asked)
    answered(pair, asked, Outcome.PENDING, "", b"")
    again = answered(pair, asked, Outcome.PENDING, "", b"")
    assert isinstance(again[0], e.CaseOpened)
    answered(pair, asked, Outcome.CANCELLED, "", b"")
    assert isinstance(answered(pair, asked, Outcome.REJECTED, "", b"")[0], e.CaseOpened)
    assert pair.states[NORTH].assignments[asked.assignment_id].outcome is Outcome.CANCELLED


# Items that nobody could read.


def parked(pair: AskingPair, node: str, **concerns: str) -> list[e.AnyEvent]:
    """Have a node set aside the next item of the other's stream."""
    sender = pair.other(node)
    sequence = pair.states[node].peers[sender].received + 1
    return pair.do(node, c.ParkItem(sender, sequence, b"digest", "RUB-CNY", **concerns))


def test_what_was_asked_in_a_parked_item_ends_without_an_answer() -> None:
    """No money is in it: nothing is frozen, and the assigner is told that none comes."""
    pair = AskingPair()
    asked = recall(pair.send(NORTH, 100_000).payment_id)
    pair.stop(item(items.Assigned, NORTH))
    pair.assign(asked)
    pair.lose()
    parked(pair, SOUTH, asks=asked.assignment_id)
    pair.deliver()
    assert pair.answers() == [(ASKER, None, "")]
    assert not pair.pact(SOUTH).is_stopped
    (case,) = pair.saw(SOUTH, e.CaseOpened)
    assert case.kind is e.CaseKind.PARKED_ITEM


def test_an_answer_in_a_parked_item_is_lost() -> None:
    """The assigner is told that none comes; a parked answer to nothing ends nothing."""
    pair = AskingPair()
    asked = recall(pair.send(NORTH, 100_000).payment_id)
    pair.assign(asked)
    pair.stop(item(items.AssignmentAnswered, SOUTH))
    pair.answer(asked, Outcome.CANCELLED)
    pair.lose()
    parked(pair, NORTH, answers=asked.assignment_id)
    pair.deliver()
    assert pair.answers() == [(ASKER, None, "")]
    assert not pair.pact(NORTH).is_stopped
    assert len(parked(pair, NORTH, answers=asked.assignment_id)) == 2
    assert len(parked(pair, NORTH, answers="recall:nothing")) == 2
