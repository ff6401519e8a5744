"""What leaves the node because of an event: told by outbox, at least once, numbered.

An effect names what is to be told and to whom; the text of a message is built
from the vault when it is sent.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from tallystick.core.assignments import AssignmentRecord, Outcome
from tallystick.core.items import Item
from tallystick.core.orders import ClosingRecord, Portion
from tallystick.core.rule_sets import Broken
from tallystick.terms.parties import Side
from tallystick.terms.reasons import GroupStatus, PaymentStatus, StatusReason


class Effect(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """One thing that leaves."""


class TellPeer(Effect, frozen=True):
    """Send an item to the other operator, as number `sequence` of our stream.

    `previous_chain` is the stream's chain hash before the item.
    """

    operator_id: str
    sequence: int
    item: Item
    previous_chain: bytes


class TellStatus(Effect, frozen=True):
    """Tell a participant how its payment stands (pacs.002).

    With `content`, it is about the message of that digest alone, which misuses the
    id of a payment; how that payment stands is another matter. `broken` is the rule of currency
    control of its own country for which it is refused: what is missing is the bank's to know.
    """

    participant_id: str
    payment_id: str
    status: PaymentStatus
    reason: StatusReason | None = None
    content: bytes = b""
    broken: Broken | None = None


class TellBulk(Effect, frozen=True):
    """Tell a participant how its bulk stands as a whole (pacs.002, group status).

    `opening` names what the vault keeps of the file's own header, and of the references of
    its `refused` transactions. Those are told with it, by number, each with its reason.
    """

    participant_id: str
    bulk_id: str
    opening: int
    status: GroupStatus
    reason: StatusReason | None = None
    refused: tuple[tuple[int, StatusReason], ...] = ()


class Present(Effect, frozen=True):
    """Ask the creditor's bank whether it will take the payment (pacs.008)."""

    participant_id: str
    payment_id: str


class SystemEventKind(StrEnum):
    """What happens at the link as such, and every bank of ours that it concerns is told."""

    CYCLE_CLOSED = "cycle closed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    VERSION_IN_FORCE = "version in force"


class TellSystemEvent(Effect, frozen=True):
    """Tell a participant what happens at the link (admi.004).

    `number` is that of the cycle that is closed, or of the version in force; 0 where
    there is none.
    """

    participant_id: str
    kind: SystemEventKind
    agreement_id: str
    number: int = 0


class TellProvider(Effect, frozen=True):
    """Tell an exchange provider that a payment on its quote succeeded or not."""

    provider_id: str
    payment_id: str
    quote_id: str
    status: PaymentStatus


class ReportPayment(Effect, frozen=True):
    """A line for the authorities: a settled payment that a rule of this set has reported.

    `amount` is what was debited or credited here, in minor units of `currency`, `person` the
    keyed digest of our side's customer. Names and documents are the vault's to tell.
    """

    rule_id: str
    digest: bytes
    payment_id: str
    side: Side
    business_date: str
    amount: int
    currency: str
    person: bytes
    country: str
    purposes: tuple[str, ...]
    codes: tuple[str, ...]


class Answer(Effect, frozen=True):
    """Answer whoever asked with a refusal that concerns no stored payment."""

    subject: str
    reason: StatusReason


class InstructionKind(StrEnum):
    """What a settlement system may be asked."""

    HOLD = "hold"
    RELEASE = "release"
    VOID = "void"
    PAY_OUT = "pay out"
    STATEMENT = "statement"
    QUERY = "query"


class Instruct(Effect, frozen=True):
    """Ask a settlement system; the reference makes a repetition harmless.

    `counterparty` is the other operator of a leg or the account of ours whose
    owner is paid out.
    """

    settlement_system: str
    kind: InstructionKind
    reference: str
    currency: str
    amount: int = 0
    counterparty: str = ""


class ScreenAgain(Effect, frozen=True):
    """Screen a payment against the active bundle and record the verdict."""

    payment_id: str


class CallPeople(Effect, frozen=True):
    """Call the operator's people: something needs a decision that no rule may take."""

    subject: str
    text: str


class Remember(Effect, frozen=True):
    """Keep a closing record for ever: its payment has left the state."""

    record: ClosingRecord


class Erase(Effect, frozen=True):
    """Forget the key of what the vault keeps under this name: nobody needs it any more."""

    name: str


class MarkReturned(Effect, frozen=True):
    """Note in a closing record what has gone back of its payment, with this last return."""

    payment_id: str
    returned_by: str
    returned: Portion


class PresentAssignment(Effect, frozen=True):
    """Give an assignment to the bank that is to answer it (camt.056, camt.110, acmt.023)."""

    participant_id: str
    assignment_id: str


class TellAnswer(Effect, frozen=True):
    """Tell a bank how its assignment was answered (camt.029, camt.111, acmt.024).

    PENDING: there is no answer yet; no outcome at all: the time ran out without one.
    """

    participant_id: str
    assignment_id: str
    outcome: Outcome | None
    reason: str


class RememberAssignment(Effect, frozen=True):
    """Keep an assignment's record for ever: it has left the state."""

    record: AssignmentRecord


AnyEffect: TypeAlias = (
    TellPeer
    | TellStatus
    | TellBulk
    | Present
    | TellSystemEvent
    | TellProvider
    | ReportPayment
    | Answer
    | Instruct
    | ScreenAgain
    | CallPeople
    | Remember
    | Erase
    | MarkReturned
    | PresentAssignment
    | TellAnswer
    | RememberAssignment
)
