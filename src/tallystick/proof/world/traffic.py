"""What the banks of a world ask: good orders, and every kind of bad one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from tallystick.core.assignments import recall_id
from tallystick.core.commands import AskStatus, RequestQuote, SubmitPayment
from tallystick.core.events import QuoteIssued
from tallystick.core.orders import ClosingRecord, Order, OrderKind, Quote
from tallystick.node.engine import Reply
from tallystick.proof.world.network import Deliver
from tallystick.sandbox.bank import Bank
from tallystick.terms.parties import Priority, Side

if TYPE_CHECKING:
    from tallystick.proof.world.site import Answered, Site
    from tallystick.proof.world.world import World

PATIENCE_MS = 5_000
# A payment goes back whole, in parts, or in parts that are more than the whole.
PARTS = ((1,), (1,), (1, 1), (2, 2), (3, 3, 3, 3), (2, 1))
APART_MS = (0, 40, 3_000, 60_000)
MISUSE_MS = 3_000


@dataclass
class Traffic:
    """The orders of all banks of one world."""

    world: "World"

    def begin(self, site: "Site", bank: Bank) -> None:
        """Send one order: take a quote if one is needed, then hand the order in."""
        chance = self.world.chance
        amount = self._amount()
        if self.world.agreement.exchange_model.value == "at-source" or chance.random() < 0.1:
            self.hand_in(site, bank, self._spoil(bank, bank.order(amount)))
            return
        ask = bank.ask_quote(amount)
        self.ask(site, bank, ask)

    def _amount(self) -> int:
        chance = self.world.chance
        draw = chance.random()
        if draw < 0.02:
            return 0
        if draw < 0.04:
            return self.world.agreement.ends[0].payment_max + 1
        if draw < 0.1:
            return chance.randrange(10_000_000, 40_000_000)
        return chance.randrange(100, 2_000_000)

    def ask(self, site: "Site", bank: Bank, ask: RequestQuote) -> None:
        """Ask for a quote; the answer may get lost, then the bank forgets about it."""

        def answered(reply: Reply) -> None:
            for event in reply.events:
                if isinstance(event, QuoteIssued):
                    self._take(site, bank, event.quote)

        self._request(site, bank, lambda: site.take(ask, self._through(site, bank, answered)))

    def _through(self, site: "Site", bank: Bank, answered: "Answered") -> "Answered":
        def carried(reply: Reply) -> None:
            self.world.network.send(
                f"{site.operator_id}-{bank.participant_id}",
                lambda: answered(reply),
            )

        return carried

    def _request(self, site: "Site", bank: Bank, deliver: Deliver) -> None:
        self.world.network.send(f"{site.operator_id}-{bank.participant_id}", deliver)

    def _take(self, site: "Site", bank: Bank, quote: Quote) -> None:
        """Order on a quote, mostly soon, sometimes too late."""
        chance = self.world.chance
        order = bank.order(quote.terms.debtor_amount, quote.quote_id)
        delay_ms = chance.choice((50, 200, 500, 2_000, 40_000))
        order = self._spoil(bank, order)
        self.world.agenda.after(delay_ms, lambda: self.hand_in(site, bank, order))

    def _spoil(self, bank: Bank, order: Order) -> Order:
        """Get something wrong now and then."""
        chance = self.world.chance
        draw = chance.randrange(100)
        wrong: dict[str, object] = {}
        if draw < 2:
            wrong = {"amount": order.amount + 1}
        elif draw < 4:
            wrong = {"creditor_agent": "NOBANKXX"}
        elif draw < 6:
            wrong = {"currency": "USD"}
        elif draw < 8:
            wrong = {"agreement_id": "NO-SUCH"}
        elif draw < 10:
            wrong = {"quote_id": "no-such-quote"}
        elif draw < 20:
            wrong = {"priority": Priority.URGENT}
        spoiled = msgspec.structs.replace(order, **wrong)
        bank.orders[order.payment_id] = spoiled
        return spoiled

    def hand_in(self, site: "Site", bank: Bank, order: Order) -> None:
        """Hand an order in, and again as long as it has no final answer."""
        message = f"message of {order.payment_id}".encode()

        def deliver() -> None:
            verdict = site.verdict(order.payment_id)
            facts = site.jurisdiction.facts(order.payment_id)
            site.take(SubmitPayment(order, verdict, facts=facts), None, message)

        self._request(site, bank, deliver)
        if self.world.chance.randrange(100) < 5:
            self.world.agenda.after(MISUSE_MS, lambda: self._misuse(site, bank, order))

    def _misuse(self, site: "Site", bank: Bank, order: Order) -> None:
        """Use the id of an order that has been answered for another message."""
        if order.payment_id not in bank.answers:
            return
        other = msgspec.structs.replace(order, content=b"another message")
        verdict = site.verdict(order.payment_id)
        self._request(
            site, bank, lambda: site.take(SubmitPayment(other, verdict), None, b"another message")
        )

    def remind(self, site: "Site", bank: Bank) -> None:
        """Hand in again, or ask about, what has had no final answer."""
        for order in bank.unanswered():
            if self.world.chance.random() < 0.5:
                self.hand_in(site, bank, order)
            else:
                ask = AskStatus(order.payment_id, bank.participant_id)
                self._request(site, bank, lambda ask=ask: site.take(ask))  # type: ignore[misc]

    def send_back(self, site: "Site", bank: Bank, payment_id: str) -> None:
        """Return a payment that was credited; whoever erred bears what the exchange costs."""
        node = site.node
        if node is None:
            return
        original = node.state.payments.get(payment_id)
        record = site.disk.closings([payment_id]).get(payment_id)
        if original is not None and original.terms is not None:
            debtor, sent = original.order.debtor_agent, original.terms
            amounts = (sent.debtor_amount, sent.creditor_amount)
        elif record is not None:
            debtor, amounts = record.debtor_agent, _amounts(record)
        else:
            return
        for number, part in enumerate(self.world.chance.choice(PARTS)):
            portion = max(amounts[0] // part, 1), max(amounts[1] // part, 1)
            self.world.agenda.after(
                number * self.world.chance.choice(APART_MS),
                lambda portion=portion: self._return(  # type: ignore[misc]
                    site, bank, payment_id, debtor, portion
                ),
            )

    def _return(
        self,
        site: "Site",
        bank: Bank,
        original_id: str,
        debtor: str,
        amounts: tuple[int, int],
    ) -> None:
        at_fault = self.world.chance.choice((Side.DEBTOR, Side.CREDITOR))
        # What follows a recall, says so; now and then what follows none does too.
        recalled = recall_id(original_id) in bank.office.presented
        follows = self.world.chance.randrange(100) < (60 if recalled else 3)
        words = {
            "kind": OrderKind.RETURN,
            "original_id": original_id,
            "at_fault": at_fault,
            "reason": "FOCR" if follows else "AC04",
        }
        if self.world.agreement.exchange_model.value == "at-source":
            order = bank.order(amounts[1], creditor_agent=debtor, **words)
            self.hand_in(site, bank, order)
            return
        fixed = Side.DEBTOR if at_fault is Side.DEBTOR else Side.CREDITOR
        amount = amounts[1] if at_fault is Side.DEBTOR else amounts[0]
        ask = msgspec.structs.replace(bank.ask_quote(amount), fixed=fixed)

        def answered(reply: Reply) -> None:
            for event in reply.events:
                if isinstance(event, QuoteIssued):
                    quote = event.quote
                    order = bank.order(
                        quote.terms.debtor_amount, quote.quote_id, creditor_agent=debtor, **words
                    )
                    self.hand_in(site, bank, order)

        self._request(site, bank, lambda: site.take(ask, self._through(site, bank, answered)))


def _amounts(record: ClosingRecord) -> tuple[int, int]:
    return record.debtor_amount, record.creditor_amount
