"""Everything that may be asked of the core, and by whom.

A command carries all that it needs: who speaks, what was checked, the verdict,
the identifiers. Its time stands beside it in the entry. Commands never name the
outcome; `decide` finds it.
"""

from typing import TypeAlias

from tallystick.core.agreements import Agreement
from tallystick.core.assignments import Assignment, AssignmentRecord, Outcome
from tallystick.core.command import Command
from tallystick.core.items import Item
from tallystick.core.notices import Notice
from tallystick.core.orders import ClosingRecord, Decision, Order, RefusedTransaction, StagedOrder
from tallystick.core.rule_commands import AdoptRules
from tallystick.core.rule_sets import UNTOLD, Facts
from tallystick.core.screening_commands import ScreeningCommand
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Verdict


class RegisterParticipant(Command, frozen=True):
    """Take up a bank that settles at `operator_id`'s end.

    The limits bind our own participants and are minor units of the end's
    currency; 0 means no limit. `daily_limit` bounds what it sends in one business
    day, `net_debit_limit` what it sends minus what it receives.
    """

    participant_id: str
    agreement_id: str
    operator_id: str
    daily_limit: int = 0
    net_debit_limit: int = 0


class SuspendParticipant(Command, frozen=True):
    """Stop a participant's new payments; what is under way goes on."""

    participant_id: str
    agreement_id: str
    person: str


class ReinstateParticipant(Command, frozen=True):
    """Let a suspended participant send and receive again."""

    participant_id: str
    agreement_id: str
    person: str


class RegisterProvider(Command, frozen=True):
    """Take up an exchange provider; `exposure_limit` bounds its open quotes, 0 for no bound.

    It is in minor units of the other end's currency, which the provider will pay out.
    """

    provider_id: str
    agreement_id: str
    exposure_limit: int = 0


class PublishRates(Command, frozen=True):
    """Set a provider's standing rate, from our end's currency to the other's.

    `tiers` are (least amount in our minor units, basis points), rising by amount;
    `improvements` are (participant, basis points). Both are added to the rate,
    not compounded.
    """

    provider_id: str
    agreement_id: str
    rate: Rate
    tiers: tuple[tuple[int, int], ...] = ()
    improvements: tuple[tuple[str, int], ...] = ()


class AdoptAgreement(Command, frozen=True):
    """Sign a version of an agreement for this operator; `digest` is of its text."""

    agreement: Agreement
    digest: bytes


class ActivateBundle(Command, frozen=True):
    """Screen with this list bundle from now on, until it is too old."""

    bundle: bytes
    valid_until: int


class RequestQuote(Command, frozen=True):
    """Ask for a firm offer; `amount` is what the debtor sends or the creditor receives.

    `fixed` says which, and so in whose currency's minor units the amount is.
    """

    quote_id: str
    agreement_id: str
    participant_id: str
    fixed: Side
    amount: int
    provider_id: str = ""


class SubmitPayment(Command, frozen=True):
    """Hand in a participant's order.

    `known` and `original` are closing records that the store held under the
    order's id and the id of the payment it returns, `recall` what it remembers of that
    payment's recall. `facts` are what its message tells for the rules of currency control.
    """

    order: Order
    verdict: Verdict
    known: ClosingRecord | None = None
    original: ClosingRecord | None = None
    recall: AssignmentRecord | None = None
    facts: Facts = UNTOLD


class OpenBulk(Command, frozen=True):
    """Begin to stage a participant's bulk; `content` is a keyed digest of the whole file.

    `bulk_id` follows from the participant and its message's identifier, so that the same
    file is known again, and another one under the same identifier too.
    """

    bulk_id: str
    agreement_id: str
    participant_id: str
    content: bytes


class StageOrders(Command, frozen=True):
    """Stage the next orders of an open bulk; `first` is the number of the first of them.

    Numbers are those of the transactions in the file, from 1 on, without a gap. The `refused`
    bear theirs, and the orders have the others, in turn.
    """

    bulk_id: str
    first: int
    orders: tuple[StagedOrder, ...]
    refused: tuple[RefusedTransaction, ...] = ()


class SealBulk(Command, frozen=True):
    """Say that a bulk is whole: so many orders, of this sum, from the file of this digest.

    `control_sum` is in minor units of `currency`.
    """

    bulk_id: str
    count: int
    control_sum: int
    currency: str
    content: bytes


class DropBulk(Command, frozen=True):
    """Refuse an open bulk as a whole; nothing of it was decided."""

    bulk_id: str
    reason: StatusReason


class ReleaseOrder(Command, frozen=True):
    """Take up the next order of a sealed bulk, as if it had come by itself.

    `known` and `original` are closing records as in `SubmitPayment`. With `reason` the order
    is refused unread: it has stopped the machine twice.
    """

    bulk_id: str
    number: int
    known: ClosingRecord | None = None
    original: ClosingRecord | None = None
    reason: StatusReason | None = None


