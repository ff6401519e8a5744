"""Real input keeps its contract: a line for each transaction, then the figures of the demo."""

import json
import os
from pathlib import Path
from typing import Any

import click
import pytest

from tallystick.cli.demo_messages import run_messages
from tallystick.cli.exit_code import ExitCode
from tests.admission.messages import credit_transfer, status_report, transaction

pytestmark = pytest.mark.slow

GOOD = credit_transfer(transaction(agreed_rate=None))
KEYS = ["file", "message", "valid", "outcome", "rule", "reason", "text"]
FIGURES = [
    *("payments", "settled", "refused", "broken", "duplicates", "pending", "difference"),
    *("tally_roots_equal", "posting_sums", "stores", "latency_ms", "seconds"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of messages at two depths, of which two are one payment."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "a-good.xml").write_bytes(GOOD)
    (tmp_path / "b-no-id.XML").write_bytes(credit_transfer(transaction(uetr="")))
    (tmp_path / "c-broken.xml").write_bytes(GOOD.replace(b"SHAR", b"FREE"))
    (tmp_path / "d-[bold]status.xml").write_bytes(status_report("ACCP"))
    (inner / "again.xml").write_bytes(GOOD)
    (tmp_path / "README.md").write_text("no message")
    return tmp_path


def answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[ExitCode, list[Any]]:
    """Return the exit code and every line of standard output."""
    code = run_messages(folder, as_json=True)
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_for_each_then_the_figures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of their names; a refusal is an end, and no failure."""
    code, (*lines, figures) = answer(folder, capsys)
    assert code is ExitCode.GOOD
    assert [list(line) for line in lines] == [KEYS] * 5
    assert [Path(line["file"]).name for line in lines] == [
        *("a-good.xml", "b-no-id.XML", "c-broken.xml", "d-[bold]status.xml", "again.xml"),
    ]
    assert [line["outcome"] for line in lines] == [
        *("settled", "refused", "invalid", "unsupported", "settled"),
    ]
    assert [line["reason"] for line in lines] == [None, "CH21", "FF01", None, None]
    assert list(figures) == FIGURES
    assert [figures[key] for key in FIGURES[:8]] == [5, 1, {"CH21": 1}, 2, 1, 0, 0, True]
    assert figures["posting_sums"] == {"FIRST": {"RUB": 0}, "SECOND": {"RUB": 0}}


def test_people_read_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Grouped by how it ended, with the reason in words."""
    assert run_messages(folder, as_json=False) is ExitCode.GOOD
    told = capsys.readouterr().out
    order = ("Settled: 2", "Refused: 1", "Invalid: 1", "Unsupported: 1", "All 5 in one world")
    assert sorted(order, key=told.index) == list(order)
    assert "a payment needs a UETR" in told
    assert str(Path("inner") / "again.xml") in told
    assert "Both operators' halves match; 0 differences." in told


def test_one_file_will_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is then the whole run."""
    assert run_messages(folder / "a-good.xml", as_json=False) is ExitCode.GOOD
    assert "a-good.xml" in capsys.readouterr().out


def test_a_folder_without_messages_is_a_wrong_use(tmp_path: Path) -> None:
    """Nothing was asked."""
    with pytest.raises(click.UsageError, match=r"no \.xml file"):
        run_messages(tmp_path, as_json=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="to this user every file can be read")
def test_a_file_that_cannot_be_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others come to their ends."""
    (folder / "a-good.xml").chmod(0)
    assert run_messages(folder, as_json=True) is ExitCode.COULD_NOT_TELL
    said = capsys.readouterr()
    assert "a-good.xml cannot be read" in said.err
    assert len(said.out.splitlines()) == 5
