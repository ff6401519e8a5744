"""The other node's items become commands; a forwarded payment is judged here by its own message.

The receiver takes nobody's word: it reads the message that travelled beside the
item, compares what the item says with it, holds it to its own law of what must travel with
a digital asset, and screens it against its own lists. A forwarded payment whose message is
missing, unlawful or says something else comes to the core without a verdict, and is refused
there; one that lacks what the law wants, with the reason for that. So it is with what a bank
asks, and with an answer, which is then told without its message.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tallystick.admission.assignments import hear_question, hear_response
from tallystick.admission.desk import (
    ANSWER,
    DISPLAY_NAME,
    EVIDENCE,
    ITEM_LIMITS,
    MESSAGE,
    MESSAGE_LIMITS,
    Admitted,
    Desk,
    Refused,
)
from tallystick.admission.facts import facts_of
from tallystick.admission.orders import fault_of, transfer_in
from tallystick.admission.parties import Return, Transfer, credited_in, debited_in
from tallystick.admission.returns import (
    at_fault_in,
    fault_of_return,
    payment_id_of,
    reason_in,
    return_in,
)
from tallystick.admission.travel_rule import fault_of_travel_rule
from tallystick.admission.usage import fault_by_profile
from tallystick.core.commands import HearPeer, RecordVerdict
from tallystick.core.items import Assigned, AssignmentAnswered, Forwarded, Item
from tallystick.core.orders import Order, OrderKind
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.parties import Side
from tallystick.wire import xml
from tallystick.wire.iso20022.views import Amount
from tallystick.wire.leaves import leaves_of

# Looked up once: on the road of every payment an attribute of an enum is dear.
_RETURN = OrderKind.RETURN


class Told(NamedTuple):
    """One item of the other node's stream, and what travelled beside it by kind."""

    operator_id: str
    sequence: int
    item: Item
    beside: Mapping[str, bytes]
    head: tuple[int, bytes]


def admit_item(desk: Desk, told: Told) -> Admitted:
    """Return the command for an item, with a verdict if it forwards a payment."""
    item = told.item
    if isinstance(item, Assigned):
        return _question(desk, told, item)
    if isinstance(item, AssignmentAnswered):
        beside = (told.beside.get(ANSWER, b""), told.beside.get(DISPLAY_NAME, b""))
        command = HearPeer(told.operator_id, told.sequence, item, head=told.head)
        return Admitted(command, hear_response(desk, item, *beside).kept)
    if not isinstance(item, Forwarded):
        return Admitted(HearPeer(told.operator_id, told.sequence, item, head=told.head))
    return _payment(desk, told, item)


def _question(desk: Desk, told: Told, item: Assigned) -> Admitted:
    """Return the command for what is asked; without its message, one that says so."""
    heard = hear_question(desk, item.assignment, told.beside.get(MESSAGE, b""))
    words = (told.operator_id, told.sequence, item)
    if heard is None:
        return Admitted(HearPeer(*words, head=told.head, is_unread=True))
    command = HearPeer(*words, head=told.head, subject=heard.subject)
    return Admitted(command, heard.kept)


def _payment(desk: Desk, told: Told, item: Forwarded) -> Admitted:
    raw = told.beside.get(MESSAGE, b"")
    said = _said_in(desk, item.order, raw)
    if said is None:
        return Admitted(HearPeer(told.operator_id, told.sequence, item, head=told.head))
    fault = fault_of_travel_rule(desk, said) if isinstance(said, Transfer) else None
    heard = told.operator_id, told.sequence, item
    if fault is not None:
        return Admitted(HearPeer(*heard, head=told.head, objection=fault.reason))
    screened = desk.screen(item.order.payment_id, said.leaves)
    facts = facts_of(desk, said, Side.CREDITOR) if isinstance(said, Transfer) else None
    command = HearPeer(*heard, screened.verdict, head=told.head, facts=facts)
    return Admitted(command, ((MESSAGE, raw), (EVIDENCE, screened.evidence)), said)


def _said_in(desk: Desk, order: Order, raw: bytes) -> Transfer | Return | None:
    """Return the message, read, if it could be an order and says what this one says."""
    try:
        if fault_by_profile(desk.profile, raw, ITEM_LIMITS) is not None:
            return None
        return _return_in(order, raw) if order.kind is _RETURN else _transfer_in(order, raw)
    except RemoteMessageError:
        return None


def _transfer_in(order: Order, raw: bytes) -> Transfer | None:
    transfer = transfer_in(raw, ITEM_LIMITS)
    if isinstance(transfer, Refused) or fault_of(transfer) is not None:
        return None
    payment = transfer.transaction
    same = payment.uetr == order.payment_id and not order.original_id
    amount = payment.interbank_settlement_amount
    return transfer if same and _is_between(order, transfer, amount) else None


def _return_in(order: Order, raw: bytes) -> Return | None:
    back = return_in(raw, ITEM_LIMITS)
    if isinstance(back, Refused) or fault_of_return(back) is not None:
        return None
    original, blamed = back.transaction.original_uetr, at_fault_in(back)
    said = (payment_id_of(back), original, blamed, reason_in(back))
    same = said == (order.payment_id, order.original_id, order.at_fault, order.reason)
    amount = back.transaction.returned_interbank_settlement_amount
    return back if same and _is_between(order, back, amount) else None


def _is_between(order: Order, said: Transfer | Return, amount: Amount) -> bool:
    """Whether the message is of these banks and this amount."""
    banks = (debited_in(said).id, credited_in(said).id)
    return banks == (order.debtor_agent, order.creditor_agent) and (
        amount.minor,
        amount.currency,
    ) == (order.amount, order.currency)


def screen_again(desk: Desk, payment_id: str, raw: bytes) -> Admitted:
    """Return the command that records a new verdict of a stored message.

    Raises:
        RemoteMessageError: the stored bytes cannot be read any more.
    """
    screened = desk.screen(payment_id, leaves_of(xml.parse(raw, MESSAGE_LIMITS)))
    kept = ((EVIDENCE, screened.evidence),)
    return Admitted(RecordVerdict(payment_id, screened.verdict), kept)
