"""Every planted bug is found, by the auditor or by a checker, within 200 worlds."""

import pytest

from tallystick.proof.auditor import AuditError
from tallystick.proof.planted import CATALOGUE, Bug
from tests.proof.seeds import rough

SEEDS = range(1, 201)


def seed_that_finds(bug: Bug) -> int:
    """Return the first seed whose world shows the bug, 0 if none does."""
    for seed in SEEDS:
        undo = bug.install()
        try:
            rough(seed)
        except AuditError:
            return seed
        finally:
            undo()
    return 0


@pytest.mark.slow
@pytest.mark.parametrize("bug", CATALOGUE, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    """Found by what it did, in one clear sentence; without the bug the world is clean."""
    seed = seed_that_finds(bug)
    assert seed, bug.sentence
    rough(seed)


def test_no_bug_is_told_twice() -> None:
    """Names are what a report says."""
    names = [bug.name for bug in CATALOGUE]
    assert len(set(names)) == len(names) >= 12
