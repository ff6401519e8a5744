"""Variants of names are of their class, and the same on every run."""

import pytest

from tallystick.screening.lists import EntityType
from tests.accuracy.variants import (
    CLASSES,
    OTHER,
    OURS,
    is_other_there,
    variants,
    variants_of_other,
)
from tests.every import for_each

PERSON, COMPANY = EntityType.INDIVIDUAL, EntityType.ENTITY
NAME = "Abdul-Karim Hassan Osvaldo ERRENMOUR"
NAMES = (NAME, "Quentin Ashkharov", "Leopold Okkerse van Dalmoor", "Noor bin Saif AL-MARDI")


def variant(group: str, name: str = NAME, kind: EntityType = PERSON) -> str:
    """Return the variant of a class; "" if it cannot happen to the name."""
    made = {each.group: each.text for each in variants(name, kind)}
    return made.get(group, "")


def letters(text: str) -> list[str]:
    """Return the letters of a text in order of the alphabet."""
    return sorted(filter(str.isalpha, text.lower()))


def test_the_same_name_has_the_same_variants() -> None:
    """Another run, another process or another machine makes the same."""
    first, second = ([*variants(name, PERSON)] for name in (NAME, NAME))
    assert first == second
    assert variant("other order", "Quentin Ashkharov") == "Ashkharov Quentin"


@for_each("name", NAMES)
def test_no_variant_is_the_name_itself(name: str) -> None:
    """It names its class, its source and its maker."""
    made = list(variants(name, PERSON))
    assert len(made) > 8
    assert all(each.text != name and each.source == name for each in made)
    assert {each.made_by for each in made} == {OURS}
    assert {each.group for each in made} <= CLASSES.keys()


def test_each_class_happens() -> None:
    """To one of some names at least."""
    made = {each.group for name in NAMES for each in variants(name, PERSON)}
    assert made == CLASSES.keys()


@for_each("name", NAMES)
def test_order_and_writing_keep_every_letter(name: str) -> None:
    """So do joining, splitting and transposing."""
    for group in (
        *("other order", "transposed letters", "joined words", "split word"),
        "case and punctuation",
    ):
        if made := variant(group, name):
            assert letters(made) == letters(name), group


@for_each("name", NAMES)
def test_a_typing_error_is_one_letter(name: str) -> None:
    """More, less or other; a doubled letter is one more or less."""
    for group in ("typing error", "doubled letter"):
        assert abs(len(variant(group, name)) - len(name)) <= 1


def test_the_first_and_the_last_word_are_not_dropped() -> None:
    """Of two words none is."""
    made = variant("dropped word").split()
    assert (made[0], made[-1], len(made)) == ("Abdul-Karim", "ERRENMOUR", 3)
    assert variant("dropped word", "Quentin Ashkharov") == ""


def test_initials_leave_the_last_word() -> None:
    """The first at least is an initial."""
    made = variant("initials").split()
    assert made[0].strip(".") == "A"
    assert made[-1] == "ERRENMOUR"


def test_what_is_cut_is_the_end() -> None:
    """Not to less than two thirds."""
    made = variant("truncation")
    assert NAME.startswith(made)
    assert 3 * len(made) >= 2 * len(NAME) - 3
    assert variant("truncation", "Quentin Ash") == ""


def test_homoglyphs_look_the_same_and_are_others() -> None:
    """As many characters, some of another script."""
    made = variant("homoglyphs")
    assert len(made) == len(NAME)
    assert not made.isascii()


def test_vowels_are_dropped_within_a_word() -> None:
    """Its first and last letter stay, and every consonant."""
    made = variant("dropped vowels", "Ismaelo Or")
    assert made == "Ismlo Or"


def test_a_company_has_no_title_and_no_initials() -> None:
    """It has one form of company more."""
    assert variant("initials", "NOVOKARSK SMELTING WORKS", COMPANY) == ""
    made = variant("title or particle", "NOVOKARSK SMELTING WORKS", COMPANY)
    assert made.startswith("NOVOKARSK SMELTING WORKS ")
    assert variant("title or particle", "NOVOKARSK SMELTING LTD", COMPANY) == ""


def test_the_other_generator_says_what_it_made() -> None:
    """The package's classes come beside ours."""
    if not is_other_there():
        pytest.skip(f"{OTHER} is not installed")
    made = list(variants_of_other(NAME))
    assert {each.made_by for each in made} == {OTHER}
    assert {"typo", "ocr", "initials", "token_drop"} <= {each.group for each in made}
