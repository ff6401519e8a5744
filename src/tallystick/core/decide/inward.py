"""The creditor side: this node is the one decider of every payment sent to it.

Its reservation comes before the presentation, the creditor's bank's promise
before the acceptance, the acceptance before the final notice; only on that
notice does the bank credit its customer. Quote and verdict are tested by this
node's own clock and lists when it accepts.
"""

import msgspec

from tallystick.core.agreements import Agreement, ExchangeModel
from tallystick.core.commands import AnswerPresentation, HearPeer
from tallystick.core.decide.currency_control import judged, rather_than_hold
from tallystick.core.decide.gate import objection, wait_until
from tallystick.core.decide.quotes import objection_to_amounts
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.decide.returns import Stored, closing_record, reserve_return
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    ForwardRefused,
    ForwardRepeated,
    PaymentAccepted,
    PaymentArrived,
    PaymentBlocked,
    PaymentPresented,
    PaymentPromised,
    PaymentQueued,
    PaymentRejected,
    PaymentReserved,
    PaymentSettled,
    PaymentWithdrawn,
    StatusRepeated,
    WithdrawalAnswered,
)
from tallystick.core.items import Forwarded, WithdrawalAsked
from tallystick.core.lifecycle import PaymentState, Step, permits
from tallystick.core.orders import ClosingRecord, Order, Terms
from tallystick.core.room import has_room, is_within_swing, postings_of, waits_behind
from tallystick.core.rule_sets import UNTOLD
from tallystick.core.standing import status_of, status_of_record
from tallystick.core.state import Pact, Payment, State, is_frozen, payment_of
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome

# How far the two nodes' clocks may stand apart when one bounds the other's quote.
SKEW_MS = 60_000


def hear_forwarded(state: State, at: int, command: HearPeer, item: Forwarded) -> list[AnyEvent]:
    """Take a payment that the other node forwarded, and decide it as far as it will go."""
    order = item.order
    pact = state.pacts[item.agreement_id]
    stored = payment_of(state, item.agreement_id, order.payment_id)
    if stored is not None and stored.side is Side.CREDITOR:
        return [_forwarded_again(stored, order)]
    if order.payment_id in pact.frozen or _was_decided(command.known, item.agreement_id):
        text = "it forwards a payment that was decided or parked here long ago"
        return [CaseOpened(order.payment_id, CaseKind.PEER_BREACH, text)]
    known = order.payment_id in state.payments or command.known is not None
    if known or order.agreement_id != item.agreement_id:
        reason = StatusReason.DUPLICATION
        return [ForwardRefused(item.agreement_id, order.payment_id, reason)]
    if not pact.has_begun(item.version) or command.verdict is None:
        reason = command.objection or StatusReason.TRANSACTION_FORBIDDEN
        return [ForwardRefused(item.agreement_id, order.payment_id, reason)]
    facts = command.facts or UNTOLD
    arrived = PaymentArrived(order, item.terms, item.version, command.verdict, facts)
    part = (
        _objection_to_parties(pact, order)
        or _objection_to_terms(pact, at, item)
        or reserve_return(
            state, order, item.terms, Side.CREDITOR, Stored(command.original, command.assigned)
        )
    )
    if isinstance(part, StatusReason):
        return [arrived, PaymentRejected(order.payment_id, part)]
    begun: list[AnyEvent] = [arrived] if part is None else [arrived, part]
    payment = fresh(arrived, at)
    following = go_on(state, at, pact, payment)
    return begun + rather_than_hold(state, at, pact, payment, following)


def _was_decided(known: ClosingRecord | None, agreement_id: str) -> bool:
    whose = (known.agreement_id, known.side) if known is not None else None
    return whose == (agreement_id, Side.CREDITOR)


def _forwarded_again(stored: Payment, order: Order) -> AnyEvent:
    """The decider never says two things: the same payment is answered as it stands."""
    if stored.order == order:
        return ForwardRepeated(order.payment_id)
    text = "it forwards another payment under an id that is decided here"
    return CaseOpened(order.payment_id, CaseKind.PEER_BREACH, text)


