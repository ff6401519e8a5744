"""No bound of branch and bound is below what settles, whatever the solver makes of its floats."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.branching import Branched, branch
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import relax
from tallystick.clearing.optimiser.solver import NODES_MAX, Effort, branch_and_bound
from tallystick.clearing.optimiser.values import urgent_first
from tests.clearing.instance.drafting import texts
from tests.clearing.optimiser.proposals import optimum

# Bundles that differ by some minor units in a hundred thousand million: three legs or one.
NEARLY_EQUAL = (
    "G0,B0,B2,EUR,100000000002,1",
    "G0,B1,B0,EUR,100000000048,1",
    "G0,B2,B1,EUR,100000000003,1",
    "G1,B0,B1,EUR,100000000008,1",
    "G1,B1,B2,EUR,100000000026,1",
    "G1,B2,B0,EUR,100000000010,1",
    "G4,B1,B2,EUR,100000000035,1",
    "G6,B2,B1,EUR,100000000022,1",
)
ACCOUNTS = ("B0,EUR,74576621409", "B1,EUR,4054014662", "B2,EUR,41637038278")
UNBOUNDED = Effort(float("inf"), NODES_MAX)


def nearly_equal() -> Instance:
    """Return an instance in which all may settle, each bundle beside others much like it."""
    limits = ("multilateral,B0,,EUR,100000000004",)
    return read_instance(
        texts(payments=NEARLY_EQUAL, accounts=ACCOUNTS, limits=limits, rates=["EUR,1"])
    )


def branched(instance: Instance, *, settled: bool) -> Branched:
    """Return what branch and bound makes of an instance, from all that waits or from nothing."""
    problem = Problem.of(instance, urgent_first(instance, 1))
    known = np.full(len(problem), settled)
    return branch(problem, relax(problem, UNBOUNDED), known, len(problem), UNBOUNDED)


@pytest.mark.parametrize("settled", [False, True])
def test_bundles_that_are_nearly_equal_are_not_taken_for_one_another(*, settled: bool) -> None:
    instance = nearly_equal()
    assert optimum(instance, 1) == 800_000_000_154
    assert Fraction(branched(instance, settled=settled).bound) >= 800_000_000_154


def test_what_is_small_beside_a_bundle_that_cannot_settle_is_not_overlooked() -> None:
    """The solver's tolerances are of the order of the largest bundle, and 10^14 is one."""
    payments = [f"L,A,B,EUR,{10**14},1", "S,C,D,EUR,100,1"]
    payments += [f"{name},B,A,EUR,{6 * 10**13},1" for name in ("K1", "K2")]
    accounts = ("C,EUR,100",)
    files = texts(payments=payments, accounts=accounts, limits=[], rates=["EUR,1"])
    instance = read_instance(files)
    assert optimum(instance, 1) == 100
    assert branched(instance, settled=False).bound >= 100


def test_a_bound_below_what_settles_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver is wrong that says so: here it is told that nothing of value settles."""

    def misled(solver: Any, known: Any, effort: Effort) -> Any:
        solver.changeColsCost(
            solver.getNumCol(), np.arange(solver.getNumCol()), np.zeros(solver.getNumCol())
        )
        return branch_and_bound(solver, known, effort)

    monkeypatch.setattr(f"{branch.__module__}.branch_and_bound", misled)
    found = branched(nearly_equal(), settled=True)
    assert found.bound >= 800_000_000_154
    assert not found.is_done
