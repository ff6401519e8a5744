"""What a party is told: the rows of its queue, each by a number that it hands back.

A row stays until its number was handed back, so nothing is lost on the way; who asks
again after an older number is told the same again.
"""

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from tallystick.core.effects import (
    CallPeople,
    PresentAssignment,
    TellAnswer,
    TellBulk,
    TellProvider,
)
from tallystick.journal.port import OutboxRow
from tallystick.links.participants import Messenger
from tallystick.node.doors.asked import Cursor
from tallystick.node.doors.inside import CURSOR_AHEAD, Inside, Refusal, destination
from tallystick.node.doors.told import Mailbox, MessageTold, Notices, NoticeTold
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.terms.errors import InvariantError

# How much is put together between two turns, and how much one answer holds.
ROWS_AT_ONCE: Final = 64
ANSWER_CHARACTERS: Final = 4 * 1024 * 1024
# An answer is written from its question, which is read for it anew, and may be long though the
# answer is short: of such rows fewer are put together at once.
WRITTEN_AT_ONCE: Final = 8


class Told(Protocol):
    """A row as it is told."""

    @property
    def number(self) -> int:
        """Its number in its queue."""

    @property
    def weight(self) -> int:
        """How many characters it has, about."""


Row = TypeVar("Row", bound=Told)
Tell = Callable[[Node, OutboxRow], Row]


async def read_messages(inside: Inside, party: Party, asked: Cursor) -> Mailbox | Refusal:
    """Tell a participant what its payments have come to, and what is presented to it."""
    told = await told_after(inside, destination(party), asked, _message_by(inside))
    if isinstance(told, Refusal):
        return told
    return Mailbox(told, told[-1].number if told else asked.after)


async def read_notices(inside: Inside, party: Party, asked: Cursor) -> Notices | Refusal:
    """Tell a provider how payments on its quotes ended, or people what they are called to."""
    told = await told_after(inside, destination(party), asked, _notice)
    if isinstance(told, Refusal):
        return told
    return Notices(told, told[-1].number if told else asked.after)


async def told_after(
    inside: Inside, queue: str, asked: Cursor, tell: Tell[Row]
) -> list[Row] | Refusal:
    """Return what a queue holds after a number; wait for something if that was asked.

    Raises:
        StoreError: nothing can be read now.
    """
    runner = inside.runner
    if asked.after > runner.head_of(queue):
        detail = f"Nothing was ever told under number {asked.after}; ask on from a lower one."
        return Refusal(CURSOR_AHEAD, detail)
    if asked.after:
        await runner.read(lambda node: node.store.acknowledge(queue, asked.after))
    if asked.wait and not inside.patience.is_over:
        await runner.wait_for(queue, asked.after, asked.wait)
    return await _gathered(inside, queue, asked, tell)


async def _gathered(inside: Inside, queue: str, asked: Cursor, tell: Tell[Row]) -> list[Row]:
    """Put an answer together, some rows at a time, until it is full or there are no more."""
    told: list[Row] = []
    after, room = asked.after, ANSWER_CHARACTERS
    while room > 0 and after < inside.runner.head_of(queue) and len(told) < asked.limit:
        limit = min(ROWS_AT_ONCE, asked.limit - len(told))
        cursor = Cursor(after, 0, limit)
        found = await inside.runner.read(lambda node: _rows(node, queue, cursor, tell, room))  # noqa: B023
        told += found
        after, room = told[-1].number, room - sum(row.weight for row in found)
    return told


def _rows(node: Node, queue: str, cursor: Cursor, tell: Tell[Row], room: int) -> list[Row]:
    told: list[Row] = []
    written = 0
    for row in node.store.outbox(queue, cursor.after, cursor.limit):
        told.append(tell(node, row))
        room -= told[-1].weight
        written += isinstance(row.effect, PresentAssignment | TellAnswer | TellBulk)
        if room <= 0 or written >= WRITTEN_AT_ONCE:
            break
    return told


def _message_by(inside: Inside) -> Tell[MessageTold]:
    def tell(node: Node, row: OutboxRow) -> MessageTold:
        identity = node.identity
        messenger = inside.messengers.get(identity.operator_id)
        if messenger is None:
            messenger = inside.messengers[identity.operator_id] = Messenger(
                identity, inside.runner.originals
            )
        told = messenger.message(node, row)
        return MessageTold(
            told.number,
            told.message,
            told.payment_id,
            told.content.decode(),
            told.signature,
            told.terms,
            told.assignment_id,
        )

    return tell


def _notice(_node: Node, row: OutboxRow) -> NoticeTold:
    match row.effect:
        case TellProvider(payment_id=payment_id, quote_id=quote_id, status=status):
            return NoticeTold(row.number, payment_id, quote_id=quote_id, status=status.value)
        case CallPeople(subject=subject, text=text):
            return NoticeTold(row.number, subject, text=text)
        case _:
            detail = f"row {row.number} of {row.destination} is no notice"
            raise InvariantError(detail)
