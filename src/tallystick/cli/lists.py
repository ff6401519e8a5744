"""`tallystick screen show`, `diff` and `sign`: what an index holds, what changed, who answers."""

from pathlib import Path
from typing import Any

import click
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import show
from tallystick.node.key_files import read_private_key
from tallystick.screening import bundle as bundles
from tallystick.screening.bundle import Bundle
from tallystick.screening.changes import Change, ChangeKind, ListChange, bundle_diff
from tallystick.screening.lists import ListVersion
from tallystick.terms.errors import SettingError, StoreError

JsonLine = dict[str, Any]

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
with_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")

_SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}


@click.command("show")
@click.argument("index", type=FILE)
@with_json
def show_index(*, index: Path, as_json: bool) -> None:
    """Show what an index holds: lists, dates, hashes, counts, and who signed it."""
    bundle = opened(index)
    if as_json:
        click.echo(json_of(contents_of(bundle)))
        return
    show(f"list version {bundle.digest.hex()}, as of {bundle.as_of or 'no day'}")
    for each in bundle.lists:
        on = each.published_on or "no date"
        show(f"{each.name} ({each.regime}), {on}: {each.count} entities")
        for file in each.files:
            show(f"  {file.part}: {file.records} records, SHA-256 {file.sha256.hex()}")
    for signature in bundle.signatures:
        show(f"signed by {signature.key_id}")


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@with_json
def diff(*, old: Path, new: Path, as_json: bool) -> None:
    """Tell entity by entity what changed from one index to another.

    Of each list first every entity that was added, removed or changed, then a line that counts
    them.
    """
    for change in bundle_diff(opened(old).lists, opened(new).lists):
        for each in change.changes:
            if as_json:
                click.echo(json_of(_changed(change, each)))
            else:
                show(_changed_words(each))
        if as_json:
            click.echo(json_of(_counted(change)))
        else:
            show(_counted_words(change))


@click.command()
@click.argument("index", type=FILE)
@click.option("--key", "key_at", type=FILE, required=True, help="An Ed25519 private key, PEM.")
@click.option("--key-id", required=True, help="By what name the nodes know the key.")
@with_json
def sign(*, index: Path, key_at: Path, key_id: str, as_json: bool) -> None:
    """Sign an index: its lists, and the date on which they were in force.

    The file is written anew, with one signature more; a second one by the same name replaces
    the first.
    """
    bundle = opened(index)
    try:
        key = read_private_key(key_at, "--key")
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise click.UsageError(f"The key in {key_at.name} is no Ed25519 key.")
    if not bundle.lists or not bundle.as_of:
        raise click.UsageError("An index without a list or a date is nothing to answer for.")
    signed = bundles.sign(bundle, key_id, key)
    bundles.save(signed, index)
    if as_json:
        click.echo(json_of(contents_of(signed)))
    else:
        by = ", ".join(each.key_id for each in signed.signatures)
        show(f"list version {signed.digest.hex()}, as of {signed.as_of}, signed by {by}")


def opened(index: Path) -> Bundle:
    """Return the bundle of an index.

    Raises:
        ClickException: the file cannot be read, or is no index as it was written.
    """
    try:
        return bundles.load(index)
    except (StoreError, OSError) as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable


def contents_of(bundle: Bundle) -> JsonLine:
    """Return what an index holds, as one JSON object tells it."""
    return {
        "list_version": bundle.digest.hex(),
        "as_of": bundle.as_of,
        "lists": [_list(each) for each in bundle.lists],
        "signed_by": [each.key_id for each in bundle.signatures],
    }


def _list(version: ListVersion) -> JsonLine:
    return {
        "list": version.name,
        "regime": version.regime,
        "published_on": version.published_on or None,
        "count": version.count,
        "files": [
            {"part": file.part, "sha256": file.sha256.hex(), "records": file.records}
            for file in version.files
        ],
    }


def _changed(change: ListChange, each: Change) -> JsonLine:
    return {"list": change.list, **msgspec.to_builtins(each)}


def _changed_words(each: Change) -> str:
    lines = [f"{_SIGNS[each.kind]} {each.entity}: {each.name}"]
    for part in each.parts:
        lines += [f"    {part.part} - {text}" for text in part.removed]
        lines += [f"    {part.part} + {text}" for text in part.added]
    return "\n".join(lines)


def _counted(change: ListChange) -> JsonLine:
    counts = {kind.value: change.count(kind) for kind in ChangeKind}
    old_on, new_on = change.old_on or None, change.new_on or None
    ends = {"old_on": old_on, "new_on": new_on, "old": change.old_count, "new": change.new_count}
    return {"list": change.list, **ends, **counts}


def _counted_words(change: ListChange) -> str:
    counts = ", ".join(f"{change.count(kind)} {kind}" for kind in ChangeKind)
    return f"{change.list}: {counts}; {change.old_count} entities before, {change.new_count} now"
