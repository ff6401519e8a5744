"""A set that is worth the relaxation's bound is found where there is one, and only there."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.budget import Budget, EndedBy, WithinTime, WithinWork
from tallystick.clearing.optimiser.hunting import on_face
from tallystick.clearing.optimiser.lines import Book, Lines
from tallystick.clearing.optimiser.narrowing import Left
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.relaxation import Relaxation, relax
from tallystick.clearing.optimiser.solver import Effort
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate
from tests.clearing.instance.drafting import texts
from tests.clearing.optimiser.proposals import hold, optimum, searched

# As many bundles as leave rows of each kind: small ones alone, and some too large to look through.
PLANTED = [
    {"seed": 1, "bundles": 120},
    *(
        pytest.param({"seed": seed, "bundles": bundles}, marks=pytest.mark.slow)
        for seed, bundles in ((2, 120), (3, 120), (4, 120), (1, 300), (5, 200), (1, 1000))
    ),
    {"seed": 4, "bundles": 300},
    {"seed": 6, "bundles": 200, "banks": 2, "currencies": 1},
    {"seed": 7, "bundles": 300, "banks": 10, "currencies": 3},
    {"seed": 8, "bundles": 300, "banks": 30, "liquidity": 0.0},
    {"seed": 9, "bundles": 300, "pvp": 0.6, "liquidity": 0.2},
]


def relaxed(instance: Instance) -> tuple[Problem, Relaxation]:
    """Return the problem of what may settle, and its relaxation."""
    whole = Problem.of(instance, urgent_first(instance, 100))
    problem = whole.restricted(settleable(whole.rows))
    return problem, relax(problem, Effort(float("inf"), 1))


@pytest.mark.parametrize("options", PLANTED)
def test_a_planted_optimum_is_found_to_the_last_unit(options: dict[str, Any]) -> None:
    study = generate("planted", options)
    proposal = searched(study.instance, 1)
    hold(study.instance, proposal)
    assert study.known is not None
    assert proposal.objective == study.known.optimum
    assert proposal.ended_by == EndedBy.PROOF


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.1, 0.3]), st.sampled_from(["core", "equal"]))
def test_of_a_small_day_a_set_is_found_only_where_the_bound_is_reached(
    seed: int, liquidity: float, family: str
) -> None:
    options = {"seed": seed, "bundles": 9, "banks": 4, "liquidity": liquidity}
    instance = generate(family, options).instance
    problem, relaxation = relaxed(instance)
    found = on_face(problem, relaxation, WithinWork(1))
    best = float(optimum(instance))
    assert (found is not None) == (best >= relaxation.bound * (1 - 1e-7))
    if found is not None:
        assert (problem.rows.taken(found) <= problem.rows.limit).all()
        assert problem.value @ found >= best * (1 - 1e-9)


def test_the_same_problem_gives_the_same_set() -> None:
    problem, relaxation = relaxed(generate("planted", {"seed": 1, "bundles": 120}).instance)
    one, two = (on_face(problem, relaxation, WithinWork(1)) for _ in range(2))
    assert one is not None
    assert two is not None
    assert (one == two).all()


def pairs_of_banks(pairs: int) -> Instance:
    """Return pairs of which one pays the other, in more than one way, exactly what it has."""
    amounts = (6, 10, 14, 22, 26)
    payments = [
        f"G{pair:03d}{place},A{pair},B{pair},EUR,{amount},1"
        for pair in range(pairs)
        for place, amount in enumerate(amounts)
    ]
    accounts = [f"A{pair},EUR,36" for pair in range(pairs)]
    return read_instance(texts(payments=payments, accounts=accounts, limits=[], rates=["EUR,1"]))


def rows_looked_through(monkeypatch: pytest.MonkeyPatch, budget: Budget) -> int:
    """Return how many rows a hunt looks through of forty that tell nothing."""
    looked: list[int] = []

    def counted(book: Book, left: Left, row: int) -> Lines:
        looked.append(row)
        return lines(book, left, row)

    lines = Book.lines
    monkeypatch.setattr(Book, "lines", counted)
    on_face(*relaxed(pairs_of_banks(40)), budget)
    return len(looked)


def test_a_hunt_ends_among_its_rows_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = iter(np.arange(0.0, 1e6, 1.0).tolist())
    budget = WithinTime(lambda: next(readings), 20.0)
    budget.begin()
    assert 0 < rows_looked_through(monkeypatch, budget) <= 20


def test_a_hunt_looks_through_no_more_rows_than_it_can_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_ = rows_looked_through(monkeypatch, WithinWork(1))
    monkeypatch.undo()
    monkeypatch.setattr(f"{on_face.__module__}.LINES_MAX", 10)
    assert all_ >= 40
    assert 0 < rows_looked_through(monkeypatch, WithinWork(1)) < all_


def test_a_hunt_without_time_finds_nothing() -> None:
    problem, relaxation = relaxed(generate("planted", {"seed": 1, "bundles": 300}).instance)
    readings = iter(np.arange(0.0, 1e6, 5.0).tolist())
    budget = WithinTime(lambda: next(readings), 8.0)
    budget.begin()
    assert on_face(problem, relaxation, budget) is None
