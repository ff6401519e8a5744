"""What each listed name shares is counted once for each unit, and forgotten when it is taken."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.scripts.letters import hashed
from tallystick.screening.scripts.shapes import Longs
from tallystick.screening.scripts.sharing import (
    count_spelt,
    count_unit,
    take_shared,
    taken,
    tally_of,
    words_of,
)
from tallystick.screening.scripts.syllable_spellings import likely_spellings

NAMES = 6
PLACES = st.lists(st.integers(0, NAMES - 1), max_size=8)


def longs(numbers: list[int]) -> Longs:
    return np.array(numbers, np.int64)


@given(st.lists(st.tuples(PLACES, PLACES), max_size=6), st.integers(0, 120))
def test_names_are_met_as_often_as_they_share_a_unit(
    units: list[tuple[list[int], list[int]]], least: int
) -> None:
    tally = tally_of(NAMES)
    for _ in range(2):
        shared = dict.fromkeys(range(NAMES), 0)
        for equal, near in units:
            count_unit(tally, longs(equal), longs(near), 20, 17)
            for place in {*equal, *near}:
                shared[place] += 20 if place in equal else 17
        found, counts = taken(tally, take_shared(tally, least))
        kept = dict(zip(found.tolist(), counts.tolist(), strict=True))
        assert kept == {
            place: count for place, count in shared.items() if count and 2 * count >= least
        }


def test_spellings_lead_to_the_names_of_their_words_once() -> None:
    hashes = longs(list(map(hashed, ("jongun", "jeongeun", "kim"))))
    table = words_of(hashes, [[0], [0, 1], [2]])
    tally = tally_of(3)
    count_spelt(tally, likely_spellings("정은"), table, 40)
    found, counts = taken(tally, take_shared(tally, 1))
    assert sorted(zip(found.tolist(), counts.tolist(), strict=True)) == [(0, 40), (1, 40)]


def test_nothing_is_found_among_no_words() -> None:
    tally = tally_of(1)
    count_spelt(tally, likely_spellings("정은"), words_of(longs([]), []), 40)
    assert take_shared(tally, 0) == 0


def test_words_of_one_slot_are_all_found() -> None:
    hashes = [3 << 40, 5 << 40, 9 << 40, -(1 << 62)]
    table = words_of(longs(hashes), [[0], [1], [2], [3]])
    tally = tally_of(4)
    count_spelt(tally, (longs(hashes), longs([0]), longs([1])), table, 20)
    found, _ = taken(tally, take_shared(tally, 1))
    assert found.tolist() == [0, 1, 2, 3]
