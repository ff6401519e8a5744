"""Columns take no more of a row than any set does that keeps it: the programme is a relaxation."""

import numpy as np
import pytest

from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser import columns
from tallystick.clearing.optimiser.columns import Columns
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation, relax, untold
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import NODES_MAX, Effort
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate
from tests.clearing.instance.drafting import texts

UNBOUNDED = Effort(float("inf"), NODES_MAX)


def a_day(seed: int) -> tuple[Problem, Relaxation]:
    """Return a day of few banks, half of it payments against payments, and its relaxation."""
    options = {"seed": seed, "bundles": 400, "banks": 6, "pvp": 0.5, "liquidity": 0.05}
    instance = generate("core", options).instance
    problem = Problem.of(instance, urgent_first(instance, 100))
    return problem, relax(problem, UNBOUNDED)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("whole", [0, 20, 1000])
def test_what_keeps_the_rows_keeps_them_as_columns_too(seed: int, whole: int) -> None:
    problem, relaxation = a_day(seed)
    search = Search.of(problem, relaxation)
    made = Columns.made(problem, relaxation, whole)
    model = made.model(problem)
    start, row, entry = (
        np.array(each)
        for each in (model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_)
    )
    for chance in range(3):
        settled = search.settled(search.rounded(relaxation.share, chance), chance)
        share = made.shares(problem, settled)
        taken = np.bincount(row, np.repeat(share, np.diff(start)) * entry, len(problem.rows))
        assert (taken <= np.array(model.row_upper_)).all()
        worth = -(np.array(model.col_cost_) * share).sum() * made.unit
        assert worth == pytest.approx(problem.worth(settled))
    assert (np.array(model.row_upper_) > problem.limit / made.unit).all()
    assert made.whole == min(whole, len(problem))
    assert len(np.unique(made.of)) == len(made)


@pytest.mark.parametrize("seed", range(4))
def test_the_bundles_of_a_column_take_alike_for_their_value(seed: int) -> None:
    problem, relaxation = a_day(seed)
    column = Columns.made(problem, relaxation, 20).of[problem.owner]
    cell = column * len(problem.rows) + problem.rows.row
    taken = problem.entry / problem.value[problem.owner]
    for each in np.unique(cell).tolist():
        alike = taken[cell == each]
        assert alike == pytest.approx(alike[0], rel=2e-4)


def deals(*amounts: tuple[int, int]) -> Problem:
    """Return the problem of two banks' payments of euros against dollars."""
    payments = [
        line
        for number, (euros, dollars) in enumerate(amounts)
        for line in (f"G{number},A,B,EUR,{euros},1", f"G{number},B,A,USD,{dollars},1")
    ]
    rates = ["EUR,1", "USD,0.9"]
    instance = read_instance(texts(payments=payments, accounts=[], limits=[], rates=rates))
    return Problem.of(instance, urgent_first(instance, 100))


AMOUNTS = ((1000, 1100), (2000, 2200), (1000, 1090), (100_000, 110_000))


def test_deals_at_one_rate_are_one_column_and_others_are_not() -> None:
    problem = deals(*AMOUNTS)
    of = Columns.made(problem, untold(problem), 0).of.tolist()
    assert of[0] == of[1] == of[3] != of[2]
    of = Columns.made(problem, untold(problem), 1).of.tolist()
    assert of[3] == 0 < of[0] == of[1] != of[2]


def test_what_takes_and_what_brings_as_much_are_two_columns() -> None:
    """Together they would bring to both banks."""
    payments = [
        f"{name},{debtor},{creditor},EUR,{amount},1"
        for name, amounts in (("G0", (10, 4)), ("G1", (4, 10)), ("G2", (40, 100)))
        for debtor, creditor, amount in zip("AB", "BA", amounts, strict=True)
    ]
    instance = read_instance(texts(payments=payments, accounts=[], limits=[], rates=["EUR,1"]))
    problem = Problem.of(instance, urgent_first(instance, 1))
    assert len(np.unique(problem.pool)) == 1
    of = Columns.made(problem, untold(problem), 0).of.tolist()
    assert of[0] != of[1] == of[2]


def test_where_that_makes_too_many_columns_they_are_parted_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = deals(*AMOUNTS)
    monkeypatch.setattr(columns, "_COLUMNS_MAX", 1)
    assert len(Columns.made(problem, untold(problem), 0)) == 1
