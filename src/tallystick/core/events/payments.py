"""What can happen to a payment, on either side of the link."""

from tallystick.core.events.shared import Event, HoldCause
from tallystick.core.ledger import Posting
from tallystick.core.orders import ClosingRecord, Decision, Order, Portion, Terms
from tallystick.core.rule_sets import UNTOLD, Facts
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tallystick.terms.verdicts import Verdict


class PaymentReceived(Event, frozen=True):
    """An order came from a participant. Without terms it is refused in the same breath."""

    order: Order
    terms: Terms | None
    version: int
    verdict: Verdict
    facts: Facts = UNTOLD


class PaymentArrived(Event, frozen=True):
    """The other node forwarded a payment: it is for us to decide."""

    order: Order
    terms: Terms
    version: int
    verdict: Verdict
    facts: Facts = UNTOLD


class PaymentEvent(Event, frozen=True):
    """Something happened to one payment."""

    payment_id: str


class PaymentHeld(PaymentEvent, frozen=True):
    """The payment waits for people or for a new verdict until `deadline_at`."""

    cause: HoldCause
    deadline_at: int


class PaymentQueued(PaymentEvent, frozen=True):
    """The payment waits for room on this account until `deadline_at`."""

    account_id: str
    deadline_at: int


class PaymentReserved(PaymentEvent, frozen=True):
    """Our leg is reserved; it counts against the limits of this business date."""

    postings: tuple[Posting, ...]
    business_date: str


class ReturnReserved(PaymentEvent, frozen=True):
    """A part of the original payment is reserved for this return of it.

    `sent` and `came` are the original's amounts in minor units, `returned` is what had gone
    back of it until then.
    """

    original_id: str
    portion: Portion
    sent: int
    came: int
    returned: Portion


class PaymentForwarded(PaymentEvent, frozen=True):
    """The other node decides from here on; past `deadline_at` we ask to withdraw."""

    deadline_at: int


class PaymentPresented(PaymentEvent, frozen=True):
    """The creditor's bank is asked, and must answer by `deadline_at`."""

    deadline_at: int


class PaymentPromised(PaymentEvent, frozen=True):
    """The creditor's bank will take it, but the payment is held."""


class WithdrawalRequested(PaymentEvent, frozen=True):
    """We asked the decider to let the payment be withdrawn."""


class PaymentAccepted(PaymentEvent, frozen=True):
    """Final: the decider accepted it, and this cycle counts it."""

    cycle: int


class PaymentSettled(PaymentEvent, frozen=True):
    """Our leg is posted; the bank is told, and only now may it credit its customer."""


class PaymentRefused(PaymentEvent, frozen=True):
    """Refused here, before it was forwarded."""

    reason: StatusReason


class PaymentTimedOut(PaymentEvent, frozen=True):
    """Its time ran out here, before it was forwarded."""

    reason: StatusReason


class PaymentRejected(PaymentEvent, frozen=True):
    """Rejected by the decider."""

    reason: StatusReason


class PaymentWithdrawn(PaymentEvent, frozen=True):
    """Withdrawn: the decider let it go."""


class PaymentBlocked(PaymentEvent, frozen=True):
    """Frozen by law here: the money goes to the blocked account and stays there.

    On the creditor side this is a final decision and a cycle counts it; on the
    debtor side the cycle is 0.
    """

    cycle: int


class PaymentHeardBlocked(PaymentEvent, frozen=True):
    """The decider froze the money at its end: for us as final as an acceptance."""

    cycle: int


class VerdictRecorded(PaymentEvent, frozen=True):
    """The payment was screened again."""

    verdict: Verdict


class StatusRepeated(PaymentEvent, frozen=True):
    """The stored answer is given again."""

    participant_id: str
    status: PaymentStatus
    reason: StatusReason | None


class PendingHeard(PaymentEvent, frozen=True):
    """The decider says that the payment waits; we ask to withdraw it past `deadline_at`."""

    deadline_at: int


class WithdrawalAnswered(PaymentEvent, frozen=True):
    """Too late to withdraw: the decision is on its way already."""


class OrderRefused(Event, frozen=True):
    """An order cannot even be stored; its id is spoken for by another."""

    participant_id: str
    payment_id: str
    reason: StatusReason
    content: bytes


class PaymentFrozen(PaymentEvent, frozen=True):
    """Nothing more may happen to the payment, but by a resolution."""

    agreement_id: str
    text: str


class ForwardRepeated(PaymentEvent, frozen=True):
    """The other node forwarded the payment again; it is told again how it stands."""


class ForwardRefused(Event, frozen=True):
    """A forwarded payment cannot even be stored; its id is spoken for."""

    agreement_id: str
    payment_id: str
    reason: StatusReason


class QueueWaited(Event, frozen=True):
    """Nothing in the queue could move after all."""

    account_id: str


class PaymentsClosed(Event, frozen=True):
    """Payments of settled cycles have left the state; these records remain."""

    records: tuple[ClosingRecord, ...]


class ResolutionProposed(Event, frozen=True):
    """One of our people signs how a payment ends."""

    agreement_id: str
    payment_id: str
    outcome: Decision
    cycle: int
    person: str


class ResolutionConfirmed(Event, frozen=True):
    """A second of our people signs the same: this operator has signed."""

    agreement_id: str
    payment_id: str
    outcome: Decision
    cycle: int
    person: str


class ResolutionHeard(Event, frozen=True):
    """The other operator has signed how a payment ends."""

    agreement_id: str
    payment_id: str
    outcome: Decision
    cycle: int


class PaymentResolved(PaymentEvent, frozen=True):
    """Both operators have signed: the payment is free again and ends so."""

    agreement_id: str
