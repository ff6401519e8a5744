"""`tallystick verify`: replay a store and prove its books."""

from pathlib import Path

import click

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import show
from tallystick.cli.stores import Store, remark
from tallystick.proof.verify import Verification, verify
from tallystick.terms.errors import SettingError

_ANSWERS = {True: ExitCode.GOOD, False: ExitCode.NO, None: ExitCode.COULD_NOT_TELL}


@click.command("verify")
@click.argument("store", type=Store())
@click.option(
    "--heads",
    "peer",
    type=Store(),
    help="The other operator's store: has anything been cut or rewritten that it was told of?",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, nothing else.")
@click.pass_context
def prove_store(ctx: click.Context, *, store: Path, peer: Path | None, as_json: bool) -> None:
    """Prove one node's books: decide every entry again, compare all that lies beside them.

    STORE is a journal or its folder. Exit code 1 names the first entry that is wrong.
    """
    try:
        found = verify(store, peer, remark)
    except SettingError as wrong:
        raise click.UsageError(str(wrong), ctx) from wrong
    show(json_of(found) if as_json else _told(found))
    ctx.exit(_ANSWERS[found.valid])


def _told(found: Verification) -> str:
    proved = f"{found.entries} entries proved, the last one's hash is {found.head}"
    match found.valid:
        case True:
            return f"valid: {proved}"
        case False:
            return f"not valid: {found.error}\n{proved}"
        case None:
            return f"could not tell: {found.error}"
