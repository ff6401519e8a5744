"""`tallystick bench`: measure, and say on what machine and by how many samples."""

from pathlib import Path

import click
import msgspec

from tallystick.cli.exit_code import ExitCode
from tallystick.proof.bench import core, end_to_end, messages, screening
from tallystick.proof.bench.metric import Metric
from tallystick.proof.bench.yardstick import yardstick
from tallystick.terms.errors import MessageError, SettingError


@click.command()
@click.argument(
    "what", type=click.Choice(["core", "messages", "screening", "optimiser", "end-to-end"])
)
@click.argument(
    "more", type=click.Path(path_type=Path, exists=True), nargs=-1, metavar="[PATH]..."
)
@click.option("--payments", default=100_000, show_default=True, help="core: payments of a run.")
@click.option(
    "--accounts", default=10_000, show_default=True, help="core: over how many accounts."
)
@click.option("--runs", default=3, show_default=True, help="core: runs; the median counts.")
@click.option(
    "--rounds",
    default=9,
    show_default=True,
    help="messages, screening: rounds; the median counts.",
)
@click.option(
    "--lists",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="screening: files or folders of lists; an invented one else.",
)
@click.option(
    "--names",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="screening: a file of one name a line; invented ones else.",
)
@click.option("--rate", default=500, show_default=True, help="end-to-end: payments a second.")
@click.option("--seconds", default=60, show_default=True, help="end-to-end: for how long.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True),
    help="A folder on the disk to measure.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, nothing else.")
@click.pass_context
def bench(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    *,
    what: str,
    more: tuple[Path, ...],
    payments: int,
    accounts: int,
    runs: int,
    rounds: int,
    rate: int,
    seconds: int,
    lists: tuple[Path, ...],
    names: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Measure one part of the road; more PATHs are lists, as `--lists PATH...` takes them."""
    if more and not lists:
        raise click.UsageError("Paths are lists, and follow --lists.")
    if what == "core":
        figures = core.measure(payments, accounts, runs, folder)
    elif what == "messages":
        figures = messages.measure(rounds)
    elif what == "screening":
        figures = _screening(rounds, (*lists, *more), names)
    elif what == "end-to-end":
        figures = end_to_end.measure(rate, seconds, folder)
    else:
        click.echo(f"tallystick bench {what} is not built yet.", err=True)
        ctx.exit(ExitCode.WRONG_USE)
    for figure in [*figures, *yardstick("machine, just afterwards")]:
        click.echo(_line(figure, as_json=as_json))


def _screening(rounds: int, lists: tuple[Path, ...], names: Path | None) -> list[Metric]:
    try:
        return screening.measure(rounds, lists, names)
    except (MessageError, SettingError) as wrong:
        raise click.UsageError(f"{wrong} [{wrong.code}]") from wrong


def _line(figure: Metric, *, as_json: bool) -> str:
    if as_json:
        return msgspec.json.encode(figure).decode()
    samples = ", ".join(f"{sample:g}" for sample in figure.samples)
    return f"{figure.metric:<28} {figure.value:>10g} {figure.unit:<4} median of {samples}"
