"""Screening as the core sees it: no payment passes a decision point without a clear verdict.

A verdict binds up to a node's last decision point: forwarding for the debtor
node, acceptance for the creditor node. There it must be clear by the bundle and the
policy that are active at that moment, or rest on an exemption; an exemption, with lists or
without, is one that the agreement names. With no list, one too old, or no policy in force,
payments are held, never cleared.
"""

import msgspec

from tallystick.core.commands import RecordVerdict
from tallystick.core.decide.gate import objection, passes
from tallystick.core.decide.holds import GO_ON
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    PaymentHeld,
    VerdictRecorded,
    WithdrawalRequested,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Pact, Payment, State, is_frozen
from tallystick.terms.verdicts import Verdict

_ELSEWHERE = (PaymentState.FORWARDED, PaymentState.WITHDRAWING)


def record_verdict(state: State, at: int, command: RecordVerdict) -> list[AnyEvent]:
    """Take a new verdict: a held payment may go on, a moving one may have to stop."""
    payment = state.payments.get(command.payment_id)
    if payment is None:
        return not_allowed(command.payment_id, "no such payment is under way")
    recorded: list[AnyEvent] = [VerdictRecorded(command.payment_id, command.verdict)]
    if payment.is_final or payment.state in _ELSEWHERE:
        return recorded + _late(state, payment, command.verdict)
    judged = msgspec.structs.replace(payment, verdict=command.verdict, released_by="")
    return recorded + _undecided(state, at, judged)


def _late(state: State, payment: Payment, verdict: Verdict) -> list[AnyEvent]:
    """Past the last decision point a hit asks for withdrawal, without a reason, or is a case."""
    if verdict.is_clear or payment.state is PaymentState.WITHDRAWING:
        return []
    if payment.state is PaymentState.FORWARDED:
        frozen = is_frozen(state, payment)
        return [] if frozen else [WithdrawalRequested(payment.order.payment_id)]
    if payment.decision is None or payment.state is PaymentState.BLOCKED:
        return []
    return [_late_hit(payment)] if payment.decision.is_final_debit else []


def _late_hit(payment: Payment) -> CaseOpened:
    """Open the case of a payment that moved money although its latest verdict is not clear."""
    return CaseOpened(payment.order.payment_id, CaseKind.LATE_HIT, "screened again after decision")


def _undecided(state: State, at: int, payment: Payment) -> list[AnyEvent]:
    pact = state.pacts[payment.order.agreement_id]
    if is_frozen(state, payment):
        return []
    if payment.state is PaymentState.HELD:
        return _held(state, at, pact, payment)
    if passes(state, at, pact, payment):
        return []
    return objection(state, at, pact, payment) or GO_ON[payment.side](state, at, pact, payment)


def _held(state: State, at: int, pact: Pact, payment: Payment) -> list[AnyEvent]:
    """A held payment goes on if its verdict lets it, and is not held twice for one cause."""
    following = objection(state, at, pact, payment)
    if not following:
        return GO_ON[payment.side](state, at, pact, payment)
    first = following[0]
    same = isinstance(first, PaymentHeld) and first.cause is payment.hold_cause
    return [] if same else following
