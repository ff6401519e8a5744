"""`tallystick optimise` as a script calls it."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest

from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.bounded import Bounded
from tallystick.clearing.solution.verifier import proved
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.cli.instances import load
from tests.every import for_each


def optimise(*words: str | Path) -> ExitCode:
    """Call the command."""
    return run(root(), ["optimise", *map(str, words)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small day, and of its solution, which no test changes."""
    made = tmp_path_factory.mktemp("made")
    size = ("--bundles", "120", "--banks", "12", "--urgent", "5")
    words = ["study", "generate", "core", *size, "--out", str(made / "day")]
    assert run(root(), words) == ExitCode.GOOD
    assert optimise(made / "day", "--out", made / "solution", "--work", "1") == ExitCode.GOOD
    return made


@pytest.fixture
def day(made: Path, tmp_path: Path) -> Path:
    """Return the folder of a small day."""
    return copytree(made / "day", tmp_path / "day")


@pytest.fixture
def solved(made: Path, tmp_path: Path) -> Path:
    """Return the folder of its solution."""
    return copytree(made / "solution", tmp_path / "solution")


def test_a_solution_is_written_and_verified(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {each.name for each in solved.iterdir()} == {
        "settled.csv",
        "certificate.csv",
        "result.json",
    }
    result = json.loads((solved / "result.json").read_text(), parse_float=Decimal)
    assert 0 < result["objective"] <= result["upper_bound"]
    assert 0 < result["value"] <= result["gross_value"]
    share = Fraction(result["objective"]) / Fraction(result["upper_bound"])
    assert abs(1 - share - Fraction(result["gap"])) <= Fraction(1, 2 * 10**12)
    assert result["settled"] == len((solved / "settled.csv").read_text().splitlines()) - 1
    capsys.readouterr()
    assert optimise("--verify", day, solved) == ExitCode.GOOD
    assert capsys.readouterr().out == "verified\n"


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/explanation/optimiser.md").read_text()
    lines = [line.strip() for line in page.splitlines() if line.startswith("    ")]
    payments = lines[lines.index("bundle_id,debtor,creditor,currency,amount,priority") :][:5]
    (tmp_path / "payments.csv").write_text("\n".join(payments))
    (tmp_path / "accounts.csv").write_text("participant,currency,available\nA,EUR,20\n")
    (tmp_path / "rates.csv").write_text("currency,rate\nEUR,1\n")
    assert optimise(tmp_path, "--out", tmp_path / "solution", "--work", "1") == ExitCode.GOOD
    result = json.loads((tmp_path / "solution" / "result.json").read_text())
    assert (result["objective"], result["upper_bound"]) == (170, 180)
    assert 170 <= result["search_bound"] < 170 * (1 + 1e-9)
    assert (tmp_path / "solution" / "settled.csv").read_text().split() == [
        "bundle_id",
        "p1",
        "p2",
        "p3",
    ]
    certificate = (tmp_path / "solution" / "certificate.csv").read_text()
    assert certificate.splitlines()[1:] == ["account,A,,EUR,1/1"]


def test_the_order_of_rows_makes_no_difference(day: Path, solved: Path, tmp_path: Path) -> None:
    for name in ("payments.csv", "accounts.csv", "limits.csv"):
        head, *rows = (day / name).read_text().splitlines(keepends=True)
        (day / name).write_text("".join([head, *sorted(rows, key=lambda row: row[::-1])]))
    assert optimise(day, "--out", tmp_path / "again", "--work", "1") == ExitCode.GOOD
    for name in ("settled.csv", "certificate.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (solved / name).read_bytes()


def test_a_set_that_passes_an_account_is_not_verified(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundles = {row.split(",")[0] for row in (day / "payments.csv").read_text().splitlines()[1:]}
    (solved / "settled.csv").write_text("bundle_id\n" + "".join(f"{each}\n" for each in bundles))
    capsys.readouterr()
    assert optimise("--verify", day, solved, "--json") == ExitCode.NO
    told = json.loads(capsys.readouterr().out)
    assert not told["verified"]
    assert "is taken" in told["faults"][0]


def test_a_bound_that_is_not_proved_is_not_verified(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = solved / "result.json"
    told = json.loads(result.read_text())
    result.write_text(json.dumps({**told, "upper_bound": told["upper_bound"] * 0.99}))
    assert optimise("--verify", day, solved) == ExitCode.NO
    assert "claims a bound" in capsys.readouterr().out


def test_a_certificate_for_what_is_not_there_is_refused(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = solved / "certificate.csv"
    path.write_text(path.read_text().replace("\naccount", "\nledger", 1))
    capsys.readouterr()
    assert optimise("--verify", day, solved) == ExitCode.NO
    assert "certificate.csv, line 2" in capsys.readouterr().out


BROKEN = {
    "result.json": [
        ("{}", "has no number `upper_bound`"),
        ('{"upper_bound": 1, "upper_bound": 1e20}', "told twice"),
    ],
    "settled.csv": [("bundle_id\nnobody's\n", "settled.csv, line 2")],
    "certificate.csv": [("", "certificate.csv, line 1")],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_solution_that_cannot_be_read_is_not_verified(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """The answer is no, in the form that was asked for: only the instance is the caller's."""
    for text, fault in BROKEN[name]:
        (solved / name).write_text(text)
        capsys.readouterr()
        assert optimise("--verify", day, solved, "--json") == ExitCode.NO
        told = json.loads(capsys.readouterr().out)
        assert not told["verified"]
        assert fault in told["faults"][0]
        assert told["objective"] is told["upper_bound"] is None
    (solved / name).unlink()
    assert optimise("--verify", day, solved) == ExitCode.NO
    assert capsys.readouterr().out == f"{name} is missing\nNOT verified\n"
    (day / "rates.csv").write_text("currency,rate\nEUR,0\n")
    assert optimise("--verify", day, solved, "--json") == ExitCode.WRONG_USE


def test_a_bound_of_many_digits_is_told_as_a_decimal_not_below_it(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fractions of 400 digits add up to one of more than can be printed."""
    head, *rows = (solved / "certificate.csv").read_text().splitlines()
    kept = [row.rpartition(",")[0] for row in rows]
    odd = [f"{row},1/{10**399 + 2 * number + 1}" for number, row in enumerate(kept)]
    assert len(odd) > 11
    (solved / "certificate.csv").write_text("\n".join([head, *odd]))
    capsys.readouterr()
    assert optimise("--verify", day, solved) == ExitCode.NO
    assert "proved is " in capsys.readouterr().out
    (solved / "certificate.csv").write_text("\n".join([head, f"{kept[0]},1/3"]))
    optimise("--verify", day, solved, "--json")
    told = Fraction(json.loads(capsys.readouterr().out)["upper_bound"])
    instance = load(day)
    account = Bounded("account", 0, None, 0)
    bound = proved(instance, urgent_first(instance, 100).of, {account: Fraction(1, 3)})
    assert bound < told < bound + Fraction(1, 10**100)


def test_a_false_objective_is_told_beside_the_answer(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = solved / "result.json"
    told = json.loads(result.read_text(), parse_float=Decimal)
    text = result.read_text().replace(str(told["objective"]), "999999999999", 1)
    result.write_text(text)
    capsys.readouterr()
    assert optimise("--verify", day, solved) == ExitCode.GOOD
    remark, answer = capsys.readouterr().out.splitlines()
    assert remark.startswith("result.json says that the objective is 999999999999; it is ")
    assert answer == "verified"


def test_limits_that_cannot_be_opened_are_not_taken_for_none(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link to nowhere: somebody meant there to be limits."""
    (day / "limits.csv").unlink()
    (day / "limits.csv").symlink_to(tmp_path / "nowhere.csv")
    assert optimise(day, "--out", tmp_path / "out", "--work", "1") == ExitCode.COULD_NOT_TELL
    assert "limits.csv" in capsys.readouterr().err


def test_a_link_that_waits_in_the_folder_is_not_written_through(day: Path, tmp_path: Path) -> None:
    out, mine = tmp_path / "out", tmp_path / "mine"
    out.mkdir()
    mine.write_text("dear to me")
    (out / "settled.csv.new").symlink_to(mine)
    assert optimise(day, "--out", out, "--work", "0") == ExitCode.GOOD
    assert mine.read_text() == "dear to me"
    assert not (out / "settled.csv").is_symlink()


def test_a_fault_is_told_with_its_file_line_and_rule(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (day / "payments.csv").open("a") as payments:
        payments.write("X,BANK0001,BANK0001,EUR,-5,7\n")
    assert optimise(day, "--out", tmp_path / "solution") == ExitCode.WRONG_USE
    told = capsys.readouterr().err
    assert "payments.csv, line " in told
    assert "[amount-not-positive]" in told
    assert not (tmp_path / "solution").exists()


def test_it_wants_one_thing_or_the_other(day: Path, tmp_path: Path) -> None:
    out = tmp_path / "solution"
    assert optimise(day) == ExitCode.WRONG_USE
    assert optimise(day, "--out", out, "--work", "1", "--time-limit", "1") == ExitCode.WRONG_USE
    assert optimise("--verify", day) == ExitCode.WRONG_USE
    assert optimise(day, "--out", out, "--time-limit", "nan") == ExitCode.WRONG_USE


@for_each(
    ("option", "words"),
    (
        ("--time-limit", ("--time-limit", "30")),
        ("--time-limit", ("--time-limit", "0")),
        ("--work", ("--work", "0")),
        ("--fast", ("--fast",)),
    ),
)
def test_an_option_that_verification_does_not_read_is_refused(
    option: str,
    words: tuple[str, ...],
    day: Path,
    solved: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    capsys.readouterr()
    assert optimise("--verify", day, solved, *words) == ExitCode.WRONG_USE
    told = capsys.readouterr()
    assert f"{option} says nothing to --verify" in told.err
    assert "verified" not in told.out


def test_verification_reads_the_weight_of_urgent_bundles(
    day: Path, solved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That of the result unless it is told one; with another the certificate proves another."""
    told = []
    for words in ((), ("--urgent-weight", "100"), ("--urgent-weight", "1")):
        capsys.readouterr()
        optimise("--verify", day, solved, "--json", *words)
        told.append(Fraction(json.loads(capsys.readouterr().out)["objective"]))
    assert told[0] == told[1] > told[2]


def test_fast_ends_by_itself(day: Path, tmp_path: Path) -> None:
    assert optimise(day, "--out", tmp_path / "fast", "--fast") == ExitCode.GOOD
    result = json.loads((tmp_path / "fast" / "result.json").read_text())
    assert result["ended_by"] in {"fast", "proof"}
    assert result["search_bound"] is None
