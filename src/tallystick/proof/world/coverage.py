"""What a run of worlds has reached: what was never reached is not proved."""

from collections import Counter
from collections.abc import Sequence

from tallystick.core import events
from tallystick.core.effects import AnyEffect, ReportPayment, SystemEventKind, TellSystemEvent
from tallystick.core.lifecycle import TABLE, PaymentState, Step, after
from tallystick.core.orders import NOTHING
from tallystick.core.state import State
from tallystick.proof.world.answers import QUESTIONS, questions_in
from tallystick.proof.world.exempt import EXEMPT, exempt_in, exempt_told
from tallystick.proof.world.files import MANNERS, REFUSALS, REPEATED
from tallystick.proof.world.ruled import REPORTED, RULED, rules_in
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

STEP_OF: dict[type, Step] = {
    events.PaymentHeld: Step.HOLD,
    events.PaymentQueued: Step.QUEUE,
    events.PaymentReserved: Step.RESERVE,
    events.PaymentForwarded: Step.FORWARD,
    events.PaymentPresented: Step.PRESENT,
    events.WithdrawalRequested: Step.ASK_WITHDRAWAL,
    events.PaymentAccepted: Step.ACCEPT,
    events.PaymentHeardBlocked: Step.ACCEPT,
    events.PaymentSettled: Step.SETTLE,
    events.PaymentRefused: Step.REFUSE,
    events.PaymentRejected: Step.REJECT,
    events.PaymentWithdrawn: Step.WITHDRAW,
    events.PaymentTimedOut: Step.TIME_OUT,
    events.PaymentBlocked: Step.BLOCK,
}
FAULTS = (
    "lost",
    "repeated",
    "delayed",
    "partition",
    "death before commit",
    "death after commit",
    "failed commit",
    "commit unheard",
    "full disk",
    "old backup",
    "old backup noticed",
    "clock moved",
    "poisoned item",
    "item parked",
    "suspension",
    "list changed",
    "hold refused",
    "pay-out refused",
    "one person tried",
    "one person tried rules",
    "version changed",
    "policy changed",
    "one person tried a policy",
    "two policies wanted",
    "one person tried a good guy",
    "no supervisor tried",
    *(name for _, name in MANNERS if name),
    REPEATED,
    *REFUSALS,
)
EVENTS = (
    events.BulkOpened,
    events.OrdersStaged,
    events.BulkSealed,
    events.BulkDropped,
    events.BulkRepeated,
    events.OrderReleased,
    events.PolicyProposed,
    events.PolicyActivated,
    events.ReleaseProposed,
    events.ReleaseConfirmed,
    events.ReleaseWithdrawn,
    events.HeldRefused,
    events.PaymentEscalated,
    events.HoldNoted,
    events.InformationRequested,
    events.InformationReceived,
    events.InformationLate,
    events.GoodGuyProposed,
    events.GoodGuyConfirmed,
    events.GoodGuyRevoked,
    events.GoodGuyExpired,
    events.RulesProposed,
    events.RulesAdopted,
)
REASONS = (
    StatusReason.CLEARING_TIMED_OUT,
    StatusReason.SETTLEMENT_ABORTED,
    StatusReason.CREDITOR_AGENT_TIMED_OUT,
    StatusReason.INCORRECT_ACCOUNT,
    StatusReason.CLOSED_ACCOUNT,
    StatusReason.TRANSACTION_FORBIDDEN,
    StatusReason.AGENT_SUSPENDED,
    StatusReason.ZERO_AMOUNT,
    StatusReason.NOT_ALLOWED_AMOUNT,
    StatusReason.NOT_ALLOWED_CURRENCY,
    StatusReason.INSUFFICIENT_FUNDS,
    StatusReason.DUPLICATION,
    StatusReason.WRONG_AMOUNT,
    StatusReason.AMOUNT_EXCEEDS_AGREED_LIMIT,
    StatusReason.CREDITOR_BANK_NOT_REGISTERED,
    StatusReason.REGULATORY_REASON,
    StatusReason.MISSING_DEBTOR_NAME_OR_ADDRESS,
    StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS,
    StatusReason.INVALID_NUMBER_OF_TRANSACTIONS,
    StatusReason.INVALID_CONTROL_SUM,
    StatusReason.DUPLICATE_MESSAGE_ID,
)


_BEGUN = (events.PaymentReceived, events.PaymentArrived)
# How much of a payment its returns have sent back, and which said that they follow a recall.
RETURNS = ("a part", "the rest", "all of it", "after its recall", "after no recall")


