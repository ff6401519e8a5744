"""What people may ask about screening: policies, held payments, good-guy entries.

A person's free words come beside a command and go to the vault; the command has a
reason of a closed set. A reason is missing only in what was written before there were any.
"""

from typing import TypeAlias

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.command import Command
from tallystick.terms.reviews import (
    EscalationReason,
    RefusalReason,
    ReleaseReason,
    SecondThought,
    Standing,
    Subject,
)


class ConfirmPolicy(Command, frozen=True):
    """Confirm the policy by which our leg of an agreement is screened; it takes two people.

    `digest` is of the policy's text, `version` its number: the one after that in force.
    """

    agreement_id: str
    digest: bytes
    version: int
    person: str


class ReleaseHeld(Command, frozen=True):
    """Let a held payment go on; it takes two different people.

    `standing` is the person's, as the node knows it.
    """

    payment_id: str
    person: str
    reason: ReleaseReason | None = None
    standing: Standing = Standing.STAFF


class WithdrawRelease(Command, frozen=True):
    """Take a first word for a release back, or turn another person's down."""

    payment_id: str
    person: str
    reason: SecondThought


class RefuseHeld(Command, frozen=True):
    """Refuse a held payment."""

    payment_id: str
    person: str
    reason: RefusalReason | None = None


class EscalateHeld(Command, frozen=True):
    """Have a held payment released only with a supervisor's word from now on."""

    payment_id: str
    person: str
    reason: EscalationReason


class NoteHeld(Command, frozen=True):
    """Write down what a person has found out about a held payment; the words are in the vault."""

    payment_id: str
    person: str


class RequestInformation(Command, frozen=True):
    """Ask the bank that sent a payment held for review for what people need to decide.

    `request_id` is `information:` and 32 hexadecimal digits, `content` the keyed digest of the
    letter, which is in the vault; `known` is the record of a request of that id that has left
    the state.
    """

    payment_id: str
    request_id: str
    person: str
    subject: Subject
    content: bytes
    known: AssignmentRecord | None = None


class ProposeGoodGuy(Command, frozen=True):
    """Say that a party is not the listed entity: its hits are to be set aside until `expires_at`.

    `party` is the keyed digest of the party's fingerprint, `content` the SHA-256 of what the
    list says of the entity, `seen_in` the payment in which people found it.
    """

    party: bytes
    list_name: str
    entity_id: str
    content: bytes
    reason: ReleaseReason
    expires_at: int
    person: str
    seen_in: str = ""


class ConfirmGoodGuy(Command, frozen=True):
    """Confirm a good-guy entry, as the second person."""

    good_guy_id: str
    person: str


class RevokeGoodGuy(Command, frozen=True):
    """End a good-guy entry; one person is enough."""

    good_guy_id: str
    person: str


ScreeningCommand: TypeAlias = (
    ConfirmPolicy
    | ReleaseHeld
    | WithdrawRelease
    | RefuseHeld
    | EscalateHeld
    | NoteHeld
    | RequestInformation
    | ProposeGoodGuy
    | ConfirmGoodGuy
    | RevokeGoodGuy
)
