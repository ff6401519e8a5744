"""Every planted bug of requests for information is found by a simulated world, within 200."""

import pytest

from tallystick.proof.planted import CATALOGUE, Bug
from tallystick.proof.planted_questions import QUESTIONS
from tallystick.proof.planted_requests import REQUESTS
from tallystick.proof.planted_screening import SCREENING
from tallystick.proof.simulate import first_finding

SEEDS = range(1, 201)


@pytest.mark.slow
@pytest.mark.parametrize("bug", REQUESTS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    """By a promise that it broke."""
    assert first_finding(bug, SEEDS) is not None, bug.sentence


def test_no_bug_is_told_twice() -> None:
    """Names are what a report says, over all catalogues."""
    names = [bug.name for bug in (*CATALOGUE, *QUESTIONS, *SCREENING, *REQUESTS)]
    assert len(set(names)) == len(names)
