"""A clock that jumps or differs stops decisions, until two different people say it is right."""

from pathlib import Path

import pytest

from tallystick.node.clock_guard import ClockGuard

NOW = 1_795_996_800_000


@pytest.fixture
def kept_at(tmp_path: Path) -> Path:
    """Return where a stop is kept."""
    return tmp_path / "clock.stopped"


@pytest.fixture
def watched(kept_at: Path) -> ClockGuard:
    """Return a guard that has begun: a second of jump, two of difference."""
    begun = ClockGuard(1_000, 2_000, kept_at)
    begun.begin(NOW, 50, NOW - 10)
    return begun


@pytest.mark.parametrize("jump", [0, 999, 1_000, -1_000])
def test_a_clock_that_goes_on_stops_nothing(watched: ClockGuard, jump: int) -> None:
    """Up to the bound, either way."""
    watched.watch(NOW + 500 + jump, 550)
    assert watched.stopped_because == ""


@pytest.mark.parametrize("jump", [1_001, -1_001, 86_400_000])
def test_a_jump_stops_decisions(watched: ClockGuard, jump: int) -> None:
    """Forwards as well as backwards."""
    watched.watch(NOW + 500 + jump, 550)
    assert watched.stopped_because == f"the clock jumped by {jump} ms"


def test_small_steps_do_not_add_up_to_a_jump(watched: ClockGuard) -> None:
    """Each look counts from the one before: a clock that is slewed is a clock that goes."""
    for turn in range(1, 50):
        watched.watch(NOW + turn * 1_300, 50 + turn * 1_000)
    assert watched.stopped_because == ""


def test_a_clock_before_the_last_entry_stops_decisions(kept_at: Path) -> None:
    """It was set back while the node was down."""
    watched = ClockGuard(1_000, 2_000, kept_at)
    watched.begin(NOW, 50, NOW + 1_001)
    assert "before the journal's last entry" in watched.stopped_because


def test_an_envelope_from_the_future_stops_decisions(watched: ClockGuard) -> None:
    """One from the past does not: it may have been under way for days."""
    watched.compare("SOUTH", NOW - 86_400_000, NOW)
    watched.compare("SOUTH", NOW + 2_000, NOW)
    assert watched.stopped_because == ""
    watched.compare("SOUTH", NOW + 2_001, NOW)
    assert watched.stopped_because == "the clock of SOUTH is 2001 ms ahead of ours"


def test_two_different_people_let_decisions_go_on(watched: ClockGuard) -> None:
    """One person twice is one person."""
    watched.watch(NOW + 90_000, 51)
    assert not watched.confirm("anna")
    assert not watched.confirm("anna")
    assert watched.stopped_because
    assert watched.confirm("boris")
    assert watched.stopped_because == ""
    watched.watch(NOW + 90_001, 52)
    assert watched.stopped_because == ""


def test_a_new_jump_asks_both_again(watched: ClockGuard) -> None:
    """Who confirmed the first one has not seen the second."""
    watched.watch(NOW + 90_000, 51)
    watched.confirm("anna")
    watched.watch(NOW + 190_000, 52)
    assert not watched.confirm("boris")
    assert watched.confirm("anna")


def test_nothing_needs_confirming_while_the_clock_is_well(watched: ClockGuard) -> None:
    """Nor does an early word count later."""
    assert watched.confirm("anna")
    watched.watch(NOW + 90_000, 51)
    assert not watched.confirm("boris")


def test_a_stop_outlasts_the_process(kept_at: Path, watched: ClockGuard) -> None:
    """A restart is nobody's word; when two have given theirs, it is over for good."""
    watched.watch(NOW + 90_000, 51)
    again = ClockGuard(1_000, 2_000, kept_at)
    again.begin(NOW + 91_000, 5, NOW)
    assert again.stopped_because == watched.stopped_because
    again.confirm("anna")
    again.confirm("boris")
    assert ClockGuard(1_000, 2_000, kept_at).stopped_because == ""


def test_a_jump_while_the_books_are_opened_again_is_noticed(watched: ClockGuard) -> None:
    """The guard looks on from where it last looked."""
    watched.begin(NOW + 3_600_000, 150, NOW)
    assert watched.stopped_because


def test_a_skew_can_be_confirmed_though_it_is_told_each_second(watched: ClockGuard) -> None:
    """Each envelope tells it again, and takes back nobody's word; a larger one stops again."""
    watched.compare("SOUTH", NOW + 5_000, NOW)
    assert not watched.confirm("anna")
    watched.compare("SOUTH", NOW + 6_000, NOW + 1_000)
    assert watched.confirm("boris")
    watched.compare("SOUTH", NOW + 7_000, NOW + 2_000)
    assert watched.stopped_because == ""
    watched.compare("SOUTH", NOW + 20_000, NOW + 3_000)
    assert watched.stopped_because
