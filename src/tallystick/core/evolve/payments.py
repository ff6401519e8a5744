"""What a payment's events do to the state."""

from bisect import insort

from tallystick.core import events
from tallystick.core.evolve import returns as returns_of
from tallystick.core.evolve.bulks import left
from tallystick.core.evolve.rules import count_for_good, count_no_more
from tallystick.core.ledger import Posting, blocked_account, payment_hold
from tallystick.core.lifecycle import PaymentState, Step, after
from tallystick.core.orders import Decision, OrderKind, Terms
from tallystick.core.room import (
    counter_account,
    is_covered,
    paying_account,
    postings_of,
    queue_place,
)
from tallystick.core.state import (
    RECALL_RIPE,
    Cycle,
    Pact,
    Payment,
    State,
    Usage,
)
from tallystick.terms.errors import InvariantError
from tallystick.terms.parties import Side

# Looked up once: on the road of every payment an attribute of an enum is dear.
_DEBTOR, _CREDITOR = Side.DEBTOR, Side.CREDITOR
_RECEIVED, _ARRIVED = PaymentState.RECEIVED, PaymentState.ARRIVED
_ACCEPTED, _RETURN = Decision.ACCEPTED, OrderKind.RETURN
_RESERVE, _FORWARD, _PRESENT = Step.RESERVE, Step.FORWARD, Step.PRESENT
_ACCEPT, _SETTLE, _QUEUE = Step.ACCEPT, Step.SETTLE, Step.QUEUE
_WAITING = (PaymentState.HELD, PaymentState.QUEUED)


def received(state: State, at: int, event: events.PaymentReceived) -> None:
    """Store a bank's order; the quote it names is used up."""
    _store(state, at, event, _DEBTOR, _RECEIVED)
    terms = event.terms
    if terms is not None and terms.is_quoted and not state.quotes.pop(terms.quote_id, None):
        pact = state.pacts[event.order.agreement_id]
        pact.providers[terms.provider_id].exposure += terms.creditor_amount


def arrived(state: State, at: int, event: events.PaymentArrived) -> None:
    """Store a payment that the other node forwarded."""
    _store(state, at, event, _CREDITOR, _ARRIVED)


def _store(
    state: State,
    at: int,
    event: events.PaymentReceived | events.PaymentArrived,
    side: Side,
    first: PaymentState,
) -> None:
    order = event.order
    if order.payment_id in state.payments:
        detail = f"payment {order.payment_id} is stored already"
        raise InvariantError(detail)
    state.payments[order.payment_id] = Payment(
        order, side, first, event.terms, event.version, event.verdict, at, facts=event.facts
    )


def _move(state: State, payment_id: str, step: Step) -> Payment:
    payment = state.payments[payment_id]
    if payment.state in _WAITING:
        del state.waiting[payment_id]
    payment.state = after(payment.side, payment.state, step)
    if payment.queued_on and step is not _QUEUE:
        leave_queue(state, payment)
    return payment


def leave_queue(state: State, payment: Payment) -> None:
    """Take a payment out of its queue, and look at who is first now."""
    account_id = payment.queued_on
    payment.queued_on = ""
    queue = state.queues[account_id]
    queue.remove(queue_place(payment))
    if not queue:
        del state.queues[account_id]
        state.ripe.pop(account_id, None)
    else:
        ripen(state, account_id)


def ripen(state: State, account_id: str) -> None:
    """Note that the first payment waiting on this account may now have room."""
    queue = state.queues.get(account_id)
    if queue:
        payment = state.payments[queue[0][2]]
        if is_covered(state, state.pacts[payment.order.agreement_id], payment):
            state.ripe[account_id] = 1


def held(state: State, _at: int, event: events.PaymentHeld) -> None:
    """Let the payment wait for people or a verdict."""
    payment = _move(state, event.payment_id, Step.HOLD)
    state.waiting[event.payment_id] = 1
    payment.hold_cause = event.cause
    payment.released_by = ""
    payment.waits += 1
    _due(state, payment, event.deadline_at)


def queued(state: State, _at: int, event: events.PaymentQueued) -> None:
    """Let the payment wait for room."""
    payment = _move(state, event.payment_id, Step.QUEUE)
    state.waiting[event.payment_id] = 1
    payment.hold_cause = None
    payment.queued_on = event.account_id
    payment.waits += 1
    insort(state.queues.setdefault(event.account_id, []), queue_place(payment))
    _due(state, payment, event.deadline_at)


def _due(state: State, payment: Payment, deadline_at: int) -> None:
    payment.deadline_at = deadline_at
    state.timers.set(deadline_at, "payment", payment.order.payment_id)


