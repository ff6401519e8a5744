"""Branch and bound takes more bundles whole each time, and comes to an end."""

from collections.abc import Sequence

import numpy as np
import pytest

from tallystick.clearing.optimiser import guess as guesses
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


def made(bundles: int) -> Guess:
    """Return the guess that all of some bundles settle, of which the run holds none."""
    instance = generate("core", {"bundles": bundles, "banks": 5}).instance
    problem = Problem.of(instance, urgent_first(instance, 1))
    relaxation = untold(problem)
    return Guess(Run.of(problem, lambda _: None), relaxation, relaxation.share)


def taken_whole(bundles: int, budget: Budget, ends: Sequence[str]) -> list[tuple[int, int]]:
    """Return how many each branching takes whole, and how many times a round's nodes."""
    guess = made(bundles)
    found = [(guess.whole, guess.times)]
    for end in ends:
        guess.branching(budget)
        guess.learn(None if end == AWAY else Branched(9.0, None, end == DONE))
        found.append((guess.whole, guess.times))
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
    monkeypatch.setattr(guesses, "_WHOLE_ALL", 30)
    monkeypatch.setattr(guesses, "_WHOLE", 20)
    monkeypatch.setattr(guesses, "_WHOLE_THEN", 50)
    assert taken_whole(bundles, budget, ends) == expected


@for_each(("part", "is_taken"), ((0.4, False), (0.5, False), (0.6, True)))
def test_a_guess_that_is_worth_no_more_than_what_is_held_is_not_taken(
    *, part: float, is_taken: bool
) -> None:
    """The solver that finds nothing tells the set that it began with."""
    guess = made(30)
    guess.run.value = 0.5 * float(guess.run.problem.value.sum())
    before, found = guess.share, np.full(30, part)
    guess.branching(WORK)
    guess.learn(Branched(9.0, found, is_done=False))
    assert guess.share is (found if is_taken else before)
