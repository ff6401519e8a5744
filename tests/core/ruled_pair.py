"""Two machines whose countries have rules, and facts that a test gives each payment."""

from msgspec.structs import replace
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core.items import Forwarded
from tallystick.core.orders import Order
from tallystick.core.rule_commands import AdoptRules
from tallystick.core.rule_sets import Facts, Rule, RuleSet
from tallystick.terms.disclosures import Disclosure
from tallystick.terms.parties import Side
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import CLEAR, NORTH, Pair, mutual

ANNA, BORIS = Facts(person=b"anna", residence="XA"), Facts(person=b"boris", residence="XA")


def rule(rule_id: str = "rule", side: Side = Side.DEBTOR, above: int = 0, **over: object) -> Rule:
    """Return a rule of an invented law."""
    return Rule(rule_id, "an invented law", side, above, **over)  # type: ignore[arg-type]


def purpose(**over: object) -> Rule:
    """Return a rule that requires a purpose."""
    return replace(rule("purpose", requires=(Disclosure.PURPOSE,)), **over)


class RuledPair(Pair):
    """A pair of nodes; the facts of the next payment are the same at both."""

    def __init__(self, *rules: Rule, node: str = NORTH) -> None:
        super().__init__(mutual())
        self.facts = ANNA
        self.verdicts: dict[str, Verdict] = {}
        self.version = 0
        if rules:
            self.rule(node, *rules)

    def rule(self, node: str, *rules: Rule) -> bytes:
        """Have two people of a node put the next version of rules in force."""
        self.version += 1
        currency = self.currency(node)
        rule_set = RuleSet("XA", currency, self.version, rules)
        command = AdoptRules(rule_set, b"%d" % self.version, "")
        for person in ("ann", "bo"):
            self.do(node, replace(command, person=person))
        return command.digest

    def submit(self, node: str, amount: int, **over: object) -> Order:
        """Hand in a payment with the facts of now, and let everything follow."""
        order = self.order(node, amount, quote_id=self.quote(node, amount), **over)
        self.do(node, c.SubmitPayment(order, self.verdict_at(node), facts=self.facts))
        self.deliver()
        return order

    @override
    def _to_peer(self, node: str, effect: f.TellPeer) -> None:
        hearer = effect.operator_id
        verdict = facts = None
        if isinstance(effect.item, Forwarded):
            verdict, facts = self.verdict_at(hearer), self.facts
        told = c.HearPeer(node, effect.sequence, effect.item, verdict, facts=facts)
        self.do(hearer, told)

    @override
    def verdict_at(self, _node: str) -> Verdict:
        return self.verdicts.get(_node, self.verdict)

    def counted(self, node: str, person: bytes = b"anna") -> dict[str, tuple[int, int]]:
        """Return what counts of a person at a node, by period and rule: reserved and definite."""
        return {
            f"{period} {name.partition('/')[0]}": (found.reserved, found.definite)
            for period, names in self.states[node].accumulations.items()
            for name, found in names.items()
            if name.endswith(person.hex())
        }

    def lines(self) -> list[f.ReportPayment]:
        """Return what was reported to the authorities."""
        return [each for _, each in self.told if isinstance(each, f.ReportPayment)]


HELD = replace(CLEAR, outcome=Outcome.HOLD)
BLOCKED = replace(CLEAR, outcome=Outcome.BLOCK)
