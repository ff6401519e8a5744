"""Two operators joined by real envelopes, to which messages are brought one after another.

The first operator's node has the banks that are debited, the second's those that are
credited. Under one agreement a bank has one place; where messages would have it in
both, there are several agreements between the same operators.
"""

from hashlib import sha256
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.admission.desk import Refused
from tallystick.core import events
from tallystick.core.commands import (
    ActivateBundle,
    AdoptAgreement,
    CloseCycle,
    RegisterParticipant,
    RegisterProvider,
    RequestQuote,
)
from tallystick.core.ledger import participant_account, provider_account
from tallystick.journal.entries import encode
from tallystick.links.peer import Identity
from tallystick.node.engine import Reply
from tallystick.node.entropy import SystemEntropy
from tallystick.proof.trial.needs import Needs
from tallystick.proof.trial.operator import Operator
from tallystick.proof.trial.scenery import (
    FIRST,
    PAYMENT_MAX,
    SECOND,
    agreement_of,
    provider_of,
    system_of,
)
from tallystick.sandbox.bank import FINAL
from tallystick.sandbox.chance import chance
from tallystick.sandbox.policies import confirmed_by_two
from tallystick.sandbox.provider import Provider
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.terms.instants import DAY_MS, Instant
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

_LISTS_LAST_MS: Final = 1_000 * 366 * DAY_MS
# A held or unanswered payment ends within a few deadlines, one after the other.
_DEADLINES_MAX: Final = 64


class Ending(NamedTuple):
    """How a message ended: settled, refused with a reason and in words, or known before.

    `received` is what the creditor's bank got, in minor units. Neither settled nor
    refused is a payment that is still pending.
    """

    is_settled: bool = False
    reason: StatusReason | None = None
    field: str = ""
    text: str = ""
    received: int = 0
    is_duplicate: bool = False


