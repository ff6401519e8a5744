"""What changed between two editions is told entity by entity, and nothing else is."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.changes import Change, ChangeKind, PartChange, bundle_diff, diff
from tallystick.screening.gather import gather
from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import Holding, ListVersion, NameKind
from tests.screening.lists_at_hand import listing, primary, shared

ROWS = [primary("Ozymandias Vail"), ("E-1", NameKind.WEAK, "Ozzy"), primary("Jane Roe", "E-2")]


def test_an_entity_is_added_removed_or_changed() -> None:
    """Of one that changed each part tells what was taken away and what was added."""
    old = listing(ROWS, identifiers=[("E-1", IdentifierKind.BIC, "VAILGB2L")])
    new = listing([primary("Ozymandias Vale"), ROWS[1], primary("John Doe", "E-3")])
    assert diff(old, new) == (
        Change(
            "E-1",
            ChangeKind.CHANGED,
            "Ozymandias Vale",
            (
                PartChange("names", ("primary: Ozymandias Vail",), ("primary: Ozymandias Vale",)),
                PartChange("identifiers", ("bic: VAILGB2L",), ()),
            ),
        ),
        Change("E-2", ChangeKind.REMOVED, "Jane Roe"),
        Change("E-3", ChangeKind.ADDED, "John Doe"),
    )


def test_holdings_and_listing_are_told_in_words() -> None:
    """A share in per cent, and whether it is listed itself."""
    old = listing(ROWS[:1])
    (entry,) = old.entries
    held = msgspec.structs.replace(
        entry, holdings=(Holding("E-9", 1_250, is_control=True),), is_listed=False
    )
    (change,) = diff(old, msgspec.structs.replace(old, entries=(held,)))
    assert change.parts == (
        PartChange("holdings", (), ("E-9: 12.50 %, control",)),
        PartChange("is_listed", ("yes",), ("no",)),
    )


@given(st.permutations(ROWS))
def test_the_same_edition_has_no_changes(rows: list[tuple[str, NameKind, str]]) -> None:
    """Whatever the order it was written in."""
    assert diff(listing(rows), listing(ROWS)) == ()


subsets = st.lists(st.sampled_from(ROWS), min_size=1, unique=True)


@given(subsets, subsets)
def test_going_back_undoes_every_change(
    one: list[tuple[str, NameKind, str]], other: list[tuple[str, NameKind, str]]
) -> None:
    """What was added is removed and the other way round."""
    undone = {
        ChangeKind.ADDED: ChangeKind.REMOVED,
        ChangeKind.REMOVED: ChangeKind.ADDED,
        ChangeKind.CHANGED: ChangeKind.CHANGED,
    }
    there, back = diff(listing(one), listing(other)), diff(listing(other), listing(one))
    assert [(each.entity, undone[each.kind]) for each in there] == [
        (each.entity, each.kind) for each in back
    ]
    for each, reverse in zip(there, back, strict=True):
        turned = [(part.part, part.added, part.removed) for part in each.parts]
        assert turned == [(part.part, part.removed, part.added) for part in reverse.parts]


def test_lists_come_and_go_with_all_they_have() -> None:
    """A list that only one bundle has is added or removed whole."""
    here, gone = listing(ROWS, "Here"), listing(ROWS, "Gone")
    changes = bundle_diff([here, gone], [here, listing(ROWS[:1], "New")])
    counts = [(each.list, each.old_count, each.new_count, len(each.changes)) for each in changes]
    assert counts == [("Gone", 2, 0, 2), ("Here", 2, 2, 0), ("New", 0, 1, 1)]
    assert (changes[0].old_on, changes[0].new_on) == ("2026-01-05", "")
    assert changes[0].count(ChangeKind.REMOVED) == 2


@pytest.mark.slow
def test_the_published_editions_differ_as_their_records_do() -> None:
    """Between two editions of OFAC's list, by the ids alone, counted another way."""
    first, second = (_only(place) for place in ("ofac_watchman_2021-07", "ofac_sancbook_2023-01"))
    before, after = ({each.entity for each in version.entries} for version in (first, second))
    changes = diff(first, second)
    told = {kind: sum(each.kind is kind for each in changes) for kind in ChangeKind}
    assert told[ChangeKind.ADDED] == len(after - before)
    assert told[ChangeKind.REMOVED] == len(before - after)
    assert 0 < told[ChangeKind.CHANGED] <= len(before & after)


def _only(place: str) -> ListVersion:
    (version,) = gather(shared(place)).lists
    return version
