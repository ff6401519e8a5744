"""The other node's items become commands; a forwarded payment is judged here by its own message.

The receiver takes nobody's word: it reads the message that travelled beside the
item, compares what the item says with it, and screens it against its own lists. A
forwarded payment whose message is missing, unlawful or says something else comes to
the core without a verdict, and is refused there. So it is with what a bank asks, and with an
answer, which is then told without its message.
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
from tallystick.admission.orders import fault_of, transfer_in
from tallystick.admission.parties import Transfer, credited_in, debited_in
from tallystick.core.commands import HearPeer, RecordVerdict
from tallystick.core.items import Assigned, AssignmentAnswered, Forwarded, Item
from tallystick.core.orders import Order
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.leaves import leaves_of


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
        return Admitted(command, hear_response(item, *beside).kept)
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
    said = _said_in(item.order, raw)
    if said is None:
        return Admitted(HearPeer(told.operator_id, told.sequence, item, head=told.head))
    screened = desk.screen(item.order.payment_id, said.leaves)
    command = HearPeer(told.operator_id, told.sequence, item, screened.verdict, head=told.head)
    return Admitted(command, ((MESSAGE, raw), (EVIDENCE, screened.evidence)), said)


def _said_in(order: Order, raw: bytes) -> Transfer | None:
    """Return the message, read, if it could be an order and says what this one says."""
    try:
        transfer = transfer_in(raw, ITEM_LIMITS)
    except RemoteMessageError:
        return None
    if isinstance(transfer, Refused) or fault_of(transfer) is not None:
        return None
    return transfer if _says_the_same(order, transfer) else None


def _says_the_same(order: Order, transfer: Transfer) -> bool:
    """Whether the message is of this payment, these banks and this amount."""
    amount = transfer.transaction.interbank_settlement_amount
    said = (transfer.transaction.uetr, debited_in(transfer).id, credited_in(transfer).id)
    asked = (order.payment_id, order.debtor_agent, order.creditor_agent)
    return said == asked and (amount.minor, amount.currency) == (order.amount, order.currency)


def screen_again(desk: Desk, payment_id: str, raw: bytes) -> Admitted:
    """Return the command that records a new verdict of a stored message.

    Raises:
        RemoteMessageError: the stored bytes cannot be read any more.
    """
    screened = desk.screen(payment_id, leaves_of(xml.parse(raw, MESSAGE_LIMITS)))
    return Admitted(RecordVerdict(payment_id, screened.verdict))
