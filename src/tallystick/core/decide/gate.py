"""The gate of every decision point: is the verdict clear, and by what counts now?"""

from tallystick.core.agreements import TimeOuts
from tallystick.core.events import (
    AnyEvent,
    HoldCause,
    PaymentHeld,
    PaymentRefused,
    PaymentRejected,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.rules import ONE_HOLD, ONE_WAIT, POLICIES
from tallystick.core.state import Pact, Payment, State
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome, Verdict

# Looked up once: on the road of every payment an attribute of an enum is dear.
_REFUSE, _BLOCK, _HOLD = Outcome.REFUSE, Outcome.BLOCK, Outcome.HOLD
_HELD = PaymentState.HELD
_WAITING = (PaymentState.HELD, PaymentState.QUEUED)


def passes(state: State, at: int, pact: Pact, payment: Payment) -> bool:
    """Whether the payment may pass a decision point of this node at this instant."""
    verdict = payment.verdict
    return verdict.outcome is Outcome.CLEAR and is_current(state, at, pact, verdict)


def is_current(state: State, at: int, pact: Pact, verdict: Verdict) -> bool:
    """Whether the verdict rests on what counts now: lists, policy, and good-guy entries.

    It has the active bundle, not too old, or rests on an exemption alone, which it may where the
    agreement in force asks for no list. An exemption is one that the agreement names, beside
    lists too: there it kept a text from some of them. It was found by the policy in force, and
    every good-guy entry that it relied on still counts.
    """
    if (
        not is_by_lists(state, at, pact, verdict)
        or not is_lawful(state, pact, verdict)
        or not is_by_policy(state, pact, verdict)
    ):
        return False
    return not verdict.relied_on or rests_on_good_guys(state, at, verdict)


def is_by_lists(state: State, at: int, pact: Pact, verdict: Verdict) -> bool:
    """Whether the verdict was found by the lists of now, or by none where none is asked for.

    An exemption from some lists is none from all: where the agreement names lists, there is no
    verdict without them. Nor is there one where a list of the policy was missing: people cannot
    stand in for a list.
    """
    if verdict.missing and state.rules >= ONE_WAIT:
        return False
    if verdict.bundle:
        return verdict.bundle == state.bundle and at < state.bundle_valid_until
    is_asked = bool(pact.own_end.screening_lists) and state.rules >= ONE_HOLD
    return bool(verdict.exemption) and not is_asked


def is_lawful(state: State, pact: Pact, verdict: Verdict) -> bool:
    """Whether the agreement in force names the exemption that the verdict used, if it used one."""
    if verdict.bundle and state.rules < ONE_HOLD:
        return True
    return not verdict.exemption or pact.own_end.exempts(verdict.exemption)


def is_by_policy(state: State, pact: Pact, verdict: Verdict) -> bool:
    """Whether the verdict was found by the policy in force; without one none is."""
    policy = pact.policy
    if policy is None:
        return state.rules < POLICIES
    return verdict.settings == policy.digest


def rests_on_good_guys(state: State, at: int, verdict: Verdict) -> bool:
    """Whether every good-guy entry that set a hit aside counts at this instant."""
    entries = [state.good_guys.get(name) for name in verdict.relied_on]
    return all(entry is not None and entry.counts(at) for entry in entries)


def objection(state: State, at: int, pact: Pact, payment: Payment) -> list[AnyEvent]:
    """Say what screening makes of the payment instead of letting it pass; empty if it passes.

    A payment to be blocked passes here: its money must be reserved first.
    """
    verdict = payment.verdict
    if verdict.outcome is _REFUSE:
        return [regulatory(payment)]
    if verdict.outcome is _BLOCK:
        return []
    if not is_current(state, at, pact, verdict):
        return [_held(state, at, payment, HoldCause.SCREEN_AGAIN)]
    if verdict.outcome is _HOLD:
        return [_held(state, at, payment, HoldCause.REVIEW)]
    return []


def regulatory(payment: Payment) -> AnyEvent:
    """Return the end of a payment that may not be handled: on the wire it says RR04."""
    reason = StatusReason.REGULATORY_REASON
    if payment.side is Side.DEBTOR:
        return PaymentRefused(payment.order.payment_id, reason)
    return PaymentRejected(payment.order.payment_id, reason)


def _held(state: State, at: int, payment: Payment, cause: HoldCause) -> PaymentHeld:
    """Hold the payment; one that is held already waits no longer because of another cause."""
    is_held = payment.state is _HELD and state.rules >= ONE_HOLD
    time_outs = time_outs_of(state, payment)
    deadline_at = (
        payment.deadline_at if is_held else wait_until(state, at, payment, time_outs.review_ms)
    )
    return PaymentHeld(payment.order.payment_id, cause, deadline_at)


def wait_until(state: State, at: int, payment: Payment, cause_ms: int) -> int:
    """Return when the wait of a payment that is to be held or queued ends.

    It has one end, whatever the payment waits for in turn, and is as long for every cause: from
    outside nobody tells a hold from a queue. By former rules each cause had its own, `cause_ms`.
    """
    if state.rules < ONE_WAIT:
        return at + cause_ms
    if payment.state in _WAITING:
        return payment.deadline_at
    time_outs = time_outs_of(state, payment)
    return at + max(time_outs.review_ms, time_outs.queue_ms)


def time_outs_of(state: State, payment: Payment) -> TimeOuts:
    """Return the time-outs of the version under which a payment goes."""
    return state.pacts[payment.order.agreement_id].versions[payment.version].time_outs
