"""A stage beside the run is waited for as long as is said, and no longer."""

from math import inf
from threading import Event

import pytest

from tallystick.clearing.optimiser import beside, budget, rounds
from tallystick.clearing.optimiser.beside import Beside
from tallystick.clearing.optimiser.budget import EndedBy, FirstOnly, WithinTime, WithinWork
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


def test_what_ends_just_as_the_waiting_does_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    end = Event()
    stage = Beside(end.wait)
    is_done = stage._future.done

    def at_last() -> bool:
        end.set()
        stage._thread.join()
        return is_done()

    monkeypatch.setattr(stage._future, "done", at_last)
    assert stage.outcome(0.0) is True


def test_a_time_without_an_end_is_waited_for() -> None:
    """Longer than the system's clock has seconds for."""
    day = generate("core", {"seed": 1, "bundles": 11, "banks": 4, "liquidity": 0.2})
    within = WithinTime(lambda: 0.0, inf)
    within.begin()
    proposal = proposed(day.instance, within)
    hold(day.instance, proposal)
    assert proposal.ended_by == EndedBy.PROOF


def test_at_its_end_a_command_waits_for_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    end = Event()
    stages = [Beside(end.wait) for _ in range(3)]
    monkeypatch.setattr(beside, "_LEAVING", 0.0)
    beside._leave()
    assert not any(each.is_done for each in stages)
    end.set()
    monkeypatch.setattr(beside, "_LEAVING", None)
    beside._leave()
    assert all(each.is_done for each in stages)


def test_nobody_waits_much_beyond_the_end_or_for_what_is_stuck() -> None:
    within = WithinTime(lambda: 0.0, 60.0)
    within.begin()
    assert within.patience(4.0) == pytest.approx(5.0)
    assert within.patience(300.0) == pytest.approx(61.0)
    assert FirstOnly(within).patience(30.0) == within.patience(30.0)
    assert WithinWork(3).patience(30.0) is None


def test_whatever_is_waited_for_beyond_the_end_is_waited_for_together() -> None:
    now = [0.0]
    within = WithinTime(lambda: now[0], 60.0)
    within.begin()
    waits = []
    for now[0] in (60.0, 60.75, 61.0, 65.0):
        waits.append(within.patience(4.0))
    assert waits == pytest.approx([1.0, 0.25, 0.0, 0.0])


def test_a_merging_that_does_not_end_does_not_keep_the_answer_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end, is_stuck = Event(), Event()

    def stuck(_problem: object, best: object, *_others: object) -> object:
        is_stuck.set()
        end.wait()
        return best

    monkeypatch.setattr(rounds, "merged", stuck)
    monkeypatch.setattr(rounds, "STUCK", 0.0)
    monkeypatch.setattr(budget, "_GRACE", 0.1)
    day = generate("core", {"seed": 3, "bundles": 400, "banks": 12, "liquidity": 0.01})
    # Half a second, since the solver goes by the true time and what is left of it goes on.
    within = WithinTime(lambda: float(is_stuck.is_set()), 0.5)
    within.begin()
    try:
        proposal = proposed(day.instance, within)
    finally:
        end.set()
    assert is_stuck.is_set()
    hold(day.instance, proposal)
