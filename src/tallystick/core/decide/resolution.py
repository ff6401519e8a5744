"""How a payment ends whose decider cannot say: by a record that four people sign.

Two people at each operator sign the same record. A node never signs against its
own finality: what it has settled stays settled. Once the decider's people have
signed, the payment is frozen there, so that nothing overtakes the record; the
debtor node acts on the signatures alone only where they stand for an answer that
was given and lost.
"""

from typing import NamedTuple

from tallystick.core.assignments import AssignmentState
from tallystick.core.commands import CloseCase, ParkItem, SignResolution
from tallystick.core.decide.gate import passes
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    AssignmentExpired,
    AssignmentLost,
    CaseClosed,
    CaseKind,
    CaseOpened,
    ItemParked,
    PaymentAccepted,
    PaymentHeardBlocked,
    PaymentRejected,
    PaymentResolved,
    PaymentSettled,
    ResolutionConfirmed,
    ResolutionHeard,
    ResolutionProposed,
)
from tallystick.core.items import NO_ITEMS, ResolutionSigned, chain_on
from tallystick.core.lifecycle import Step, permits
from tallystick.core.orders import Decision
from tallystick.core.state import Pact, Payment, State, payment_of, resolution_key
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason


class Record(NamedTuple):
    """How a payment ends, as people sign it. `cycle` 0: none counts it, or none yet."""

    agreement_id: str
    payment_id: str
    outcome: Decision
    cycle: int


def park_item(state: State, _at: int, command: ParkItem) -> list[AnyEvent]:
    """Set aside the next item of a stream; what it concerns is frozen."""
    stream = state.peers.get(command.operator_id)
    expected = (stream.received if stream else 0) + 1
    if command.sequence != expected:
        return not_allowed(command.digest.hex(), f"the next item of the stream is {expected}")
    text = f"item {command.sequence} of {command.operator_id} stopped the machine twice"
    before = stream.received_chain if stream else NO_ITEMS
    moves_none = bool(command.asks or command.answers)
    parked = ItemParked(
        command.operator_id,
        command.sequence,
        command.digest,
        chain_on(before, command.digest),
        "" if moves_none else command.agreement_id,
        "" if moves_none else _concerned(state, command),
    )
    case = CaseOpened(command.digest.hex(), CaseKind.PARKED_ITEM, text)
    return [parked, case, *_unanswered(state, command)]


def _unanswered(state: State, command: ParkItem) -> list[AnyEvent]:
    """End the assignment of a parked item; no money is in it, so nothing is frozen."""
    pact = state.pacts.get(command.agreement_id)
    if pact is None or pact.peer_id != command.operator_id:
        return []
    if command.asks and command.asks not in state.assignments:
        return [AssignmentLost(command.asks, command.agreement_id)]
    asked = state.assignments.get(command.answers)
    waits = asked is not None and asked.state is AssignmentState.ASSIGNED
    ours = asked is not None and asked.side is Side.DEBTOR
    return [AssignmentExpired(command.answers)] if waits and ours else []


def _concerned(state: State, command: ParkItem) -> str:
    """Name the payment that a parked item may freeze: never one that is still ours alone."""
    stored = state.payments.get(command.payment_id)
    if stored is None:
        return command.payment_id
    payment = payment_of(state, command.agreement_id, command.payment_id)
    if payment is None:
        return ""
    elsewhere = permits(Side.DEBTOR, payment.state, Step.ACCEPT)
    return command.payment_id if payment.side is Side.CREDITOR or elsewhere else ""


def close_case(state: State, _at: int, command: CloseCase) -> list[AnyEvent]:
    """Put an open case away."""
    if command.case_id not in state.cases:
        return not_allowed(command.case_id, "no such case is open")
    return [CaseClosed(command.case_id, command.person)]


def sign_resolution(state: State, at: int, command: SignResolution) -> list[AnyEvent]:
    """Take one person's signature; with two here and two there the payment ends so."""
    record = Record(command.agreement_id, command.payment_id, command.outcome, command.cycle)
    pact = state.pacts.get(record.agreement_id)
    fault = _fault_of(state, at, pact, record) if pact else "no such agreement"
    if pact is None or fault:
        return not_allowed(record.payment_id, fault)
    known = state.resolutions.get(resolution_key(record.agreement_id, record.payment_id))
    if _is_bound_to_another(state, record):
        return not_allowed(record.payment_id, "the decider has signed another record of it")
    if known is None or not known.first_person or (known.outcome, known.cycle) != record[2:]:
        return [ResolutionProposed(*record, command.person)]
    if known.is_signed_here or known.first_person == command.person:
        return not_allowed(record.payment_id, "two different people sign, each once")
    confirmed = ResolutionConfirmed(*record, command.person)
    if not known.is_signed_there and record.payment_id not in pact.parked:
        return [confirmed]
    return [confirmed, *_resolve(state, at, pact, record)]


