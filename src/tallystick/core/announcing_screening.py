"""Who is told because of policies, lists and good-guy entries: the desks, which screen again.

Nobody outside learns of any of it: an answer of a bank calls our own people.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from tallystick.core import events
from tallystick.core.effects import AnyEffect, CallPeople, ScreenAgain
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Payment, State
from tallystick.terms.verdicts import Outcome

_SCREEN_AGAIN: Final = events.HoldCause.SCREEN_AGAIN


def _pending(state: State) -> Iterator[Payment]:
    return (payment for payment in state.payments.values() if not payment.is_final)


def _again(payment: Payment) -> AnyEffect:
    return ScreenAgain(payment.order.payment_id)


def _bundle(state: State, _at: int, _event: events.BundleActivated) -> list[AnyEffect]:
    """Screen again all that is pending, held and queued included."""
    return [_again(payment) for payment in _pending(state)]


def _policy(state: State, _at: int, event: events.PolicyActivated) -> list[AnyEffect]:
    """Screen again all that is pending under the agreement."""
    return _under(state, event.agreement_id)


def _under(state: State, agreement_id: str) -> list[AnyEffect]:
    return [
        _again(payment)
        for payment in _pending(state)
        if payment.order.agreement_id == agreement_id
    ]


def by_new_version(state: State, event: events.CycleClosed) -> list[AnyEffect]:
    """Screen again all that is pending, if the next cycle opened under another version.

    It may ask for other lists, and name other exemptions, than the one before; whoever
    looks at a payment would wait for another verdict in vain.
    """
    return _under(state, event.agreement_id) if event.new_version else []


def _good_guy_confirmed(
    state: State, _at: int, _event: events.GoodGuyConfirmed
) -> list[AnyEffect]:
    """Screen again what people look at: the new entry may set its hit aside."""
    held = (state.payments[name] for name in state.waiting)
    return [
        _again(payment)
        for payment in held
        if payment.state is PaymentState.HELD and payment.verdict.outcome is Outcome.HOLD
    ]


def _good_guy_ended(
    state: State, _at: int, event: events.GoodGuyRevoked | events.GoodGuyExpired
) -> list[AnyEffect]:
    """Screen again whatever rested on the entry, or may do so by a verdict that is under way."""
    return [
        _again(payment)
        for payment in _pending(state)
        if event.good_guy_id in payment.verdict.relied_on
        or (payment.state is PaymentState.HELD and payment.hold_cause is _SCREEN_AGAIN)
    ]


def _escalated(_state: State, _at: int, event: events.PaymentEscalated) -> list[AnyEffect]:
    return [CallPeople(event.payment_id, f"a hold is escalated: {event.reason.value}")]


def _received(
    _state: State, _at: int, event: events.InformationReceived | events.InformationLate
) -> list[AnyEffect]:
    return [CallPeople(event.payment_id, "a bank has answered a request for information")]


ANNOUNCE_SCREENING: Final[Mapping[type, Callable[[State, int, Any], list[AnyEffect]]]] = (
    MappingProxyType(
        {
            events.BundleActivated: _bundle,
            events.PolicyActivated: _policy,
            events.GoodGuyConfirmed: _good_guy_confirmed,
            events.GoodGuyRevoked: _good_guy_ended,
            events.GoodGuyExpired: _good_guy_ended,
            events.PaymentEscalated: _escalated,
            events.InformationReceived: _received,
            events.InformationLate: _received,
        }
    )
)
