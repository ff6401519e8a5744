"""An Arabic name and its Latin spellings have a skeleton in common."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.names import normalise
from tallystick.screening.scripts.given_names import names_and_spellings
from tallystick.screening.scripts.skeleton import (
    SKELETONS_MAX,
    arabic_skeletons,
    latin_skeleton,
    skeleton,
)
from tallystick.screening.scripts.units import arabic_units, latin_units
from tests.every import for_each

SAME = (
    ("Muhammad", "محمد"),
    ("Mohamed", "محمد"),
    ("Hussein", "حسين"),
    ("Yusuf", "يوسف"),
    ("Walid", "وليد"),
    ("Oualid", "وليد"),
    ("Abdurrahman", "عبدالرحمن"),
    ("Sheikh", "شيخ"),
    ("Cheikh", "شيخ"),
    ("Zarqawi", "الزرقاوي"),
    ("Qaddafi", "قذافي"),
    ("Fatimah", "فاطمة"),
)
UNITS = (
    ("abd al rahman", "abd-rahman"),
    ("abdul rahman", "abd-rahman"),
    ("abdur rahman", "abd-rahman"),
    ("abd ar rahman", "abd-rahman"),
    ("sayf al din", "sayf-din"),
    ("saif ud deen", "saif-din"),
    ("saif uddin", "saif-din"),
    ("abou bakr", "abubakr"),
    ("ali bin hassan al masri", "ali hassan masri"),
    ("nasr allah", "nasr-lah"),
    ("ben", "ben"),
    ("al", "al"),
)


@for_each(("latin", "arabic"), SAME)
def test_a_name_has_one_skeleton_in_both_scripts(latin: str, arabic: str) -> None:
    assert skeleton(latin) == skeleton(arabic) != ""


def test_a_usual_spelling_has_a_skeleton_of_its_name() -> None:
    for name, spellings in names_and_spellings():
        (unit,) = arabic_units((name,))
        for latin in spellings:
            assert latin_skeleton(latin) in arabic_skeletons(unit.text), (name, latin)


@for_each(("name", "units"), UNITS)
def test_what_belongs_together_is_one_unit(name: str, units: str) -> None:
    assert " ".join(unit.text for unit in latin_units(normalise(name))) == units


def test_units_know_the_words_they_are_of() -> None:
    words = normalise("Omar bin Abd al-Aziz")
    assert [words[unit.first : unit.end] for unit in latin_units(words)] == [
        ("omar",),
        ("abd", "al", "aziz"),
    ]
    words = normalise("عمر بن عبد العزيز")
    assert [words[unit.first : unit.end] for unit in arabic_units(words)] == [
        ("عمر",),
        ("عبد", "العزيز"),
    ]


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءپچژگ-", max_size=30))
def test_an_arabic_word_has_few_skeletons(word: str) -> None:
    assert 1 <= len(arabic_skeletons(word)) <= 2 * SKELETONS_MAX


@given(st.text(max_size=30))
def test_any_word_has_a_skeleton_of_plain_letters(word: str) -> None:
    assert set(skeleton(word)) <= set("bdfhjklmnrstwy")


@given(st.lists(st.text(alphabet="aeiou bdlnhrs", max_size=8), max_size=8))
def test_no_word_is_in_two_units(texts: list[str]) -> None:
    words = normalise(" ".join(texts))
    places = [place for unit in latin_units(words) for place in range(unit.first, unit.end)]
    assert len(places) == len(set(places))
    assert set(places) <= set(range(len(words)))
    assert not words or places
