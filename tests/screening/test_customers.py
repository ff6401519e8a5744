"""Customers on file are screened as payments are, and a change of lists costs what it brought."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.bundle import bundle_of
from tallystick.screening.customers import Screening, customers_of, screened
from tallystick.screening.fields import FieldKind
from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.index import Index
from tallystick.screening.lists import brought
from tallystick.screening.particulars import NOTHING_KNOWN
from tallystick.screening.policy import ListRule, Policy
from tallystick.terms.errors import RemoteMessageError
from tests.every import for_each
from tests.screening.lists_at_hand import listing, primary

POLICY = Policy("customers", (ListRule("Own"),))
BEFORE = listing([primary("DUNMORE, Aldous", "H-1"), primary("ROE, Jane", "H-2")], "Own")
AFTER = listing(
    [primary("DUNMORE, Aldous", "H-1"), primary("ROE, Janet", "H-2"), primary("Vail", "H-3")],
    "Own",
    identifiers=[("H-3", IdentifierKind.ACCOUNT, "DE89370400440532013000")],
)
HEADER = "customer,name,type,birth,countries,address,identifiers\n"


def found(text: str, index: Index | None = None) -> list[Screening]:
    """Return what is found of the customers in a file."""
    index = index or Index(bundle_of([AFTER]))
    return list(screened(index, POLICY, customers_of(StringIO(text), "customers.csv")))


def test_each_column_is_screened_as_what_it_is() -> None:
    """Names with what is known of the customer, addresses and identifiers as in payments."""
    hits = found(
        HEADER
        + "C-1,Janet Roe,individual,1961-03-21,RU;CN,,\n"
        + "C-2,Anna Ivanova,,,,care of Janet Roe,\n"
        + "C-3,Anna Ivanova,,,,,40817; DE89 3704 0044 0532 0130 00\n"
        + "C-4,Anna Ivanova,,,,,\n"
    )
    assert [(each.customer, [one.path for one in each.findings]) for each in hits] == [
        ("C-1", ["name"]),
        ("C-2", ["address"]),
        ("C-3", ["identifiers[2]"]),
    ]
    known = hits[0].findings[0].known
    assert (known.births, known.countries) == (("1961-03-21",), ("CN", "RU"))


def test_columns_stand_in_any_order_and_may_be_missing() -> None:
    """All but the customer's id and name."""
    assert [each.customer for each in found("name,customer\nJanet Roe,C-1\n")] == ["C-1"]


WRONG = (
    ("", "column-missing", 1),
    ("customer\nC-1\n", "column-missing", 1),
    ("customer,name,naem\n", "column-unknown", 1),
    ("customer,name,name\n", "column-twice", 1),
    (HEADER + "C-1,Jane\n", "cells", 2),
    (HEADER + "C-1,Jane,,,,,\n,Jane,,,,,\n", "empty", 3),
    (HEADER + "C-1,(Jane),,,,,\nC-2,?*,,,,,\n", "name", 3),
    (HEADER + "C-1,Jane,person,,,,\n", "type", 2),
    (HEADER + "C-1,Jane,,21.3.1961,,,\n", "birth", 2),
    (HEADER + "C-1,Jane,,,Russia,,\n", "countries", 2),
    (HEADER + 'C-1,"Jane" Roe,,,,,\n', "not-csv", 2),
)


@for_each(("text", "rule", "line"), WRONG)
def test_a_row_that_breaks_a_rule_is_told_by_its_line(text: str, rule: str, line: int) -> None:
    """No customer is passed over because a cell is odd."""
    with pytest.raises(RemoteMessageError) as broken:
        found(text)
    assert (broken.value.code, broken.value.field) == (rule, f"line {line}")


def test_a_change_of_lists_brings_what_is_new_or_otherwise() -> None:
    """By what the entries hold; a new list brings all of its own."""
    other = listing([primary("DUNMORE, Aldous", "H-1")], "Another")
    assert brought([BEFORE], [AFTER]) == {("Own", "H-2"), ("Own", "H-3")}
    assert brought([AFTER], [AFTER]) == frozenset()
    assert brought([BEFORE], [BEFORE, other]) == {("Another", "H-1")}


NAMES = st.sampled_from(
    ["Aldous Dunmore", "Jane Roe", "Janet Roe", "Vail", "ALDOUS  DUNMORE", "Jane Vail", "x"]
)
KINDS = st.sampled_from([FieldKind.NAME, FieldKind.TEXT])


@given(NAMES, KINDS, st.sets(st.sampled_from(["H-1", "H-2", "H-3"])))
def test_among_some_the_hits_are_those_among_all(
    text: str, kind: FieldKind, entities: set[str]
) -> None:
    """The same scores and the same evidence, of these entities alone."""
    bundle = bundle_of([AFTER])
    among = frozenset(("Own", entity) for entity in entities)
    every = Index(bundle).hits(kind, text, NOTHING_KNOWN)
    assert Index(bundle, among).hits(kind, text) == tuple(
        hit for hit in every if hit.entity in entities
    )
