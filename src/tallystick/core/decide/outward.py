"""The debtor side: from a bank's order to the decision of the other node.

Until a payment is forwarded this node alone may refuse it or let it time out.
From then on only the creditor node decides; a forwarded reservation is released
by its answer alone.
"""

from tallystick.core.commands import AskStatus, SubmitPayment
from tallystick.core.decide.currency_control import judged, rather_than_hold
from tallystick.core.decide.gate import objection, time_outs_of, wait_until
from tallystick.core.decide.quotes import bind
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.decide.returns import Stored, closing_record, is_strange, reserve_return
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    OrderRefused,
    PaymentAccepted,
    PaymentBlocked,
    PaymentForwarded,
    PaymentFrozen,
    PaymentHeardBlocked,
    PaymentQueued,
    PaymentReceived,
    PaymentRefused,
    PaymentRejected,
    PaymentReserved,
    PaymentSettled,
    PaymentWithdrawn,
    PendingHeard,
    StatusRepeated,
)
from tallystick.core.items import Decided, StillPending
from tallystick.core.lifecycle import PaymentState, Step, permits
from tallystick.core.orders import ClosingRecord, Decision, Order, Terms
from tallystick.core.room import (
    has_room,
    objection_to_limits,
    postings_of,
    waits_behind,
)
from tallystick.core.standing import status_of, status_of_record
from tallystick.core.state import Pact, Payment, State, is_frozen, payment_of
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome

# Looked up once: on the road of every payment an attribute of an enum is dear.
_DEBTOR, _RECEIVED = Side.DEBTOR, PaymentState.RECEIVED
_BLOCK, _BLOCKED = Outcome.BLOCK, Decision.BLOCKED


def submit_payment(state: State, at: int, command: SubmitPayment) -> list[AnyEvent]:
    """Take an order, and send the payment on its way as far as it will go."""
    order = command.order
    stored = state.payments.get(order.payment_id)
    if stored is not None or command.known is not None:
        return _known_already(order, stored, command.known)
    pact = state.pacts.get(order.agreement_id)
    if pact is None or not pact.current:
        return _refused_unread(command, StatusReason.TRANSACTION_FORBIDDEN)
    if order.payment_id in pact.frozen:
        return [_id_taken(order)]
    if is_strange(state, order, _DEBTOR, command.original):
        # It is not stored: else a bank could use up the ids of another's returns.
        return not_allowed(order.payment_id, "it returns no payment that came to this participant")
    terms = _objection_to_parties(pact, at, order) or bind(state, at, pact, order)
    if not isinstance(terms, Terms):
        return _refused_unread(command, terms)
    received = PaymentReceived(order, terms, pact.current, command.verdict, command.facts)
    part = reserve_return(state, order, terms, _DEBTOR, Stored(command.original, command.recall))
    if isinstance(part, StatusReason):
        return [received, PaymentRefused(order.payment_id, part)]
    begun: list[AnyEvent] = [received] if part is None else [received, part]
    payment = fresh(received, at)
    following = go_on(state, at, pact, payment)
    return begun + rather_than_hold(state, at, pact, payment, following)


def fresh(received: PaymentReceived, at: int) -> Payment:
    """Return the payment as it will be stored when it is received."""
    return Payment(
        received.order,
        _DEBTOR,
        _RECEIVED,
        received.terms,
        received.version,
        received.verdict,
        at,
        facts=received.facts,
    )


def _refused_unread(command: SubmitPayment, reason: StatusReason) -> list[AnyEvent]:
    """Refuse an order that has no terms; it is stored, so that its id stays known."""
    received = PaymentReceived(command.order, None, 0, command.verdict)
    return [received, PaymentRefused(command.order.payment_id, reason)]


def _known_already(
    order: Order, stored: Payment | None, known: ClosingRecord | None
) -> list[AnyEvent]:
    """Give the stored answer to the same order, and refuse another under the same id."""
    record = closing_record(stored) if stored is not None else known
    assert record is not None
    same = (
        record.content == order.content
        and record.side is Side.DEBTOR
        and record.debtor_agent == order.debtor_agent
    )
    if not same:
        return [_id_taken(order)]
    status, reason = status_of(stored) if stored is not None else status_of_record(record)
    return [StatusRepeated(order.payment_id, order.debtor_agent, status, reason)]


