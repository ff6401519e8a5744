"""Every planted bug of screening is found by a simulated world, within 200 of them."""

import pytest

from tallystick.proof.planted import CATALOGUE, Bug
from tallystick.proof.planted_around import AROUND
from tallystick.proof.planted_bulks import BULKS
from tallystick.proof.planted_exemptions import EXEMPTIONS
from tallystick.proof.planted_questions import QUESTIONS
from tallystick.proof.planted_screening import SCREENING
from tallystick.proof.simulate import first_finding

SEEDS = range(1, 201)


@pytest.mark.slow
@pytest.mark.parametrize("bug", [*SCREENING, *EXEMPTIONS], ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    """By a promise that it broke."""
    assert first_finding(bug, SEEDS) is not None, bug.sentence


@pytest.mark.slow
def test_a_bug_is_found_and_taken_out_again() -> None:
    """A world finds the ignored policy; without the bug it is clean."""
    (bug,) = [bug for bug in SCREENING if bug.name == "ignored-policy"]
    found = first_finding(bug, SEEDS)
    assert found is not None
    nothing = Bug("nothing", "Nothing is wrong.", lambda: lambda: None)
    assert first_finding(nothing, range(found, found + 1)) is None


def test_no_bug_is_told_twice() -> None:
    """Names are what a report says, over all catalogues."""
    screening = *SCREENING, *EXEMPTIONS
    names = [bug.name for bug in (*CATALOGUE, *QUESTIONS, *screening, *BULKS, *AROUND)]
    assert len(set(names)) == len(names)
    assert len(SCREENING) >= 10
