"""A what-if study: one day under every rule and with every level of liquidity."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from threading import Event
from typing import Final

from tallystick.clearing.optimiser.relaxation import relax
from tallystick.clearing.optimiser.solver import Effort
from tallystick.clearing.what_if.day import Day, run
from tallystick.clearing.what_if.measures import (
    Measures,
    Moment,
    course,
    measured,
    settled_within,
)
from tallystick.clearing.what_if.rules import Rule

_MOMENTS: Final = 120


@dataclass(frozen=True, slots=True)
class Scenario:
    """What became of the day under one rule and with one level of liquidity."""

    rule: Rule
    level: Fraction
    """How many times what accounts had in the instance."""
    measures: Measures
    course: Sequence[Moment]
    within: Sequence[tuple[int, Fraction]]
    """How much value settled within so many seconds of its arrival."""


@dataclass(frozen=True, slots=True)
class Study:
    """Every scenario, by level and then by rule, and what no rule at all could pass."""

    scenarios: Sequence[Scenario]
    bounds: dict[Fraction, float]
    """By level, the share of the gross value that no rule can settle more of, as far as floats
    hold: the linear relaxation of a day on which all is known beforehand and settles at once."""

    def of_rule(self, rule: Rule) -> list[Scenario]:
        """Return the scenarios of a rule, by level."""
        return [each for each in self.scenarios if each.rule == rule]

    def of_level(self, level: Fraction) -> list[Scenario]:
        """Return the scenarios of a level, in the order of the rules."""
        return [each for each in self.scenarios if each.level == level]


def study_of(
    day: Day,
    rules: Sequence[Rule],
    levels: Sequence[Fraction],
    jobs: int,
    tell: Callable[[Scenario], None],
) -> Study:
    """Return the study of a day; so many scenarios run at a time, and each is told when it ends.

    What comes out does not depend on `jobs`. Whatever `tell` raises, and an interruption, ends
    the scenarios that are under way at their next moments.
    """
    over = Event()
    with ThreadPoolExecutor(jobs) as pool:
        days = dict(zip(levels, pool.map(day.with_liquidity, levels), strict=True))
        bounds = pool.map(_bound, days.values())
        chosen = [(level, rule) for level in levels for rule in rules]
        ended = pool.map(
            lambda each: _scenario(days[each[0]], each[0], each[1], over.is_set), chosen
        )
        try:
            return Study(list(_told(ended, tell)), dict(zip(levels, bounds, strict=True)))
        finally:
            over.set()


def _told(scenarios: Iterator[Scenario], tell: Callable[[Scenario], None]) -> Iterator[Scenario]:
    for each in scenarios:
        tell(each)
        yield each


def _scenario(day: Day, level: Fraction, rule: Rule, is_over: Callable[[], bool]) -> Scenario:
    outcome = run(day, rule, is_over)
    step = max(day.close // _MOMENTS, 1)
    within = settled_within(day, outcome, step)
    return Scenario(rule, level, measured(day, outcome), course(day, outcome, step), within)


def _bound(day: Day) -> float:
    """Return the share of the gross value that no rule can settle more of."""
    gross = float(day.value.sum())
    if not gross:
        return 0.0
    return min(relax(day.unweighted(), Effort(inf, 0)).bound / gross, 1.0)