def hear_resolution(state: State, at: int, item: ResolutionSigned) -> list[AnyEvent]:
    """Take the other operator's signature; of a payment unknown here it counts nothing."""
    record = Record(item.agreement_id, item.payment_id, item.outcome, item.cycle)
    pact = state.pacts[item.agreement_id]
    payment = payment_of(state, item.agreement_id, item.payment_id)
    if payment is None and item.payment_id not in pact.frozen:
        text = "it signs the end of a payment that is not known here"
        return [CaseOpened(item.payment_id, CaseKind.PEER_BREACH, text)]
    if _is_bound_to_another(state, record):
        text = "the operators have signed different records of its end"
        return [CaseOpened(item.payment_id, CaseKind.RESOLUTION_STALE, text)]
    heard = ResolutionHeard(*record)
    known = state.resolutions.get(resolution_key(item.agreement_id, item.payment_id))
    same = known is not None and (known.outcome, known.cycle) == record[2:]
    if known is None or not same or not known.is_signed_here:
        return [heard]
    return [heard, *_resolve(state, at, pact, record)]


def _is_bound_to_another(state: State, record: Record) -> bool:
    """Whether we, as the decider, have signed other words already: they bind from then on."""
    known = state.resolutions.get(resolution_key(record.agreement_id, record.payment_id))
    payment = payment_of(state, record.agreement_id, record.payment_id)
    decides = payment is None or payment.side is Side.CREDITOR
    signed = known is not None and known.is_signed_here
    return decides and signed and known is not None and (known.outcome, known.cycle) != record[2:]


def _fault_of(state: State, at: int, pact: Pact, record: Record) -> str:
    """Say why this node cannot sign such a record, or no longer act on it."""
    payment = payment_of(state, record.agreement_id, record.payment_id)
    if payment is None:
        return _fault_of_unknown(pact, record)
    if payment.is_final:
        return _fault_of_final(payment, record)
    if payment.side is Side.CREDITOR:
        return _fault_at_decider(state, at, payment, record)
    return _fault_at_debtor(pact, payment, record)


def _fault_of_unknown(pact: Pact, record: Record) -> str:
    if record.payment_id not in pact.frozen and record.payment_id not in pact.parked:
        return "it is neither frozen nor under way here"
    rejected = record.outcome is Decision.REJECTED and not record.cycle
    return "" if rejected else "nothing is known of it here, so it can only be rejected"


def _fault_of_final(payment: Payment, record: Record) -> str:
    moved = payment.decision is not None and payment.decision.is_final_debit
    ended = (payment.decision, payment.cycle) if moved else (Decision.REJECTED, 0)
    return "" if ended == record[2:] else f"it is {payment.state} here, for good"


def _fault_at_decider(state: State, at: int, payment: Payment, record: Record) -> str:
    """The decider counts it when it decides, so the record names no cycle yet."""
    if record.cycle:
        return "it is not decided here yet: the record names no cycle"
    if record.outcome is Decision.REJECTED:
        return ""
    pact = state.pacts[record.agreement_id]
    clear = passes(state, at, pact, payment) and not payment.known_terms.has_expired(at)
    ready = payment.is_reserved and clear
    if record.outcome is Decision.ACCEPTED and ready:
        known = permits(Side.CREDITOR, payment.state, Step.ACCEPT)
        return "" if known else f"one that is {payment.state} cannot be accepted"
    return "it can be accepted only with its money reserved, screened clear and in time"


def _fault_at_debtor(pact: Pact, payment: Payment, record: Record) -> str:
    """With a cycle the record stands for the decider's lost answer, without it that is to come."""
    if not permits(Side.DEBTOR, payment.state, Step.ACCEPT):
        return "it is not forwarded: it can be refused here"
    if record.outcome is Decision.REJECTED:
        return "" if not record.cycle else "a rejected payment is counted in no cycle"
    compared = pact.cycles.get(record.cycle)
    if compared is not None and compared.root:
        return "that cycle is compared already"
    return "" if record.outcome.is_final_debit else "it ends accepted, blocked or rejected"


def _resolve(state: State, at: int, pact: Pact, record: Record) -> list[AnyEvent]:
    """End the payment as signed, unless it can no longer be; then people are called again."""
    stale = _fault_of(state, at, pact, record)
    if stale:
        return [CaseOpened(record.payment_id, CaseKind.RESOLUTION_STALE, stale)]
    events: list[AnyEvent] = [PaymentResolved(record.payment_id, record.agreement_id)]
    payment = payment_of(state, record.agreement_id, record.payment_id)
    if payment is None or payment.is_final:
        return events
    if record.outcome is Decision.REJECTED:
        rejected = PaymentRejected(record.payment_id, StatusReason.REASON_NOT_SPECIFIED)
        return [*events, rejected]
    cycle = pact.open_cycle if payment.side is Side.CREDITOR else record.cycle
    return [*events, *_moved(record, cycle)]


def _moved(record: Record, cycle: int) -> list[AnyEvent]:
    if not cycle:
        return []
    blocked = record.outcome is Decision.BLOCKED
    accepted = (PaymentHeardBlocked if blocked else PaymentAccepted)(record.payment_id, cycle)
    return [accepted, PaymentSettled(record.payment_id)]
