"""Turn the table of commands into the `tallystick` command.

A command's function may call `context.exit(ExitCode.NO)`; returning without
doing so means GOOD. Whatever else escapes a command is could-not-tell, never
"no": a script must be able to trust a 1.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import StringIO
from typing import NoReturn

import click
from typing_extensions import override

import tallystick
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.listing import GROUPS, LISTINGS, Listing
from tallystick.cli.showing import show


class ListedGroup(click.Group):
    """A group whose commands are the listings that start with its words."""

    def __init__(self, name: str, help_text: str, listings: Sequence[Listing]) -> None:
        super().__init__(name, help=help_text)
        self._listings = {listing.name.split()[-1]: listing for listing in listings}

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self._listings, *self.commands})

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        listing = self._listings.get(cmd_name)
        return super().get_command(ctx, cmd_name) if listing is None else load(listing)


def load(listing: Listing) -> click.Command:
    """Return the command a listing stands for, importing its module only now."""
    if listing.built_at is None:
        return _not_built(listing)
    module, _, function = listing.built_at.partition(":")
    command = getattr(import_module(module), function)
    assert isinstance(command, click.Command), f"{listing.built_at} is not a click command"
    return command


def _not_built(listing: Listing) -> click.Command:
    def answer() -> NoReturn:
        click.echo(f"tallystick {listing.name} is not built yet.", err=True)
        click.get_current_context().exit(ExitCode.WRONG_USE)

    any_words = click.Argument(
        ["words"], nargs=-1, type=click.UNPROCESSED, expose_value=False, metavar="[ARGS]..."
    )
    return click.Command(
        listing.name.split()[-1],
        context_settings={"ignore_unknown_options": True},
        callback=answer,
        params=[any_words],
        help=f"{listing.promise} Not built yet.",
        short_help=f"{listing.promise} (not built yet)",
    )


def root() -> click.Group:
    """Return the `tallystick` command with every listing in its place."""
    alone = [listing for listing in LISTINGS if " " not in listing.name]
    group = ListedGroup("tallystick", "Payment links whose two halves always match.", alone)
    for name, help_text in GROUPS.items():
        members = [listing for listing in LISTINGS if listing.name.startswith(f"{name} ")]
        group.add_command(ListedGroup(name, help_text, members))
    return click.version_option(tallystick.__version__, prog_name="tallystick")(group)


def run(group: click.Group, arguments: Sequence[str]) -> ExitCode:
    """Run one command line and return its answer; nothing escapes but an interpreter exit."""
    try:
        outcome = group.main(list(arguments), prog_name="tallystick", standalone_mode=False)
        return ExitCode(outcome or ExitCode.GOOD)
    except click.UsageError as error:
        _show(error)
        return ExitCode.WRONG_USE
    except click.ClickException as error:
        _show(error)
        return ExitCode.COULD_NOT_TELL
    except click.Abort:
        click.echo("Interrupted.", err=True)
        return ExitCode.COULD_NOT_TELL
    except Exception:  # noqa: BLE001 - the edge of the process: a bug is could-not-tell, never "no"
        traceback.print_exc()
        return ExitCode.COULD_NOT_TELL


def _show(error: click.ClickException) -> None:
    """Print what is wrong; the names in it are whoever's."""
    words = StringIO()
    error.show(words)
    show(words.getvalue().removesuffix("\n"), err=True)


def main() -> NoReturn:
    """Run the command line of this process and exit with its answer."""
    if not __debug__:
        # The invariants of the ledger are assertions; without them a node would
        # go on over a broken book.
        click.echo("tallystick does not run under python -O: its assertions stay on.", err=True)
        sys.exit(ExitCode.WRONG_USE)
    leave(run(root(), sys.argv[1:]))


def leave(answer: ExitCode) -> NoReturn:
    """Exit with an answer: at once if the solver is under way, which nobody waits for any longer.

    All is written by then. If it came back while the interpreter is taken down, the process would
    end with a signal.
    """
    beside = sys.modules.get("tallystick.clearing.optimiser.beside")
    if beside is not None and beside.is_any_under_way():
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # whoever was to read it is gone
            answer = ExitCode.COULD_NOT_TELL
        os._exit(answer)
    sys.exit(answer)
