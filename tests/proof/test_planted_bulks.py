"""Every planted bug of bulks is found by a simulated world, within 100 of them."""

import pytest

from tallystick.proof.planted import Bug
from tallystick.proof.planted_bulks import BULKS
from tallystick.proof.simulate import first_finding

SEEDS = range(1, 101)


@pytest.mark.slow
@pytest.mark.parametrize("bug", BULKS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    """By a promise that it broke."""
    assert first_finding(bug, SEEDS) is not None, bug.sentence
