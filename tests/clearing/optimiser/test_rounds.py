"""Two turns go on at a time, and what comes out is as if one went on after the other."""

from collections.abc import Callable, Sequence
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray
from typing_extensions import override

from tallystick.clearing.optimiser import rounds
from tallystick.clearing.optimiser.beside import Beside
from tallystick.clearing.optimiser.budget import WithinTime, WithinWork
from tallystick.clearing.optimiser.diving import Dives
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.relaxation import Relaxation, relax
from tallystick.clearing.optimiser.rounds import Rounds
from tallystick.clearing.optimiser.run import Run, Stage
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import NODES_MAX, Effort
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate

Doing = Callable[[], object]


class AtOnce:
    """A stage that is over before anything else happens."""

    is_done = True

    def __init__(self, stage: Doing) -> None:
        """Go through it."""
        self._found = stage()

    def outcome(self, _seconds: float | None) -> object:
        """Return what it came to."""
        return self._found


class AtLast(AtOnce):
    """A stage that begins no sooner than it is waited for."""

    def __init__(self, stage: Doing) -> None:
        """Take note of it."""
        self._stage = stage

    @override
    def outcome(self, _seconds: float | None) -> object:
        """Go through it."""
        return self._stage()


class Late(AtOnce):
    """A stage that is not back when it is waited for, nor at once thereafter."""

    def __init__(self, stage: Doing) -> None:
        """Go through it, but keep what it came to."""
        super().__init__(stage)
        self._waits = 0

    @override
    def outcome(self, seconds: float | None) -> object:
        """Return what it came to, from the third time on."""
        self._waits += 1
        return super().outcome(seconds) if self._waits > 2 else None


def begun() -> tuple[Rounds, Relaxation]:
    """Return the rounds of a scarce day, and its relaxation."""
    options = {"seed": 2, "bundles": 300, "banks": 20, "liquidity": 0.01}
    instance = generate("core", options).instance
    whole = Problem.of(instance, urgent_first(instance, 100))
    problem = whole.restricted(settleable(whole.rows))
    relaxation = relax(problem, Effort(float("inf"), NODES_MAX))
    held = Run.of(problem, lambda _: None)
    return Rounds(held, Search.of(problem, relaxation), Dives(problem, relaxation)), relaxation


def turns_in(told: Sequence[Stage]) -> int:
    """Return how many turns were told of to their end."""
    return [each.name for each in told].count("chains")


def gone() -> list[list[bool]]:
    """Return what two rounds hold and know."""
    made, relaxation = begun()
    for _ in range(2):
        made.go(relaxation.share, WithinWork(2))
    return [each.tolist() for each in (made.run.settled, *made.others)]


def test_which_of_two_turns_is_sooner_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    side_by_side = gone()
    assert len(side_by_side) == 3
    for kind in (AtOnce, AtLast):
        monkeypatch.setattr(rounds, "Beside", kind)
        assert gone() == side_by_side


def test_no_two_walks_begin_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[int] = []
    rounded = Search.rounded

    def noted(search: Search, share: NDArray[np.float64], seed: int) -> NDArray[np.bool_]:
        seeds.append(seed)
        return rounded(search, share, seed)

    monkeypatch.setattr(Search, "rounded", noted)
    gone()
    assert len(seeds) == len({*seeds}) == 8


def test_where_time_does_not_matter_one_turn_is_gone_beside_a_stage() -> None:
    """However long the stage takes."""
    end = Event()
    for stage in (Beside(end.is_set), Beside(end.wait)):
        made, relaxation = begun()
        told: list[Stage] = []
        made.run.tell = told.append
        budget = WithinWork(3)
        made.go_beside(stage, relaxation.share, budget)
        assert (turns_in(told), budget.rounds) == (1, 2)
    end.set()


def test_else_turns_are_gone_until_the_stage_is_done() -> None:
    end = Event()
    made, relaxation = begun()
    told: list[Stage] = []

    def tell(stage: Stage) -> None:
        told.append(stage)
        if turns_in(told) == 3:
            end.set()

    made.run.tell = tell
    stage = Beside(end.wait)
    within = WithinTime(lambda: 0.0, 1.0)
    within.begin()
    made.go_beside(stage, relaxation.share, within)
    assert stage.outcome(None)
    assert turns_in(told) >= 3


def test_what_comes_back_late_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "Beside", Late)
    made, relaxation = begun()
    told: list[Stage] = []
    made.run.tell = told.append
    for count in (0, 2, 4):
        made.go(relaxation.share, WithinWork(1))
        assert turns_in(told) == count
        assert len(made.late) == 2
    assert made.run.settled.any()
