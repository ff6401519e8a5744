"""A parked item freezes what it concerns; the stream goes on, the cycle waits for people."""

from tallystick.core import commands as c
from tallystick.core import events, items
from tallystick.core.orders import Decision
from tallystick.core.screening_commands import RefuseHeld
from tests.core.pair import HIT, NORTH, SOUTH, gross, mutual
from tests.core.slow_pair import SlowPair, item, refusal
from tests.core.stuck import answer_lost, forward_lost, frozen, propose, states

ACCEPTED, REJECTED = Decision.ACCEPTED, Decision.REJECTED
BANK = "participant:NOBKRUMM:RUB"
FUNDS = 10**9


def test_a_parked_item_freezes_and_the_stream_goes_on() -> None:
    """What came after it arrives; the payment waits for people."""
    pair, payment_id = answer_lost()
    assert frozen(pair) == [[payment_id], []]
    assert states(pair, payment_id) == ["forwarded", "settled"]
    pair.banks_answer = True
    later = pair.send(NORTH, 50_000).payment_id
    assert states(pair, later) == ["settled", "settled"]
    (case,) = pair.saw(NORTH, events.CaseOpened)
    assert case.kind is events.CaseKind.PARKED_ITEM


def test_nothing_happens_to_a_frozen_payment() -> None:
    """Neither time nor a verdict nor the decider's word again moves it."""
    pair, payment_id = answer_lost()
    pair.wait(10**7)
    assert not pair.saw(NORTH, events.WithdrawalRequested)
    pair.do(NORTH, c.RecordVerdict(payment_id, HIT))
    pair.forge(NORTH, items.Decided("RUB-CNY", payment_id, ACCEPTED, 1))
    assert states(pair, payment_id) == ["forwarded", "settled"]
    assert pair.saw(NORTH, events.CaseOpened)[-1].kind is events.CaseKind.PEER_BREACH
    assert pair.amount_on(NORTH, BANK) == FUNDS


def test_only_the_next_item_of_a_stream_is_parked() -> None:
    """Neither one before it nor one after it."""
    pair = SlowPair(mutual())
    expected = pair.states[NORTH].peers[SOUTH].received + 1
    for wrong in (expected - 1, expected + 1):
        happened = pair.do(NORTH, c.ParkItem(SOUTH, wrong, b"digest", "RUB-CNY", "pay"))
        assert refusal(happened) == f"the next item of the stream is {expected}"
    assert frozen(pair) == [[], []]


def test_an_item_of_an_operator_that_is_new_is_parked() -> None:
    """It freezes nothing, for there is nothing yet."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.ParkItem("WEST", 1, b"digest", "NORTH-WEST"))
    assert pair.states[NORTH].peers["WEST"].received == 1
    assert frozen(pair) == [[], []]


def test_a_parked_item_never_freezes_what_is_still_ours_alone() -> None:
    """A payment that was not forwarded, or one of another agreement: the item stands apart."""
    pair = SlowPair(mutual())
    pair.verdict = HIT
    held = pair.send(NORTH, 100_000).payment_id
    pair.do(NORTH, c.AdoptAgreement(gross(), b"text"))
    stream = pair.states[SOUTH].peers[NORTH]
    stream.sent += 2
    pair.do(NORTH, c.ParkItem(SOUTH, stream.sent - 1, b"one", "RUB-CNY", held))
    pair.do(NORTH, c.ParkItem(SOUTH, stream.sent, b"two", "SGD-THB", held))
    assert frozen(pair) == [[], []]
    pacts = pair.states[NORTH].pacts
    assert list(pacts["RUB-CNY"].parked) == [b"one".hex()]
    assert list(pacts["SGD-THB"].parked) == [b"two".hex()]
    pair.do(NORTH, RefuseHeld(held, "anna"))
    assert pair.payment(NORTH, held).state == "refused"


def test_a_forwarded_payment_that_is_parked_takes_its_id() -> None:
    """It is not taken under that id again, nor may anybody here send one under it."""
    pair, payment_id = forward_lost()
    order = pair.payment(NORTH, payment_id).order
    terms = pair.payment(NORTH, payment_id).known_terms
    stream = pair.states[NORTH].peers[SOUTH]
    stream.sent += 1
    again = items.Forwarded("RUB-CNY", 1, order, terms)
    happened = pair.do(SOUTH, c.HearPeer(NORTH, stream.sent, again, pair.verdict))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert payment_id not in pair.states[SOUTH].payments
    own = pair.order(SOUTH, 1_000, payment_id=payment_id, quote_id=pair.quote(SOUTH, 1_000))
    (refused,) = pair.do(SOUTH, c.SubmitPayment(own, pair.verdict))
    assert isinstance(refused, events.OrderRefused)


def test_a_parked_item_without_a_payment_is_cleared_here() -> None:
    """It stops the comparison until two people here have looked; nobody else has to."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.stop(item(items.StillPending, SOUTH))
    pair.banks_answer = False
    payment_id = pair.send(NORTH, 50_000).payment_id
    pair.verdict = HIT
    pair.do(SOUTH, c.RecordVerdict(payment_id, HIT))
    pair.deliver()
    subject = pair.park(NORTH, "").hex()
    pair.let_go()
    pair.close()
    assert list(pair.pact(NORTH).parked) == [subject]
    assert pair.settled_cycles() == (0, 0)
    assert "only be rejected" in refusal(propose(pair, NORTH, subject, ACCEPTED))
    pair.sign(NORTH, subject, REJECTED, 0)
    pair.deliver()
    assert pair.pact(NORTH).parked == {}
    assert pair.settled_cycles() == (1, 1)
    assert states(pair, payment_id) == ["forwarded", "held"]
