"""The verifier against counting by hand, and weak duality for any multipliers at all."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from io import StringIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.chance import chance
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.certificate import certify
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.rows import bounded, rows_of
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.bounded import ACCOUNT, BILATERAL, MULTILATERAL, Bounded
from tallystick.clearing.solution.verifier import Passed, objective, passed, proved
from tallystick.clearing.study.families import generate
from tests.clearing.optimiser.proposals import optimum
from tests.drawing import examples

seeds = st.integers(0, 10**6)


def day(seed: int, bundles: int = 40) -> Instance:
    """Return a small day under many limits."""
    options = {
        "seed": seed,
        "bundles": bundles,
        "banks": 5,
        "urgent": 0.3,
        "liquidity": 0.3,
        "bilateral": 0.5,
        "multilateral": 0.6,
    }
    return generate("core", options).instance


def counted(instance: Instance, settled: list[bool]) -> dict[Bounded, int]:
    """Return what settled bundles take of every account and limit, leg by leg."""
    two, many = instance.bilateral, instance.multilateral
    pairs = set(zip(two.debtor, two.creditor, two.currency, strict=True))
    taken: Counter[Bounded] = Counter()
    for bundle, first in enumerate(instance.first_leg[:-1].tolist()):
        for leg in range(first, int(instance.first_leg[bundle + 1]) if settled[bundle] else first):
            ends = int(instance.debtor[leg]), int(instance.creditor[leg])
            currency, amount = int(instance.currency[leg]), int(instance.amount[leg])
            for ours, theirs, moved in ((*ends, amount), (*reversed(ends), -amount)):
                taken[Bounded(ACCOUNT, ours, None, currency)] += moved
                if (ours, theirs, currency) in pairs:
                    taken[Bounded(BILATERAL, ours, theirs, currency)] += moved
                elif (ours, currency) in set(zip(many.debtor, many.currency, strict=True)):
                    taken[Bounded(MULTILATERAL, ours, None, currency)] += moved
    return dict(taken)


@examples(20)
@given(seeds)
def test_what_is_taken_is_what_is_counted_leg_by_leg(seed: int) -> None:
    instance = day(seed)
    settled = chance(seed).random(len(instance.bundles)) < 0.5
    by_hand = counted(instance, settled.tolist())
    rows = rows_of(instance)
    told = dict(zip(bounded(rows), rows.taken(settled).tolist(), strict=True))
    assert {bound: each for bound, each in told.items() if each} == {
        bound: each for bound, each in by_hand.items() if each
    }
    limits = dict(zip(bounded(rows), rows.limit.tolist(), strict=True))
    assert {each.bounded: each.taken for each in passed(instance, settled)} == {
        bound: each for bound, each in by_hand.items() if each > limits[bound]
    }


@examples(20)
@given(seeds)
def test_any_multipliers_prove_a_bound(seed: int) -> None:
    """The formula of the contract, bundle by bundle; and no set is worth more."""
    instance = day(seed, bundles=8)
    weights = urgent_first(instance, 7).of
    draws = chance(seed)
    rows = rows_of(instance)
    multipliers = {
        bound: Fraction(int(draws.integers(0, 40)), 1000)
        for bound in bounded(rows)
        if draws.random() < 0.5
    }
    bound = proved(instance, weights, multipliers)
    limits = dict(zip(bounded(rows), rows.limit.tolist(), strict=True))
    by_hand = sum(each * limits[row] for row, each in multipliers.items())
    for bundle in range(len(instance.bundles)):
        alone = np.arange(len(instance.bundles)) == bundle
        taken = counted(instance, alone.tolist())
        price = sum(multipliers.get(row, Fraction(0)) * each for row, each in taken.items())
        by_hand += max(Fraction(0), objective(instance, weights, alone) - price)
    assert bound == by_hand
    assert optimum(instance, 7) <= bound


def test_a_multiplier_below_zero_or_for_nothing_is_refused() -> None:
    instance = day(1)
    weights = urgent_first(instance, 100).of
    with pytest.raises(ValueError, match="negative"):
        proved(instance, weights, {Bounded(ACCOUNT, 0, None, 0): Fraction(-1)})
    with pytest.raises(ValueError, match="no such limit"):
        proved(instance, weights, {Bounded(BILATERAL, 0, 0, 0): Fraction(1)})


def to_the_limit(amount: int) -> Instance:
    """Return an instance in which A owes B the amount, urgently, and C five, and has limits."""
    files = {
        "payments.csv": f"bundle_id,debtor,creditor,currency,amount,priority\n"
        f"a,A,B,EUR,{amount},0\nb,A,C,EUR,5,1\n",
        "accounts.csv": "participant,currency,available\nA,EUR,12\n",
        "limits.csv": "kind,debtor,creditor,currency,amount\n"
        "bilateral,A,B,EUR,7\nmultilateral,A,,EUR,5\n",
        "rates.csv": "currency,rate\nEUR,0.5\n",
    }
    return read_instance({name: StringIO(text) for name, text in files.items()})


def test_what_comes_to_a_limit_keeps_it_and_a_unit_more_does_not() -> None:
    both = np.array([True, True])
    assert passed(to_the_limit(7), both) == []
    assert passed(to_the_limit(8), both) == [
        Passed(Bounded(ACCOUNT, 0, None, 0), 13, 12),
        Passed(Bounded(BILATERAL, 0, 1, 0), 8, 7),
    ]
    tight = replace(
        to_the_limit(7),
        multilateral=replace(to_the_limit(7).multilateral, amount=np.array([4])),
    )
    assert passed(tight, both) == [Passed(Bounded(MULTILATERAL, 0, None, 0), 5, 4)]


def test_worth_and_bound_by_hand() -> None:
    instance = to_the_limit(7)
    weights = urgent_first(instance, 3).of
    assert objective(instance, weights, np.array([True, False])) == Fraction(21, 2)
    assert objective(instance, weights, np.array([False, True])) == Fraction(5, 2)
    account, limit = Bounded(ACCOUNT, 0, None, 0), Bounded(BILATERAL, 0, 1, 0)
    assert proved(instance, weights, {account: Fraction(0)}) == 13
    # A third a unit of the account: the bundles are worth more than that beyond it.
    assert proved(instance, weights, {account: Fraction(1, 3)}) == 4 + 13 - 4
    # At a unit each, b is not worth what it takes; a is worth half a unit of 7 beyond.
    assert proved(instance, weights, {account: Fraction(1)}) == 12 + Fraction(7, 2)
    prices = {account: Fraction(1), limit: Fraction(2)}
    assert proved(instance, weights, prices) == 12 + 14


def test_a_bound_of_many_bundles_is_that_of_the_optimiser() -> None:
    """Who counts it for the certificate counts by rows, and all at once."""
    options = {"seed": 2, "bundles": 9000, "banks": 9, "urgent": 0.1, "pvp": 0.5}
    instance = generate("core", options).instance
    weights = urgent_first(instance, 5)
    problem = Problem.of(instance, weights)
    told = certify(instance, problem, weights, chance(1).random(len(problem.rows)))
    multipliers = dict(zip(bounded(problem.rows), told.multipliers, strict=True))
    assert proved(instance, weights.of, multipliers) == told.bound
