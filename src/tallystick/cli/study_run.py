"""`tallystick study run`: a day of payments run under rules and with levels of liquidity."""

import os
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import click
from rich import box
from rich.console import Console
from rich.table import Table
from typing_extensions import override

from tallystick.clearing.instance.faults import InstanceError
from tallystick.clearing.instance.times import SECOND_MAX
from tallystick.clearing.instance.writing import decimal_text
from tallystick.clearing.solution.result import WEIGHT_MAX
from tallystick.clearing.what_if.day import Day, Weighing
from tallystick.clearing.what_if.rules import PROMISES, Rule, rule_of
from tallystick.clearing.what_if.scenarios import Scenario, Study, study_of
from tallystick.clearing.what_if.writing import (
    COURSE,
    PLOTS,
    SCENARIOS,
    settled_share,
    told,
    write_course,
    write_scenarios,
)
from tallystick.cli.instances import load, load_times, sentences
from tallystick.cli.showing import as_json, name_of, show
from tallystick.terms.errors import SettingError

_RULES: Final = ("gross", "gross+optimiser:900", "cycles:3600")
_LEVELS: Final = ("0.25", "0.5", "1", "2", "4")
_LEVEL_MAX: Final = 1_000_000
_LEVEL_LETTERS_MAX: Final = 20
_HOUR: Final = 3600
_CLOSE_MAX: Final = SECOND_MAX + _HOUR
_LEGEND: Final = """\
level     times what accounts have in the instance
settled   of the gross value
bound     no rule could settle more
delay     value times delay, of what it would be if all waited until the close
used      the most that accounts gave at any time, of the value settled
late      what one payment in twenty of those that settled waited or longer
oldest    how long the payment that waited longest did, until the close if it never settled
"""
_BY_HOUR_MAX: Final = 1_000


class _RuleName(click.ParamType[Rule]):
    """A rule of settlement, such as `gross` or `cycles:3600`."""

    name = "RULE"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Rule:
        """Read the rule."""
        try:
            return rule_of(str(value))
        except SettingError as wrong:
            self.fail(str(wrong), param, ctx)