def reserved(state: State, _at: int, event: events.PaymentReserved) -> None:
    """Hold our leg's money and count it against the limits."""
    payment = _move(state, event.payment_id, _RESERVE)
    state.ledger.hold(payment_hold(event.payment_id), event.postings)
    payment.is_reserved = True
    payment.business_date = event.business_date
    pact = state.pacts[payment.order.agreement_id]
    terms = payment.known_terms
    if payment.side is _DEBTOR:
        usage = _usage(pact, payment.order.debtor_agent, event.business_date)
        usage.sent += terms.debtor_amount
    else:
        pact.reserved += terms.creditor_amount


def _usage(pact: Pact, participant_id: str, business_date: str) -> Usage:
    """Return what a participant used on a date; a later one starts anew, an earlier is over."""
    participant = pact.participants[participant_id]
    usage = participant.usage
    if business_date > usage.business_date:
        participant.usage = usage = Usage(business_date)
    elif business_date < usage.business_date:
        return Usage(business_date)
    return usage


def forwarded(state: State, _at: int, event: events.PaymentForwarded) -> None:
    """Leave the decision to the other node."""
    payment = _move(state, event.payment_id, _FORWARD)
    payment.hold_cause = None
    _due(state, payment, event.deadline_at)


def presented(state: State, at: int, event: events.PaymentPresented) -> None:
    """Wait for the creditor's bank."""
    payment = _move(state, event.payment_id, _PRESENT)
    payment.hold_cause = None
    payment.presented_at = payment.presented_at or at
    _due(state, payment, event.deadline_at)


def promised(state: State, _at: int, event: events.PaymentPromised) -> None:
    """Remember that the creditor's bank will take it."""
    state.payments[event.payment_id].is_promised = True


def asked_withdrawal(state: State, _at: int, event: events.WithdrawalRequested) -> None:
    """Wait for the decider's answer, however long it takes."""
    _move(state, event.payment_id, Step.ASK_WITHDRAWAL).waits += 1


def pending_heard(state: State, _at: int, event: events.PendingHeard) -> None:
    """Wait longer for the decider, which itself waits."""
    payment = state.payments[event.payment_id]
    payment.waits += 1
    _due(state, payment, event.deadline_at)


def accepted(state: State, _at: int, event: events.PaymentAccepted) -> None:
    """Count the payment in its cycle; nothing can undo it."""
    _count(state, _move(state, event.payment_id, _ACCEPT), _ACCEPTED, event.cycle)


def heard_blocked(state: State, _at: int, event: events.PaymentHeardBlocked) -> None:
    """Count a payment whose money the decider froze at its end."""
    _count(state, _move(state, event.payment_id, Step.ACCEPT), Decision.BLOCKED, event.cycle)


def _count(state: State, payment: Payment, decision: Decision, number: int) -> Cycle:
    payment.decision = decision
    payment.cycle = number
    cycle = state.pacts[payment.order.agreement_id].cycle(number)
    direction = cycle.theirs if payment.side is _DEBTOR else cycle.ours
    direction.payment_ids.append(payment.order.payment_id)
    return cycle


def settled(state: State, _at: int, event: events.PaymentSettled) -> None:
    """Post our leg."""
    payment = _move(state, event.payment_id, _SETTLE)
    postings = _post(state, payment)
    _book(state, payment, postings)
    if payment.counted:
        count_for_good(state, payment)
    if state.recalled:
        _ripen_recall(state, payment)


def _ripen_recall(state: State, payment: Payment) -> None:
    """Let a recall that waited for the payment's decision go on."""
    if payment.order.payment_id in state.recalled:
        state.ripe[RECALL_RIPE + payment.order.payment_id] = 1


def _post(state: State, payment: Payment) -> tuple[Posting, ...]:
    if payment.is_reserved:
        payment.is_reserved = False
        return state.ledger.post(payment_hold(payment.order.payment_id))
    # Resolved by people without a reservation: the money moves all the same.
    postings = postings_of(state.pacts[payment.order.agreement_id], payment)
    for posting in postings:
        state.ledger.transfer(posting)
    return postings


def _book(state: State, payment: Payment, postings: tuple[Posting, ...]) -> None:
    """Take the tally's own leg from the posting itself, and free what was spoken for."""
    pact = state.pacts[payment.order.agreement_id]
    terms = payment.known_terms
    cycle = pact.cycle(payment.cycle)
    leg = postings[0]
    payment.posted = leg.amount
    if payment.side is _DEBTOR:
        cycle.theirs.posted += leg.amount
        cycle.theirs.other_leg += terms.creditor_amount
        _free_exposure(pact, terms)
    else:
        cycle.ours.posted += leg.amount
        cycle.ours.other_leg += terms.debtor_amount
        pact.reserved -= terms.creditor_amount
        if payment.decision is _ACCEPTED:
            agent, date = payment.order.creditor_agent, payment.business_date
            _usage(pact, agent, date).received += terms.creditor_amount
    if state.queues:
        _ripen_after(state, pact, payment, leg.credit)
    if payment.order.kind is _RETURN:
        returns_of.mark_returned(state, payment.order)


