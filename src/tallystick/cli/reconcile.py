"""`tallystick reconcile`: compare two stores and name every difference."""

from pathlib import Path

import click

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import show
from tallystick.cli.stores import Store, remark
from tallystick.proof.reconcile import Difference, Reconciliation, reconcile
from tallystick.terms.errors import SettingError, StoreError


@click.command("reconcile")
@click.argument("store_a", type=Store())
@click.argument("store_b", type=Store())
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, nothing else.")
@click.pass_context
def compare_stores(ctx: click.Context, *, store_a: Path, store_b: Path, as_json: bool) -> None:
    """Compare the two halves of a link, payment by payment and line by line.

    A STORE is a journal or its folder. Exit code 1 says that the halves differ.
    """
    try:
        found = reconcile(store_a, store_b)
    except SettingError as wrong:
        raise click.UsageError(str(wrong), ctx) from wrong
    except StoreError as broken:
        raise click.ClickException(f"{broken}; `tallystick verify` says more") from broken
    for difference in found.differences:
        show(_told(difference, as_json=as_json))
    show(_summary(found, as_json=as_json))
    remark(f"{found.payments} payments crossed the link; pending: {found.pending}")
    ctx.exit(ExitCode.NO if found.differences else ExitCode.GOOD)


def _told(difference: Difference, *, as_json: bool) -> str:
    if as_json:
        return json_of(difference)
    return f"{difference.uetr}: {difference.field}: {difference.first} | {difference.second}"


def _summary(found: Reconciliation, *, as_json: bool) -> str:
    count, roots = len(found.differences), {"root_a": found.root_a, "root_b": found.root_b}
    if as_json:
        return json_of({"difference": count, **roots})
    same = "the same" if found.root_a == found.root_b else "not the same"
    return f"{count} differences; the tally roots are {same}: {found.root_a} | {found.root_b}"
