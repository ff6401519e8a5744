"""What each event of the journal posts, known from the events alone.

A payment that is reserved names its postings; when it settles, they are posted, and when
it ends otherwise, they are not. What events speak of later, and what agreements say of
dates and accounts, is remembered here until then. A hold posts nothing.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

import msgspec

from tallystick.core import events
from tallystick.core.ledger import (
    Posting,
    blocked_account,
    clearing_account,
    fees_account,
    is_of_provider,
    participant_account,
    provider_account,
)
from tallystick.core.orders import Order, OrderKind, Terms
from tallystick.terms.instants import Instant
from tallystick.terms.parties import Side
from tallystick.views.pact_notes import PactNotes, VersionNotes


class BookingKind(StrEnum):
    """What a booking is."""

    PAYMENT = "payment"
    RETURN = "return"
    FEE = "fee"
    BLOCKED = "blocked"
    FUNDING = "funding"
    DEFUNDING = "defunding"
    LEG_EARLY = "leg early"
    LEG = "leg"
    DIFFERENCE = "difference"


class Posted(NamedTuple):
    """A posting that has become definite.

    `reference` names what it is for: a payment's id, a settlement system's reference, a
    defunding's id, or agreement/cycle. `value_on` is the business date that a payment was
    reserved for, else empty. Whose calendar dates it: that of the agreement, or of the
    settlement system. `debited_as` is what it is on the debited account, where its owner was
    told something else than it is.
    """

    posting: Posting
    kind: BookingKind
    reference: str
    value_on: str = ""
    agreement_id: str = ""
    settlement_system: str = ""
    debited_as: BookingKind | None = None


class Expected(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What will be posted if what it is for comes to pass; `value_on` once it is reserved."""

    agreement_id: str
    settlement_system: str
    is_return: bool
    postings: tuple[Posting, ...]
    value_on: str = ""


_NONE: Final[list[Posted]] = []


