"""A study as files: a row for every scenario, and a row for every moment of it."""

import csv
from fractions import Fraction
from math import ceil
from typing import Final

from tallystick.clearing.instance.writing import Sink, decimal_text
from tallystick.clearing.what_if.measures import Measures
from tallystick.clearing.what_if.scenarios import Scenario, Study

SCENARIOS: Final = "scenarios.csv"
COURSE: Final = "course.csv"
PLOTS: Final = ("liquidity.svg", "liquidity.png", "day.svg", "day.png")
SCENARIO_COLUMNS: Final = (
    "liquidity",
    "rule",
    "payments",
    "value",
    "settled",
    "settled_value",
    "settled_share",
    "bound_share",
    "liquidity_available",
    "liquidity_used",
    "netting_ratio",
    "delay_indicator",
    "mean_delay",
    "late_delay",
    "oldest_payment",
    "oldest_delay",
)
COURSE_COLUMNS: Final = (
    "liquidity",
    "rule",
    "second",
    "arrived",
    "arrived_value",
    "settled",
    "settled_value",
    "oldest_delay",
)


def write_scenarios(study: Study, sink: Sink) -> None:
    """Write a row for every scenario. Values are exact; shares have six places."""
    writer = csv.DictWriter(sink, SCENARIO_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(told(each, study.bounds[each.level]) for each in study.scenarios)


def told(scenario: Scenario, bound: float) -> dict[str, object]:
    """Return what a scenario came to, by column; None where there is no such figure."""
    measures, delays = scenario.measures, scenario.measures.delays
    return {
        "liquidity": decimal_text(scenario.level),
        "rule": str(scenario.rule),
        "payments": measures.payments,
        "value": decimal_text(measures.value),
        "settled": measures.settled,
        "settled_value": decimal_text(measures.settled_value),
        "settled_share": round(settled_share(measures), 6),
        "bound_share": _rounded_up(bound),
        "liquidity_available": decimal_text(measures.liquidity_available),
        "liquidity_used": decimal_text(measures.liquidity_used),
        "netting_ratio": None
        if measures.netting_ratio is None
        else round(measures.netting_ratio, 6),
        "delay_indicator": round(delays.indicator, 6),
        "mean_delay": round(delays.mean, 1),
        "late_delay": delays.late,
        "oldest_payment": delays.oldest,
        "oldest_delay": delays.longest,
    }


def settled_share(measures: Measures) -> float:
    """Return how much of the gross value settled."""
    return float(measures.settled_value / measures.value) if measures.value else 0.0


def _rounded_up(share: float) -> float:
    """Return a share with six places, not less than it is but for the noise of its floats."""
    return ceil(round(share * 10**6, 3)) / 10**6


def _rounded(value: Fraction) -> str:
    """Return a value with two places."""
    whole, cents = divmod(round(100 * value), 100)
    return f"{whole}.{cents:02}"


def write_course(study: Study, sink: Sink) -> None:
    """Write a row for every moment of every scenario; values have two places."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COURSE_COLUMNS)
    for scenario in study.scenarios:
        for each in scenario.course:
            writer.writerow(
                (
                    decimal_text(scenario.level),
                    scenario.rule,
                    each.second,
                    each.arrived,
                    _rounded(each.arrived_value),
                    each.settled,
                    _rounded(each.settled_value),
                    each.oldest_delay,
                )
            )
