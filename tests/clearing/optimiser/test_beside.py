"""A stage beside the run is waited for as long as is said, and no longer."""

from threading import Event

import pytest

from tallystick.clearing.optimiser import budget, rounds
from tallystick.clearing.optimiser.beside import Beside
from tallystick.clearing.optimiser.budget import FirstOnly, WithinTime, WithinWork
from tallystick.clearing.study.families import generate
from tests.clearing.optimiser.proposals import hold, proposed


def test_what_it_came_to_is_told() -> None:
    stage = Beside(lambda: 7)
    assert stage.outcome(None) == 7
    assert stage.is_done


@pytest.mark.parametrize("error", [ValueError, TimeoutError])
def test_what_it_raised_is_raised(error: type[Exception]) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(error):
        Beside(fail).outcome(None)


def test_it_is_gone_on_without() -> None:
    end = Event()
    stage = Beside(end.wait)
    assert stage.outcome(0.0) is None
    assert not stage.is_done
    end.set()
    assert stage.outcome(None) is True


def test_nobody_waits_much_beyond_the_end_or_for_what_is_stuck() -> None:
    within = WithinTime(lambda: 0.0, 60.0)
    within.begin()
    assert within.patience(4.0) == pytest.approx(5.0)
    assert within.patience(300.0) == pytest.approx(61.0)
    assert FirstOnly(within).patience(30.0) == within.patience(30.0)
    assert WithinWork(3).patience(30.0) is None


def test_a_merging_that_does_not_end_does_not_keep_the_answer_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end, begun = Event(), []

    def stuck(_problem: object, best: object, *_others: object) -> object:
        begun.append(1)
        end.wait()
        return best

    monkeypatch.setattr(rounds, "merged", stuck)
    monkeypatch.setattr(rounds, "STUCK", 0.0)
    monkeypatch.setattr(budget, "_GRACE", 0.1)
    day = generate("core", {"seed": 3, "bundles": 400, "banks": 12, "liquidity": 0.01})
    ticks = iter(range(10**9))
    within = WithinTime(lambda: float(next(ticks)), 60.0)
    within.begin()
    try:
        proposal = proposed(day.instance, within)
    finally:
        end.set()
    assert begun
    hold(day.instance, proposal)
