"""What one operator's node tells the other: numbered, once each, in order.

Items carry no personal data. A forwarded payment's message travels beside its
item, unchanged, and the receiver validates and screens it itself.
"""

from hashlib import sha256
from typing import TypeAlias

import msgspec

from tallystick.core.assignments import Assignment, Outcome
from tallystick.core.orders import Decision, Order, Terms
from tallystick.terms.money import Rate
from tallystick.terms.reasons import StatusReason


class PeerItem(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """One thing told to the other node."""

    agreement_id: str


class AgreementSigned(PeerItem, frozen=True):
    """We sign this version; its text has this digest."""

    version: int
    digest: bytes


class Forwarded(PeerItem, frozen=True):
    """Decide this payment; its money is reserved here under this version's terms."""

    version: int
    order: Order
    terms: Terms


class WithdrawalAsked(PeerItem, frozen=True):
    """We would rather withdraw this payment; say how it stands."""

    payment_id: str


class StillPending(PeerItem, frozen=True):
    """The payment waits here; why is not told."""

    payment_id: str


class Decided(PeerItem, frozen=True):
    """The payment is decided, for good. `cycle` counts it; 0 when no money moves."""

    payment_id: str
    decision: Decision
    cycle: int = 0
    reason: StatusReason | None = None


class Declared(PeerItem, frozen=True):
    """All that we decided in this cycle: count, totals of both legs, root of the tally lines.

    `next_rate` is the rate of the cycle after, told by the rate fixer only.
    """

    cycle: int
    count: int
    debtor_total: int
    creditor_total: int
    root: bytes
    next_rate: Rate | None = None


class RootSigned(PeerItem, frozen=True):
    """Our halves of this cycle match; this is the tally root that we sign."""

    cycle: int
    root: bytes


class LinesShown(PeerItem, frozen=True):
    """The halves of this cycle do not match; these are our tally lines, to find where."""

    cycle: int
    lines: tuple[bytes, ...]


class LegHeld(PeerItem, frozen=True):
    """The settlement system holds our leg of this attempt, by this proof, until then."""

    cycle: int
    attempt: int
    leg: int
    proof: bytes
    valid_until: int


class LegFailed(PeerItem, frozen=True):
    """Our leg of this attempt is not to be had."""

    cycle: int
    attempt: int
    leg: int


class ReleaseDecided(PeerItem, frozen=True):
    """Every leg of this attempt is held: release; nobody voids from here on."""

    cycle: int
    attempt: int


class VoidDecided(PeerItem, frozen=True):
    """This attempt ends without settlement: void what is held."""

    cycle: int
    attempt: int


class AttemptStarted(PeerItem, frozen=True):
    """A new attempt to settle this cycle begins."""

    cycle: int
    attempt: int


class ResolutionSigned(PeerItem, frozen=True):
    """Two people here sign that the payment ends so."""

    payment_id: str
    outcome: Decision
    cycle: int


class Assigned(PeerItem, frozen=True):
    """A bank here asks one of yours; its `subject` stays here."""

    assignment: Assignment


class AssignmentAnswered(PeerItem, frozen=True):
    """The answer to what you asked; no outcome: the time ran out without one."""

    assignment_id: str
    outcome: Outcome | None
    reason: str
    content: bytes


Item: TypeAlias = (
    AgreementSigned
    | Forwarded
    | WithdrawalAsked
    | StillPending
    | Decided
    | Declared
    | RootSigned
    | LinesShown
    | LegHeld
    | LegFailed
    | ReleaseDecided
    | VoidDecided
    | AttemptStarted
    | ResolutionSigned
    | Assigned
    | AssignmentAnswered
)


NO_ITEMS = sha256(b"tallystick.stream.1").digest()
_ENCODER = msgspec.msgpack.Encoder()


def item_digest(item: Item) -> bytes:
    """Return the digest of an item's canonical bytes."""
    return sha256(_ENCODER.encode(item)).digest()


def chain_on(chain: bytes, digest: bytes) -> bytes:
    """Return the hash of a stream after its next item; a stream begins with `NO_ITEMS`."""
    return sha256(chain + digest).digest()
