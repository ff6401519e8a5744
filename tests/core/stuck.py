"""Payments that cannot end by themselves: an item is parked, an answer lost, a bank silent."""

from tallystick.core import commands as c
from tallystick.core import events, items
from tallystick.core.orders import Decision
from tallystick.terms.reasons import StatusReason
from tests.core.pair import NORTH, SOUTH, mutual
from tests.core.slow_pair import SlowPair, item

BOTH = (NORTH, SOUTH)


def answered(pair: SlowPair, payment_id: str, reason: StatusReason | None = None) -> None:
    """Have the creditor's bank answer."""
    agent = pair.payment(SOUTH, payment_id).order.creditor_agent
    pair.do(SOUTH, c.AnswerPresentation(payment_id, agent, reason))
    pair.deliver()


def answer_lost(reason: StatusReason | None = None) -> tuple[SlowPair, str]:
    """Return a pair in which the north could not take in the south's decision."""
    pair = SlowPair(mutual())
    pair.banks_answer = False
    payment_id = pair.send(NORTH, 100_000).payment_id
    pair.stop(item(items.Decided, SOUTH))
    answered(pair, payment_id, reason)
    pair.park(NORTH, payment_id)
    pair.let_go()
    return pair, payment_id


def forward_lost() -> tuple[SlowPair, str]:
    """Return a pair in which the south could not take in a payment that the north forwarded."""
    pair = SlowPair(mutual())
    pair.stop(item(items.Forwarded, NORTH))
    payment_id = pair.send(NORTH, 100_000).payment_id
    pair.park(SOUTH, payment_id)
    pair.let_go()
    return pair, payment_id


def presented() -> tuple[SlowPair, str]:
    """Return a pair in which a payment waits for the creditor's bank at the south."""
    pair = SlowPair(mutual())
    pair.banks_answer = False
    return pair, pair.send(NORTH, 100_000).payment_id


def propose(
    pair: SlowPair, node: str, payment_id: str, outcome: Decision, cycle: int = 0
) -> list[events.AnyEvent]:
    """Have one person at a node sign."""
    return pair.do(node, c.SignResolution("RUB-CNY", payment_id, outcome, cycle, "anna"))


def states(pair: SlowPair, payment_id: str) -> list[str]:
    """Return how a payment stands at each node."""
    return [pair.payment(node, payment_id).state.value for node in BOTH]


def frozen(pair: SlowPair) -> list[list[str]]:
    """Return what is frozen at each node."""
    return [list(pair.pact(node).frozen) for node in BOTH]
