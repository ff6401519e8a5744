"""Pending payments, as the figures shown to a bank or a provider count them.

A bank knows which of its payments are pending, and may not know where they wait: for
people, for money, or for the other node. So its figures show all of them alike, as if the
money of each were reserved and each sent today. The true figures are for the operator.
"""

from collections.abc import Collection, Iterator

from tallystick.core.ledger import payment_hold
from tallystick.core.room import postings_of
from tallystick.core.state import Pact, Participant, Payment, State, Usage
from tallystick.terms.parties import Side

_HOLDS = payment_hold("")


def not_reserved(state: State, account_ids: Collection[str]) -> dict[str, int]:
    """Return what pending payments would hold on these accounts beyond what they do."""
    further = dict.fromkeys(account_ids, 0)
    for payment in _waiting(state):
        if payment.is_reserved:
            continue
        for posting in postings_of(state.pacts[payment.order.agreement_id], payment):
            if posting.debit in further:
                further[posting.debit] += posting.amount
    return further


def usage_today(state: State, pact: Pact, participant: Participant) -> Usage:
    """Return what a bank used of its limits today, and may yet use, by what is pending."""
    if not pact.current:
        return Usage()
    usage, date = participant.usage, pact.own_end.calendar.business_date(state.at)
    if usage.business_date != date:
        usage = Usage(date)
    pending = sum(
        payment.known_terms.debtor_amount
        for payment in _sent(state, pact, participant)
        if not (payment.is_reserved and payment.business_date == date)
    )
    return Usage(date, usage.sent + pending, usage.received)


def _sent(state: State, pact: Pact, participant: Participant) -> Iterator[Payment]:
    """Yield what a bank has sent that is pending."""
    for payment in (*_waiting(state), *_reserved(state)):
        order = payment.order
        is_own = (order.agreement_id, order.debtor_agent) == (
            pact.agreement_id,
            participant.participant_id,
        )
        if is_own and payment.side is Side.DEBTOR:
            yield payment


def _waiting(state: State) -> Iterator[Payment]:
    """Yield what is held or queued; only on the creditor's side may its money be reserved."""
    return (state.payments[payment_id] for payment_id in state.waiting)


def _reserved(state: State) -> Iterator[Payment]:
    """Yield what is pending and has its money reserved."""
    for hold_id in state.ledger.holds:
        if hold_id.startswith(_HOLDS):
            yield state.payments[hold_id.removeprefix(_HOLDS)]
