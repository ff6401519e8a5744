"""An invented bank: it sends orders, answers presentations, and credits its customers.

It keeps what every careful bank keeps: each order until it has a final answer,
each notice once by its number, each customer credited once and only on the final
notice. What it will answer to a presentation is drawn from its own seed, or goes by
the creditor's account where it is told its accounts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from tallystick.core.commands import AnswerPresentation, AnyCommand, RequestQuote
from tallystick.core.effects import (
    AnyEffect,
    Present,
    PresentAssignment,
    TellAnswer,
    TellStatus,
    TellSystemEvent,
)
from tallystick.core.orders import Order
from tallystick.sandbox.back_office import BackOffice
from tallystick.sandbox.chance import Chance
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

FINAL = (PaymentStatus.ACSC, PaymentStatus.RJCT, PaymentStatus.BLCK)


class Ask(NamedTuple):
    """What a bank asks of its node, after waiting so long."""

    after_ms: int
    command: AnyCommand


class Manner(Enum):
    """What a bank makes of a payment to one of its accounts."""

    PROMISE = "promise"
    SILENCE = "silence"


@dataclass(frozen=True)
class Habits:
    """How a bank behaves: shares of a hundred, and its answering time in milliseconds."""

    refuses: int = 5
    silent: int = 4
    late: int = 4
    answer_ms: int = 400
    late_ms: int = 12_000
    repeats: int = 10


@dataclass
class Bank:
    """One bank at one node."""

    participant_id: str
    agreement_id: str
    currency: str
    correspondents: Sequence[str]
    chance: Chance
    habits: Habits = field(default_factory=Habits)
    currency_index: int = 0
    is_limited: bool = False
    opening: int = 0
    accounts: Mapping[str, Manner] | None = None
    heard: int = 0
    orders: dict[str, Order] = field(default_factory=dict)
    answers: dict[str, TellStatus] = field(default_factory=dict)
    presented: dict[str, int] = field(default_factory=dict)
    credited: dict[str, int] = field(default_factory=dict)
    system_events: list[TellSystemEvent] = field(default_factory=list)
    drawn: int = 0
    office: BackOffice = field(init=False)

    def __post_init__(self) -> None:
        """Open the office that asks and answers other banks."""
        self.office = BackOffice(self.participant_id, self.agreement_id, self.chance)

    def fresh_id(self, what: str) -> str:
        """Return an identifier that no bank has used before, in the form of a UETR."""
        self.drawn += 1
        words = f"{self.participant_id}/{what}/{self.drawn}/{self.chance.random()}"
        digest = sha256(words.encode()).hexdigest()
        return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"

    def ask_quote(self, amount: int, provider_id: str = "") -> RequestQuote:
        """Ask what sending an amount would cost."""
        quote_id = self.fresh_id("quote")
        return RequestQuote(
            quote_id, self.agreement_id, self.participant_id, Side.DEBTOR, amount, provider_id
        )

    def order(
        self, amount: int, quote_id: str = "", *, creditor_agent: str = "", **words: object
    ) -> Order:
        """Write an order, to a correspondent if to nobody else, and keep it until its answer."""
        payment_id = self.fresh_id("payment")
        content = sha256(f"{payment_id}/{amount}/{quote_id}".encode()).digest()
        order = Order(
            payment_id,
            self.agreement_id,
            self.participant_id,
            creditor_agent or self.chance.choice(self.correspondents),
            amount,
            self.currency,
            content,
            quote_id,
            **words,  # type: ignore[arg-type]
        )
        self.orders[payment_id] = order
        return order

    def hear(self, number: int, effect: AnyEffect, account: str = "") -> list[Ask]:
        """Take the next notice; any other is not taken, and will come again.

        `account` is the creditor's, as the presented message has it.
        """
        if number != self.heard + 1:
            return []
        self.heard = number
        if isinstance(effect, Present):
            self.presented[effect.payment_id] = self.presented.get(effect.payment_id, 0) + 1
            return self._consider(effect.payment_id, account)
        if isinstance(effect, PresentAssignment):
            return [Ask(*reply) for reply in self.office.consider(effect.assignment_id)]
        if isinstance(effect, TellSystemEvent):
            self.system_events.append(effect)
        if isinstance(effect, TellStatus):
            self._note(effect)
        elif isinstance(effect, TellAnswer):
            self.office.note(effect)
        return []

    def _consider(self, payment_id: str, account: str) -> list[Ask]:
        """Decide about a presented payment; some answers are late, some never come."""
        if self.accounts is not None:
            return self._look_up(payment_id, self.accounts.get(account))
        draw = self.chance.randrange(100)
        reason = None
        after_ms = self.habits.answer_ms
        if draw < self.habits.refuses:
            reason = self.chance.choice(
                (StatusReason.INCORRECT_ACCOUNT, StatusReason.CLOSED_ACCOUNT)
            )
        elif draw < self.habits.refuses + self.habits.silent:
            return []
        elif draw < self.habits.refuses + self.habits.silent + self.habits.late:
            after_ms = self.habits.late_ms
        answer = AnswerPresentation(payment_id, self.participant_id, reason)
        again = (
            [Ask(after_ms * 3, answer)] if self.chance.randrange(100) < self.habits.repeats else []
        )
        return [Ask(after_ms, answer), *again]

    def _look_up(self, payment_id: str, manner: Manner | None) -> list[Ask]:
        """Answer by the creditor's account, the same however often it is asked."""
        if manner is Manner.SILENCE:
            return []
        reason = StatusReason.INCORRECT_ACCOUNT if manner is None else None
        answer = AnswerPresentation(payment_id, self.participant_id, reason)
        return [Ask(self.habits.answer_ms, answer)]

    def _note(self, effect: TellStatus) -> None:
        if effect.content:
            return
        self.answers[effect.payment_id] = effect
        incoming = effect.payment_id in self.presented
        if (
            incoming
            and effect.status is PaymentStatus.ACSC
            and effect.payment_id not in self.credited
        ):
            self.credited[effect.payment_id] = 1

    def unanswered(self) -> list[Order]:
        """Return the orders that have no final answer yet: they are handed in again."""
        return [
            order
            for payment_id, order in self.orders.items()
            if payment_id not in self.answers or self.answers[payment_id].status not in FINAL
        ]
