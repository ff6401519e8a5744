"""What people do in a rough world: release, refuse, suspend, close, agree, park and resolve."""

from hashlib import sha256

from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import screening_commands as s
from tallystick.core.agreements import Agreement, TimeOuts
from tallystick.core.assignments import Outcome as Answered
from tallystick.core.effects import TellPeer
from tallystick.core.items import Decided, Forwarded, item_digest
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Decision
from tallystick.core.screening_commands import RefuseHeld, ReleaseHeld
from tallystick.terms.good_guys import good_guy_id
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.reviews import EscalationReason, ReleaseReason, SecondThought, Subject
from tests.core.pair import BANKS, POLICY
from tests.proof.rough_pair import NODES, RoughPair

PEOPLE = ("ANNA", "BORIS", "CHEN")


class People:
    """The operators' people of a rough world."""

    def __init__(self, pair: RoughPair) -> None:
        self.pair = pair
        self.chance = pair.chance
        self.asked = self.spared = 0
        self.parked: dict[tuple[str, str], tuple[Decision, int]] = {}

    def held(self, node: str) -> list[str]:
        """Return the ids of payments that wait for people or verdicts at a node."""
        payments = self.pair.states[node].payments.items()
        return [key for key, each in payments if each.state is PaymentState.HELD]

    def _odd_words(self, node: str) -> list[c.AnyCommand]:
        """Return what nobody may say about screening, or what one person has said before."""
        name, at = self.pair.name, self.pair.at
        digest, reason = b"d" * 32, ReleaseReason.NAME_DIFFERS
        held = (self.held(node) or ["no-such"])[0]
        return [
            s.ConfirmPolicy("NO-SUCH", digest, 1, "ANNA"),
            s.ConfirmPolicy(name, b"short", 2, "ANNA"),
            s.ConfirmPolicy(name, digest, 3, "ANNA"),
            s.ConfirmPolicy(name, POLICY, 2, "ANNA"),
            s.ConfirmPolicy(name, digest, 2, "ANNA"),
            s.ProposeGoodGuy(digest, "L", "E", b"short", reason, at + 1, "ANNA"),
            s.ProposeGoodGuy(digest, "", "E", digest, reason, at + 1, "ANNA"),
            s.ProposeGoodGuy(digest, "L", "E", digest, reason, at, "ANNA"),
            s.ProposeGoodGuy(digest, "L", "E", digest, reason, at + 10**12, "ANNA"),
            s.ProposeGoodGuy(digest, "L", "E", digest, reason, at + 10**5, "ANNA"),
            s.ConfirmGoodGuy("no-such", "ANNA"),
            s.ConfirmGoodGuy(good_guy_id(digest, "L", "E", digest), "ANNA"),
            s.ConfirmGoodGuy(good_guy_id(digest, "L", "E", digest), "BORIS"),
            s.RevokeGoodGuy("no-such", "ANNA"),
            s.WithdrawRelease(held, "ANNA", SecondThought.MISTAKE),
            s.EscalateHeld(held, "ANNA", EscalationReason.OWN_INTEREST),
            s.NoteHeld(held, "ANNA"),
        ]

    def release(self, node: str) -> None:
        """People release a held payment, the same person at times twice."""
        for payment_id in self.held(node)[:2]:
            for _ in range(2):
                person = self.chance.choice(PEOPLE)
                self.pair.ask(node, ReleaseHeld(payment_id, person))

    def refuse(self, node: str) -> None:
        """A person refuses a held payment."""
        for payment_id in self.held(node)[:1]:
            self.pair.ask(node, RefuseHeld(payment_id, "ANNA"))

    def think_twice(self, node: str) -> None:
        """A person releases a held payment, and then that counts for nothing."""
        for payment_id in self.held(node)[:1]:
            self.pair.ask(node, ReleaseHeld(payment_id, self.chance.choice(PEOPLE)))
            reason = self.chance.choice(list(SecondThought))
            who = self.chance.choice(PEOPLE)
            self.pair.ask(node, s.WithdrawRelease(payment_id, who, reason))

    def spare(self, node: str) -> None:
        """Two people say that a party is not the listed entity, or one says so twice."""
        self.spared += 1
        party = sha256(f"{node}/party {self.spared}".encode()).digest()
        entry = party, "L", "E", sha256(b"what the list says").digest()
        ends_at = self.pair.at + self.chance.choice([50, 5_000, 10**9])
        words = ReleaseReason.BIRTH_DIFFERS, ends_at, self.chance.choice(PEOPLE)
        self.pair.ask(node, s.ProposeGoodGuy(*entry, *words))
        self.pair.ask(node, s.ConfirmGoodGuy(good_guy_id(*entry), self.chance.choice(PEOPLE)))

    def revoke(self, node: str) -> None:
        """A person ends a good-guy entry."""
        for name in list(self.pair.states[node].good_guys)[:1]:
            self.pair.ask(node, s.RevokeGoodGuy(name, self.chance.choice(PEOPLE)))

    def inquire(self, node: str) -> None:
        """People ask a held payment's bank for more; it answers twice at most, or another does."""
        for payment_id in self.held(node)[:1]:
            self.asked += 1
            name = f"information:{sha256(f'{node}/{self.asked}'.encode()).hexdigest()[:32]}"
            words = payment_id, name, "ANNA", Subject.DEBTOR, b"letter"
            self.pair.ask(node, s.RequestInformation(*words))
            for turn in range(self.chance.choice([0, 1, 2])):
                answer = Answered.EXPLAINED, "", f"answer {turn}".encode()
                bank = self.chance.choice(BANKS[node])
                self.pair.ask(node, c.AnswerAssignment(name, bank, *answer))

    def suspend(self, node: str) -> None:
        """A bank is suspended or, mostly sooner than later, reinstated."""
        bank = self.chance.choice(BANKS[self.chance.choice(NODES)])
        participant = self.pair.states[node].pacts[self.pair.name].participants[bank]
        command: c.AnyCommand = c.SuspendParticipant(bank, self.pair.name, "ANNA")
        if participant.is_suspended or self.chance.random() < 0.4:
            command = c.ReinstateParticipant(bank, self.pair.name, "BORIS")
        self.pair.ask(node, command)

    def limits(self, node: str) -> None:
        """A bank's or a house's limits are set anew."""
        daily, net = (self.chance.choice([0, 200_000, 10**6]) for _ in range(2))
        bank = self.chance.choice(BANKS[node])
        self.pair.ask(node, c.RegisterParticipant(bank, self.pair.name, node, daily, net))
        exposure = self.chance.choice([0, 100_000, 10**8])
        house = self.pair.house(node)
        self.pair.ask(node, c.RegisterProvider(house, self.pair.name, exposure))

    def activate(self, node: str) -> None:
        """The lists change."""
        self.pair.activate(node)

    def publish(self, node: str) -> None:
        """The rates change."""
        self.pair.publish(node)

    def close_cycle(self, node: str) -> None:
        """A node closes the cycle, mostly the open one."""
        open_cycle = self.pair.states[node].pacts[self.pair.name].open_cycle
        odd = 1 if self.chance.random() < 0.1 else 0
        self.pair.ask(node, c.CloseCycle(self.pair.name, open_cycle + odd))

    def fix_rate(self, node: str) -> None:
        """The rate fixer fixes the next cycle's rate; at times somebody else tries."""
        ends = self.pair.agreement.ends
        text = self.chance.choice(["0.08", "0.0799", "0.0813", "0.5"])
        rate = Rate.parse(text, ends[0].currency, ends[1].currency)
        self.pair.ask(node, c.FixCycleRate(self.pair.name, rate))

    def evict(self, node: str) -> None:
        """Settled payments leave."""
        self.pair.ask(node, c.EvictSettled(self.chance.choice([0, 1, 5, 100])))

    def restart(self, node: str) -> None:
        """The decider tries to settle again."""
        for number in list(self.pair.states[node].pacts[self.pair.name].cycles)[:3]:
            self.pair.ask(node, c.RestartSettlement(self.pair.name, number))

    def put_away(self, node: str) -> None:
        """A person has looked into a case."""
        for case_id in list(self.pair.states[node].cases)[:1]:
            self.pair.ask(node, c.CloseCase(case_id, "ANNA"))

    def agree(self, _node: str) -> None:
        """Both operators sign a further version, each in its own time."""
        pacts = [state.pacts[self.pair.name] for state in self.pair.states.values()]
        begin = max(pact.open_cycle for pact in pacts) + self.chance.choice([1, 2])
        text = self.pair.texts[-1]
        fees = {"fee_flat": self.chance.choice([0, 9]), "fee_basis_points": 20}
        further = replace(
            text,
            version=text.version + 1,
            from_cycle=max(begin, text.from_cycle),
            ends=(replace(text.ends[0], **fees), replace(text.ends[1], **fees)),
            time_outs=TimeOuts(queue_ms=self.chance.choice([0, 60_000])),
        )
        if text.is_mutual:
            further = self._further_terms(further)
        self.pair.texts.append(further)
        for node in NODES:
            self.pair.to_sign[node].append(further)

    def _further_terms(self, text: Agreement) -> Agreement:
        first, second = text.ends
        return replace(
            text,
            opening_rate=Rate.parse("0.09", first.currency, second.currency),
            swing_limit=self.chance.choice([15_000, 10**9]),
            settlement_currency=self.chance.choice([first.currency, second.currency]),
            rate_fixer=self.chance.choice([first.operator_id, second.operator_id]),
        )

    def sign(self, node: str) -> None:
        """A node signs the next version that waits for its signature."""
        if self.pair.to_sign[node]:
            text = self.pair.to_sign[node].pop(0)
            digest = sha256(f"text {text.version}".encode()).digest()
            self.pair.ask(node, c.AdoptAgreement(text, digest))

    def park(self, node: str) -> None:
        """An item that stopped the machine twice is set aside; its payment waits for people."""
        effect = self.pair.next_item(node)
        if effect is None or not isinstance(effect.item, Decided | Forwarded):
            return
        item, known = effect.item, self.pair.auditors[node].books.sheets
        if isinstance(item, Decided) or item.order.payment_id not in known:
            self.set_aside(node, effect)

    def set_aside(self, node: str, effect: TellPeer) -> None:
        """Park the next item."""
        item = effect.item
        payment_id, outcome = "", (Decision.REJECTED, 0)
        if isinstance(item, Forwarded):
            payment_id = item.order.payment_id
        elif isinstance(item, Decided):
            payment_id = item.payment_id
            if item.decision.is_final_debit:
                outcome = item.decision, item.cycle
        self.pair.heard[node] += 1
        number, sender = self.pair.heard[node], self.pair.other(node)
        digest, name = item_digest(item), item.agreement_id
        self.pair.ask(node, c.ParkItem(sender, number, digest, name, payment_id))
        self.parked[name, payment_id or digest.hex()] = outcome

    def resolve(self, node: str) -> None:
        """One of a node's people signs how a parked payment ends."""
        for key, (outcome, cycle) in list(self.parked.items())[:3]:
            person = self.chance.choice(PEOPLE)
            self.pair.ask(node, c.SignResolution(*key, outcome, cycle, person))

    def resolve_all(self) -> None:
        """Everybody signs everything that is parked."""
        for (name, payment_id), (outcome, cycle) in self.parked.items():
            links = [each.books.links.get(name) for each in self.pair.auditors.values()]
            stopped = [key for link in links if link for key in (*link.frozen, *link.parked)]
            if payment_id not in stopped:
                continue
            for node in NODES:
                for person in PEOPLE:
                    words = name, payment_id, outcome, cycle, person
                    self.pair.ask(node, c.SignResolution(*words))

    def odd_command(self, node: str) -> None:
        """Somebody asks for what cannot be."""
        name, other = self.pair.name, self.pair.other(node)
        odd: list[c.AnyCommand] = [
            c.CloseCycle("NO-SUCH", 1),
            c.RequestQuote("", name, "NOBODY", Side.DEBTOR, 1),
            c.RequestQuote("q", name, "NOBODY", Side.DEBTOR, 1),
            c.RequestQuote("q", "NO-SUCH", "NOBODY", Side.DEBTOR, 1),
            c.RequestQuote("q", name, BANKS[node][0], Side.DEBTOR, 1, "NOBODY"),
            c.RegisterParticipant("NEWBANKX", "NO-SUCH", node),
            c.RegisterParticipant(BANKS[node][0], name, other),
            c.SuspendParticipant("NOBODY", name, "ANNA"),
            c.ReinstateParticipant("NOBODY", name, "ANNA"),
            c.RegisterProvider("NEWHOUSE", "NO-SUCH"),
            c.PublishRates("NOBODY", name, Rate("EUR", "USD", 1, 1)),
            c.AdoptAgreement(self.pair.agreement, b"again"),
            c.ActivateBundle(b"", self.pair.at + 1),
            c.RecordVerdict("no-such", self.pair.verdict(node)),
            ReleaseHeld("no-such", "ANNA"),
            *self._odd_words(node),
            c.AnswerPresentation("never-was", "NOBODY"),
            c.ParkItem(other, 10**6, b"digest", name),
            c.RequestDefunding("odd", "RTGS-X", "participant:X:Y", 1),
            c.SignResolution(name, "no-such", Decision.REJECTED, 0, "ANNA"),
            c.CloseCase("no such", "ANNA"),
            c.PassTime(),
        ]
        self.pair.ask(node, self.chance.choice(odd))
