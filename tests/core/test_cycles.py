"""Cycles close like barriers, are compared line by line, and are signed only when all is there."""

import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events, items
from tallystick.core import notices as n
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Decision
from tallystick.terms.errors import InvariantError
from tallystick.terms.merkle import root
from tests.core.pair import NORTH, SOUTH, gross, mutual
from tests.core.slow_pair import SlowPair, instruction, item, refusal

NOTHING = root([])
STATEMENT = f.InstructionKind.STATEMENT
BOTH = (NORTH, SOUTH)


# The barrier


@pytest.mark.parametrize("closer", BOTH)
def test_a_close_by_one_side_closes_the_other(closer: str) -> None:
    """Whoever hears the declaration closes its own direction with it."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.close_at(closer)
    assert pair.pact(closer).open_cycle == 2
    assert pair.pact(pair.other(closer)).open_cycle == 1
    pair.deliver()
    assert [pair.pact(node).open_cycle for node in BOTH] == [2, 2]
    assert pair.settled_cycles() == (1, 1)


def test_both_may_close_at_once() -> None:
    """Declarations that cross on the way make one cycle."""
    pair = SlowPair(mutual())
    pair.send(SOUTH, 5_000)
    pair.close_at(NORTH)
    pair.close_at(SOUTH)
    pair.deliver()
    assert [pair.pact(node).open_cycle for node in BOTH] == [2, 2]
    assert pair.settled_cycles() == (1, 1)


def test_an_acceptance_counts_in_the_cycle_open_at_the_decider() -> None:
    """It was forwarded before the debtor's close, which the decider had not heard: cycle 1."""
    pair = SlowPair(mutual())
    quote_id = pair.quote(NORTH, 100_000)
    order = pair.order(NORTH, 100_000, quote_id=quote_id)
    pair.do(NORTH, c.SubmitPayment(order, pair.verdict))
    pair.close_at(NORTH)
    pair.stop(item(items.Declared, NORTH), instruction(STATEMENT))
    pair.deliver()
    assert [pair.payment(node, order.payment_id).cycle for node in BOTH] == [1, 1]
    assert pair.cycle(NORTH, 1).theirs.payment_ids == [order.payment_id]
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)
    assert [pair.saw(node, events.CycleClosed)[0].count for node in BOTH] == [0, 1]


def test_an_acceptance_after_the_close_counts_in_the_next_cycle() -> None:
    """Presented in cycle 1, promised in cycle 2: nobody moves it back."""
    pair = SlowPair(mutual())
    pair.banks_answer = False
    order = pair.send(NORTH, 100_000)
    pair.close()
    pair.do(SOUTH, c.AnswerPresentation(order.payment_id, order.creditor_agent))
    pair.deliver()
    assert [pair.payment(node, order.payment_id).cycle for node in BOTH] == [2, 2]
    assert pair.settled_cycles() == (1, 1)
    pair.close()
    assert [pair.saw(node, events.CycleClosed)[1].count for node in BOTH] == [0, 1]
    assert pair.settled_cycles() == (2, 2)


def test_an_acceptance_in_another_cycle_than_the_open_one_is_frozen() -> None:
    """A decider that counts in a cycle it has closed, or not opened, is not followed."""
    for wrong in (1, 3):
        pair = SlowPair(mutual())
        pair.banks_answer = False
        pair.close()
        order = pair.send(NORTH, 100_000)
        pair.forge(NORTH, items.Decided("RUB-CNY", order.payment_id, Decision.ACCEPTED, wrong))
        assert order.payment_id in pair.pact(NORTH).frozen
        assert pair.payment(NORTH, order.payment_id).state is PaymentState.FORWARDED


def test_an_empty_cycle_is_declared_signed_and_settled() -> None:
    """No line, no leg, no instruction but the statement."""
    pair = SlowPair(mutual())
    pair.close()
    for node in BOTH:
        (closed,) = pair.saw(node, events.CycleClosed)
        assert (closed.count, closed.debtor_total, closed.creditor_total) == (0, 0, 0)
        assert closed.root == NOTHING
        (started,) = pair.saw(node, events.SettlementStarted)
        assert started.legs == ()
        assert pair.instructed(node, f.InstructionKind.HOLD) == []
    (north,), (south,) = (pair.saw(node, events.CycleSigned) for node in BOTH)
    assert north.root == south.root
    assert pair.settled_cycles() == (1, 1)