def fresh(arrived: PaymentArrived, at: int) -> Payment:
    """Return the payment as it will be stored when it has arrived."""
    return Payment(
        arrived.order,
        Side.CREDITOR,
        PaymentState.ARRIVED,
        arrived.terms,
        arrived.version,
        arrived.verdict,
        at,
        facts=arrived.facts,
    )


def _objection_to_parties(pact: Pact, order: Order) -> StatusReason | None:
    debtor = pact.participants.get(order.debtor_agent)
    creditor = pact.participants.get(order.creditor_agent)
    if debtor is None or debtor.operator_id != pact.peer_id:
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED
    if creditor is None or creditor.operator_id != pact.operator_id:
        return StatusReason.CREDITOR_BANK_NOT_REGISTERED
    if debtor.is_suspended:
        return StatusReason.AGENT_SUSPENDED
    return StatusReason.CREDITOR_AGENT_SUSPENDED if creditor.is_suspended else None


def _objection_to_terms(pact: Pact, at: int, item: Forwarded) -> StatusReason | None:
    """Test the other node's terms by our own copy of the agreement."""
    agreement, terms = pact.versions[item.version], item.terms
    ends = agreement.ends
    agreed = (ends[1 - pact.own].currency, ends[pact.own].currency, ends[1 - pact.own].currency)
    if (terms.debtor_currency, terms.creditor_currency, item.order.currency) != agreed:
        return StatusReason.NOT_ALLOWED_CURRENCY
    if terms.debtor_amount != item.order.amount or terms.fee < 0:
        return StatusReason.WRONG_AMOUNT
    if terms.has_expired(at) or terms.expires_at > at + agreement.quote_life_ms + SKEW_MS:
        return StatusReason.SETTLEMENT_ABORTED
    if agreement.is_mutual:
        if terms.provider_id != pact.peer_id:
            return StatusReason.INCORRECT_AGENT
    elif terms.provider_id not in pact.providers:
        return StatusReason.INCORRECT_AGENT
    return _objection_to_par(agreement, terms) or objection_to_amounts(
        agreement, 1 - pact.own, terms.debtor_amount, terms.creditor_amount
    )


def _objection_to_par(agreement: Agreement, terms: Terms) -> StatusReason | None:
    """At source both amounts are one; otherwise a quote says both, and has an expiry."""
    if agreement.exchange_model is not ExchangeModel.AT_SOURCE:
        return None if terms.is_quoted else StatusReason.SETTLEMENT_ABORTED
    at_par = terms.debtor_amount == terms.creditor_amount and not terms.is_quoted
    return None if at_par else StatusReason.WRONG_AMOUNT


def go_on(state: State, at: int, pact: Pact, payment: Payment) -> list[AnyEvent]:
    """Take an arrived, held, queued or presented payment as far as it can go now."""
    held = objection(state, at, pact, payment)
    if held:
        return held
    payment_id = payment.order.payment_id
    if payment.known_terms.has_expired(at):
        return [PaymentRejected(payment_id, StatusReason.SETTLEMENT_ABORTED)]
    if payment.is_reserved:
        return _decide_or_present(at, pact, payment)
    date = pact.agreement.ends[pact.own].calendar.business_date(at)
    found = judged(state, payment, date)
    if found.refusal:
        return found.refusal
    postings = postings_of(pact, payment)
    account_id = postings[0].debit
    if not has_room(state, pact, payment, postings) or waits_behind(state, account_id, payment):
        return _wait(state, at, payment, account_id)
    reserved = PaymentReserved(payment_id, postings, date)
    return [*found.applied, reserved, *_decide_or_present(at, pact, payment)]


