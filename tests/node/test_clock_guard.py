"""A clock that jumps or differs stops decisions, until two different people say it is right."""

import pytest

from tallystick.node.clock_guard import ClockGuard

NOW = 1_795_996_800_000


def guard() -> ClockGuard:
    """Return a guard that has begun: a second of jump, two of difference."""
    begun = ClockGuard(1_000, 2_000)
    begun.begin(NOW, 50, NOW - 10)
    return begun


@pytest.mark.parametrize("jump", [0, 999, 1_000, -1_000])
def test_a_clock_that_goes_on_stops_nothing(jump: int) -> None:
    """Up to the bound, either way."""
    watched = guard()
    watched.watch(NOW + 500 + jump, 550)
    assert watched.stopped_because == ""


@pytest.mark.parametrize("jump", [1_001, -1_001, 86_400_000])
def test_a_jump_stops_decisions(jump: int) -> None:
    """Forwards as well as backwards."""
    watched = guard()
    watched.watch(NOW + 500 + jump, 550)
    assert watched.stopped_because == f"the clock jumped by {jump} ms"


def test_small_steps_do_not_add_up_to_a_jump() -> None:
    """Each look counts from the one before: a clock that is slewed is a clock that goes."""
    watched = guard()
    for turn in range(1, 50):
        watched.watch(NOW + turn * 1_300, 50 + turn * 1_000)
    assert watched.stopped_because == ""


def test_a_clock_before_the_last_entry_stops_decisions() -> None:
    """It was set back while the node was down."""
    watched = ClockGuard(1_000, 2_000)
    watched.begin(NOW, 50, NOW + 1_001)
    assert "before the journal's last entry" in watched.stopped_because


def test_an_envelope_from_the_future_stops_decisions() -> None:
    """One from the past does not: it may have been under way for days."""
    watched = guard()
    watched.compare("SOUTH", NOW - 86_400_000, NOW)
    watched.compare("SOUTH", NOW + 2_000, NOW)
    assert watched.stopped_because == ""
    watched.compare("SOUTH", NOW + 2_001, NOW)
    assert watched.stopped_because == "the clock of SOUTH is 2001 ms ahead of ours"


def test_two_different_people_let_decisions_go_on() -> None:
    """One person twice is one person."""
    watched = guard()
    watched.watch(NOW + 90_000, 51)
    assert not watched.confirm("anna")
    assert not watched.confirm("anna")
    assert watched.stopped_because
    assert watched.confirm("boris")
    assert watched.stopped_because == ""
    watched.watch(NOW + 90_001, 52)
    assert watched.stopped_because == ""


def test_a_new_jump_asks_both_again() -> None:
    """Who confirmed the first one has not seen the second."""
    watched = guard()
    watched.watch(NOW + 90_000, 51)
    watched.confirm("anna")
    watched.watch(NOW + 190_000, 52)
    assert not watched.confirm("boris")
    assert watched.confirm("anna")


def test_nothing_needs_confirming_while_the_clock_is_well() -> None:
    """Nor does an early word count later."""
    watched = guard()
    assert watched.confirm("anna")
    watched.watch(NOW + 90_000, 51)
    assert not watched.confirm("boris")
