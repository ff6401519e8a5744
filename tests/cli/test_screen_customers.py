"""`tallystick screen customers`: who on file is listed now, or came on a list since."""

from pathlib import Path

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.screening.bundle import bundle_of, save
from tests.cli.calling import Call, call
from tests.screening.lists_at_hand import listing, primary

__all__ = ["call"]

OLD = listing([primary("DUNMORE, Aldous", "H-1")], "Own")
NEW = listing([primary("DUNMORE, Aldous", "H-1"), primary("ROE, Jane", "H-2")], "Own")


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """Return a folder with two indexes and a file of customers."""
    save(bundle_of([OLD]), tmp_path / "old.index")
    save(bundle_of([NEW]), tmp_path / "new.index")
    rows = "customer,name\nC-1,Aldous Dunmore\nC-2,Jane Roe\nC-3,Anna Ivanova\n"
    (tmp_path / "customers.csv").write_text(rows)
    return tmp_path


def test_customers_are_screened_whole_or_by_what_changed(at: Path, call: Call) -> None:
    """A line for each hit, and the counts at the end."""
    words = ("customers", "--index", at / "new.index", "--input", at / "customers.csv", "--json")
    code, lines, _errors = call(*words)
    assert code is ExitCode.NO
    assert [line["customer"] for line in lines[:-1]] == ["C-1", "C-2"]
    assert lines[-1] | {"list_version": ""} == {
        "rows": 3,
        "hits": 2,
        "entities": 2,
        "list_version": "",
    }

    code, lines, _errors = call(*words, "--since", at / "old.index")
    assert code is ExitCode.NO
    assert [line["customer"] for line in lines[:-1]] == ["C-2"]
    assert lines[0]["fields"][0]["hits"][0]["entity"] == "H-2"

    code, lines, _errors = call(*words, "--since", at / "new.index")
    assert code is ExitCode.GOOD
    assert lines[-1]["entities"] == 0


def test_a_list_that_is_gone_is_told(at: Path, call: Call) -> None:
    """A file that was forgotten would otherwise look like a change that brought nothing."""
    other = listing([primary("VAIL, Ozymandias", "H-3")], "Another")
    save(bundle_of([OLD, other]), at / "both.index")
    words = ("customers", "--index", at / "new.index", "--input", at / "customers.csv", "--json")
    _code, lines, errors = call(*words, "--since", at / "both.index")
    assert [line["customer"] for line in lines[:-1]] == ["C-2"]
    assert errors == "note: the index has no list Another any more\n"


def test_a_broken_file_of_customers_is_wrong_use(at: Path, call: Call) -> None:
    """With the file, the line and the rule; nobody is taken for clear."""
    (at / "customers.csv").write_text("customer,name\nC-1\n")
    code, lines, errors = call(
        "customers", "--index", at / "new.index", "--input", at / "customers.csv", "--json"
    )
    assert (code, lines) == (ExitCode.WRONG_USE, [])
    assert all(word in errors for word in ("customers.csv", "line 2", "cells"))
