"""A run holds what keeps every row in whole numbers, and is proved within a thousand-millionth."""

from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.run import Run
from tallystick.clearing.optimiser.values import urgent_first
from tests.clearing.instance.drafting import texts

MOST: Final = 2**62 - 1


def run_of(available: int) -> Run:
    """Return the run of a bank that would pay all that any account may, in two payments."""
    payments = (f"G0,A,B,EUR,{MOST - 1},1", "G1,A,C,EUR,1,1")
    accounts = (f"A,EUR,{available}", f"B,EUR,{MOST}", f"C,EUR,{MOST}")
    files = texts(payments=payments, accounts=accounts, limits=[], rates=["EUR,1"])
    instance = read_instance(files)
    return Run.of(Problem.of(instance, urgent_first(instance, 1)), lambda _: None)


@pytest.mark.parametrize(("available", "held"), [(MOST - 1, 0), (MOST, 2), (MOST + 1, 2)])
def test_a_set_that_passes_a_row_by_one_minor_unit_is_not_held(available: int, held: int) -> None:
    run = run_of(available)
    run.offer("all", np.ones(2, np.bool_))
    assert int(run.settled.sum()) == held
    assert (run.value > 0) == (held > 0)


@pytest.mark.parametrize(("short", "is_proved"), [(1e-10, True), (1e-8, False), (1e-4, False)])
def test_what_lacks_more_than_a_thousand_millionth_is_not_proved(
    *, short: float, is_proved: bool
) -> None:
    run = replace(run_of(MOST), value=1e6 * (1 - short))
    run.learn("relaxation", 1e6)
    assert run.is_proved() is is_proved
