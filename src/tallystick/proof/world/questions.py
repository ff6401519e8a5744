"""What the banks of a world ask each other: good questions, and every kind of bad one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tallystick.core.assignments import Assignment, recall_id
from tallystick.core.commands import AnswerAssignment, Assign
from tallystick.core.events import CommandRefused
from tallystick.node.engine import Reply
from tallystick.sandbox.bank import Bank
from tallystick.terms.reasons import PaymentStatus

if TYPE_CHECKING:
    from tallystick.proof.world.site import Site
    from tallystick.proof.world.world import World

ACCOUNTS = 5
AGAIN_MS = 9_000
# How often each bank asks in a world, and how much a bank that asks too much asks at once.
RECALLS, ENQUIRIES, VERIFICATIONS, TOO_MANY = 5, 4, 8, 26


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


@dataclass
class Questions:
    """The questions of all banks of one world."""

    world: "World"
    accounts: dict[str, str] = field(default_factory=dict)

    def plan(self, until_ms: int) -> None:
        """Have every bank ask now and then, and some bank far too much."""
        for bank in self.world.banks.values():
            self._often(RECALLS, until_ms, lambda bank=bank: self._recall(bank))  # type: ignore[misc]
            self._often(ENQUIRIES, until_ms, lambda bank=bank: self._enquire(bank))  # type: ignore[misc]
            self._often(VERIFICATIONS, until_ms, lambda bank=bank: self._verify(bank))  # type: ignore[misc]
        self._often(self.world.chance.choice((0, 1, 2)), until_ms, self._too_much)

    def _often(self, times: int, until_ms: int, act: Callable[[], None]) -> None:
        for _ in range(times):
            self.world.agenda.after(self.world.chance.randrange(until_ms), act)

    def _recall(self, bank: Bank) -> None:
        """Recall a payment of its own that has arrived or is under way; now and then another's."""
        chance = self.world.chance
        owner = bank if chance.random() < 0.95 else chance.choice(list(self.world.banks.values()))
        orders = list(owner.orders.values())
        if chance.random() < 0.7:
            orders = [order for order in orders if _has_arrived(owner, order.payment_id)]
        if not orders:
            return
        order = orders[-1] if chance.random() < 0.5 else chance.choice(orders)
        if recall_id(order.payment_id) not in bank.office.asked:
            self.ask(bank, bank.office.recall(order.payment_id, order.creditor_agent))

    def _enquire(self, bank: Bank) -> None:
        """Enquire about a payment that was sent or received; now and then about another's."""
        chance = self.world.chance
        owner = bank if chance.random() < 0.95 else chance.choice(list(self.world.banks.values()))
        sent = [
            (name, order.creditor_agent)
            for name, order in owner.orders.items()
            if _has_arrived(owner, name) or chance.random() < 0.05
        ]
        came = [(name, self._sender(name)) for name in owner.credited]
        known = sent + [each for each in came if each[1]]
        if known:
            self.ask(bank, bank.office.enquire(*chance.choice(known)))

    def _sender(self, payment_id: str) -> str:
        for name, bank in self.world.banks.items():
            if payment_id in bank.orders:
                return name
        return ""

    def _verify(self, bank: Bank) -> None:
        """Ask whose an account is, in one of the spellings that the asking node tells apart."""
        chance = self.world.chance
        assignee = chance.choice((*bank.correspondents, *bank.correspondents, "NOBANKXX"))
        self._verify_at(bank, assignee, chance.randrange(ACCOUNTS))

    def _verify_at(self, bank: Bank, assignee: str, place: int) -> None:
        account = f"{assignee}/{place}"
        spelling = self.world.chance.randrange(4)
        assignment = bank.office.verify(assignee, _digest(f"asked/{account}/{spelling}"))
        self.accounts[assignment.assignment_id] = account
        self.ask(bank, assignment)

    def subject_at(self, site: "Site", assignment: Assignment) -> bytes:
        """Return the answering node's own digest of the account; none if no message came."""
        account = self.accounts.get(assignment.assignment_id, "")
        if not account or assignment.assignment_id.endswith("00"):
            return b""
        return _digest(f"{site.operator_id}/{account}")

    def _too_much(self) -> None:
        """Have one bank fish for names, or enquire about the same payment over and over."""
        bank = self.world.chance.choice(list(self.world.banks.values()))
        fishes, place = self.world.chance.random() < 0.6, self.world.chance.randrange(ACCOUNTS)
        for turn in range(TOO_MANY):
            if fishes:
                there = place if turn < TOO_MANY // 2 else turn
                self._verify_at(bank, bank.correspondents[0], there)
            else:
                self._enquire(bank)

    def ask(self, bank: Bank, assignment: Assignment) -> None:
        """Ask, and again later what has its answer, in the same words or in others."""
        self._send(bank, assignment)
        draw = self.world.chance.randrange(100)
        if draw < 20:
            after_ms = self.world.chance.choice((50, AGAIN_MS, 4 * AGAIN_MS))
            self.world.agenda.after(after_ms, lambda: self._send(bank, assignment))
        elif draw < 30:
            other = replace(assignment, content=b"another question")
            self.world.agenda.after(AGAIN_MS, lambda: self._misuse(bank, other))
        elif draw < 34:
            odd = replace(assignment, assignment_id="recall:of something else")
            self._misuse(bank, odd)

    def _send(self, bank: Bank, assignment: Assignment) -> None:
        site = self.world.site_of(bank)
        wire = f"{site.operator_id}-{bank.participant_id}"

        def answered(reply: Reply) -> None:
            self.world.network.send(wire, lambda: _note_refusal(bank, assignment, reply))

        command = Assign(assignment)
        self.world.network.send(wire, lambda: site.take(command, answered))

    def _misuse(self, bank: Bank, assignment: Assignment) -> None:
        site = self.world.site_of(bank)
        wire = f"{site.operator_id}-{bank.participant_id}"
        self.world.network.send(wire, lambda: site.take(Assign(assignment)))

    def remind(self, bank: Bank) -> None:
        """Ask again what has no answer yet."""
        for assignment in bank.office.unanswered():
            self._send(bank, assignment)

    def meddle(self, site: "Site", answer: AnswerAssignment) -> None:
        """Have another bank of the same node answer what was not asked of it, now and then."""
        others = [
            name
            for name, bank in self.world.banks.items()
            if self.world.site_of(bank) is site and name != answer.participant_id
        ]
        if others and self.world.chance.randrange(100) < 8:
            site.take(replace(answer, participant_id=others[0]))


def _has_arrived(bank: Bank, payment_id: str) -> bool:
    told = bank.answers.get(payment_id)
    return told is not None and told.status is PaymentStatus.ACSC


def _note_refusal(bank: Bank, assignment: Assignment, reply: Reply) -> None:
    """Ask no more what is refused; an id that is spoken for is another's question."""
    for event in reply.events:
        same = isinstance(event, CommandRefused) and event.subject == assignment.assignment_id
        if same and assignment.assignment_id not in bank.office.told:
            bank.office.refused.add(assignment.assignment_id)
