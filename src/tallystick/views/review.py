"""What waits for the operator's people: held payments and open cases. No bank sees any of it."""

import msgspec

from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Payment, State, is_frozen


class HeldView(msgspec.Struct, frozen=True):
    """A payment that waits for people or for a new verdict.

    `released_by` is the first of the two people whom a release takes, if there is one.
    The amount is what the order says, in minor units.
    """

    payment_id: str
    agreement_id: str
    side: str
    cause: str
    held_at: int
    deadline_at: int
    released_by: str
    verdict: str
    debtor_agent: str
    creditor_agent: str
    amount: int
    currency: str
    is_frozen: bool


class CaseView(msgspec.Struct, frozen=True):
    """Something that people have to look into; `case_id` is what it is closed by."""

    case_id: str
    kind: str
    subject: str
    text: str


def held(state: State) -> list[HeldView]:
    """Return the held payments, the one that has waited longest first."""
    found = [
        _held(state, state.payments[payment_id])
        for payment_id in state.waiting
        if state.payments[payment_id].state is PaymentState.HELD
    ]
    return sorted(found, key=lambda each: (each.held_at, each.payment_id))


def _held(state: State, payment: Payment) -> HeldView:
    order = payment.order
    time_outs = state.pacts[order.agreement_id].versions[payment.version].time_outs
    return HeldView(
        order.payment_id,
        order.agreement_id,
        payment.side.value,
        payment.hold_cause.value if payment.hold_cause is not None else "",
        payment.deadline_at - time_outs.review_ms,
        payment.deadline_at,
        payment.released_by,
        payment.verdict.outcome.value,
        order.debtor_agent,
        order.creditor_agent,
        order.amount,
        order.currency,
        is_frozen(state, payment),
    )


def cases(state: State) -> list[CaseView]:
    """Return the open cases, the oldest first."""
    return [_case(case_id, text) for case_id, text in state.cases.items()]


def _case(case_id: str, text: str) -> CaseView:
    kind, _, subject = case_id.partition(": ")
    return CaseView(case_id, kind, subject, text)
