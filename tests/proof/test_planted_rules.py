"""Every planted bug of currency control is found by a simulated world, within 200 of them."""

import pytest

from tallystick.proof.planted import Bug
from tallystick.proof.planted_rules import RULES
from tallystick.proof.simulate import first_finding

SEEDS = range(1, 201)


@pytest.mark.slow
@pytest.mark.parametrize("bug", RULES, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    """By a promise that it broke."""
    assert first_finding(bug, SEEDS) is not None, bug.sentence
