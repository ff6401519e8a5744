"""Whose an account is: what matches, what is close, and what of a name is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.admission.holders import DISPLAY_MAX, found_of, masked, shown_in
from tallystick.core.assignments import Outcome

MATCHED = (
    ("Anna Petrova", "ANNA PETROVA"),
    ("Petrova, Anna", "Anna Petrova"),
    ("Anna  Petrova", "anna-petrova"),
    ("Mr John Smith", "John Smith"),
    ("Beispiel GmbH", "Beispiel"),
    ("José Núñez", "Jose Nunez"),
    ("王小明", "王小明"),
)
CLOSE = (
    ("Anna Petrova", "Anna Petrowa"),
    ("Anna Petrova", "Anna Maria Petrova"),
    ("A Petrova", "Anna Petrova"),
    ("Anna Petrvoa", "Anna Petrova"),
    ("Wang Fang", "Wong Fang"),
    ("Petrowa", "Petrova"),
)
DIFFERENT = (
    ("Anna Petrova", "Anna Ivanova"),
    ("Petrova", "Anna Petrova"),
    ("Anna", "Anna Petrova"),
    ("A P", "Anna Petrova"),
    ("Li Wei", "Li Mei"),
    ("Anna Petrova", "Olga Smirnova"),
    ("王小明", "王大明"),
)
# Many names in one question: family names in a row, and an initial for every given name.
DRAGNETS = (
    ("Li Wang Zhang Liu Fang Chen Yang", "Wang Fang"),
    ("Wang Li A B C D E F G H I J K L M N O P Q R S T U V W X Y Z", "Wang Fang"),
    ("Wang Fang, Li Wei, Liu Yang", "Wang Fang"),
)
UNKNOWN = (("", "Anna"), ("Anna", "..."), ("---", "---"))


@pytest.mark.parametrize(("asked", "holder"), MATCHED)
def test_the_same_words_match(asked: str, holder: str) -> None:
    """In any order and case, marks, titles and company forms aside."""
    assert found_of(asked, holder) is Outcome.MATCHED


@pytest.mark.parametrize(("asked", "holder"), CLOSE)
def test_a_slip_is_close(asked: str, holder: str) -> None:
    """One letter of a long word, a name left out, an initial."""
    assert found_of(asked, holder) is Outcome.CLOSE
    assert found_of(holder, asked) is Outcome.CLOSE


@pytest.mark.parametrize(("asked", "holder"), DIFFERENT)
def test_a_guess_does_not_pay(asked: str, holder: str) -> None:
    """A given name alone, initials alone, another family name: nothing is shown for these."""
    assert found_of(asked, holder) is Outcome.DIFFERENT


@pytest.mark.parametrize(("asked", "holder"), DRAGNETS)
def test_many_names_at_once_are_close_to_none(asked: str, holder: str) -> None:
    """One question is one guess, though what is asked holds every word of the holder's name."""
    assert found_of(asked, holder) is Outcome.DIFFERENT
    assert found_of(holder, asked) is Outcome.DIFFERENT


@pytest.mark.parametrize(("asked", "holder"), UNKNOWN)
def test_what_has_no_letters_is_compared_with_nothing(asked: str, holder: str) -> None:
    """It says nothing of anybody."""
    assert found_of(asked, holder) is Outcome.UNKNOWN


@pytest.mark.slow
@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_order_and_side_do_not_matter(words: list[str]) -> None:
    """Whoever asks and whoever is asked after, the finding is the same."""
    one, other = " ".join(words), " ".join(words[::-1])
    assert found_of(one, other) is found_of(other, one)
    assert found_of(one, one) in (Outcome.MATCHED, Outcome.UNKNOWN)


def test_names_of_many_words_cost_no_time() -> None:
    """Words that all nearly fit each other are not tried in every order."""
    one = " ".join(f"abcd{letter}" for letter in "abcdefghijklmnopqrst")
    other = " ".join(f"abcx{letter}" for letter in "abcdefghijklmnopqrst")
    assert found_of(one, other) is Outcome.DIFFERENT


SHOWN = (
    ("Anna Petrova", "A*** P***"),
    ("Anna-Maria Petrova", "A*** P***"),
    ("Li", "L***"),
    ("J R Smith", "J*** *** S***"),
    ("王小明", "王***"),
    ("王 明", "王*** ***"),
    ("e\u0301lodie Roux", "é*** R***"),
    ("राम कुमार", "रा*** कु***"),
    ("(Beispiel) GmbH", "*** G***"),
    ("   ", ""),
)


@pytest.mark.parametrize(("name", "shown"), SHOWN)
def test_what_is_shown_of_a_name(name: str, shown: str) -> None:
    """The first letter of each word with its marks; a word of one letter only in first place."""
    assert masked(name) == shown


@given(st.text(max_size=200))
def test_no_word_is_shown_whole(name: str) -> None:
    """Of each word one letter at the most, whatever the script; masked again, it is the same."""
    shown = masked(name)
    assert masked(shown) == shown
    assert len(shown) <= DISPLAY_MAX
    for word in shown.split()[:-1]:
        assert word.endswith("***")
    assert len(shown.split()) <= len(name.split())


def test_what_another_node_shows_is_masked_too() -> None:
    """A whole name, no text, or a text with controls is not shown as it came."""
    assert shown_in(b"Anna Petrova") == "A*** P***"
    assert shown_in(b"A*** P***") == "A*** P***"
    assert [shown_in(raw) for raw in (b"\xff", b"A\nB", b"A\x00", b"")] == [""] * 4
