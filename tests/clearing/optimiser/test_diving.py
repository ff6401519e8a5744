"""A dive decides the larger bundles, and passes a row only where it pays."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tallystick.clearing.optimiser.diving import Dives
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.relaxation import relax
from tallystick.clearing.optimiser.solver import NODES_MAX, Effort
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate

UNBOUNDED = Effort(float("inf"), NODES_MAX)


def a_day(family: str, seed: int) -> Problem:
    """Return what may settle of a day."""
    instance = generate(family, {"seed": seed, "bundles": 300, "banks": 12}).instance
    problem = Problem.of(instance, urgent_first(instance, 100))
    return problem.restricted(settleable(problem.rows))


@pytest.mark.parametrize("family", ["core", "star", "failed-bank"])
def test_it_decides_every_bundle_if_there_are_few(family: str) -> None:
    problem = a_day(family, 3)
    relaxation = relax(problem, UNBOUNDED)
    dives = Dives(problem, relaxation)
    share = dives.share(1, UNBOUNDED)
    assert share is not None
    assert np.minimum(share, 1 - share).max() < 1e-6
    settled = share > 0.5
    over = (problem.rows.taken(settled) - problem.rows.limit) * problem.rate
    assert problem.worth(settled) > 0.9 * relaxation.bound
    assert np.maximum(over, 0).sum() < 0.1 * relaxation.bound


def test_one_seed_dives_one_way() -> None:
    problem = a_day("core", 4)
    dives = Dives(problem, relax(problem, UNBOUNDED))
    one, same, other = (_whole(dives.share(seed, UNBOUNDED)) for seed in (1, 1, 2))
    assert one == same != other


def test_without_time_it_tells_nothing() -> None:
    problem = a_day("core", 4)
    assert Dives(problem, relax(problem, UNBOUNDED)).share(1, Effort(0.0, 1)) is None


def _whole(share: NDArray[np.float64] | None) -> list[float]:
    assert share is not None
    return [float(each) for each in share]
