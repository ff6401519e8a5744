"""Gross settlement with queues: held to a slow account of the same rule."""

from fractions import Fraction
from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.optimiser.at_once import settled_at_once, settled_by_queue
from tallystick.clearing.solution.verifier import passed
from tallystick.clearing.study.families import generate
from tallystick.clearing.what_if.day import Day, Outcome, Stopped, Weighing, run
from tallystick.clearing.what_if.rules import rule_of
from tests.clearing.what_if.days import CLOSE, crowded_day, small_day, written_day
from tests.clearing.what_if.slowly import Slowly
from tests.every import for_each

RULES = ("gross", "gross+optimiser:600", "gross+bech-soramaki:600", "cycles:1200", "cycles:3600")


@given(st.integers(0, 10**6), st.integers(1, 60), st.sampled_from([0.0, 0.01, 0.1, 0.5]))
def test_gross_settlement_is_what_it_says(seed: int, bundles: int, liquidity: float) -> None:
    day = small_day(seed, bundles, liquidity)
    assert run(day, rule_of("gross")).settled_at.tolist() == Slowly(day).settled_at


@given(st.integers(0, 10**6))
def test_so_it_is_with_bundles_of_many_legs_and_with_limits(seed: int) -> None:
    day = crowded_day(seed)
    outcome, slowly = run(day, rule_of("gross")), Slowly(day)
    assert outcome.settled_at.tolist() == slowly.settled_at
    rows, own = day.problem.rows, day.accounts
    accounts = zip(rows.participant[own].tolist(), rows.currency[own].tolist(), strict=True)
    assert outcome.used[own].tolist() == [slowly.given.get(each, 0) for each in accounts]


def test_an_urgent_payment_is_not_overtaken_where_a_limit_opens_too() -> None:
    # B's payment gives A money, and room in its limit to B. Whoever waits at the limit alone may
    # not be there before the urgent one, which waits for the money.
    day = written_day(
        (0, 1, 2),
        10,
        Weighing(),
        payments="a,A,C,EUR,10,0 b,A,B,EUR,10,1 c,B,A,EUR,10,1",
        accounts="B,EUR,10",
        limits="bilateral,A,B,EUR,0",
        rates="EUR,1",
    )
    assert run(day, rule_of("gross")).settled_at.tolist() == [2, -1, 2]


def test_of_what_comes_at_one_second_the_urgent_comes_first() -> None:
    day = written_day(
        (5, 5),
        10,
        Weighing(),
        payments="a,A,B,EUR,10,1 b,A,B,EUR,10,0",
        accounts="A,EUR,10",
        rates="EUR,1",
    )
    assert run(day, rule_of("gross")).settled_at.tolist() == [-1, 5]


def most_taken(day: Day, outcome: Outcome) -> list[int]:
    """Return by row the most that was taken at the end of any second, from the times alone."""
    rows = day.problem.rows
    most = np.zeros(len(rows), np.int64)
    for second in sorted({*outcome.settled_at[outcome.settled].tolist()}):
        by_then = outcome.settled & (outcome.settled_at <= second)
        most = np.maximum(most, rows.taken(by_then))
    found: list[int] = most.tolist()
    return found


@for_each("text", RULES)
@for_each("seed", range(3))
def test_no_row_is_ever_passed(text: str, seed: int) -> None:
    day = small_day(seed, 300, 0.05)
    outcome = run(day, rule_of(text))
    assert not passed(day.instance, outcome.settled)
    assert (outcome.used <= day.problem.rows.limit).all()
    # Within a second more may be taken for a moment than at its end, and never less.
    assert (outcome.used >= most_taken(day, outcome)).all()
    for second in {*outcome.settled_at[outcome.settled].tolist()}:
        by_then = outcome.settled & (outcome.settled_at <= second)
        assert not passed(day.instance, by_then)


@for_each("text", RULES)
def test_nothing_settles_before_it_arrives_nor_outside_the_moments(text: str) -> None:
    day, rule = small_day(4, 400, 0.05), rule_of(text)
    outcome = run(day, rule)
    waited = outcome.settled_at[outcome.settled] - day.seconds[outcome.settled]
    assert outcome.settled.any()
    assert int(waited.min()) >= 0
    if not rule.is_gross:
        moments = {*range(rule.every, CLOSE, rule.every), CLOSE}
        assert {*outcome.settled_at[outcome.settled].tolist()} <= moments


def assert_nothing_more_fits(day: Day, outcome: Outcome) -> None:
    """Hold every bundle that waits to what the settled ones leave."""
    for bundle in np.flatnonzero(~outcome.settled).tolist():
        more = outcome.settled.copy()
        more[bundle] = True
        assert passed(day.instance, more), bundle


@for_each("text", RULES)
def test_what_waits_at_the_close_fits_no_more(text: str) -> None:
    day = small_day(5, 300, 0.02)
    assert_nothing_more_fits(day, run(day, rule_of(text)))


