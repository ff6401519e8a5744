"""What stands behind the doors: a running node, and how it says no.

`Running` is the face of the runner that the doors look at.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from tallystick.admission.desk import Desk
from tallystick.core.commands import AnyCommand
from tallystick.node.engine import Personal, Reply
from tallystick.node.meters import Meters
from tallystick.node.node import Node
from tallystick.views.chronicle import Chronicle

Seen = TypeVar("Seen")


class Running(Protocol):
    """A node at work."""

    @property
    def desks(self) -> Mapping[str, Desk]:
        """The admission desk of each agreement."""

    @property
    def halted_because(self) -> str:
        """Why nothing can be decided at present; "" if it can."""

    @property
    def inbox_length(self) -> int:
        """How many inputs wait for the next turn."""

    async def take(self, command: AnyCommand, personal: tuple[Personal, ...] = ()) -> Reply:
        """Have a command taken; return what happened once it is durable.

        Raises:
            StoreError: nothing can be decided now, or nobody knows whether it was.
            LinkError: too much is waiting already; nothing was done.
        """

    async def read(self, question: Callable[[Node], Seen]) -> Seen:
        """Answer a question from what is durable; it may also note an acknowledgement.

        Raises:
            StoreError: the node is being opened again.
        """

    async def hear(self, raw: bytes) -> None:
        """Take an envelope of another node.

        Raises:
            RemoteMessageError: it is refused; nothing of it counts.
            StoreError: the node is being opened again.
        """

    async def wait_for(self, destination: str, after: int, seconds: float) -> None:
        """Return once more than `after` has been filed for a destination, or time is up."""

    def confirm_clock(self, person: str) -> bool:
        """Take one person's word that the clock is right; return whether decisions go on."""


class Inside(NamedTuple):
    """All that a call may use."""

    runner: Running
    chronicle: Chronicle
    meters: Meters


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


# Our own words, where ISO 20022 has none.
FORBIDDEN = "forbidden"
UNKNOWN = "unknown"
INVALID = "invalid"
UNSUPPORTED = "unsupported"
UNCLEAR = "unclear"
CURSOR_AHEAD = "cursor-ahead"
ENVELOPE_REFUSED = "envelope-refused"
