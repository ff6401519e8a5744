"""`tallystick screen ownership` lists who counts as listed, why, and what is odd."""

import json
from pathlib import Path
from typing import Any

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.screening.bundle import bundle_of, save
from tallystick.screening.lists import Regime
from tests.screening.owned import version


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return the file of an index with holdings."""
    held = {"A": [("X", 6250)], "B": [("A", 5000)], "C": [("B", 4999)], "D": [("nobody", 1)]}
    at = tmp_path / "lists.index"
    save(bundle_of([version(held, regime=Regime.US)]), at)
    return at


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[ExitCode, list[str]]:
    """Return the exit code and the lines of a call."""
    code = run(root(), ["screen", "ownership", *map(str, words)])
    return code, capsys.readouterr().out.splitlines()


def test_who_counts_is_told_a_line_each(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the shares as parts of the whole, and the notes after."""
    code, lines = told(capsys, index, "--json")
    first, second, note = map(json.loads, lines)
    assert code is ExitCode.GOOD
    expected: dict[str, Any] = {
        "regime": "us",
        "list": "Own",
        "entity": "A",
        "name": "Company A",
        "share": 0.625,
        "why": "owned 62.50 % by Lord X (listed)",
        "stakes": [
            {
                "list": "Own",
                "owner": "X",
                "name": "Lord X",
                "share": 0.625,
                "is_control": False,
                "is_listed": True,
            }
        ],
    }
    assert first == expected
    assert (second["entity"], second["why"]) == (
        "B",
        "owned 50.00 % by Lord X (listed) through Company A",
    )
    assert (note["entity"], note["note"]) == ("D", "owner-unknown")


def test_people_are_told_in_words(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same, one line each."""
    code, lines = told(capsys, index)
    assert code is ExitCode.GOOD
    assert lines[0] == "us Own A: Company A, owned 62.50 % by Lord X (listed)"
    assert lines[-1].startswith("note: Own D: ")


def test_what_is_no_index_is_could_not_tell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A damaged file says neither that nobody counts."""
    (tmp_path / "x").write_text("no index")
    assert told(capsys, tmp_path / "x") == (ExitCode.COULD_NOT_TELL, [])


def test_companies_that_do_not_count_are_no_hits(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a hit on one that does says for what it counts."""
    (tmp_path / "names").write_text("Company A\nCompany C\n")
    words = ("names", "--index", index, "--input", tmp_path / "names", "--json")
    run(root(), ["screen", *map(str, words)])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["hits"][0]["ownership"] == "owned 62.50 % by Lord X (listed)"
    assert (second["verdict"], second["hits"]) == ("clear", [])
    run(root(), ["screen", *map(str, words[:-1])])
    assert (
        capsys.readouterr()
        .out.splitlines()[1]
        .endswith(" same-words, owned 62.50 % by Lord X (listed)")
    )
