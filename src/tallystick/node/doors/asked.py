"""What may be asked: one structure a call, as it stands in a request.

Amounts are minor units of the currency beside them, or of the end's own where none is.
A party is never named here: who asks is known by its certificate.
"""

import datetime as dt
from typing import Annotated, Final, Literal

import msgspec

from tallystick.core.grounds import GOOD_GUY_LIFE_MAX_MS
from tallystick.core.orders import Decision
from tallystick.terms.instants import DAY_MS
from tallystick.terms.money import AMOUNT_MAX
from tallystick.terms.parties import Side
from tallystick.terms.reviews import (
    EscalationReason,
    RefusalReason,
    ReleaseReason,
    SecondThought,
    Subject,
)

LIMIT_MAX: Final = 1_000
NOTE_MAX: Final = 4_000
# Where the signature of a message stands, whoever carries it: beside the bytes, not in them.
SIGNATURE_HEADER: Final = "x-jws-signature"
# More than the settings allow counts as that; more than a day is a mistake.
WAIT_SECONDS_MAX: Final = 86_400

# No pattern ends with a bare $, which would let a line's end pass.
_UUID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?!\n)$"

Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}(?!\n)$")]
NameOrNone = Annotated[str, msgspec.Meta(pattern=r"^([A-Za-z0-9][A-Za-z0-9._:-]{0,63})?(?!\n)$")]
Uuid = Annotated[str, msgspec.Meta(pattern=_UUID)]
UuidOrNone = Annotated[str, msgspec.Meta(pattern=_UUID.replace("^", "^(").replace("(?!", ")?(?!"))]
AccountName = Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,200}(?!\n)$")]
AccountNameOrNone = Annotated[str, msgspec.Meta(pattern=r"^[!-~]{0,200}(?!\n)$")]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]
MessageName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.]{1,20}(?!\n)$")]
# As many pages as a message can number.
Page = Annotated[int, msgspec.Meta(ge=1, le=99_999)]
CaseName = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
RateText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,18}(\.[0-9]{1,18})?(?!\n)$")]
Amount = Annotated[int, msgspec.Meta(ge=1, le=AMOUNT_MAX)]
Limit = Annotated[int, msgspec.Meta(ge=0, le=AMOUNT_MAX)]
BasisPoints = Annotated[int, msgspec.Meta(ge=-9_999, le=10_000)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=WAIT_SECONDS_MAX)]
Note = Annotated[str, msgspec.Meta(max_length=NOTE_MAX)]
Rows = Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)]


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked; a field that is not known is an error."""


class Nothing(Asked, frozen=True):
    """A call that needs no words."""


class Message(Asked, frozen=True):
    """A bank's message, as its bytes came. `agreement` may be left out where there is one.

    `quote_id` binds a quote to a payment whose message has no place for it. `signature` is the
    bank's detached JWS over the bytes of the message: it may be missing where pilots are run.
    """

    content: bytes
    agreement: NameOrNone = ""
    quote_id: UuidOrNone = ""
    signature: str = ""


class BulkFile(Asked, frozen=True):
    """A bank's file of many credit transfers, as its bytes came; `content` is where they lie.

    `agreement` may be left out where there is one. `signature` is as of a message.
    """

    content: int
    agreement: NameOrNone = ""
    signature: str = ""


class BulkNamed(Asked, frozen=True):
    """A bulk by its id."""

    bulk_id: Name


class Envelope(Asked, frozen=True):
    """Another node's envelope."""

    content: bytes


class Cursor(Asked, frozen=True):
    """What is new in a queue after a number; all up to it has arrived, and is acknowledged.

    With `wait`, the answer comes as soon as there is something, or after so many seconds.
    """

    after: Number = 0
    wait: Seconds = 0
    limit: Rows = 100


class RulesNamed(Asked, frozen=True):
    """Rules of currency control by the SHA-256 of their text, in hex."""

    digest: Digest


class ReportsSought(Cursor, frozen=True):
    """Lines for the authorities after a number, as JSON or as one CSV text."""

    form: Literal["json", "csv"] = "json"


class StatementSought(Asked, frozen=True):
    """A page of the statement of an account for a date that is over, or from it up to another.

    `account` may be left out by whoever has one account; `message` is a version of camt.053.
    """

    date: dt.date
    until: dt.date | None = None
    account: AccountNameOrNone = ""
    message: MessageName = "camt.053"
    page: Page = 1


class ReportSought(Asked, frozen=True):
    """A page of what has been booked to an account today; `message` is a version of camt.052."""

    account: AccountNameOrNone = ""
    message: MessageName = "camt.052"
    page: Page = 1


class BookingsSought(Cursor, frozen=True):
    """What was booked to an account after a number; `message` is a version of camt.054.

    Nothing is taken away by being told: who asks again after an older number is told again.
    With `wait`, the answer comes as soon as there is something, or after so many seconds.
    """

    account: AccountNameOrNone = ""
    message: MessageName = "camt.054"


class QuoteRequest(Asked, frozen=True):
    """A firm offer, for what the debtor sends or the creditor receives, as `fixed` says."""

    quote_id: Uuid
    agreement: Name
    amount: Amount
    fixed: Side
    provider: NameOrNone = ""


