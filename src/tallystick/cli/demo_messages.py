"""`tallystick demo --messages`: real pacs.008 files, each in a world of its own and all in one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.message import bytes_of, files_at
from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import name_of, shown
from tallystick.cli.stores import remark
from tallystick.proof.trial.lines import Line, Outcome
from tallystick.proof.trial.runs import Runs

# Piped, a table is as wide as its longest sentences ask for.
_WIDTH_PIPED: Final = 160
_BREACHES_SHOWN: Final = 3


def run_messages(folder: Path, *, as_json: bool) -> ExitCode:
    """Try every message file of a folder and tell how each of its transactions ended.

    `NO`: books did not come out even. `COULD_NOT_TELL`: a file could not be read.
    """
    runs, lines, unread = Runs(), list[Line](), 0
    for path in _found(folder):
        try:
            raw = bytes_of(path)
        except OSError as unwell:
            remark(f"{name_of(path)} cannot be read: {unwell.strerror}")
            unread += 1
            continue
        for line in runs.try_file(str(path), raw):
            lines.append(line)
            if as_json:
                click.echo(json_of(line))
    figures = runs.end()
    if as_json:
        click.echo(json_of(figures))
    else:
        _show(folder, lines, figures)
    if unread:
        return ExitCode.COULD_NOT_TELL
    return ExitCode.GOOD if runs.are_square else ExitCode.NO


def _found(folder: Path) -> Iterator[Path]:
    """Yield the message files; none at all is a wrong use."""
    paths = files_at([folder])
    first = next(paths, None)
    if first is None:
        raise click.UsageError(f"there is no .xml file in {name_of(folder)}")
    yield first
    yield from paths


# For people.


def _show(folder: Path, lines: Sequence[Line], figures: dict[str, Any]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH_PIPED
    for outcome, rows in _TABLES.items():
        found = [line for line in lines if line.outcome is outcome]
        if found:
            console.print(_table(f"{outcome.capitalize()}: {len(found)}", rows(folder, found)))
    console.print(_together(figures))


# The heads of the columns, and the cells of each row.
Rows: TypeAlias = tuple[Sequence[str], Sequence[Sequence[str]]]


def _table(title: str, rows: Rows) -> Table:
    heads, cells = rows
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for head in heads:
        # A file's name has no blanks to break it at.
        table.add_column(head, overflow="fold")
    for row in cells:
        table.add_row(*(Text(shown(cell)) for cell in row))
    return table


def _settled(folder: Path, lines: Sequence[Line]) -> Rows:
    cells = [(_name(folder, line), line.text) for line in lines]
    return ("file", "what was paid"), cells


def _refused(folder: Path, lines: Sequence[Line]) -> Rows:
    ordered = sorted(lines, key=lambda line: line.reason or "")
    cells = [(line.reason or "", _name(folder, line), line.text) for line in ordered]
    return ("reason", "file", "why"), cells


def _invalid(folder: Path, lines: Sequence[Line]) -> Rows:
    return ("file", "what is broken"), [(_name(folder, line), _breaches(line)) for line in lines]


def _breaches(line: Line) -> str:
    told = line.text.splitlines()
    more = len(told) - _BREACHES_SHOWN
    last = [f"and {more} more; --json tells all"] if more > 0 else []
    return "\n".join([*told[:_BREACHES_SHOWN], *last])


def _unsupported(_folder: Path, lines: Sequence[Line]) -> Rows:
    counts = Counter(line.message or "no known message" for line in lines)
    return ("message", "files"), [(name, str(count)) for name, count in sorted(counts.items())]


_TABLES: Final[dict[Outcome, Callable[[Path, Sequence[Line]], Rows]]] = {
    Outcome.SETTLED: _settled,
    Outcome.REFUSED: _refused,
    Outcome.INVALID: _invalid,
    Outcome.UNSUPPORTED: _unsupported,
}


def _name(folder: Path, line: Line) -> str:
    path = Path(line.file)
    return str(path.relative_to(folder)) if path != folder else path.name


def _together(figures: dict[str, Any]) -> Text:
    refused = sum(figures["refused"].values())
    halves = "match" if figures["tally_roots_equal"] else "do NOT match"
    return Text(
        f"All {figures['payments']} in one world, in the order of their names: "
        f"{figures['settled']} settled, {refused} refused, {figures['duplicates']} duplicates, "
        f"{figures['broken']} broken or unsupported, {figures['pending']} pending.\n"
        f"Both operators' halves {halves}; {figures['difference']} differences."
    )
