"""A study that nobody waits for any more ends what is under way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from threading import Event

import pytest
from typing_extensions import override

from tallystick.clearing.what_if import scenarios
from tallystick.clearing.what_if.day import Day, Outcome, Stopped, run
from tallystick.clearing.what_if.rules import Rule, rule_of
from tallystick.clearing.what_if.scenarios import Scenario, study_of
from tests.clearing.what_if.days import small_day

FIRST, SECOND, THIRD = map(rule_of, ("gross", "cycles:60", "cycles:600"))


class UnwellError(Exception):
    """Whoever is told of the scenarios cannot take it."""


def test_an_error_of_who_is_told_ends_the_scenarios_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting_for_all, ends = Event(), dict[Rule, str]()

    class Pool(ThreadPoolExecutor):
        """Lets the scenarios after the first begin their day when the study waits for them."""

        @override
        def __exit__(self, *raised: object) -> None:
            waiting_for_all.set()
            self.shutdown(wait=True)

    def watched(day: Day, rule: Rule, is_over: Callable[[], bool]) -> Outcome:
        if rule != FIRST:
            waiting_for_all.wait()
        try:
            outcome = run(day, rule, is_over)
        except Stopped:
            ends[rule] = "stopped"
            raise
        ends[rule] = "ran to its close"
        return outcome

    def tell(_: Scenario) -> None:
        raise UnwellError

    monkeypatch.setattr(scenarios, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(scenarios, "run", watched)
    with pytest.raises(UnwellError):
        study_of(small_day(4, 40, 0.05), [FIRST, SECOND, THIRD], [Fraction(1)], 2, tell)
    assert ends == {FIRST: "ran to its close", SECOND: "stopped", THIRD: "stopped"}
