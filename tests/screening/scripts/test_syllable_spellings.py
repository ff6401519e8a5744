"""A syllable has all its usual Latin spellings, and a run of them is spelt by their parts."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.scripts.letters import hashed, power_of
from tallystick.screening.scripts.syllable_spellings import (
    SCORE_MAX,
    WORD_MIN,
    spells,
    syllable_spellings,
)
from tests.every import for_each

SPELT = (
    ("정", "jeong"),
    ("정", "chung"),
    ("정", "jong"),
    ("은", "un"),
    ("은", "eun"),
    ("철", "chol"),
    ("영", "young"),
    ("이", "lee"),
    ("이", "rhee"),
    ("박", "park"),
    ("최", "choi"),
    ("原", "yuan"),
    ("张", "chang"),
    ("习", "hsi"),
    ("邓", "teng"),
    ("庆", "ching"),
    ("周", "chou"),
    ("曾", "tsang"),
)
NOT_SPELT = (("정", "kim"), ("은", "ho"), ("习", "wang"), ("张", "li"), ("정", ""), ("a", "bcd"))
RUNS = (
    ("정은", "jongun"),
    ("정은", "jeongeun"),
    ("명박", "myungbak"),
    ("近平", "jinping"),
    ("泽东", "tsetung"),
    ("남궁민", "namgungmin"),
)


@for_each(("syllable", "latin"), SPELT)
def test_a_syllable_is_spelt(syllable: str, latin: str) -> None:
    assert syllable_spellings(syllable)[latin] >= 8_000


@for_each(("syllable", "latin"), NOT_SPELT)
def test_another_word_does_not_spell_it(syllable: str, latin: str) -> None:
    assert spells(syllable, latin) == 0


@for_each(("run", "latin"), RUNS)
def test_a_run_of_syllables_is_spelt_as_one_word(run: str, latin: str) -> None:
    assert spells(run, latin) >= 8_500
    assert spells(run, f"{latin}x") == 0
    assert spells(run, latin[1:]) < spells(run, latin)


@for_each("syllable", ["정", "이", "쒟", "李", "龍", "王"])
def test_the_spellings_of_a_syllable_are_few_and_plain(syllable: str) -> None:
    found = syllable_spellings(syllable)
    assert 0 < len(found) < 2_000
    assert all(text.isascii() and text.isalpha() and len(text) <= 12 for text in found)
    assert all(WORD_MIN - 1 <= score <= SCORE_MAX for score in found.values())


@given(st.text(max_size=70), st.text(max_size=70))
def test_the_hash_of_two_words_together_is_made_of_theirs(one: str, other: str) -> None:
    together = hashed(one) * power_of(len(other.encode())) + hashed(other)
    assert (hashed(one + other) - together) % (1 << 64) == 0
    assert -(1 << 63) <= hashed(one) < 1 << 63