class Coverage:
    """Counts of what was reached."""

    def __init__(self) -> None:
        self.faults: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self.returns: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.questions: Counter[str] = Counter()
        self.system_events: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.exemptions: Counter[str] = Counter()

    def fault(self, name: str) -> None:
        """Count a fault that befell the world."""
        self.faults[name] += 1

    def happened(self, happened: Sequence[events.AnyEvent]) -> None:
        """Count events and the reasons that they give."""
        for event in happened:
            self.events[type(event).__name__] += 1
            reason = getattr(event, "reason", None)
            if isinstance(reason, StatusReason):
                self.reasons[reason.value] += 1
            if isinstance(event, events.ReturnReserved):
                self.returns[_how_much(event)] += 1
        for name in questions_in(happened):
            self.questions[name] += 1
        for name in rules_in(happened):
            self.rules[name] += 1
        self._follow_recall(happened)

    def _follow_recall(self, happened: Sequence[events.AnyEvent]) -> None:
        """Count a return that says that it follows a recall: one that was granted, or none."""
        for event in happened[:1]:
            if isinstance(event, _BEGUN) and event.order.reason == "FOCR":
                follows = any(isinstance(each, events.ReturnReserved) for each in happened)
                self.returns[RETURNS[3] if follows else RETURNS[4]] += 1

    def judged(self, state: State, happened: Sequence[events.AnyEvent]) -> None:
        """Count what became of exemptions; `state` is the node's right after the events."""
        self.exemptions.update(exempt_in(state, happened))

    def told(self, effects: Sequence[AnyEffect]) -> None:
        """Count what banks are told of the link, and what is screened again by a version."""
        self.exemptions.update(exempt_told(effects))
        for effect in effects:
            if isinstance(effect, TellSystemEvent):
                self.system_events[effect.kind.value] += 1
            elif isinstance(effect, ReportPayment):
                self.rules[REPORTED] += 1

    def follow(
        self,
        states: dict[str, tuple[Side, PaymentState]],
        happened: Sequence[events.AnyEvent],
    ) -> None:
        """Count each payment's steps from one state to the next; `states` is kept up to date."""
        for event in happened:
            if isinstance(event, events.PaymentReceived):
                states[event.order.payment_id] = (Side.DEBTOR, PaymentState.RECEIVED)
            elif isinstance(event, events.PaymentArrived):
                states[event.order.payment_id] = (Side.CREDITOR, PaymentState.ARRIVED)
            elif isinstance(event, events.PaymentEvent) and type(event) in STEP_OF:
                side, before = states[event.payment_id]
                now = after(side, before, STEP_OF[type(event)])
                states[event.payment_id] = (side, now)
                self.steps[f"{side}: {before} -> {now}"] += 1

    def add(self, other: "Coverage") -> None:
        """Add what another world reached."""
        self.faults += other.faults
        self.reasons += other.reasons
        self.steps += other.steps
        self.returns += other.returns
        self.events += other.events
        self.questions += other.questions
        self.system_events += other.system_events
        self.rules += other.rules
        self.exemptions += other.exemptions

    def rows(self) -> list[tuple[str, str, int]]:
        """Return everything that ought to be reached, with how often it was."""
        wanted = [("fault", name, self.faults[name]) for name in FAULTS]
        wanted += [("reason", reason.value, self.reasons[reason.value]) for reason in REASONS]
        wanted += [("return", name, self.returns[name]) for name in RETURNS]
        wanted += [("question", name, self.questions[name]) for name in QUESTIONS]
        wanted += [("rule", name, self.rules[name]) for name in RULED]
        wanted += [("exemption", name, self.exemptions[name]) for name in EXEMPT]
        kinds = [kind.value for kind in SystemEventKind]
        wanted += [("system event", name, self.system_events[name]) for name in kinds]
        wanted += [("event", kind.__name__, self.events[kind.__name__]) for kind in EVENTS]
        moves = sorted(
            {
                (str(side), str(start), str(end))
                for (side, start, step), end in TABLE.items()
                if step in STEP_OF.values()
            }
        )
        for side, start, end in moves:
            name = f"{side}: {start} -> {end}"
            wanted.append(("transition", name, self.steps[name]))
        return wanted

    def zeros(self) -> list[str]:
        """Return what was never reached."""
        return [f"{kind} {name}" for kind, name, count in self.rows() if not count]


def _how_much(event: events.ReturnReserved) -> str:
    if not event.returned.plus(event.portion).exhausts(event.sent, event.came):
        return RETURNS[0]
    return RETURNS[2] if event.returned == NOTHING else RETURNS[1]
