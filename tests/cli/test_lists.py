"""`tallystick screen show`, `diff` and `sign` keep their contract."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.node.key_files import PRIVATE, PrivateKey, private_pem, write_new
from tallystick.screening.bundle import bundle_of, load, save, signers
from tests.screening.lists_at_hand import OWN

Call = Callable[..., tuple[ExitCode, str, str]]
KEYS = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    for number, name in enumerate(("first", "second"), start=1)
}
CHANGED = OWN.replace("Ozymandias Vail", "Ozymandias Vale")
CHANGED += "Harbour Bank list,2026-03-01,H-3,Jane Roe,primary,individual,,\n"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a call of the command line that gives exit code, output and errors."""

    def answer(*words: str | Path) -> tuple[ExitCode, str, str]:
        code = run(root(), ["screen", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return answer


def lines(output: str) -> list[dict[str, Any]]:
    """Return the objects of an output, one a line."""
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def built(tmp_path: Path, call: Call) -> Callable[[str, str], Path]:
    """Return what builds an index of one list, with a name and a text."""

    def build(name: str, text: str) -> Path:
        (tmp_path / f"{name}.csv").write_text(text)
        at = tmp_path / f"{name}.index"
        assert call("build", "--lists", tmp_path / f"{name}.csv", "--out", at)[0] is ExitCode.GOOD
        return at

    return build


def key_at(folder: Path, name: str, key: PrivateKey | None = None) -> Path:
    """Write a private key and return where it is."""
    path = folder / f"{name}.pem"
    write_new(path, private_pem(key or KEYS[name]), PRIVATE)
    return path


def test_an_index_is_shown_with_hashes_and_signers(
    tmp_path: Path, built: Callable[[str, str], Path], call: Call
) -> None:
    """As one object, or in words."""
    at = built("old", OWN)
    call("sign", at, "--key", key_at(tmp_path, "first"), "--key-id", "first")
    code, output, _errors = call("show", at, "--json")
    (line,) = lines(output)
    assert code is ExitCode.GOOD
    assert line["list_version"] == load(at).digest.hex()
    assert (line["as_of"], line["signed_by"]) == ("2026-03-01", ["first"])
    (shown,) = line["lists"]
    assert (shown["list"], shown["regime"], shown["count"]) == ("Harbour Bank list", "other", 2)
    assert shown["files"][0]["records"] == 3
    told = call("show", at)[1]
    assert "Harbour Bank list (other), 2026-03-01: 2 entities" in told
    assert "signed by first" in told


def test_a_difference_is_told_entity_by_entity_and_counted(
    built: Callable[[str, str], Path], call: Call
) -> None:
    """A line each, and one for the list."""
    code, output, _errors = call("diff", built("old", OWN), built("new", CHANGED), "--json")
    changed, added, counted = lines(output)
    assert code is ExitCode.GOOD
    assert (changed["entity"], changed["kind"], changed["name"]) == (
        "H-1",
        "changed",
        "Ozymandias Vale",
    )
    assert changed["parts"] == [
        {
            "part": "names",
            "removed": ["primary: Ozymandias Vail"],
            "added": ["primary: Ozymandias Vale"],
        }
    ]
    assert (added["entity"], added["kind"]) == ("H-3", "added")
    assert counted == {
        "list": "Harbour Bank list",
        "old_on": "2026-03-01",
        "new_on": "2026-03-01",
        "old": 2,
        "new": 3,
        "added": 1,
        "removed": 0,
        "changed": 1,
    }


def test_a_difference_is_told_in_words(built: Callable[[str, str], Path], call: Call) -> None:
    """With signs that a person reads."""
    told = call("diff", built("old", OWN), built("new", CHANGED))[1]
    assert "~ H-1: Ozymandias Vale" in told
    assert "    names - primary: Ozymandias Vail" in told
    assert "+ H-3: Jane Roe" in told
    assert told.endswith("1 added, 0 removed, 1 changed; 2 entities before, 3 now\n")


def test_two_sign_one_after_the_other(
    tmp_path: Path, built: Callable[[str, str], Path], call: Call
) -> None:
    """Each adds a signature to the file, which is otherwise what it was."""
    at = built("old", OWN)
    before = load(at)
    told = []
    for name in KEYS:
        key = key_at(tmp_path, name)
        code, output, _errors = call("sign", at, "--key", key, "--key-id", name, "--json")
        assert code is ExitCode.GOOD
        told += lines(output)
    assert [each["signed_by"] for each in told] == [["first"], ["first", "second"]]
    public = {name: key.public_key() for name, key in KEYS.items()}
    assert signers(load(at), public) == ("first", "second")
    assert load(at).digest == before.digest


def test_a_key_that_cannot_sign_is_wrong_use(
    tmp_path: Path, built: Callable[[str, str], Path], call: Call
) -> None:
    """Another kind of key, one that others may read, no key at all."""
    at = built("old", OWN)
    raw = at.read_bytes()
    other = key_at(tmp_path, "p256", ec.generate_private_key(ec.SECP256R1()))
    shown = key_at(tmp_path, "first")
    shown.chmod(0o644)
    for key in (other, shown, tmp_path / "old.csv"):
        code, _output, errors = call("sign", at, "--key", key, "--key-id", "first")
        assert code is ExitCode.WRONG_USE
        assert errors
    assert at.read_bytes() == raw


def test_an_index_of_nothing_is_not_signed(tmp_path: Path, call: Call) -> None:
    """Nobody could answer for it."""
    at = tmp_path / "empty.index"
    save(bundle_of([]), at)
    code, _output, errors = call("sign", at, "--key", key_at(tmp_path, "first"), "--key-id", "a")
    assert code is ExitCode.WRONG_USE
    assert "nothing to answer for" in errors


@pytest.mark.parametrize("command", ["show", "diff", "sign"])
def test_a_damaged_index_tells_nothing(
    tmp_path: Path, built: Callable[[str, str], Path], call: Call, command: str
) -> None:
    """Could not tell is not no."""
    at = built("old", OWN)
    at.write_bytes(at.read_bytes()[:-1])
    words: dict[str, tuple[str | Path, ...]] = {
        "show": (),
        "diff": (at,),
        "sign": ("--key", key_at(tmp_path, "first"), "--key-id", "first"),
    }
    code, output, errors = call(command, at, *words[command])
    assert (code, output) == (ExitCode.COULD_NOT_TELL, "")
    assert "damaged" in errors
