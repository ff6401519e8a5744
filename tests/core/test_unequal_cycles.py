"""Unequal halves stop the cycle, name the exact lines, and never settle."""

from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace

from tallystick.core import effects as f
from tallystick.core import events, items
from tallystick.core.orders import Decision
from tallystick.core.state import Payment
from tallystick.core.tally import TallyLine, encode_line, line_of, lines_of
from tests.core.pair import NORTH, SOUTH, mutual
from tests.core.slow_pair import SlowPair, instruction, item

STATEMENT = f.InstructionKind.STATEMENT
BOTH = (NORTH, SOUTH)
Change = Callable[[SlowPair, str, str], None]


def read_line(shown: bytes) -> TallyLine:
    """Return the line that its bytes say."""
    return msgspec.msgpack.decode(shown, type=TallyLine)


def another_agent(pair: SlowPair, node: str, payment_id: str) -> None:
    """Have the node remember another debtor agent."""
    payment = pair.payment(node, payment_id)
    payment.order = replace(payment.order, debtor_agent="NOB2RUMM")


def another_decision(pair: SlowPair, node: str, payment_id: str) -> None:
    """Have the node take an acceptance for a block."""
    pair.payment(node, payment_id).decision = Decision.BLOCKED


def another_amount_there(pair: SlowPair, node: str, payment_id: str) -> None:
    """Have the node remember another amount of the other's leg."""
    payment = pair.payment(node, payment_id)
    amounts = {NORTH: {"creditor_amount": 1}, SOUTH: {"debtor_amount": 1}}
    payment.terms = replace(payment.known_terms, **amounts[node])


def another_posting(pair: SlowPair, node: str, payment_id: str) -> None:
    """Have the node post another amount on its own leg."""
    payment = pair.payment(node, payment_id)
    payment.posted += 1
    directions = {NORTH: pair.cycle(node, 1).theirs, SOUTH: pair.cycle(node, 1).ours}
    directions[node].posted += 1


def nothing_there(pair: SlowPair, node: str, payment_id: str) -> None:
    """Have the node lose the payment from its count."""
    cycle = pair.cycle(node, 1)
    direction = cycle.theirs if node == NORTH else cycle.ours
    direction.payment_ids.remove(payment_id)
    direction.posted -= pair.payment(node, payment_id).posted


CHANGES: list[Change] = [
    another_agent,
    another_decision,
    another_amount_there,
    another_posting,
    nothing_there,
]


