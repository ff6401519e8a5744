"""The gate of every decision point: is the verdict clear, and by the lists of now?"""

from tallystick.core.events import (
    AnyEvent,
    HoldCause,
    PaymentHeld,
    PaymentRefused,
    PaymentRejected,
)
from tallystick.core.state import Pact, Payment, State
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome, Verdict

# Looked up once: on the road of every payment an attribute of an enum is dear.
_REFUSE, _BLOCK, _HOLD = Outcome.REFUSE, Outcome.BLOCK, Outcome.HOLD


def passes(state: State, at: int, pact: Pact, payment: Payment) -> bool:
    """Whether the payment may pass a decision point of this node at this instant."""
    verdict = payment.verdict
    return verdict.outcome is Outcome.CLEAR and is_current(state, at, pact, verdict)


def is_current(state: State, at: int, pact: Pact, verdict: Verdict) -> bool:
    """Whether the verdict rests on the active bundle, not too old, or on a named exemption."""
    if verdict.bundle:
        return verdict.bundle == state.bundle and at < state.bundle_valid_until
    return pact.own_end.exempts(verdict.exemption)


def objection(state: State, at: int, pact: Pact, payment: Payment) -> list[AnyEvent]:
    """Say what screening makes of the payment instead of letting it pass; empty if it passes.

    A payment to be blocked passes here: its money must be reserved first.
    """
    verdict = payment.verdict
    if verdict.outcome is _REFUSE:
        return [_regulatory(payment)]
    if verdict.outcome is _BLOCK:
        return []
    if not is_current(state, at, pact, verdict):
        return [_held(at, pact, payment, HoldCause.SCREEN_AGAIN)]
    if verdict.outcome is _HOLD:
        return [_held(at, pact, payment, HoldCause.REVIEW)]
    return []


def _regulatory(payment: Payment) -> AnyEvent:
    reason = StatusReason.REGULATORY_REASON
    if payment.side is Side.DEBTOR:
        return PaymentRefused(payment.order.payment_id, reason)
    return PaymentRejected(payment.order.payment_id, reason)


def _held(at: int, pact: Pact, payment: Payment, cause: HoldCause) -> PaymentHeld:
    deadline_at = at + pact.versions[payment.version].time_outs.review_ms
    return PaymentHeld(payment.order.payment_id, cause, deadline_at)
