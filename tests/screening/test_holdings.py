"""What a bank knows of who holds what joins a list by its ids, as a part of its edition."""

import pytest

from tallystick.screening.lists import Edition, EntityType, Holding, NameKind
from tallystick.screening.readers import holdings, own
from tallystick.terms.errors import RemoteMessageError
from tests.screening.forms_at_hand import HOLDINGS
from tests.screening.lists_at_hand import OWN, file


def joined(text: str = HOLDINGS) -> Edition:
    """Return the list of a bank with the holdings joined to it."""
    edition = Edition(own.read(file("own.csv", OWN)), ("a note",))
    return holdings.join(edition, file("holdings.csv", text))


def test_the_owned_are_known_for_their_owners() -> None:
    """One that the list does not have is not listed; one that it has keeps all it had."""
    edition = joined()
    found = {each.entity: each for each in edition.version.entries}
    ventures, nautics, sons = found["OWN-1"], found["OWN-2"], found["H-2"]
    assert (ventures.is_listed, nautics.is_listed, sons.is_listed) == (False, False, True)
    assert [(each.kind, each.text) for each in ventures.names] == [
        (NameKind.PRIMARY, "Vail Ventures")
    ]
    assert (ventures.type, ventures.countries) == (EntityType.ENTITY, ("Cuba", "Syria"))
    assert ventures.holdings == (Holding("H-1", 5_000),)
    assert nautics.holdings == (Holding("OWN-1", 1_250),)
    assert sons.holdings == (Holding("H-1", 0, is_control=True),)
    assert sons.identifiers


def test_the_file_is_a_part_of_the_edition() -> None:
    """Its hash counts, and the order of its rows does not."""
    edition = joined()
    assert [(each.part, each.records) for each in edition.version.files] == [
        ("holdings", 3),
        ("list", 3),
    ]
    assert edition.notes == ("a note",)
    header, *rows = HOLDINGS.splitlines(keepends=True)
    assert joined(header + "".join(reversed(rows))).version.entries == edition.version.entries


def test_another_name_of_the_owned_is_an_alias() -> None:
    """In whichever row it stands, and with the countries that it tells."""
    more = "Harbour Bank list,H-2,OWN-1,5,,Vail Vessels,,Tule\n"
    header, *rows = (HOLDINGS + more).splitlines(keepends=True)
    edition = joined(header + "".join(rows))
    (ventures,) = [each for each in edition.version.entries if each.entity == "OWN-1"]
    assert [(each.kind, each.text) for each in ventures.names] == [
        (NameKind.PRIMARY, "Vail Ventures"),
        (NameKind.ALIAS, "Vail Vessels"),
    ]
    assert ventures.countries == ("Cuba", "Syria", "Tule")
    assert joined(header + "".join(reversed(rows))).version.entries == edition.version.entries


def test_the_last_columns_may_be_left_out() -> None:
    """Then every entity must be one of the list."""
    text = "list,owner,owned,share,control\nHarbour Bank list,H-1,H-2,50,\n"
    assert holdings.is_list(file("h.csv", text))
    assert joined(text).version.count == 2
    assert not holdings.is_list(file("h.csv", text.replace("control", "kind")))


BROKEN = (
    (HOLDINGS.replace("H-1,OWN-1,50", "H-9,OWN-1,50"), "unknown-entity", "line 2"),
    (HOLDINGS.replace("Vail Ventures", ""), "unknown-entity", "line 2"),
    (HOLDINGS.replace("OWN-1,50", "OWN-1,half"), "share", "line 2"),
    (HOLDINGS.replace("OWN-1,50", "OWN-1,101"), "share", "line 2"),
    (HOLDINGS.replace("12.5,no", "12.5,perhaps"), "control", "line 3"),
    (HOLDINGS.replace("H-1,H-2", "H-2,H-2"), "self", "line 4"),
    (HOLDINGS.replace("H-1,H-2", ",H-2"), "empty", "line 4"),
    (HOLDINGS.replace(",entity,Cuba", ",firm,Cuba"), "type", "line 2"),
    (HOLDINGS.replace(",,yes,,,", ",,yes,,"), "cells", "line 4"),
)


@pytest.mark.parametrize(("text", "rule", "place"), BROKEN)
def test_a_row_that_breaks_a_rule_is_refused(text: str, rule: str, place: str) -> None:
    """File, line and rule are told."""
    with pytest.raises(RemoteMessageError) as refused:
        joined(text)
    error = refused.value
    assert (error.ref, error.code, error.field) == ("holdings.csv", rule, place)


def test_rows_of_two_lists_or_of_none_are_refused() -> None:
    """A file joins one list."""
    for text, rule in (
        (HOLDINGS.replace("Harbour Bank list,OWN-1", "Other,OWN-1"), "two-editions"),
        (HOLDINGS.splitlines()[0], "list-empty"),
    ):
        with pytest.raises(RemoteMessageError) as refused:
            holdings.list_of(file("holdings.csv", text))
        assert refused.value.code == rule
