"""What can happen to policies, to good-guy entries, and to a payment that is held."""

from tallystick.core.assignments import Assignment, Outcome
from tallystick.core.events.assignments import AssignmentEvent
from tallystick.core.events.payments import PaymentEvent
from tallystick.core.events.shared import Event
from tallystick.core.grounds import GoodGuy
from tallystick.terms.reviews import (
    EscalationReason,
    RefusalReason,
    ReleaseReason,
    SecondThought,
    Standing,
    Subject,
)


class PolicyProposed(Event, frozen=True):
    """The first of two people confirms a policy of our leg; any other proposal is over."""

    agreement_id: str
    digest: bytes
    version: int
    person: str


class PolicyActivated(Event, frozen=True):
    """The second of two people confirms it: verdicts must be found by it from now on."""

    agreement_id: str
    digest: bytes
    version: int
    first_person: str
    second_person: str


class ReleaseProposed(PaymentEvent, frozen=True):
    """The first of two people lets the held payment go on."""

    person: str
    reason: ReleaseReason | None = None
    standing: Standing = Standing.STAFF


class ReleaseConfirmed(PaymentEvent, frozen=True):
    """The second of two people lets it go on: it counts as clear by its grounds."""

    person: str
    reason: ReleaseReason | None = None
    standing: Standing = Standing.STAFF


class ReleaseWithdrawn(PaymentEvent, frozen=True):
    """The first person's word is taken back by its maker, or turned down by another person."""

    person: str
    reason: SecondThought


class HeldRefused(PaymentEvent, frozen=True):
    """A person refuses the held payment; only the operator reads who and why."""

    person: str
    reason: RefusalReason | None


class PaymentEscalated(PaymentEvent, frozen=True):
    """From now on one of the two who release it must be a supervisor."""

    person: str
    reason: EscalationReason


class HoldNoted(PaymentEvent, frozen=True):
    """A person wrote something down about the held payment; the words are in the vault."""

    person: str


class InformationRequested(Event, frozen=True):
    """A person asks the bank that sent a held payment for more; the letter is in the vault."""

    assignment: Assignment
    person: str
    subject: Subject


class InformationReceived(AssignmentEvent, frozen=True):
    """The bank has answered a request for information in time; nothing is decided by it."""

    payment_id: str
    outcome: Outcome
    reason: str
    content: bytes


class InformationLate(AssignmentEvent, frozen=True):
    """It has answered after the end, or once more: the answer is kept and changes nothing."""

    payment_id: str
    content: bytes


class GoodGuyProposed(Event, frozen=True):
    """The first of two people says that a party is not the listed entity."""

    entry: GoodGuy


class GoodGuyConfirmed(Event, frozen=True):
    """The second of two people says so too: hits are set aside from now on."""

    good_guy_id: str
    person: str


class GoodGuyRevoked(Event, frozen=True):
    """A person has ended the entry."""

    good_guy_id: str
    person: str


class GoodGuyExpired(Event, frozen=True):
    """The entry's time has run out."""

    good_guy_id: str
