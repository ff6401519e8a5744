"""What the events of review, freezing and resolution do to the state."""

import msgspec

from tallystick.core import events
from tallystick.core.evolve.payments import leave_queue
from tallystick.core.state import CYCLES_RIPE, PeerStream, State, resolution_key
from tallystick.terms.verdicts import Outcome


def verdict_recorded(state: State, _at: int, event: events.VerdictRecorded) -> None:
    """Keep the newest verdict; a first person's release of the old one is void."""
    payment = state.payments[event.payment_id]
    payment.verdict = event.verdict
    payment.released_by = ""


def release_confirmed(state: State, _at: int, event: events.ReleaseConfirmed) -> None:
    """Count the payment as clear by the lists it was held by."""
    payment = state.payments[event.payment_id]
    payment.verdict = msgspec.structs.replace(payment.verdict, outcome=Outcome.CLEAR)
    payment.released_by = ""


def frozen(state: State, _at: int, event: events.PaymentFrozen) -> None:
    """Let nothing happen to the payment but a resolution."""
    freeze(state, event.agreement_id, event.payment_id, event.text)


def freeze(state: State, agreement_id: str, payment_id: str, text: str) -> None:
    """Freeze a payment; it leaves its queue, so that it does not keep others waiting."""
    state.pacts[agreement_id].frozen[payment_id] = text
    payment = state.payments.get(payment_id)
    if payment is not None and payment.queued_on:
        leave_queue(state, payment)


def item_parked(state: State, _at: int, event: events.ItemParked) -> None:
    """Go past the item and freeze what it concerns."""
    stream = state.peers.setdefault(event.operator_id, PeerStream())
    stream.received, stream.received_chain = event.sequence, event.chain
    pact = state.pacts.get(event.agreement_id)
    if pact is not None:
        text = f"item {event.sequence} is parked"
        if event.payment_id:
            freeze(state, event.agreement_id, event.payment_id, text)
        else:
            pact.parked[event.digest.hex()] = text


def resolved(state: State, _at: int, event: events.PaymentResolved) -> None:
    """Free the payment; cycles that waited for it may be compared."""
    state.resolutions.pop(resolution_key(event.agreement_id, event.payment_id))
    pact = state.pacts[event.agreement_id]
    pact.frozen.pop(event.payment_id, None)
    pact.parked.pop(event.payment_id, None)
    if not pact.is_stopped:
        state.ripe[CYCLES_RIPE + pact.agreement_id] = 1
