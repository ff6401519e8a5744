"""`tallystick study run` as a script calls it."""

import csv
import json
import sys
from pathlib import Path

import pytest

from tallystick.clearing.what_if.writing import COURSE_COLUMNS, SCENARIO_COLUMNS
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tests.every import for_each

FILES = {"scenarios.csv", "course.csv", "liquidity.svg", "liquidity.png", "day.svg", "day.png"}


def study(*words: str | int | Path) -> ExitCode:
    """Call a command of the group."""
    return run(root(), ["study", *map(str, words)])


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """Return the folder of a small day."""
    folder = tmp_path / "day"
    words = ("--bundles", "300", "--banks", "10", "--liquidity", "3", "--urgent", "5")
    assert study("generate", "day", *words, "--out", folder) == ExitCode.GOOD
    return folder


def test_a_day_is_run(day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert study("run", day, "--out", out, "--no-plots") == ExitCode.GOOD
    shown = capsys.readouterr()
    assert "gross+optimiser:900" in shown.out
    assert str(out / "course.csv") in shown.out
    assert "liquidity 0.25, gross: " in shown.err
    with (out / "scenarios.csv").open(newline="") as file:
        scenarios = list(csv.DictReader(file))
    assert [*scenarios[0]] == [*SCENARIO_COLUMNS]
    assert len(scenarios) == 15
    for scenario in scenarios:
        assert 0 < float(scenario["settled_share"]) <= float(scenario["bound_share"]) <= 1
        assert float(scenario["liquidity_used"]) <= float(scenario["liquidity_available"])
    with (out / "course.csv").open(newline="") as file:
        course = list(csv.DictReader(file))
    assert [*course[0]] == [*COURSE_COLUMNS]
    last = [each for each in course if each["second"] == str(9 * 3600)]
    assert [each["settled"] for each in last] == [each["settled"] for each in scenarios]


@pytest.mark.slow
def test_a_day_is_drawn(day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert study("run", day, "--out", out) == ExitCode.GOOD
    assert {each.name for each in out.iterdir()} == FILES
    assert str(out / "day.png") in capsys.readouterr().out
    assert (out / "day.png").read_bytes().startswith(b"\x89PNG")
    assert "</svg>" in (out / "liquidity.svg").read_text()


@pytest.mark.slow
def test_the_same_day_gives_the_same_bytes(day: Path, tmp_path: Path) -> None:
    words = ("--rule", "cycles:7200", "--rule", "gross", "--liquidity", "2", "--liquidity", "0.5")
    for name, jobs in (("one", "1"), ("two", "2")):
        assert study("run", day, "--out", tmp_path / name, *words, "--jobs", jobs) == 0
    for name in FILES:
        one, two = ((tmp_path / each / name).read_bytes() for each in ("one", "two"))
        assert one == two, name


@pytest.mark.slow
def test_nothing_of_another_study_stays_beside_the_figures(day: Path, tmp_path: Path) -> None:
    out, words = tmp_path / "out", ("--rule", "gross", "--liquidity", "1")
    out.mkdir()
    (out / "notes.txt").touch()
    assert study("run", day, "--out", out, *words) == ExitCode.GOOD
    assert {each.name for each in out.iterdir()} == FILES | {"notes.txt"}
    assert study("run", day, "--out", out, *words, "--no-plots") == ExitCode.GOOD
    assert {each.name for each in out.iterdir()} == {"scenarios.csv", "course.csv", "notes.txt"}


def test_the_last_may_arrive_at_the_close(day: Path, tmp_path: Path) -> None:
    with (day / "times.csv").open(newline="") as file:
        last = max(int(each["second"]) for each in csv.DictReader(file))
    words = ("--rule", "gross", "--liquidity", "1", "--no-plots", "--close")
    assert study("run", day, "--out", tmp_path / "a", *words, last) == ExitCode.GOOD
    assert study("run", day, "--out", tmp_path / "b", *words, last - 1) == ExitCode.WRONG_USE


def test_each_case_is_a_line_of_json(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--rule", "gross", "--liquidity", "1", "--no-plots", "--json", "--close", "40000")
    assert study("run", day, "--out", tmp_path / "out", *words) == ExitCode.GOOD
    (line,) = capsys.readouterr().out.splitlines()[-1:]
    told = json.loads(line)
    assert {*told} == {*SCENARIO_COLUMNS}
    assert (told["rule"], told["liquidity"], told["payments"]) == ("gross", "1", 300)
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"scenarios.csv", "course.csv"}


@for_each(
    ("words", "told"),
    (
        (("--rule", "netting"), "is no rule"),
        (("--liquidity", "0"), "no decimal number above 0"),
        (("--liquidity", "1e3"), "no decimal number above 0"),
        (("--liquidity", ".5"), "no decimal number above 0"),
        (("--close", "60"), "arrives after it"),
        (("--close", str(10**30)), "--close"),
        (("--jobs", "0"), "--jobs"),
    ),
)
def test_a_choice_that_cannot_be_is_refused(
    words: tuple[str, ...], told: str, day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert study("run", day, "--out", day / "out", *words) == ExitCode.WRONG_USE
    assert told in capsys.readouterr().err.replace("\n", " ")
    assert not (day / "out").exists()


def test_a_day_without_times_is_refused(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (day / "times.csv").unlink()
    assert study("run", day, "--out", day / "out") == ExitCode.WRONG_USE
    assert "times.csv, line 0: the file is missing" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_run(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert study("run", day, "--out", day / "times.csv" / "out") == ExitCode.COULD_NOT_TELL
    told = capsys.readouterr().err
    assert "cannot be read or written" in told
    assert "settled" not in told


def test_levels_that_are_nearly_the_same_are_told_apart(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--liquidity", "1.0000001", "--liquidity", "1.0", "--liquidity", "1")
    assert study("run", day, "--out", tmp_path / "out", "--no-plots", *words) == ExitCode.GOOD
    shown = capsys.readouterr()
    assert {line.split(",")[0] for line in shown.err.splitlines() if ", gross:" in line} == {
        "liquidity 1",
        "liquidity 1.0000001",
    }
    assert "1.0000001" in shown.out


def test_without_matplotlib_one_is_told_what_to_install(
    day: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "tallystick.clearing.what_if.plots", raising=False)
    assert study("run", day, "--out", day / "out") == ExitCode.WRONG_USE
    assert "tallystick[plots]" in capsys.readouterr().err


@for_each(
    ("words", "settled"),
    (
        (("--urgent-weight", "1"), "100"),
        (("--urgent-weight", "3"), "60"),
        (("--urgent-weight", "1", "--age-weight", "1"), "60"),
    ),
)
def test_the_weights_decide_which_of_two_settles(
    words: tuple[str, ...], settled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An old urgent payment of 60 or a new one of 100: the account has no more than 100."""
    payments = "bundle_id,debtor,creditor,currency,amount,priority\nold,A,B,EUR,60,0\n"
    (tmp_path / "payments.csv").write_text(payments + "young,A,B,EUR,100,1\n")
    (tmp_path / "accounts.csv").write_text("participant,currency,available\nA,EUR,100\n")
    (tmp_path / "rates.csv").write_text("currency,rate\nEUR,1\n")
    (tmp_path / "times.csv").write_text("bundle_id,second\nold,0\nyoung,7100\n")
    one = ("--rule", "cycles:7200", "--liquidity", "1", "--close", "7200", "--no-plots", "--json")
    assert study("run", tmp_path, "--out", tmp_path / "out", *one, *words) == ExitCode.GOOD
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert str(told["settled_value"]) == settled
