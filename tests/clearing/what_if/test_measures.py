"""What a day that is run is judged by, on days small enough to count by hand."""

from fractions import Fraction

import numpy as np
import pytest

from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.study.families import generate
from tallystick.clearing.what_if.day import Day, Outcome, Weighing, run
from tallystick.clearing.what_if.measures import Moment, course, measured, settled_within
from tallystick.clearing.what_if.rules import Kind, Rule, rule_of
from tallystick.clearing.what_if.scenarios import study_of
from tallystick.terms.errors import SettingError
from tests.clearing.what_if.days import small_day, written_day
from tests.every import for_each


def there_and_back() -> Day:
    """Return a day of three payments: A pays B 80, B pays A 50 later, and C cannot pay at all."""
    texts = {
        "payments.csv": [
            "bundle_id,debtor,creditor,currency,amount,priority\n",
            "one,A,B,EUR,80,1\n",
            "two,B,A,EUR,50,1\n",
            "void,C,A,USD,10,1\n",
        ],
        "accounts.csv": ["participant,currency,available\n", "A,EUR,100\n", "C,EUR,7\n"],
        "rates.csv": ["currency,rate\n", "EUR,1\n", "USD,0.5\n"],
    }
    return Day.of(read_instance(texts), np.array([10, 20, 40]), 100, Weighing())


def test_a_day_is_measured() -> None:
    day = there_and_back()
    found = measured(day, run(day, rule_of("gross")))
    assert (found.payments, found.value) == (3, Fraction(135))
    assert (found.settled, found.settled_value) == (2, Fraction(130))
    # C has nothing where it must pay, and what it has elsewhere no payment touches.
    assert found.liquidity_available == Fraction(100)
    assert found.liquidity_used == Fraction(80)
    assert found.netting_ratio == pytest.approx(1 - 80 / 130)
    delays = found.delays
    assert delays.indicator == pytest.approx(5 * 60 / (80 * 90 + 50 * 80 + 5 * 60))
    assert delays.mean == pytest.approx(5 * 60 / 135)
    assert (delays.late, delays.oldest, delays.longest) == (0, "void", 60)


def test_the_course_of_a_day() -> None:
    day = there_and_back()
    outcome = run(day, rule_of("cycles:50"))
    assert course(day, outcome, 30) == [
        Moment(0, 0, Fraction(0), 0, Fraction(0), 0),
        Moment(30, 2, Fraction(130), 0, Fraction(0), 20),
        Moment(60, 3, Fraction(135), 2, Fraction(130), 20),
        Moment(90, 3, Fraction(135), 2, Fraction(130), 50),
        Moment(100, 3, Fraction(135), 2, Fraction(130), 60),
    ]
    # What settles at a second does not wait at it.
    assert course(day, outcome, 50)[1] == Moment(50, 3, Fraction(135), 2, Fraction(130), 10)
    within = [(second, int(worth)) for second, worth in settled_within(day, outcome, 35)]
    assert within == [(0, 0), (35, 50), (70, 130), (100, 130)]


def test_what_settles_together_takes_its_net_alone() -> None:
    day = there_and_back()
    assert measured(day, run(day, rule_of("cycles:50"))).liquidity_used == Fraction(30)


def test_a_day_on_which_nothing_settles() -> None:
    day = there_and_back()
    nothing = Outcome(np.full(3, -1), np.zeros(len(day.problem.rows), np.int64))
    found = measured(day, nothing)
    assert (found.settled, found.netting_ratio, found.delays.indicator) == (0, None, 1.0)
    assert not any(worth for _, worth in settled_within(day, nothing, 50))


def test_the_course_is_exact_where_floats_are_not() -> None:
    day = written_day(
        (1, 2, 3),
        10,
        Weighing(),
        payments=f"a,A,B,EUR,{2**61},1 b,A,B,EUR,1,1 c,A,B,EUR,{2**60},1",
        accounts=f"A,EUR,{2**62}",
        rates="EUR,0.03",
    )
    outcome = run(day, rule_of("gross"))
    last = course(day, outcome, 5)[-1]
    assert last.arrived_value == last.settled_value == measured(day, outcome).settled_value
    assert last.settled_value == Fraction(3, 100) * (2**61 + 1 + 2**60)
    assert settled_within(day, outcome, 10)[0][1] == last.settled_value


def test_liquidity_is_a_share_of_what_was_written_exactly() -> None:
    written = 2**62 + 11
    day = written_day(
        (1, 2),
        10,
        Weighing(),
        payments="a,A,B,EUR,8,1 b,C,B,EUR,1,1",
        accounts=f"A,EUR,{written} C,EUR,7",
        rates="EUR,0.5",
    )
    for level in (Fraction(1), Fraction(1, 10), Fraction(1, 7), Fraction(3)):
        changed = day.with_liquidity(level)
        found = measured(changed, run(changed, rule_of("gross")))
        assert 2 * found.liquidity_available == written * level // 1 + 7 * level // 1
        assert 2 * found.liquidity_used == (9 if found.settled == 2 else 8)
        assert found.settled == (2 if level >= Fraction(1, 7) else 1)


