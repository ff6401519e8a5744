"""`tallystick simulate`: seeds of the simulated world, or the catalogue of planted bugs."""

import json
import re
from statistics import median

import click
from typing_extensions import override

from tallystick.cli.exit_code import ExitCode
from tallystick.proof.simulate import SeedRun, find_planted, run_seeds
from tallystick.proof.world.coverage import Coverage

FULL_RUN = 500


class SeedRange(click.ParamType[range]):
    """A range of seeds `A..B`, both ends included, or one seed."""

    name = "A..B"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """Read the range."""
        if isinstance(value, range):
            return value
        found = re.fullmatch(r"(\d{1,9})(?:\.\.(\d{1,9}))?", str(value))
        if found is None or int(found[2] or found[1]) < int(found[1]):
            self.fail(f"{value!r} is no range of seeds: write 1..500", param, ctx)
        return range(int(found[1]), int(found[2] or found[1]) + 1)


@click.command()
@click.option("--seeds", type=SeedRange(), default="1..500", help="Seeds A..B, both included.")
@click.option("--planted", is_flag=True, help="Plant each known bug and find it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, nothing else.")
@click.pass_context
def simulate(ctx: click.Context, *, seeds: range, planted: bool, as_json: bool) -> None:
    """Run seeds of the simulated world and check every step.

    Exit code 1 names the failing seeds, or the planted bugs that no seed found.
    """
    found = _planted(seeds) if planted else _worlds(seeds, as_json=as_json)
    ctx.exit(ExitCode.GOOD if found else ExitCode.NO)


def _worlds(seeds: range, *, as_json: bool) -> bool:
    coverage, runs = Coverage(), []
    for run in run_seeds(seeds, coverage):
        runs.append(run)
        _show(run, as_json=as_json)
    failing = [run.seed for run in runs if run.violations]
    zeros = coverage.zeros() if len(runs) >= FULL_RUN else []
    _summary(runs, coverage)
    for zero in zeros:
        click.echo(f"never reached: {zero}", err=True)
    if failing:
        click.echo(f"failing seeds: {', '.join(map(str, failing))}", err=True)
    return not failing and not zeros


def _show(run: SeedRun, *, as_json: bool) -> None:
    if as_json:
        line = {
            "seed": run.seed,
            "digest": run.digest,
            "steps": run.steps,
            "violations": run.violations,
        }
        click.echo(json.dumps(line))
    elif run.violations:
        click.echo(f"seed {run.seed}: {len(run.violations)} promises broken")
        for violation in run.violations:
            click.echo(f"  {violation}")


def _summary(runs: list[SeedRun], coverage: Coverage) -> None:
    seconds = median(run.seconds for run in runs)
    click.echo(f"{len(runs)} seeds, median {seconds:.2f} s a seed; reached:", err=True)
    for kind, name, count in coverage.rows():
        click.echo(f"  {kind:<10} {name:<40} {count:>8}", err=True)


def _planted(seeds: range) -> bool:
    """Say for each planted bug by which seed it was found; a bug that none finds is a failure."""
    everything = True
    for bug, seed in find_planted(seeds):
        click.echo(json.dumps({"bug": bug, "seed_found": seed}))
        everything = everything and seed is not None
    return everything
