"""A study as it is written, to the letter."""

from dataclasses import replace
from fractions import Fraction
from io import StringIO

from tallystick.clearing.what_if.day import Weighing
from tallystick.clearing.what_if.rules import rule_of
from tallystick.clearing.what_if.scenarios import Study, study_of
from tallystick.clearing.what_if.writing import told, write_course, write_scenarios
from tests.clearing.what_if.days import written_day


def small_study() -> Study:
    """Return the study of a day: A pays B 80, B pays A 50 later, and C cannot pay at all."""
    day = written_day(
        (1, 2, 2),
        3,
        Weighing(),
        payments="one,A,B,EUR,80,1 two,B,A,EUR,50,1 void,C,A,USD,10,1",
        accounts="A,EUR,200",
        rates="EUR,1 USD,0.333",
    )
    return study_of(day, [rule_of("cycles:2")], [Fraction(1, 2)], 1, lambda _: None)


def test_scenarios_are_written() -> None:
    sink = StringIO()
    write_scenarios(small_study(), sink)
    header, row = sink.getvalue().splitlines()
    # Value times delay: 80 of 1 second, and 3.33 of one; of 80 of 2 seconds, 50 and 3.33 of one.
    assert dict(zip(header.split(","), row.split(","), strict=True)) == {
        "liquidity": "0.5",
        "rule": "cycles:2",
        "payments": "3",
        "value": "133.33",
        "settled": "2",
        "settled_value": "130",
        "settled_share": "0.975024",
        "bound_share": "0.975025",
        "liquidity_available": "100",
        "liquidity_used": "30",
        "netting_ratio": "0.769231",
        "delay_indicator": "0.390615",
        "mean_delay": "0.6",
        "late_delay": "1",
        "oldest_payment": "one",
        "oldest_delay": "1",
    }


def test_where_none_waited_none_is_written_for_it() -> None:
    day = written_day(
        (1,), 3, Weighing(), payments="one,A,B,EUR,8,1", accounts="A,EUR,8", rates="EUR,1"
    )
    study, sink = study_of(day, [rule_of("gross")], [Fraction(1)], 1, lambda _: None), StringIO()
    write_scenarios(study, sink)
    assert sink.getvalue().endswith(",0.0,0,,0\n")
    assert told(study.scenarios[0], 1.0)["oldest_payment"] is None


def test_a_bound_is_not_rounded_below_what_it_is() -> None:
    (scenario,) = small_study().scenarios
    written = [told(scenario, bound)["bound_share"] for bound in (0.2, 1 / 3, 0.7, 1.0, 0.0)]
    assert written == [0.2, 0.333334, 0.7, 1.0, 0.0]


def test_the_course_is_written() -> None:
    sink, study = StringIO(), small_study()
    (scenario,) = study.scenarios
    write_course(replace(study, scenarios=[replace(scenario, course=scenario.course[2:])]), sink)
    assert sink.getvalue().splitlines() == [
        "liquidity,rule,second,arrived,arrived_value,settled,settled_value,oldest_delay",
        "0.5,cycles:2,2,3,133.33,2,130.00,0",
        "0.5,cycles:2,3,3,133.33,2,130.00,1",
    ]
