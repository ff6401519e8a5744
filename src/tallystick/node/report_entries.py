"""Bookings as ISO 20022 has them: entries (Ntry), each with one transaction in it.

Bank transaction codes are of the domain PMNT: issued (ICDT) where the account is debited,
received (RCDT) where it is credited; XBCT a cross-border credit transfer, RRTN its return,
CHRG a fee, FICT a leg between operators. Prefunding is account balancing (CAMT ACCB):
TOPG comes in, SWEP goes out. What the standard has no code for is OTHR and our own word.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.links.originals import Original, OriginalPayment
from tallystick.terms.identifiers import is_bic, is_lei, is_participant_id, is_uetr
from tallystick.terms.instants import format_instant
from tallystick.views.account_book import Booking
from tallystick.views.postings import BookingKind
from tallystick.wire.iso20022.entries import (
    BankTransactionCode,
    Entry,
    EntryDetails,
    EntryTransaction,
)
from tallystick.wire.iso20022.views import Agent, Amount, Coded, Identifier

DEBIT, CREDIT = "DBIT", "CRDT"
TEXT_MAX: Final = 35
_BOOKED: Final = Coded(code="BOOK")
_NO_REFERENCES: Final = OriginalPayment()
_OF_PAYMENTS: Final = frozenset(
    {BookingKind.PAYMENT, BookingKind.RETURN, BookingKind.FEE, BookingKind.BLOCKED}
)
_SUB_FAMILIES: Final[Mapping[BookingKind, str]] = MappingProxyType(
    {
        BookingKind.PAYMENT: "XBCT",
        BookingKind.RETURN: "RRTN",
        BookingKind.FEE: "CHRG",
        BookingKind.LEG: "FICT",
        BookingKind.LEG_EARLY: "FICT",
    }
)
_BALANCING: Final = frozenset({BookingKind.FUNDING, BookingKind.DEFUNDING})


class PaymentNotes(NamedTuple):
    """What a report says of a payment: its agents, and its references where they are kept."""

    debtor_agent: str = ""
    creditor_agent: str = ""
    original: Original | None = None


_NO_NOTES: Final = PaymentNotes()


def is_of_payment(booking: Booking) -> bool:
    """Whether a booking was made by a payment, which its reference names."""
    return booking.kind in _OF_PAYMENTS


def entries_of(
    currency: str, bookings: Sequence[Booking], notes: Mapping[str, PaymentNotes]
) -> Iterator[Entry]:
    """Yield the entry of each booking; `notes` are by payment.

    It is known by its number in its account. The number of the journal's entry is not told: it
    would tell how much happens for others, or for people.
    """
    for booking in bookings:
        transaction = _transaction(currency, booking, notes.get(booking.reference, _NO_NOTES))
        yield Entry(
            reference=str(booking.number),
            amount=amount_of(booking.amount, currency),
            credit_debit=direction_of(booking.amount),
            status=_BOOKED,
            booking_date=booking.booked_on,
            value_date=booking.value_on,
            bank_transaction_code=code_of(booking),
            details=(EntryDetails(transactions=(transaction,)),),
        )


def amount_of(minor: int, currency: str) -> Amount:
    """Return an amount without its direction."""
    return Amount(abs(minor), currency)


def direction_of(minor: int) -> str:
    """Return whether an amount is to the owner's credit; zero is."""
    return DEBIT if minor < 0 else CREDIT


def code_of(booking: Booking) -> BankTransactionCode:
    """Return what kind of movement a booking is."""
    kind = BookingKind(booking.kind)
    if kind in _BALANCING:
        way = "TOPG" if booking.amount > 0 else "SWEP"
        return BankTransactionCode(domain="CAMT", family="ACCB", sub_family=way)
    family = "RCDT" if booking.amount > 0 else "ICDT"
    known = _SUB_FAMILIES.get(kind)
    if known is not None:
        return BankTransactionCode(domain="PMNT", family=family, sub_family=known)
    return BankTransactionCode(
        domain="PMNT", family=family, sub_family="OTHR", proprietary=kind.value
    )


def _transaction(currency: str, booking: Booking, notes: PaymentNotes) -> EntryTransaction:
    if not is_of_payment(booking):
        return EntryTransaction(
            account_servicer_reference=_short(booking.reference),
            amount=amount_of(booking.amount, currency),
            credit_debit=direction_of(booking.amount),
        )
    original = notes.original
    references = original.payment if original is not None else _NO_REFERENCES
    # A return has an id of its own, and is known to banks by the UETR of the payment it returns.
    uetr = booking.reference if is_uetr(booking.reference) else references.uetr
    return EntryTransaction(
        message_id=original.message_id if original is not None else "",
        account_servicer_reference=_short(booking.reference),
        instruction_id=references.instruction_id,
        end_to_end_id=references.end_to_end_id,
        uetr=uetr,
        transaction_id=references.transaction_id,
        amount=amount_of(booking.amount, currency),
        credit_debit=direction_of(booking.amount),
        debtor_agent=agent_of(notes.debtor_agent) if notes.debtor_agent else None,
        creditor_agent=agent_of(notes.creditor_agent) if notes.creditor_agent else None,
        acceptance_date_time=format_instant(booking.at),
        interbank_settlement_date=booking.value_on,
    )


def _short(reference: str) -> str:
    """Return a reference that a message has room for, else nothing: a part would name another."""
    return reference if 0 < len(reference) <= TEXT_MAX and reference.isascii() else ""


def agent_of(party_id: str) -> Agent:
    """Return a party by its id as an agent, by what the id is: a BIC, an LEI, a member, a name."""
    if is_bic(party_id):
        return Agent(bic=party_id)
    if is_lei(party_id):
        return Agent(lei=party_id)
    if is_participant_id(party_id):
        system, _, member = party_id.partition(":")
        return Agent(clearing_system=Coded(code=system), member_id=member)
    if len(party_id) <= TEXT_MAX:
        return Agent(other=Identifier(party_id))
    return Agent(name=party_id)
