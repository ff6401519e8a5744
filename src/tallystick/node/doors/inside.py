"""What stands behind the doors, and how the doors say no."""

from typing import NamedTuple

import msgspec

from tallystick.core.commands import AnyCommand
from tallystick.core.events import CommandRefused, OrderRefused, QuoteRefused
from tallystick.links.participants import Messenger
from tallystick.node.doors.judging import Judging
from tallystick.node.doors.told import Act
from tallystick.node.engine import Personal, Reply
from tallystick.node.message_signatures import Signatures
from tallystick.node.node import Node
from tallystick.node.parties import Party, Role
from tallystick.node.runner import Runner
from tallystick.node.spool import Spool
from tallystick.terms.reasons import REASONS, StatusReason
from tallystick.views import viewers
from tallystick.views.account_book import AccountBook
from tallystick.views.chronicle import Chronicle
from tallystick.views.plain import words_of

# Our own words, where ISO 20022 has none.
FORBIDDEN = "forbidden"
UNKNOWN = "unknown"
INVALID = "invalid"
UNSUPPORTED = "unsupported"
UNCLEAR = "unclear"
CURSOR_AHEAD = "cursor-ahead"
ENVELOPE_REFUSED = "envelope-refused"
SIGNATURE_REFUSED = "signature-refused"
DAY_OPEN = "day-open"


class Patience:
    """Whether anybody may still wait for news: not once the node is stopping."""

    def __init__(self) -> None:
        self.is_over = False


class Inside(NamedTuple):
    """All that a call may use.

    The running node, where each payment's entries are, who writes its messages to banks (by
    operator, made at the first message), whether anybody may still wait, where large messages
    are judged, what is asked of their signatures, and what was booked to each account; where
    files lie on their way in, and where they are judged and staged.
    """

    runner: Runner
    chronicle: Chronicle
    messengers: dict[str, Messenger]
    patience: Patience
    judging: Judging
    signatures: Signatures
    accounts: AccountBook
    spool: Spool
    bulking: Judging


class Flaw(msgspec.Struct, frozen=True):
    """One thing that is wrong with what was sent: of which kind, by which code, where."""

    rule: str
    code: str
    path: str
    text: str


class Refusal(msgspec.Struct, frozen=True):
    """The answer no: an ISO reason or one of our own words, and a sentence.

    With `payment_id`, the payment is stored and stands so for good: asking again
    gives the same answer.
    """

    code: str
    detail: str
    payment_id: str = ""
    status: str = ""
    reason: str = ""
    errors: tuple[Flaw, ...] = ()


def refused_for(reason: StatusReason, detail: str = "") -> Refusal:
    """Return the refusal for an ISO reason, in the words of its rule if there are no others."""
    return Refusal(reason.value, detail or REASONS[reason].hint)


def refusal_in(reply: Reply) -> Refusal | None:
    """Return why a command changed nothing, None if it did or had nothing to change."""
    for event in reply.events:
        match event:
            case CommandRefused():
                return refused_for(event.reason, event.text)
            case QuoteRefused() | OrderRefused():
                return refused_for(event.reason)
            case _:
                continue
    if reply.answers and not reply.events:
        return refused_for(reply.answers[0].reason)
    return None


async def act(
    inside: Inside, subject: str, command: AnyCommand, personal: tuple[Personal, ...] = ()
) -> Act | Refusal:
    """Have a command taken, and tell what happened in the words of the events.

    What is `personal` is kept in the vault with it.
    """
    reply = await inside.runner.take(command, personal)
    refusal = refusal_in(reply)
    if refusal is not None:
        return refusal
    return Act(subject, [words_of(event) for event in reply.events])


def viewer(party: Party) -> viewers.Viewer:
    """Return as whom a party looks at the books."""
    return viewers.Viewer(party.id, viewers.Role(party.role.value))


def books(inside: Inside, node: Node) -> viewers.Books:
    """Return what views are read from, between two turns."""
    return viewers.Books(node.state, node.store, inside.chronicle)


def destination(party: Party) -> str:
    """Name the queue from which a party is told."""
    return "people" if party.role is Role.OPERATOR else f"{party.role.value}:{party.id}"
