"""The scene of a case: two operators, their banks, and the names that the case gives to things.

The agreement may be changed until the first thing happens; then the pair is set
up under it. Banks whose names begin with NO are the north's, the others the south's.
"""

from functools import cached_property
from hashlib import sha256

import msgspec

from tallystick.core import commands as c
from tallystick.core.agreements import Agreement, End, TimeOuts
from tallystick.core.events import AnyEvent
from tallystick.core.ledger import Account
from tallystick.core.orders import Order
from tallystick.core.state import Pact, Payment
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tests.core.case_language import Transfer, Vocabulary
from tests.core.pair import NORTH, SOUTH, at_par, gross, mutual
from tests.core.recorded_pair import RecordedPair

SENTENCES = Vocabulary()
ASIDE = sha256(b"an item that was set aside").digest()
AGREEMENTS = {"RUB-CNY": mutual, "SGD-THB": gross, "EUR-EUR": at_par}


def node_of(party: str) -> str:
    """Return the operator with whom a bank settles."""
    return NORTH if party.startswith("NO") else SOUTH


class Offer(msgspec.Struct, frozen=True):
    """What a provider publishes at one node."""

    rate: Rate
    tiers: tuple[tuple[int, int], ...] = ()
    improvements: tuple[tuple[str, int], ...] = ()


class Scene:
    """What a case acts on, and what it has seen."""

    def __init__(self) -> None:
        self.agreement: Agreement = mutual()
        self.limits: dict[str, tuple[int, int]] = {}
        self.offers: dict[tuple[str, str], Offer] = {}
        self.orders: dict[str, Order] = {}
        self.last: list[AnyEvent] = []
        self.named = 0

    @cached_property
    def pair(self) -> RecordedPair:
        """The two machines, set up under the agreement as it is now."""
        return RecordedPair(self.agreement)

    @property
    def agreement_id(self) -> str:
        """The name of the one agreement of the scene."""
        return self.agreement.agreement_id

    def agree(self, **changes: object) -> None:
        """Change the agreement before anything happens under it."""
        assert "pair" not in self.__dict__, "the agreement is given before anything happens"
        self.agreement = msgspec.structs.replace(self.agreement, **changes)

    def agree_end(self, node: str, **changes: object) -> None:
        """Change one end of the agreement."""
        ends = list(self.agreement.ends)
        index = self.agreement.index_of(node)
        ends[index] = msgspec.structs.replace(ends[index], **changes)
        self.agree(ends=tuple(ends))

    def agree_time(self, **changes: int) -> None:
        """Change the agreement's time-outs."""
        time_outs: TimeOuts = msgspec.structs.replace(self.agreement.time_outs, **changes)
        self.agree(time_outs=time_outs)

    def end(self, node: str) -> End:
        """Return a node's end of the agreement."""
        return self.agreement.ends[self.agreement.index_of(node)]

    def pact(self, node: str) -> Pact:
        """Return the agreement as it works at a node."""
        return self.pair.states[node].pacts[self.agreement_id]

    def act(self, node: str, command: c.AnyCommand) -> None:
        """Let a node take a command, and everything follow from it."""
        self.last = self.pair.do(node, command)
        self.pair.deliver()

    def payment(self, node: str, name: str) -> Payment | None:
        """Return a payment as a node knows it."""
        return self.pair.states[node].payments.get(name)

    def account(self, node: str, account_id: str) -> Account:
        """Return one of a node's accounts."""
        return self.pair.states[node].ledger.accounts[account_id]

    def fresh_name(self, what: str) -> str:
        """Return a name that the case has not used."""
        self.named += 1
        return f"{what}-{self.named}"

    def publish(self, provider: str, node: str, offer: Offer) -> None:
        """Let a provider publish an offer and remember it, to be added to."""
        self.offers[provider, node] = offer
        words = (provider, self.agreement_id, offer.rate, offer.tiers, offer.improvements)
        self.act(node, c.PublishRates(*words))

    def quote(self, bank: str, fixed: Side, amount: int, name: str, provider: str = "") -> None:
        """Let a bank take a quote."""
        ask = c.RequestQuote(name, self.agreement_id, bank, fixed, amount, provider)
        self.act(node_of(bank), ask)

    def order(self, debtor: str, transfer: Transfer, **over: object) -> Order:
        """Return an order, and keep it under its name."""
        money, creditor, name = transfer
        words: dict[str, object] = {
            "payment_id": name,
            "debtor_agent": debtor,
            "creditor_agent": creditor,
            "currency": money.currency,
            "content": sha256(name.encode()).digest(),
        }
        order = self.pair.order(node_of(debtor), money.amount, **{**words, **over})
        return self.orders.setdefault(name, order)

    def submit(self, order: Order) -> None:
        """Hand an order in at its bank's node, and let everything follow from it."""
        self.last = self.pair.submit(node_of(order.debtor_agent), order)
        self.pair.deliver()
