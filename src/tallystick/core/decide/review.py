"""Screening as the core sees it: no payment passes a decision point without a clear verdict.

A verdict binds up to a node's last decision point: forwarding for the debtor
node, acceptance for the creditor node. There it must be clear by the bundle that
is active at that moment, or rest on an exemption that the agreement names. With
no list, or one too old, payments are held, never cleared.
"""

from collections.abc import Callable

import msgspec

from tallystick.core.commands import RecordVerdict, RefuseHeld, ReleaseHeld
from tallystick.core.decide import inward, outward
from tallystick.core.decide.gate import is_current, objection, passes
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    HoldCause,
    PaymentHeld,
    PaymentRefused,
    PaymentRejected,
    ReleaseConfirmed,
    ReleaseProposed,
    VerdictRecorded,
    WithdrawalRequested,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Pact, Payment, State, is_frozen
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome, Verdict

GoOn = Callable[[State, int, Pact, Payment], list[AnyEvent]]
_GO_ON: dict[Side, GoOn] = {Side.DEBTOR: outward.go_on, Side.CREDITOR: inward.go_on}
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
    return objection(state, at, pact, payment) or _GO_ON[payment.side](state, at, pact, payment)


def _held(state: State, at: int, pact: Pact, payment: Payment) -> list[AnyEvent]:
    """A held payment goes on if its verdict lets it, and is not held twice for one cause."""
    following = objection(state, at, pact, payment)
    if not following:
        return _GO_ON[payment.side](state, at, pact, payment)
    first = following[0]
    same = isinstance(first, PaymentHeld) and first.cause is payment.hold_cause
    return [] if same else following


def release_held(state: State, at: int, command: ReleaseHeld) -> list[AnyEvent]:
    """Let a payment held for review go on once two different people have said so."""
    payment = state.payments.get(command.payment_id)
    fault = _fault_of_review(state, payment)
    if payment is None or fault:
        return not_allowed(command.payment_id, fault)
    if payment.hold_cause is not HoldCause.REVIEW or payment.verdict.outcome is not Outcome.HOLD:
        return not_allowed(command.payment_id, "it waits for a verdict, not for people")
    pact = state.pacts[payment.order.agreement_id]
    if not is_current(state, at, pact, payment.verdict):
        return not_allowed(
            command.payment_id, "the lists have changed: it is screened again first"
        )
    if not payment.released_by:
        return [ReleaseProposed(command.payment_id, command.person)]
    if payment.released_by == command.person:
        return not_allowed(command.payment_id, "two different people release a payment")
    cleared = msgspec.structs.replace(payment, verdict=cleared_by_people(payment.verdict))
    return [
        ReleaseConfirmed(command.payment_id, command.person),
        *_GO_ON[payment.side](state, at, pact, cleared),
    ]


def cleared_by_people(verdict: Verdict) -> Verdict:
    """Return the verdict that two people's release makes: clear, by the same lists."""
    return msgspec.structs.replace(verdict, outcome=Outcome.CLEAR)


def refuse_held(state: State, _at: int, command: RefuseHeld) -> list[AnyEvent]:
    """Refuse a held payment; on the wire it says no more than RR04."""
    payment = state.payments.get(command.payment_id)
    fault = _fault_of_review(state, payment)
    if payment is None or fault:
        return not_allowed(command.payment_id, fault)
    if payment.side is Side.DEBTOR:
        return [PaymentRefused(command.payment_id, StatusReason.REGULATORY_REASON)]
    return [PaymentRejected(command.payment_id, StatusReason.REGULATORY_REASON)]


def _fault_of_review(state: State, payment: Payment | None) -> str:
    if payment is None or payment.state is not PaymentState.HELD:
        return "no such payment is held"
    if is_frozen(state, payment):
        return "it is frozen until it is resolved"
    return ""
