"""A walk ends in a set that keeps every row, from any guess; chains never lose."""

from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.clearing.chance import chance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.relaxation import relax
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import Effort
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate
from tests.clearing.optimiser.proposals import optimum

UNBOUNDED = Effort(float("inf"), 1)


def search_of(seed: int, bundles: int) -> Search:
    """Return the search of a small day."""
    options = {"seed": seed, "bundles": bundles, "banks": 6, "urgent": 0.1, "liquidity": 0.05}
    instance = generate("core", options).instance
    whole = Problem.of(instance, urgent_first(instance, 100))
    problem = whole.restricted(settleable(whole.rows))
    return Search.of(problem, relax(problem, UNBOUNDED))


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.floats(0, 1))
def test_a_walk_from_any_guess_keeps_every_row(seed: int, share: float) -> None:
    search = search_of(seed, 60)
    problem = search.problem
    guess = chance(seed).random(len(problem)) < share
    settled = search.settled(guess, seed)
    assert (problem.rows.taken(settled) <= problem.rows.limit).all()
    better = search.improved(settled, seed, 20_000)
    assert (problem.rows.taken(better) <= problem.rows.limit).all()
    assert problem.value @ better >= problem.value @ settled * (1 - 1e-12)


@pytest.mark.slow
@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_what_can_never_settle_is_in_no_optimum(seed: int) -> None:
    options = {"seed": seed, "bundles": 9, "banks": 4, "liquidity": 0.1}
    instance = generate("core", options).instance
    weights = urgent_first(instance, 100)
    kept = settleable(Problem.of(instance, weights).rows)
    whole = Problem.of(instance, weights)
    relaxed = relax(whole.restricted(kept), UNBOUNDED)
    assert relaxed.bound >= float(optimum(instance)) * (1 - 1e-9)


def test_a_walk_that_comes_to_no_end_is_broken_off_when_the_time_is_over() -> None:
    """Every bundle has many legs, and none can settle: steps are dear, and 200,000 of them."""
    draws = chance(1)
    debtor = draws.integers(0, 100, 12_000)
    creditor = (debtor + draws.integers(1, 100, 12_000)) % 100
    legs = [
        f"G{number // 60},B{ours},B{theirs},EUR,{amount},1\n"
        for number, (ours, theirs, amount) in enumerate(
            zip(debtor, creditor, draws.integers(1, 10**9, 12_000), strict=True)
        )
    ]
    files = {
        "payments.csv": "bundle_id,debtor,creditor,currency,amount,priority\n" + "".join(legs),
        "accounts.csv": "participant,currency,available\n",
        "rates.csv": "currency,rate\nEUR,1\n",
    }
    instance = read_instance({name: StringIO(text) for name, text in files.items()})
    problem = Problem.of(instance, urgent_first(instance, 1))
    asked: list[str] = []
    clock = iter([False, False, True])

    def is_over() -> bool:
        asked.append("is it over?")
        return next(clock)

    search = Search.of(problem, relax(problem, UNBOUNDED), is_over)
    settled = search.settled(np.ones(len(problem), np.bool_), 2)
    assert len(asked) == 3
    assert (problem.rows.taken(settled) <= problem.rows.limit).all()
