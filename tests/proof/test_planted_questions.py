"""Every planted bug of assignments is found by a simulated world, within 200 of them."""

import pytest

from tallystick.proof.planted import CATALOGUE, Bug
from tallystick.proof.planted_around import AROUND
from tallystick.proof.planted_questions import QUESTIONS
from tallystick.proof.simulate import first_finding

SEEDS = range(1, 201)


@pytest.mark.slow
@pytest.mark.parametrize("bug", QUESTIONS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    """By a promise that it broke."""
    assert first_finding(bug, SEEDS) is not None, bug.sentence


@pytest.mark.slow
def test_a_bug_is_found_and_taken_out_again() -> None:
    """The first world finds a second recall; without the bug it is clean."""
    (bug,) = [bug for bug in QUESTIONS if bug.name == "second-recall"]
    assert first_finding(bug, range(1, 4)) is not None
    nothing = Bug("nothing", "Nothing is wrong.", lambda: lambda: None)
    assert first_finding(nothing, range(1, 2)) is None


def test_no_bug_is_told_twice() -> None:
    """Names are what a report says, over all catalogues."""
    names = [bug.name for bug in (*CATALOGUE, *QUESTIONS, *AROUND)]
    assert len(set(names)) == len(names)
    assert len(QUESTIONS) >= 4
