"""Worlds of faults: every promise kept at every step, and peace at the end."""

from pathlib import Path

import pytest

from tallystick.proof.planted_around import AROUND
from tallystick.proof.simulate import first_finding, run_seed
from tallystick.proof.world.coverage import Coverage
from tests.drawing import part_of
from tests.every import for_each

KNOWN = [
    int(line)
    for line in (Path(__file__).parent / "seeds.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


@for_each("seed", part_of(range(1, 6)))
def test_a_world_keeps_every_promise(seed: int) -> None:
    """No checker and no auditor has anything to say, and in the end all is equal."""
    assert run_seed(seed, Coverage()).violations == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*range(6, 120), *KNOWN])
def test_many_worlds_keep_every_promise(seed: int) -> None:
    """The same, of more worlds."""
    assert run_seed(seed, Coverage()).violations == []


@pytest.mark.slow
def test_a_seed_repeats_itself() -> None:
    """The same seed gives the same two journals, byte for byte, and the same number of steps."""
    first, second = run_seed(4, Coverage()), run_seed(4, Coverage())
    assert (first.digest, first.steps) == (second.digest, second.steps)
    assert first.digest != run_seed(7, Coverage()).digest


@pytest.mark.slow
@pytest.mark.parametrize("bug", AROUND, ids=lambda bug: bug.name)
def test_a_bug_around_the_core_is_found(bug: object) -> None:
    """A world sees what a node, a link, a disk or a bank does wrong."""
    assert first_finding(bug, range(1, 40)) is not None  # type: ignore[arg-type]


@pytest.mark.slow
def test_coverage_counts_what_was_never_reached() -> None:
    """One world reaches something, and nothing reaches everything."""
    coverage = Coverage()
    assert any("death before commit" in zero for zero in coverage.zeros())
    run_seed(1, coverage)
    assert coverage.events["PaymentSettled"] > 0
    assert "transition debtor: reserved -> forwarded" not in coverage.zeros()
