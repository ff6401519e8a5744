"""The plan: what is reckoned before anything is sent is right whatever the agreement."""

from collections import Counter

import pytest

from tallystick.sandbox.plan import (
    EXPECTED,
    SETTLED,
    SHARES,
    Ending,
    Kind,
    Plan,
    draw_plan,
)
from tallystick.sandbox.stage import AGREEMENTS, Stage, stage_of
from tallystick.terms.money import Rounding, convert

EVERY_STAGE = pytest.mark.parametrize(
    "stage", [stage_of(name) for name in AGREEMENTS], ids=AGREEMENTS
)


def plan_of(stage: Stage, count: int = 600) -> Plan:
    return draw_plan(stage, count, 7)


def test_the_same_seed_gives_the_same_plan() -> None:
    """A demo can be repeated; another seed gives another."""
    stage = stage_of("RUB-CNY")
    assert draw_plan(stage, 80, 3) == draw_plan(stage_of("RUB-CNY"), 80, 3)
    assert draw_plan(stage, 80, 3).planned != draw_plan(stage, 80, 4).planned


@EVERY_STAGE
def test_every_kind_occurs_and_most_settle(stage: Stage) -> None:
    """Sixty messages are enough to show everything."""
    for count, seed in ((60, 1), (60, 2), (60, 3), (2_000, 1)):
        plan = draw_plan(stage, count, seed)
        assert len(plan.planned) == count
        assert {each.kind for each in plan.planned} >= set(Kind) - {Kind.STANDING, Kind.URGENT}
        settled = sum(each.expected == SETTLED for each in plan.planned)
        assert settled > count / 2


@pytest.mark.parametrize("count", [1, 2, 5, 20, 47])
def test_a_short_plan_is_mostly_ordinary(count: int) -> None:
    """A third at most is there to show something."""
    plan = plan_of(stage_of("SGD-THB"), count)
    kinds = Counter(each.kind in SHARES for each in plan.planned)
    assert len(plan.planned) == count
    assert kinds[True] <= count / 3


def test_every_kind_but_the_broken_has_one_outcome() -> None:
    """What a broken message comes to depends on how it is broken."""
    assert {*EXPECTED, Kind.BROKEN} == set(Kind)


@EVERY_STAGE
def test_a_repetition_and_a_misuse_follow_a_payment_that_settles(stage: Stage) -> None:
    """They are of the same bank and later in the plan, so that nobody waits for ever."""
    plan = plan_of(stage)
    for each in plan.planned:
        assert (each.first is not None) == (each.kind in (Kind.DUPLICATE, Kind.MISUSED_ID))
        if each.first is not None:
            first = plan.planned[each.first]
            assert first.expected == SETTLED
            assert first.number < each.number
            assert first.debtor_agent == each.debtor_agent


@EVERY_STAGE
def test_no_funds_is_more_than_the_bank_can_ever_have(stage: Stage) -> None:
    """Its own money and all that may come in, whatever the order of things."""
    plan = plan_of(stage)
    for each in plan.planned:
        if each.kind is Kind.NO_FUNDS:
            place = stage.side_of(each.debtor_agent).place
            assert each.amount > plan.purses[each.debtor_agent].most
            ends = stage.agreement.ends
            assert each.amount <= ends[place].payment_max
            credit = convert(each.amount, stage.rates[place], Rounding.UP)
            assert credit <= ends[1 - place].payment_max


def test_a_later_plan_counts_what_the_banks_have_from_before() -> None:
    """Money that is left over must not pay what lacks funds."""
    stage = stage_of("EUR-JPY")
    first = draw_plan(stage, 90, 1)
    second = draw_plan(stage, 90, 2, purses=first.purses)
    for bic, purse in second.purses.items():
        assert purse.most >= first.purses[bic].most + purse.needs


@EVERY_STAGE
def test_every_ordinary_payment_is_worth_something_there(stage: Stage) -> None:
    """No amount is so small that nothing is left of it after the exchange."""
    for each in plan_of(stage, 2_000).planned:
        rate = stage.rates[stage.side_of(each.debtor_agent).place]
        assert convert(each.amount, rate, Rounding.DOWN) > 0


def test_expected_broken_messages_name_their_rule() -> None:
    """By which a receiver must find it."""
    broken = [e for e in plan_of(stage_of("JPY-KWD")).planned if e.kind is Kind.BROKEN]
    assert {each.expected.ending for each in broken} == {Ending.BROKEN}
    assert {each.expected.word for each in broken} == {"xml", "schema", "unsupported-version"}
