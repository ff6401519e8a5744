"""Who is told what because of an event: read off the event and the state after it.

Nothing is decided here, and nothing written but how far our stream to the other
node has come. Banks and the other node read the same words for hold,
review and queue; a provider hears of every success and every abort; a bank
credits its customer only on the final notice.
"""

from collections.abc import Callable
from typing import Any

from tallystick.core import (
    announcing_bulks,
    announcing_pay_outs,
    events,
    items,
    system_events,
)
from tallystick.core.announcing_screening import ANNOUNCE_SCREENING, by_new_version
from tallystick.core.answers import ANNOUNCE_ASSIGNMENTS
from tallystick.core.decide.cycles import shown_lines
from tallystick.core.effects import (
    Answer,
    AnyEffect,
    CallPeople,
    Instruct,
    InstructionKind,
    MarkReturned,
    Present,
    Remember,
    ScreenAgain,
    TellProvider,
    TellStatus,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.netting import leg_reference
from tallystick.core.orders import Decision, Order, OrderKind
from tallystick.core.reporting import proposed, reported
from tallystick.core.standing import status_of
from tallystick.core.state import Payment, Settlement, State
from tallystick.core.streams import to_peer as _peer
from tallystick.terms.parties import Side
from tallystick.terms.reasons import REASONS, PaymentStatus

Announce = Callable[[State, int, Any], list[AnyEffect]]
# Looked up once: on the road of every payment an attribute of an enum is dear.
_DEBTOR, _ACSC, _RETURN = Side.DEBTOR, PaymentStatus.ACSC, OrderKind.RETURN


def _bank(payment: Payment) -> AnyEffect:
    """Tell the payment's bank on our side how it stands."""
    order = payment.order
    agent = order.debtor_agent if payment.side is _DEBTOR else order.creditor_agent
    broken = payment.broken if payment.side is _DEBTOR else None
    return TellStatus(agent, order.payment_id, *status_of(payment), broken=broken)


def _provider(state: State, payment: Payment, status: PaymentStatus) -> list[AnyEffect]:
    """Tell the exchange provider; an operator that quotes itself needs no telling."""
    terms = payment.terms
    pact = state.pacts.get(payment.order.agreement_id)
    if terms is None or pact is None or terms.provider_id in ("", pact.operator_id, pact.peer_id):
        return []
    return [TellProvider(terms.provider_id, payment.order.payment_id, terms.quote_id, status)]


def _waits(
    state: State, _at: int, event: events.PaymentHeld | events.PaymentQueued
) -> list[AnyEffect]:
    payment = state.payments[event.payment_id]
    effects: list[AnyEffect] = []
    if isinstance(event, events.PaymentHeld) and event.cause is events.HoldCause.SCREEN_AGAIN:
        effects.append(ScreenAgain(event.payment_id))
    return effects + _pending(state, payment)


def _pending(state: State, payment: Payment) -> list[AnyEffect]:
    """Tell that the payment waits, the first time it does: how often would tell why."""
    if payment.waits > 1:
        return []
    if payment.side is Side.DEBTOR:
        return [_bank(payment)]
    agreement_id = payment.order.agreement_id
    pending = items.StillPending(agreement_id, payment.order.payment_id)
    return [_peer(state, agreement_id, pending)]


def _forwarded(state: State, _at: int, event: events.PaymentForwarded) -> list[AnyEffect]:
    payment = state.payments[event.payment_id]
    order = payment.order
    item = items.Forwarded(order.agreement_id, payment.version, order, payment.known_terms)
    return [_peer(state, order.agreement_id, item)]


def _presented(state: State, at: int, event: events.PaymentPresented) -> list[AnyEffect]:
    payment = state.payments[event.payment_id]
    if payment.presented_at != at:
        return []
    return [Present(payment.order.creditor_agent, event.payment_id)]


def _withdrawing(state: State, _at: int, event: events.WithdrawalRequested) -> list[AnyEffect]:
    payment = state.payments[event.payment_id]
    agreement_id = payment.order.agreement_id
    item = items.WithdrawalAsked(agreement_id, event.payment_id)
    return [_peer(state, agreement_id, item), *_pending(state, payment)]


def _settled(state: State, _at: int, event: events.PaymentSettled) -> list[AnyEffect]:
    payment = state.payments[event.payment_id]
    effects = [_bank(payment), *_provider(state, payment, _ACSC)]
    if payment.side is not _DEBTOR:
        effects.append(_decided(state, payment))
    if payment.order.kind is _RETURN:
        effects += _return_marked(state, payment.order)
    if payment.reported:
        effects += reported(payment)
    return effects


def _return_marked(state: State, order: Order) -> list[AnyEffect]:
    """Have the closing record of a returned payment say so, if it has left the state."""
    if order.kind is not OrderKind.RETURN or order.original_id in state.payments:
        return []
    returned = state.returns[order.original_id].returned
    return [MarkReturned(order.original_id, order.payment_id, returned)]


def _decided(state: State, payment: Payment) -> AnyEffect:
    order = payment.order
    assert payment.decision is not None, f"payment {order.payment_id} is decided"
    item = items.Decided(
        order.agreement_id, order.payment_id, payment.decision, payment.cycle, payment.reason
    )
    return _peer(state, order.agreement_id, item)


def _ended(state: State, _at: int, event: events.PaymentEvent) -> list[AnyEffect]:
    """Tell of an end that moved no money, or that froze it here."""
    payment = state.payments[event.payment_id]
    # Money frozen at the creditor node has moved: for its provider that is a success.
    status = PaymentStatus.ACSC if payment.cycle else PaymentStatus.RJCT
    effects = _provider(state, payment, status)
    if payment.state is PaymentState.BLOCKED:
        effects += _return_marked(state, payment.order)
    if payment.side is Side.DEBTOR:
        return [_bank(payment), *effects]
    effects.append(_decided(state, payment))
    if payment.presented_at:
        effects.append(_bank(payment))
    return effects


def _forward_refused(state: State, _at: int, event: events.ForwardRefused) -> list[AnyEffect]:
    item = items.Decided(event.agreement_id, event.payment_id, Decision.REJECTED, 0, event.reason)
    return [_peer(state, event.agreement_id, item)]


def _forward_repeated(state: State, _at: int, event: events.ForwardRepeated) -> list[AnyEffect]:
    payment = state.payments[event.payment_id]
    if payment.decision is not None:
        return [_decided(state, payment)]
    agreement_id = payment.order.agreement_id
    return [_peer(state, agreement_id, items.StillPending(agreement_id, event.payment_id))]


def _repeated(state: State, _at: int, event: events.StatusRepeated) -> list[AnyEffect]:
    payment = state.payments.get(event.payment_id)
    broken = payment.broken if payment is not None and payment.side is _DEBTOR else None
    words = event.participant_id, event.payment_id, event.status, event.reason
    return [TellStatus(*words, broken=broken)]


def _order_refused(_state: State, _at: int, event: events.OrderRefused) -> list[AnyEffect]:
    status = REASONS[event.reason].status
    refused = (event.participant_id, event.payment_id, status, event.reason)
    return [TellStatus(*refused, event.content)]


def _quote_refused(_state: State, _at: int, event: events.QuoteRefused) -> list[AnyEffect]:
    return [Answer(event.quote_id, event.reason)]


def _command_refused(_state: State, _at: int, event: events.CommandRefused) -> list[AnyEffect]:
    return [Answer(event.subject, event.reason)]


def _pending_heard(state: State, _at: int, event: events.PendingHeard) -> list[AnyEffect]:
    return _pending(state, state.payments[event.payment_id])


def _case(_state: State, _at: int, event: events.CaseOpened) -> list[AnyEffect]:
    return [CallPeople(event.case_id, f"{event.kind.value}: {event.text}")]


def _frozen(_state: State, _at: int, event: events.PaymentFrozen) -> list[AnyEffect]:
    return [CallPeople(event.payment_id, event.text)]


def _adopted(state: State, _at: int, event: events.AgreementAdopted) -> list[AnyEffect]:
    agreement = event.agreement
    item = items.AgreementSigned(agreement.agreement_id, agreement.version, event.digest)
    told = system_events.in_force_by(state, agreement.agreement_id, agreement.version)
    return [_peer(state, agreement.agreement_id, item), *told]


def _left(_state: State, _at: int, event: events.PaymentsClosed) -> list[AnyEffect]:
    return [Remember(record) for record in event.records]


def _cycle_closed(state: State, _at: int, event: events.CycleClosed) -> list[AnyEffect]:
    """Declare, and have our balance stated so that the cycle can be signed."""
    pact = state.pacts[event.agreement_id]
    item = items.Declared(
        event.agreement_id,
        event.cycle,
        event.count,
        event.debtor_total,
        event.creditor_total,
        event.root,
        event.next_rate,
    )
    statement = Instruct(
        pact.settlement_system,
        InstructionKind.STATEMENT,
        f"{event.agreement_id}/{event.cycle}",
        pact.currency,
    )
    return [
        _peer(state, event.agreement_id, item),
        statement,
        *system_events.closing(pact, event.cycle),
        *by_new_version(state, event),
    ]


def _statement_asked(_state: State, at: int, event: events.StatementAsked) -> list[AnyEffect]:
    system, currency = event.settlement_system, event.currency
    return [Instruct(system, InstructionKind.STATEMENT, f"{system}/{at}", currency)]


def _cycle_signed(state: State, _at: int, event: events.CycleSigned) -> list[AnyEffect]:
    item = items.RootSigned(event.agreement_id, event.cycle, event.root)
    return [_peer(state, event.agreement_id, item)]


def _cycle_unequal(state: State, _at: int, event: events.CycleUnequal) -> list[AnyEffect]:
    cycle = state.pacts[event.agreement_id].cycles[event.cycle]
    item = items.LinesShown(event.agreement_id, event.cycle, shown_lines(state, cycle))
    return [_peer(state, event.agreement_id, item)]


def _settlement(state: State, event: events.CycleEvent) -> Settlement:
    settlement = state.pacts[event.agreement_id].cycles[event.cycle].settlement
    assert settlement is not None, "settlement has started"
    return settlement


def _started(state: State, _at: int, event: events.SettlementStarted) -> list[AnyEffect]:
    """Tell the other node of a further attempt; the first begins by itself at both."""
    decides = state.pacts[event.agreement_id].agreement.decider_of(event.cycle)
    if event.attempt == 1 or decides != state.operator_id:
        return []
    item = items.AttemptStarted(event.agreement_id, event.cycle, event.attempt)
    return [_peer(state, event.agreement_id, item)]


def _instruct_legs(
    state: State, event: events.CycleEvent, kind: InstructionKind
) -> list[AnyEffect]:
    """Instruct every leg that we pay."""
    pact, settlement = state.pacts[event.agreement_id], _settlement(state, event)
    return [
        Instruct(
            leg.settlement_system,
            kind,
            leg_reference(pact, event.cycle, settlement.attempt, index),
            leg.currency,
            leg.amount,
            leg.payee,
        )
        for index, leg in enumerate(settlement.legs)
        if leg.payer == state.operator_id
    ]


def _leg_reserved(state: State, _at: int, event: events.LegReserved) -> list[AnyEffect]:
    return _instruct_legs(state, event, InstructionKind.HOLD)


def _leg_proved(state: State, _at: int, event: events.LegProved) -> list[AnyEffect]:
    leg = _settlement(state, event).legs[event.leg]
    if leg.payer != state.operator_id:
        return []
    item = items.LegHeld(
        event.agreement_id, event.cycle, event.attempt, event.leg, event.proof, event.valid_until
    )
    return [_peer(state, event.agreement_id, item)]


def _leg_refused(state: State, _at: int, event: events.LegRefused) -> list[AnyEffect]:
    leg = _settlement(state, event).legs[event.leg]
    if leg.payer != state.operator_id:
        return []
    item = items.LegFailed(event.agreement_id, event.cycle, event.attempt, event.leg)
    return [_peer(state, event.agreement_id, item)]


def _released(state: State, _at: int, event: events.SettlementReleased) -> list[AnyEffect]:
    effects = _instruct_legs(state, event, InstructionKind.RELEASE)
    if state.pacts[event.agreement_id].agreement.decider_of(event.cycle) == state.operator_id:
        item = items.ReleaseDecided(event.agreement_id, event.cycle, event.attempt)
        effects.append(_peer(state, event.agreement_id, item))
    return effects


def _voided(state: State, _at: int, event: events.SettlementVoided) -> list[AnyEffect]:
    effects = _instruct_legs(state, event, InstructionKind.VOID)
    if state.pacts[event.agreement_id].agreement.decider_of(event.cycle) == state.operator_id:
        item = items.VoidDecided(event.agreement_id, event.cycle, event.attempt)
        effects.append(_peer(state, event.agreement_id, item))
    return effects


def _queried(state: State, _at: int, event: events.SettlementQueried) -> list[AnyEffect]:
    # A release is repeated until it is confirmed; anything else is asked, never guessed.
    released = _settlement(state, event).is_released
    kind = InstructionKind.RELEASE if released else InstructionKind.QUERY
    return _instruct_legs(state, event, kind)


def _resolution(state: State, _at: int, event: events.ResolutionConfirmed) -> list[AnyEffect]:
    if event.payment_id in state.pacts[event.agreement_id].parked:
        return []
    item = items.ResolutionSigned(event.agreement_id, event.payment_id, event.outcome, event.cycle)
    return [_peer(state, event.agreement_id, item)]


ANNOUNCE: dict[type, Announce] = {
    events.PaymentHeld: _waits,
    events.PaymentQueued: _waits,
    events.PaymentForwarded: _forwarded,
    events.PaymentPresented: _presented,
    events.WithdrawalRequested: _withdrawing,
    events.PaymentSettled: _settled,
    events.PaymentRefused: _ended,
    events.PaymentTimedOut: _ended,
    events.PaymentRejected: _ended,
    events.PaymentWithdrawn: _ended,
    events.ForwardRefused: _forward_refused,
    events.ForwardRepeated: _forward_repeated,
    events.StatusRepeated: _repeated,
    events.OrderRefused: _order_refused,
    events.QuoteRefused: _quote_refused,
    events.CommandRefused: _command_refused,
    events.PendingHeard: _pending_heard,
    events.PaymentBlocked: _ended,
    events.CaseOpened: _case,
    events.PaymentFrozen: _frozen,
    events.AgreementAdopted: _adopted,
    events.PaymentsClosed: _left,
    events.CycleClosed: _cycle_closed,
    events.StatementAsked: _statement_asked,
    events.CycleSigned: _cycle_signed,
    events.CycleUnequal: _cycle_unequal,
    events.SettlementStarted: _started,
    events.LegReserved: _leg_reserved,
    events.LegProved: _leg_proved,
    events.LegRefused: _leg_refused,
    events.SettlementReleased: _released,
    events.SettlementVoided: _voided,
    events.SettlementQueried: _queried,
    events.DefundingRequested: announcing_pay_outs.requested,
    events.DefundingQueried: announcing_pay_outs.queried,
    events.ResolutionConfirmed: _resolution,
    **ANNOUNCE_ASSIGNMENTS,
    **ANNOUNCE_SCREENING,
    **system_events.TOLD,
    events.RulesProposed: proposed,
    events.BulkSealed: announcing_bulks.stands,
    events.BulkRepeated: announcing_bulks.stands,
    events.BulkDropped: announcing_bulks.dropped,
    events.OrderReleased: announcing_bulks.released,
}
