"""`tallystick demo`: its line for scripts, its report for people, and what it refuses to begin."""

import io
from pathlib import Path

from click.testing import CliRunner
from rich.console import Console

from tallystick.cli.demo import _line, demo
from tallystick.cli.demo_report import WIDTH, show
from tallystick.cli.exit_code import ExitCode
from tallystick.sandbox.questions import Asked, draw_questions
from tests.proof.demo.findings import STAGE, findings


def printed(**over: object) -> str:
    """Return the report as it is printed on a page of the full width."""
    page = io.StringIO()
    show(findings(**over), Console(file=page, width=WIDTH))
    return page.getvalue()


def test_the_line_has_the_contracts_keys_in_order() -> None:
    """Scripts outside the project rely on them."""
    line = _line(findings())
    assert list(line) == [
        "payments",
        "settled",
        "refused",
        "broken",
        "duplicates",
        "pending",
        "difference",
        "tally_roots_equal",
        "posting_sums",
        "stores",
        "latency_ms",
        "seconds",
        "assignments",
        "returns",
    ]
    assert list(line["latency_ms"]) == ["p50", "p95", "p99"]
    counted = line["settled"] + sum(line["refused"].values())
    counted += line["broken"] + line["duplicates"] + line["pending"]
    assert line["payments"] == counted == 60


def test_what_banks_asked_each_other_is_told_in_a_line() -> None:
    """By kind and outcome, for scripts and for people; nothing of it where nothing was asked."""
    questions = draw_questions(STAGE, ())
    asked = tuple(Asked(each, str(each.expected)) for each in questions)
    counts = {"close": 2, "different": 2, "matched": 2, "unknown": 2}
    assert _line(findings(asked=asked))["assignments"] == {"verification": counts}
    told = "Asked between banks: verification close 2, different 2, matched 2, unknown 2"
    assert told in printed(asked=asked)
    assert "Asked between banks" not in printed()


def test_the_report_fits_its_page() -> None:
    """Nothing runs over, and every refusal is there with what it tells."""
    text = printed()
    assert max(map(len, text.splitlines()[:-3])) <= WIDTH
    for reason in findings().refused:
        assert reason in text
    assert "the two halves match" in text
    assert "tallystick reconcile" in text


def test_the_report_names_what_is_odd_and_does_not_praise_it() -> None:
    """A person sees at once that something is not as it must be."""
    text = printed(oddities=tuple(f"message {n} came otherwise" for n in range(20)))
    assert "not as it must be" in text
    assert "message 3 came otherwise" in text
    assert "and 8 more" in text
    assert "the two halves match" not in text


def test_a_folder_in_which_a_demo_has_been_is_left_alone(tmp_path: Path) -> None:
    """Nothing is overwritten: the wrong use is told before anything starts."""
    (tmp_path / "ru").mkdir()
    (tmp_path / "ru" / "node.toml").write_text("ours")
    outcome = CliRunner().invoke(demo, ["--once", "--data", str(tmp_path)])
    assert outcome.exit_code == ExitCode.WRONG_USE
    assert "nothing is overwritten" in outcome.output
    assert (tmp_path / "ru" / "node.toml").read_text() == "ours"


def test_a_list_that_cannot_be_read_is_a_wrong_use(tmp_path: Path) -> None:
    """It is told before any folder is made."""
    path = tmp_path / "broken.csv"
    path.write_text("list,published_on,entity,name,kind,type,countries,identifiers\nx,y\n")
    outcome = CliRunner().invoke(demo, ["--once", "--lists", str(path)])
    assert outcome.exit_code == ExitCode.WRONG_USE
    assert "the lists cannot be used" in outcome.output


def test_a_folder_without_a_list_is_a_wrong_use(tmp_path: Path) -> None:
    """Nobody shall believe to have screened against what is not there."""
    (tmp_path / "readme.txt").write_text("The lists are elsewhere.")
    outcome = CliRunner().invoke(demo, ["--once", "--lists", str(tmp_path)])
    assert outcome.exit_code == ExitCode.WRONG_USE
    assert "no list is in" in outcome.output


def test_a_path_that_belongs_to_nothing_is_a_wrong_use(tmp_path: Path) -> None:
    """After --lists it is one more list."""
    outcome = CliRunner().invoke(demo, ["--once", str(tmp_path)])
    assert outcome.exit_code == ExitCode.WRONG_USE
    assert "--lists" in outcome.output
