"""A hostile peer and settlement systems that tell what is not so; peace is not asked of these."""

from hashlib import sha256

from msgspec.structs import replace

from tallystick.core import items as i
from tallystick.core import notices as n
from tallystick.core.effects import TellPeer
from tallystick.core.orders import Decision, Order, Terms
from tallystick.terms.money import Rate
from tallystick.terms.reasons import StatusReason
from tests.core.pair import BANKS, PROVIDER
from tests.proof.people import People
from tests.proof.rough_pair import RoughPair


class Hostile:
    """Forged items and notices."""

    def __init__(self, pair: RoughPair, people: People) -> None:
        self.pair = pair
        self.people = people
        self.chance = pair.chance

    def item(self, node: str) -> None:
        """Forge the next item of the other's stream."""
        sender = self.pair.other(node)
        said = [each.item for each in self.pair.streams[sender] if self.is_payment(each)]
        again = [self.chance.choice(said[-6:])] if said else []
        effect = TellPeer(node, 0, self.chance.choice([*self.forgeries(node), *again]), b"")
        self.pair.streams[sender].insert(self.pair.heard[node], effect)
        self.pair.hear(node)

    def is_payment(self, effect: TellPeer) -> bool:
        """Whether an item is a forwarded payment."""
        return isinstance(effect.item, i.Forwarded)

    def park(self, node: str) -> None:
        """Set any item aside."""
        effect = self.pair.next_item(node)
        if effect is not None:
            self.people.set_aside(node, effect)

    def payment_id(self, node: str) -> str:
        """Draw the id of a payment a node knows, or of none."""
        known = list(self.pair.states[node].payments)[-8:]
        return self.chance.choice([*known, "no-such"])

    def forgeries(self, node: str) -> list[i.Item]:
        """Return what the other node could say and should not."""
        name, pact = self.pair.name, self.pair.states[node].pacts[self.pair.name]
        payment_id = self.payment_id(node)
        cycle = self.chance.randint(max(1, pact.open_cycle - 3), pact.open_cycle + 1)
        root = pact.cycles[cycle].root if cycle in pact.cycles else b"none"
        decision = self.chance.choice(list(Decision))
        first, second = (end.currency for end in self.pair.agreement.ends)
        rate = self.chance.choice([None, Rate(first, second, 1, 7), Rate("XXX", "YYY", 1, 1)])
        reason = self.chance.choice([None, StatusReason.FRAUD])
        return [
            i.Decided(name, payment_id, decision, cycle, reason),
            i.Decided(name, payment_id, decision, pact.declared_there + 1, reason),
            i.Decided("NO-SUCH", payment_id, decision, cycle),
            i.WithdrawalAsked(name, payment_id),
            i.StillPending(name, payment_id),
            i.Declared(name, cycle, 1, 2, 3, b"root", rate),
            i.RootSigned(name, cycle, self.chance.choice([b"root", root])),
            i.LinesShown(name, cycle, (b"line", b"line", b"other")),
            i.LegHeld(name, cycle, 1, self.chance.choice([0, 1]), b"p", self.pair.at + 10**6),
            i.LegFailed(name, cycle, self.chance.choice([1, 2]), 0),
            i.ReleaseDecided(name, cycle, 1),
            i.VoidDecided(name, cycle, 1),
            i.AttemptStarted(name, cycle, 2),
            i.AgreementSigned(name, 1, sha256(b"text 1").digest()),
            i.AgreementSigned(name, 9, b"nine"),
            i.ResolutionSigned(name, payment_id, Decision.REJECTED, 0),
            i.ResolutionSigned(name, payment_id, decision, cycle),
            self.forged_payment(node),
            self.forged_payment(node),
        ]

    def forged_payment(self, node: str) -> i.Forwarded:
        """Return a forwarded payment with something wrong in it, or nothing."""
        sender = self.pair.other(node)
        order = Order(
            self.chance.choice([self.pair.fresh("pay"), self.payment_id(node)]),
            self.pair.name,
            self.chance.choice([*BANKS[sender], "NOBODY"]),
            self.chance.choice([*BANKS[node], "NOBODY"]),
            1_000,
            self.pair.currency(sender),
            b"forged",
        )
        house = sender if self.pair.agreement.is_mutual else PROVIDER
        debit, credit = self.pair.currency(sender), self.pair.currency(node)
        expires_at = self.pair.at + self.chance.choice([-1, 10**6])
        terms = Terms(1_000, debit, 1_000, credit, 0, house, "forged", expires_at)
        terms = self.chance.choice(
            [
                terms,
                terms,
                replace(terms, expires_at=0, quote_id=""),
                replace(terms, creditor_amount=10**17),
                replace(terms, creditor_amount=0),
                replace(terms, debtor_amount=999),
                replace(terms, fee=-1),
                replace(terms, creditor_currency="XXX"),
                replace(terms, provider_id="NOBODY"),
            ]
        )
        version = self.chance.choice([1, 1, 1, 2, 9])
        return i.Forwarded(self.pair.name, version, order, terms)

    def notice(self, node: str) -> None:
        """Forge the next notice of a settlement system."""
        house = self.chance.choice(list(self.pair.houses.values()))
        pact = self.pair.states[node].pacts[self.pair.name]
        cycle = self.chance.randint(max(1, pact.open_cycle - 2), pact.open_cycle)
        leg = f"{self.pair.name}/{cycle}/1/{self.chance.choice([0, 0, 1])}"
        reference = self.chance.choice([leg, leg, "nothing", "a/b/c/d", "X/1/1/0"])
        currency = self.chance.choice([house.currency, house.currency, "XXX"])
        amount = self.chance.choice([0, 1, 500])
        forged: list[n.Notice] = [
            n.Credited(reference, self.chance.choice(["x", "fees:a:b"]), currency, amount),
            n.PaidOut(self.chance.choice([*self.pair.pay_outs, "x"])),
            n.PayOutRefused(self.chance.choice([*self.pair.pay_outs, "x"])),
            n.Held(reference, b"p", self.pair.at + 10**7),
            n.HoldRefused(reference),
            n.Released(reference, currency, amount),
            n.Statement(currency, 7),
        ]
        told = house.told.setdefault(node, [])
        told.insert(self.pair.told[node, house.name], self.chance.choice(forged))
        self.pair.notice(node, house.name)
