"""`tallystick chaos`: kill nodes under load, and see that nothing is lost or done twice."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import msgspec

from tallystick.cli.exit_code import ExitCode
from tallystick.proof.chaos import Killing, Survived, survive
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.plan import Ending
from tallystick.sandbox.stage import AGREEMENTS, stage_of
from tallystick.terms.errors import LinkError, StoreError


class _Teller:
    """Tells people at the terminal how it goes."""

    def say(self, text: str) -> None:
        """Tell it."""
        click.echo(text, err=True)

    def begin(self, count: int, seconds_at_least: float) -> None:
        """Say nothing: there is more to come after these."""

    def seen(self, observed: Observed) -> None:
        """Say nothing: only the end counts."""


@click.command()
@click.option("--rounds", default=20, show_default=True, help="How often a node is killed.")
@click.option(
    "--agreement", type=click.Choice(AGREEMENTS), default=AGREEMENTS[0], show_default=True
)
@click.option("--seed", default=1, show_default=True, help="Which payments, and when who dies.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, nothing else.")
@click.pass_context
def chaos(ctx: click.Context, *, rounds: int, agreement: str, seed: int, as_json: bool) -> None:
    """Kill nodes under load, start them again, and hold the two stores against each other.

    Exit code 1: something was lost, happened twice, or the halves differ.
    """
    with TemporaryDirectory() as folder:
        killing = Killing(stage_of(agreement), rounds, Path(folder), seed)
        try:
            survived = asyncio.run(survive(killing, _Teller()))
        except (LinkError, StoreError) as unwell:
            click.echo(f"It could not be finished: {unwell}", err=True)
            ctx.exit(ExitCode.COULD_NOT_TELL)
    click.echo(_line(survived) if as_json else _words(survived))
    ctx.exit(ExitCode.GOOD if survived.is_good else ExitCode.NO)


def _line(survived: Survived) -> str:
    findings = survived.findings
    return msgspec.json.encode(
        {
            "kills": survived.kills,
            "payments": len(findings.observed),
            "settled": findings.how_many(Ending.SETTLED),
            "refused": findings.refused,
            "late": survived.late,
            "pending": findings.how_many(Ending.PENDING),
            "difference": findings.difference,
            "tally_roots_equal": findings.are_roots_equal,
            "wrong": survived.wrong,
        }
    ).decode()


def _words(survived: Survived) -> str:
    findings = survived.findings
    kills = ", ".join(f"{name} {count} times" for name, count in survived.kills.items())
    roots = "equal" if findings.are_roots_equal else "UNEQUAL"
    settled, count = findings.how_many(Ending.SETTLED), len(findings.observed)
    late = f"{survived.late} refused because a node was away for too long"
    lines = [
        f"killed: {kills}",
        f"{count} messages, {settled} settled, {late}",
        f"difference {findings.difference}, tally roots {roots}",
        *survived.wrong,
        "nothing lost, nothing twice" if survived.is_good else "NOT GOOD",
    ]
    return "\n".join(lines)
