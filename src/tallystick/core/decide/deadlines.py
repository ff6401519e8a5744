"""What happens when time runs out.

Timers shrink strictly along the chain, and whoever decides last is the only one
that may time a payment out. Past its own deadline the debtor node does not
decide: it asks to withdraw, and tells the truth meanwhile: pending.
"""

from collections.abc import Callable

from tallystick.core.commands import PassTime
from tallystick.core.decide.assignee import assignment_due
from tallystick.core.decide.bulks import bulk_due
from tallystick.core.decide.currency_control import period_due
from tallystick.core.decide.good_guys import good_guy_due
from tallystick.core.decide.settlement import settlement_due
from tallystick.core.events import (
    AnyEvent,
    DefundingQueried,
    PaymentRejected,
    PaymentTimedOut,
    QuoteExpired,
    StatementAsked,
    TimePassed,
    WithdrawalRequested,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Payment, State
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

_WAITING = (PaymentState.HELD, PaymentState.QUEUED)


def pass_time(state: State, at: int, _command: PassTime) -> list[AnyEvent]:
    """Deal with everything of the earliest due instant; each thing at most once."""
    due_at = state.timers.first_due()
    if due_at is None or due_at > at:
        return []
    events: list[AnyEvent] = []
    for kind, key in dict.fromkeys(state.timers.due[due_at]):
        events += _DUE[kind](state, at, key)
    events.append(TimePassed(due_at))
    return events


def _payment_due(state: State, at: int, payment_id: str) -> list[AnyEvent]:
    payment = state.payments.get(payment_id)
    if payment is None or payment.is_final or payment.deadline_at > at:
        return []
    if payment_id in state.pacts[payment.order.agreement_id].frozen:
        return []
    if payment.side is Side.DEBTOR:
        return _debtor_due(payment_id, payment)
    return _creditor_due(payment_id, payment)


def _debtor_due(payment_id: str, payment: Payment) -> list[AnyEvent]:
    if payment.state in _WAITING:
        return [PaymentTimedOut(payment_id, StatusReason.CLEARING_TIMED_OUT)]
    if payment.state is PaymentState.FORWARDED:
        return [WithdrawalRequested(payment_id)]
    return []


def _creditor_due(payment_id: str, payment: Payment) -> list[AnyEvent]:
    if payment.state in _WAITING:
        return [PaymentRejected(payment_id, StatusReason.CLEARING_TIMED_OUT)]
    if payment.state is PaymentState.PRESENTED:
        return [PaymentRejected(payment_id, StatusReason.CREDITOR_AGENT_TIMED_OUT)]
    return []


def _quote_due(state: State, at: int, quote_id: str) -> list[AnyEvent]:
    quote = state.quotes.get(quote_id)
    if quote is None or not quote.terms.has_expired(at):
        return []
    return [QuoteExpired(quote_id)]


def _defunding_due(state: State, _at: int, defunding_id: str) -> list[AnyEvent]:
    if defunding_id not in state.defundings:
        return []
    return [DefundingQueried(defunding_id)]


def _statement_due(state: State, _at: int, key: str) -> list[AnyEvent]:
    if not state.differences.get(f"mirror:{key}"):
        return []
    settlement_system, currency = key.rsplit(":", 1)
    return [StatementAsked(settlement_system, currency)]


_DUE: dict[str, Callable[[State, int, str], list[AnyEvent]]] = {
    "payment": _payment_due,
    "quote": _quote_due,
    "defunding": _defunding_due,
    "settlement": settlement_due,
    "statement": _statement_due,
    "assignment": assignment_due,
    "bulk": bulk_due,
    "good guy": good_guy_due,
    "period": period_due,
}
