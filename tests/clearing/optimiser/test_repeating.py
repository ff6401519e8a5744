"""The same work gives the same files, whatever is no part of the instance is like."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from typing import Any, Final

import numpy as np
import pytest

from tallystick.clearing.chance import chance
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.instance.settled import write_settled
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.multipliers import write_multipliers
from tallystick.clearing.study.families import generate
from tests.clearing.instance.drafting import written
from tests.clearing.optimiser.proposals import searched

pytestmark = pytest.mark.slow

FAMILIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "planted": {"seed": 4, "bundles": 200},
    "two-bank": {"seed": 4, "bundles": 80},
    "equal": {"seed": 4, "bundles": 150, "banks": 12},
    "core": {"seed": 4, "bundles": 200, "banks": 12, "currencies": 3, "urgent": 0.2},
}


def solved(family: str) -> Instance:
    """Return an instance of a family."""
    return generate(family, FAMILIES[family]).instance


def solution(instance: Instance) -> tuple[str, str]:
    """Return settled.csv and certificate.csv of one round of work."""
    proposal, settled, certificate = searched(instance, 1), StringIO(), StringIO()
    write_settled(instance, proposal.settled, settled)
    write_multipliers(instance, proposal.multipliers(), certificate)
    return settled.getvalue(), certificate.getvalue()


def shuffled(instance: Instance, seed: int) -> Instance:
    """Return the instance that its files hold when each file's rows are in another order."""
    draws, texts = chance(seed), {}
    for name, file in written(instance).items():
        header, *rows = file.getvalue().splitlines(keepends=True)
        texts[name] = StringIO(
            header + "".join(rows[each] for each in draws.permutation(len(rows)))
        )
    return read_instance(texts)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_order_of_rows_changes_no_file(family: str) -> None:
    instance = solved(family)
    assert solution(shuffled(instance, 1)) == solution(instance)


@pytest.mark.parametrize("family", FAMILIES)
def test_neither_hashes_nor_threads_change_a_file(family: str) -> None:
    script = (
        "from tests.clearing.optimiser.test_repeating import solution, solved\n"
        f"print(*solution(solved({family!r})), sep='', end='')"
    )
    for number in ("1", "2"):
        chosen = {"PYTHONHASHSEED": number, "OPENBLAS_NUM_THREADS": number}
        told = subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **chosen, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert told.stdout == "".join(solution(solved(family)))


def test_what_a_set_is_worth_is_added_up_the_same_with_and_without_the_rest() -> None:
    """A product of all is shared out among threads, and its last digit is by their number."""
    instance = generate("core", {"seed": 1, "bundles": 30_000, "currencies": 3}).instance
    problem = Problem.of(instance, urgent_first(instance, 100))
    problem = replace(problem, value=1e9 * chance(9).random(len(problem)))
    for seed in range(5):
        settled = chance(seed).random(len(problem)) < np.float64(0.5)
        alone = problem.restricted(settled)
        assert problem.worth(settled) == alone.worth(np.ones(len(alone), np.bool_))
