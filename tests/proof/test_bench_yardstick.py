"""The machine's own figures come with those of every bench."""

import os

import pytest

from tallystick.proof.bench.yardstick import TIMES, interpreter_speed, yardstick


def test_more_turns_take_no_longer_a_turn() -> None:
    """The figure is a rate: it does not depend on for how long one looks, but for noise."""
    assert 1 < interpreter_speed(100_000) < 10_000


@pytest.mark.slow
def test_all_cores_together_are_a_sum() -> None:
    """Each figure as often as it says, and all cores do more than half of what they could."""
    alone, together = yardstick("machine")
    assert (alone.metric, together.metric) == ("interpreter_alone", "interpreter_all_cores")
    assert alone.median_of == together.median_of == TIMES
    assert 0 < together.value < 2 * alone.value * (os.cpu_count() or 1)
