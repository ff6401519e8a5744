"""What people do with a payment that is held: release, refuse, escalate, write down.

Two different people release; after an escalation one of them is a supervisor. One
person refuses. Who and why is for the operator alone: on the wire a refusal says RR04.
"""

from collections.abc import Callable

import msgspec

from tallystick.core.decide import inward, outward
from tallystick.core.decide.gate import is_current, regulatory
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    HeldRefused,
    HoldCause,
    HoldNoted,
    PaymentEscalated,
    ReleaseConfirmed,
    ReleaseProposed,
    ReleaseWithdrawn,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.rules import POLICIES
from tallystick.core.screening_commands import (
    EscalateHeld,
    NoteHeld,
    RefuseHeld,
    ReleaseHeld,
    WithdrawRelease,
)
from tallystick.core.state import Pact, Payment, State, is_frozen
from tallystick.terms.parties import Side
from tallystick.terms.reviews import Standing
from tallystick.terms.verdicts import Outcome, Verdict

GoOn = Callable[[State, int, Pact, Payment], list[AnyEvent]]
GO_ON: dict[Side, GoOn] = {Side.DEBTOR: outward.go_on, Side.CREDITOR: inward.go_on}


def release_held(state: State, at: int, command: ReleaseHeld) -> list[AnyEvent]:
    """Let a payment held for review go on once two different people have said so."""
    payment = state.payments.get(command.payment_id)
    fault = _fault_of_hold(state, payment)
    if payment is None or fault:
        return not_allowed(command.payment_id, fault)
    pact = state.pacts[payment.order.agreement_id]
    fault = _fault_of_release(state, at, pact, payment)
    if fault:
        return not_allowed(command.payment_id, fault)
    word = (command.payment_id, command.person, command.reason, command.standing)
    if not payment.released_by:
        return [ReleaseProposed(*word)]
    fault = _fault_of_second(payment, command)
    if fault:
        return not_allowed(command.payment_id, fault)
    cleared = msgspec.structs.replace(payment, verdict=cleared_by_people(payment.verdict))
    return [ReleaseConfirmed(*word), *GO_ON[payment.side](state, at, pact, cleared)]


def _fault_of_release(state: State, at: int, pact: Pact, payment: Payment) -> str:
    if payment.hold_cause is not HoldCause.REVIEW or payment.verdict.outcome is not Outcome.HOLD:
        return "it waits for a verdict, not for people"
    if not is_current(state, at, pact, payment.verdict):
        return "lists, policy or good-guy entries have changed: it is screened again first"
    return ""


def _fault_of_second(payment: Payment, command: ReleaseHeld) -> str:
    if payment.released_by == command.person:
        return "two different people release a payment"
    if payment.is_escalated and Standing.SUPERVISOR not in (payment.released_as, command.standing):
        return "it is escalated: one of the two who release it is a supervisor"
    return ""


def cleared_by_people(verdict: Verdict) -> Verdict:
    """Return the verdict that two people's release makes: clear, on the same grounds."""
    return msgspec.structs.replace(verdict, outcome=Outcome.CLEAR)


def withdraw_release(state: State, _at: int, command: WithdrawRelease) -> list[AnyEvent]:
    """Let the first word for a release count for nothing, by its maker or by another person."""
    payment = state.payments.get(command.payment_id)
    fault = _fault_of_hold(state, payment)
    if payment is None or fault:
        return not_allowed(command.payment_id, fault)
    if not payment.released_by:
        return not_allowed(command.payment_id, "nobody has said yet that it may go on")
    return [ReleaseWithdrawn(command.payment_id, command.person, command.reason)]


def refuse_held(state: State, _at: int, command: RefuseHeld) -> list[AnyEvent]:
    """Refuse a held payment; on the wire it says no more than RR04."""
    payment = state.payments.get(command.payment_id)
    fault = _fault_of_hold(state, payment)
    if payment is None or fault:
        return not_allowed(command.payment_id, fault)
    ended = regulatory(payment)
    if state.rules < POLICIES:
        return [ended]
    return [HeldRefused(command.payment_id, command.person, command.reason), ended]


def escalate_held(state: State, _at: int, command: EscalateHeld) -> list[AnyEvent]:
    """Ask for a supervisor's word; it stays so for as long as the payment is not decided."""
    payment = state.payments.get(command.payment_id)
    fault = _fault_of_hold(state, payment)
    if payment is None or fault:
        return not_allowed(command.payment_id, fault)
    if payment.is_escalated:
        return not_allowed(command.payment_id, "it is escalated already")
    return [PaymentEscalated(command.payment_id, command.person, command.reason)]


def note_held(state: State, _at: int, command: NoteHeld) -> list[AnyEvent]:
    """Note that a person wrote something down; nothing else comes of it."""
    payment = state.payments.get(command.payment_id)
    if payment is None or payment.state is not PaymentState.HELD:
        return not_allowed(command.payment_id, "no such payment is held")
    return [HoldNoted(command.payment_id, command.person)]


def _fault_of_hold(state: State, payment: Payment | None) -> str:
    if payment is None or payment.state is not PaymentState.HELD:
        return "no such payment is held"
    return "it is frozen until it is resolved" if is_frozen(state, payment) else ""