def _id_taken(order: Order) -> OrderRefused:
    reason = StatusReason.DUPLICATION
    return OrderRefused(order.debtor_agent, order.payment_id, reason, order.content)


def _objection_to_parties(pact: Pact, at: int, order: Order) -> StatusReason | None:
    """Say why these two banks may not begin a payment at this instant."""
    debtor = pact.participants.get(order.debtor_agent)
    creditor = pact.participants.get(order.creditor_agent)
    if debtor is None or debtor.operator_id != pact.operator_id:
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED
    if creditor is None or creditor.operator_id != pact.peer_id:
        return StatusReason.CREDITOR_BANK_NOT_REGISTERED
    if debtor.is_suspended:
        return StatusReason.AGENT_SUSPENDED
    if creditor.is_suspended:
        return StatusReason.CREDITOR_AGENT_SUSPENDED
    if not pact.own_end.calendar.is_open(at):
        return StatusReason.INVALID_CUT_OFF_TIME
    return None


def go_on(state: State, at: int, pact: Pact, payment: Payment) -> list[AnyEvent]:
    """Take a received, held or queued payment as far as it can go now."""
    held = objection(state, at, pact, payment)
    if held:
        return held
    payment_id = payment.order.payment_id
    if payment.verdict.outcome is _BLOCK:
        return _block(state, pact, payment)
    if state.recalled and payment_id in state.recalled:
        # Its bank wants it back, and waited for this: what the law freezes is frozen first.
        return [PaymentRefused(payment_id, StatusReason.REQUESTED_BY_CUSTOMER)]
    business_date = pact.own_end.calendar.business_date(at)
    reason = _objection_to_terms(at, pact, payment, business_date)
    if reason:
        return [PaymentRefused(payment_id, reason)]
    found = judged(state, payment, business_date)
    if found.refusal:
        return found.refusal
    postings = postings_of(pact, payment)
    account_id = postings[0].debit
    if not has_room(state, pact, payment, postings) or waits_behind(state, account_id, payment):
        return _wait(state, at, payment, account_id)
    deadline_at = at + pact.versions[payment.version].time_outs.payment_ms
    return [
        *found.applied,
        PaymentReserved(payment_id, postings, business_date),
        PaymentForwarded(payment_id, deadline_at),
    ]


def _objection_to_terms(
    at: int, pact: Pact, payment: Payment, business_date: str
) -> StatusReason | None:
    if payment.known_terms.has_expired(at):
        return StatusReason.SETTLEMENT_ABORTED
    return objection_to_limits(pact, payment, business_date)


def _block(state: State, pact: Pact, payment: Payment) -> list[AnyEvent]:
    """Freeze the debtor agent's money if it is there; without it there is nothing to freeze."""
    leg = postings_of(pact, payment)[0]
    if state.ledger.covers(leg.debit, leg.amount):
        return [PaymentBlocked(payment.order.payment_id, 0)]
    return [PaymentRefused(payment.order.payment_id, StatusReason.REGULATORY_REASON)]


def _wait(state: State, at: int, payment: Payment, account_id: str) -> list[AnyEvent]:
    queue_ms = time_outs_of(state, payment).queue_ms
    payment_id = payment.order.payment_id
    if not queue_ms:
        return [PaymentRefused(payment_id, StatusReason.INSUFFICIENT_FUNDS)]
    if payment.queued_on:
        return []
    return [PaymentQueued(payment_id, account_id, wait_until(state, at, payment, queue_ms))]