def test_two_empty_cycles_have_two_roots() -> None:
    """The tally root names its cycle: a signature cannot be used twice."""
    pair = SlowPair(mutual())
    pair.close()
    pair.close()
    first, second = pair.saw(NORTH, events.CycleSigned)
    assert first.root != second.root


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_only_the_open_cycle_is_closed(number: int) -> None:
    """Neither an old one again nor one to come."""
    pair = SlowPair(mutual())
    pair.close()
    happened = pair.do(NORTH, c.CloseCycle("RUB-CNY", number))
    if number == 2:
        assert isinstance(happened[0], events.CycleClosed)
    else:
        assert refusal(happened) == "the open cycle is 2"


def test_an_agreement_that_is_not_in_force_has_no_cycle_to_close() -> None:
    """Nor has one that nobody adopted."""
    pair = SlowPair(mutual())
    assert refusal(pair.do(NORTH, c.CloseCycle("OTHER", 1))) == "it is not in force"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_declaration_that_skips_or_repeats_a_number_is_a_breach(number: int) -> None:
    """After cycle 1 comes cycle 2; anything else is a case and changes nothing."""
    pair = SlowPair(mutual())
    pair.close()
    happened = pair.forge(SOUTH, items.Declared("RUB-CNY", number, 0, 0, 0, NOTHING))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert happened[0].text == f"it declares cycle {number} after cycle 1"
    assert pair.pact(SOUTH).open_cycle == 2
    assert pair.pact(SOUTH).declared_there == 1


# The comparison


def test_a_matched_cycle_has_one_root_at_both() -> None:
    """Each computes it from its own half; both sign the same."""
    pair = SlowPair(mutual())
    for amount in (100_000, 25_000, 1_234):
        pair.send(NORTH, amount)
        pair.send(SOUTH, amount)
    pair.close()
    (north,), (south,) = (pair.saw(node, events.CycleMatched) for node in BOTH)
    assert north.root == south.root
    assert pair.settled_cycles() == (1, 1)


def test_nobody_signs_before_both_have_declared() -> None:
    """One half is no tally."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.stop(item(items.Declared))
    pair.close_at(NORTH)
    pair.deliver()
    assert pair.saw(NORTH, events.StatementTaken)
    assert not pair.saw(NORTH, events.CycleMatched)
    assert not pair.saw(NORTH, events.CycleSigned)


def test_a_signature_of_another_root_stops_the_cycle() -> None:
    """Both know their halves to match, and one signs something else."""
    pair = SlowPair(mutual())
    pair.stop(item(items.RootSigned, SOUTH), instruction(STATEMENT, NORTH))
    pair.close()
    pair.lose()
    pair.states[SOUTH].peers[NORTH].sent -= 1
    pair.forge(NORTH, items.RootSigned("RUB-CNY", 1, b"another root"))
    assert pair.cycle(NORTH, 1).is_unequal
    assert not pair.saw(NORTH, events.SettlementStarted)


@pytest.mark.parametrize("number", [1, 2])
def test_a_signature_out_of_turn_is_a_breach(number: int) -> None:
    """Of a cycle that is settled, or not declared yet."""
    pair = SlowPair(mutual())
    pair.close()
    happened = pair.forge(NORTH, items.RootSigned("RUB-CNY", number, b"root"))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH


def test_lines_of_a_settled_cycle_are_a_breach() -> None:
    """Nobody opens a settled cycle again."""
    pair = SlowPair(mutual())
    pair.close()
    happened = pair.forge(NORTH, items.LinesShown("RUB-CNY", 1, ()))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH


# Statements


def differing_statement(pair: SlowPair, node: str, difference: int) -> None:
    """Have a node's system state so much less than its books say."""
    system = f"RTGS-{node}"
    stated = pair.balance(node, system) - difference
    pair.notice(node, system, n.Statement(pair.currency(node), stated))


