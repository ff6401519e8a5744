"""What our people ask of the bank that sent a payment which is held for review.

Only that bank is asked, one of ours, and only where it has sent the payment to us: a question
from the creditor's node would have to cross the link, and would tell the other operator of a
hold that it may not hear of. What comes of a request decides nothing: two people still release,
or a new verdict does, and the hold's time runs on.
"""

from typing import Final

from tallystick.core.assignments import Assignment, AssignmentKind
from tallystick.core.decide.asking import business_date
from tallystick.core.decide.refusals import not_allowed, refused
from tallystick.core.events import (
    AnyEvent,
    AssignmentPresented,
    HoldCause,
    InformationRequested,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.questions import is_numbered
from tallystick.core.screening_commands import RequestInformation
from tallystick.core.state import Pact, Payment, State, is_frozen
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

# How often a bank is asked about one payment: what five letters did not bring, a sixth does not,
# and each one is work for people at the bank.
REQUESTS_MAX: Final = 5


def request_information(state: State, at: int, command: RequestInformation) -> list[AnyEvent]:
    """Ask once under each id; the same again changes nothing."""
    name = command.request_id
    stored = state.assignments.get(name)
    known = stored.record if stored is not None else command.known
    payment = state.payments.get(command.payment_id)
    fault = _fault(state, payment)
    if payment is None or fault:
        return not_allowed(name, fault)
    if not is_numbered(AssignmentKind.INFORMATION, name):
        return not_allowed(name, "the id of a request is not made as it should be")
    asked = _asked(state, payment, command)
    if known is not None:
        same = (known.payment_id, known.content) == (asked.payment_id, asked.content)
        return [] if same else _another(name)
    if payment.requests >= REQUESTS_MAX:
        text = f"its bank was asked {REQUESTS_MAX} times about this payment"
        return refused(name, StatusReason.LIMIT_EXCEEDED, text)
    pact = state.pacts[asked.agreement_id]
    put = AssignmentPresented(name, business_date(pact, at), _deadline(pact, at, payment))
    return [InformationRequested(asked, command.person, command.subject), put]


def _fault(state: State, payment: Payment | None) -> str:
    if payment is None or payment.state is not PaymentState.HELD:
        return "no such payment is held"
    if payment.hold_cause is not HoldCause.REVIEW:
        return "it waits for a verdict, not for people"
    if is_frozen(state, payment):
        return "it is frozen until it is resolved"
    if payment.side is not Side.DEBTOR:
        return "its bank is at the other node, which may not hear that it is held"
    return ""


def _asked(state: State, payment: Payment, command: RequestInformation) -> Assignment:
    order = payment.order
    return Assignment(
        command.request_id,
        order.agreement_id,
        AssignmentKind.INFORMATION,
        state.operator_id,
        order.debtor_agent,
        command.content,
        order.payment_id,
    )


def _another(name: str) -> list[AnyEvent]:
    text = "the id is of another request"
    return refused(name, StatusReason.DUPLICATE_PAYMENT, text)


def _deadline(pact: Pact, at: int, payment: Payment) -> int:
    """Give a bank the time for an enquiry, and never longer than the hold lasts."""
    return min(at + pact.agreement.time_outs.enquiry_ms, payment.deadline_at)
