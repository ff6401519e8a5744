"""Recalls of what has not arrived yet: held, queued, or on its way."""

from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events as e
from tallystick.core import items
from tallystick.core.agreements import TimeOuts
from tallystick.core.assignments import AssignmentState, Outcome
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Decision
from tallystick.core.screening_commands import RefuseHeld, ReleaseHeld
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome as Verdicts
from tests.core.asking_pair import ASKED, ASKER, AskingPair, recall
from tests.core.pair import CLEAR, HIT, NORTH, SOUTH, mutual
from tests.core.slow_pair import item
from tests.core.test_recalls import presented


def recalled_while_held() -> tuple[AskingPair, str]:
    """Return a pair in which a held payment is recalled: the recall waits for people."""
    pair = AskingPair()
    pair.verdict = HIT
    payment_id = pair.send(NORTH, 100_000).payment_id
    happened = pair.assign(recall(payment_id))
    assert [type(each) for each in happened] == [e.AssignmentMade]
    assert pair.payment(NORTH, payment_id).state is PaymentState.HELD
    assert pair.answers() == []
    return pair, payment_id


def test_a_held_payment_is_refused_for_its_recall_once_people_have_looked() -> None:
    """It never leaves; the bank is told that the money is back, and no more."""
    pair, payment_id = recalled_while_held()
    for person in ("Anna", "Boris"):
        pair.do(NORTH, ReleaseHeld(payment_id, person))
    pair.deliver()
    assert pair.payment(NORTH, payment_id).reason is StatusReason.REQUESTED_BY_CUSTOMER
    assert pair.answers() == [(ASKER, Outcome.CANCELLED, "")]
    assert pair.presentations() == []
    assert payment_id not in pair.states[SOUTH].payments


def test_a_recall_empties_no_hold() -> None:
    """What is found to be the law's to freeze is frozen, though its bank wanted it back."""
    pair, payment_id = recalled_while_held()
    blocked = replace(HIT, outcome=Verdicts.BLOCK)
    pair.do(NORTH, c.RecordVerdict(payment_id, blocked))
    pair.deliver()
    assert pair.payment(NORTH, payment_id).state is PaymentState.BLOCKED
    assert pair.answers() == [(ASKER, Outcome.REJECTED, "LEGL")]


def test_people_may_refuse_what_is_recalled() -> None:
    """For the law's reason; the recall is granted, since the money never left."""
    pair, payment_id = recalled_while_held()
    pair.do(NORTH, RefuseHeld(payment_id, "Anna"))
    pair.deliver()
    assert pair.payment(NORTH, payment_id).reason is StatusReason.REGULATORY_REASON
    assert pair.answers() == [(ASKER, Outcome.CANCELLED, "")]


def test_a_payment_under_way_is_withdrawn_for_its_recall() -> None:
    """The decider lets it go, and that is the answer; its bank is never asked."""
    pair, payment_id = presented()
    pair.stop(item(items.WithdrawalAsked, NORTH))
    asked = recall(payment_id)
    pair.assign(asked)
    assert pair.states[NORTH].assignments[asked.assignment_id].state is AssignmentState.WITHDRAWING
    assert pair.answers() == []
    pair.let_go()
    assert pair.answers() == [(ASKER, Outcome.CANCELLED, "")]
    assert (pair.presentations(), pair.states[NORTH].recalled) == ([], {})


def test_a_recall_that_comes_too_late_goes_to_the_bank() -> None:
    """The decider accepted meanwhile: the money is there, and its bank is asked for it."""
    pair, payment_id = presented()
    pair.stop(item(items.Decided, SOUTH))
    pair.do(SOUTH, c.AnswerPresentation(payment_id, ASKED))
    pair.deliver()
    asked = recall(payment_id)
    pair.assign(asked)
    assert pair.presentations() == []
    pair.let_go()
    assert pair.presentations() == [(ASKED, asked.assignment_id)]
    assert pair.answers() == []


def test_a_payment_that_is_blocked_meanwhile_does_not_come_back() -> None:
    """The law holds the money: the recall is rejected for it, and nobody is asked."""
    pair = AskingPair()
    pair.stop(item(items.Forwarded, NORTH))
    payment_id = pair.send(NORTH, 100_000).payment_id
    pair.assign(recall(payment_id))
    pair.lose()
    pair.forge(NORTH, items.StillPending("RUB-CNY", payment_id))
    words = (payment_id, Decision.BLOCKED, 1)
    pair.forge(NORTH, items.Decided("RUB-CNY", *words))
    pair.deliver()
    assert pair.answers() == [(ASKER, Outcome.REJECTED, "LEGL")]
    assert pair.presentations() == []


def test_hold_and_queue_look_alike() -> None:
    """The debtor's bank reads the same of its recall and payment, whatever that waited for."""
    told = []
    for verdict, amount in ((HIT, 100_000), (CLEAR, 2 * 10**9)):
        pair = AskingPair(mutual(time_outs=TimeOuts(queue_ms=60_000), swing_limit=10**12))
        pair.verdict = verdict
        payment_id = pair.send(NORTH, amount).payment_id
        waits = pair.payment(NORTH, payment_id).state
        pair.assign(recall(payment_id))
        told.append([each for _, each in pair.told if not isinstance(each, f.TellPeer)])
        assert waits is (PaymentState.HELD if verdict is HIT else PaymentState.QUEUED)
    assert told[0] == told[1]
    assert [type(each) for each in told[0]] == [f.TellStatus]


def test_a_recall_under_way_is_pending() -> None:
    """Asked again before the decision, it is told the one word pending."""
    pair, payment_id = presented()
    pair.stop(item(items.WithdrawalAsked, NORTH))
    asked = recall(payment_id)
    pair.assign(asked)
    pair.assign(asked)
    assert pair.answers() == [(ASKER, Outcome.PENDING, "")]


def test_a_frozen_payment_is_not_touched() -> None:
    """Its recall waits until people have resolved it; no withdrawal is asked."""
    pair, payment_id = presented()
    pair.forge(NORTH, items.Decided("RUB-CNY", payment_id, Decision.ACCEPTED, 7))
    assert payment_id in pair.pact(NORTH).frozen
    happened = pair.assign(recall(payment_id))
    assert [type(each) for each in happened] == [e.AssignmentMade]
    assert pair.payment(NORTH, payment_id).state.value == "forwarded"
    for node in (SOUTH, NORTH):
        pair.sign(node, payment_id, Decision.REJECTED, 0)
    pair.deliver()
    assert pair.answers() == [(ASKER, Outcome.CANCELLED, "")]
