"""Values and weights: exact sums of any size, and no weight of nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.optimiser.values import Weights, exact_sums

amounts = st.lists(st.integers(0, 2**63 - 1), max_size=30)


@given(amounts, st.integers(1, 4))
def test_sums_are_exact_beyond_64_bits(given: list[int], groups: int) -> None:
    group = np.arange(len(given)) % groups
    found = exact_sums(np.array(given, dtype=np.int64), group, groups)
    assert found == [sum(given[each::groups]) for each in range(groups)]


def test_a_weight_is_above_zero() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Weights(np.array([1, 0]))
