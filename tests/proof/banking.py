"""What banks do in a rough world: quotes, orders, returns, repetitions, questions, money."""

from hashlib import sha256

from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core.agreements import ExchangeModel
from tallystick.core.events import QuoteIssued
from tallystick.core.ledger import participant_account
from tallystick.core.orders import Order, OrderKind
from tallystick.terms.parties import Priority, Side
from tests.core.pair import BANKS
from tests.proof.rough_pair import RoughPair


class Banking:
    """The banks of a rough world."""

    def __init__(self, pair: RoughPair) -> None:
        self.pair = pair
        self.chance = pair.chance
        self.amounts = self.chance.choice(
            [[1, 12, 999, 10_001, 70_000, 130_000], [40_000, 50_000, 60_000], [5, 6, 1_000]]
        )

    def quote(self, node: str) -> None:
        """A bank asks for a quote, at times with an id that is taken."""
        fixed = self.chance.choice([Side.DEBTOR, Side.CREDITOR])
        bank = self.chance.choice(BANKS[node])
        quote_id = self.pair.fresh("quote")
        if self.chance.random() < 0.05 and self.pair.quotes:
            quote_id = self.pair.quotes[-1][1]
        self.take_quote(node, bank, quote_id, fixed, self.chance.choice(self.amounts))

    def take_quote(self, node: str, bank: str, quote_id: str, fixed: Side, amount: int) -> int:
        """Ask for a quote and remember it; return what the debtor sends, 0 for no quote."""
        ask = c.RequestQuote(quote_id, self.pair.name, bank, fixed, amount)
        for event in self.pair.ask(node, ask):
            if isinstance(event, QuoteIssued):
                sent = event.quote.terms.debtor_amount
                self.pair.quotes.append((node, quote_id, sent))
                return sent
        return 0

    def order(self, node: str) -> None:
        """A bank sends money, mostly on a quote of its own, at times with a wrong amount."""
        quote_id, amount = "", self.chance.choice(self.amounts)
        if self.chance.random() < 0.92:
            self.quote(node)
            mine = [quote for quote in self.pair.quotes if quote[0] == node]
            if mine:
                _, quote_id, amount = self.chance.choice(mine[-4:])
        if self.chance.random() < 0.8:
            self.pair.quotes = [q for q in self.pair.quotes if q[1] != quote_id]
        amount += self.chance.choice([0] * 30 + [1])
        self.submit(node, self.draw_order(node, amount, quote_id))

    def draw_order(self, node: str, amount: int, quote_id: str) -> Order:
        """Draw an order between two banks."""
        payment_id = self.pair.fresh("pay")
        quoted = self.pair.states[node].quotes.get(quote_id)
        others = BANKS[self.pair.other(node)]
        debtor = quoted.participant_id if quoted else self.chance.choice(BANKS[node])
        wrong = self.chance.random()
        return Order(
            payment_id,
            "NO-SUCH" if wrong < 0.01 else self.pair.name,
            self.chance.choice(others) if wrong > 0.99 else debtor,
            self.chance.choice([*others * 15, "NOBODY"]),
            amount,
            "XXX" if 0.5 < wrong < 0.51 else self.pair.currency(node),
            sha256(payment_id.encode()).digest(),
            quote_id,
            self.chance.choice([Priority.NORMAL, Priority.NORMAL, Priority.URGENT]),
        )

    def submit(self, node: str, order: Order) -> None:
        """Hand an order in and remember it."""
        self.pair.submit(node, order)
        self.pair.orders.append((node, order))

    def send_back(self, node: str) -> None:
        """A bank returns what came to it, mostly something that did come."""
        came = [
            order
            for order in self.pair.settled_orders(node)
            if order.kind is OrderKind.TRANSFER or self.chance.random() < 0.1
        ]
        if not came:
            return
        original = self.chance.choice(came[-8:])
        named = {each.agreement_id: each for each in self.pair.agreements}
        self.pair.turn_to(named[original.agreement_id])
        terms = self.pair.auditors[node].final(original.payment_id).agreed
        fault = self.chance.choice([Side.DEBTOR, Side.CREDITOR])
        # Mostly the whole, else a part of it; more than one return of a payment may be under way.
        part = self.chance.choice((1, 1, 1, 2, 3))
        quote_id, amount = "", -(-terms.creditor_amount // part)
        if self.pair.agreement.exchange_model is ExchangeModel.PROVIDER:
            quote_id = self.pair.fresh("quote")
            asked = amount if fault is Side.DEBTOR else -(-terms.debtor_amount // part)
            bank = original.creditor_agent
            amount = self.take_quote(node, bank, quote_id, fault, asked) or amount
        order = replace(
            self.draw_order(node, amount, ""),
            debtor_agent=original.creditor_agent,
            creditor_agent=original.debtor_agent,
            quote_id=quote_id,
            kind=OrderKind.RETURN,
            original_id=original.payment_id,
            at_fault=self.chance.choice([fault] * 12 + [None]),
        )
        self.submit(node, order)

    def repeat(self, node: str) -> None:
        """A bank sends an order again, the same or with other content, or another's id."""
        if not self.pair.orders:
            return
        sender, order = self.chance.choice(self.pair.orders)
        draw = self.chance.random()
        if draw < 0.3:
            order = replace(order, content=sha256(b"other").digest())
        elif draw < 0.5:
            sender, order = (
                node,
                replace(self.draw_order(node, 5, ""), payment_id=order.payment_id),
            )
        self.pair.submit(sender, order)

    def ask_status(self, node: str) -> None:
        """A bank asks how a payment stands."""
        if self.pair.orders:
            _, order = self.chance.choice(self.pair.orders)
            bank = self.chance.choice([order.debtor_agent, order.creditor_agent, "NOBODY"])
            known = self.pair.records.get((node, order.payment_id))
            self.pair.ask(node, c.AskStatus(order.payment_id, bank, known))

    def account(self, node: str) -> str:
        """Draw one of a node's participants' accounts."""
        return participant_account(self.chance.choice(BANKS[node]), self.pair.currency(node))

    def fund(self, node: str) -> None:
        """A bank pays in, or somebody unknown does."""
        known = self.chance.random() < 0.95
        account_id = self.account(node) if known else "participant:X:Y"
        self.pair.fund(node, account_id, self.chance.choice([1_000, 150_000]))

    def defund(self, node: str) -> None:
        """A bank wants money back, at times under an id that was used."""
        amount = self.chance.choice([1, 5_000, 120_000, 10**12])
        defunding_id = self.pair.fresh("out")
        if self.chance.random() < 0.1 and self.pair.pay_outs:
            defunding_id = self.chance.choice(self.pair.pay_outs)
        self.pair.pay_outs.append(defunding_id)
        system = f"RTGS-{node}"
        self.pair.ask(node, c.RequestDefunding(defunding_id, system, self.account(node), amount))
