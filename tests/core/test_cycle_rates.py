"""The rate of a cycle is fixed before it opens."""

import pytest

from tallystick.core import commands as c
from tallystick.core import events, items
from tallystick.core.agreements import ExchangeModel
from tallystick.terms.merkle import root
from tallystick.terms.money import Rate
from tests.core.pair import NORTH, SOUTH, end, gross, mutual
from tests.core.slow_pair import SlowPair, refusal

BOTH = (NORTH, SOUTH)
OPENING = Rate.parse("0.08", "RUB", "CNY")
FIXED = Rate.parse("0.0825", "RUB", "CNY")
AGAIN = Rate.parse("0.0831", "RUB", "CNY")


def fix(pair: SlowPair, rate: Rate) -> None:
    """Have the fixer fix the next cycle's rate."""
    assert isinstance(pair.do(NORTH, c.FixCycleRate("RUB-CNY", rate))[0], events.CycleRateFixed)


def test_the_first_cycle_has_the_opening_rate() -> None:
    """It is in the agreement's text."""
    assert SlowPair(mutual()).rates_of(1) == [OPENING, OPENING]


@pytest.mark.parametrize("closer", BOTH)
def test_the_rate_reaches_the_other_node_with_the_declaration(closer: str) -> None:
    """Whoever closes first, both have the fixed rate for the next cycle, and keep this one's."""
    pair = SlowPair(mutual())
    fix(pair, FIXED)
    pair.close_at(closer)
    pair.deliver()
    assert pair.rates_of(2) == [FIXED, FIXED]
    assert [pair.saw(node, events.CycleClosed)[0].next_rate for node in BOTH] == [FIXED, None]
    assert pair.settled_cycles() == (1, 1)


def test_fixing_does_not_touch_the_open_cycle() -> None:
    """Its rate was fixed before it opened."""
    pair = SlowPair(mutual())
    pair.send(SOUTH, 10_000)
    fix(pair, FIXED)
    assert pair.rates_of(1) == [OPENING, OPENING]
    pair.close()
    (leg,) = pair.saw(NORTH, events.SettlementStarted)[0].legs
    assert (leg.amount, leg.countervalue) == (9_920, 124_000)  # 124 000 kopecks at 0.08


def test_the_last_rate_fixed_counts() -> None:
    """Until the close the fixer may think again."""
    pair = SlowPair(mutual())
    fix(pair, FIXED)
    fix(pair, AGAIN)
    pair.close()
    assert pair.rates_of(2) == [AGAIN, AGAIN]


def test_a_rate_that_is_not_fixed_anew_goes_on() -> None:
    """The next cycle has the rate of the one before."""
    pair = SlowPair(mutual())
    fix(pair, FIXED)
    for cycle in (2, 3, 4):
        pair.close()
        assert pair.rates_of(cycle) == [FIXED, FIXED]
    assert pair.settled_cycles() == (3, 3)


@pytest.mark.parametrize(
    ("node", "agreement_id", "rate", "words"),
    [
        (SOUTH, "RUB-CNY", FIXED, "NORTH fixes the rate"),
        (NORTH, "OTHER", FIXED, "it settles by no cycle rate"),
        (NORTH, "RUB-CNY", Rate("CNY", "RUB", 12, 1), "from RUB to CNY"),
        (NORTH, "RUB-CNY", Rate("RUB", "EUR", 1, 100), "from RUB to CNY"),
        (NORTH, "RUB-CNY", Rate("RUB", "CNY", 1, 10**13 + 1), "more than 13 digits"),
    ],
)
def test_a_wrong_fixing_is_refused(node: str, agreement_id: str, rate: Rate, words: str) -> None:
    """By the wrong operator, for no such agreement, in the wrong direction or currency."""
    pair = SlowPair(mutual())
    assert words in refusal(pair.do(node, c.FixCycleRate(agreement_id, rate)))
    assert pair.pact(NORTH).next_rate is None


def test_a_gross_agreement_has_no_cycle_rate() -> None:
    """Nothing is netted there."""
    pair = SlowPair(gross())
    rate = Rate("SGD", "THB", 25, 1)
    happened = pair.do(NORTH, c.FixCycleRate("SGD-THB", rate))
    assert refusal(happened) == "it settles by no cycle rate"


def test_an_agreement_that_is_not_in_force_has_no_rate_to_fix() -> None:
    """The other operator has not signed it."""
    pair = SlowPair(gross())
    pair.do(NORTH, c.AdoptAgreement(mutual(), b"text"))
    happened = pair.do(NORTH, c.FixCycleRate("RUB-CNY", FIXED))
    assert refusal(happened) == "it settles by no cycle rate"


def test_a_rate_told_by_the_other_operator_is_passed_over() -> None:
    """Only the fixer's declaration sets a rate."""
    for is_closed_here in (False, True):
        pair = SlowPair(mutual())
        if is_closed_here:
            pair.close_at(NORTH)
        pair.forge(NORTH, items.Declared("RUB-CNY", 1, 0, 0, 0, root([]), AGAIN))
        assert pair.pact(NORTH).declared_there == 1
        assert pair.pact(NORTH).rate_of(2) == OPENING


def test_a_node_ahead_of_the_fixer_goes_on_by_the_last_rate_it_knows() -> None:
    """Its own close does not wait; the rate comes with the fixer's declaration."""
    pair = SlowPair(mutual())
    fix(pair, FIXED)
    pair.close_at(SOUTH)
    pair.close_at(SOUTH)
    assert pair.pact(SOUTH).open_cycle == 3
    assert pair.pact(SOUTH).rate_of(3) == OPENING
    pair.deliver()
    assert pair.rates_of(3) == [FIXED, FIXED]
    assert pair.settled_cycles() == (2, 2)


def test_at_source_needs_no_rates() -> None:
    """Two ends of one currency net at par."""
    ends = (end(NORTH, "EUR"), end(SOUTH, "EUR"))
    pair = SlowPair(
        mutual(
            agreement_id="EUR-EUR",
            ends=ends,
            exchange_model=ExchangeModel.AT_SOURCE,
            settlement_currency="EUR",
            opening_rate=Rate("EUR", "EUR", 1, 1),
        )
    )
    doubled = c.FixCycleRate("EUR-EUR", Rate("EUR", "EUR", 2, 1))
    assert refusal(pair.do(NORTH, doubled)) == "the rate within one currency is 1"
    pair.send(NORTH, 10_000)
    pair.send(SOUTH, 4_000)
    pair.close()
    (leg,) = pair.saw(NORTH, events.SettlementStarted)[0].legs
    assert (leg.payer, leg.amount, leg.countervalue) == (NORTH, 6_000, 6_000)
    assert pair.settled_cycles() == (1, 1)
    assert pair.amount_on(SOUTH, "reserve:RTGS-NORTH:EUR") == 10**9 + 6_000
    assert pair.balance(NORTH, "RTGS-NORTH") == 2 * 10**9 - 6_000
    for node in BOTH:
        assert pair.amount_on(node, "clearing:EUR-EUR:EUR") == 0
        assert pair.amount_on(node, "fx-difference:EUR-EUR:EUR") == 0