class Postings:
    """Turns events, in the order of the journal, into what they posted.

    `expected` and `pacts` are all that it remembers; `touched` names what has changed.
    """

    def __init__(self, operator_id: str) -> None:
        """Begin before the first entry of an operator's journal."""
        self._operator_id = operator_id
        self._at = 0
        self.expected: dict[str, Expected] = {}
        self.pacts: dict[str, PactNotes] = {}
        self.touched: set[str] = set()
        self.touched_pacts: set[str] = set()

    def of(self, event: events.AnyEvent, at: Instant) -> list[Posted]:
        """Return what an event of an instant posted, and remember what a later one will need."""
        self._at = at
        reader = READERS.get(type(event))
        return reader(self, event) if reader is not None else _NONE

    def pact(self, agreement_id: str) -> PactNotes:
        """Return what is known of an agreement, to be changed."""
        self.touched_pacts.add(agreement_id)
        return self.pacts.setdefault(agreement_id, PactNotes(agreement_id))

    # Payments.

    def received(self, event: events.PaymentReceived) -> list[Posted]:
        """Expect the debtor's side of a payment that has terms."""
        if event.terms is not None:
            self._expect_payment(event.order, event.terms, event.version, Side.DEBTOR)
        return _NONE

    def arrived(self, event: events.PaymentArrived) -> list[Posted]:
        """Expect the creditor's side of a payment."""
        self._expect_payment(event.order, event.terms, event.version, Side.CREDITOR)
        return _NONE

    def _expect_payment(self, order: Order, terms: Terms, version: int, side: Side) -> None:
        known = self.pacts.get(order.agreement_id)
        if known is None or version not in known.versions:
            return
        legs = _debtor_legs if side is Side.DEBTOR else _creditor_legs
        postings = legs(order, terms, known.versions[version])
        is_return = order.kind is OrderKind.RETURN
        expected = Expected(order.agreement_id, "", is_return, postings)
        self._expect(f"payment/{order.payment_id}", expected)

    def _expect(self, key: str, expected: Expected) -> None:
        self.expected[key] = expected
        self.touched.add(key)

    def _take(self, key: str) -> Expected | None:
        self.touched.add(key)
        return self.expected.pop(key, None)

    def reserved(self, event: events.PaymentReserved) -> list[Posted]:
        """Expect what was reserved, with its date, in place of what was reckoned."""
        key = f"payment/{event.payment_id}"
        known = self.expected[key]
        self._expect(
            key,
            msgspec.structs.replace(known, postings=event.postings, value_on=event.business_date),
        )
        return _NONE

    def settled(self, event: events.PaymentSettled) -> list[Posted]:
        """Post what was expected: the leg, then the fee."""
        known = self._take(f"payment/{event.payment_id}")
        if known is None:
            return _NONE
        return [
            Posted(
                posting,
                BookingKind.FEE if place else _as_settled(known),
                event.payment_id,
                known.value_on,
                known.agreement_id,
            )
            for place, posting in enumerate(known.postings)
        ]

    def blocked(self, event: events.PaymentBlocked) -> list[Posted]:
        """Post the leg to the blocked account instead, without a fee."""
        known = self._take(f"payment/{event.payment_id}")
        if known is None:
            return _NONE
        leg = known.postings[0]
        account = blocked_account(known.agreement_id, self.pacts[known.agreement_id].currency)
        return [
            Posted(
                Posting(leg.debit, account, leg.amount),
                BookingKind.BLOCKED,
                event.payment_id,
                known.value_on,
                known.agreement_id,
                # The provider was told that the payment settled, and reads nothing else.
                debited_as=_as_settled(known) if is_of_provider(leg.debit) else None,
            )
        ]

    def ended(self, event: events.PaymentEvent) -> list[Posted]:
        """Expect nothing any more: it ended without moving money."""
        self._take(f"payment/{event.payment_id}")
        return _NONE

    # Money in and out.

    def funded(self, event: events.Funded) -> list[Posted]:
        """Post what came in."""
        return [_by_system(event, BookingKind.FUNDING)]

    def leg_early(self, event: events.LegEarly) -> list[Posted]:
        """Post what came before it was due."""
        return [_by_system(event, BookingKind.LEG_EARLY)]

    def defunding_requested(self, event: events.DefundingRequested) -> list[Posted]:
        """Expect that it is paid out."""
        expected = Expected(
            "", event.settlement_system, is_return=False, postings=(event.posting,)
        )
        self._expect(f"defunding/{event.defunding_id}", expected)
        return _NONE

    def defunded(self, event: events.Defunded) -> list[Posted]:
        """Post what was paid out."""
        known = self._take(f"defunding/{event.defunding_id}")
        if known is None:
            return _NONE
        (posting,) = known.postings
        reference, system = event.defunding_id, known.settlement_system
        return [Posted(posting, BookingKind.DEFUNDING, reference, settlement_system=system)]

    def defunding_refused(self, event: events.DefundingRefused) -> list[Posted]:
        """Expect nothing any more: the money stays."""
        self._take(f"defunding/{event.defunding_id}")
        return _NONE

    # Cycles.

    def leg_reserved(self, event: events.LegReserved) -> list[Posted]:
        """Expect that our leg of a settlement is paid."""
        expected = Expected(event.agreement_id, "", is_return=False, postings=event.postings)
        self._expect(f"{_legs(event)}{event.leg}", expected)
        return _NONE

    def settlement_voided(self, event: events.SettlementVoided) -> list[Posted]:
        """Expect no leg of this attempt any more."""
        for key in [key for key in self.expected if key.startswith(_legs(event))]:
            self._take(key)
        return _NONE

    def leg_settled(self, event: events.LegSettled) -> list[Posted]:
        """Post what our books had set aside for the leg, and what follows from it."""
        known = self._take(f"{_legs(event)}{event.leg}")
        postings = (*(known.postings if known is not None else ()), *event.postings)
        return [_of_cycle(event, posting, BookingKind.LEG) for posting in postings]

    def cycle_settled(self, event: events.CycleSettled) -> list[Posted]:
        """Post the exchange difference."""
        return [_of_cycle(event, posting, BookingKind.DIFFERENCE) for posting in event.postings]

    # Agreements.

    def agreement_adopted(self, event: events.AgreementAdopted) -> list[Posted]:
        """Note what a version says, and that this operator has signed it."""
        self.pact(event.agreement.agreement_id).adopt(
            event.agreement, event.digest, self._operator_id, self._at
        )
        return _NONE

    def agreement_heard(self, event: events.AgreementHeard) -> list[Posted]:
        """Note that the other operator has signed a version."""
        self.pact(event.agreement_id).hear(
            event.operator_id, event.version, event.digest, self._at
        )
        return _NONE

    def cycle_closed(self, event: events.CycleClosed) -> list[Posted]:
        """Note which cycle is open, and so which version is in force."""
        self.pact(event.agreement_id).close(event.cycle, self._at)
        return _NONE