def test_late_is_what_one_in_twenty_waited_or_longer() -> None:
    day = small_day(7, 60, 0.1)
    for settled in (1, 2, 19, 20, 21, 40, 41, 60):
        outcome = Outcome(day.close + day.seconds, np.zeros(len(day.problem.rows), np.int64))
        outcome.settled_at[:] = day.seconds + np.arange(100, 160)
        outcome.settled_at[settled:] = -1
        late = measured(day, outcome).delays.late
        waited = range(100, 100 + settled)
        assert late in waited
        assert 20 * sum(each >= late for each in waited) >= settled
        assert 20 * sum(each > late for each in waited) < settled


def test_of_two_that_waited_longest_the_first_is_told() -> None:
    day = written_day((5, 5), 9, Weighing(), payments="b,A,B,EUR,2,1 a,A,B,EUR,1,0", rates="EUR,1")
    delays = measured(day, run(day, rule_of("gross"))).delays
    assert (delays.oldest, delays.longest) == ("a", 4)


def test_where_none_waited_none_waited_longest() -> None:
    # The last comes at the close and cannot settle: the day is over before it has waited.
    day = written_day(
        (5, 9),
        9,
        Weighing(),
        payments="a,A,B,EUR,2,1 b,C,B,EUR,1,1",
        accounts="A,EUR,2",
        rates="EUR,1",
    )
    found = measured(day, run(day, rule_of("gross")))
    assert (found.payments, found.settled) == (2, 1)
    assert (found.delays.oldest, found.delays.longest) == (None, 0)


def test_an_empty_day_has_nothing_of_anything() -> None:
    day = written_day((), 9, Weighing(), accounts="A,EUR,1", rates="EUR,1")
    rules = [*map(rule_of, ("gross", "gross+optimiser:2", "gross+bech-soramaki:2", "cycles:2"))]
    study = study_of(day, rules, [Fraction(1)], 2, lambda _: None)
    assert study.bounds == {Fraction(1): 0.0}
    for scenario in study.scenarios:
        found = scenario.measures
        assert not any((found.payments, found.value, found.liquidity_available))
        assert (found.netting_ratio, found.delays) == (None, (0.0, 0.0, 0, None, 0))
        assert not any(any(each[1:]) for each in scenario.course)


def test_no_weight_counts_in_what_a_day_is_judged_by() -> None:
    day = written_day(
        (0, 10),
        100,
        Weighing(),
        payments="a,A,B,EUR,60,0 b,A,B,EUR,100,1",
        accounts="A,EUR,100",
        rates="EUR,1",
    )
    for urgent in (1, 100):
        weighed = Day.of(day.instance, day.seconds, 100, Weighing(urgent=urgent))
        study = study_of(weighed, [rule_of("cycles:50")], [Fraction(1)], 1, lambda _: None)
        assert study.bounds == {Fraction(1): pytest.approx(100 / 160)}
        (scenario,) = study.scenarios
        assert scenario.measures.settled_value == (100 if urgent == 1 else 60)
        waited = (60 * 100 + 100 * 40) if urgent == 1 else (60 * 50 + 100 * 90)
        assert scenario.measures.delays.mean == pytest.approx(waited / 160)


def test_no_rule_passes_the_bound_and_jobs_change_nothing() -> None:
    study = generate("day", {"seed": 3, "bundles": 250, "banks": 8, "liquidity": 0.02})
    assert study.seconds is not None
    day = Day.of(study.instance, study.seconds, 9 * 3600, Weighing(by_hour=2))
    rules = [Rule(Kind.GROSS), *(Rule(kind, 1800) for kind in Kind if kind is not Kind.GROSS)]
    levels = [Fraction(1, 4), Fraction(2)]
    told: list[str] = []
    one = study_of(day, rules, levels, 1, lambda scenario: told.append(str(scenario.rule)))
    assert told == 2 * [str(each) for each in rules]
    assert one == study_of(day, rules, levels, 3, lambda _: None)
    for scenario in one.scenarios:
        share = scenario.measures.settled_value / scenario.measures.value
        assert 0 < share <= one.bounds[scenario.level] * (1 + 1e-9)
        assert scenario.measures.liquidity_used <= scenario.measures.liquidity_available


@for_each(
    ("text", "words"),
    (
        ("net", "is no rule"),
        ("gross:60", "has no moments"),
        ("cycles", "after a colon"),
        ("cycles:0", "after a colon"),
        ("cycles:86401", "after a colon"),
        ("cycles:1e3", "is no rule"),
        ("gross+optimiser:", "is no rule"),
        ("", "is no rule"),
    ),
)
def test_a_rule_that_is_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        rule_of(text)


@for_each("text", ("gross", "gross+optimiser:900", "gross+bech-soramaki:1", "cycles:86400"))
def test_a_rule_is_written_as_it_is_read(text: str) -> None:
    assert str(rule_of(text)) == text