def three_payments() -> tuple[SlowPair, str]:
    """Return a pair that has settled three payments, and the id of one of the north's."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 70_000)
    order = pair.send(NORTH, 100_000)
    pair.send(SOUTH, 3_000)
    return pair, order.payment_id


def named(pair: SlowPair, node: str) -> events.DifferencesNamed:
    """Return the lines that a node named."""
    (found,) = pair.saw(node, events.DifferencesNamed)
    return found


@pytest.mark.parametrize("closer", BOTH)
@pytest.mark.parametrize("node", BOTH)
@pytest.mark.parametrize("change", CHANGES)
def test_unequal_halves_name_the_line_and_never_settle(
    change: Change, node: str, closer: str
) -> None:
    """Whichever node is wrong, whichever closes: both stop and name that one payment."""
    pair, payment_id = three_payments()
    change(pair, node, payment_id)
    pair.close_at(closer)
    pair.deliver()
    for each in BOTH:
        assert pair.cycle(each, 1).is_unequal
        assert pair.saw(each, events.CycleUnequal)
        assert not pair.saw(each, events.SettlementStarted)
        kinds = {case.kind for case in pair.saw(each, events.CaseOpened)}
        assert kinds == {events.CaseKind.UNEQUAL_CYCLE}
        lines = named(pair, each)
        shown = {read_line(line).payment_id for line in (*lines.ours, *lines.theirs)}
        assert shown == {payment_id}
    assert pair.settled_cycles() == (0, 0)


def test_the_lines_named_are_each_half_s_own_word() -> None:
    """Ours without theirs, theirs without ours; the other node has them the other way round."""
    pair, payment_id = three_payments()
    right = encode_line(line_of(pair.payment(NORTH, payment_id)))
    another_agent(pair, NORTH, payment_id)
    wrong = encode_line(line_of(pair.payment(NORTH, payment_id)))
    pair.close()
    assert (named(pair, NORTH).ours, named(pair, NORTH).theirs) == ((wrong,), (right,))
    assert (named(pair, SOUTH).ours, named(pair, SOUTH).theirs) == ((right,), (wrong,))


def test_a_line_that_one_half_lacks_is_named_by_the_other() -> None:
    """It stands on one side of the names only."""
    pair, payment_id = three_payments()
    nothing_there(pair, NORTH, payment_id)
    pair.close()
    assert named(pair, NORTH).ours == ()
    (lacking,) = named(pair, NORTH).theirs
    assert read_line(lacking).payment_id == payment_id
    assert named(pair, SOUTH).ours == (lacking,)


def test_several_differences_are_all_named() -> None:
    """In the order in which the halves hold them."""
    pair, payment_id = three_payments()
    ids = [payment.order.payment_id for payment in pair.states[NORTH].payments.values()]
    for each in ids:
        payment = pair.payment(NORTH, each)
        payment.order = replace(payment.order, creditor_agent="ANYBKXXX")
    pair.close()
    for node in BOTH:
        lines = named(pair, node)
        assert {read_line(line).payment_id for line in lines.ours} == set(ids)
        assert {read_line(line).payment_id for line in lines.theirs} == set(ids)
    assert payment_id in ids


def test_no_statement_and_no_signature_settles_an_unequal_cycle() -> None:
    """Whatever comes afterwards."""
    pair, payment_id = three_payments()
    another_agent(pair, NORTH, payment_id)
    pair.stop(instruction(STATEMENT))
    pair.close()
    pair.let_go()
    pair.wait(10**8)
    for node in BOTH:
        assert not pair.saw(node, events.CycleSigned)
        pair.forge(node, items.RootSigned("RUB-CNY", 1, b"r"))
    pair.deliver()
    for node in BOTH:
        assert not pair.saw(node, events.SettlementStarted)
    assert pair.settled_cycles() == (0, 0)


def test_the_next_cycle_goes_on() -> None:
    """People look into one cycle while the others settle."""
    pair, payment_id = three_payments()
    another_agent(pair, NORTH, payment_id)
    pair.close()
    pair.send(NORTH, 50_000)
    pair.close()
    assert pair.settled_cycles() == (2, 2)
    assert [list(pair.pact(node).cycles) for node in BOTH] == [[1, 3], [1, 3]]


def test_lines_shown_after_both_have_signed_are_a_breach() -> None:
    """Settlement has begun: the cycle is no longer in dispute."""
    pair, _ = three_payments()
    pair.stop(instruction(f.InstructionKind.HOLD))
    pair.close()
    happened = pair.forge(SOUTH, items.LinesShown("RUB-CNY", 1, ()))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert not pair.cycle(SOUTH, 1).is_unequal
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


def test_lines_shown_before_our_signature_stop_the_cycle_here_too() -> None:
    """The other half says they do not match: it cannot sign, so neither do we."""
    pair, _ = three_payments()
    pair.stop(instruction(STATEMENT, SOUTH), item(items.RootSigned, NORTH))
    pair.close()
    pair.lose()
    pair.states[NORTH].peers[SOUTH].sent -= 1
    pair.forge(SOUTH, items.LinesShown("RUB-CNY", 1, ()))
    assert pair.cycle(SOUTH, 1).is_unequal
    assert len(named(pair, SOUTH).ours) == 3


def test_a_dispute_over_the_very_lines_we_have_is_a_breach() -> None:
    """Nothing differs, so nothing stops."""
    pair, _ = three_payments()
    pair.stop(instruction(STATEMENT, SOUTH), item(items.RootSigned, NORTH))
    pair.close()
    same = tuple(
        encode_line(line)
        for direction in (pair.cycle(SOUTH, 1).ours, pair.cycle(SOUTH, 1).theirs)
        for line in lines_of(pair.states[SOUTH], direction)
    )
    pair.waiting.pop()
    pair.states[NORTH].peers[SOUTH].sent -= 1
    happened = pair.forge(SOUTH, items.LinesShown("RUB-CNY", 1, same))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert not pair.cycle(SOUTH, 1).is_unequal


@pytest.mark.parametrize("is_closed_here", [False, True])
def test_lines_of_a_cycle_that_is_not_declared_are_a_breach(*, is_closed_here: bool) -> None:
    """There are no halves yet to differ."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    if is_closed_here:
        pair.close_at(SOUTH)
    happened = pair.forge(SOUTH, items.LinesShown("RUB-CNY", 1, ()))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH


def test_a_signature_after_a_dispute_settles_nothing() -> None:
    """Whoever shows lines that differ and then signs is not followed."""
    pair, _ = three_payments()
    pair.stop(instruction(STATEMENT, NORTH))
    pair.close()
    signed = pair.saw(SOUTH, events.CycleSigned)[0].root
    pair.forge(SOUTH, items.LinesShown("RUB-CNY", 1, ()))
    pair.forge(SOUTH, items.RootSigned("RUB-CNY", 1, signed))
    assert pair.cycle(SOUTH, 1).is_unequal
    assert not pair.saw(SOUTH, events.SettlementStarted)


def test_the_own_leg_is_taken_from_the_own_posting() -> None:
    """A terms text altered on a node's own leg changes nothing: the money says what it was."""
    pair, payment_id = three_payments()
    payment: Payment = pair.payment(SOUTH, payment_id)
    payment.terms = replace(payment.known_terms, creditor_amount=1)
    pair.close()
    assert pair.settled_cycles() == (1, 1)
