"""What is known besides a name moves its score, within bounds and in order."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.bundle import bundle_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.index import Hit, Index
from tallystick.screening.lists import Draft, EntityType, Entry, NameKind, list_version
from tallystick.screening.particulars import NOTHING_KNOWN, Particulars
from tallystick.screening.score import SCORE_MAX, THRESHOLD
from tallystick.screening.secondary import NAME_ALONE_MAX, SecondaryRule, weigh
from tests.every import for_each

LISTED = Entry(
    "E-1",
    EntityType.INDIVIDUAL,
    (),
    countries=("Russian Federation",),
    births=("1961-03-21", "1970"),
)


def known(
    *births: str,
    countries: tuple[str, ...] = (),
    kind: EntityType = EntityType.UNKNOWN,
) -> Particulars:
    """Return what a message says of a party."""
    return Particulars(births, countries, kind)


def rules(entry: Entry, said: Particulars) -> list[SecondaryRule]:
    """Return what agrees and what does not."""
    return [each.rule for each in weigh(9_000, NameKind.PRIMARY, entry, said).secondary]


BIRTHS = (
    ("1961-03-21", ("1961-03-21",), SecondaryRule.BIRTH_SAME),
    ("1961-03-21", ("1961-03",), SecondaryRule.BIRTH_WITHIN),
    ("1961-03-21", ("1961",), SecondaryRule.BIRTH_WITHIN),
    ("1961-03-21", ("1960/1962",), SecondaryRule.BIRTH_WITHIN),
    ("1962-12-31", ("1960/1962",), SecondaryRule.BIRTH_WITHIN),
    ("1961-03-21", ("1940", "1961-03-21"), SecondaryRule.BIRTH_SAME),
    ("1961-03-22", ("1961-03-21",), None),
    ("1962-01-01", ("1961-03-21",), None),
    ("1963-01-01", ("1960/1962",), None),
    ("1963-01-01", ("1961-03-21",), SecondaryRule.BIRTH_OTHER),
    ("1958-12-31", ("1960/1962",), SecondaryRule.BIRTH_OTHER),
    ("1985-03-21", ("1960", "1985-04"), None),
    ("1985-03-21", ("spring of 1985",), None),
)


@for_each(("said", "listed", "rule"), BIRTHS)
def test_a_birth_agrees_as_far_as_the_list_tells_it(
    said: str, listed: tuple[str, ...], rule: SecondaryRule | None
) -> None:
    """The nearest of several counts; a year's difference is no contradiction."""
    entry = Entry("E", EntityType.UNKNOWN, (), births=listed)
    assert rules(entry, known(said)) == ([rule] if rule else [])


OTHERS: tuple[tuple[Particulars, list[SecondaryRule]], ...] = (
    (known(countries=("RU",)), [SecondaryRule.COUNTRY_SAME]),
    (known(countries=("CN", "RU")), [SecondaryRule.COUNTRY_SAME]),
    (known(countries=("CN",)), [SecondaryRule.COUNTRY_OTHER]),
    (known(kind=EntityType.ENTITY), [SecondaryRule.TYPE_OTHER]),
    (known(kind=EntityType.INDIVIDUAL), []),
    (NOTHING_KNOWN, []),
)


@for_each(("said", "found"), OTHERS)
def test_countries_and_what_a_party_is_count_too(
    said: Particulars, found: list[SecondaryRule]
) -> None:
    """Words of the list are understood as the codes of messages."""
    assert rules(LISTED, said) == found


def test_what_the_list_does_not_say_contradicts_nothing() -> None:
    """Most entries have no birth, some no country."""
    bare = Entry("E", EntityType.UNKNOWN, ())
    said = known("1961-03-21", countries=("RU",), kind=EntityType.ENTITY)
    assert rules(bare, said) == []


def test_scores_near_the_top_keep_their_order() -> None:
    """The more agrees the higher, and no name alone is certain."""
    said = (
        known("1990-01-01", countries=("CN",), kind=EntityType.ENTITY),
        known("1990-01-01", countries=("CN",)),
        known("1990-01-01"),
        known(countries=("CN",)),
        NOTHING_KNOWN,
        known(countries=("RU",)),
        known("1970-05-05"),
        known("1961-03-21"),
        known("1961-03-21", countries=("RU",)),
    )
    scores = [weigh(SCORE_MAX, NameKind.PRIMARY, LISTED, each).score for each in said]
    assert scores == sorted(set(scores))
    assert scores[said.index(NOTHING_KNOWN)] == NAME_ALONE_MAX
    assert scores[-1] < SCORE_MAX


SCORES = st.integers(0, SCORE_MAX)
SAID = st.builds(
    Particulars,
    st.sampled_from([(), ("1961-03-21",), ("1970-01-01",), ("2001-01-01",)]),
    st.sampled_from([(), ("RU",), ("CN",)]),
    st.sampled_from([EntityType.UNKNOWN, EntityType.INDIVIDUAL, EntityType.ENTITY]),
)


@given(st.lists(SCORES, min_size=2, max_size=2), SAID, st.sampled_from(NameKind))
def test_a_better_name_is_never_worse_for_what_is_known(
    scores: list[int], said: Particulars, kind: NameKind
) -> None:
    """Whatever is known, it moves both the same way, and never beyond the bounds."""
    lower, higher = (weigh(each, kind, LISTED, said).score for each in sorted(scores))
    assert 0 <= lower <= higher <= SCORE_MAX


def test_the_very_name_of_somebody_listed_stays_a_hit() -> None:
    """One thing that disagrees is not enough to clear it; two are."""
    other_birth = known("1990-01-01")
    other_type = known(kind=EntityType.ENTITY)
    both = known("1990-01-01", kind=EntityType.ENTITY)
    scores = [
        weigh(SCORE_MAX, NameKind.PRIMARY, LISTED, each).score
        for each in (other_birth, other_type, both)
    ]
    assert [score >= THRESHOLD for score in scores] == [True, True, False]


def heron() -> Index:
    """Return an index of one person with a nickname."""
    draft = Draft()
    draft.type = EntityType.INDIVIDUAL
    draft.name(NameKind.PRIMARY, "DUNMORE, Aldous")
    draft.name(NameKind.WEAK, "The Heron")
    draft.births.add("1961-03-21")
    draft.country("Russia")
    return Index(bundle_of([list_version("Own", "2026-01-05", (), {"E-1": draft})]))


def best(said: Particulars) -> Hit:
    """Return the hit on the nickname."""
    (hit,) = heron().hits(FieldKind.NAME, "The Heron", said)
    return hit


def test_a_weak_alias_is_a_hit_only_with_a_second_identifier() -> None:
    """A birth is one; a country, which millions share, is not."""
    assert best(NOTHING_KNOWN).score < THRESHOLD
    assert best(known(countries=("RU",))).score < THRESHOLD
    assert best(known("1985-01-01")).score < THRESHOLD
    told = best(known("1961-03-21"))
    assert THRESHOLD <= told.score < NAME_ALONE_MAX + 300
    assert [each.rule for each in told.secondary] == [SecondaryRule.BIRTH_SAME]
