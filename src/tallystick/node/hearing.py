"""Items that other nodes sent and that wait for a turn; each becomes a command as it is taken.

An item comes again until it is acknowledged, so what is queued already is not queued
twice. One that has stopped the machine twice is parked in its place.
"""

from collections import deque
from collections.abc import Mapping
from hashlib import sha256
from itertools import islice
from typing import Final, NamedTuple

import msgspec

from tallystick.admission.desk import Admitted, Desk
from tallystick.admission.items import Told, admit_item
from tallystick.core.commands import (
    AnswerAssignment,
    AnswerPresentation,
    AnyCommand,
    AskStatus,
    Assign,
    HearPeer,
    ParkItem,
    ReleaseOrder,
    SubmitPayment,
)
from tallystick.core.items import Assigned, AssignmentAnswered, Forwarded, item_digest
from tallystick.journal.entries import encode
from tallystick.links.originals import original_of
from tallystick.links.peer import Delivered
from tallystick.node.deaths import Deaths
from tallystick.node.engine import Input, Personal
from tallystick.terms.reasons import StatusReason

# Nobody is answered while items are judged. What comes with a large one may take as long as
# a hundred small ones: of these a turn judges so many bytes, or one.
LARGE_BYTES: Final = 8 * 1024
LARGE_BYTES_AT_ONCE: Final = 512 * 1024


class Waiting(NamedTuple):
    """An item and who sent it."""

    sender: str
    delivered: Delivered

    @property
    def size(self) -> int:
        """How many bytes came beside it."""
        return sum([len(each.content) for each in self.delivered.attachments])


class Hearing:
    """The queue of items, over all other nodes."""

    def __init__(self) -> None:
        self._queue: deque[Waiting] = deque()
        self._queued: dict[str, int] = {}

    def __bool__(self) -> bool:
        """Whether an item waits."""
        return bool(self._queue)

    def add(self, sender: str, delivered: list[Delivered]) -> None:
        """Queue the items that are not queued yet."""
        after = self._queued.get(sender, 0)
        for each in delivered:
            if each.sequence > after:
                self._queue.append(Waiting(sender, each))
                self._queued[sender] = each.sequence

    def take(self, limit: int, desks: Mapping[str, Desk], deaths: Deaths) -> list[Input]:
        """Return the next items as inputs, each judged at the desk of its agreement.

        Fewer than there might be, where large ones are among them.
        """
        taken = [self._queue.popleft() for _ in range(self._at_once(limit))]
        if not self._queue:
            self._queued.clear()
        return [_judged(waiting, desks, deaths) for waiting in taken]

    def _at_once(self, limit: int) -> int:
        """Return how many of the next items are judged in one turn."""
        large = 0
        for count, waiting in enumerate(islice(self._queue, limit)):
            size = waiting.size
            if size <= LARGE_BYTES:
                continue
            if large and large + size > LARGE_BYTES_AT_ONCE:
                return count
            large += size
        return min(limit, len(self._queue))

    def clear(self) -> None:
        """Forget all that waits: it comes again."""
        self._queue.clear()
        self._queued.clear()


def _judged(waiting: Waiting, desks: Mapping[str, Desk], deaths: Deaths) -> Input:
    """Return an item as an input; one that trips the desk itself is remembered like a death."""
    try:
        return _input(waiting, desks, deaths)
    except Exception:
        sender, each = waiting
        deaths.record(_name(sender, each.sequence, item_digest(each.item)))
        raise


def _input(waiting: Waiting, desks: Mapping[str, Desk], deaths: Deaths) -> Input:
    sender, each = waiting
    if deaths.has_parked and _is_parked(waiting, deaths):
        return Input(_parked(waiting))
    desk = desks.get(each.item.agreement_id)
    if desk is None:
        # Of an agreement that has no desk here: the core says what that means.
        return Input(HearPeer(sender, each.sequence, each.item, head=each.head))
    beside = {attachment.kind: attachment.content for attachment in each.attachments}
    told = Told(sender, each.sequence, each.item, beside, each.head)
    admitted = admit_item(desk, told)
    return input_of(admitted)


def input_of(admitted: Admitted) -> Input:
    """Return what was admitted as an input that nobody waits for."""
    read = admitted.transfer
    original = original_of(read.message, read.document) if read is not None else None
    personal = tuple(Personal(*kept) for kept in admitted.kept)
    return Input(admitted.command, personal, original=original)


def _is_parked(waiting: Waiting, deaths: Deaths) -> bool:
    sender, each = waiting
    return deaths.is_parked(_name(sender, each.sequence, item_digest(each.item)))


def _parked(waiting: Waiting) -> ParkItem:
    """Return the command that sets an item aside, with what it concerns, if anything."""
    sender, each = waiting
    item = each.item
    words = (sender, each.sequence, item_digest(item), item.agreement_id)
    if isinstance(item, Assigned):
        return ParkItem(*words, asks=item.assignment.assignment_id)
    if isinstance(item, AssignmentAnswered):
        return ParkItem(*words, answers=item.assignment_id)
    concerned = (
        item.order.payment_id if isinstance(item, Forwarded) else getattr(item, "payment_id", "")
    )
    return ParkItem(*words, concerned)


def harmless(asked: Input, deaths: Deaths) -> Input:
    """Return an order of a bulk as it can be taken: unread, if it stopped the machine twice."""
    command = asked.command
    if deaths.has_parked and deaths.is_parked(digest_of(command)):
        reason = StatusReason.BANK_SYSTEM_PROCESSING_ERROR
        return Input(msgspec.structs.replace(command, reason=reason))
    return asked


def digest_of(command: AnyCommand) -> bytes:
    """Return the digest by which a command that stopped the machine is known again."""
    # Verdict and closing records may be others the next time: the order, or the item, is the same.
    match command:
        case HearPeer(operator_id=sender, sequence=sequence, item=item):
            return _name(sender, sequence, item_digest(item))
        case SubmitPayment(order=order):
            return sha256(encode(order)).digest()
        case ReleaseOrder(bulk_id=bulk_id, number=number):
            return sha256(encode((bulk_id, number))).digest()
        case AnswerPresentation() | AskStatus():
            return sha256(encode(msgspec.structs.replace(command, known=None))).digest()
        case Assign():
            return sha256(encode(command.assignment)).digest()
        case AnswerAssignment():
            return sha256(encode(msgspec.structs.replace(command, known=None))).digest()
        case _:
            return sha256(encode(command)).digest()


def _name(sender: str, sequence: int, digest: bytes) -> bytes:
    return sha256(encode((sender, sequence, digest))).digest()
