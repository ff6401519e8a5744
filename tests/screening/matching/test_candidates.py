"""Whoever is alike enough is found, whatever was asked before and however the names came."""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tallystick.screening.matching.candidates import Candidates, Named
from tallystick.screening.score import FLOOR, SHARE_FLOOR, THRESHOLD, Name, compare, name_of
from tests.every import for_each

# Invented, of the kinds that lists have: of several words, with forms, initials and numerals.
LISTED = tuple(
    f"{first} {last}{end}"
    for first in ("Aldous", "Imogen J", "Peverell Abdul", "Mohammed al", "Nordic Seven", "Li")
    for last in ("Dunmore", "Wakanheza", "Oumbarek", "Shipping", "Peverell Ashdown", "Xu")
    for end in ("", " Ltd", " of Butemba", " II")
)


def _named(name: Name) -> Named:
    return Named(name.plain)


def _of(texts: Sequence[str]) -> tuple[Candidates, list[Name]]:
    names = [name_of(text) for text in texts]
    return Candidates(map(_named, names)), names


CANDIDATES, NAMES = _of(LISTED)


class Misspelt(NamedTuple):
    """A text, and which listed name it is with a letter or a space more, less or other."""

    text: str
    number: int


def _misspelt(number: int, at: int, letter: str) -> Misspelt:
    """Return a name with one letter left out, added or changed, or two words joined or one parted.

    A letter may stand where a space was. Words that are joined and misspelt otherwise are not
    looked for.
    """
    text = LISTED[number]
    at %= len(text)
    if text[at] == " ":
        return Misspelt(text[:at] + letter.strip() + text[at + 1 :], number)
    return Misspelt(text[:at] + letter + text[at + (letter not in {"e", " "}) :], number)


QUERIES = st.builds(
    _misspelt,
    st.integers(0, len(LISTED) - 1),
    st.integers(0, 60),
    st.sampled_from(["", "e", "a", "n", "s", " "]),
)


@given(QUERIES)
@example(Misspelt("Al dous Dunmore", LISTED.index("Aldous Dunmore Ltd")))
@example(Misspelt("Aldous Du nmore", LISTED.index("Aldous Dunmore II")))
@example(Misspelt("Aldo us Dunmore Ltd", LISTED.index("Aldous Dunmore")))
@example(Misspelt("Peverell As hdown", LISTED.index("Li Peverell Ashdown of Butemba")))
@example(Misspelt("Mohammedal Oumbarek", LISTED.index("Mohammed al Oumbarek Ltd")))
@example(Misspelt("AldousxDunmore", LISTED.index("Aldous Dunmore")))
@example(Misspelt("Nordic SevennShipping Ltd", LISTED.index("Nordic Seven Shipping Ltd")))
@example(Misspelt("Li WakanhezaLtd", LISTED.index("Li Wakanheza")))
def test_nobody_who_is_a_hit_is_left_out(asked: Misspelt) -> None:
    query = name_of(asked.text)
    match = compare(query, NAMES[asked.number])
    if match is not None and match.score >= THRESHOLD:
        assert asked.number in CANDIDATES.find(query.plain, SHARE_FLOOR), (asked, match)


@for_each(
    "text", ["Wakanheza Holdng", "Wakanheza Hodling", "Wakanheza Limiited", "Wakanheza Corporat"]
)
def test_a_word_that_does_not_tell_may_be_misspelt_or_cut_off(text: str) -> None:
    """Of a company with one name there is nothing else to find it by, and what is asked counts."""
    forms = ("Holding", "Limited", "Corporation")
    asked, names = _of([f"Wakanheza {form}" for form in forms])
    query = name_of(text)
    hits = [compare(query, name) for name in names]
    expected = {n for n, hit in enumerate(hits) if hit is not None and hit.score >= THRESHOLD}
    assert expected
    assert expected <= set(asked.find(query.plain, SHARE_FLOOR))


@given(QUERIES, st.permutations(range(len(LISTED))))
@settings(max_examples=20)
def test_the_order_of_the_names_decides_nothing(asked: Misspelt, order: list[int]) -> None:
    shuffled, _names = _of([LISTED[number] for number in order])
    plain = name_of(asked.text).plain
    found = {order[number] for number in shuffled.find(plain, SHARE_FLOOR)}
    assert found == set(CANDIDATES.find(plain, SHARE_FLOOR))


HOSTILE = {
    "a word of a thousand letters": "x" * 1_000,
    "the same with a listed name": "Aldous Dunmore " + "q" * 1_000,
    "five hundred words": "Dunmore Aldous " * 250,
    "five hundred initials": "A " * 500,
    "a thousand digits": "7" * 1_000,
    "a hundred numbers": "0 00 7 " * 33,
    "nothing but forms": "Ltd Inc GmbH of the and " * 20,
    "ideographs": "中国工商银行" * 50,
    "signs and letters": "中a国b" * 60,
    "more letters than there is room for": "Ж中x " * 9_000,
    "letters of many scripts": "Ж ש ع 한 あ क ก ა" * 20,
}


@for_each("text", HOSTILE.values(), ids=HOSTILE)
def test_what_nobody_is_named_leaves_no_trace(text: str) -> None:
    asked, _names = _of(LISTED)
    plain = name_of(text).plain
    first = asked.find(plain, SHARE_FLOOR)
    assert asked.find(plain, SHARE_FLOOR) == first
    for listed in LISTED[:40]:
        plain = name_of(listed).plain
        assert asked.find(plain, SHARE_FLOOR) == CANDIDATES.find(plain, SHARE_FLOOR)


@for_each("text", HOSTILE.values(), ids=HOSTILE)
def test_such_a_name_may_be_listed_and_is_found(text: str) -> None:
    asked, _names = _of((*LISTED, text))
    assert len(LISTED) in asked.find(name_of(text).plain, SHARE_FLOOR)


def test_among_no_names_nobody_is_found() -> None:
    assert Candidates(()).find(b"aldous dunmore", 0) == []


def test_what_may_be_as_alike_as_the_floor_is_few_more_than_what_is() -> None:
    found = alike = 0
    for text in LISTED:
        query = name_of(text)
        numbers = CANDIDATES.find(query.plain, SHARE_FLOOR)
        matches = [compare(query, NAMES[number]) for number in numbers]
        found += len(matches)
        alike += sum(match is not None and match.score >= FLOOR for match in matches)
    assert alike > len(LISTED)
    assert found < 1.3 * alike
