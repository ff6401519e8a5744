"""One world from one seed: built, disturbed, and brought to peace."""

from hashlib import sha256
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.core.agreements import Agreement, ExchangeModel
from tallystick.core.commands import (
    ActivateBundle,
    AdoptAgreement,
    AnswerAssignment,
    ParkItem,
    RegisterParticipant,
    RegisterProvider,
)
from tallystick.core.effects import Instruct
from tallystick.core.items import (
    Assigned,
    AssignmentAnswered,
    Decided,
    Forwarded,
    Item,
    item_digest,
)
from tallystick.core.ledger import participant_account, provider_account, reserve_account
from tallystick.journal.entries import encode
from tallystick.journal.port import OutboxRow
from tallystick.journal.vault import Vault
from tallystick.links.peer import Delivered, Identity
from tallystick.node.node import Node
from tallystick.proof.world.agenda import Agenda
from tallystick.proof.world.coverage import Coverage
from tallystick.proof.world.disk import Disk
from tallystick.proof.world.files import FILES, Files
from tallystick.proof.world.nemesis import YEAR_MS, Nemesis
from tallystick.proof.world.network import Network
from tallystick.proof.world.officers import Officers
from tallystick.proof.world.peace import inequality, unrest
from tallystick.proof.world.people import ROUND_MS, People
from tallystick.proof.world.questions import Questions
from tallystick.proof.world.scenery import NORTH, SOUTH, banks_of, judges_of, rate_of
from tallystick.proof.world.site import BEAT_MS, Site
from tallystick.proof.world.traffic import PATIENCE_MS, Traffic
from tallystick.proof.world.watch import Watch
from tallystick.sandbox.bank import Ask, Bank
from tallystick.sandbox.chance import Chance, chance
from tallystick.sandbox.provider import Provider
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.terms.errors import RemoteMessageError

PROVIDER = "FXHOUSE"
TROUBLE_MS = 40_000
PEACE_MS = 4 * 3_600_000
ORDERS = 16
# A planted bug may leave no peace at all; nobody waits hours of simulated time for it.
HUNTED_PEACE_MS = 600_000


class SeededEntropy:
    """Keys that anybody could guess, for a world that anybody can repeat."""

    def __init__(self, draw: Chance) -> None:
        self._draw = draw

    def key(self) -> bytes:
        """Return 32 bytes."""
        return self._draw.randbytes(32)


class Verdict(NamedTuple):
    """What became of a world."""

    seed: int
    digest: str
    steps: int
    violations: list[str]


