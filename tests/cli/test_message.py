"""`tallystick message` keeps its contract: a line per file, and the worst answer counts."""

import json
from pathlib import Path
from typing import Any

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.wire.iso20022.check import Report, check
from tallystick.wire.iso20022.grammar import supported
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.unread import LIMITS
from tests.wire.iso20022 import letters
from tests.wire.iso20022.crowds import transfers
from tests.wire.iso20022.samples import PACS_008_08, PACS_008_13

GOOD = compose(letters.QUOTED_TRANSFER, PACS_008_13)
BAD = GOOD.replace(b"SLEV", b"FREE")
LATER = GOOD.replace(b"pacs.008.001.13", b"pacs.008.001.99")
Lines = list[dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files, some of them messages, some of them lawful."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "b-good.xml").write_bytes(GOOD)
    (tmp_path / "c-bad.XML").write_bytes(BAD)
    (inner / "a-later.xml").write_bytes(LATER)
    (tmp_path / "README.md").write_text("no message")
    (tmp_path / "empty.xml").mkdir()
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[ExitCode, Lines]:
    """The exit code of a command with --json, and what it said line by line."""
    code = run(root(), ["message", *map(str, words), "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_file_is_judged_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder's messages at any depth, sorted, and nothing but messages."""
    code, lines = answer(capsys, "check", folder)
    assert code is ExitCode.NO
    assert [(line["file"], line["message"], line["valid"]) for line in lines] == [
        (str(folder / "b-good.xml"), "pacs.008.001.13", True),
        (str(folder / "c-bad.XML"), "pacs.008.001.13", False),
        (str(folder / "inner" / "a-later.xml"), "pacs.008.001.99", False),
    ]
    assert lines[0]["errors"] == []
    assert lines[1]["errors"] == [
        {
            "rule": "schema",
            "code": "cvc-enumeration-valid",
            "path": "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf/ChrgBr",
            "text": "Element 'ChrgBr': [facet 'enumeration'] The value 'FREE' is not an element "
            "of the set {'DEBT', 'CRED', 'SHAR', 'SLEV'}.",
        }
    ]
    assert [error["rule"] for error in lines[2]["errors"]] == ["unsupported-version"]


def test_good_messages_are_good(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer is yes only if it is yes for every file; the profile may be named."""
    good = folder / "b-good.xml"
    code, lines = answer(capsys, "check", "--profile", "iso", good, good)
    assert (code, len(lines)) == (ExitCode.GOOD, 2)


def test_round_trips_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for what is valid, and the reason for what is not."""
    code, lines = answer(capsys, "roundtrip", folder)
    assert code is ExitCode.NO
    assert [(line["message"], line["same"]) for line in lines] == [
        ("pacs.008.001.13", True),
        ("pacs.008.001.13", False),
        ("pacs.008.001.99", False),
    ]
    assert set(lines[0]) == {"file", "message", "same", "error"}
    assert lines[0]["error"] is None
    assert "FREE" in str(lines[1]["error"])


def test_every_version_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With its direction, for machines and for people."""
    code, lines = answer(capsys, "list")
    assert code is ExitCode.GOOD
    assert lines == [{"message": name, "direction": "both"} for name in supported()]
    assert {"pacs.008.001.13", "camt.056.001.08", "admi.007.001.01"} < set(supported())
    assert run(root(), ["message", "list"]) is ExitCode.GOOD
    assert "pacs.008.001.13  both" in capsys.readouterr().out.splitlines()


def test_a_version_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    """Element by element; a version that nobody knows is wrong use."""
    assert run(root(), ["message", "describe", "camt.056.001.11"]) is ExitCode.GOOD
    told = capsys.readouterr().out
    assert told.startswith("# camt.056.001.11\n")
    assert "| `Undrlyg/TxInf/OrgnlUETR` | 0..1 | UUIDv4Identifier |" in told
    assert run(root(), ["message", "describe", "camt.056.001.99"]) is ExitCode.WRONG_USE
    assert "`tallystick message list` tells" in capsys.readouterr().err


def test_people_are_told_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A verdict a file, and each error below it."""
    assert run(root(), ["message", "check", str(folder)]) is ExitCode.NO
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("b-good.xml: valid pacs.008.001.13")
    assert lines[1].endswith("c-bad.XML: INVALID pacs.008.001.13")
    assert lines[2].startswith("  /Document/FIToFICstmrCdtTrf/CdtTrfTxInf/ChrgBr: Element")
    assert run(root(), ["message", "roundtrip", str(folder)]) is ExitCode.NO
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("b-good.xml: pacs.008.001.13 same")
    assert "CHANGED: Element 'ChrgBr'" in lines[1]


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "nowhere.xml"),
        ("check", "--profile", "cbpr", "{good}"),
        ("check", "{empty}"),
        ("roundtrip", "{empty}"),
    ],
)
def test_wrong_use_is_told_apart_from_no(
    words: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No path, no such path, a profile that is not built, a folder without messages."""
    places = {"good": folder / "b-good.xml", "empty": folder / "empty.xml"}
    code, lines = answer(capsys, *(word.format(**places) for word in words))
    assert (code, lines) == (ExitCode.WRONG_USE, [])


def test_a_file_that_cannot_be_read_could_not_be_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are judged all the same, and the exit code says that one was not."""
    unreadable = Path("/proc/self/mem")  # there, and a failing read for everybody
    if not unreadable.exists():
        pytest.skip("there is no file here that nobody can read")
    code = run(root(), ["message", "check", "--json", str(unreadable), str(folder)])
    captured = capsys.readouterr()
    assert code is ExitCode.COULD_NOT_TELL
    assert len(captured.out.splitlines()) == 3
    assert captured.err == f"{unreadable} cannot be read: Input/output error\n"


def test_a_file_too_large_is_not_read_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is invalid by what is too much; a profile's rules are for one message."""
    file = tmp_path / "large.xml"
    file.write_bytes(b"<a>" + b" " * (LIMITS.size + 100))
    for words, error in (
        (("check",), "xml-text-too-long"),
        (("check", "--profile", "nexus"), "xml-too-large"),
    ):
        code, lines = answer(capsys, *words, file)
        assert code is ExitCode.NO
        assert lines[0]["message"] is None
        assert [each["code"] for each in lines[0]["errors"]] == [error]


def test_a_file_of_many_transactions_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Though it is larger than a message may be, with every flaw and its place."""
    file = tmp_path / "bulk.xml"
    before, *ones, after = transfers(4_000)
    ones[3_998] = ones[3_998].replace(b"SLEV", b"FREE")
    file.write_bytes(b"".join([before, *ones, after]))
    assert file.stat().st_size < LIMITS.size
    code, lines = answer(capsys, "check", file)
    assert (code, lines[0]["message"]) == (ExitCode.NO, "pacs.008.001.08")
    (error,) = lines[0]["errors"]
    assert error["path"] == "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[3999]/ChrgBr"


def test_a_message_is_judged_by_a_profile(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the schema accepts is held against the rules of the profile that is named."""
    code, lines = answer(capsys, "check", "--profile", "nexus", folder / "b-good.xml")
    assert code is ExitCode.NO
    assert [error["rule"] for error in lines[0]["errors"]] == ["profile-version"]
    assert answer(capsys, "check", "--profile", "iso", folder / "b-good.xml")[0] is ExitCode.GOOD


def test_a_translation_tells_what_is_lost(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The document is in the line, and with losses the answer is no."""
    path = folder / "b-good.xml"
    code, (line,) = answer(capsys, "translate", "--to", PACS_008_08, path)
    assert (code, line["to"], line["error"]) == (ExitCode.NO, PACS_008_08, None)
    assert len(line["lost"]) == 10
    assert set(line["lost"][0]) == {"path", "text", "code", "reason"}
    assert check(line["document"].encode()) == Report(PACS_008_08, ())


def test_a_translation_without_losses_is_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For people the document is shown under its version."""
    path = tmp_path / "full.xml"
    path.write_bytes(compose(letters.FULL_TRANSFER, PACS_008_08))
    assert run(root(), ["message", "translate", "--to", PACS_008_13, str(path)]) == ExitCode.GOOD
    head, document = capsys.readouterr().out.splitlines()[:2]
    assert head == f"{path}: {PACS_008_13}"
    assert document.startswith("<?xml")


@pytest.mark.parametrize(
    ("name", "to", "words"),
    [
        ("c-bad.XML", PACS_008_08, "FREE"),
        ("b-good.xml", "pacs.004.001.09", "is not translated to pacs.004.001.09"),
    ],
)
def test_a_translation_may_be_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, to: str, words: str
) -> None:
    """For an unlawful message, or for another family."""
    code, (line,) = answer(capsys, "translate", "--to", to, folder / name)
    assert (code, line["document"], line["lost"]) == (ExitCode.NO, None, [])
    assert words in line["error"]


def test_a_version_nobody_has_is_wrong_use(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told before any file is read."""
    words = ["message", "translate", "--to", "pacs.008.001.99", str(folder)]
    assert run(root(), words) == ExitCode.WRONG_USE
    assert "pacs.008.001.99 is not a supported message version" in capsys.readouterr().err
