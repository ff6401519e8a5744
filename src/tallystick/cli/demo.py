"""`tallystick demo`: two countries on this machine, settled and reconciled."""

import asyncio
import json
import signal
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tallystick.cli.demo_messages import run_messages
from tallystick.cli.demo_report import paper, show
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.stores import remark
from tallystick.proof.demo.day import Day, Errand, Findings
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.plan import Ending
from tallystick.sandbox.screened import under
from tallystick.sandbox.stage import AGREEMENTS, stage_of
from tallystick.screening.gather import gather
from tallystick.screening.lists import ListVersion
from tallystick.terms.errors import (
    LinkError,
    MessageError,
    RemoteMessageError,
    SettingError,
    StoreError,
)

PAYMENTS = 400
TRICKLE, TRICKLE_S = 12, 3.0


class Shown:
    """A progress display on standard error."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("demo", total=None, note="")
        self._console = console
        self._odd = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def say(self, text: str) -> None:
        """Show what happens now."""
        self._console.print(f"[dim]·[/dim] {text}", highlight=False)

    def begin(self, count: int, seconds_at_least: float) -> None:
        """Show a bar for so many messages."""
        note = (
            f"some quotes must expire first: {seconds_at_least:.0f} s" if seconds_at_least else ""
        )
        self._progress.reset(self._task, total=count, description="messages", note=note)

    def seen(self, observed: Observed) -> None:
        """Count one message."""
        self._progress.advance(self._task)
        if not observed.is_expected:
            self._odd += 1
            self._progress.update(self._task, note=f"[red]{self._odd} not as expected[/red]")


@click.command()
@click.option("--once", is_flag=True, help="End after the report; without it, go on until Ctrl-C.")
@click.option(
    "--payments",
    type=click.IntRange(1, 1_000_000),
    default=PAYMENTS,
    show_default=True,
    help="How many messages the banks send.",
)
@click.option(
    "--agreement",
    type=click.Choice(AGREEMENTS),
    default=AGREEMENTS[0],
    show_default=True,
    help="Which two countries, and how they settle.",
)
@click.option(
    "--messages",
    type=click.Path(path_type=Path, exists=True),
    help="Send the messages of a folder instead, each to a node, and say what came of it.",
)
@click.option(
    "--lists",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Files or folders of lists to screen against besides the invented ones.",
)
@click.argument(
    "more", type=click.Path(path_type=Path, exists=True), nargs=-1, metavar="[PATH]..."
)
@click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep everything in this folder; the stores are DIR/<country>/journal.sqlite.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, nothing else.")
@click.pass_context
def demo(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    *,
    once: bool,
    payments: int,
    agreement: str,
    messages: Path | None,
    lists: tuple[Path, ...],
    more: tuple[Path, ...],
    folder: Path | None,
    as_json: bool,
) -> None:
    """Run two countries on this machine: payments between them, settled and reconciled.

    A PATH after the first of --lists is a list too. Exit code 1 says that something did not come
    as it must.
    """
    if messages is not None:
        ctx.exit(run_messages(messages, as_json=as_json))
    if more and not lists:
        raise click.UsageError("a path alone says nothing: --lists, --messages or --data", ctx)
    errand = _errand(ctx, agreement, payments, folder, (*lists, *more))
    try:
        is_good = uvloop.run(_demo(errand, once=once, as_json=as_json))
    except SettingError as wrong:
        raise click.UsageError(str(wrong), ctx) from wrong
    except (LinkError, StoreError) as unwell:
        raise click.ClickException(f"{unwell}\nThe logs are in {errand.folder}.") from unwell
    ctx.exit(ExitCode.GOOD if is_good else ExitCode.NO)


def _errand(
    ctx: click.Context,
    agreement: str,
    payments: int,
    folder: Path | None,
    lists: tuple[Path, ...],
) -> Errand:
    try:
        stage = under(stage_of(agreement), _further(lists))
    except (MessageError, OSError) as broken:
        raise click.UsageError(f"the lists cannot be used: {broken}", ctx) from broken
    place = folder or Path(tempfile.mkdtemp(prefix="tallystick-demo-"))
    return Errand(stage, payments, place, lists=lists)


def _further(paths: tuple[Path, ...]) -> tuple[ListVersion, ...]:
    """Read the further lists, and say which they are and what was left out."""
    gathered = gather(paths)
    if paths and not gathered.lists:
        named = ", ".join(map(str, paths))
        detail = f"no list is in {named}; nobody more would be screened against"
        raise RemoteMessageError(detail, code="not-a-list", ref=named)
    for path in gathered.left_out:
        remark(f"no list, left out: {path}")
    for each in gathered.lists:
        remark(f"screened against besides: {each.name}, {each.count} entities")
    return gathered.lists


async def _demo(errand: Errand, *, once: bool, as_json: bool) -> bool:
    over = asyncio.Event()
    with Shown() as shown:
        day = Day(errand, shown)
        try:
            findings = await day.run()
            if once:
                _tell(findings, as_json=as_json)
                return findings.is_good
            Console(stderr=True).print("")
            if not as_json:
                show(findings, paper())
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, over.set)
            shown.say("going on with a few messages at a time; Ctrl-C ends it")
            findings = await day.trickle(over, TRICKLE, TRICKLE_S)
            _tell(findings, as_json=as_json)
            return findings.is_good
        finally:
            await day.street.close()


def _tell(findings: Findings, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_line(findings)))
        for oddity in findings.oddities:
            click.echo(oddity, err=True)
    else:
        show(findings, paper())


def _line(findings: Findings) -> dict[str, Any]:
    """Return the last line of the command-line contract."""
    p50, p95, p99 = (round(each, 3) for each in findings.latency)
    return {
        "payments": len(findings.observed),
        "settled": findings.how_many(Ending.SETTLED),
        "refused": findings.refused,
        "broken": findings.how_many(Ending.BROKEN),
        "duplicates": findings.how_many(Ending.DUPLICATE),
        "pending": findings.how_many(Ending.PENDING),
        "difference": findings.difference,
        "tally_roots_equal": findings.are_roots_equal,
        "posting_sums": {books.operator_id: books.sums for books in findings.books},
        "stores": [str(path) for path in findings.stores],
        "latency_ms": {"p50": p50, "p95": p95, "p99": p99},
        "seconds": round(findings.seconds, 3),
        "assignments": findings.assignments,
        "returns": findings.returns,
    }
