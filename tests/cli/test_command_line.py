"""The command line keeps the contract that scripts outside the project rely on."""

import subprocess
import sys

import click
import pytest

import tallystick
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import ListedGroup, load, root, run
from tallystick.cli.listing import GROUPS, LISTINGS, Listing
from tests.every import for_each


def group_of(command: click.Command) -> click.Group:
    """A group that holds one command only."""
    group = click.Group("tallystick")
    group.add_command(command)
    return group


def failing(error: BaseException) -> click.Group:
    """A group whose command `fail` ends with the given error."""

    def fail() -> None:
        raise error

    return group_of(click.Command("fail", callback=fail))


@pytest.mark.parametrize(
    "listing", [each for each in LISTINGS if not each.is_built], ids=lambda each: each.name
)
def test_a_command_not_built_says_so_and_exits_2(
    listing: Listing, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever words follow it, a missing command is wrong use, said in one sentence."""
    answer = run(root(), [*listing.name.split(), "--json", "a", "--seeds", "1..3"])

    captured = capsys.readouterr()
    assert answer is ExitCode.WRONG_USE
    assert captured.err == f"tallystick {listing.name} is not built yet.\n"
    assert captured.out == ""


@for_each("listing", LISTINGS, ids=lambda each: each.name)
def test_every_listing_loads(listing: Listing) -> None:
    """A listing that names a module names a real click command in it."""
    assert load(listing).name == listing.name.split()[-1]


def test_every_listing_has_its_own_place() -> None:
    """No two listings share a name, and the first of two words is a known group."""
    names = [listing.name for listing in LISTINGS]
    assert len(names) == len(set(names))
    assert {name.split()[0] for name in names if " " in name} == set(GROUPS)


def test_a_built_command_is_loaded_from_its_module() -> None:
    """A listing with a place answers with the command found there."""
    listing = Listing("fold", "Do a thing.", built_at="tests.cli.folding:fold")

    assert run(ListedGroup("tallystick", "All.", [listing]), ["fold"]) is ExitCode.NO


def test_no_command_and_unknown_commands_are_wrong_use() -> None:
    """Help without being asked for it, and an unknown word, exit 2."""
    assert run(root(), []) is ExitCode.WRONG_USE
    assert run(root(), ["message"]) is ExitCode.WRONG_USE
    assert run(root(), ["no-such-command"]) is ExitCode.WRONG_USE


def test_help_and_version_are_good(capsys: pytest.CaptureFixture[str]) -> None:
    """Help and version are answers, on standard output."""
    assert run(root(), ["--help"]) is ExitCode.GOOD
    assert run(root(), ["message", "check", "--help"]) is ExitCode.GOOD
    assert run(root(), ["--version"]) is ExitCode.GOOD
    assert tallystick.__version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "error",
    [RuntimeError("a bug"), AssertionError("broken book"), click.ClickException("no disk")],
    ids=repr,
)
def test_a_failure_is_never_mistaken_for_no(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug or an unwell world exits 3 and leaves standard output alone."""
    assert run(failing(error), ["fail"]) is ExitCode.COULD_NOT_TELL
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(error) in captured.err


def test_an_interrupted_command_could_not_tell() -> None:
    """Ctrl-C is not an answer to the question asked."""
    assert run(failing(KeyboardInterrupt()), ["fail"]) is ExitCode.COULD_NOT_TELL


@pytest.mark.parametrize(
    ("flags", "answer"), [((), ExitCode.GOOD), (("-O",), ExitCode.WRONG_USE)], ids=["", "-O"]
)
def test_it_refuses_to_run_without_assertions(flags: tuple[str, ...], answer: ExitCode) -> None:
    """Under `python -O` nothing runs, because the ledger's invariants would not."""
    start = "from tallystick.cli import main; main()"
    finished = subprocess.run(
        [sys.executable, *flags, "-c", start, "--version"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert finished.returncode == answer
    assert ("python -O" in finished.stderr) == bool(flags)
