"""What settles at one moment is never worth less than what systems settle today."""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from tallystick.clearing.optimiser.at_once import settled_at_once, settled_by_queue
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.queue_rules import queue_of
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate
from tests.clearing.what_if.days import crowded_day
from tests.every import for_each


def assert_no_less(problem: Problem, queue: NDArray[np.int64]) -> None:
    """Hold a moment to what Bech and Soramaki's algorithm settles of the whole queue."""
    floor = problem.worth(settled_by_queue(problem, queue))
    assert problem.worth(settled_at_once(problem, queue)) >= floor > 0


FEW_BANKS = {"banks": 3, "liquidity": 0.02, "pvp": 0.0, "urgent": 0.2}


@for_each(
    ("family", "options"),
    (
        ("failed-bank", {"seed": 147, "bundles": 6, **FEW_BANKS}),
        ("failed-bank", {"seed": 42, "bundles": 12, **FEW_BANKS}),
        ("star", {"seed": 49, "bundles": 12, "banks": 5, "liquidity": 0.05}),
        ("two-bank", {"seed": 134, "bundles": 60}),
    ),
)
def test_where_the_walks_find_less_the_gridlock_rule_is_the_floor(
    family: str, options: Mapping[str, float]
) -> None:
    instance = generate(family, options).instance
    assert_no_less(Problem.of(instance, urgent_first(instance, 1)), queue_of(instance))


@for_each("seed", (1011, 1041, 1747, 2295, 5148))
def test_so_it_is_with_bundles_of_many_legs_and_with_limits(seed: int) -> None:
    """On the day of seed 1747, not if the rule sees those alone that may settle at all."""
    day = crowded_day(seed)
    assert_no_less(day.problem, np.argsort(day.place))


def test_where_no_walk_finds_anything_a_gridlock_is_resolved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Search, "first", lambda _search, _share: iter(()))
    instance = generate("cycle", {"bundles": 12}).instance
    problem = Problem.of(instance, urgent_first(instance, 1))
    assert settled_at_once(problem, queue_of(instance)).all()
