"""`tallystick node init` and `certify`: prepare a node, and let others in."""

from collections.abc import Iterable
from pathlib import Path

import click

from tallystick.node import enrolment
from tallystick.node.cards import card_print
from tallystick.node.certificates import CERTIFICATE_DAYS
from tallystick.node.clock import SystemClock
from tallystick.node.entropy import SystemEntropy
from tallystick.node.init import Plan, Prepared, prepare_operator
from tallystick.node.parties import Party, Role
from tallystick.terms.errors import SettingError

FILE = click.Path(path_type=Path, dir_okay=False)
THERE = click.Path(path_type=Path, dir_okay=False, exists=True)
PORT = click.IntRange(1, 65_535)
ROLES = [Role.PARTICIPANT.value, Role.PROVIDER.value, Role.OPERATOR.value]
_PLAN = Plan("")


@click.command()
@click.option("--config", type=FILE, required=True, help="The settings to write, or to add to.")
@click.option("--operator", "operator_id", help="Your operator's id, as agreements name it.")
@click.option("--host", default=_PLAN.host, show_default=True, help="The address to listen at.")
@click.option(
    "--name", "hosts", multiple=True, help="A host by which others reach it; else --host."
)
@click.option("--port", type=PORT, default=_PLAN.port, show_default=True, help="The port.")
@click.option(
    "--operations-port",
    type=PORT,
    default=_PLAN.operations_port,
    show_default=True,
    help="The port for health and metrics, on this machine alone.",
)
@click.option("--peer", "card", type=THERE, help="The other operator's card.toml, to take in.")
def init(  # noqa: PLR0913 - one argument an option
    *,
    config: Path,
    operator_id: str | None,
    host: str,
    hosts: tuple[str, ...],
    port: int,
    operations_port: int,
    card: Path | None,
) -> None:
    """Write a new node's settings, keys, authority and certificate beside each other.

    With --peer and settings that are there, take in the other operator's card instead. Nothing is
    ever overwritten.
    """
    if not config.exists() or card is None:
        if operator_id is None:
            raise click.UsageError("say whose node it is: --operator ID")
        _prepare(config, Plan(operator_id, host, port, operations_port, hosts))
    if card is not None:
        _take(config, card)


@click.command()
@click.option("--config", type=THERE, required=True, help="The node's settings.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the party is.")
@click.option("--id", "party_id", required=True, help="A participant's BIC, or a name.")
@click.option(
    "--request", type=THERE, help="Its certificate signing request, PEM: it keeps its key."
)
@click.option(
    "--signing-key", type=THERE, help="Its public signing key, PEM; else one is made, if keys are."
)
@click.option(
    "--days",
    type=click.IntRange(1, 3_650),
    default=CERTIFICATE_DAYS,
    show_default=True,
    help="How long the certificate is valid.",
)
def certify(  # noqa: PLR0913 - one argument an option
    *,
    config: Path,
    role: str,
    party_id: str,
    request: Path | None,
    signing_key: Path | None,
    days: int,
) -> None:
    """Issue a certificate to a bank, a provider or a person, and let it in by the settings.

    A bank or a provider also has a signing key listed, by which its messages are verified.
    """
    asked = enrolment.Asked(
        request.read_bytes() if request is not None else None,
        signing_key.read_bytes() if signing_key is not None else None,
    )
    try:
        now = SystemClock().now_ms()
        issued = enrolment.certify(config, Party(party_id, Role(role)), now, asked, days)
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    _tell(
        f"{role} {party_id} may come in from the node's next start on. Give it these files:",
        (issued.authority, issued.certificate, issued.key, issued.signing_key),
    )
    if issued.signing_key_id:
        click.echo(f"It signs as key {issued.signing_key_id}, for {issued.operator_id}.")
    private = [each for each in (issued.key, issued.signing_key) if each is not None]
    if private:
        what = "last one is its private key" if len(private) == 1 else "last two are private keys"
        click.echo(f"The {what}: by a safe way, and then delete what is here.")


def _prepare(config: Path, plan: Plan) -> None:
    try:
        prepared = prepare_operator(config, plan, SystemClock().now_ms(), SystemEntropy())
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    _tell(
        f"The node of {plan.operator_id} is prepared; it is reached at {plan.url}.",
        prepared.written,
    )
    click.echo(_next_steps(prepared))


def _next_steps(prepared: Prepared) -> str:
    config, card = prepared.config, prepared.card
    return f"""
What to do next:
  1. Give {card} to the other operator. Its fingerprint, to compare by telephone:
     {card_print(card.read_bytes())}
  2. Take in the other operator's card:
     tallystick node init --config {config} --peer CARD
  3. Certify your banks, your providers and at least two people:
     tallystick node certify --config {config} --role participant --id BIC
     tallystick node certify --config {config} --role operator --id NAME
  4. In {config}, name the agreement, the lists and the settlement system.
  5. tallystick node run --config {config}
     It runs at once, and says what it still waits for.
  6. Two people confirm how payments are screened; until then every payment is held:
     GET /v1/policies, POST /v1/policies/AGREEMENT/confirmation"""


def _take(config: Path, card: Path) -> None:
    try:
        operator_id = enrolment.take_card(config, card)
    except SettingError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    click.echo(f"{operator_id} is now a peer in {config}. The fingerprint of its card:")
    click.echo(f"     {card_print(card.read_bytes())}")
    click.echo("Compare it with the other operator by telephone before the node is started.")


def _tell(what: str, files: Iterable[Path | None]) -> None:
    click.echo(what)
    for path in filter(None, files):
        click.echo(f"  {path}")