def _as_settled(expected: Expected) -> BookingKind:
    return BookingKind.RETURN if expected.is_return else BookingKind.PAYMENT


def _by_system(event: events.Funded | events.LegEarly, kind: BookingKind) -> Posted:
    return Posted(event.posting, kind, event.reference, settlement_system=event.settlement_system)


def _legs(event: events.CycleEvent) -> str:
    return f"leg/{event.agreement_id}/{event.cycle}/"


def _of_cycle(event: events.CycleEvent, posting: Posting, kind: BookingKind) -> Posted:
    reference = f"{event.agreement_id}/{event.cycle}"
    return Posted(posting, kind, reference, agreement_id=event.agreement_id)


def _debtor_legs(order: Order, terms: Terms, version: VersionNotes) -> tuple[Posting, ...]:
    """Return what the debtor's side posts: the amount, then the fee if there is one."""
    currency = terms.debtor_currency
    debtor = participant_account(order.debtor_agent, currency)
    leg = Posting(debtor, _counter(order, terms, currency, version), terms.debtor_amount)
    if not terms.fee:
        return (leg,)
    return (leg, Posting(debtor, fees_account(order.agreement_id, currency), terms.fee))


def _creditor_legs(order: Order, terms: Terms, version: VersionNotes) -> tuple[Posting, ...]:
    """Return what the creditor's side posts."""
    currency = terms.creditor_currency
    creditor = participant_account(order.creditor_agent, currency)
    counter = _counter(order, terms, currency, version)
    return (Posting(counter, creditor, terms.creditor_amount),)


def _counter(order: Order, terms: Terms, currency: str, version: VersionNotes) -> str:
    """Name the account that faces the participant's."""
    if version.is_mutual:
        return clearing_account(order.agreement_id, currency)
    return provider_account(terms.provider_id, currency)


READERS: Final[dict[type, Callable[[Postings, Any], list[Posted]]]] = {
    events.PaymentReceived: Postings.received,
    events.PaymentArrived: Postings.arrived,
    events.PaymentReserved: Postings.reserved,
    events.PaymentSettled: Postings.settled,
    events.PaymentBlocked: Postings.blocked,
    events.PaymentRefused: Postings.ended,
    events.PaymentTimedOut: Postings.ended,
    events.PaymentRejected: Postings.ended,
    events.PaymentWithdrawn: Postings.ended,
    events.Funded: Postings.funded,
    events.LegEarly: Postings.leg_early,
    events.DefundingRequested: Postings.defunding_requested,
    events.Defunded: Postings.defunded,
    events.DefundingRefused: Postings.defunding_refused,
    events.LegReserved: Postings.leg_reserved,
    events.SettlementVoided: Postings.settlement_voided,
    events.LegSettled: Postings.leg_settled,
    events.CycleSettled: Postings.cycle_settled,
    events.AgreementAdopted: Postings.agreement_adopted,
    events.AgreementHeard: Postings.agreement_heard,
    events.CycleClosed: Postings.cycle_closed,
}
