"""What can happen to the machine as a whole, and what every event is."""

from enum import StrEnum

import msgspec

from tallystick.terms.reasons import StatusReason


class HoldCause(StrEnum):
    """Why a payment is held. It is never told to a bank or the other node."""

    REVIEW = "review"
    SCREEN_AGAIN = "screen again"


class CaseKind(StrEnum):
    """What people have to look into."""

    LATE_HIT = "late hit"
    PARKED_ITEM = "parked item"
    UNEQUAL_CYCLE = "unequal cycle"
    PREFUNDING_DIFFERS = "prefunding differs"
    SETTLEMENT_SHORT = "settlement short"
    RESOLUTION_STALE = "resolution stale"
    UNKNOWN_OWNER = "unknown owner"
    AGREEMENT_DIFFERS = "agreement differs"
    PEER_BREACH = "peer breach"
    SYSTEM_BREACH = "settlement system breach"


class Event(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Something that happened."""


class CommandRefused(Event, frozen=True):
    """The command changes nothing; `subject` is what it was about."""

    subject: str
    reason: StatusReason
    text: str


class CaseOpened(Event, frozen=True):
    """People are called."""

    case_id: str
    kind: CaseKind
    text: str


class CaseClosed(Event, frozen=True):
    """A person has looked into a case."""

    case_id: str
    person: str


class TimePassed(Event, frozen=True):
    """All that was due up to this instant has happened."""

    due_at: int


class PeerHeard(Event, frozen=True):
    """An item of the other node's stream has been dealt with.

    `chain` is the stream's hash now, `head` the number of the last entry of the
    other's journal when it was sent.
    """

    operator_id: str
    sequence: int
    chain: bytes
    head: int


class ItemParked(Event, frozen=True):
    """An item was set aside; what it concerns is frozen until people resolve it."""

    operator_id: str
    sequence: int
    digest: bytes
    chain: bytes
    agreement_id: str
    payment_id: str


class SystemHeard(Event, frozen=True):
    """A settlement system's notice has been dealt with."""

    settlement_system: str
    sequence: int
