"""A name has one normal form, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.names import natural_order, normalise, telling, without
from tests.every import for_each

FORMS = (
    ("AL-ZAHRANI, Hamid", "al zahrani hamid"),
    ("Hamid al Zahrani", "hamid al zahrani"),
    ("Müller", "muller"),
    ("MU\u0308LLER", "muller"),
    ("Łódź Ørsted Đorđević", "lodz orsted dordevic"),
    ("Straße", "strasse"),
    ("İstanbul \u0131s\u0131", "istanbul isi"),
    ("O'Brien O\u2019Brien O\u02bcBrien", "obrien obrien obrien"),
    ("S.A. de C.V.", "sa de cv"),
    ("J.R. Smith", "jr smith"),
    ("J.R.Smith", "jr smith"),
    ("J. Smith", "j smith"),
    ("Astralia Co., Ltd.", "astralia co ltd"),
    ("A & B/C", "a b c"),
    ("Иванов Пётр", "иванов петр"),
    ("محمد\u064eأحمد", "محمداحمد"),
    ("مح\u0640\u0640مد", "محمد"),
    ("किताब", "किताब"),
    ("\uff21\uff22\uff23 \uff11\uff12", "abc 12"),
    ("٣٤", "34"),
    ("Jane\u200b Ro\u00ade", "jane roe"),
    ("17 NOVEMBER", "17 november"),
    ("snow_flake", "snow flake"),
    ("...", ""),
    ("", ""),
)


@for_each(("text", "words"), FORMS)
def test_a_name_is_normalised(text: str, words: str) -> None:
    """Case, marks, apostrophes and points go; letters and digits of every script stay."""
    assert normalise(text) == tuple(words.split())


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The normal form is its own."""
    words = normalise(text)
    assert normalise(" ".join(words)) == words


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1))
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    """A name of letters and digits alone never becomes nobody's."""
    assert normalise(text) or all(each in "\u115f\u1160\u3164\uffa0" for each in text)


def test_the_natural_order_turns_last_and_first() -> None:
    """Two commas are no such form."""
    assert natural_order("ROE, Jane Ann").split() == ["Jane", "Ann", "ROE"]
    assert natural_order("Roe, Doe, Poe") == "Roe, Doe, Poe"
    assert natural_order("Jane Roe") == "Jane Roe"


TELLING = (
    ("Dr. Jane Roe", "jane roe"),
    ("The Astralia Trading Co. Ltd.", "astralia trading"),
    ("BUTEMBA AIRLINES (BAL)", "butemba airlines"),
    ("(BAL)", "bal"),
    ("Holding Company", "holding company"),
    ("Jane Roe", "jane roe"),
)


@pytest.mark.parametrize(("text", "words"), TELLING)
def test_forms_and_titles_are_set_aside(text: str, words: str) -> None:
    """Unless nothing else would be left."""
    assert telling(text, normalise(text)) == tuple(words.split())


def test_what_was_set_aside_is_known() -> None:
    """A word that stands twice and is kept once is left once."""
    assert without(("the", "a", "the", "b"), ("a", "the")) == ("the", "b")


@for_each(
    "unseen",
    [
        "\ufe0f",
        "\U000e0100",
        "\U000e01ef",
        "\u180b",
        "\u180d",
        "\U00016fe4",
        "\u0334",
        "\u0338",
        "\u20dd",
        "\u2065",
        "\U000e0080",
        "\ufff0",
        "\x85",
        "\u200b",
        "\u00ad",
        "\u202e",
    ],
)
def test_what_nobody_sees_hides_nobody(unseen: str) -> None:
    """Within a word it parts nothing, and on a letter it changes nothing."""
    assert normalise(f"Pet{unseen}rov Iva{unseen}n") == ("petrov", "ivan")


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73", "\u0344\u0323", "\uff9e\u0323"])
def test_marks_without_end_cost_no_more_than_other_letters(marks: str) -> None:
    """To order 400,000 of them takes half an hour, if they are not parted."""
    words = normalise(f"Petrov{marks * 200_000} Ivan")
    assert words[0].startswith("petrov")
    assert words[-1] == "ivan"


def test_as_many_marks_as_a_letter_has_are_ordered_as_ever() -> None:
    assert normalise("किताब" * 20 + "a\u0323\u0301") == normalise("किताब" * 20 + "a\u0301\u0323")


def test_letters_of_flags_are_letters() -> None:
    flags = "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in "petrov")
    assert normalise(f"{flags} Ivan") == ("petrov", "ivan")
