"""`tallystick screen`: build an index of lists, and screen names and messages against it."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import click
import msgspec
from typing_extensions import override

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.lists import contents_of
from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import name_of as shown_name
from tallystick.cli.showing import show
from tallystick.screening.bundle import Bundle, bundle_of, load, save
from tallystick.screening.fields import FieldKind, screened_fields
from tallystick.screening.gather import Gathered, gather
from tallystick.screening.index import Hit, Index
from tallystick.screening.names import normalise
from tallystick.screening.policy import Policy, policy_for_all
from tallystick.screening.score import (
    LETTERS_MAX,
    SCORE_MAX,
    THRESHOLD,
    WORDS_MAX,
    Name,
    compare,
    is_too_long,
    name_of,
)
from tallystick.screening.verdict import Finding, screen
from tallystick.terms.errors import MessageError, SettingError, StoreError
from tallystick.wire.ivms101.enclosed import opened
from tallystick.wire.ivms101.leaves import leaves as leaves_of_payload
from tallystick.wire.ivms101.reader import decode as decode_payload
from tallystick.wire.leaves import Leaf, leaves_of
from tallystick.wire.xml import parse

FILE = click.Path(path_type=Path, exists=True)
LEG = "command-line"
_PAYLOAD = ".json"
JsonLine = dict[str, Any]


class Score(click.ParamType[int]):
    """A score above 0 and up to 1, kept in ten-thousandths."""

    name = "T"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read the score."""
        if isinstance(value, int):
            return value
        try:
            score = round(float(str(value)) * SCORE_MAX)
        except (ValueError, OverflowError):
            score = 0
        if not 0 < score <= SCORE_MAX:
            self.fail(f"{value!r} is no score above 0 and up to 1", param, ctx)
        return score


with_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
with_index = click.option(
    "--index", "index_at", type=FILE, required=True, help="The file that `screen build` wrote."
)
with_threshold = click.option(
    "--threshold", type=Score(), default=THRESHOLD, help="The lowest score of a hit; else 0.85."
)


@click.command()
@click.option(
    "--lists", type=FILE, multiple=True, required=True, help="Files or folders of lists."
)
@click.argument("more", type=FILE, nargs=-1, metavar="[PATH]...")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--as-of", default="", help="The date on which these editions were in force.")
@with_json
def build(
    *, lists: tuple[Path, ...], more: tuple[Path, ...], out: Path, as_of: str, as_json: bool
) -> None:
    """Build an index from sanctions lists: `--lists PATH... --out INDEX`.

    Known are the lists of OFAC, the UN, the EU, the UK and OpenSanctions in their published
    forms, a bank's own CSV files and lists of addresses. Two editions of one list, or one list
    in two forms, are an error.
    """
    gathered, bundle = _gathered((*lists, *more), as_of)
    for note in gathered.notes:
        show(f"note: {note}", err=True)
    if not bundle.as_of:
        show("note: a list bears no date, and so the index; say --as-of", err=True)
    for path in gathered.left_out:
        show(f"no list, left out: {shown_name(path)}", err=True)
    save(bundle, out)
    tell(_built(gathered, bundle), _built_words(bundle), as_json=as_json)


def _gathered(paths: Sequence[Path], as_of: str) -> tuple[Gathered, Bundle]:
    try:
        gathered = gather(paths)
        bundle = bundle_of(gathered.lists, as_of)
    except (MessageError, SettingError) as wrong:
        raise click.UsageError(f"{wrong} [{wrong.code}]") from wrong
    if not bundle.lists:
        raise click.UsageError("No list is there; an index of nothing would clear everybody.")
    return gathered, bundle


def _built(gathered: Gathered, bundle: Bundle) -> JsonLine:
    return {**contents_of(bundle), "notes": gathered.notes, "left_out": gathered.left_out}


def _built_words(bundle: Bundle) -> str:
    lines = [f"{each.name}: {each.count} entities" for each in bundle.lists]
    return "\n".join([*lines, f"list version {bundle.digest.hex()}"])


@click.command()
@with_index
@click.option("--input", "names_at", type=FILE, required=True, help="One UTF-8 name a line.")
@with_threshold
@with_json
@click.pass_context
def names(
    ctx: click.Context, *, index_at: Path, names_at: Path, threshold: int, as_json: bool
) -> None:
    """Screen names, one a line, against an index; exit code 1 when any is a hit."""
    index = _index(index_at)
    has_hit = False
    with names_at.open(encoding="utf-8-sig", newline="\n") as lines:
        for name in _names(lines):
            hits = [hit for hit in index.hits(FieldKind.NAME, name) if hit.score >= threshold]
            has_hit = has_hit or bool(hits)
            line = {
                "name": name,
                "verdict": _verdict(hits),
                "hits": told_of(hits),
                "list_version": index.bundle.hex(),
            }
            tell(line, words_of(name, hits), as_json=as_json)
    ctx.exit(ExitCode.NO if has_hit else ExitCode.GOOD)


def _names(lines: TextIO) -> Iterator[str]:
    try:
        yield from (line.rstrip("\r\n") for line in lines)
    except UnicodeDecodeError as broken:
        raise click.UsageError("The names are not UTF-8 text.") from broken


@click.command()
@click.argument("name1")
@click.argument("name2")
@with_threshold
@with_json
@click.pass_context
def pair(ctx: click.Context, *, name1: str, name2: str, threshold: int, as_json: bool) -> None:
    """Score one name against another; exit code 1 when they do not match."""
    score = _score(name1, name2)
    verdict = "match" if score >= threshold else "no"
    line = {"score": score / SCORE_MAX, "verdict": verdict}
    tell(line, f"{verdict} {score / SCORE_MAX}", as_json=as_json)
    ctx.exit(ExitCode.GOOD if verdict == "match" else ExitCode.NO)


