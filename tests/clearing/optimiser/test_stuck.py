"""Where walks come to no end, as with next to no liquidity, chains alone go on."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser import proposing, rounds, search
from tallystick.clearing.optimiser.budget import WithinWork
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.relaxation import relax
from tallystick.clearing.optimiser.rounds import Rounds
from tallystick.clearing.optimiser.run import Run
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import Effort
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate
from tests.clearing.optimiser.proposals import first, hold


def day() -> Instance:
    options = {"seed": 2, "bundles": 600, "banks": 15, "liquidity": 0.05, "urgent": 0.1}
    return generate("core", options).instance


def go() -> Run:
    """Return a run after two rounds."""
    whole = Problem.of(day(), urgent_first(day(), 100))
    problem = whole.restricted(settleable(whole.rows))
    relaxation = relax(problem, Effort(float("inf"), 1))
    run = Run.of(problem, lambda _: None)
    going = Rounds(run, Search.of(problem, relaxation), None)
    for _ in range(2):
        going.go(relaxation.share, WithinWork(1))
    return run


def stick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every walk get stuck at once."""
    monkeypatch.setattr(search, "_FEW", 0)
    monkeypatch.setattr(search, "_STUCK", 5)
    monkeypatch.setattr(search, "_STEPS_MAX", 5)


def test_chains_go_on_where_the_first_walks_get_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    free = first(day())
    stick(monkeypatch)
    monkeypatch.setattr(proposing, "_LOOKS_OF_STUCK", 0)
    without = first(day())
    monkeypatch.setattr(proposing, "_LOOKS_OF_STUCK", 100_000)
    with_chains = first(day())
    hold(day(), with_chains)
    assert without.objective < with_chains.objective
    assert without.objective < free.objective


def test_no_walk_is_gone_again_where_they_get_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    stick(monkeypatch)
    monkeypatch.setattr(search, "_FEW", 1000)
    monkeypatch.setattr(rounds, "_LOOKS_ALONE", 10_000)
    gone = set()
    walked = Search.walked

    def noted(self: Search, guess: NDArray[np.bool_], seed: int) -> search.Walked:
        gone.add(seed)
        return walked(self, guess, seed)

    monkeypatch.setattr(Search, "walked", noted)
    run = go()
    assert run.value > 0
    assert gone == {1, 2, 3, 4}
