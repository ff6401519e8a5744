"""`tallystick node run`: a node with its doors open, until it is told to stop."""

from pathlib import Path

import click
import uvloop

from tallystick.api.serving import serve
from tallystick.cli.exit_code import ExitCode
from tallystick.node.assembly import Assembly
from tallystick.node.clock import SystemClock
from tallystick.node.config import load_settings
from tallystick.terms.errors import SettingError, StoreError


@click.command("run")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="The node's settings.",
)
@click.pass_context
def run(ctx: click.Context, *, config: Path) -> None:
    """Run a node until SIGTERM or SIGINT; SIGHUP has it read its lists anew.

    It logs to standard error, one JSON object a line. Exit code 0: stopped in good order; 2: a
    setting is wrong; 3: the books cannot be opened, or a part of the node failed.
    """
    try:
        assembly = Assembly(load_settings(config), SystemClock(), lambda: load_settings(config))
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    try:
        why = uvloop.run(serve(assembly))
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    except (StoreError, OSError) as unwell:
        click.echo(f"The node cannot run: {unwell}", err=True)
        ctx.exit(ExitCode.COULD_NOT_TELL)
    if why:
        click.echo(f"The node stopped: {why}", err=True)
        ctx.exit(ExitCode.COULD_NOT_TELL)
