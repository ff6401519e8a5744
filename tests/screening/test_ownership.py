"""The 50 % rules: nobody counts below the threshold, everybody does from it on, and it is told."""

from collections.abc import Iterable

import msgspec
import pytest

from tallystick.screening.bundle import bundle_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.holdings import WHOLE, NoteKind, percent
from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.index import Index
from tallystick.screening.lists import (
    Holding,
    ListVersion,
    Regime,
)
from tallystick.screening.ownership import (
    HALF,
    RULES,
    Inference,
    OwnershipRule,
    infer,
    newly_counted,
)
from tests.every import for_each
from tests.screening.owned import Held, person, version


def counted(held: Held, regime: Regime = Regime.US, listed: str = "X Y Z") -> dict[str, int]:
    """Return who counts and to what share."""
    found = infer([version(held, listed, regime)])
    return {each.entity: each.share for each in found.inferred}


EXAMPLES: tuple[tuple[str, Held, str], ...] = (
    # The examples of OFAC's FAQ 401, in its order.
    ("half of half", {"A": [("X", 5000)], "B": [("A", 5000)]}, "A B"),
    (
        "a diamond",
        {"A": [("X", 5000)], "B": [("X", 5000)], "C": [("A", 2500), ("B", 2500)]},
        "A B C",
    ),
    ("its own and its company's", {"A": [("X", 5000)], "B": [("X", 1000), ("A", 4000)]}, "A B"),
    (
        "through one that does not count",
        {"A": [("X", 5000)], "B": [("X", 2500)], "C": [("A", 2500), ("B", 2500)]},
        "A",
    ),
    (
        "through two, one of which does not count",
        {"A": [("X", 2500)], "B": [("X", 2500)], "C": [("A", 5000), ("B", 5000)]},
        "",
    ),
    ("two listed together", {"A": [("X", 2500), ("Y", 2500)]}, "A"),
    ("three listed below it", {"A": [("X", 2500), ("Y", 2400), ("Z", 99)]}, ""),
    # Shapes that data has and guidance does not.
    ("a ring that nobody listed is in", {"A": [("B", 9000)], "B": [("A", 9000)]}, ""),
    ("a ring with a way in", {"A": [("B", 4000), ("X", 5000)], "B": [("A", 9000)]}, "A B"),
    ("what a company holds in itself", {"A": [("A", 9000), ("X", 4999)]}, ""),
    ("more than the whole", {"A": [("X", 9000), ("Y", 9000)]}, "A"),
    ("an owner that is not there", {"A": [("nobody", 10000)]}, ""),
    ("a share that is not told", {"A": [("X", 0)]}, ""),
    ("control, which is no ownership", {"A": [("X", 4999, True)]}, ""),
)


@for_each(("what", "held", "expected"), EXAMPLES)
def test_who_counts_under_the_rule_of_ofac(what: str, held: Held, expected: str) -> None:
    """As its FAQ 401 has it, and what it leaves open by the same words."""
    assert sorted(counted(held)) == expected.split(), what


THRESHOLDS = (
    (Regime.US, 5000, True),
    (Regime.US, 4999, False),
    (Regime.EU, 5000, True),
    (Regime.EU, 4999, False),
    (Regime.UK, 5001, True),
    (Regime.UK, 5000, False),
    (Regime.UN, 10000, False),
    (Regime.OTHER, 10000, False),
)


@for_each(("regime", "share", "counts"), THRESHOLDS)
def test_nothing_counts_by_a_hundredth_of_a_percent_less(
    regime: Regime, share: int, *, counts: bool
) -> None:
    """From the threshold on and not before; where there is no rule, never."""
    assert bool(counted({"A": [("X", share)]}, regime)) == counts
    assert bool(counted({"A": [("X", share)], "B": [("A", 10000)]}, regime)) == counts


CONTROL = ((Regime.US, ""), (Regime.EU, "A B"), (Regime.UK, "A B"), (Regime.UN, ""))


@for_each(("regime", "expected"), CONTROL)
def test_control_counts_where_the_rule_says_so(regime: Regime, expected: str) -> None:
    """Down the chain as ownership does."""
    held: Held = {"A": [("X", 0, True)], "B": [("A", 100, True)]}
    assert sorted(counted(held, regime)) == expected.split()


def test_the_uk_does_not_add_up_what_two_hold() -> None:
    """OFSI's guidance 4.1.4; what is one's own, through whomever, is added up all the same."""
    apart = [version({"A": [("X", 4000), ("Y", 4000)]}, regime=Regime.UK)]
    assert infer(apart).inferred == ()
    assert kinds(apart) == [("A", NoteKind.NOT_ADDED_UP)]
    held: Held = {"A": [("X", 6000)], "B": [("X", 3000), ("A", 3000), ("Y", 2000)]}
    assert counted(held, Regime.UK) == {"A": 6000, "B": 6000}
    through: Held = {"A": [("X", 6000)], "B": [("Y", 6000)], "C": [("A", 3000), ("B", 3000)]}
    assert sorted(counted(through, Regime.UK)) == ["A", "B"]


