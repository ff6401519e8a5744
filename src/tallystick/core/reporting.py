"""What is told to whom because of the rules of currency control; nothing is decided here."""

from tallystick.core import events
from tallystick.core.effects import AnyEffect, CallPeople, ReportPayment
from tallystick.core.state import Payment, State


def reported(payment: Payment) -> list[AnyEffect]:
    """Return the lines for the authorities of a payment that is settled."""
    terms, facts = payment.known_terms, payment.facts
    currency = terms.debtor_currency if payment.decided_elsewhere else terms.creditor_currency
    return [
        ReportPayment(
            rule_id,
            payment.judged_by,
            payment.order.payment_id,
            payment.side,
            payment.business_date,
            payment.own_amount,
            currency,
            facts.person,
            facts.country,
            facts.purposes,
            facts.codes,
        )
        for rule_id in payment.reported
    ]


def proposed(_state: State, _at: int, event: events.RulesProposed) -> list[AnyEffect]:
    """Call a second person: rules wait for somebody else to confirm them."""
    text = f"rules version {event.rules.version} of {event.rules.country} wait for a second person"
    return [CallPeople("rules", text)]
