"""What a party is told: the rows of its queue, each by a number that it hands back.

A row stays until its number was handed back, so nothing is lost on the way; who asks
again after an older number is told the same again.
"""

from collections.abc import Callable
from typing import TypeVar

from tallystick.core.effects import CallPeople, TellProvider
from tallystick.journal.port import OutboxRow
from tallystick.node.doors.asked import Cursor
from tallystick.node.doors.inside import CURSOR_AHEAD, Inside, Refusal, destination
from tallystick.node.doors.told import Notices, NoticeTold
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.terms.errors import InvariantError

Row = TypeVar("Row")
Tell = Callable[[Node, OutboxRow], Row]


async def read_notices(inside: Inside, party: Party, asked: Cursor) -> Notices | Refusal:
    """Tell a provider how payments on its quotes ended, or people what they are called to."""
    told = await told_after(inside, destination(party), asked, _notice)
    if isinstance(told, Refusal):
        return told
    return Notices(told, told[-1].number if told else asked.after)


async def told_after(
    inside: Inside, queue: str, asked: Cursor, tell: Tell[Row]
) -> list[Row] | Refusal:
    """Return what a queue holds after a number; wait for something if that was asked."""
    if asked.after > inside.runner.head_of(queue):
        detail = f"Nothing was ever told under number {asked.after}; ask on from a lower one."
        return Refusal(CURSOR_AHEAD, detail)
    rows = await inside.runner.read(lambda node: _rows(node, queue, asked, tell))
    if rows or not asked.wait or inside.patience.is_over:
        return rows
    await inside.runner.wait_for(queue, asked.after, asked.wait)
    return await inside.runner.read(lambda node: _rows(node, queue, asked, tell))


def _rows(node: Node, queue: str, asked: Cursor, tell: Tell[Row]) -> list[Row]:
    if asked.after:
        node.store.acknowledge(queue, asked.after)
    return [tell(node, row) for row in node.store.outbox(queue, asked.after, asked.limit)]


def _notice(_node: Node, row: OutboxRow) -> NoticeTold:
    match row.effect:
        case TellProvider(payment_id=payment_id, quote_id=quote_id, status=status):
            return NoticeTold(row.number, payment_id, quote_id=quote_id, status=status.value)
        case CallPeople(subject=subject, text=text):
            return NoticeTold(row.number, subject, text=text)
        case _:
            detail = f"row {row.number} of {row.destination} is no notice"
            raise InvariantError(detail)