def ask_status(state: State, _at: int, command: AskStatus) -> list[AnyEvent]:
    """Give the answer as it stands to a bank that is party to the payment and knows of it."""
    payment = state.payments.get(command.payment_id)
    record = closing_record(payment) if payment is not None else command.known
    unheard = record is not None and record.side is Side.CREDITOR and not record.was_presented
    if record is None or unheard or command.participant_id != _our_agent(record):
        return not_allowed(command.payment_id, "no such payment of this participant")
    status, reason = status_of(payment) if payment is not None else status_of_record(record)
    return [StatusRepeated(command.payment_id, command.participant_id, status, reason)]


def _our_agent(record: ClosingRecord) -> str:
    """Name the bank on our side, the only one that asks here."""
    return record.debtor_agent if record.side is Side.DEBTOR else record.creditor_agent


_STEPS = {
    Decision.ACCEPTED: Step.ACCEPT,
    Decision.BLOCKED: Step.ACCEPT,
    Decision.REJECTED: Step.REJECT,
    Decision.WITHDRAWN: Step.WITHDRAW,
}


def hear_decision(state: State, _at: int, item: Decided) -> list[AnyEvent]:
    """Do as the decider decided; an answer that cannot be is a breach, and people are called."""
    payment = payment_of(state, item.agreement_id, item.payment_id)
    pact = state.pacts[item.agreement_id]
    if payment is not None and _says_again(payment, item):
        # People resolved it before the answer came: the same answer is no breach.
        return [] if payment.cycle == item.cycle else [_breach(item.payment_id, "another cycle")]
    if payment is None or payment.side is not _DEBTOR or item.payment_id in pact.frozen:
        return [_breach(item.payment_id, "the peer decided a payment that is not open here")]
    if not permits(_DEBTOR, payment.state, _STEPS[item.decision]):
        return [_breach(item.payment_id, f"the peer says {item.decision} of one {payment.state}")]
    if not item.decision.is_final_debit:
        return _ended(payment, item)
    if item.cycle != pact.declared_there + 1:
        text = f"the peer counts it in cycle {item.cycle}, which is not the one it has open"
        return [PaymentFrozen(item.payment_id, item.agreement_id, text)]
    return _accepted(payment, item)


def _says_again(payment: Payment, item: Decided) -> bool:
    same = payment.decision is item.decision
    return same and payment.side is _DEBTOR and payment.is_final


def _accepted(payment: Payment, item: Decided) -> list[AnyEvent]:
    blocked = item.decision is _BLOCKED
    accepted = (PaymentHeardBlocked if blocked else PaymentAccepted)(item.payment_id, item.cycle)
    events: list[AnyEvent] = [accepted, PaymentSettled(item.payment_id)]
    if not payment.verdict.is_clear:
        text = "a hit after forwarding, and the decider accepted"
        events.append(CaseOpened(item.payment_id, CaseKind.LATE_HIT, text))
    return events


def _ended(payment: Payment, item: Decided) -> list[AnyEvent]:
    if item.decision is Decision.REJECTED:
        reason = item.reason or StatusReason.REASON_NOT_SPECIFIED
        return [PaymentRejected(item.payment_id, reason)]
    withdrawn = PaymentWithdrawn(item.payment_id)
    if payment.verdict.outcome is not Outcome.BLOCK:
        return [withdrawn]
    text = "to be blocked by a verdict after forwarding; it was withdrawn and the money is back"
    return [withdrawn, CaseOpened(item.payment_id, CaseKind.LATE_HIT, text)]


def hear_pending(state: State, at: int, item: StillPending) -> list[AnyEvent]:
    """Note that the decider lets the payment wait: the debtor's bank is told, the deadline moves.

    Held, reviewed or queued is not told, so it waits as long as the longest of them may last.
    """
    payment = payment_of(state, item.agreement_id, item.payment_id)
    if payment is None or payment.state is not PaymentState.FORWARDED or is_frozen(state, payment):
        return []
    time_outs = state.pacts[item.agreement_id].versions[payment.version].time_outs
    wait_ms = max(time_outs.review_ms, time_outs.queue_ms) + time_outs.payment_ms
    return [PendingHeard(item.payment_id, at + wait_ms)]


def _breach(payment_id: str, text: str) -> CaseOpened:
    return CaseOpened(payment_id, CaseKind.PEER_BREACH, text)