class HearPeer(Command, frozen=True):
    """Take one item of the other operator's stream, by its number in that stream.

    Only a forwarded payment comes with a verdict and with the closing record of its own id.
    `head` is the other journal's last entry, its number and hash, as its operator signed
    it with this item: what it may never again be shorter than. `original` is the closing
    record of the payment that a return or an assignment is about, `assigned` what the store
    remembers of an assignment (for a return, of its original's recall), and `subject` our own
    keyed digest of the account of a verification; without it there is no message to present.
    `is_unread` says that the message of what is asked was missing, or said something else:
    nothing is presented. `facts` are what the message of a forwarded payment tells for the rules
    of currency control. `objection` says, in place of a verdict, what our law misses in it.
    """

    operator_id: str
    sequence: int
    item: Item
    verdict: Verdict | None = None
    known: ClosingRecord | None = None
    original: ClosingRecord | None = None
    head: tuple[int, bytes] = (0, b"")
    assigned: AssignmentRecord | None = None
    subject: bytes = b""
    is_unread: bool = False
    facts: Facts | None = None
    objection: StatusReason | None = None


class ParkItem(Command, frozen=True):
    """Set aside an item that stopped the machine twice; the stream goes on without it.

    `asks` is the assignment that the item asked, `answers` the one that it answered: either
    ends without an answer, since nobody here has read the item.
    """

    operator_id: str
    sequence: int
    digest: bytes
    agreement_id: str
    payment_id: str = ""
    asks: str = ""
    answers: str = ""


class AnswerPresentation(Command, frozen=True):
    """Take the creditor's bank's promise (no reason) or refusal of a presented payment."""

    payment_id: str
    participant_id: str
    reason: StatusReason | None = None
    known: ClosingRecord | None = None


class AskStatus(Command, frozen=True):
    """Ask again how a payment stands (pacs.028); the answer is given again."""

    payment_id: str
    participant_id: str
    known: ClosingRecord | None = None


class Assign(Command, frozen=True):
    """Ask another bank: for money back, how a payment was dealt with, whose an account is.

    `known` is what the store remembers of an assignment with this id, `original` the closing
    record of the payment that it is about.
    """

    assignment: Assignment
    known: AssignmentRecord | None = None
    original: ClosingRecord | None = None


class AnswerAssignment(Command, frozen=True):
    """Take the assignee's answer; `reason` is an ISO external code of it, or empty.

    `content` is the keyed digest of the whole answer.
    """

    assignment_id: str
    participant_id: str
    outcome: Outcome
    reason: str
    content: bytes
    known: AssignmentRecord | None = None


class RecordVerdict(Command, frozen=True):
    """Take the verdict of a payment that was screened again."""

    payment_id: str
    verdict: Verdict


class Proceed(Command, frozen=True):
    """Do the next thing that has become possible: send on a queued payment, compare a cycle."""


class PassTime(Command, frozen=True):
    """Let what is due at this instant happen."""


class EvictSettled(Command, frozen=True):
    """Let up to `count` payments and assignments of settled cycles leave the state."""

    count: int


class FixCycleRate(Command, frozen=True):
    """Fix the rate of the cycle that opens next; only the agreement's rate fixer may."""

    agreement_id: str
    rate: Rate


class CloseCycle(Command, frozen=True):
    """Close the direction that this node decides and open the next cycle."""

    agreement_id: str
    cycle: int


class RestartSettlement(Command, frozen=True):
    """Try again to settle a cycle whose last attempt was voided; only its decider may."""

    agreement_id: str
    cycle: int


class HearSettlementSystem(Command, frozen=True):
    """Take one notice of a settlement system, by its number in that system's stream."""

    settlement_system: str
    sequence: int
    notice: Notice


class RequestDefunding(Command, frozen=True):
    """Pay money out of an owner's account to it at the settlement system."""

    defunding_id: str
    settlement_system: str
    account_id: str
    amount: int


class CloseCase(Command, frozen=True):
    """Put a case away: a person has looked into it."""

    case_id: str
    person: str


class SignResolution(Command, frozen=True):
    """One person's signature under how a payment without a decider ends.

    Two people at each operator sign the same record. `outcome` is ACCEPTED with
    the cycle that counts it, or REJECTED with cycle 0.
    """

    agreement_id: str
    payment_id: str
    outcome: Decision
    cycle: int
    person: str


AnyCommand: TypeAlias = (
    RegisterParticipant
    | SuspendParticipant
    | ReinstateParticipant
    | RegisterProvider
    | PublishRates
    | AdoptAgreement
    | ActivateBundle
    | AdoptRules
    | RequestQuote
    | SubmitPayment
    | OpenBulk
    | StageOrders
    | SealBulk
    | DropBulk
    | ReleaseOrder
    | HearPeer
    | ParkItem
    | AnswerPresentation
    | AskStatus
    | Assign
    | AnswerAssignment
    | RecordVerdict
    | ScreeningCommand
    | Proceed
    | PassTime
    | EvictSettled
    | FixCycleRate
    | CloseCycle
    | RestartSettlement
    | HearSettlementSystem
    | RequestDefunding
    | CloseCase
    | SignResolution
)
