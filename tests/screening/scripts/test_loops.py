"""The kernels of words answer what the plain rules say, for words of any length."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tallystick.screening.scripts.asked import asked_of
from tallystick.screening.scripts.letters import coded
from tallystick.screening.scripts.loops import is_spelt_by, run_score
from tallystick.screening.scripts.shapes import (
    LATIN,
    LATIN_SIZE,
    LETTERS_MAX,
    SHAPE,
    SHAPE_SIZE,
    scratch_of,
)
from tallystick.screening.scripts.shaping import is_near, shape
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.syllable_spellings import WORD_MIN, spells
from tallystick.screening.scripts.units import Unit
from tallystick.screening.scripts.writings import SPELLINGS

WORK = scratch_of(SPELLINGS.tables, 4, 4, 64)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz-1é", max_size=LETTERS_MAX)
CROWDED = st.text("acdghinobstyz", max_size=LETTERS_MAX)
SHAPES = st.text("bkl", max_size=8)


def put(latin: str) -> None:
    codes = coded(latin)
    WORK[LATIN_SIZE] = len(codes)
    WORK[LATIN : LATIN + len(codes)] = list(codes)


@given(st.one_of(WORDS, CROWDED))
def test_a_word_has_its_skeleton(latin: str) -> None:
    put(latin)
    shape(WORK)
    found = bytes(WORK[SHAPE : SHAPE + int(WORK[SHAPE_SIZE])].tolist())
    assert found == coded(latin_skeleton(latin))


@given(SHAPES, SHAPES)
def test_near_is_a_class_apart(one: str, other: str) -> None:
    codes = coded(other)
    WORK[SHAPE_SIZE] = len(codes)
    WORK[SHAPE : SHAPE + len(codes)] = list(codes)
    own = np.array(list(coded(one)), np.int64)
    assert is_near(own, 0, len(one), WORK) == (Levenshtein.distance(one, other) <= 1)


@given(
    st.text("정은이박金李王原", min_size=1, max_size=4), st.text("jeonguilpakwyrh", max_size=66)
)
def test_syllables_spell_what_the_plain_rule_says(run: str, latin: str) -> None:
    asked = asked_of([Unit(each, 0, 1) for each in run])
    if len(latin) <= LETTERS_MAX:
        put(latin)
        assert run_score(asked, 0, len(run), WORK) == spells(run, latin)
        is_spelt = any(
            spells(run[first:end], latin)
            for first in range(len(run))
            for end in range(first + 1, len(run) + 1)
        )
        assert is_spelt_by(asked, WORK) == is_spelt


def test_some_syllables_spell_a_word() -> None:
    put("jongun")
    assert run_score(asked_of([Unit("정", 0, 1), Unit("은", 0, 1)]), 0, 2, WORK) >= WORD_MIN
