"""`tallystick study`: settlement instances that are invented from a seed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from typing_extensions import override

from tallystick.clearing.study.families import FAMILIES, generate
from tallystick.clearing.study.known import Study
from tallystick.clearing.study.options import Spread
from tallystick.cli.instances import save
from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import show
from tallystick.terms.errors import SettingError

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Percent(click.ParamType[float]):
    """A share, told in percent: 5 is 0.05."""

    name = "PERCENT"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the percentage."""
        try:
            return float(str(value)) / 100
        except ValueError:
            self.fail(f"{value!r} is no number of percent", param, ctx)


_OPTIONS = (
    click.option("--seed", type=int, help="The same seed gives the same bytes; else 1."),
    click.option("--bundles", type=int, help="How many bundles wait."),
    click.option("--banks", type=int, help="How many banks there are."),
    click.option("--currencies", type=int, help="How many currencies."),
    click.option("--liquidity", type=Percent(), help="What accounts have of what they could pay."),
    click.option("--pvp", type=Percent(), help="Bundles that are a payment against a payment."),
    click.option("--urgent", type=Percent(), help="Bundles that are urgent."),
    click.option("--bilateral", type=Percent(), help="Pairs of banks with a limit."),
    click.option("--multilateral", type=Percent(), help="Accounts with a limit."),
    click.option(
        "--spread",
        type=click.Choice(Spread, case_sensitive=False),
        help="How values are spread; else lognormal.",
    ),
    click.option("--sigma", type=float, help="Lognormal: deviation of the logarithm; else 2."),
    click.option("--tail", type=float, help="Pareto: the index of the tail; else 1.1."),
    click.option("--hours", type=int, help="day: for how long it is open; else 9."),
)


def _with_options(command: _Command) -> _Command:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command(
    "generate",
    epilog="Families: " + "; ".join(f"{name}, {each.promise}" for name, each in FAMILIES.items()),
)
@click.argument("family", type=click.Choice([*FAMILIES]), metavar="FAMILY")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="An empty folder.")
@_with_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def generate_instance(*, family: str, out: Path, as_json: bool, **options: object) -> None:
    """Generate a settlement instance of a FAMILY: `payments.csv` and the files beside it.

    What is known of it beforehand, as its optimum, stands in `known.json`; of a `day` the
    times of arrival in `times.csv`. An option that a family does not read is refused.
    """
    chosen = {name: value for name, value in options.items() if value is not None}
    try:
        study = generate(family, chosen)
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    try:
        save(study, out)
    except OSError as unwell:
        raise click.ClickException(f"The instance cannot be written: {unwell}") from unwell
    line = _line(family, study)
    if as_json:
        click.echo(json_of({**line, "out": str(out)}))
    else:
        show(_words(line))


def _line(family: str, study: Study) -> dict[str, object]:
    instance = study.instance
    return {
        "family": family,
        "bundles": len(instance.bundles),
        "legs": len(instance.amount),
        "participants": len(instance.participants),
        "currencies": len(instance.currencies),
        "urgent": int(instance.urgent.sum()),
        "limits": len(instance.bilateral.amount) + len(instance.multilateral.amount),
        "known": study.known is not None,
    }


def _words(line: dict[str, object]) -> str:
    return (
        f"{line['family']}: {line['bundles']} bundles of {line['legs']} legs between "
        f"{line['participants']} participants in {line['currencies']} currencies"
    )