def _ripen_after(state: State, pact: Pact, payment: Payment, credited: str) -> None:
    """Look at who waits on the credited account, and in the mutual model on the swing."""
    ripen(state, credited)
    ripen(state, counter_account(pact, payment))


def _free_exposure(pact: Pact, terms: Terms) -> None:
    if terms.is_quoted:
        pact.providers[terms.provider_id].exposure -= terms.creditor_amount


def blocked(state: State, _at: int, event: events.PaymentBlocked) -> None:
    """Move our leg's money to the blocked account."""
    payment = _move(state, event.payment_id, Step.BLOCK)
    payment.hold_cause = None
    count_no_more(state, payment)
    pact = state.pacts[payment.order.agreement_id]
    postings = _blocked_postings(pact, payment)
    if payment.is_reserved:
        payment.is_reserved = False
        state.ledger.void(payment_hold(event.payment_id))
    for posting in postings:
        state.ledger.transfer(posting)
    if payment.side is Side.CREDITOR:
        _count(state, payment, Decision.BLOCKED, event.cycle)
        _book(state, payment, postings)
    else:
        payment.decision = Decision.BLOCKED
        _free_exposure(pact, payment.known_terms)
        if payment.order.kind is _RETURN:
            returns_of.mark_spent(state, payment.order)
        _leave_uncounted(state, pact, payment)
        if state.recalled:
            _ripen_recall(state, payment)


def _blocked_postings(pact: Pact, payment: Payment) -> tuple[Posting, ...]:
    leg = postings_of(pact, payment)[0]
    account = blocked_account(pact.agreement_id, pact.currency)
    return (Posting(leg.debit, account, leg.amount),)


def refused(state: State, _at: int, event: events.PaymentRefused) -> None:
    """End the payment; nothing moved."""
    payment = _move(state, event.payment_id, Step.REFUSE)
    payment.reason = event.reason
    _end(state, payment)


def timed_out(state: State, _at: int, event: events.PaymentTimedOut) -> None:
    """End the payment; nothing moved."""
    payment = _move(state, event.payment_id, Step.TIME_OUT)
    payment.reason = event.reason
    _end(state, payment)


def rejected(state: State, _at: int, event: events.PaymentRejected) -> None:
    """End the payment by the decider's word and release what was reserved."""
    payment = _move(state, event.payment_id, Step.REJECT)
    payment.reason = event.reason
    payment.decision = Decision.REJECTED
    _end(state, payment)


def withdrawn(state: State, _at: int, event: events.PaymentWithdrawn) -> None:
    """End the payment by the decider's word and release what was reserved."""
    payment = _move(state, event.payment_id, Step.WITHDRAW)
    payment.decision = Decision.WITHDRAWN
    _end(state, payment)


def _end(state: State, payment: Payment) -> None:
    payment.hold_cause = None
    count_no_more(state, payment)
    if state.recalled:
        _ripen_recall(state, payment)
    order = payment.order
    if order.kind is _RETURN:
        returns_of.free_portion(state, order)
    pact = state.pacts.get(order.agreement_id)
    if pact is None or payment.terms is None:
        _leave_uncounted(state, pact, payment)
        return
    if payment.side is Side.DEBTOR:
        _free_exposure(pact, payment.terms)
    if payment.is_reserved:
        _release(state, pact, payment, payment.terms)
    _leave_uncounted(state, pact, payment)


def _release(state: State, pact: Pact, payment: Payment, terms: Terms) -> None:
    payment.is_reserved = False
    state.ledger.void(payment_hold(payment.order.payment_id))
    if payment.side is Side.DEBTOR:
        usage = pact.participants[payment.order.debtor_agent].usage
        if usage.business_date == payment.business_date:
            usage.sent -= terms.debtor_amount
    else:
        pact.reserved -= terms.creditor_amount
    ripen(state, paying_account(pact, payment))


def _leave_uncounted(state: State, pact: Pact | None, payment: Payment) -> None:
    """Keep the ended payment until the open cycle is settled; without a pact it may go at once."""
    if pact is None or not pact.current:
        state.leaving.append(payment.order.payment_id)
    else:
        pact.cycle(pact.open_cycle).uncounted.append(payment.order.payment_id)


def queue_waited(state: State, _at: int, event: events.QueueWaited) -> None:
    """Look at something else until more becomes possible."""
    state.ripe.pop(event.account_id, None)


def closed(state: State, _at: int, event: events.PaymentsClosed) -> None:
    """Let payments of settled cycles leave."""
    for record in event.records:
        payment = state.payments.pop(record.payment_id)
        if payment.bulk_id:
            left(state, payment)
        if payment.order.kind is _RETURN:
            returns_of.forget_return(state, payment.order)
    del state.leaving[: len(event.records)]
