"""The cost of spelling a word letter by letter is the least there is."""

import pytest

from tallystick.screening.scripts.alignment import LETTERS_MAX, Gaps, spelling_cost, system
from tests.every import for_each

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


@for_each(("letters", "latin", "least"), COSTS)
def test_the_least_cost_is_found(letters: str, latin: str, least: int) -> None:
    assert spelling_cost(letters, latin, WRITING, 1_000) == least


@for_each(("letters", "latin", "least"), COSTS)
def test_what_costs_more_than_the_most_costs_one_more(
    letters: str, latin: str, least: int
) -> None:
    assert spelling_cost(letters, latin, WRITING, least) == least
    if least:
        assert spelling_cost(letters, latin, WRITING, least - 1) == least


def test_no_word_is_longer_than_the_longest() -> None:
    fits = "β" * LETTERS_MAX, "b" * LETTERS_MAX
    assert spelling_cost(*fits, WRITING, 50) == 0
    assert spelling_cost(fits[0] + "β", fits[1], WRITING, 50) == 51
    assert spelling_cost("", "b", WRITING, 50) == 51


def test_an_unknown_letter_is_no_word() -> None:
    with pytest.raises(KeyError):
        spelling_cost("δ", "d", WRITING, 50)
