"""What is told that no view tells: of messages, of notices, of an act, of the node itself.

Instants are milliseconds since the start of 1970 in UTC, amounts minor units.
"""

import msgspec

from tallystick.links.participants import PresentedTerms
from tallystick.views.grounds import GoodGuyView, PolicyView, PolicyWaiting
from tallystick.views.positions import AccountView
from tallystick.views.reference import AgreementView, ParticipantView, ProviderView, ReasonView
from tallystick.views.review import CaseView, HeldView
from tallystick.views.rules import RuleSetView


class Told(msgspec.Struct, frozen=True):
    """What is told."""


class ReportTold(Told, frozen=True):
    """A message about an account: a camt.052, camt.053 or camt.054.

    `signature` is the node's detached JWS over the bytes of `content` in UTF-8, for whoever
    asked, of the instant at which it was written. `page` is one of `pages`.
    """

    message: str
    account_id: str
    content: str
    signature: str
    page: int = 1
    pages: int = 1


class StatementTold(ReportTold, frozen=True):
    """A page of an account's statement or report, and what it says of all its pages together.

    The statement is of the dates `from` to `to`; `opening` and what was credited less what was
    debited come to `closing`. `available` is told of a day that goes on, and null where the
    account may go below zero without bound, or the day is over.
    """

    from_on: str = msgspec.field(name="from", default="")
    to_on: str = msgspec.field(name="to", default="")
    opening: int = 0
    closing: int = 0
    credits: int = 0
    credited: int = 0
    debits: int = 0
    debited: int = 0
    available: int | None = None


class BookingsTold(Told, frozen=True):
    """What was booked to an account after a number: a camt.054, null if nothing was.

    `last` is the number to ask on from; `more` says whether there was more than is told.
    """

    account_id: str
    notification: ReportTold | None
    last: int
    more: bool


class MessageTaken(Told, frozen=True):
    """A message that was taken, and how its payment stands: a pacs.002 status and reason.

    A request for reports (camt.060) has no payment; the reports it asked for are `reports`.
    With `assignment_id` it is a recall, an enquiry or a verification that stands so, or what was
    answered to one: `pending`, `expired`, or the outcome in one word; the reason is then the ISO
    code of the answer.
    """

    message: str
    payment_id: str
    status: str
    reason: str | None
    reports: list[ReportTold] = []
    assignment_id: str = ""


class MessageTold(Told, frozen=True):
    """A message to a participant: a status, a presented payment, or what happens at the link.

    That is a pacs.002, a pacs.008 as its debtor's bank wrote it, or an admi.004, which is
    about no payment: its `payment_id` is empty, and its event code is CYCL (a cycle is closed
    and the next is open), SUSP or REIN (this participant is suspended, reinstated), or VERS
    (a version of the agreement is in force).

    With `assignment_id`, a question of another bank (camt.056, camt.110, acmt.023) or the answer
    to one of its own (camt.029, camt.111, acmt.024). `payment_id` is the payment concerned, "" if
    there is none.

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
    assignment_id: str = ""

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
    """How the node stands; `halted_because` is empty while it decides.

    `bundle` is the hash of the lists in force, valid until the instant beside it.
    `lists_because` says why the lists that the settings name are not in force, or clear
    nothing: payments are held, or screened by older lists. Else it is empty.
    """

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
    bundle: str
    bundle_valid_until: int
    lists_because: str


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


class RulesTold(Told, frozen=True):
    """The rules of currency control in force, and those that wait for people; null for none."""

    active: RuleSetView | None
    waiting: RuleSetView | None


class RegulatoryLine(Told, frozen=True):
    """A settled payment that a rule of the set with this digest reports.

    `amount` is what was debited or credited here; `person` is the keyed digest by which our
    customer's payments are counted. Purposes and codes are apart by blanks. Names are as the
    vault has them, empty once they are erased.
    """

    number: int
    rule_id: str
    rules_digest: str
    payment_id: str
    direction: str
    business_date: str
    amount: int
    currency: str
    person: str
    country: str
    purposes: str
    codes: str
    debtor: str
    creditor: str

    @property
    def weight(self) -> int:
        """About how many characters it has."""
        return 400 + len(self.debtor) + len(self.creditor)


class RegulatoryReports(Told, frozen=True):
    """Lines for the authorities, or the same as a CSV text; ask on from the number `last`."""

    lines: list[RegulatoryLine]
    last: int
    csv: str = ""


class HeldPayments(Told, frozen=True):
    """Payments that wait for people or for a new verdict."""

    held: list[HeldView]


class PolicyTold(Told, frozen=True):
    """An agreement's policy in force, and the one of the settings that waits for two people.

    Without a policy in force every payment is held.
    """

    agreement_id: str
    in_force: PolicyView | None
    waiting: PolicyWaiting | None


class Policies(Told, frozen=True):
    """The policies of this operator's legs."""

    policies: list[PolicyTold]


class GoodGuys(Told, frozen=True):
    """The good-guy entries."""

    good_guys: list[GoodGuyView]


class Cases(Told, frozen=True):
    """What people have to look into."""

    cases: list[CaseView]