def test_what_one_listed_person_has_in_another_is_its_own() -> None:
    """In the UK as well: X has Y, so that what Y holds is X's too."""
    lists = version({"A": [("X", 3000), ("Y", 3000)]}, regime=Regime.UK)
    with_owner = msgspec.structs.replace(person("Y"), holdings=(Holding("X", 9000),))
    entries = tuple(with_owner if each.entity == "Y" else each for each in lists.entries)
    (found,) = infer([msgspec.structs.replace(lists, entries=entries)]).inferred
    assert (found.entity, found.share) == ("A", 6000)


def test_lists_of_one_regime_are_one_and_of_two_are_two() -> None:
    """An owner that its own list does not have is looked for on the others of the regime."""
    company = version({"A": [("X", 5000)]}, "W", name="Companies")
    for regime, expected in ((Regime.US, ["A"]), (Regime.EU, [])):
        others = version({}, "X", regime, "Persons")
        assert [each.entity for each in infer([company, others]).inferred] == expected


def kinds(lists: Iterable[ListVersion]) -> list[tuple[str, NoteKind]]:
    """Return what is noted about whom."""
    return [(note.entity, note.kind) for note in infer(lists).notes]


ODD: tuple[tuple[Held, NoteKind], ...] = (
    ({"A": [("nobody", 10000)]}, NoteKind.OWNER_UNKNOWN),
    ({"A": [("X", 6000), ("Y", 6000)]}, NoteKind.OVER_WHOLE),
    ({"A": [("X", 1000), ("X", 2000)]}, NoteKind.OWNER_TWICE),
    ({"A": [("X", -1)]}, NoteKind.SHARE_WRONG),
    ({"A": [("X", 0)]}, NoteKind.SHARE_UNTOLD),
    ({"A": [("X", 0, True)]}, NoteKind.CONTROL_ALONE),
    ({"A": [("X", 4999, True)]}, NoteKind.CONTROL_ALONE),
)


@for_each(("held", "kind"), ODD)
def test_what_is_odd_is_told(held: Held, kind: NoteKind) -> None:
    """And stops nothing."""
    found = kinds([version(held)])
    assert ("A", kind) in found
    assert {entity for entity, _kind in found} == {"A"}


def test_an_owner_that_two_other_lists_have_is_nobody() -> None:
    """Ids of two publishers are not one id; people are told which lists."""
    lists = [
        version({"A": [("X", 5000)]}, "W", name="Companies"),
        version({}, "X", name="First"),
        version({}, "X", name="Second"),
    ]
    found = infer(lists)
    assert not found.inferred
    (note,) = found.notes
    assert (note.kind, "First, Second" in note.text) == (NoteKind.OWNER_AMBIGUOUS, True)


def test_a_share_above_the_whole_is_odd_and_counts() -> None:
    """An error on the safe side."""
    found = infer([version({"A": [("X", 10001)]})])
    assert [each.entity for each in found.inferred] == ["A"]
    assert {note.kind for note in found.notes} == {NoteKind.SHARE_WRONG, NoteKind.OVER_WHOLE}


WORDS: tuple[tuple[Regime, Held, str, str], ...] = (
    (Regime.US, {"A": [("X", 6250)]}, "A", "owned 62.50 % by Lord X (listed)"),
    (
        Regime.US,
        {"A": [("X", 10000)], "B": [("A", 6250)]},
        "B",
        "owned 62.50 % by Lord X (listed) through Company A",
    ),
    (
        Regime.US,
        {"A": [("X", 3000), ("Y", 2505)]},
        "A",
        "owned 55.05 % in all: 30.00 % by Lord X (listed), 25.05 % by Lord Y (listed)",
    ),
    (
        Regime.US,
        {"A": [("X", 9000)], "B": [("A", 9000)], "C": [("B", 9000), ("Y", 500)]},
        "C",
        (
            "owned 95.00 % in all: 90.00 % by Lord X (listed) through Company B, Company A,"
            " 5.00 % by Lord Y (listed)"
        ),
    ),
    (Regime.EU, {"A": [("X", 0, True)]}, "A", "controlled by Lord X (listed)"),
    (
        Regime.EU,
        {"A": [("X", 1000, True)]},
        "A",
        "owned 10.00 % and controlled by Lord X (listed)",
    ),
)