def _decide_or_present(at: int, pact: Pact, payment: Payment) -> list[AnyEvent]:
    payment_id = payment.order.payment_id
    if payment.verdict.outcome is Outcome.BLOCK:
        return [PaymentBlocked(payment_id, pact.open_cycle)]
    if payment.is_promised:
        if pact.agreement.is_mutual and not is_within_swing(pact, 0):
            # The room it was reserved in is gone: the cycle's rate has changed since.
            reason = StatusReason.AMOUNT_EXCEEDS_SETTLEMENT_LIMIT
            return [PaymentRejected(payment_id, reason)]
        return [PaymentAccepted(payment_id, pact.open_cycle), PaymentSettled(payment_id)]
    deadline_at = at + pact.versions[payment.version].time_outs.answer_ms
    return [PaymentPresented(payment_id, deadline_at)]


def _wait(state: State, at: int, payment: Payment, account_id: str) -> list[AnyEvent]:
    agreement = state.pacts[payment.order.agreement_id].versions[payment.version]
    payment_id = payment.order.payment_id
    if payment.verdict.outcome is Outcome.BLOCK:
        # What the law freezes must not come back for want of room, nor wait until it may.
        return [PaymentRejected(payment_id, StatusReason.REGULATORY_REASON)]
    if agreement.time_outs.queue_ms:
        if payment.queued_on:
            return []
        deadline_at = wait_until(state, at, payment, agreement.time_outs.queue_ms)
        return [PaymentQueued(payment_id, account_id, deadline_at)]
    reason = StatusReason.INSUFFICIENT_FUNDS
    if agreement.is_mutual:
        reason = StatusReason.AMOUNT_EXCEEDS_SETTLEMENT_LIMIT
    return [PaymentRejected(payment_id, reason)]


def answer_presentation(state: State, at: int, command: AnswerPresentation) -> list[AnyEvent]:
    """Take the bank's answer: a promise leads to the decision, a refusal is the decision.

    An answer that comes after the decision is answered with the decision. What was never
    presented is as if it were not there: else a bank could ask what is held here.
    """
    payment = state.payments.get(command.payment_id)
    record = closing_record(payment) if payment is not None else command.known
    if (
        record is None
        or record.side is not Side.CREDITOR
        or record.creditor_agent != command.participant_id
        or not record.was_presented
    ):
        return not_allowed(
            command.payment_id, "no payment of this id was presented to this participant"
        )
    if payment is None or payment.is_final:
        return [_decision_again(command, payment, record)]
    if is_frozen(state, payment):
        return not_allowed(command.payment_id, "it is not waiting for an answer")
    if command.reason is not None:
        return [PaymentRejected(command.payment_id, command.reason)]
    return _promise(state, at, payment)


def _decision_again(
    command: AnswerPresentation, payment: Payment | None, record: ClosingRecord
) -> AnyEvent:
    status, reason = status_of(payment) if payment is not None else status_of_record(record)
    return StatusRepeated(command.payment_id, command.participant_id, status, reason)


def _promise(state: State, at: int, payment: Payment) -> list[AnyEvent]:
    """Accept if everything still holds at this instant; a held payment keeps the promise."""
    payment_id = payment.order.payment_id
    if payment.state is PaymentState.HELD:
        return [] if payment.is_promised else [PaymentPromised(payment_id)]
    pact = state.pacts[payment.order.agreement_id]
    promised = msgspec.structs.replace(payment, is_promised=True)
    return [PaymentPromised(payment_id), *go_on(state, at, pact, promised)]


def hear_withdrawal(state: State, _at: int, item: WithdrawalAsked) -> list[AnyEvent]:
    """Let a payment go that is not decided yet; otherwise the decision is on its way."""
    payment = payment_of(state, item.agreement_id, item.payment_id)
    frozen = item.payment_id in state.pacts[item.agreement_id].frozen
    if payment is None or payment.side is not Side.CREDITOR or frozen:
        return [WithdrawalAnswered(item.payment_id)]
    if permits(Side.CREDITOR, payment.state, Step.WITHDRAW):
        return [PaymentWithdrawn(item.payment_id)]
    return [WithdrawalAnswered(item.payment_id)]
