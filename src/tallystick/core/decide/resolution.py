"""How a payment ends whose decider cannot say: by a record that four people sign.

Two people at each operator sign the same record. A node never signs against its
own finality: what it has settled stays settled.
"""

from tallystick.core.commands import ParkItem, SignResolution
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    ItemParked,
    PaymentAccepted,
    PaymentRejected,
    PaymentResolved,
    PaymentSettled,
    ResolutionConfirmed,
    ResolutionHeard,
    ResolutionProposed,
)
from tallystick.core.items import NO_ITEMS, ResolutionSigned, chain_on
from tallystick.core.orders import Decision
from tallystick.core.state import Pact, Payment, State, payment_of, resolution_key
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason


def park_item(state: State, _at: int, command: ParkItem) -> list[AnyEvent]:
    """Set aside the next item of a stream; what it concerns is frozen."""
    stream = state.peers.get(command.operator_id)
    expected = (stream.received if stream else 0) + 1
    if command.sequence != expected:
        return not_allowed(command.digest.hex(), f"the next item of the stream is {expected}")
    text = f"item {command.sequence} of {command.operator_id} stopped the machine twice"
    before = stream.received_chain if stream else NO_ITEMS
    parked = ItemParked(
        command.operator_id,
        command.sequence,
        command.digest,
        chain_on(before, command.digest),
        command.agreement_id,
        command.payment_id,
    )
    return [parked, CaseOpened(command.digest.hex(), CaseKind.PARKED_ITEM, text)]


def sign_resolution(state: State, _at: int, command: SignResolution) -> list[AnyEvent]:
    """Take one person's signature; with two here and two there the payment ends so."""
    pact = state.pacts.get(command.agreement_id)
    fault = _fault_of_record(state, pact, command) if pact else "no such agreement"
    if pact is None or fault:
        return not_allowed(command.payment_id, fault)
    known = state.resolutions.get(resolution_key(command.agreement_id, command.payment_id))
    words = (command.agreement_id, command.payment_id, command.outcome, command.cycle)
    if known is None or not known.first_person or (known.outcome, known.cycle) != words[2:]:
        return [ResolutionProposed(*words, command.person)]
    if known.is_signed_here or known.first_person == command.person:
        return not_allowed(command.payment_id, "two different people sign, each once")
    confirmed = ResolutionConfirmed(*words, command.person)
    if not known.is_signed_there:
        return [confirmed]
    return [confirmed, *_resolve(state, pact, words)]


def _fault_of_record(state: State, pact: Pact, command: SignResolution) -> str:
    payment = payment_of(state, command.agreement_id, command.payment_id)
    if command.payment_id not in pact.frozen and payment is None:
        return "it is neither frozen nor under way here"
    if command.outcome is Decision.REJECTED and not command.cycle:
        return _against_finality(payment, command.outcome, command.cycle)
    if command.outcome is not Decision.ACCEPTED or command.cycle < 1:
        return "a payment is resolved as accepted in a cycle, or rejected with cycle 0"
    return _against_finality(payment, command.outcome, command.cycle) or _cycle_is_over(
        pact, payment, command.cycle
    )


def _against_finality(payment: Payment | None, outcome: Decision, cycle: int) -> str:
    if payment is None:
        return "" if outcome is Decision.REJECTED else "its terms are not known here"
    if not payment.is_final:
        return ""
    moved = payment.decision is not None and payment.decision.is_final_debit
    same = moved == (outcome is Decision.ACCEPTED) and payment.cycle == cycle
    return "" if same else f"it is {payment.state} here, for good"


def _cycle_is_over(pact: Pact, payment: Payment | None, cycle: int) -> str:
    """Say whether the cycle that should count the payment can no longer do so."""
    if payment is None or payment.is_final:
        return ""
    matched = pact.cycles.get(cycle)
    if payment.side is Side.CREDITOR:
        return "" if cycle == pact.open_cycle else f"the open cycle is {pact.open_cycle}"
    return "that cycle is compared already" if matched is not None and matched.root else ""


def hear_resolution(state: State, _at: int, item: ResolutionSigned) -> list[AnyEvent]:
    """Take the other operator's signature."""
    words = (item.agreement_id, item.payment_id, item.outcome, item.cycle)
    heard = ResolutionHeard(*words)
    known = state.resolutions.get(resolution_key(item.agreement_id, item.payment_id))
    same = known is not None and (known.outcome, known.cycle) == words[2:]
    if known is None or not same or not known.is_signed_here:
        return [heard]
    return [heard, *_resolve(state, state.pacts[item.agreement_id], words)]


def _resolve(state: State, pact: Pact, words: tuple[str, str, Decision, int]) -> list[AnyEvent]:
    """End the payment as signed, unless it can no longer be; then people are called again."""
    agreement_id, payment_id, outcome, cycle = words
    payment = payment_of(state, pact.agreement_id, payment_id)
    stale = _against_finality(payment, outcome, cycle)
    if outcome is Decision.ACCEPTED:
        stale = stale or _cycle_is_over(pact, payment, cycle)
    if stale:
        return [CaseOpened(payment_id, CaseKind.RESOLUTION_STALE, stale)]
    events: list[AnyEvent] = [PaymentResolved(payment_id, agreement_id)]
    if payment is not None and not payment.is_final:
        events += _ending(payment_id, outcome, cycle)
    return events


def _ending(payment_id: str, outcome: Decision, cycle: int) -> list[AnyEvent]:
    if outcome is Decision.ACCEPTED:
        return [PaymentAccepted(payment_id, cycle), PaymentSettled(payment_id)]
    return [PaymentRejected(payment_id, StatusReason.REASON_NOT_SPECIFIED)]
