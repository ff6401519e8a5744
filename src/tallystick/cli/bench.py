"""`tallystick bench`: measure, and say on what machine and by how many samples."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

import click
import msgspec

from tallystick.cli.study import Percent
from tallystick.proof.bench import core, end_to_end, messages, optimiser, screening
from tallystick.proof.bench.metric import Metric
from tallystick.proof.bench.yardstick import yardstick
from tallystick.terms.errors import MessageError, SettingError

_ROUNDS: Final = 9
_ROUNDS_OF_ANSWERS: Final = 3


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
    type=click.IntRange(min=1),
    help="messages, screening, optimiser: rounds; the median counts. Else 9, of optimiser 3.",
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
    "--bundles",
    type=int,
    multiple=True,
    help="optimiser: bundles of an instance; give it again for more. Else 1000, 10000, 100000.",
)
@click.option("--liquidity", type=Percent(), help="optimiser: of what accounts could pay; else 5.")
@click.option(
    "--time-limit",
    default=optimiser.SECONDS,
    show_default=True,
    type=click.FloatRange(min=0),
    help="optimiser: seconds of each search.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True),
    help="A folder on the disk to measure.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, nothing else.")
def bench(  # noqa: PLR0913 - one argument an option
    *,
    what: str,
    more: tuple[Path, ...],
    payments: int,
    accounts: int,
    runs: int,
    rounds: int | None,
    rate: int,
    seconds: int,
    lists: tuple[Path, ...],
    names: Path | None,
    bundles: tuple[int, ...],
    liquidity: float | None,
    time_limit: float,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Measure one part of the road; more PATHs are lists, as `--lists PATH...` takes them."""
    if more and not lists:
        raise click.UsageError("Paths are lists, and follow --lists.")
    if what == "core":
        figures = core.measure(payments, accounts, runs, folder)
    elif what == "messages":
        figures = messages.measure(rounds or _ROUNDS)
    elif what == "screening":
        figures = _screening(rounds or _ROUNDS, (*lists, *more), names)
    elif what == "optimiser":
        figures = _optimiser(rounds or _ROUNDS_OF_ANSWERS, bundles, liquidity, time_limit)
    else:
        figures = end_to_end.measure(rate, seconds, folder)
    _tell([*figures, *yardstick("machine, just afterwards")], as_json=as_json)


def _screening(rounds: int, lists: tuple[Path, ...], names: Path | None) -> list[Metric]:
    try:
        return screening.measure(rounds, lists, names)
    except (MessageError, SettingError) as wrong:
        raise click.UsageError(f"{wrong} [{wrong.code}]") from wrong


def _optimiser(
    rounds: int, bundles: tuple[int, ...], liquidity: float | None, time_limit: float
) -> list[Metric]:
    sizes = optimiser.Sizes(
        bundles=bundles or optimiser.BUNDLES,
        liquidity=optimiser.LIQUIDITY if liquidity is None else liquidity,
        seconds=time_limit,
    )
    try:
        return optimiser.measure(rounds, sizes)
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong


def _tell(figures: Sequence[Metric], *, as_json: bool) -> None:
    """Print figures; for people, under the name of what was measured."""
    if as_json:
        for figure in figures:
            click.echo(msgspec.json.encode(figure).decode())
        return
    for name, those in groupby(figures, attrgetter("name")):
        click.echo(name)
        for each in those:
            samples = ", ".join(f"{sample:g}" for sample in each.samples)
            click.echo(f"  {each.metric:<26} {each.value:>10g} {each.unit:<4} median of {samples}")
