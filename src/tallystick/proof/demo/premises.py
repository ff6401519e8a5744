"""The folders of a demo: settings, keys and certificates, made as operators make them."""

import socket
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from tallystick.node import enrolment
from tallystick.node.cards import quoted, read_card
from tallystick.node.certificates import Subject
from tallystick.node.enrolment import Issued
from tallystick.node.entropy import SystemEntropy
from tallystick.node.init import CARD, Plan, prepare_operator
from tallystick.node.key_files import ed25519_from, read_private_key, read_public
from tallystick.node.parties import Party, Role
from tallystick.sandbox.country import Country, refuse_list, watch_list
from tallystick.sandbox.law import rules_text
from tallystick.sandbox.online.officer import PEOPLE
from tallystick.sandbox.signing import Signing
from tallystick.sandbox.stage import Stage, folder_of
from tallystick.terms.instants import Instant, format_instant
from tallystick.wire.signatures.keys import Algorithm, SigningKey, VerificationKey

HOST: Final = "127.0.0.1"
SYSTEM: Final = "settlement-system"
# The folder "lists" is the node's own, where it keeps every edition that it ever screened by.
_OWN_LISTS: Final = "own-lists"
_BOOKS: Final = 'folder = "books" '
_BESIDE: Final = 'folder = "." '
_LAW: Final = 'currency_rules = "rules.toml"'
_HOLD, _REFUSE = 'on_hit = "hold" ', 'on_hit = "refuse" '


class Premises(NamedTuple):
    """One operator's folder, and who has a certificate of it."""

    folder: Path
    config: Path
    url: str
    operations_port: int
    parties: dict[str, Issued]

    @property
    def journal(self) -> Path:
        """The node's store."""
        return self.folder / "journal.sqlite"

    @property
    def authority(self) -> Path:
        """The authority of the operator's own certificates."""
        return self.folder / "authority" / "authority.pem"

    @property
    def certificate(self) -> Path:
        """The node's certificate."""
        return self.folder / "tls" / "node.pem"

    def signing_of(self, bank: str) -> Signing:
        """Return what a bank signs by, and by what it knows its node: by the node's card.

        Raises:
            SettingError: a file of it is not what it was made.
        """
        issued, card_at = self.parties[bank], self.folder / CARD
        assert issued.signing_key is not None, "the sandbox has made the keys of all its banks"
        private = read_private_key(issued.signing_key, "signing_key")
        card = read_card(read_public(card_at, "card"), str(card_at))
        return Signing(
            bank,
            SigningKey(issued.signing_key_id, Algorithm.ES256, private),
            card.operator_id,
            {
                each.id: VerificationKey(Algorithm.ED25519, ed25519_from(each.hex, "card"))
                for each in card.keys
            },
        )


class SystemPremises(NamedTuple):
    """A settlement system's certificate and port."""

    name: str
    port: int
    issued: Issued


def free_ports(count: int) -> list[int]:
    """Return ports of the loopback that nobody listens at now, each once."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]


class Ground(NamedTuple):
    """What premises are made of: `lists` are files and folders of more lists to screen against."""

    stage: Stage
    folder: Path
    at: Instant
    lists: tuple[Path, ...] = ()


def prepare(
    ground: Ground,
) -> tuple[tuple[Premises, Premises], tuple[SystemPremises, SystemPremises]]:
    """Make the folders of both operators and both settlement systems.

    Raises:
        SettingError: something is there already, or an operator's settings would not load.
    """
    ports = free_ports(6)
    premises = (
        _operator(ground, 0, (ports[0], ports[1])),
        _operator(ground, 1, (ports[2], ports[3])),
    )
    systems = (_system(ground, 0, ports[4]), _system(ground, 1, ports[5]))
    for place in (0, 1):
        enrolment.take_card(premises[place].config, premises[1 - place].folder / "card.toml")
        for other in (0, 1):
            if other == place or ground.stage.is_mutual:
                _add_system(premises[place], systems[other])
    return premises, systems


def _system(ground: Ground, place: int, port: int) -> SystemPremises:
    name = ground.stage.agreement.ends[place].settlement_system
    folder = ground.folder / name.lower()
    issued = enrolment.prepare_server(folder, Subject(SYSTEM, name), (HOST,), ground.at)
    return SystemPremises(name, port, issued)


def _add_system(premises: Premises, system: SystemPremises) -> None:
    enrolment.add_settlement_system(
        premises.config,
        system.name,
        f"https://{HOST}:{system.port}",
        system.issued.authority.read_bytes(),
        system.issued.certificate.read_bytes(),
    )


def _operator(ground: Ground, place: int, ports: tuple[int, int]) -> Premises:
    stage = ground.stage
    folder = folder_of(stage, place, ground.folder)
    config = folder / "node.toml"
    text = f"agreements/{stage.name}.toml"
    plan = Plan(
        stage.sides[place].operator_id,
        HOST,
        *ports,
        agreements=(text,),
        lists=(_OWN_LISTS, *(str(path.resolve()) for path in ground.lists)),
        as_of=format_instant(ground.at)[:10],
    )
    prepare_operator(config, plan, ground.at, SystemEntropy())
    (folder / text).write_bytes(stage.text)
    country = stage.sides[place].country
    for file in (refuse_list(country), watch_list(country)):
        path = folder / _OWN_LISTS / f"{file.name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.text)
    (folder / "rules.toml").write_text(rules_text(country))
    config.write_text(_settled(config.read_text()) + _rules(country))
    premises = Premises(folder, config, plan.url, ports[1], {})
    for party in _parties(stage, place):
        premises.parties[party.id] = enrolment.certify(config, party, ground.at)
    return premises


def _settled(settings: str) -> str:
    """Return the settings with books and rules beside them, and hits on further lists refused."""
    settings = settings.replace(_BOOKS, _BESIDE, 1).replace(_HOLD, _REFUSE, 1)
    return settings.replace(f"# {_LAW}", _LAW, 1)


def _rules(country: Country) -> str:
    """Return the settings that say what a hit on the country's own lists does."""
    rules = [(refuse_list(country).name, "refuse"), (watch_list(country).name, "hold")]
    return "".join(
        f"\n[[screening.rule]]\nlist = {quoted(name)}\non_hit = {quoted(on_hit)}\n"
        for name, on_hit in rules
    )


def _parties(stage: Stage, place: int) -> list[Party]:
    banks = [Party(bic, Role.PARTICIPANT) for bic in stage.sides[place].bics]
    people = [Party(name, Role.OPERATOR) for name in PEOPLE]
    if stage.is_mutual:
        return banks + people
    return banks + people + [Party(name, Role.PROVIDER) for name in stage.providers(place)]
