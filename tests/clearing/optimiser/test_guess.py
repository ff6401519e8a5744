"""Branch and bound takes more bundles whole each time, and comes to an end."""

from collections.abc import Sequence

import pytest

from tallystick.clearing.optimiser import guess
from tallystick.clearing.optimiser.branching import Branched
from tallystick.clearing.optimiser.budget import Budget, WithinTime, WithinWork
from tallystick.clearing.optimiser.guess import Guess
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import untold
from tallystick.clearing.optimiser.run import Run
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate
from tests.every import for_each

WORK, TIME = WithinWork(9), WithinTime(lambda: 0.0, 9.0, until=9.0)
DONE, OPEN, AWAY = "done", "open", "away"


def taken_whole(bundles: int, budget: Budget, ends: Sequence[str]) -> list[tuple[int, int]]:
    """Return how many each branching takes whole, and how many times a round's nodes."""
    instance = generate("core", {"bundles": bundles, "banks": 5}).instance
    problem = Problem.of(instance, urgent_first(instance, 1))
    relaxation = untold(problem)
    made = Guess(Run.of(problem, lambda _: None), relaxation, relaxation.share)
    found = [(made.whole, made.times)]
    for end in ends:
        made.branching(budget)
        made.learn(None if end == AWAY else Branched(relaxation.bound, None, end == DONE))
        found.append((made.whole, made.times))
    return found


@for_each(
    ("bundles", "budget", "ends", "expected"),
    (
        (30, WORK, [OPEN, OPEN, DONE], [(30, 1), (30, 2), (30, 4), (0, 4)]),
        (30, TIME, [OPEN], [(30, 1), (0, 1)]),
        (40, TIME, [OPEN, DONE], [(20, 1), (50, 1), (0, 1)]),
        (50, TIME, [OPEN, OPEN], [(20, 1), (50, 1), (0, 1)]),
        (120, WORK, [DONE, OPEN, DONE, DONE], [(20, 1), (50, 1), (50, 2), (100, 2), (200, 2)]),
        (120, TIME, [OPEN, OPEN], [(20, 1), (50, 1), (0, 1)]),
        (120, TIME, [AWAY], [(20, 1), (0, 1)]),
    ),
)
def test_more_are_taken_whole_until_all_are(
    bundles: int,
    budget: Budget,
    ends: Sequence[str],
    expected: Sequence[tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guess, "_WHOLE_ALL", 30)
    monkeypatch.setattr(guess, "_WHOLE", 20)
    monkeypatch.setattr(guess, "_WHOLE_THEN", 50)
    assert taken_whole(bundles, budget, ends) == expected
