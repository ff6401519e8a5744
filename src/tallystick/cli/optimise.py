"""`tallystick optimise`: what should settle together, with a certificate; or the check of one."""

import time
from math import inf, isnan
from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

from tallystick.clearing.instance.faults import InstanceError
from tallystick.clearing.optimiser.budget import Budget, FirstOnly, WithinTime, WithinWork
from tallystick.clearing.optimiser.proposing import propose
from tallystick.clearing.optimiser.run import Stage
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.result import WEIGHT_MAX
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.instances import load, sentences
from tallystick.cli.showing import as_json, name_of, show
from tallystick.cli.solutions import Check, checked, result_of, save

_SECONDS: Final = 30.0
_SHOWN_MAX: Final = 20
_OF_SEARCH: Final = {"time_limit": "--time-limit", "work": "--work", "fast": "--fast"}
_Folder: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="DIR", type=_Folder)
@click.argument("solution", metavar="[SOLUTION_DIR]", type=_Folder, required=False)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="For the solution.")
@click.option("--verify", is_flag=True, help="Check the solution in SOLUTION_DIR instead.")
@click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds after loading; else 30.")
@click.option(
    "--work", type=click.IntRange(min=0), help="Rounds of search: the same set anywhere."
)
@click.option("--fast", is_flag=True, help="The first good answer, without a search for better.")
@click.option(
    "--urgent-weight",
    type=click.IntRange(1, WEIGHT_MAX),
    help="How many times the value of an urgent bundle counts; else 100.",
)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object.")
@click.pass_context
def optimise(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    *,
    folder: Path,
    solution: Path | None,
    out: Path | None,
    verify: bool,
    time_limit: float | None,
    work: int | None,
    fast: bool,
    urgent_weight: int | None,
    json_wanted: bool,
) -> None:
    """Settle the most value under balances and limits, and prove how much more there could be.

    DIR holds payments.csv, accounts.csv, rates.csv and, where there are limits, limits.csv. With
    --out, the bundles that settle, a certificate and the result are written there. With --verify,
    exit code 0 says that the solution keeps every account and limit, and that its certificate
    proves its bound.
    """
    try:
        if verify and solution is not None and out is None:
            _refuse_options_of_search(ctx)
            check = checked(load(folder), solution, urgent_weight)
            show(as_json(check.told()) if json_wanted else _words(check))
            ctx.exit(ExitCode.GOOD if check.stands else ExitCode.NO)
        if out is None or verify or solution is not None:
            raise click.UsageError("Give DIR --out SOLUTION_DIR, or --verify DIR SOLUTION_DIR.")
        budget = _budget(time_limit, work)
        text = _solve(folder, out, FirstOnly(budget) if fast else budget, urgent_weight or 100)
    except InstanceError as wrong:
        raise click.UsageError("\n".join(sentences(wrong))) from wrong
    except OSError as unwell:
        raise click.ClickException(f"A file cannot be read or written: {unwell}") from unwell
    show(text if json_wanted else f"{name_of(folder)}: {text}")


def _refuse_options_of_search(ctx: click.Context) -> None:
    for name, option in _OF_SEARCH.items():
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"{option} says nothing to --verify, which searches nothing.")


def _budget(time_limit: float | None, work: int | None) -> Budget:
    if time_limit is not None and work is not None:
        raise click.UsageError("--time-limit and --work exclude each other.")
    if time_limit is not None and isnan(time_limit):
        raise click.UsageError("--time-limit is a number of seconds.")
    if work is not None:
        return WithinWork(work)
    return WithinTime(time.monotonic, _SECONDS if time_limit is None else time_limit)


def _solve(folder: Path, out: Path, budget: Budget, urgent_weight: int) -> str:
    """Write the solution of a folder into another; return result.json on one line."""
    instance = load(folder)
    started = time.monotonic()
    budget.begin()
    proposal = propose(instance, urgent_first(instance, urgent_weight), budget, _Progress(started))
    result = result_of(instance, proposal, urgent_weight, time.monotonic() - started)
    save(instance, proposal, result, out)
    return result.line()


class _Progress:
    """Tells each stage on standard error, once for each thing that it changed."""

    def __init__(self, started: float) -> None:
        self._started = started
        self._last: tuple[float, float] = (-1.0, -1.0)

    def __call__(self, stage: Stage) -> None:
        """Tell a stage if it brought something."""
        if (stage.value, stage.bound) == self._last:
            return
        self._last = stage.value, stage.bound
        seconds = time.monotonic() - self._started
        share = f"{stage.value / stage.bound:.4%} of the bound" if 0 < stage.bound < inf else ""
        click.echo(f"{seconds:8.2f} s  {stage.name:<34} {stage.value:.2f}  {share}", err=True)


def _words(check: Check) -> str:
    lines = [*check.faults[:_SHOWN_MAX]]
    if len(check.faults) > _SHOWN_MAX:
        lines.append(f"and {len(check.faults) - _SHOWN_MAX} more")
    if check.remark:
        lines.append(check.remark)
    lines.append("verified" if check.stands else "NOT verified")
    return "\n".join(lines)
