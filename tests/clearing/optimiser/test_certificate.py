"""Whatever the multipliers, a certificate proves to the last digit what the verifier adds up."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.chance import chance
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.certificate import certify
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.rows import bounded
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.verifier import proved
from tallystick.clearing.study.families import generate
from tests.clearing.instance.drafting import texts
from tests.drawing import examples

# Multipliers at which many bundles are worth exactly what they take, and any others.
multipliers = st.sampled_from([0.0, 1.0, 0.5, 2.0]) | st.floats(0, 200, allow_subnormal=False)


@examples(60)
@given(st.integers(0, 50), st.sampled_from(["core", "large", "equal"]), st.data())
def test_any_multipliers_prove_what_the_verifier_says(
    seed: int, family: str, drawn: st.DataObject
) -> None:
    instance = generate(family, {"seed": seed, "bundles": 40}).instance
    weights = urgent_first(instance, drawn.draw(st.sampled_from([1, 100, 10**6])))
    whole = Problem.of(instance, weights)
    rows = len(whole.rows)
    given_ = np.array(drawn.draw(st.lists(multipliers, min_size=rows, max_size=rows)))
    made = certify(instance, whole, weights, given_)
    named = dict(zip(bounded(whole.rows), made.multipliers, strict=True))
    assert proved(instance, weights.of, named) == made.bound


def waiting(payments: Sequence[str], *accounts: str) -> Instance:
    """Return an instance in euros."""
    return read_instance(texts(payments=payments, accounts=accounts, limits=[], rates=["EUR,1"]))


def agree(instance: Instance, priced: dict[str, float]) -> None:
    """See that the certificate and the verifier agree at these multipliers of some accounts."""
    weights = urgent_first(instance, 1)
    whole = Problem.of(instance, weights)
    each = [priced.get(instance.participants[who], 0.0) for who in whole.rows.participant.tolist()]
    made = certify(instance, whole, weights, np.array(each))
    named = dict(zip(bounded(whole.rows), made.multipliers, strict=True))
    assert any(made.multipliers)
    assert proved(instance, weights.of, named) == made.bound


@pytest.mark.parametrize("price", [0.0, 2.0])
def test_bundles_that_gain_or_lose_one_unit_in_2_to_the_57_are_told_apart(price: float) -> None:
    """A pays two amounts at their full price; D pays a unit for nothing, or for two."""
    draws = chance(1)
    payments = [
        f"G{number},{debtor},{creditor},EUR,{amount},1"
        for number in range(20)
        for debtor, creditor, amount in (
            ("A", "B", draws.integers(2**55, 2**56)),
            ("A", "C", draws.integers(2**55, 2**56)),
            ("D", "E", 1),
        )
    ]
    agree(waiting(payments), {"A": 1.0, "D": price})


def test_an_amount_above_the_largest_figure_has_no_multiplier() -> None:
    """What stands for it in 64 bits is not what the verifier multiplies."""
    payments = ["G0,A,B,EUR,7,1", "G1,D,A,EUR,7,1"]
    agree(waiting(payments, f"A,EUR,{10**80}"), {"A": 1.0, "D": 1.0})


def test_rates_that_floats_hardly_know_are_counted_in_whole_numbers() -> None:
    """At 20 of the least floats a unit, 1.02 of it comes to 20 again."""
    instance = waiting(["G0,A,B,EUR,1000,1", "G0,D,E,EUR,10,1"])
    agree(replace(instance, rates=(Fraction(20 * 5, 10**324),)), {"A": 1.02})