class RateTier(Asked, frozen=True):
    """Basis points added from an amount on, in minor units of our end's currency."""

    from_amount: Limit = msgspec.field(name="from")
    basis_points: BasisPoints


class RateImprovement(Asked, frozen=True):
    """Basis points added for one participant."""

    participant: Name
    basis_points: BasisPoints


class StandingRate(Asked, frozen=True):
    """A provider's standing rate, from our end's currency to the other's."""

    agreement: Name
    rate: RateText
    tiers: Annotated[tuple[RateTier, ...], msgspec.Meta(max_length=32)] = ()
    improvements: Annotated[tuple[RateImprovement, ...], msgspec.Meta(max_length=1_000)] = ()


class PaymentsSought(Asked, frozen=True):
    """One's payments after a place in the list, in a state or in any."""

    state: Annotated[str, msgspec.Meta(max_length=20)] = ""
    after: Number = 0
    limit: Rows = 100


class PaymentNamed(Asked, frozen=True):
    """A payment by its id."""

    payment_id: Name


class Release(PaymentNamed, frozen=True):
    """A held payment may go on, and why; what else is to be said is kept in the vault."""

    reason: ReleaseReason
    note: Note = ""


class ReleaseWithdrawal(PaymentNamed, frozen=True):
    """A first word for a release counts for nothing any more, and why."""

    reason: SecondThought


class Refusing(PaymentNamed, frozen=True):
    """A held payment is refused, and why; its bank reads RR04 and no more."""

    reason: RefusalReason
    note: Note = ""


class Escalation(PaymentNamed, frozen=True):
    """A held payment needs a supervisor's word, and why."""

    reason: EscalationReason
    note: Note = ""


class HoldNote(PaymentNamed, frozen=True):
    """What a person found out about a held payment."""

    note: Annotated[str, msgspec.Meta(min_length=1, max_length=NOTE_MAX)]


class InformationSought(PaymentNamed, frozen=True):
    """What the bank of a held payment is asked for; `text` goes to it as it stands.

    `request` is the asker's own name of the request: the same again asks nothing again.
    `detail` may say in a code what exactly (ExternalInvestigationReasonSubType1Code).
    """

    request: Name
    subject: Subject
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    detail: Annotated[str, msgspec.Meta(pattern=r"^([A-Z0-9]{4})?(?!\n)$")] = ""


class DecisionsSought(Asked, frozen=True):
    """The verdicts on a payment."""

    payment: Name


class PolicyNamed(Asked, frozen=True):
    """The policy that the settings propose for our leg of an agreement, by its digest."""

    agreement: Name
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]


class GoodGuyProposal(PaymentNamed, frozen=True):
    """A party of a payment is not the listed entity that a field of it hit, for so many days.

    `path` is that of the field, `list` and `entity` are as the hit has them.
    """

    path: Annotated[str, msgspec.Meta(min_length=1, max_length=480)]
    list: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    entity: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    reason: ReleaseReason
    days: Annotated[int, msgspec.Meta(ge=1, le=GOOD_GUY_LIFE_MAX_MS // DAY_MS)]


class GoodGuyNamed(Asked, frozen=True):
    """A good-guy entry by its id."""

    good_guy_id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]


class CyclesSought(Asked, frozen=True):
    """An agreement's cycles after a number."""

    agreement: Name
    after: Number = 0
    limit: Rows = 100


class ParticipantTerms(Asked, frozen=True):
    """A participant to be taken up, or its limits anew; 0 is no limit."""

    participant: Name
    agreement: Name
    operator: Name
    daily_limit: Limit = 0
    net_debit_limit: Limit = 0


class ParticipantNamed(Asked, frozen=True):
    """A participant of an agreement."""

    participant: Name
    agreement: Name


class ProviderTerms(Asked, frozen=True):
    """A provider to be taken up, or its limit anew; 0 is no limit."""

    provider: Name
    agreement: Name
    exposure_limit: Limit = 0


class CaseNamed(Asked, frozen=True):
    """A case by its id."""

    case_id: CaseName


class CycleNamed(Asked, frozen=True):
    """A cycle of an agreement."""

    agreement: Name
    cycle: Annotated[int, msgspec.Meta(ge=1, le=2**31)]


class NextRate(Asked, frozen=True):
    """The rate of the cycle that opens next, between the agreement's ends in their order."""

    agreement: Name
    rate: RateText


class Defunding(Asked, frozen=True):
    """Money to be paid out of an account to its owner at a settlement system."""

    defunding_id: Name
    settlement_system: Name
    account_id: AccountName
    amount: Amount


class Resolution(Asked, frozen=True):
    """How a payment ends whose decider cannot say; `cycle` counts it, 0 if it was rejected."""

    agreement: Name
    payment_id: Name
    outcome: Literal["accepted", "rejected"]
    cycle: Annotated[int, msgspec.Meta(ge=0, le=2**31)] = 0

    @property
    def decision(self) -> Decision:
        """The outcome as the core has it."""
        return Decision(self.outcome)