@for_each("seed", (12, 33, 103))
def test_room_that_the_gridlock_rule_leaves_is_filled(seed: int) -> None:
    # On these days no walk finds more than it does, and it leaves out what would fit.
    day = crowded_day(seed)
    assert_nothing_more_fits(day, run(day, rule_of("cycles:30")))
    problem, queue = day.problem, np.argsort(day.place)
    floor = settled_by_queue(problem, queue)
    assert problem.value @ settled_at_once(problem, queue) >= problem.value @ floor > 0


@for_each(("first", "urgent"), ((0, 0), (2, 1)))
def test_gridlocks_are_resolved_in_the_order_of_the_queue(first: int, urgent: int) -> None:
    # Of what A pays, all but the last in the queue settles: `b` is urgent, or came before `a`.
    day = written_day(
        (first, 1, 3),
        100,
        Weighing(),
        payments=f"a,A,B,EUR,10,1 b,A,B,EUR,10,{urgent} c,B,A,EUR,10,1",
        rates="EUR,1",
    )
    outcome = run(day, rule_of("gross+bech-soramaki:50"))
    assert outcome.settled_at.tolist() == [-1, 50, 50]


def test_every_second_may_be_a_moment_of_a_month_with_next_to_nothing_in_it() -> None:
    month = 31 * 86_400
    day = written_day(
        (0, 86_400, month),
        month,
        Weighing(by_hour=1),
        payments="a,A,B,EUR,10,1 b,B,A,EUR,10,1 c,A,C,EUR,11,1",
        accounts="A,EUR,10",
        rates="EUR,1",
    )
    asked = count()
    outcome = run(day, rule_of("cycles:1"), lambda: next(asked) < 0)
    assert outcome.settled_at.tolist() == [1, 86_400, -1]
    assert next(asked) == 5  # once an arrival, and once more after each that settled


def test_a_day_is_run_no_further_when_nobody_waits_for_it() -> None:
    day = small_day(4, 400, 0.05)
    asked = iter((False, False, True))
    with pytest.raises(Stopped):
        run(day, rule_of("cycles:60"), lambda: next(asked))


@for_each(
    ("arrival", "close", "text", "settled_at"),
    (
        (0, 100, "cycles:30", 30),
        (30, 100, "cycles:30", 30),
        (31, 100, "cycles:30", 60),
        (90, 90, "cycles:30", 90),
        (91, 100, "cycles:30", 100),
        (100, 100, "cycles:30", 100),
        (100, 100, "gross", 100),
        (5, 100, "cycles:500", 100),
        (30, 100, "gross+optimiser:30", 30),
    ),
)
def test_a_moment_takes_what_arrives_at_it(
    arrival: int, close: int, text: str, settled_at: int
) -> None:
    day = written_day(
        (arrival,), close, Weighing(), payments="a,A,B,EUR,1,1", accounts="A,EUR,1", rates="EUR,1"
    )
    assert run(day, rule_of(text)).settled_at.tolist() == [settled_at]


def test_a_gridlock_is_loosed_by_the_optimiser_alone() -> None:
    study = generate("cycle", {"bundles": 12})
    seconds = np.arange(12, dtype=np.int64)
    day = Day.of(study.instance, seconds, 100, Weighing())
    assert not run(day, rule_of("gross")).settled.any()
    for text in ("gross+optimiser:30", "gross+bech-soramaki:30", "cycles:30"):
        assert run(day, rule_of(text)).settled_at.tolist() == [30] * 12


def test_more_liquidity_is_cut_to_whole_minor_units() -> None:
    day = small_day(6, 50, 0.1)
    third = day.with_liquidity(Fraction(1, 3))
    accounts = day.accounts
    assert (third.problem.rows.limit[accounts] == day.problem.rows.limit[accounts] // 3).all()
    assert (third.problem.rows.limit[~accounts] == day.problem.rows.limit[~accounts]).all()
    assert accounts.any()
    assert not accounts.all()


def either_of_two(weighing: Weighing, old: int, priority: int) -> list[bool]:
    """Return whether a payment of 60 settles and whether a later one of 100: not both can."""
    day = written_day(
        (old, 7100),
        7200,
        weighing,
        payments=f"a,A,B,EUR,60,{priority} b,A,B,EUR,100,1",
        accounts="A,EUR,100",
        rates="EUR,1",
    )
    settled: list[bool] = run(day, rule_of("cycles:7200")).settled.tolist()
    return settled


def test_age_may_weigh_more_than_value_by_the_whole_hour() -> None:
    assert either_of_two(Weighing(by_hour=0), 0, 1) == [False, True]
    assert either_of_two(Weighing(by_hour=1), 0, 1) == [True, False]
    assert either_of_two(Weighing(by_hour=1), 3600, 1) == [True, False]
    assert either_of_two(Weighing(by_hour=1), 3601, 1) == [False, True]


def test_an_urgent_payment_weighs_what_is_said() -> None:
    assert either_of_two(Weighing(urgent=1), 0, 0) == [False, True]
    assert either_of_two(Weighing(urgent=2), 0, 0) == [True, False]