class _Level(click.ParamType[Fraction]):
    """How many times what accounts have, as a decimal number above 0."""

    name = "TIMES"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the number, exactly."""
        text = str(value)
        plain = text.isascii() and text.replace(".", "", 1).isdigit() and text[0] != "."
        level = (
            Fraction(text)
            if plain and text[-1] != "." and len(text) <= _LEVEL_LETTERS_MAX
            else Fraction(0)
        )
        if not 0 < level <= _LEVEL_MAX:
            self.fail(f"{text!r} is no decimal number above 0, up to {_LEVEL_MAX}", param, ctx)
        return level


@click.command(
    "run",
    epilog="Rules: " + "; ".join(f"{kind}, {promise}" for kind, promise in PROMISES.items()),
)
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--out", type=click.Path(file_okay=False, writable=True, path_type=Path), required=True
)
@click.option(
    "--rule",
    "rules",
    type=_RuleName(),
    multiple=True,
    help=f"May be given again; else {' '.join(_RULES)}.",
)
@click.option(
    "--liquidity",
    "levels",
    type=_Level(),
    multiple=True,
    help=f"Of what accounts have; may be given again; else {' '.join(_LEVELS)}.",
)
@click.option(
    "--close",
    type=click.IntRange(1, _CLOSE_MAX),
    help="Seconds after the opening; else the full hour after the last arrival.",
)
@click.option(
    "--urgent-weight",
    type=click.IntRange(1, WEIGHT_MAX),
    default=100,
    help="How many times an urgent payment counts for the optimiser; else 100.",
)
@click.option(
    "--age-weight",
    type=click.IntRange(0, _BY_HOUR_MAX),
    default=0,
    help="How many times more it counts for each hour it has waited; else 0.",
)
@click.option("--jobs", type=click.IntRange(1, 64), help="How many scenarios at a time.")
@click.option("--no-plots", "plots", flag_value=False, default=True, help="Figures alone.")
@click.option("--json", "json_wanted", is_flag=True, help="A line of JSON a scenario.")
def run_study(  # noqa: PLR0913 - one argument an option
    *,
    folder: Path,
    out: Path,
    rules: Sequence[Rule],
    levels: Sequence[Fraction],
    close: int | None,
    urgent_weight: int,
    age_weight: int,
    jobs: int | None,
    plots: bool,
    json_wanted: bool,
) -> None:
    """Run a day of payments under several rules of settlement, with less and more liquidity.

    DIR holds an instance and times.csv, as `study generate day` writes them. For each rule and
    level of liquidity: what settles, how late, by how much liquidity, and which payment waits
    longest. The figures go to scenarios.csv and course.csv, the plots to SVG and PNG beside them.
    """
    draw = _drawing() if plots else None
    try:
        day = _day(folder, close, Weighing(urgent_weight, age_weight))
        out.mkdir(parents=True, exist_ok=True)  # before the work is done, not after
        study = study_of(day, _chosen(rules), _factors(levels), jobs or _cores(), _tell)
        files = _saved(study, out) + (draw(study, out) if draw else [])
    except InstanceError as wrong:
        raise click.UsageError("\n".join(sentences(wrong))) from wrong
    except OSError as unwell:
        raise click.ClickException(f"A file cannot be read or written: {unwell}") from unwell
    if json_wanted:
        show("\n".join(as_json(told(each, study.bounds[each.level])) for each in study.scenarios))
        return
    Console(highlight=False).print(_table(study))
    show(_LEGEND)
    show("\n".join(map(name_of, files)))


def _chosen(rules: Sequence[Rule]) -> list[Rule]:
    return [*dict.fromkeys(rules or map(rule_of, _RULES))]


def _factors(levels: Sequence[Fraction]) -> list[Fraction]:
    return sorted(dict.fromkeys(levels or map(Fraction, _LEVELS)))


def _cores() -> int:
    return os.cpu_count() or 1


def _day(folder: Path, close: int | None, weighing: Weighing) -> Day:
    """Return the day of a folder.

    Raises:
        InstanceError: a file breaks a rule, or is missing.
        click.UsageError: something arrives after the close.
    """
    instance = load(folder)
    seconds = load_times(folder, instance)
    last = int(seconds.max(initial=0))
    if close is None:
        close = (last // _HOUR + 1) * _HOUR
    if last > close:
        raise click.UsageError(f"--close: the last bundle arrives after it, at second {last}.")
    return Day.of(instance, seconds, close, weighing)


def _drawing() -> Callable[[Study, Path], list[Path]]:
    """Return what draws the plots.

    Raises:
        click.UsageError: matplotlib is not installed.
    """
    try:
        from tallystick.clearing.what_if.plots import draw  # noqa: PLC0415 - it needs an extra
    except ModuleNotFoundError as missing:
        words = "The plots need matplotlib: install tallystick[plots], or give --no-plots."
        raise click.UsageError(words) from missing
    return draw


def _saved(study: Study, folder: Path) -> list[Path]:
    """Write the figures of a study; those of another, and its plots, do not stay beside them."""
    for name in (SCENARIOS, COURSE, *PLOTS):
        (folder / name).unlink(missing_ok=True)
    for name, write in ((SCENARIOS, write_scenarios), (COURSE, write_course)):
        with (folder / name).open("w", encoding="utf-8", newline="") as sink:
            write(study, sink)
    return [folder / SCENARIOS, folder / COURSE]


def _tell(scenario: Scenario) -> None:
    """Tell of a scenario that has ended."""
    share = settled_share(scenario.measures)
    show(
        f"liquidity {decimal_text(scenario.level)}, {scenario.rule}: {share:.2%} settled", err=True
    )


def _table(study: Study) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("level", "rule"):
        table.add_column(column, no_wrap=True)
    for column in ("settled", "bound", "delay", "used", "late", "oldest"):
        table.add_column(column, justify="right")
    for scenario in study.scenarios:
        delays, ratio = scenario.measures.delays, scenario.measures.netting_ratio
        table.add_row(
            decimal_text(scenario.level),
            str(scenario.rule),
            f"{settled_share(scenario.measures):.1%}",
            f"{study.bounds[scenario.level]:.1%}",
            f"{delays.indicator:.3f}",
            "-" if ratio is None else f"{1 - ratio:.1%}",
            _hours(delays.late),
            _hours(delays.longest),
            end_section=scenario is study.of_level(scenario.level)[-1],
        )
    return table


def _hours(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours}:{minutes:02}"