@for_each(("regime", "held", "entity", "words"), WORDS)
def test_why_is_told_down_to_who_is_listed(
    regime: Regime, held: Held, entity: str, words: str
) -> None:
    """In one line, the largest holding first."""
    why = {each.entity: each.why for each in infer([version(held, regime=regime)]).inferred}
    assert why[entity] == words


def test_a_long_road_and_many_owners_are_told_short() -> None:
    """However long the chain is, the line is not."""
    chain: dict[str, list[tuple[str, int]]] = {"C0000": [("X", 10000)]}
    for at in range(1, 3000):
        chain[f"C{at:04}"] = [(f"C{at - 1:04}", 10000)]
    last = infer([version(chain)]).inferred[-1]
    assert last.why.endswith(
        " (listed) through "
        + ", ".join(f"Company C{at:04}" for at in range(2998, 2992, -1))
        + ", …"
    )
    many = " ".join(f"P{at:02}" for at in range(20))
    owners: Held = {"A": [(each, 300) for each in many.split()]}
    (found,) = infer([version(owners, many)]).inferred
    assert found.why.endswith(", 16 more")
    assert len(found.stakes) == 20


def test_a_rule_may_be_given_to_a_regime_that_has_none() -> None:
    """Whoever reads the UN's lists more strictly says so."""
    rule = OwnershipRule(HALF, is_aggregate=True, by_control=True, source="the bank's own")
    lists = [version({"A": [("X", 5000)]}, regime=Regime.UN)]
    assert infer(lists) == Inference((), ())
    assert [each.entity for each in infer(lists, {Regime.UN: rule}).inferred] == ["A"]


def test_every_rule_names_its_source() -> None:
    """And no regime has one that nobody wrote."""
    assert set(RULES) == {Regime.US, Regime.EU, Regime.UK}
    assert all(rule.source and WHOLE >= rule.share_min >= HALF for rule in RULES.values())


def owned_index(share: int) -> Index:
    """Return an index of a list with a company that is not listed, with an LEI."""
    lists = version({"A": [("X", share)]})
    lei = (Identifier(IdentifierKind.LEI, "529900T8BM49AURSDO55"),)
    entries = [
        msgspec.structs.replace(each, identifiers=lei) if each.entity == "A" else each
        for each in lists.entries
    ]
    return Index(bundle_of([msgspec.structs.replace(lists, entries=tuple(entries))]))


FOUND = ((FieldKind.NAME, "Company A"), (FieldKind.IDENTIFIER, "529900T8BM49AURSDO55"))


@for_each(("kind", "text"), FOUND)
def test_a_hit_on_who_counts_says_for_what(kind: FieldKind, text: str) -> None:
    """By name and by identifier; below the threshold the company is nobody's hit."""
    (hit,) = owned_index(5000).hits(kind, text)
    assert (hit.entity, hit.ownership) == ("A", "owned 50.00 % by Lord X (listed)")
    assert owned_index(4999).hits(kind, text) == ()


def test_a_hit_on_who_is_listed_says_nothing_of_ownership() -> None:
    """And its evidence is the same bytes as before."""
    (hit,) = owned_index(5000).hits(FieldKind.NAME, "Lord X")
    assert hit.ownership is msgspec.UNSET
    assert b"ownership" not in msgspec.json.encode(hit)


CHANGES: tuple[tuple[Held, str, Held, str, str], ...] = (
    ({"A": [("X", 5000)]}, "X", {"A": [("X", 5000)]}, "X", ""),
    ({"A": [("X", 5000)]}, "Y", {"A": [("X", 5000)]}, "X Y", "A X"),
    ({"A": [("X", 4999)]}, "X", {"A": [("X", 5000)]}, "X", "A"),
    ({"A": [("X", 5000)]}, "X", {"A": [("X", 4999)]}, "X", ""),
    ({"A": [("B", 5000)]}, "X", {"A": [("B", 5000)], "B": [("X", 9000)]}, "X", "A B"),
    ({"A": [("X", 5000), ("Y", 100)]}, "X", {"A": [("X", 5000), ("Y", 100)]}, "X Y", "A Y"),
)


@for_each(("old", "listed", "new", "listed_now", "expected"), CHANGES)
def test_a_change_of_owners_is_a_change_of_the_company(
    old: Held, listed: str, new: Held, listed_now: str, expected: str
) -> None:
    """Though nothing of its own entry is new; who counts no more is no news to screen against."""
    found = newly_counted([version(old, listed)], [version(new, listed_now)])
    assert sorted(entity for _list, entity in found) == expected.split()


@pytest.mark.parametrize(("share", "words"), [(0, "0.00 %"), (1, "0.01 %"), (-5, "-0.05 %")])
def test_a_share_is_told_in_percent(share: int, words: str) -> None:
    """To the hundredth."""
    assert percent(share) == words
