"""`tallystick screen reproduce`: decide a payment again by what the node has kept."""

from pathlib import Path

import click

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.showing import as_json as json_of
from tallystick.cli.showing import show
from tallystick.cli.stores import remark
from tallystick.node.chronicling import CHRONICLE
from tallystick.node.config import load_settings
from tallystick.node.identity import open_keyring
from tallystick.node.reproducing import Reproducing, Reproduction
from tallystick.node.wiring import JOURNAL
from tallystick.proof.stores import inspected
from tallystick.terms.errors import SettingError, StoreError
from tallystick.views.chronicle import known_at, payment_subject

_WORDS = {True: "reproduced", False: "differs", None: "could not tell"}


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="The node's settings.",
)
@click.option("--payment", "payment_id", required=True, help="The payment's UETR.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a decision.")
@click.pass_context
def reproduce(ctx: click.Context, *, config: Path, payment_id: str, as_json: bool) -> None:
    """Decide a payment again by what the node has kept, and compare every byte.

    Every verdict on it, hit or clear, is made again from the message, the lists, the policy and
    the good-guy entries it names. Exit code 1: one differs, and where; 3: one cannot be made
    again, or the payment is not here. The node may run meanwhile.
    """
    try:
        found = _found(config, payment_id)
    except SettingError as wrong:
        raise click.UsageError(str(wrong), ctx) from wrong
    except StoreError as unwell:
        remark(str(unwell))
        ctx.exit(ExitCode.COULD_NOT_TELL)
    for each in found:
        show(json_of(each) if as_json else _words(each))
    if not found:
        remark(f"There is no payment {payment_id} here.")
    ctx.exit(_answer([each.reproduced for each in found]))


def _found(config: Path, payment_id: str) -> list[Reproduction]:
    settings = load_settings(config)
    folder, keyring = settings.folder, open_keyring(settings)
    # Before the store is pinned: so the chronicle is never ahead of the journal.
    known = known_at(folder / CHRONICLE, payment_subject(payment_id))
    with inspected(folder / JOURNAL) as store:
        again = Reproducing(folder, keyring.vault, keyring.digest_key, store)
        return list(again.decisions(payment_id, known))


def _answer(reproduced: list[bool | None]) -> ExitCode:
    if False in reproduced:
        return ExitCode.NO
    return ExitCode.GOOD if reproduced and None not in reproduced else ExitCode.COULD_NOT_TELL


def _words(found: Reproduction) -> str:
    why = f": {found.why}" if found.why else ""
    grounds = f"lists {found.bundle or 'none'}, policy {found.settings}"
    return f"{_WORDS[found.reproduced]}{why}\n  entry {found.sequence}: {found.outcome}, {grounds}"
