"""`tallystick message`: judge and convert ISO 20022 messages, file by file."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import name_of, show
from tallystick.terms.errors import MessageError
from tallystick.wire.iso20022.bulk import check_file
from tallystick.wire.iso20022.check import PROFILE_NAMES, SCHEMA_ALONE, Report
from tallystick.wire.iso20022.grammar import Message, supported
from tallystick.wire.iso20022.mapping import translate_document
from tallystick.wire.iso20022.pages import page_of
from tallystick.wire.iso20022.roundtrip import round_trip
from tallystick.wire.iso20022.tree import encode
from tallystick.wire.unread import LIMITS

PATHS = click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True),
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")

# What a command says of a file: whether the answer is yes, for machines, and for people.
Line = tuple[bool, dict[str, Any], str]


@click.command()
@click.option(
    "--profile",
    type=click.Choice(PROFILE_NAMES),
    default=SCHEMA_ALONE,
    help="The rules beyond the schema.",
)
@AS_JSON
@PATHS
@click.pass_context
def check(ctx: click.Context, *, profile: str, as_json: bool, paths: tuple[Path, ...]) -> None:
    """Judge messages against schema and profile; a folder's are its .xml files, at any depth.

    Exit code 1: one of them is invalid.
    """
    ctx.exit(_each(paths, partial(_verdict, profile=profile), as_json=as_json))


@click.command()
@AS_JSON
@PATHS
@click.pass_context
def roundtrip(ctx: click.Context, *, as_json: bool, paths: tuple[Path, ...]) -> None:
    """Decode messages, encode them again and compare their canonical XML.

    Exit code 1: one of them came back changed, or is not a valid message.
    """
    ctx.exit(_each(paths, _comparison, as_json=as_json))


@click.command()
@click.option("--to", "version", required=True, help="The version, such as pacs.008.001.08.")
@AS_JSON
@PATHS
@click.pass_context
def translate(ctx: click.Context, *, version: str, as_json: bool, paths: tuple[Path, ...]) -> None:
    """Make another version of messages, and tell all that it has no place for.

    Exit code 1: something of one of them is lost, or one has no such version.
    """
    if version not in supported():
        raise click.UsageError(f"{version} is not a supported message version")
    ctx.exit(_each(paths, lambda path: _translation(path, Message(version)), as_json=as_json))


@click.command("list")
@AS_JSON
def list_messages(*, as_json: bool) -> None:
    """List every supported message version and direction."""
    for message in supported():
        # Whatever is read is written too.
        line = {"message": message, "direction": "both"}
        click.echo(json_of(line) if as_json else f"{message}  both")


@click.command()
@click.argument("message", metavar="VERSION")
def describe(*, message: str) -> None:
    """Print what a message version may hold, element by element, in Markdown.

    Exit code 2: the version is not supported; `message list` tells which are.
    """
    if message not in supported():
        detail = f"{message} is not supported; `tallystick message list` tells which are"
        raise click.BadParameter(detail, param_hint="VERSION")
    click.echo(page_of(Message(message)), nl=False)


def _verdict(path: Path, *, profile: str) -> Line:
    with path.open("rb") as file:
        report = check_file(file, profile=profile)
    errors = [msgspec.structs.asdict(error) for error in report.errors]
    line = {"message": report.message, "valid": report.is_valid, "errors": errors}
    return report.is_valid, line, _told(report)


def _told(report: Report) -> str:
    head = f"{'valid' if report.is_valid else 'INVALID'} {report.message or 'no message'}"
    errors = [
        f"  {error.path or '/'}: {error.text} [{error.rule} {error.code}]"
        for error in report.errors
    ]
    return "\n".join([head, *errors])


def _comparison(path: Path) -> Line:
    outcome = round_trip(bytes_of(path))
    verdict = "same" if outcome.same else f"CHANGED: {outcome.error}"
    told = f"{outcome.message or 'no message'} {verdict}"
    return outcome.same, msgspec.structs.asdict(outcome), told


def _translation(path: Path, to: Message) -> Line:
    raw = bytes_of(path)
    try:
        found = translate_document(raw, to)
    except MessageError as refused:
        line: dict[str, Any] = {"to": to, "document": None, "lost": [], "error": str(refused)}
        return False, line, f"REFUSED {refused}"
    document = encode(found.tree).decode()
    lost = [msgspec.structs.asdict(each) for each in found.lost]
    line = {"to": to, "document": document, "lost": lost, "error": None}
    told = [f"  lost {each.path}: {each.reason} [{each.code}]" for each in found.lost]
    return not lost, line, "\n".join([f"{to}", document, *told])


def _each(paths: tuple[Path, ...], answer: Callable[[Path], Line], *, as_json: bool) -> ExitCode:
    """Answer for every file; the worst answer counts."""
    worst, files = ExitCode.GOOD, 0
    for path in files_at(paths):
        files += 1
        try:
            is_yes, line, told = answer(path)
        except OSError as unwell:
            show(f"{name_of(path)} cannot be read: {unwell.strerror}", err=True)
            worst = ExitCode.COULD_NOT_TELL
            continue
        if as_json:
            click.echo(json_of({"file": str(path), **line}))
        else:
            show(f"{name_of(path)}: {told}")
        worst = max(worst, ExitCode.GOOD if is_yes else ExitCode.NO)
    if not files:
        raise click.UsageError("there is no .xml file at the given paths")
    return worst


def files_at(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file, and of a folder the `.xml` files at any depth, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if _is_message_file(each))
        else:
            yield path


def _is_message_file(path: Path) -> bool:
    return path.suffix.lower() == ".xml" and path.is_file()


def bytes_of(path: Path) -> bytes:
    """Return what a file holds, of one that is too large enough to have it refused."""
    with path.open("rb") as file:
        return file.read(LIMITS.size + 4)
