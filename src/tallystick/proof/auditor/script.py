"""What a script is: for one command, the events that must follow, one by one.

A script is read while it is acted: each event is written into the books before the
script is asked for the next, so a script reads the books as they stand then. Where
the core is free to choose, a script looks at what the core did next (`Acted`).
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from tallystick.core.events import AnyEvent, CaseKind, CaseOpened, CommandRefused
from tallystick.terms.reasons import StatusReason

Script: TypeAlias = Iterator[AnyEvent]


class Acted:
    """What the core did, to be looked at in its order."""

    def __init__(self, events: Sequence[AnyEvent]) -> None:
        self._events = list(events)
        self._taken = 0

    @property
    def following(self) -> AnyEvent | None:
        """The next event, None after the last."""
        return self._events[self._taken] if self._taken < len(self._events) else None

    def take(self) -> AnyEvent | None:
        """Return the next event and go on."""
        event = self.following
        self._taken += 1
        return event


def no(subject: str, reason: StatusReason = StatusReason.TRANSACTION_FORBIDDEN) -> CommandRefused:
    """Return the refusal of a command; its words are for people and are not compared."""
    return CommandRefused(subject, reason, "")


def case(case_id: str, kind: CaseKind) -> CaseOpened:
    """Return a case to be opened; its words are for people and are not compared."""
    return CaseOpened(case_id, kind, "")
