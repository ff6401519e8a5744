"""The core does what its auditors predict, in worlds that are rough and in worlds that lie."""

from collections import Counter
from typing import get_args

import pytest

from tallystick.core import events
from tests.proof.seeds import hostile, rough

# What only time and chance bring about; that each of them is reached is proof of the worlds.
EVERY_EVENT = {kind.__name__ for kind in get_args(events.AnyEvent)}
# These worlds have neither questions between banks nor files: the simulated world has, and counts
# what came of them (`tallystick.proof.world.coverage`). What people ask a bank of their own about
# a hold is presented here too, ends, and leaves.
OF_REQUESTS = {"AssignmentPresented", "AssignmentExpired", "AssignmentsClosed"}
ELSEWHERE = {
    kind.__name__
    for kind in get_args(events.AnyEvent)
    if kind.__module__.rpartition(".")[2] in ("assignments", "bulks", "rules")
} - OF_REQUESTS


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, 41, 10))
def test_the_auditor_predicts_each_answer(first: int) -> None:
    """Every event, amount, reason and effect; and then peace: all final, both halves equal."""
    for seed in range(first, first + 10):
        rough(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(41, 301, 20))
def test_the_auditor_predicts_each_answer_in_many_worlds(first: int) -> None:
    """The same, wider."""
    for seed in range(first, first + 20):
        rough(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, 31, 10))
def test_no_lie_moves_the_core(first: int) -> None:
    """Whatever the other node and the settlement systems say, the core does as predicted."""
    for seed in range(first, first + 10):
        hostile(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(31, 201, 17))
def test_no_lie_moves_the_core_in_many_worlds(first: int) -> None:
    """The same, wider."""
    for seed in range(first, first + 17):
        hostile(seed)


@pytest.mark.slow
def test_every_event_is_reached() -> None:
    """A world in which something never happens proves nothing of it."""
    reached: Counter[str] = Counter()
    for seed in range(1, 101):
        for world in (rough(seed), hostile(seed)):
            reached.update(type(event).__name__ for _, event in world.seen)
    assert EVERY_EVENT - set(reached) == ELSEWHERE


@pytest.mark.slow
def test_a_seed_is_a_world() -> None:
    """The same seed gives the same world, event by event; another gives another."""
    first, again, other = rough(3), rough(3), rough(4)
    assert first.seen == again.seen
    assert first.seen != other.seen
