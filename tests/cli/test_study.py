"""`tallystick study generate` as a script calls it."""

import json
from pathlib import Path

import pytest

from tallystick.clearing.instance.faults import InstanceError, Rule
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.cli.instances import load


def generate(*words: str | Path) -> ExitCode:
    """Call the command."""
    return run(root(), ["study", "generate", *map(str, words)])


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_instance_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "day"
    words = ("core", "--bundles", "50", "--urgent", "10", "--pvp", "20", "--spread", "pareto")
    assert generate(*words, "--out", out, "--json") == ExitCode.GOOD
    line = json.loads(capsys.readouterr().out)
    instance = load(out)
    assert line == {
        "family": "core",
        "bundles": 50,
        "legs": 60,
        "participants": len(instance.participants),
        "currencies": 2,
        "urgent": 5,
        "limits": len(instance.bilateral.amount) + len(instance.multilateral.amount),
        "known": False,
        "out": str(out),
    }
    assert {*contents(out)} == {"payments.csv", "accounts.csv", "limits.csv", "rates.csv"}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", "5"), ("two", "5"), ("three", "6")):
        assert generate("day", "--bundles", "90", "--seed", seed, "--out", tmp_path / name) == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one") != contents(tmp_path / "three")


def test_what_is_known_stands_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate("ring", "--out", tmp_path / "ring") == ExitCode.GOOD
    assert "750 bundles of 1500 legs" in capsys.readouterr().out
    known = json.loads((tmp_path / "ring" / "known.json").read_text())
    assert known["settled"] == 375
    assert known["why"].startswith("There is no liquidity.")
    assert generate("planted", "--out", tmp_path / "planted", "--json") == ExitCode.GOOD
    known = json.loads((tmp_path / "planted" / "known.json").read_text())
    assert known["bound_by"][0] == "BANK0000"


def test_a_day_has_times(tmp_path: Path) -> None:
    assert generate("day", "--bundles", "30", "--hours", "1", "--out", tmp_path) == ExitCode.GOOD
    header, *rows = (tmp_path / "times.csv").read_text().splitlines()
    assert header == "bundle_id,second"
    assert [row.split(",")[0] for row in rows] == [*load(tmp_path).bundles]
    assert all(0 <= int(row.split(",")[1]) < 3600 for row in rows)


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("mine")
    assert generate("cycle", "--out", tmp_path) == ExitCode.WRONG_USE
    assert generate("cycle", "--out", tmp_path / "mine") == ExitCode.WRONG_USE
    assert "not an empty folder" in capsys.readouterr().err
    assert contents(tmp_path) == {"mine": b"mine"}


def test_what_cannot_be_generated_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert generate("cycle", "--banks", "4", "--out", out) == ExitCode.WRONG_USE
    assert "banks says nothing to the family cycle" in capsys.readouterr().err
    assert generate("core", "--liquidity", "much", "--out", out) == ExitCode.WRONG_USE
    assert generate("core", "--pvp", "101", "--out", out) == ExitCode.WRONG_USE
    assert generate("circus", "--out", out) == ExitCode.WRONG_USE
    assert not out.exists()


def test_what_cannot_be_written_could_not_be_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert generate("cycle", "--out", tmp_path / "file" / "below") == ExitCode.COULD_NOT_TELL


def test_a_folder_without_accounts_is_refused(tmp_path: Path) -> None:
    generate("cycle", "--out", tmp_path)
    (tmp_path / "limits.csv").unlink()
    assert len(load(tmp_path).bundles) == 50
    (tmp_path / "accounts.csv").unlink()
    with pytest.raises(InstanceError) as refused:
        load(tmp_path)
    assert refused.value.faults[0][:3] == ("accounts.csv", 0, Rule.FILE_MISSING)
