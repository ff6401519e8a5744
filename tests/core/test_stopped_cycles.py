"""While a payment is frozen or an item is parked, no cycle is compared or signed."""

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events, items
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Decision
from tests.core.pair import NORTH, SOUTH, mutual
from tests.core.slow_pair import SlowPair, instruction, item

STATEMENT = f.InstructionKind.STATEMENT
BOTH = (NORTH, SOUTH)


def frozen_pair() -> tuple[SlowPair, str]:
    """Return a pair in which the north cannot take in what the south says of a payment."""
    pair = SlowPair(mutual())
    pair.send(SOUTH, 5_000)
    pair.banks_answer = False
    order = pair.send(NORTH, 100_000)
    pair.stop(item(items.Decided, SOUTH))
    pair.do(SOUTH, c.AnswerPresentation(order.payment_id, order.creditor_agent))
    pair.deliver()
    pair.park(NORTH, order.payment_id)
    pair.let_go()
    return pair, order.payment_id


def test_a_frozen_payment_delays_the_comparison() -> None:
    """The directions close, but nothing is compared, signed or settled until it is resolved."""
    pair, payment_id = frozen_pair()
    pair.close()
    assert [pair.pact(node).open_cycle for node in BOTH] == [2, 2]
    assert pair.saw(SOUTH, events.CycleSigned)
    assert not pair.saw(NORTH, events.CycleMatched)
    assert pair.settled_cycles() == (0, 0)
    for node in BOTH:
        pair.sign(node, payment_id, Decision.ACCEPTED, 1)
    pair.deliver()
    assert pair.payment(NORTH, payment_id).state is PaymentState.SETTLED
    assert pair.settled_cycles() == (1, 1)


def stopped_pair() -> tuple[SlowPair, str]:
    """Return a pair in which the north has parked an item, and the item's digest."""
    pair = SlowPair(mutual())
    pair.send(SOUTH, 5_000)
    stream = pair.states[SOUTH].peers[NORTH]
    stream.sent += 1
    pair.do(NORTH, c.ParkItem(SOUTH, stream.sent, b"digest", "RUB-CNY"))
    return pair, b"digest".hex()


def test_a_signature_of_another_root_heard_before_ours_stops_the_cycle() -> None:
    """We do not sign what the other has not signed."""
    pair, parked = stopped_pair()
    pair.stop(item(items.RootSigned, SOUTH))
    pair.close()
    pair.lose()
    pair.states[SOUTH].peers[NORTH].sent -= 1
    pair.forge(NORTH, items.RootSigned("RUB-CNY", 1, b"another root"))
    assert not pair.cycle(NORTH, 1).is_unequal
    pair.sign(NORTH, parked, Decision.REJECTED, 0)
    pair.deliver()
    assert pair.cycle(NORTH, 1).is_unequal
    assert not pair.saw(NORTH, events.CycleSigned)


def test_a_cycle_that_matched_before_an_item_was_parked_is_signed_after_it() -> None:
    """Nothing is signed meanwhile, though the statement has come."""
    pair = SlowPair(mutual())
    pair.stop(instruction(STATEMENT, NORTH))
    pair.close()
    stream = pair.states[SOUTH].peers[NORTH]
    stream.sent += 1
    pair.do(NORTH, c.ParkItem(SOUTH, stream.sent, b"digest", "RUB-CNY"))
    pair.let_go()
    assert pair.cycle(NORTH, 1).is_funded
    assert not pair.saw(NORTH, events.CycleSigned)
    pair.sign(NORTH, b"digest".hex(), Decision.REJECTED, 0)
    pair.deliver()
    assert pair.settled_cycles() == (1, 1)
