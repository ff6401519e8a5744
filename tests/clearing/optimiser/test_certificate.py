"""Whatever the multipliers, a certificate proves to the last digit what the verifier adds up."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.clearing.optimiser.certificate import certify
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.rows import bounded
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.verifier import proved
from tallystick.clearing.study.families import generate

# Multipliers at which many bundles are worth exactly what they take, and any others.
multipliers = st.sampled_from([0.0, 1.0, 0.5, 2.0]) | st.floats(0, 200, allow_subnormal=False)


@settings(max_examples=60)
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
