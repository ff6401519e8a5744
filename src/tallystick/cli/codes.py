"""`tallystick message codes`: the external code sets that a message's codes are looked up in."""

from typing import TypeAlias

import click
import msgspec

from tallystick.wire.iso20022.code_sets import CodeSet, meaning_of, published

Line: TypeAlias = dict[str, str | int | None]


@click.command()
@click.option("--set", "name", metavar="NAME", help="The codes of one set, named as its type is.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def codes(*, name: str | None, as_json: bool) -> None:
    """List the external code sets, each with its edition and how many codes it has."""
    for line in _sets() if name is None else _codes(_set(name)):
        words = (str(value) for value in line.values() if value is not None)
        click.echo(msgspec.json.encode(line).decode() if as_json else "  ".join(words))


def _sets() -> list[Line]:
    return [
        {"set": each.name, "edition": each.edition, "count": len(each.codes)}
        for each in published()
    ]


def _codes(found: CodeSet) -> list[Line]:
    return [
        {
            "code": code,
            "valid_from": validity.first or None,
            "valid_to": validity.last or None,
            "meaning": meaning_of(found.name, code) or None,
        }
        for code, validity in sorted(found.codes.items())
    ]


def _set(name: str) -> CodeSet:
    found = published().get(name)
    if found is None:
        raise click.BadParameter(f"there is no set {name[:80]!r}", param_hint="--set")
    return found
