"""Whoever is alike enough is found, whatever was asked before and however the names came."""

from collections.abc import Sequence

from hypothesis import given, settings
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


def _misspelt(drawn: tuple[str, int, str]) -> str:
    """Return a name with one letter left out, added or changed, or two words joined or one parted.

    Words that are joined and misspelt at once are not looked for.
    """
    text, at, letter = drawn
    at %= len(text)
    if text[at] == " ":
        return text[:at] + text[at + 1 :]
    return text[:at] + letter + text[at + (letter not in {"e", " "}) :]


QUERIES = st.tuples(
    st.sampled_from(LISTED), st.integers(0, 60), st.sampled_from(["", "e", "a", "n", "s", " "])
).map(_misspelt)


@given(QUERIES)
def test_nobody_who_is_a_hit_is_left_out(text: str) -> None:
    query = name_of(text)
    found = set(CANDIDATES.find(query.plain, SHARE_FLOOR))
    for number, name in enumerate(NAMES):
        match = compare(query, name)
        if match is not None and match.score >= THRESHOLD:
            assert number in found, (text, LISTED[number], match)


@given(QUERIES, st.permutations(range(len(LISTED))))
@settings(max_examples=20)
def test_the_order_of_the_names_decides_nothing(text: str, order: list[int]) -> None:
    shuffled, _names = _of([LISTED[number] for number in order])
    plain = name_of(text).plain
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
