"""Every unit of a listed name leads to it, and what is in no table leads nowhere."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.scripts.letters import coded, hashed
from tallystick.screening.scripts.listed import listed_of
from tallystick.screening.scripts.shapes import LETTERS_MAX, Longs
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.tables import (
    BY_SHORTER,
    BY_SKELETON,
    BY_WORD,
    NAMES,
    NEAR_MIN,
    SIZES_AT,
    hash_of,
    index_of,
    row_of,
)

WORDS = st.text("abdghklmnrsty", min_size=1, max_size=LETTERS_MAX + 2)
LISTS = st.lists(st.lists(WORDS, max_size=4), max_size=20)


def longs(numbers: list[int]) -> Longs:
    return np.array(numbers, np.int64)


def index(names: list[list[str]]) -> np.ndarray:
    return index_of(listed_of(names), np.arange(len(names)), longs(list(map(len, names))))


def led(found: np.ndarray, table: int, key: int) -> set[int]:
    row = row_of(found, table, key)
    return set(found[found[row] : found[row + 1]].tolist()) if row else set()


def key_of(shape: str, left_out: int = -1) -> int:
    codes = longs(list(coded(shape)))
    return hash_of(codes, 0, len(codes), left_out)


@given(LISTS, WORDS)
def test_words_and_skeletons_lead_to_their_names(names: list[list[str]], other: str) -> None:
    found = index(names)
    words = {word for name in names for word in name if len(word) <= LETTERS_MAX}
    for word in words:
        shape = latin_skeleton(word)
        assert led(found, BY_WORD, hashed(word)) == {
            place for place, name in enumerate(names) if word in name
        }
        assert led(found, BY_SKELETON, key_of(shape)) == {
            place
            for place, name in enumerate(names)
            if any(latin_skeleton(each) == shape for each in words.intersection(name))
        }
    if other not in words:
        assert not row_of(found, BY_WORD, hashed(other))


@given(LISTS)
def test_skeletons_with_a_class_less_lead_to_the_whole(names: list[list[str]]) -> None:
    found = index(names)
    for shape in {
        latin_skeleton(word) for name in names for word in name if len(word) <= LETTERS_MAX
    }:
        row = row_of(found, BY_SKELETON, key_of(shape))
        for left_out in range(len(shape)):
            rows = led(found, BY_SHORTER, key_of(shape, left_out))
            assert (row in rows) == (len(shape) >= NEAR_MIN)


def test_it_is_known_how_many_units_each_name_has() -> None:
    found = index([["ali"], ["ali", "hasan"], []])
    at = int(found[SIZES_AT])
    assert found[at : at + int(found[NAMES])].tolist() == [1, 2, 0]


def test_nothing_leads_anywhere_among_nothing() -> None:
    found = index([])
    assert not any(row_of(found, table, 7) for table in (BY_WORD, BY_SKELETON, BY_SHORTER))
