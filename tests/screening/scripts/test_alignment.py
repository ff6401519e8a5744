"""The cost of spelling a word letter by letter is the least there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.scripts.alignment import Gaps, Spellings, system
from tallystick.screening.scripts.letters import coded
from tallystick.screening.scripts.loops import least_cost
from tallystick.screening.scripts.shapes import (
    COLUMNS,
    GAP_FIRST,
    GAP_LAST,
    LATIN,
    LATIN_SIZE,
    LETTERS_MAX,
    ROWS,
    ROWS_END,
    SIZE,
    TEXTS,
    scratch_of,
)
from tests.every import for_each
from tests.screening.scripts.slow_across import spelling_cost as slow_cost

WRITING = system(
    """
    α  a aa/10
    β  b bh/20 /70
    γ  g gh gi/5
    """,
    Gaps(first=45, within=4, double=25, last=40),
    first="α  e /30",
    last="α  ah",
)
SPELLINGS = Spellings([WRITING], ())
WORK = scratch_of(SPELLINGS.tables, 1, 1, 1)
COSTS = (
    ("βγ", "bg", 0),
    ("βγ", "bag", 4),
    ("βγ", "baag", 25),
    ("βγ", "abg", 45),
    ("βγ", "bga", 40),
    ("βγ", "g", 70),
    ("βγ", "bhgi", 25),
    ("βαγ", "baag", 4),
    ("αβ", "b", 30),
    ("βα", "bah", 0),
    ("βγ", "bxg", 100),
    ("βγ", "b", 100),
)


def spelling_cost(letters: str, latin: str, most: int) -> int:
    form = np.zeros(ROWS, np.int64)
    rows = SPELLINGS.rows(0, letters)
    form[SIZE] = len(rows)
    form[GAP_FIRST : GAP_LAST + 1] = SPELLINGS.gaps(0)
    form[ROWS_END] = ROWS + len(rows)
    asked = np.array([1, TEXTS + COLUMNS, 0, -1, *form, *rows], np.int64)
    codes = coded(latin)
    WORK[LATIN_SIZE] = len(codes)
    WORK[LATIN : LATIN + min(len(codes), LETTERS_MAX)] = list(codes[:LETTERS_MAX])
    return int(least_cost(asked, 0, WORK, most))


@for_each(("letters", "latin", "least"), COSTS)
def test_the_least_cost_is_found(letters: str, latin: str, least: int) -> None:
    assert spelling_cost(letters, latin, 1_000) == least


@for_each(("letters", "latin", "least"), COSTS)
def test_what_costs_more_than_the_most_costs_one_more(
    letters: str, latin: str, least: int
) -> None:
    assert spelling_cost(letters, latin, least) == least
    if least:
        assert spelling_cost(letters, latin, least - 1) == least


def test_no_word_is_longer_than_the_longest() -> None:
    fits = "β" * LETTERS_MAX, "b" * LETTERS_MAX
    assert spelling_cost(*fits, 50) == 0
    assert spelling_cost(fits[0] + "β", fits[1], 50) == 51
    assert spelling_cost("", "b", 50) == 51


def test_an_unknown_letter_is_no_word() -> None:
    with pytest.raises(KeyError):
        spelling_cost("δ", "d", 50)


@given(
    st.text("αβγ", max_size=LETTERS_MAX + 2),
    st.text("abeghixy-1é", max_size=LETTERS_MAX + 2),
    st.integers(0, 500),
)
def test_the_cost_is_that_of_the_plain_rule(letters: str, latin: str, most: int) -> None:
    assert spelling_cost(letters, latin, most) == slow_cost(letters, latin, WRITING, most)