@click.command()
@click.option("--input", "pairs_at", type=FILE, required=True, help="A CSV file with a header.")
@click.option("--columns", required=True, help="The two columns of names: name1,name2.")
@with_threshold
@with_json
@click.pass_context
def pairs(
    ctx: click.Context, *, pairs_at: Path, columns: str, threshold: int, as_json: bool
) -> None:
    """Score the pairs of names in a CSV file; exit code 1 when any does not match."""
    matches = True
    for first, second in _pairs(pairs_at, columns):
        score = _score(first, second)
        matches = matches and score >= threshold
        line = {
            "a": first,
            "b": second,
            "score": score / SCORE_MAX,
            "verdict": "match" if score >= threshold else "no",
        }
        tell(line, f"{line['verdict']} {line['score']} {first} | {second}", as_json=as_json)
    ctx.exit(ExitCode.GOOD if matches else ExitCode.NO)


def _pairs(path: Path, columns: str) -> Iterator[tuple[str, str]]:
    wanted = [column.strip() for column in columns.split(",")]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if len(wanted) != 2 or not set(wanted) <= set(rows.fieldnames or ()):
                raise click.UsageError(f"The file has no two columns {columns}.")
            for row in rows:
                first, second = (row[column] for column in wanted)
                yield first or "", second or ""
    except (UnicodeDecodeError, csv.Error) as broken:
        raise click.UsageError(f"The pairs are not CSV in UTF-8: {broken}") from broken


@click.command()
@with_index
@with_threshold
@with_json
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="PATH...")
@click.pass_context
def message(
    ctx: click.Context,
    *,
    index_at: Path,
    threshold: int,
    as_json: bool,
    paths: tuple[Path, ...],
) -> None:
    """Screen every screened field of messages; of a folder, its XML files.

    A file named `.json` is a travel-rule payload (IVMS101).

    Exit code 1 when any field is a hit, or a file cannot be read as a message.
    """
    index = _index(index_at)
    policy = policy_for_all(LEG, index.lists, threshold)
    answer = ExitCode.GOOD
    for path in _messages(paths):
        line, told = _screened(index, policy, path)
        answer = answer if line["verdict"] == "clear" else ExitCode.NO
        tell(line, told, as_json=as_json)
    ctx.exit(answer)


def _messages(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.xml")) if path.is_dir() else (path,)


def _screened(index: Index, policy: Policy, path: Path) -> tuple[JsonLine, str]:
    try:
        fields = screened_fields(_leaves(path))
    except MessageError as broken:
        unread = {"file": str(path), "verdict": "broken", "fields": [], "error": str(broken)}
        return unread, f"broken {shown_name(path)}: {broken}"
    found = screen(index, policy, fields).fields
    hits = [hit for each in found for hit in each.hits]
    line = {
        "file": str(path),
        "verdict": _verdict(hits),
        "fields": [_field(each) for each in found],
    }
    told = [words_of(f"{each.path} {each.text}", each.hits) for each in found if each.hits]
    return line, "\n".join([f"{_verdict(hits)} {shown_name(path)}", *told])


def _leaves(path: Path) -> list[Leaf]:
    """Return the leaves of a file: of a travel-rule payload if it is named so, else of XML.

    A payload within the XML is opened too.
    """
    raw = path.read_bytes()
    if path.suffix.lower() == _PAYLOAD:
        return leaves_of_payload(decode_payload(raw))
    return list(opened(leaves_of(parse(raw))))


def _field(finding: Finding) -> JsonLine:
    return {"path": finding.path, "name": finding.text, "hits": told_of(finding.hits)}


def _index(path: Path) -> Index:
    return Index(bundle_at(path))


def bundle_at(path: Path) -> Bundle:
    """Return the bundle that `screen build` wrote; whatever cannot be one ends the command."""
    try:
        bundle = load(path)
    except StoreError as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable
    if not bundle.lists:
        raise click.ClickException("The index holds no list, so it can tell nothing.")
    return bundle


def _name(text: str) -> Name:
    words = normalise(text)
    if is_too_long(words):
        letters = sum(map(len, words))
        shown = f"{text[:20]}..." if len(text) > 20 else text
        raise click.UsageError(
            f"{shown!r} has {len(words)} words and {letters} letters and digits; "
            f"a name has no more than {WORDS_MAX} and {LETTERS_MAX}. [name-too-long]"
        )
    return name_of(text, words, may_be_inverted=True)


def _score(first: str, second: str) -> int:
    one, other = map(_name, (first, second))
    found = compare(one, other)
    return found.score if found else 0


def _verdict(hits: Sequence[Hit]) -> str:
    return "hit" if hits else "clear"


def told_of(hits: Sequence[Hit]) -> list[JsonLine]:
    """Return hits as they are told in JSON: scores from 0 to 1."""
    return [{**msgspec.to_builtins(hit), "score": hit.score / SCORE_MAX} for hit in hits]


def words_of(name: str, hits: Sequence[Hit]) -> str:
    """Return hits as they are told to people."""
    return "\n".join([f"{_verdict(hits)} {name}", *map(_hit_words, hits)])


def _hit_words(hit: Hit) -> str:
    found = f"{hit.list} {hit.entity}: {hit.matched} {hit.score / SCORE_MAX}"
    ownership = f", {hit.ownership}" if hit.ownership else ""
    return f"  {found} {hit.evidence[0].rule}{ownership}"


def tell(line: JsonLine, words: str, *, as_json: bool) -> None:
    """Write one answer, for scripts or for people."""
    if as_json:
        click.echo(json_of(line))
    else:
        show(words)