class Trial:
    """A world of two operators; it is made for each message as far as that one needs it."""

    def __init__(self) -> None:
        entropy = SystemEntropy()
        keys = {
            name: Ed25519PrivateKey.from_private_bytes(entropy.key()) for name in (FIRST, SECOND)
        }
        public = {(name, "1"): key.public_key() for name, key in keys.items()}
        self.first, self.second = (
            Operator(Identity(name, "1", key), public, entropy) for name, key in keys.items()
        )
        self.operators = (self.first, self.second)
        self.at: Instant = 0
        self.tried: dict[str, None] = {}
        self._paid_in = 0
        for operator in self.operators:
            operator.take(0, ActivateBundle(operator.bundle, _LISTS_LAST_MS))

    # One message.

    def bring(self, needs: Needs, raw: bytes) -> Ending:
        """Bring a message to the first operator's node and wait for its end.

        Raises:
            RemoteMessageError: the bytes cannot be read, or break their schema.
        """
        self._let_pass(needs.at)
        agreement_id = self._place(needs)
        self._fund(needs, agreement_id)
        quote_id = self._quote(needs, agreement_id) if needs.is_converted else ""
        bound = agreement_id, quote_id
        reply = self.first.hand_in(self.at, needs.debited, raw, bound)
        if isinstance(reply, Refused):
            return Ending(reason=reply.reason, field=reply.field, text=reply.text)
        self.tried[needs.payment_id] = None
        self.carry()
        return _at_once(reply) or self._in_the_end(needs)

    def _in_the_end(self, needs: Needs) -> Ending:
        """Return how the bank that sent it was told it ended; deadlines pass until it has."""
        answers = self.first.banks[needs.debited].answers
        for _ in range(_DEADLINES_MAX):
            told = answers.get(needs.payment_id)
            if told is not None and told.status in FINAL:
                if told.status is PaymentStatus.ACSC:
                    return self._settled(needs.payment_id)
                return Ending(reason=told.reason or StatusReason.BLOCKED_AMOUNT)
            due = [o.state.timers.first_due() for o in self.operators]
            self._let_pass(min((each for each in due if each is not None), default=self.at))
        return Ending()

    def _settled(self, payment_id: str) -> Ending:
        terms = self.first.state.payments[payment_id].known_terms
        return Ending(is_settled=True, received=terms.creditor_amount)

    # What a message needs.

    def _place(self, needs: Needs) -> str:
        """Put both banks where they belong, and return under which agreement."""
        pair = f"{needs.sent.currency}-{needs.received.currency}"
        number = 1
        while (name := f"{pair}.{number}") in self.first.state.pacts:
            if not self._is_misplaced(needs, name):
                break
            number += 1
        else:
            self._agree(name, needs)
        for operator in self.operators:
            operator.take(
                self.at,
                RegisterParticipant(needs.debited, name, FIRST),
                RegisterParticipant(needs.credited, name, SECOND),
            )
        self.first.serve(needs.debited, name)
        self.second.serve(needs.credited, name)
        return name

    def _is_misplaced(self, needs: Needs, agreement_id: str) -> bool:
        """Whether under this agreement one of the banks has its place at the other end."""
        return self.second.is_home_of(needs.debited, agreement_id) or self.first.is_home_of(
            needs.credited, agreement_id
        )

    def _agree(self, agreement_id: str, needs: Needs) -> None:
        currencies = needs.sent.currency, needs.received.currency
        agreement = agreement_of(agreement_id, *currencies)
        digest = sha256(encode(agreement)).digest()
        provider_id = provider_of(agreement_id)
        for operator, currency in zip(self.operators, currencies, strict=True):
            system = system_of(operator.operator_id, currency)
            operator.systems.setdefault(system, SettlementSystem(system, currency))
            draw = chance(0, f"{provider_id} at {operator.operator_id}")
            operator.providers[provider_id] = Provider(
                provider_id, agreement_id, needs.rate(), draw
            )
            operator.take(self.at, AdoptAgreement(agreement, digest))
        self.carry()
        for operator in self.operators:
            policy = confirmed_by_two(agreement_id, operator.policy)
            operator.take(self.at, RegisterProvider(provider_id, agreement_id), *policy)

    def _fund(self, needs: Needs, agreement_id: str) -> None:
        """Let the bank that sends have what it pays, and the provider what it pays out."""
        currency = needs.sent.currency
        account = participant_account(needs.debited, currency)
        self._pay_in(self.first, currency, account, needs.sent.minor)
        if not needs.is_converted:
            account = provider_account(provider_of(agreement_id), currency)
            self._pay_in(self.second, currency, account, needs.sent.minor)
        self.carry()

    def _pay_in(self, operator: Operator, currency: str, account_id: str, amount: int) -> None:
        paid = min(amount, PAYMENT_MAX)
        if paid:
            self._paid_in += 1
            system = operator.systems[system_of(operator.operator_id, currency)]
            system.pay_in(operator.operator_id, f"in-{self._paid_in}", account_id, paid)

    def _quote(self, needs: Needs, agreement_id: str) -> str:
        """Bind a quote on the bank's behalf, and return its id; none if there is no offer."""
        provider = self.first.providers[provider_of(agreement_id)]
        provider.rate = needs.rate()
        ask = RequestQuote(
            needs.quote_id, agreement_id, needs.debited, Side.DEBTOR, needs.sent.minor
        )
        offered = self.first.take(self.at, provider.publish(), ask)[-1].events
        for event in offered:
            if isinstance(event, events.QuoteIssued):
                terms = event.quote.terms
                account = provider_account(terms.provider_id, terms.creditor_currency)
                self._pay_in(self.second, terms.creditor_currency, account, terms.creditor_amount)
                self.carry()
                return needs.quote_id
        return ""

    # What moves by itself.

    def _let_pass(self, at: Instant) -> None:
        """Let time come to an instant, and everything happen that it brings."""
        self.at = max(self.at, at)
        for operator in self.operators:
            operator.ask(self.at)
        self.carry()

    def carry(self) -> None:
        """Carry everything to where it goes until nothing is under way; banks take their time."""
        while True:
            while self._moves():
                pass
            waiting = [each.at for operator in self.operators for each in operator.waiting]
            if not waiting:
                return
            self.at = max(self.at, min(waiting))
            for operator in self.operators:
                operator.ask(self.at)

    def _moves(self) -> bool:
        before = self._marks()
        for sender, hearer in (self.operators, self.operators[::-1]):
            hearer.hear(self.at, sender.envelope(self.at, hearer.operator_id))
        for operator in self.operators:
            operator.deliver(self.at)
            operator.read_systems(self.at)
        return before != self._marks()

    def _marks(self) -> object:
        return [(each.node.head, each.store.acknowledged()) for each in self.operators]

    # The end of the day.

    def close(self) -> list[str]:
        """Close and settle every cycle that is open; return the agreements where it did not."""
        pacts = {name: pact.open_cycle for name, pact in self.first.state.pacts.items()}
        for agreement_id, cycle in pacts.items():
            self.first.take(self.at, CloseCycle(agreement_id, cycle))
            self.carry()
        return [
            agreement_id
            for agreement_id, cycle in pacts.items()
            if any(each.pact(agreement_id).last_settled < cycle for each in self.operators)
        ]


def _at_once(reply: Reply) -> Ending | None:
    """Return the end that a message met when it was taken, if it was not taken as a payment."""
    if reply.answers and not reply.events:
        reason = reply.answers[0].reason
        return Ending(reason=reason, field="Document", text="it is too large to travel")
    for event in reply.events:
        match event:
            case events.OrderRefused():
                return Ending(reason=event.reason, is_duplicate=True)
            case events.StatusRepeated():
                is_settled = event.status is PaymentStatus.ACSC
                return Ending(is_settled, event.reason, is_duplicate=True)
            case _:
                continue
    return None
