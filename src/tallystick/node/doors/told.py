"""What is told that no view tells: of messages, of notices, of an act, of the node itself.

Instants are milliseconds since the start of 1970 in UTC, amounts minor units.
"""

import msgspec

from tallystick.links.participants import PresentedTerms
from tallystick.views.positions import AccountView
from tallystick.views.reference import AgreementView, ParticipantView, ProviderView, ReasonView
from tallystick.views.review import CaseView, HeldView


class Told(msgspec.Struct, frozen=True):
    """What is told."""


class MessageTaken(Told, frozen=True):
    """A message that was taken, and how its payment stands: a pacs.002 status and reason."""

    message: str
    payment_id: str
    status: str
    reason: str | None


class MessageTold(Told, frozen=True):
    """A message to a participant: a pacs.002, or a pacs.008 as its debtor's bank wrote it.

    `payment_id` is the bulk's id where the status is of a bulk as a whole.

    `signature` is the node's detached JWS over the bytes of `content` in UTF-8, for the
    participant, of the instant of the entry that caused the message.
    """

    number: int
    message: str
    payment_id: str
    content: str
    signature: str
    terms: PresentedTerms | None = None

    @property
    def weight(self) -> int:
        """How many characters it has, about."""
        return len(self.content)


class Mailbox(Told, frozen=True):
    """The messages after a number; `last` is the number to ask on from."""

    messages: list[MessageTold]
    last: int


class NoticeTold(Told, frozen=True):
    """Something to be known: to a provider, how a payment on its quote ended; or a call to people.

    `subject` is a payment's id, or what people have to look into; a call has a `text`,
    a payment a `quote_id` and a `status`.
    """

    number: int
    subject: str
    text: str = ""
    quote_id: str = ""
    status: str = ""

    @property
    def weight(self) -> int:
        """How many characters it has, about."""
        return len(self.text)


class Notices(Told, frozen=True):
    """The notices after a number; `last` is the number to ask on from."""

    notices: list[NoticeTold]
    last: int


class Act(Told, frozen=True):
    """What happened because of an act, in the events' own words; empty if nothing changed."""

    subject: str
    happened: list[str]


class PeerTold(Told, frozen=True):
    """How far the streams to and from another node have come, and what it said of itself.

    `head` is the length of its journal at least, `at` its clock when it last wrote (0:
    not since our start).
    """

    operator_id: str
    received: int
    sent: int
    acknowledged: int
    head: int
    at: int


class Status(Told, frozen=True):
    """How the node stands; `halted_because` is empty while it decides."""

    operator_id: str
    head: int
    head_hash: str
    at: int
    may_decide: bool
    halted_because: str
    inbox: int
    payments: int
    held: int
    cases: int
    peers: list[PeerTold]


class ClockConfirmed(Told, frozen=True):
    """Whether decisions go on: it takes a second person if they do not."""

    decisions_go_on: bool
    halted_because: str


class Agreements(Told, frozen=True):
    """The agreements of this node."""

    agreements: list[AgreementView]


class Participants(Told, frozen=True):
    """The participants of this node's agreements, at both ends."""

    participants: list[ParticipantView]


class Providers(Told, frozen=True):
    """The exchange providers of this node's agreements."""

    providers: list[ProviderView]


class Reasons(Told, frozen=True):
    """Every reason for a status."""

    reasons: list[ReasonView]


class Positions(Told, frozen=True):
    """Accounts as they stand."""

    accounts: list[AccountView]


class HeldPayments(Told, frozen=True):
    """Payments that wait for people or for a new verdict."""

    held: list[HeldView]


class Cases(Told, frozen=True):
    """What people have to look into."""

    cases: list[CaseView]
