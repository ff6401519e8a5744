"""The page of accuracy has a place for each table, and a run fills each."""

import pytest

from tests.accuracy.page import PAGE, setting_lines
from tests.house.measured import BLOCK, renewed

TABLES = frozenset(
    {"setting", "lists", "sets", "ours", "own", "equal", "folds", "pairs", "across", "classes"}
    | {"ourclasses", "exhaustive"}
)


def test_a_run_renews_its_tables_and_nothing_else() -> None:
    """What people wrote stays."""
    page = "before\n<!-- measured: pairs -->\nold\n<!-- end -->\nafter\n"
    assert renewed(page, {"pairs": "new\n"}) == page.replace("old", "new")


def test_a_place_for_an_unknown_table_is_an_error() -> None:
    """It would stay empty for ever."""
    with pytest.raises(KeyError):
        renewed("<!-- measured: nothing -->\n<!-- end -->\n", {"pairs": ""})


def test_the_page_has_a_place_for_every_table() -> None:
    """And each was measured."""
    page = PAGE.read_text(encoding="utf-8")
    places = {block[2]: block[0] for block in BLOCK.finditer(page)}
    assert places.keys() == TABLES
    empty = [name for name, text in places.items() if text.count("\n") < 3 and "`" not in text]
    assert empty == []


def test_the_setting_names_matcher_and_machine() -> None:
    """And how long the run took."""
    told = setting_lines("x86_64, 2 cores", ["rapidfuzz 3"], 720)
    assert "x86_64, 2 cores" in told
    assert "12 minutes" in told
