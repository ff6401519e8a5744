"""`tallystick screen ownership`: who counts as listed without being listed, and why."""

from pathlib import Path
from typing import Any, Final

import click
import msgspec

from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import show
from tallystick.screening.bundle import load
from tallystick.screening.holdings import WHOLE, Note
from tallystick.screening.ownership import Inferred, infer
from tallystick.terms.errors import StoreError

_INDEX: Final = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("index_at", type=_INDEX, metavar="INDEX")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def ownership(*, index_at: Path, as_json: bool) -> None:
    """List who counts as listed because listed ones hold enough in it, and what is odd.

    INDEX is the file that `screen build` wrote. Which rule holds is the regime's of each list.
    """
    try:
        found = infer(load(index_at).lists)
    except StoreError as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable
    for each in found.inferred:
        click.echo(json_of(_line(each))) if as_json else show(_words(each))
    for note in found.notes:
        click.echo(json_of(_noted(note))) if as_json else show(_note_words(note))


def _line(inferred: Inferred) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(inferred)
    stakes = [{**each, "share": each["share"] / WHOLE} for each in told["stakes"]]
    return {**told, "share": inferred.share / WHOLE, "stakes": stakes}


def _words(inferred: Inferred) -> str:
    where = f"{inferred.regime} {inferred.list} {inferred.entity}"
    return f"{where}: {inferred.name}, {inferred.why}"


def _noted(note: Note) -> dict[str, Any]:
    return {"list": note.list, "entity": note.entity, "note": note.kind, "text": note.text}


def _note_words(note: Note) -> str:
    return f"note: {note.list} {note.entity}: {note.text} [{note.kind}]"
