"""Is there room for a payment: money, limits, swing, and nobody waiting ahead of it.

The money of a leg: on the debtor node the participant pays the counter account,
on the creditor node the counter account pays the participant. The counter
account is the exchange provider's in the gross model, the clearing account in
the mutual one.
"""

from tallystick.core.agreements import Agreement, is_at_par
from tallystick.core.ledger import (
    Posting,
    clearing_account,
    fees_account,
    participant_account,
    provider_account,
)
from tallystick.core.orders import Terms
from tallystick.core.state import Pact, Participant, Payment, State
from tallystick.terms.money import Rate, Rounding, convert, convert_back
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

# Looked up once: on the road of every payment an attribute of an enum is dear.
_DEBTOR = Side.DEBTOR
# An improved rate, up to twice the published one in ten-thousandths, still fits 64 bits.
RATE_TERM_MAX = 10**13


def fault_of_rate(rate: Rate, base: str, counter: str) -> str:
    """Say why a rate cannot be used from one currency to another; empty if it can."""
    if (rate.base, rate.counter) != (base, counter):
        return f"the rate must be from {base} to {counter}"
    if not is_at_par(base, counter, rate):
        return "the rate within one currency is 1"
    if max(rate.numerator, rate.denominator) > RATE_TERM_MAX:
        return "the rate has more than 13 digits in one of its terms"
    return ""


def postings_of(pact: Pact, payment: Payment) -> tuple[Posting, ...]:
    """Return the postings of our own leg, the fee's last."""
    terms, order = payment.known_terms, payment.order
    counter = _counter_account(pact, payment, terms)
    if payment.side is not _DEBTOR:
        creditor = participant_account(order.creditor_agent, terms.creditor_currency)
        return (Posting(counter, creditor, terms.creditor_amount),)
    debtor = participant_account(order.debtor_agent, terms.debtor_currency)
    leg = Posting(debtor, counter, terms.debtor_amount)
    if not terms.fee:
        return (leg,)
    fees = fees_account(order.agreement_id, terms.debtor_currency)
    return (leg, Posting(debtor, fees, terms.fee))


def counter_account(pact: Pact, payment: Payment) -> str:
    """Name the account that faces the participant's in our leg."""
    return _counter_account(pact, payment, payment.known_terms)


def _counter_account(pact: Pact, payment: Payment, terms: Terms) -> str:
    debtor_side = payment.side is _DEBTOR
    currency = terms.debtor_currency if debtor_side else terms.creditor_currency
    if pact.versions[payment.version].is_mutual:
        return clearing_account(pact.agreement_id, currency)
    return provider_account(terms.provider_id, currency)


def paying_account(pact: Pact, payment: Payment) -> str:
    """Name the account that our leg debits, and on which the payment may have to wait."""
    return postings_of(pact, payment)[0].debit


def is_covered(state: State, pact: Pact, payment: Payment) -> bool:
    """Whether our leg's money (and, in the mutual model, the swing limit) has room for it."""
    return has_room(state, pact, payment, postings_of(pact, payment))


def has_room(state: State, pact: Pact, payment: Payment, postings: tuple[Posting, ...]) -> bool:
    """Whether these postings of our leg have room, whoever waits."""
    leg = postings[0]
    amount = leg.amount if len(postings) == 1 else sum(p.amount for p in postings)
    if not state.ledger.covers(leg.debit, amount):
        return False
    if payment.side is _DEBTOR or not pact.versions[payment.version].is_mutual:
        return True
    return is_within_swing(pact, payment.known_terms.creditor_amount)


def is_within_swing(pact: Pact, amount: int) -> bool:
    """Whether the other operator would still owe us no more than the swing limit.

    Counted is only what we know: all we paid out or may yet pay out, less what
    we have heard the other paid out, in every cycle that is not settled, each at
    its rate. What we have not heard can only lower it, so this errs on the safe side.
    """
    agreement, own = pact.agreement, pact.own
    net = _value(agreement, own, pact.rate_of(pact.open_cycle), pact.reserved + amount)
    for cycle in pact.cycles.values():
        if not cycle.is_settled:
            rate = pact.rate_of(cycle.number)
            net += _value(agreement, own, rate, cycle.ours.posted)
            net -= _value_of_theirs(agreement, own, rate, cycle.theirs.other_leg)
    return net <= agreement.swing_limit


def _value(agreement: Agreement, own: int, rate: Rate, amount: int) -> int:
    """Value an amount of our currency in the settlement currency, rounded up."""
    if agreement.settlement_index == own:
        return amount
    return across(rate, amount, own, Rounding.UP)


def _value_of_theirs(agreement: Agreement, own: int, rate: Rate, amount: int) -> int:
    """Value an amount of the other's currency in the settlement currency, rounded down."""
    if agreement.settlement_index != own:
        return amount
    return across(rate, amount, 1 - own, Rounding.DOWN)


def across(rate: Rate, amount: int, from_index: int, rounding: Rounding) -> int:
    """Turn minor units of one end's currency into the other's at a cycle's rate."""
    if from_index == 0:
        return convert(amount, rate, rounding)
    return convert_back(amount, rate, rounding)


def objection_to_limits(pact: Pact, payment: Payment, business_date: str) -> StatusReason | None:
    """Say which of the debtor agent's own limits the payment would break on this date."""
    participant = pact.participants[payment.order.debtor_agent]
    if not participant.daily_limit and not participant.net_debit_limit:
        return None
    amount = payment.known_terms.debtor_amount
    sent, received = _used(participant, business_date)
    if participant.daily_limit and sent + amount > participant.daily_limit:
        return StatusReason.AMOUNT_EXCEEDS_AGREED_LIMIT
    if participant.net_debit_limit and sent + amount - received > participant.net_debit_limit:
        return StatusReason.AMOUNT_EXCEEDS_SETTLEMENT_LIMIT
    return None


def _used(participant: Participant, business_date: str) -> tuple[int, int]:
    usage = participant.usage
    return (usage.sent, usage.received) if usage.business_date == business_date else (0, 0)


def waits_behind(state: State, account_id: str, payment: Payment) -> bool:
    """Whether somebody of the same or a higher priority already waits on this account."""
    queue = state.queues.get(account_id) if state.queues else None
    return queue is not None and queue[0] < queue_place(payment)


def queue_place(payment: Payment) -> tuple[int, int, str]:
    """Return a payment's place in a queue: priority, then age, then id."""
    return (int(payment.order.priority), payment.received_at, payment.order.payment_id)
