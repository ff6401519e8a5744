"""What the keys leave out: held against every listed name, one after another.

One letter of a query is wrong, wherever it stands: then the index promises all the hits that there
are.
"""

from collections.abc import Sequence
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.screening.matching.candidates import Candidates, Named
from tallystick.screening.score import SHARE_FLOOR, THRESHOLD, compare, name_of
from tests.drawing import examples
from tests.every import for_each

# Invented. Of companies what does not tell is longest, so it is misspelt as often as the rest.
PEOPLE = product(
    ("Imogen", "Peverell J", "Mohammed al", "Xu"), ("Dunmore", "Ashdown Oumbarek", "Li")
)
COMPANIES = product(
    ("Wakanheza", "Oumbarek Steel", "Nordic Seven", "Dunmore Ashdown", "Sara Maritime Trading"),
    ("Limited", "Corporation", "Holding Company", "GmbH", "Incorporated", "OOO", "and Sons Inc"),
)
LISTED = tuple(" ".join(each) for each in (*PEOPLE, *COMPANIES))
NAMES = tuple(map(name_of, LISTED))
CANDIDATES = Candidates(Named(name.plain) for name in NAMES)


def _missed(text: str) -> Sequence[str]:
    """Return the listed names that are hits and that the index does not lead to."""
    query = name_of(text)
    matches = [compare(query, name) for name in NAMES]
    hits = {at for at, each in enumerate(matches) if each is not None and each.score >= THRESHOLD}
    return [
        LISTED[at] for at in sorted(hits.difference(CANDIDATES.find(query.plain, SHARE_FLOOR)))
    ]


def _misspelt(text: str, at: int, letter: str, taken: int) -> str:
    """Return a text with a letter more, less, other or exchanged within one of its words."""
    at %= len(text)
    if text[at] == " ":
        return text
    if taken == 2:
        end = at + 1 + (text[at + 1 : at + 2].strip() != "")
        return text[:at] + text[at:end][::-1] + text[end:]
    return text[:at] + letter + text[at + taken :]


MISSPELT = st.builds(
    _misspelt,
    st.sampled_from(LISTED),
    st.integers(0, 60),
    st.sampled_from(["", "e", "a", "n", "s", "x", "0"]),
    st.integers(0, 2),
)


@given(MISSPELT)
@examples(600)
@example("Wakanheza Limsited")
@example("Corporationx Wakanheza")
@example("Wakanheza 0Incorporated")
def test_whoever_is_a_hit_with_a_letter_wrong_is_found(text: str) -> None:
    assert not _missed(text)


@for_each("text", ["Wakanheza OOO1", "Wakanheza ooox", "Nordic Seven and Sons Inca"])
def test_a_word_may_go_on_where_a_listed_name_ends_with_a_form(text: str) -> None:
    assert not _missed(text)


@for_each("text", ["Sara Maritime Corpxoration", "Trading Sara Limiteld"])
def test_a_word_of_several_may_be_left_out_and_a_form_misspelt(text: str) -> None:
    assert not _missed(text)


@given(st.lists(st.sampled_from(" ".join(LISTED).split()), min_size=1, max_size=4).map(" ".join))
@examples(300)
def test_whoever_is_a_hit_with_other_words_is_found(text: str) -> None:
    assert not _missed(text)