@pytest.mark.parametrize("node", BOTH)
def test_a_statement_that_differs_stops_the_signature_and_names_the_difference(node: str) -> None:
    """Prefunded money must be there to the last unit; a later right statement lets it go on."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.stop(instruction(STATEMENT, node))
    pair.close()
    differing_statement(pair, node, 7)
    (case,) = pair.saw(node, events.CaseOpened)
    assert case.kind is events.CaseKind.PREFUNDING_DIFFERS
    assert f"our books say 7 {pair.currency(node)} more" in case.text
    assert not pair.saw(node, events.CycleSigned)
    assert pair.settled_cycles() == (0, 0)
    pair.let_go()
    assert pair.states[node].differences[f"mirror:RTGS-{node}:{pair.currency(node)}"] == 0
    assert pair.settled_cycles() == (1, 1)


def test_too_much_money_differs_as_well() -> None:
    """A surplus that the books do not know is no less wrong."""
    pair = SlowPair(mutual())
    pair.stop(instruction(STATEMENT, NORTH))
    pair.close()
    differing_statement(pair, NORTH, -1)
    assert pair.saw(NORTH, events.StatementTaken)[-1].difference == -1
    assert not pair.saw(NORTH, events.CycleSigned)


def test_a_statement_from_before_the_close_signs_nothing() -> None:
    """It did not see the cycle's last payments."""
    pair = SlowPair(mutual())
    differing_statement(pair, NORTH, 0)
    pair.stop(instruction(STATEMENT, NORTH))
    pair.close()
    assert pair.saw(NORTH, events.CycleMatched)
    assert not pair.saw(NORTH, events.CycleSigned)
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


def test_a_right_statement_before_a_wrong_one_signs_nothing_later() -> None:
    """What counts is the latest statement before the halves match."""
    pair = SlowPair(mutual())
    pair.stop(item(items.Declared, SOUTH))
    pair.close()
    assert pair.cycle(NORTH, 1).is_funded
    differing_statement(pair, NORTH, 5)
    assert not pair.cycle(NORTH, 1).is_funded
    pair.let_go()
    assert pair.saw(NORTH, events.CycleMatched)
    assert not pair.saw(NORTH, events.CycleSigned)


def test_a_gross_cycle_is_compared_and_settled_without_legs() -> None:
    """Every payment moved prefunded money at both ends already."""
    pair = SlowPair(gross())
    pair.send(NORTH, 100_000)
    pair.close()
    (north,), (south,) = (pair.saw(node, events.CycleSigned) for node in BOTH)
    assert north.root == south.root
    assert pair.saw(SOUTH, events.CycleClosed)[0].next_rate is None
    assert pair.settled_cycles() == (1, 1)
    for node in BOTH:
        assert pair.saw(node, events.CycleSettled)[0].postings == ()


def test_the_other_s_lines_and_our_postings_are_one() -> None:
    """What we paid for what the other decides must be on its lines, or the node stops."""
    pair = SlowPair(mutual())
    order = pair.send(NORTH, 100_000)
    pair.payment(NORTH, order.payment_id).posted += 1
    pair.close_at(SOUTH)
    with pytest.raises(InvariantError, match="lines and postings differ"):
        pair.deliver()


def test_a_second_signature_of_one_cycle_is_a_breach() -> None:
    """What is signed is signed."""
    pair = SlowPair(mutual())
    pair.stop(instruction(STATEMENT, NORTH))
    pair.close()
    signed = pair.saw(SOUTH, events.CycleSigned)[0].root
    happened = pair.forge(NORTH, items.RootSigned("RUB-CNY", 1, signed))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH


def test_payments_of_a_settled_cycle_may_leave_and_no_others() -> None:
    """They leave in order, as many as asked."""
    pair = SlowPair(mutual())
    first, second = pair.send(NORTH, 100_000), pair.send(SOUTH, 5_000)
    assert refusal(pair.do(NORTH, c.EvictSettled(5))) == "nothing may leave yet"
    pair.close()
    later = pair.send(NORTH, 50_000)
    assert refusal(pair.do(NORTH, c.EvictSettled(0))) == "nothing may leave yet"
    pair.do(NORTH, c.EvictSettled(1))
    pair.do(NORTH, c.EvictSettled(5))
    left = [
        record.payment_id
        for event in pair.saw(NORTH, events.PaymentsClosed)
        for record in event.records
    ]
    assert sorted(left) == sorted([first.payment_id, second.payment_id])
    assert list(pair.states[NORTH].payments) == [later.payment_id]


def test_the_lines_and_the_postings_of_a_half_are_one() -> None:
    """A line that its own posting does not bear out stops the node before it declares."""
    pair = SlowPair(mutual())
    order = pair.send(NORTH, 100_000)
    pair.payment(SOUTH, order.payment_id).posted += 1
    with pytest.raises(InvariantError, match="the lines say 7901, the postings 7900"):
        pair.close_at(SOUTH)
