"""Phrases within texts: what naive search finds, and nothing is left out."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.names import Words
from tallystick.screening.phrases import Phrase, Phrases

WORDS = st.lists(st.sampled_from(["al", "bo", "cy", "du"]), min_size=1, max_size=5).map(tuple)


def _naive(phrases: list[Words], text: Words) -> list[Phrase]:
    return [
        Phrase(text[start:end], number)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        for number, words in enumerate(phrases)
        if words == text[start:end]
    ]


@given(st.lists(WORDS, max_size=8), WORDS)
def test_whatever_stands_within_is_found_where_it_stands(
    phrases: list[Words], text: Words
) -> None:
    taken = Phrases(Phrase(words, number) for number, words in enumerate(phrases))
    assert taken.within(text) == list(dict.fromkeys(_naive(phrases, text)))


def test_a_phrase_of_one_word_and_one_that_goes_on_are_both_found() -> None:
    taken = Phrases([Phrase(("al",), 3), Phrase(("al", "bo", "cy"), 1), Phrase(("al",), 2)])
    found = taken.within(("du", "al", "bo", "cy"))
    assert found == [
        Phrase(("al",), 3),
        Phrase(("al",), 2),
        Phrase(("al", "bo", "cy"), 1),
    ]
    assert taken.within(("al", "bo")) == [Phrase(("al",), 3), Phrase(("al",), 2)]


def test_nothing_is_within_a_text_of_no_words_or_of_no_phrases() -> None:
    assert Phrases([Phrase(("al",), 0)]).within(()) == []
    assert Phrases([]).within(("al", "bo")) == []


def test_what_stands_there_a_thousand_times_is_told_once() -> None:
    taken = Phrases([Phrase(("al", "bo"), 1), Phrase(("bo",), 2)])
    found = taken.within(("al", "bo") * 1_000)
    assert found == [Phrase(("al", "bo"), 1), Phrase(("bo",), 2)]
