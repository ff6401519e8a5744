"""Values and weights: exact sums of any size, and weights that grow with age."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.optimiser.values import Weights, exact_sums, growing

amounts = st.lists(st.integers(0, 2**63 - 1), max_size=30)


@given(amounts, st.integers(1, 4))
def test_sums_are_exact_beyond_64_bits(given: list[int], groups: int) -> None:
    group = np.arange(len(given)) % groups
    found = exact_sums(np.array(given, dtype=np.int64), group, groups)
    assert found == [sum(given[each::groups]) for each in range(groups)]


def test_a_weight_grows_with_age_up_to_a_most() -> None:
    base = Weights(np.array([1, 100, 1, 1]))
    waited = np.array([0, 59, 600, 10**6])
    assert growing(base, waited, step=60, most=5).of.tolist() == [1, 100, 5, 5]
    assert growing(base, waited, step=600, most=5).of.tolist() == [1, 100, 2, 5]


def test_a_weight_is_above_zero() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Weights(np.array([1, 0]))
