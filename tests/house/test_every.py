"""A test of many cases runs all of them, and tells each that fails."""

import pytest

from tests.every import for_each, try_each


def test_every_case_is_tried_and_every_failure_told() -> None:
    """By its name, whether an assertion failed or what was to be raised was not."""
    tried = []

    @for_each("number", range(5), ids=lambda number: f"case {number}")
    def planted(number: int) -> None:
        tried.append(number)
        assert number != 1
        if number == 3:
            with pytest.raises(ValueError, match="never"):
                tried.append(number)

    with pytest.raises(BaseExceptionGroup, match="2 cases fail") as told:
        planted()
    assert tried == [0, 1, 2, 3, 3, 4]
    notes = [each.__notes__ for each in told.value.exceptions]
    assert notes == [["The case: case 1"], ["The case: case 3"]]


def test_a_case_of_several_values_comes_apart() -> None:
    """As it does where another `parametrize` gives the rest."""
    seen = []

    @for_each(("first", "second"), [(1, 2), (3, 4)])
    def planted(first: int, second: int, third: str) -> None:
        seen.append((first, second, third))

    planted(third="x")
    assert seen == [(1, 2, "x"), (3, 4, "x")]


def test_a_test_of_no_cases_is_none() -> None:
    """It could not fail."""
    with pytest.raises(AssertionError, match="no cases"):
        for_each("number", [])
    try_each(lambda case: case, [])
