"""The names of the accounts in an operator's books, and the movements of a payment's leg."""

from typing import Final

from tallystick.core.ledger import Posting
from tallystick.core.orders import Order, Terms

# Whose money comes in at our own settlement system, and whose may go out there.
FUNDED: Final = ("participant", "provider")
PAID_OUT: Final = (*FUNDED, "fees", "suspense")


def of_participant(participant_id: str, currency: str) -> str:
    """Name a bank's prefunded money."""
    return f"participant:{participant_id}:{currency}"


def of_provider(provider_id: str, currency: str) -> str:
    """Name an exchange provider's prefunded money."""
    return f"provider:{provider_id}:{currency}"


def clearing(agreement_id: str, currency: str) -> str:
    """Name what the operator collected less what it paid out."""
    return f"clearing:{agreement_id}:{currency}"


def difference(agreement_id: str, currency: str) -> str:
    """Name where exchange differences of settled cycles end."""
    return f"fx-difference:{agreement_id}:{currency}"


def fees(agreement_id: str, currency: str) -> str:
    """Name the operator's earnings."""
    return f"fees:{agreement_id}:{currency}"


def blocked(agreement_id: str, currency: str) -> str:
    """Name what the law has frozen."""
    return f"blocked:{agreement_id}:{currency}"


def treasury(currency: str) -> str:
    """Name what the operator gave or got in its own currency for foreign money."""
    return f"treasury:{currency}"


def reserve(settlement_system: str, currency: str) -> str:
    """Name the operator's own money at the other end's settlement system."""
    return f"reserve:{settlement_system}:{currency}"


def suspense(currency: str) -> str:
    """Name the money whose owner is not known, or not yet."""
    return f"suspense:{currency}"


def mirror(settlement_system: str, currency: str) -> str:
    """Name the mirror of our balance at a settlement system, its sign turned."""
    return f"mirror:{settlement_system}:{currency}"


def leg_out(order: Order, terms: Terms, *, is_mutual: bool) -> tuple[Posting, ...]:
    """Return the debtor's leg: the bank pays the amount and, apart, the fee."""
    currency = terms.debtor_currency
    bank = of_participant(order.debtor_agent, currency)
    facing = _facing(order, terms, currency, is_mutual=is_mutual)
    legs = [Posting(bank, facing, terms.debtor_amount)]
    if terms.fee > 0:
        legs.append(Posting(bank, fees(order.agreement_id, currency), terms.fee))
    return tuple(legs)


def leg_in(order: Order, terms: Terms, *, is_mutual: bool) -> tuple[Posting, ...]:
    """Return the creditor's leg: the bank is paid."""
    currency = terms.creditor_currency
    bank = of_participant(order.creditor_agent, currency)
    facing = _facing(order, terms, currency, is_mutual=is_mutual)
    return (Posting(facing, bank, terms.creditor_amount),)


def _facing(order: Order, terms: Terms, currency: str, *, is_mutual: bool) -> str:
    if is_mutual:
        return clearing(order.agreement_id, currency)
    return of_provider(terms.provider_id, currency)


def reference_of(agreement_id: str, cycle: int, attempt: int, leg: int) -> str:
    """Return how a settlement leg is called at its settlement system."""
    return f"{agreement_id}/{cycle}/{attempt}/{leg}"


def read_reference(reference: str) -> tuple[str, int, int, int] | None:
    """Read such a reference back; None if it is another kind of reference."""
    agreement_id, *numbers = reference.rsplit("/", 3)
    if len(numbers) != 3 or not all(number.isdecimal() for number in numbers):
        return None
    cycle, attempt, leg = map(int, numbers)
    return agreement_id, cycle, attempt, leg
