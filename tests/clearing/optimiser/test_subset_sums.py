"""The subsets of a wanted sum are those that trying every subset finds."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.optimiser.subset_sums import sorted_sums, subsets_between

NUMBERS = st.lists(st.integers(-20, 20), max_size=9)


@given(NUMBERS, st.integers(-30, 30), st.integers(0, 5))
def test_all_subsets_between_two_sums_are_found(numbers: list[int], low: int, more: int) -> None:
    array = np.array(numbers, dtype=np.int64)
    found = subsets_between(array, low, low + more, 1 << len(numbers))
    tried = {
        subset
        for subset in product((False, True), repeat=len(numbers))
        if low <= sum(np.array(numbers)[list(subset)].tolist()) <= low + more
    }
    assert found.are_all
    assert found.found == len(tried)
    assert set(map(tuple, found.chosen.tolist())) == tried


@given(NUMBERS, st.integers(0, 7))
def test_where_few_are_listed_each_is_one_of_them(numbers: list[int], listed: int) -> None:
    array = np.array(numbers, dtype=np.int64)
    found = subsets_between(array, -5, 5, listed)
    lines = list(map(tuple, found.chosen.tolist()))
    assert len(set(lines)) == len(lines) == min(listed, found.found)
    assert all(-5 <= array[list(line)].sum() <= 5 for line in lines)


def test_amounts_near_two_to_the_sixty_first_are_counted_exactly() -> None:
    large = np.array([2**60, 2**60 - 1, 3, 4], dtype=np.int64)
    found = subsets_between(large, 2**61 + 2, 2**61 + 2, 10)
    assert found.chosen.tolist() == [[True, True, True, False]]


@given(NUMBERS)
def test_sums_are_in_order_and_each_is_that_of_its_subset(numbers: list[int]) -> None:
    array = np.array(numbers, dtype=np.int64)
    sums, subset = sorted_sums(array)
    bits = subset[:, None] >> np.arange(len(array)) & 1
    assert sorted(subset.tolist()) == list(range(1 << len(numbers)))
    assert (bits @ array == sums).all()
    assert (np.diff(sums) >= 0).all()