class World:
    """Two operators, their banks, providers and settlement systems, and what befalls them."""

    def __init__(self, seed: int, agreement: Agreement) -> None:
        self.seed = seed
        self.agreement = agreement
        self.chance = chance(seed, "world")
        self.agenda = Agenda()
        self.network = Network(self.agenda, chance(seed, "network"))
        self.coverage = Coverage()
        self.violations: list[str] = []
        self.is_calm = False
        self.is_hunted = False
        self.systems = self._systems()
        self.sites = {operator: self._site(operator) for operator in (NORTH, SOUTH)}
        self.watch = Watch(self, (NORTH, SOUTH))
        self.banks = banks_of(seed, agreement)
        self.providers = self._providers()
        self.officers = Officers(self)
        self.people = People(self)
        self.traffic = Traffic(self)
        self.questions = Questions(self)
        self.files = Files(self)
        self.instructed: dict[tuple[str, str], int] = {}

    def _systems(self) -> dict[str, SettlementSystem]:
        return {
            end.settlement_system: SettlementSystem(end.settlement_system, end.currency)
            for end in self.agreement.ends
        }

    def _site(self, operator_id: str) -> Site:
        keys = {name: self._key(name) for name in (NORTH, SOUTH)}
        public = {(name, "1"): key.public_key() for name, key in keys.items()}
        identity = Identity(operator_id, "1", keys[operator_id])
        vault = Vault(sha256(f"{self.seed}/master/{operator_id}".encode()).digest())
        entropy = SeededEntropy(chance(self.seed, f"keys of {operator_id}"))

        def make(disk: Disk) -> Node:
            return Node(identity, public, disk, vault, entropy)

        return Site(self, operator_id, make, *judges_of(self.seed, operator_id, self.agreement))

    def _key(self, operator_id: str) -> Ed25519PrivateKey:
        seed = sha256(f"{self.seed}/{operator_id}".encode()).digest()
        return Ed25519PrivateKey.from_private_bytes(seed)

    def _providers(self) -> dict[str, Provider]:
        """One provider at each node; in the mutual model the operator quotes itself."""
        found = {}
        for index, operator in enumerate((NORTH, SOUTH)):
            name = operator if self.agreement.is_mutual else PROVIDER
            rate = rate_of(self.agreement, index)
            draw = chance(self.seed, f"provider at {operator}")
            found[operator] = Provider(name, self.agreement.agreement_id, rate, draw)
        return found

    def digest_of(self, agreement: Agreement) -> bytes:
        """Return the digest of an agreement's text."""
        return sha256(encode(agreement)).digest()

    def site_of(self, bank: Bank) -> Site:
        """Return the site of a bank."""
        return self.sites[NORTH if bank.currency_index == 0 else SOUTH]

    def system_of(self, operator_id: str) -> SettlementSystem:
        """Return the settlement system of an operator's own end."""
        return self.systems[
            self.agreement.ends[self.agreement.index_of(operator_id)].settlement_system
        ]

    def wires(self) -> list[str]:
        """Name every wire that may be cut."""
        wires = [f"{NORTH}-{SOUTH}", f"{SOUTH}-{NORTH}"]
        wires += [f"{self.site_of(bank).operator_id}-{name}" for name, bank in self.banks.items()]
        return wires + [f"{site}-{name}" for site in self.sites for name in self.systems]

    def violation(self, text: str) -> None:
        """Note a broken promise."""
        if len(self.violations) < 20:
            self.violations.append(f"at {self.agenda.at}: {text}")

    # What is set up before the first fault.

    def run(self) -> Verdict:
        """Live through the trouble, then demand peace."""
        for site in self.sites.values():
            site.start()
            site.beat()
        self._found()
        self.agenda.run_until(self.agenda.at + 3_000)
        Nemesis(self).plan(TROUBLE_MS)
        self._begin_traffic()
        self.agenda.run_until(self.agenda.at + TROUBLE_MS)
        self._calm()
        return self._peace()

    def _found(self) -> None:
        """Adopt the agreement, take up the parties, pay the money in."""
        digest = self.digest_of(self.agreement)
        for site in self.sites.values():
            site.take(AdoptAgreement(self.agreement, digest))
        self.agenda.run_until(self.agenda.at + 2_000)
        for operator, site in self.sites.items():
            self._register(site)
            self._pay_in(operator)
            until = self.agenda.at + YEAR_MS
            site.take(ActivateBundle(site.screening.bundle, until))
            self.officers.found(site)
            self.people.put_rules_in_force(site)

    def _register(self, site: Site) -> None:
        agreement_id = self.agreement.agreement_id
        for name, bank in self.banks.items():
            owner = self.site_of(bank).operator_id
            limits = (6_000_000, 4_000_000) if bank.is_limited else (0, 0)
            site.take(RegisterParticipant(name, agreement_id, owner, *limits))
        provider = self.providers[site.operator_id]
        if not self.agreement.is_mutual:
            site.take(RegisterProvider(provider.provider_id, agreement_id, 60_000_000))
        if self.agreement.exchange_model is ExchangeModel.PROVIDER:
            site.take(provider.publish())

    def _pay_in(self, operator: str) -> None:
        system = self.system_of(operator)
        for name, bank in self.banks.items():
            if self.site_of(bank).operator_id == operator:
                account = participant_account(name, system.currency)
                system.pay_in(operator, f"in-{name}", account, bank.opening)
        if not self.agreement.is_mutual:
            account = provider_account(PROVIDER, system.currency)
            system.pay_in(operator, f"in-{PROVIDER}", account, self.chance.choice((4, 40)) * 10**6)
            return
        other = self.systems[
            self.agreement.ends[self.agreement.settlement_index].settlement_system
        ]
        if other.name != system.name:
            account = reserve_account(other.name, other.currency)
            other.pay_in(operator, "in-reserve", account, 100_000_000)

    def _begin_traffic(self) -> None:
        for _ in range(ORDERS):
            for bank in self.banks.values():
                at_ms = self.chance.randrange(TROUBLE_MS - 5_000)
                self.agenda.after(at_ms, lambda bank=bank: self._order(bank))  # type: ignore[misc]
        for _ in range(FILES):
            bank = self.files.chance.choice(list(self.banks.values()))
            at_ms = self.files.chance.randrange(TROUBLE_MS - 10_000)
            self.agenda.after(at_ms, lambda bank=bank: self.files.begin(bank))  # type: ignore[misc]
        for _ in range(self.chance.choice((1, 2, 4))):
            self.agenda.after(self.chance.randrange(TROUBLE_MS), self.people.close_cycle)
        self.questions.plan(TROUBLE_MS - 5_000)
        self.people.plan_rules(TROUBLE_MS)
        self.agenda.after(PATIENCE_MS, self._remind)
        self.agenda.after(ROUND_MS, self.people.go_round)

    def _order(self, bank: Bank) -> None:
        self.traffic.begin(self.site_of(bank), bank)
        if bank.credited and self.chance.randrange(100) < 25:
            payment_id = self.chance.choice(list(bank.credited))
            self.traffic.send_back(self.site_of(bank), bank, payment_id)

    def _remind(self) -> None:
        for bank in self.banks.values():
            self.traffic.remind(self.site_of(bank), bank)
            self.questions.remind(bank)
        self.agenda.after(PATIENCE_MS, self._remind)

    # What travels.

    def post(self, sender: str, recipient: str, raw: bytes) -> None:
        """Carry an envelope."""
        self.network.send(f"{sender}-{recipient}", lambda: self.sites[recipient].hear(raw))

    def refused_envelope(self, site: Site, error: RemoteMessageError) -> None:
        """Note that a node refused an envelope: only an old backup may be the cause."""
        self.coverage.fault("envelope refused")
        if not any(each.is_restored or each.was_restored for each in self.sites.values()):
            self.violation(f"{site.operator_id} refused an envelope: {error}")

    def park(self, site: Site, node: Node, sender: str, each: Delivered) -> bool:
        """Park an item that stopped the machine twice, if a payment or a question is in it."""
        item = each.item
        if each.sequence != node.state.peers[sender].received + 1:
            return False
        concerns = _concerns(item)
        if not concerns:
            return False
        self.coverage.fault("item parked")
        digest = item_digest(item)
        site.take(ParkItem(sender, each.sequence, digest, item.agreement_id, **concerns))
        return True

    def deliver(self, site: Site, destination: str, rows: list[OutboxRow]) -> None:
        """Carry rows to whoever they are for, and its acknowledgement back."""
        kind, _, name = destination.partition(":")
        wire = f"{site.operator_id}-{name}"
        for row in rows:
            if kind in ("people", "authorities"):
                site.acknowledge(destination, row.number)
            elif kind == "participant":
                self._to_bank(site, wire, destination, row, self.banks.get(name))
            elif kind == "provider":
                self._to_provider(site, wire, destination, row)
            else:
                self._to_system(site, wire, destination, row, self.systems[name])

    def _to_bank(
        self, site: Site, wire: str, destination: str, row: OutboxRow, bank: Bank | None
    ) -> None:
        if bank is None:
            site.acknowledge(destination, row.number)
            return

        def arrive() -> None:
            asks = bank.hear(row.number, row.effect)
            self.network.send(wire, lambda: site.acknowledge(destination, bank.heard))
            for ask in asks:
                self.agenda.after(ask.after_ms, lambda ask=ask: self._from_bank(site, wire, ask))  # type: ignore[misc]

        self.network.send(wire, arrive)

    def _from_bank(self, site: Site, wire: str, ask: Ask) -> None:
        self.network.send(wire, lambda: site.take(ask.command))
        if isinstance(ask.command, AnswerAssignment):
            self.questions.meddle(site, ask.command)

    def _to_provider(self, site: Site, wire: str, destination: str, row: OutboxRow) -> None:
        provider = self.providers[site.operator_id]

        def arrive() -> None:
            provider.hear(row.number, row.effect)
            self.network.send(wire, lambda: site.acknowledge(destination, provider.heard))

        self.network.send(wire, arrive)

    def _to_system(
        self, site: Site, wire: str, destination: str, row: OutboxRow, system: SettlementSystem
    ) -> None:
        key = (site.operator_id, system.name)

        def arrive() -> None:
            effect = row.effect
            done = self.instructed.get(key, 0)
            if row.number == done + 1 and isinstance(effect, Instruct):
                refusing = system.refusing
                system.instruct(self.agenda.at, site.operator_id, effect)
                self.instructed[key] = row.number
                if system.refusing < refusing:
                    self.coverage.fault(_refused(effect))
            heard = self.instructed.get(key, 0)
            self.network.send(wire, lambda: site.acknowledge(destination, heard))

        self.network.send(wire, arrive)

    # Peace.

    def _calm(self) -> None:
        """End every fault."""
        self.is_calm = True
        self.network.heal()
        for system in self.systems.values():
            system.refusing = 0
        for site in self.sites.values():
            site.disk.fate, site.dies_at, site.offset_ms = "sound", "", 0
            site.poisoned = dict.fromkeys(site.poisoned, 9)

    def _peace(self) -> Verdict:
        """Wait until all is quiet, close and settle what is left, and look at everything."""
        if self.is_hunted and self.violations:
            return Verdict(self.seed, "", self.agenda.steps, self.violations)
        deadline = self.agenda.at + (HUNTED_PEACE_MS if self.is_hunted else PEACE_MS)
        closed_at = self.agenda.at
        while self.agenda.at < deadline:
            self.agenda.run_until(self.agenda.at + 4 * BEAT_MS)
            left = unrest(self)
            if not left:
                break
            if self.agenda.at - closed_at > 60_000:
                closed_at = self.agenda.at
                self.people.close_cycle()
        else:
            for text in unrest(self)[:10]:
                self.violation(f"no peace: {text}")
        self._final()
        self.coverage.faults.update(self.network.seen)
        return Verdict(self.seed, self._digest(), self.agenda.steps, self.violations)

    def _final(self) -> None:
        self.watch.peace()
        for text in inequality(self):
            self.violation(text)

    def _digest(self) -> str:
        heads = [site.disk.head()[1] for site in self.sites.values()]
        return sha256(b"".join(heads)).hexdigest()[:16]


def _concerns(item: Item) -> dict[str, str]:
    """Say what a parked item concerns; people mend no other kind here."""
    match item:
        case Forwarded(order=order):
            return {"payment_id": order.payment_id}
        case Decided(payment_id=payment_id):
            return {"payment_id": payment_id}
        case Assigned(assignment=assignment):
            return {"asks": assignment.assignment_id}
        case AssignmentAnswered(assignment_id=assignment_id):
            return {"answers": assignment_id}
        case _:
            return {}


def _refused(effect: Instruct) -> str:
    return "hold refused" if effect.kind.value == "hold" else "pay-out refused"
