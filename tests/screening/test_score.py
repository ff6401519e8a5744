"""Two names match by a rule that can be told, or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.lists import NameKind
from tallystick.screening.matching.likeness import WordRule
from tallystick.screening.score import (
    SCORE_MAX,
    SCORES,
    THRESHOLD,
    Evidence,
    Rule,
    compare,
    name_of,
)
from tests.every import for_each

# What is asked, what is listed, and the rule that says they are one.
SAME = (
    ("Aldous Dunmore", "Aldous Dunmore", Rule.EXACT),
    ("ALDOUS dunmore", "Aldous Dunmore", Rule.EXACT),
    ("Aldous Dunmore", "DUNMORE, Aldous", Rule.EXACT),
    ("DUNMORE, Aldous", "Aldous Dunmore", Rule.EXACT),
    ("Dunmore, Aldous", "DUNMORE, Aldous", Rule.EXACT),
    ("Aldöus Dunmóre", "Aldous Dunmore", Rule.EXACT),
    ("Aldous  Dunmore.", "Aldous-Dunmore", Rule.EXACT),
    ("A'ldous Dunmore", "Aldous Dunmore", Rule.EXACT),
    ("Алдоус Данмор", "АЛДОУС ДАНМОР", Rule.EXACT),
    ("17 October", "17-OCTOBER", Rule.EXACT),
    ("AlZahrani Hamid", "AL-ZAHRANI, Hamid", Rule.SPACING),
    ("Hamid Al Zahrani", "ALZAHRANI, Hamid", Rule.SPACING),
    ("AstraliaAG", "Astralia AG", Rule.SPACING),
    ("Dunmore Aldous", "Aldous Dunmore", Rule.ORDER),
    ("Peverell Dunmore Aldous", "DUNMORE, Aldous Peverell", Rule.ORDER),
    ("Dr Aldous Dunmore", "DUNMORE, Aldous", Rule.TELLING),
    ("Astralia Shipping", "ASTRALIA SHIPPING CO., LTD.", Rule.TELLING),
    ("Astralia Shipping GmbH", "ASTRALIA SHIPPING CO., LTD.", Rule.TELLING),
    ("Butemba Airlines", "BUTEMBA AIRLINES (BAL)", Rule.TELLING),
)

# Names that are alike enough to be a hit, and by what one word stood for another.
ALIKE = (
    ("Aldous Dunmore", "Aldous Dunmoor", WordRule.VOWELS),
    ("John Smith", "Jon Smith", WordRule.SOUND),
    ("A. Dunmore", "Aldous Dunmore", WordRule.INITIAL),
    ("Aldous Dunmo", "Aldous Dunmore", WordRule.CUT),
    ("Ald0us Dunm0re", "Aldous Dunmore", WordRule.LOOK),
    ("Aldous Dunrnore", "Aldous Dunmore", WordRule.LOOK),
    ("Аldous Dunmоre", "Aldous Dunmore", WordRule.SCRIPT),  # noqa: RUF001 - two are Cyrillic
    ("Aldsou Dunmore", "Aldous Dunmore", WordRule.VOWELS),
    ("Aldous Dnmr", "Aldous Dunmore", WordRule.VOWELLESS),
    ("Astralia Two Ltd", "Astralia II Ltd", WordRule.NUMBER),
)

# Other people, other companies: no rule here may take one for the other.
OTHERS = (
    ("Aldous Dunmore", "Dunmore"),
    ("Li Wu", "Lu Wu"),
    ("17 October", "17 November"),
    ("Astralia Shipping 1 Ltd", "Astralia Shipping 2 Ltd"),
    ("Bank of Astralia", "Bank of Austria"),
    ("Holding Company", "Limited Company"),
    ("Jane Roe", "John Doe"),
)


@for_each(("query", "listed", "rule"), SAME)
def test_a_name_matches_by_its_rule(query: str, listed: str, rule: Rule) -> None:
    """Order, case, marks, punctuation, spaces, titles and company forms are seen through."""
    found = compare(name_of(query, may_be_inverted=True), name_of(listed, may_be_inverted=True))
    assert found is not None
    assert (found.evidence[0].rule, found.score) == (rule, SCORES[rule])


@for_each(("query", "listed", "rule"), ALIKE)
def test_names_are_alike_by_their_words(query: str, listed: str, rule: WordRule) -> None:
    """Misspelt, cut off, as an initial, in letters that look the same: told word by word."""
    found = compare(name_of(query), name_of(listed))
    assert found is not None
    (evidence,) = found.evidence
    assert evidence.rule is Rule.ALIKE
    assert rule in [pair.rule for pair in evidence.pairs]
    assert THRESHOLD <= found.score < SCORES[Rule.TELLING]


@for_each(("query", "listed"), OTHERS)
def test_others_are_no_hit(query: str, listed: str) -> None:
    """A number, a short word, a telling word more is somebody else."""
    found = compare(name_of(query), name_of(listed))
    assert found is None or found.score < THRESHOLD


def test_what_is_left_out_counts_less_than_what_is_contradicted() -> None:
    """A patronymic that is missing is no other patronymic."""
    listed = name_of("Aldous Peverell Dunmore")
    missing, other = (
        compare(name_of(text), listed) for text in ("Aldous Dunmore", "Aldous Quentin Dunmore")
    )
    assert missing is not None
    assert other is not None
    assert other.score < THRESHOLD <= missing.score


@for_each("nothing", ("", "...", "---"))
def test_nothing_is_nobody(nothing: str) -> None:
    """A text without letters matches nothing, not even itself."""
    assert compare(name_of(nothing), name_of(nothing)) is None
    assert compare(name_of(nothing), name_of("Aldous Dunmore")) is None


def test_the_evidence_names_the_words() -> None:
    """What was not counted is told, of the query and of the list."""
    found = compare(name_of("Dr. Astralia Shipping"), name_of("Astralia Shipping Ltd"))
    assert found is not None
    words = ("astralia", "shipping")
    assert found.evidence == (Evidence(Rule.TELLING, words, words, ("dr", "ltd")),)


def test_a_comma_in_a_companys_name_is_no_inversion() -> None:
    """`Astralia, Ltd.` is not spoken `Ltd. Astralia`."""
    found = compare(name_of("Ltd Astralia"), name_of("Astralia, Ltd."))
    assert found is not None
    assert found.evidence[0].rule is Rule.ORDER


@for_each(("query", "listed", "rule"), SAME)
def test_a_weak_alias_counts_four_fifths(query: str, listed: str, rule: Rule) -> None:
    """It stays below what is a hit unless somebody asks for it."""
    asked, known = (name_of(text, may_be_inverted=True) for text in (query, listed))
    found = compare(asked, known, NameKind.WEAK)
    assert found is not None
    assert found.score == SCORES[rule] * 4 // 5 < 8_500


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_match_is_mutual_and_within_bounds(first: str, second: str) -> None:
    """Whoever is asked and whoever is listed, the score is the same."""
    there = compare(name_of(first), name_of(second))
    back = compare(name_of(second), name_of(first))
    assert (there is None) == (back is None)
    if there and back:
        assert 0 < there.score == back.score <= SCORE_MAX


@given(st.text(max_size=40))
def test_every_name_matches_itself(text: str) -> None:
    """As long as it has a letter or digit."""
    name = name_of(text)
    found = compare(name, name)
    assert (found is not None) == bool(name.words)
    assert found is None or found.score == SCORE_MAX


def test_what_is_too_long_for_a_name_is_like_none() -> None:
    one, other = (
        name_of(" ".join(f"{begun}{place}ox" for place in range(100_000)))
        for begun in ("wrd", "vrd")
    )

    assert compare(one, other) is None
    assert compare(one, one) is None
    assert compare(name_of("ab " * 64), name_of("ab " * 64)) is not None
