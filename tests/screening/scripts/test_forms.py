"""The forms that kernels make say what the plain rules say."""

from itertools import pairwise

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.screening.scripts.arabic_forms import LETTER_NUMBERS
from tallystick.screening.scripts.asked import asked_of
from tallystick.screening.scripts.forms import (
    arabic_form,
    form_of,
    plain_form,
    plain_syllable_form,
    syllable_form,
)
from tallystick.screening.scripts.given_names import usual_spellings
from tallystick.screening.scripts.shapes import (
    COLUMNS,
    FIRSTS,
    FORM,
    JOINED,
    KEYS,
    KEYS_END,
    LETTERS_MAX,
    ROWS,
    ROWS_END,
    SKELETONS,
    SKELETONS_END,
    TEXTS,
    UNITS,
    WORD,
    Longs,
)
from tallystick.screening.scripts.syllable_spellings import syllable_spellings
from tallystick.screening.scripts.units import Unit
from tallystick.screening.scripts.writings import ARABIC
from tests.every import for_each

ARABIC_TEXTS = st.text(sorted(LETTER_NUMBERS), min_size=1, max_size=LETTERS_MAX)
# Letters of two classes, and such as meet or double.
CROWDED = st.text("-ذظثجهسدوي", min_size=1, max_size=12)
SYLLABLES = st.one_of(
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
)


def skeletons(form: Longs) -> list[list[int]]:
    begins = form[form[SKELETONS] : form[SKELETONS_END] + 1].tolist()
    return [form[at:end].tolist() for at, end in pairwise(begins)]


@example("-")
@example("--")
@given(st.one_of(ARABIC_TEXTS, CROWDED))
def test_a_text_in_arabic_letters_has_its_rows_and_skeletons(text: str) -> None:
    if not usual_spellings(text):
        made, plain = arabic_form(text), plain_form(text, ARABIC)
        assert skeletons(made) == skeletons(plain)
        assert made[ROWS : made[ROWS_END]].tolist() == plain[ROWS : plain[ROWS_END]].tolist()
        assert made[:SKELETONS].tolist() == plain[:SKELETONS].tolist()
        assert made[KEYS] == made[KEYS_END] == len(made)
        assert made[FIRSTS] == plain[FIRSTS] == 0


@given(SYLLABLES)
def test_a_syllable_has_its_spellings(syllable: str) -> None:
    assert syllable_form(syllable).tolist() == plain_syllable_form(syllable).tolist()


@for_each("syllable", ["李", "김", "이", "王"])
def test_a_family_name_has_its_own_too(syllable: str) -> None:
    form = syllable_form(syllable)
    assert form[KEYS_END] - form[KEYS] == len(syllable_spellings(syllable))
    assert form.tolist() == plain_syllable_form(syllable).tolist()


def test_a_name_is_its_forms_one_after_another() -> None:
    units = (Unit("علي", 0, 1), Unit("حسن", 1, 2), Unit("김", 2, 3))
    asked = asked_of(units)
    texts = asked[TEXTS : TEXTS + 4 * COLUMNS].reshape(-1, COLUMNS)
    assert asked[UNITS] == 3
    assert texts[:, WORD].tolist() == [0, 1, 2, 0]
    assert texts[:, JOINED].tolist() == [3, -1, -1, -1]
    forms = [*(form_of(unit.text) for unit in units), arabic_form("عليحسن")]
    for at, form in zip(texts[:, FORM].tolist(), forms, strict=True):
        assert np.array_equal(asked[at : at + len(form)], form)
