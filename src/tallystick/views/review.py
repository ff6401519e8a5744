"""What waits for the operator's people: held payments and open cases. No bank sees any of it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Payment, State, is_frozen
from tallystick.views.decisions import NoteView
from tallystick.views.evidence import HitView, hits_in, whole
from tallystick.views.requests import RequestView


class HeldView(msgspec.Struct, frozen=True):
    """A payment that waits for people or for a new verdict.

    `age_ms` is how long it has waited. `released_by` is the first of the two people whom a
    release takes, if there is one, and `released_for` the reason; after an escalation one of the
    two must be a supervisor. The amount is what the order says, in minor units. `hits` are what
    the last screening found.
    """

    payment_id: str
    agreement_id: str
    side: str
    cause: str
    held_at: int
    deadline_at: int
    age_ms: int
    released_by: str
    released_for: str
    is_escalated: bool
    verdict: str
    debtor_agent: str
    creditor_agent: str
    amount: int
    currency: str
    is_frozen: bool
    hits: list[HitView]


class HeldDetails(msgspec.Struct, frozen=True):
    """A held payment with the whole evidence as stored, and what people wrote down about it.

    `requests` is what its bank was asked, with the answers.
    """

    held: HeldView
    evidence: dict[str, Any]
    notes: list[NoteView]
    requests: list[RequestView]


class CaseView(msgspec.Struct, frozen=True):
    """Something that people have to look into; `case_id` is what it is closed by."""

    case_id: str
    kind: str
    subject: str
    text: str


def count_held(state: State) -> int:
    """Return how many payments are held."""
    return sum(1 for _ in _all_held(state))


def _all_held(state: State) -> Iterator[Payment]:
    waiting = (state.payments[name] for name in state.waiting)
    return (payment for payment in waiting if payment.state is PaymentState.HELD)


def held(state: State, at: int, evidence_of: Callable[[str], bytes]) -> list[HeldView]:
    """Return the held payments at an instant, the one that has waited longest first."""
    found = [
        _held(state, at, payment, evidence_of(payment.order.payment_id))
        for payment in _all_held(state)
    ]
    return sorted(found, key=lambda each: (each.held_at, each.payment_id))


class Beside(NamedTuple):
    """What is kept beside a held payment: evidence, what people wrote, what its bank was asked."""

    evidence: bytes
    notes: list[NoteView]
    requests: list[RequestView]


def details(state: State, at: int, payment_id: str, beside: Beside) -> HeldDetails | None:
    """Return all about one held payment, None if it is not held."""
    payment = state.payments[payment_id]
    if payment.state is not PaymentState.HELD:
        return None
    view = _held(state, at, payment, beside.evidence)
    return HeldDetails(view, whole(beside.evidence), beside.notes, beside.requests)


def _held(state: State, at: int, payment: Payment, evidence: bytes) -> HeldView:
    order = payment.order
    time_outs = state.pacts[order.agreement_id].versions[payment.version].time_outs
    held_at = payment.deadline_at - max(time_outs.review_ms, time_outs.queue_ms)
    return HeldView(
        order.payment_id,
        order.agreement_id,
        payment.side.value,
        payment.hold_cause.value if payment.hold_cause is not None else "",
        held_at,
        payment.deadline_at,
        max(at - held_at, 0),
        payment.released_by,
        _reason_of(payment),
        payment.is_escalated,
        payment.verdict.outcome.value,
        order.debtor_agent,
        order.creditor_agent,
        order.amount,
        order.currency,
        is_frozen(state, payment),
        hits_in(evidence),
    )


def _reason_of(payment: Payment) -> str:
    reason = payment.released_for if payment.released_by else None
    return reason.value if reason is not None else ""


def cases(state: State) -> list[CaseView]:
    """Return the open cases, the oldest first."""
    return [_case(case_id, text) for case_id, text in state.cases.items()]


def _case(case_id: str, text: str) -> CaseView:
    kind, _, subject = case_id.partition(": ")
    return CaseView(case_id, kind, subject, text)
