"""A name in another script and a Latin one are compared word by word."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.names import Words, normalise
from tallystick.screening.scripts.across import (
    Across,
    Pairing,
    alike,
    compare_across,
    original_units,
    score_across,
)
from tallystick.screening.scripts.given_names import names_and_spellings
from tallystick.screening.scripts.readings import readings
from tallystick.screening.scripts.syllable_spellings import SCORE_MAX, WORD_MIN
from tallystick.screening.scripts.units import marked
from tests.every import for_each
from tests.screening.scripts.known_pairs import ARABIC, DIFFERENT, OTHERS
from tests.screening.scripts.slow_across import compared, units_of

BLOCKS = (
    *((0x20, 0x24F), (0x300, 0x3FF), (0x400, 0x5FF), (0x600, 0x77F), (0x8A0, 0x97F)),
    *((0xE00, 0xE7F), (0x10A0, 0x11FF), (0x1C90, 0x1CBF), (0x3040, 0x30FF), (0x4E00, 0x4EFF)),
    *((0xAC00, 0xAD00), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF), (0x20000, 0x20100)),
)
ANY_MIXTURE = st.text(
    st.one_of([st.characters(min_codepoint=first, max_codepoint=last) for first, last in BLOCKS]),
    max_size=30,
)
ANY_NAME = st.text(
    alphabet=st.sampled_from("محدعبالنیکہئ ивановш 김정은 習近平 αβγ נתן abdel\u202e\u0301\u200d"),
    max_size=30,
)


def across(original: str, latin: str) -> Across:
    return compare_across(normalise(original), normalise(latin))


@for_each(("original", "latin"), ARABIC + OTHERS)
def test_a_name_is_known_in_latin_letters(original: str, latin: str) -> None:
    assert across(original, latin).score >= 8_500


@for_each(("original", "latin"), DIFFERENT)
def test_another_name_is_told_apart(original: str, latin: str) -> None:
    assert across(original, latin).score < 8_000


def test_the_words_say_which_stands_for_which() -> None:
    assert across("محمد بن عبد الله", "ABDULLAH, Mohammed Omar") == Across(
        8_666,
        (
            Pairing(("محمد",), ("mohammed",), SCORE_MAX),
            Pairing(("عبد", "الله"), ("abdullah",), SCORE_MAX),
        ),
        ("omar",),
    )


def test_syllables_stand_for_parts_of_a_name() -> None:
    found = across("김정은", "Kim Jongun")
    assert sorted(each[:2] for each in found.pairs) == [
        (("김",), ("kim",)),
        (("정은",), ("jongun",)),
    ]
    assert found.aside == ()


def test_the_order_of_words_does_not_count() -> None:
    for original, latin in ARABIC:
        words = normalise(latin)
        if not any(
            each in words
            for each in ("al", "el", "abd", "abdel", "ben", "abou", "abidine", "eddine")
        ):
            turned = tuple(reversed(words))
            assert score_across(normalise(original), turned) == across(original, latin).score


def test_two_words_may_be_one() -> None:
    assert across("محمدرضا", "Mohammad Reza").score >= 8_500
    assert across("محمد رضا", "Mohammadreza").score >= 8_500


def test_a_long_vowel_that_is_written_must_be_spelt() -> None:
    assert alike("سالم", "salem") > alike("سلم", "salem") - 1
    assert alike("منصور", "mansour") > alike("منصر", "mansour")
    assert alike("جبار", "jabir") < alike("جابر", "jabir")


def test_a_usual_spelling_stands_fully_for_its_name() -> None:
    for name, spellings in names_and_spellings():
        for latin in spellings:
            assert alike(marked(name), latin) == SCORE_MAX


def test_the_usual_spelling_of_another_name_does_not() -> None:
    assert alike("احسان", "hasan") < alike("احسان", "ehsan")
    assert alike("حامد", "ahmad") < 8_500
    assert alike("محمود", "mohamed") < 8_500


def test_a_name_in_two_scripts_is_compared_word_by_word() -> None:
    assert across("Haji حاجی گلاب", "Haji Gulab").score >= 6_000
    assert across("علی Reza", "Ali Reza").score >= 9_000
    assert across("گلabc حاجی Gul", "khk gul").score < SCORE_MAX
    assert across("김 Jong 은", "Kim Jong Un").score == SCORE_MAX


def test_names_without_letters_are_alike_to_nothing() -> None:
    nothing = Across(0, (), ())
    assert compare_across((), ("ali",)) == nothing
    assert compare_across(("علي",), ()) == nothing
    assert compare_across(("\u064b",), ("ali",)) == nothing


@given(ANY_NAME, ANY_NAME)
def test_any_two_texts_have_a_score(original: str, latin: str) -> None:
    one, other = normalise(original), normalise(latin)
    found = compare_across(one, other)
    assert 0 <= found.score <= SCORE_MAX
    assert found.score == score_across(one, other)
    assert all(WORD_MIN <= each.score <= SCORE_MAX for each in found.pairs)
    assert all(each in other for pair in found.pairs for each in pair.latin)


@given(ANY_MIXTURE, ANY_NAME)
def test_any_mixture_of_scripts_has_a_score_and_readings(original: str, latin: str) -> None:
    for one in (normalise(original), tuple(original.split())):
        assert 0 <= compare_across(one, normalise(latin)).score <= SCORE_MAX
    assert all(each.isascii() for each in readings(original))


def agree(original: Words, latin: Words) -> None:
    score, runs = compared(original, latin)
    found = compare_across(original, latin)
    assert found.score == score
    assert [pair.score for pair in found.pairs] == [run.score for run in runs]
    units, listed = original_units(original), units_of(original, latin)
    for pair, run in zip(found.pairs, runs, strict=True):
        assert pair.latin[0] in (listed[run.latin].text, latin[listed[run.latin].first])
        assert units[run.original].text[:1] in "".join(pair.original) + "-ا"


@given(ANY_NAME, ANY_NAME)
def test_names_score_what_the_plain_rule_says(original: str, latin: str) -> None:
    agree(normalise(original), normalise(latin))


@given(ANY_MIXTURE, ANY_MIXTURE)
def test_mixtures_score_what_the_plain_rule_says(original: str, latin: str) -> None:
    agree(tuple(original.split()), tuple(latin.split()))


@for_each(("original", "latin"), (*ARABIC, *OTHERS, *DIFFERENT))
def test_known_pairs_score_what_the_plain_rule_says(original: str, latin: str) -> None:
    agree(normalise(original), normalise(latin))
    agree(normalise(original), normalise("".join(latin.split())))
    agree(normalise("".join(original.split())), normalise(latin))


def test_names_of_very_many_words_are_compared() -> None:
    many = normalise("محمد " * 300 + "علي")
    found = compare_across(many, ("muhammad",) * 299 + ("ali",))
    assert len(found.pairs) == 300
    assert found.aside == ("محمد",)


def test_hostile_texts_take_no_more_than_their_length() -> None:
    """A word of ten thousand letters names nobody and is not aligned."""
    long = "محمد" * 2_500
    assert across(long, "muhammad" * 1_250).score == 0
    assert across("가" * 200, "ga " * 20).score < SCORE_MAX
    many = " ".join(["محمد"] * 60)
    assert across(many, "muhammad " * 60).score == SCORE_MAX
