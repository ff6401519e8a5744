"""What may happen in a rough world, drawn from its own chance, and how people take part in it."""

from collections.abc import Callable
from hashlib import sha256

from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core.agreements import ExchangeModel
from tallystick.core.events import QuoteIssued
from tallystick.core.ledger import participant_account
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Decision, Order, OrderKind
from tallystick.terms.money import Rate
from tallystick.terms.parties import Priority, Side
from tallystick.terms.reasons import StatusReason
from tests.core.pair import BANKS
from tests.proof.rough_pair import NODES, RoughPair

PEOPLE = ("ANNA", "BORIS", "CHEN")


class Mischief:
    """One rough world's doings."""

    def __init__(self, pair: RoughPair) -> None:
        self.pair = pair
        self.chance = pair.chance
        self.ids = 0
        self.doings: list[tuple[int, Callable[[str], None]]] = [
            (30, self.hear),
            (14, self.instruct),
            (14, self.notice),
            (20, self.answer),
            (12, self.order),
            (8, self.quote),
            (10, self.proceed),
            (8, self.screen),
            (6, self.wait),
            (4, self.release),
            (1, self.refuse),
            (3, self.send_back),
            (2, self.repeat),
            (2, self.ask_status),
            (2, self.fund),
            (2, self.defund),
            (1, self.suspend),
            (1, self.activate),
            (1, self.publish),
            (2, self.close_cycle),
            (1, self.fix_rate),
            (1, self.evict),
            (1, self.restart),
            (1, self.limits),
            (1, self.odd_command),
        ]

    @property
    def name(self) -> str:
        """The agreement's id."""
        return self.pair.agreement.agreement_id

    def fresh(self, prefix: str) -> str:
        """Return an id that was not used before."""
        self.ids += 1
        return f"{prefix}-{self.ids}"

    def act(self, times: int) -> None:
        """Let so many things happen."""
        weights = [weight for weight, _ in self.doings]
        for _ in range(times):
            (chosen,) = self.chance.choices(self.doings, weights)
            chosen[1](self.chance.choice(NODES))
            self.pair.at += self.chance.choice([0, 1, 7, 40])
        self.pair.after()

    # What arrives

    def hear(self, node: str) -> None:
        """A node hears the next item, or one again, or one too early."""
        pair, stream = self.pair, self.pair.streams[self.pair.other(node)]
        draw = self.chance.random()
        if draw < 0.05 and pair.heard[node]:
            pair.carry(node, self.chance.choice(stream[: pair.heard[node]]))
        elif draw < 0.1 and len(stream) > pair.heard[node] + 1:
            pair.carry(node, stream[-1])
        else:
            pair.hear(node)

    def instruct(self, _node: str) -> None:
        """A settlement system takes an instruction."""
        self.pair.instruct()

    def notice(self, node: str) -> None:
        """A node hears a settlement system."""
        self.pair.notice(node, self.chance.choice(list(self.pair.houses)))

    def answer(self, _node: str) -> None:
        """A creditor's bank answers, refuses, or says nothing at all."""
        if not self.pair.presented:
            return
        node, payment_id, bank = self.pair.presented.popleft()
        draw = self.chance.random()
        if draw < 0.06:
            return
        if draw < 0.12:
            self.pair.presented.append((node, payment_id, bank))
        reason = StatusReason.CLOSED_CREDITOR_ACCOUNT if draw > 0.9 else None
        self.reply(node, payment_id, bank, reason)

    def reply(
        self, node: str, payment_id: str, bank: str, reason: StatusReason | None = None
    ) -> None:
        """Have a bank answer a presentation."""
        known = self.pair.records.get((node, payment_id))
        self.pair.ask(node, c.AnswerPresentation(payment_id, bank, reason, known))

    def screen(self, _node: str) -> None:
        """A payment is screened again."""
        self.pair.screen()

    def proceed(self, node: str) -> None:
        """Whatever is ripe goes on; at times somebody asks although nothing is."""
        if self.chance.random() < 0.1:
            self.pair.ask(node, c.Proceed())
        self.pair.proceed()

    def wait(self, _node: str) -> None:
        """Time passes."""
        self.pair.at += self.chance.choice([100, 3_000, 10_000, 40_000, 700_000, 90_000_000])
        self.pair.pass_time()

    # What banks do

    def amount(self) -> int:
        """Draw an amount."""
        return self.chance.choice([1, 12, 999, 10_001, 70_000, 130_000])

    def quote(self, node: str) -> None:
        """A bank asks for a quote."""
        fixed, amount = self.chance.choice([Side.DEBTOR, Side.CREDITOR]), self.amount()
        bank = self.chance.choice(BANKS[node])
        quote_id = self.fresh("quote")
        happened = self.pair.ask(node, c.RequestQuote(quote_id, self.name, bank, fixed, amount))
        for event in happened:
            if isinstance(event, QuoteIssued):
                self.pair.quotes.append((node, quote_id, event.quote.terms.debtor_amount))

    def order(self, node: str) -> None:
        """A bank sends money, mostly on a quote of its own."""
        mine = [quote for quote in self.pair.quotes if quote[0] == node]
        if not mine:
            self.quote(node)
            mine = [quote for quote in self.pair.quotes if quote[0] == node]
        quote_id, amount = "", self.amount()
        if mine and self.chance.random() < 0.9:
            _, quote_id, amount = self.chance.choice(mine)
            if self.chance.random() < 0.9:
                self.pair.quotes.remove((node, quote_id, amount))
        if self.chance.random() < 0.03:
            amount += 1
        self.submit(node, self.draw_order(node, amount, quote_id))

    def draw_order(self, node: str, amount: int, quote_id: str) -> Order:
        """Draw an order between two banks."""
        payment_id = self.fresh("pay")
        quoted = self.pair.states[node].quotes.get(quote_id)
        debtor = quoted.participant_id if quoted else self.chance.choice(BANKS[node])
        creditors = [*BANKS[self.pair.other(node)] * 8, "NOBODY", debtor]
        return Order(
            payment_id,
            self.name if self.chance.random() < 0.98 else "NO-SUCH",
            debtor,
            self.chance.choice(creditors),
            amount,
            self.pair.currency(node),
            sha256(payment_id.encode()).digest(),
            quote_id,
            self.chance.choice([Priority.NORMAL, Priority.NORMAL, Priority.URGENT]),
        )

    def submit(self, node: str, order: Order) -> None:
        """Hand an order in and remember it."""
        self.pair.submit(node, order)
        self.pair.orders.append((node, order))

    def send_back(self, node: str) -> None:
        """A bank returns what came to it."""
        pair = self.pair
        came = [o for n, o in pair.orders if n != node and o.kind is OrderKind.TRANSFER]
        if not came:
            return
        original = self.chance.choice(came[-12:])
        sheet = pair.auditors[node].books.sheets.get(original.payment_id)
        if sheet is None or sheet.terms is None:
            return
        fault = self.chance.choice([Side.DEBTOR, Side.CREDITOR])
        quote_id, amount = "", sheet.terms.creditor_amount
        if pair.agreement.exchange_model is ExchangeModel.PROVIDER:
            fixed = Side.DEBTOR if fault is Side.DEBTOR else Side.CREDITOR
            asked = amount if fault is Side.DEBTOR else sheet.terms.debtor_amount
            quote_id = self.fresh("quote")
            ask = c.RequestQuote(quote_id, self.name, original.creditor_agent, fixed, asked)
            for event in pair.ask(node, ask):
                if isinstance(event, QuoteIssued):
                    amount = event.quote.terms.debtor_amount
        order = replace(
            self.draw_order(node, amount, ""),
            debtor_agent=original.creditor_agent,
            creditor_agent=original.debtor_agent,
            quote_id=quote_id,
            kind=OrderKind.RETURN,
            original_id=original.payment_id,
            at_fault=fault,
        )
        self.submit(node, order)

    def repeat(self, _node: str) -> None:
        """A bank sends an order again, the same or with other content."""
        if self.pair.orders:
            node, order = self.chance.choice(self.pair.orders)
            if self.chance.random() < 0.3:
                order = replace(order, content=sha256(b"other").digest())
            self.pair.submit(node, order)

    def ask_status(self, node: str) -> None:
        """A bank asks how a payment stands."""
        if self.pair.orders:
            _, order = self.chance.choice(self.pair.orders)
            bank = self.chance.choice([order.debtor_agent, order.creditor_agent, "NOBODY"])
            known = self.pair.records.get((node, order.payment_id))
            self.pair.ask(node, c.AskStatus(order.payment_id, bank, known))

    # What people do

    def held(self, node: str) -> list[str]:
        """Return the ids of payments that wait for people or verdicts at a node."""
        payments = self.pair.states[node].payments.items()
        return [key for key, each in payments if each.state is PaymentState.HELD]

    def release(self, node: str) -> None:
        """People release a held payment, the same person at times twice."""
        for payment_id in self.held(node)[:1]:
            for _ in range(2):
                person = self.chance.choice(PEOPLE)
                self.pair.ask(node, c.ReleaseHeld(payment_id, person))

    def refuse(self, node: str) -> None:
        """A person refuses a held payment."""
        for payment_id in self.held(node)[:1]:
            self.pair.ask(node, c.RefuseHeld(payment_id, "ANNA"))

    def suspend(self, node: str) -> None:
        """A bank is suspended or reinstated."""
        end = self.chance.choice(NODES)
        bank = self.chance.choice(BANKS[end])
        participant = self.pair.states[node].pacts[self.name].participants[bank]
        command: c.AnyCommand = c.SuspendParticipant(bank, self.name, "ANNA")
        if participant.is_suspended or self.chance.random() < 0.2:
            command = c.ReinstateParticipant(bank, self.name, "BORIS")
        self.pair.ask(node, command)

    def limits(self, node: str) -> None:
        """A bank's limits are set anew."""
        daily, net = (self.chance.choice([0, 200_000, 10**6]) for _ in range(2))
        bank = self.chance.choice(BANKS[node])
        self.pair.ask(node, c.RegisterParticipant(bank, self.name, node, daily, net))

    def activate(self, node: str) -> None:
        """The lists change."""
        self.pair.activate(node)

    def publish(self, node: str) -> None:
        """The rates change."""
        self.pair.publish(node)

    # Money and cycles

    def account(self, node: str) -> str:
        """Draw one of a node's participants' accounts."""
        return participant_account(self.chance.choice(BANKS[node]), self.pair.currency(node))

    def fund(self, node: str) -> None:
        """A bank pays in, or somebody unknown does."""
        account_id = self.account(node) if self.chance.random() < 0.9 else "participant:X:Y"
        self.pair.fund(node, account_id, self.chance.choice([1_000, 150_000]))

    def defund(self, node: str) -> None:
        """A bank wants money back."""
        amount = self.chance.choice([1, 5_000, 10**12])
        command = c.RequestDefunding(self.fresh("out"), f"RTGS-{node}", self.account(node), amount)
        self.pair.ask(node, command)

    def close_cycle(self, node: str) -> None:
        """A node closes the cycle, mostly the open one."""
        open_cycle = self.pair.states[node].pacts[self.name].open_cycle
        odd = 1 if self.chance.random() < 0.1 else 0
        self.pair.ask(node, c.CloseCycle(self.name, open_cycle + odd))

    def close_cycle_kindly(self, node: str) -> None:
        """A node closes the open cycle."""
        open_cycle = self.pair.states[node].pacts[self.name].open_cycle
        self.pair.ask(node, c.CloseCycle(self.name, open_cycle))

    def fix_rate(self, node: str) -> None:
        """The rate fixer fixes the next cycle's rate; at times somebody else tries."""
        ends = self.pair.agreement.ends
        text = self.chance.choice(["0.08", "0.0799", "0.0813"])
        rate = Rate.parse(text, ends[0].currency, ends[1].currency)
        self.pair.ask(node, c.FixCycleRate(self.name, rate))

    def evict(self, node: str) -> None:
        """Settled payments leave."""
        self.pair.ask(node, c.EvictSettled(self.chance.choice([0, 1, 5, 100])))

    def restart(self, node: str) -> None:
        """The decider tries to settle again."""
        for number in list(self.pair.states[node].pacts[self.name].cycles)[:2]:
            self.pair.ask(node, c.RestartSettlement(self.name, number))

    def odd_command(self, node: str) -> None:
        """Somebody asks for what cannot be."""
        odd: list[c.AnyCommand] = [
            c.CloseCycle("NO-SUCH", 1),
            c.RequestQuote("", self.name, "NOBODY", Side.DEBTOR, 1),
            c.RegisterParticipant("NEWBANKX", "NO-SUCH", node),
            c.RegisterParticipant(BANKS[node][0], self.name, self.pair.other(node)),
            c.SuspendParticipant("NOBODY", self.name, "ANNA"),
            c.ReinstateParticipant("NOBODY", self.name, "ANNA"),
            c.RegisterProvider("NEWHOUSE", "NO-SUCH"),
            c.PublishRates("NOBODY", self.name, Rate("EUR", "USD", 1, 1)),
            c.AdoptAgreement(self.pair.agreement, b"again"),
            c.ActivateBundle(b"", self.pair.at + 1),
            c.RecordVerdict("no-such", self.pair.verdict(node)),
            c.ReleaseHeld("no-such", "ANNA"),
            c.AnswerPresentation("no-such", "NOBODY"),
            c.ParkItem(self.pair.other(node), 10**6, b"digest", self.name),
            c.RequestDefunding("odd", "RTGS-X", self.account(node), 1),
            c.SignResolution(self.name, "no-such", Decision.REJECTED, 0, "ANNA"),
            c.CloseCase("no such", "ANNA"),
            c.PassTime(),
        ]
        self.pair.ask(node, self.chance.choice(odd))
