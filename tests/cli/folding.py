"""A built command for the tests of the table: its answer is always no."""

import click

from tallystick.cli.exit_code import ExitCode


@click.command()
@click.pass_context
def fold(context: click.Context) -> None:
    """Answer no."""
    context.exit(ExitCode.NO)
