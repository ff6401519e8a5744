"""Names that share enough units are found, whatever the tables and the tally have met before."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.screening.kernel import ready
from tallystick.screening.names import Words, normalise
from tallystick.screening.scripts.across import (
    made_ready,
    original_units,
    score_across,
)
from tallystick.screening.scripts.candidates import SkeletonIndex
from tallystick.screening.scripts.sharing import EQUAL, NEAR, find_likely, found_in, likeness
from tests.every import for_each
from tests.screening.scripts import slow_candidates
from tests.screening.scripts.known_pairs import ARABIC, DIFFERENT, OTHERS

pytestmark = pytest.mark.slow

PAIRS = (*ARABIC, *OTHERS, *DIFFERENT)
NAMES = [*(normalise(latin) for _, latin in PAIRS), (), ("mhmd",), ("jongun",), ("x" * 70, "ali")]
INDEX = SkeletonIndex(NAMES)
WORDS = st.sampled_from(sorted({word for original, _ in PAIRS for word in normalise(original)}))
LATIN = st.sampled_from(sorted({word for name in NAMES for word in name}))
MADE_UP = st.text("محدعبالنيوه-김정은習近平ивав", min_size=1, max_size=6)
ORIGINALS = st.lists(st.one_of(WORDS, MADE_UP), min_size=1, max_size=5).map(tuple)


def likely(index: SkeletonIndex, original: Words) -> set[int]:
    units = original_units(original)
    if not units:
        return set()
    sought = index._names
    count = find_likely(made_ready(units), sought.by_key, sought.tally)
    return {place for place, _ in found_in(sought.tally, count)}


def plainly_found(original: Words, names: list[Words], least: int) -> list[int]:
    scores = {
        place: score_across(original, names[place])
        for place in slow_candidates.likely(original, names)
    }
    alike = [place for place, score in scores.items() if score >= least]
    return sorted(alike, key=lambda place: (-scores[place], place))


@given(ORIGINALS)
def test_likely_names_are_those_of_the_plain_rule(original: Words) -> None:
    assert likely(INDEX, original) == slow_candidates.likely(original, NAMES)


@given(ORIGINALS, st.integers(1, 10_000))
def test_names_are_found_that_score_enough_and_no_others(original: Words, least: int) -> None:
    """A bound on a score leaves out nobody."""
    assert list(INDEX.candidates(original, least)) == plainly_found(original, NAMES, least)


@settings(max_examples=30)
@given(st.lists(st.lists(LATIN, max_size=4).map(tuple), max_size=12), ORIGINALS)
def test_any_names_may_be_listed(names: list[Words], original: Words) -> None:
    index = SkeletonIndex(names)
    for _ in range(2):
        assert likely(index, original) == slow_candidates.likely(original, names)
    assert list(index.candidates(original, 5_000)) == plainly_found(original, names, 5_000)


@for_each(("original", "latin"), PAIRS)
def test_what_a_known_name_may_be_is_told_by_the_plain_rule(original: str, latin: str) -> None:
    words = normalise(original)
    found = likely(INDEX, words)
    assert found == slow_candidates.likely(words, NAMES)
    assert NAMES.index(normalise(latin)) in found or (original, latin) in DIFFERENT


def test_a_name_shares_no_more_than_it_has() -> None:
    ready()
    assert likeness(2 * EQUAL, 2, 2) == 10_000
    assert likeness(EQUAL, 2, 1) == 7_000
    assert likeness(NEAR, 1, 1) == 8_500
    assert likeness(9 * EQUAL, 2, 3) == 10_000


def test_a_name_of_very_many_units_finds_what_it_may() -> None:
    """What is shared is counted up to a bound, and scores are of as many pairings as there are."""
    many = normalise("محمد " * 2_000)
    index = SkeletonIndex([("muhammad",) * 2_000, ("muhammad",)])
    assert index.candidates(many) == (0,)
    assert index.candidates(normalise("محمد")) == (1,)
    assert np.count_nonzero(index._names.tally[-6:-4]) == 0
