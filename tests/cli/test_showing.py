"""What others wrote does no harm to a terminal, and no file's name ends a command."""

import json
import os
from pathlib import Path

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.cli.showing import as_json, name_of, shown
from tests.admission.messages import credit_transfer
from tests.cli.test_message import BAD, GOOD

ODD = b"a\xff\xfe\xe2\x80\xae\n\x1b[2J.xml"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jürgen Weiß 王芳 Жанна 👩‍👩‍👧", "Jürgen Weiß 王芳 Жанна 👩‍👩‍👧"),
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[31m\r\x07\x7f", "\\x1b[31m\\x0d\\x07\\x7f"),
        ("\x9b31m\x85", "\\x9b31m\\x85"),
        ("\u202eabc\u2066\u200f\u061c", "\\u202eabc\\u2066\\u200f\\u061c"),
        ("a\u2028b", "a\\u2028b"),
        ("\udcff\udc80\ud800\udfff", "\\xff\\x80\\ud800\\udfff"),
    ],
)
def test_what_is_no_sign_is_shown_by_its_number(text: str, told: str) -> None:
    """Letters of all scripts are as they are."""
    assert shown(text) == told


def test_json_says_the_same_text() -> None:
    """Escaped on the way, whole again at its reader."""
    line = {"text": "\u202e\x9b\x1b王\n", "more": ["\x7f", 1, None, True]}
    told = as_json(line)
    assert json.loads(told) == line
    assert all(each.isprintable() for each in told)


def test_json_has_no_place_for_bytes_that_are_no_text() -> None:
    """They are shown by their numbers, in names and in values."""
    assert json.loads(as_json({"a\udcff": ("\udc80", {"b": "\ud800"})})) == {
        "a\\xff": ["\\x80", {"b": "\\ud800"}]
    }


def test_a_name_stays_on_its_line() -> None:
    """Else it could forge the next."""
    assert name_of(Path("a\nb\tc")) == "a\\x0ab\\x09c"


def odd_file(folder: Path, raw: bytes) -> Path:
    """Return a file under a name that is no UTF-8 and would clear the screen."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + ODD))
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(("raw", "code"), [(GOOD, ExitCode.GOOD), (BAD, ExitCode.NO)])
@pytest.mark.parametrize("words", [("check",), ("roundtrip",), ("check", "--json")])
def test_an_odd_name_does_not_end_a_command(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    raw: bytes,
    code: ExitCode,
    words: tuple[str, ...],
) -> None:
    """Named itself or found in a folder, it is judged like any other."""
    path = odd_file(tmp_path, raw)
    for named in (path, tmp_path):
        assert run(root(), ["message", *words, str(named)]) is code
        told = capsys.readouterr().out
        assert "a\\xff\\xfe" in told.replace("\\\\", "\\")
        assert all(each.isprintable() or each == "\n" for each in told)


def test_a_wrong_use_is_told_without_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the name is that it is about."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xc2\x9b"))
    folder.mkdir()
    assert run(root(), ["demo", "--once", "--messages", str(folder)]) is ExitCode.WRONG_USE
    told = capsys.readouterr()
    assert all(each.isprintable() or each == "\n" for each in told.err + told.out)


def test_an_unreadable_odd_name_could_not_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are, and the worst answer counts."""
    path = odd_file(tmp_path, GOOD)
    path.unlink()
    path.symlink_to(path.parent / "b")
    (tmp_path / "b").mkdir()
    (tmp_path / "good.xml").write_bytes(GOOD)
    given = run(root(), ["message", "check", str(tmp_path / "good.xml")])
    assert given is ExitCode.GOOD
    assert "valid" in capsys.readouterr().out
    path.unlink()
    path.symlink_to(path)
    given = run(root(), ["message", "check", str(tmp_path / "good.xml"), str(path)])
    assert given is not ExitCode.GOOD
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err


def test_a_screened_text_moves_no_cursor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A flaw is told in the words of the message that has it."""
    raw = credit_transfer().replace(b"<ChrgBr>SHAR<", "<ChrgBr>\u202eSH\u009bAR<".encode())
    path = tmp_path / "a.xml"
    path.write_bytes(raw)
    assert run(root(), ["message", "check", str(path)]) is ExitCode.NO
    told = capsys.readouterr().out
    assert "\\u202eSH\\x9bAR" in told
    assert "\u202e" not in told
