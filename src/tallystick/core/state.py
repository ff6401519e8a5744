"""What a node knows: the whole state of the machine, as plain values.

Only `evolve` writes here. Everything can be encoded as it stands, so a snapshot
is the state and nothing else. Mappings keep the order in which things happened;
nothing depends on how a process orders its memory.
"""

import msgspec

from tallystick.core.agreements import Agreement, End
from tallystick.core.bulks import Bulk
from tallystick.core.events import HoldCause, SettlementLeg
from tallystick.core.grounds import GoodGuy, PolicyInForce, PolicyProposal
from tallystick.core.items import NO_ITEMS
from tallystick.core.ledger import Ledger, Posting
from tallystick.core.lifecycle import FINAL, PaymentState
from tallystick.core.orders import NOTHING, Decision, Order, Portion, Quote, Terms
from tallystick.core.questions import Asking, Question
from tallystick.core.rule_sets import UNTOLD, Accumulation, Broken, Facts, RuleSet, RulesProposal
from tallystick.core.rules import RULES
from tallystick.core.timers import Timers
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import ReleaseReason, Standing
from tallystick.terms.verdicts import Verdict

# Looked up once: on the road of every payment an attribute of an enum is dear.
_DEBTOR = Side.DEBTOR
CYCLES_RIPE = "cycles of "
RECALL_RIPE = "recall of "


def signature_key(operator_id: str, agreement_id: str) -> str:
    """Name the place of an operator's signatures under an agreement."""
    return f"{len(operator_id)}:{operator_id}/{agreement_id}"


class Usage(msgspec.Struct, array_like=True, gc=False):
    """What a participant has sent and received on one business date, in minor units."""

    business_date: str = ""
    sent: int = 0
    received: int = 0


class Participant(msgspec.Struct, array_like=True):
    """A bank; ours if `operator_id` is this node's operator."""

    participant_id: str
    operator_id: str
    daily_limit: int
    net_debit_limit: int
    is_suspended: bool = False
    usage: Usage = msgspec.field(default_factory=Usage)
    asking: Asking = msgspec.field(default_factory=Asking)


class Provider(msgspec.Struct, array_like=True):
    """An exchange provider, its standing rate, and what its open quotes may cost it."""

    provider_id: str
    exposure_limit: int
    exposure: int = 0
    rate: Rate | None = None
    published_at: int = 0
    tiers: tuple[tuple[int, int], ...] = ()
    improvements: dict[str, int] = {}


class Payment(msgspec.Struct, array_like=True, gc=False):
    """A payment on one of its two sides.

    `hold_cause` and `released_by` belong to a held payment; `is_promised` says
    that the creditor's bank will take it. `posted` is what was really posted on
    our own leg, in minor units, and what the tally line is made from. `waits` counts
    the reasons to tell that it is pending: that is told once, so nobody can count them.
    `returned` is what has gone back of it, `returned_by` the last return.
    `bulk_id` is the bulk of which it was an order, if any. `released_for` and
    `released_as` are the reason and the standing of whoever said first that it may go on.
    `requests` counts how often its bank was asked for information. `facts` are what the rules of
    currency control go by; by those of the digest `judged_by` its amount counts under `counted`,
    and is `reported` once it is settled. `broken` is the rule that it was refused for.
    """

    order: Order
    side: Side
    state: PaymentState
    terms: Terms | None
    version: int
    verdict: Verdict
    received_at: int
    business_date: str = ""
    deadline_at: int = 0
    hold_cause: HoldCause | None = None
    released_by: str = ""
    queued_on: str = ""
    presented_at: int = 0
    is_promised: bool = False
    is_reserved: bool = False
    decision: Decision | None = None
    reason: StatusReason | None = None
    cycle: int = 0
    posted: int = 0
    returned_by: str = ""
    returned: Portion = NOTHING
    waits: int = 0
    bulk_id: str = ""
    released_for: ReleaseReason | None = None
    released_as: Standing = Standing.STAFF
    is_escalated: bool = False
    requests: int = 0
    facts: Facts = UNTOLD
    counted: tuple[tuple[str, str], ...] = ()
    reported: tuple[str, ...] = ()
    judged_by: bytes = b""
    broken: Broken | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing more can happen to it but its return."""
        return self.state in FINAL

    @property
    def decided_elsewhere(self) -> bool:
        """Whether the other node decides it: our last decision point is behind it."""
        return self.side is _DEBTOR

    @property
    def own_amount(self) -> int:
        """What is debited or credited at our end, in minor units of our currency."""
        terms = self.known_terms
        return terms.debtor_amount if self.side is _DEBTOR else terms.creditor_amount

    @property
    def known_terms(self) -> Terms:
        """The terms of a payment that got as far as having them."""
        assert self.terms is not None, f"payment {self.order.payment_id} never had terms"
        return self.terms


class Returning(msgspec.Struct, array_like=True):
    """What goes back of a payment, as long as a return of it is in the state.

    `returned` has gone back for good; `reserved` is for the returns under way, by their ids;
    `ended` are the returns that are over and still in the state. `sent` and `came` are the
    payment's own amounts.
    """

    sent: int
    came: int
    returned: Portion
    reserved: dict[str, Portion] = {}
    ended: list[str] = []


class Declaration(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one operator declared of the direction it decides."""

    count: int
    debtor_total: int
    creditor_total: int
    root: bytes


class Settlement(msgspec.Struct, array_like=True):
    """One attempt to settle a cycle, leg by leg."""

    attempt: int
    legs: tuple[SettlementLeg, ...]
    started_at: int
    is_released: bool = False
    is_voided: bool = False
    proofs: dict[int, tuple[bytes, int]] = {}
    settled: tuple[int, ...] = ()


class Direction(msgspec.Struct, array_like=True):
    """The payments of a cycle that one node decides.

    `posted` is the sum of our own legs, taken from the postings; `other_leg` is
    the sum of the other node's, from the payments as sent or received.
    """

    payment_ids: list[str] = []
    posted: int = 0
    other_leg: int = 0
    declaration: Declaration | None = None


class Cycle(msgspec.Struct, array_like=True):
    """One cycle: `ours` is what this node decides, `theirs` what the other decides.

    `uncounted` are payments that ended without moving money; they leave the state
    with the cycle, and so do `assignments` that ended in it. `root` is the tally root
    of equal halves; `signed_root` and `their_root` are the roots that each has signed.
    `is_funded` says that a statement taken since the close agreed with our books.
    """

    number: int
    rate: Rate | None = None
    ours: Direction = msgspec.field(default_factory=Direction)
    theirs: Direction = msgspec.field(default_factory=Direction)
    uncounted: list[str] = []
    is_funded: bool = False
    is_unequal: bool = False
    root: bytes = b""
    signed_root: bytes = b""
    their_root: bytes = b""
    settlement: Settlement | None = None
    is_settled: bool = False
    assignments: list[str] = []


class Pact(msgspec.Struct, array_like=True):
    """An agreement at work: its versions, who signed what, its cycles.

    `own` is the index of our end, `currency` and `settlement_system` are our end's,
    `peer_id` is the other operator; no version may change them. `current` is the
    version in force, 0 for none, and `current_since` the cycle that opened under it first.
    `reserved` is what undecided payments with a reservation may yet add to what
    the other operator owes us. `frozen` payments and `parked` items wait for people.
    Our leg is screened by `policy`; without one everything is held.
    """

    agreement_id: str
    own: int
    operator_id: str
    peer_id: str
    currency: str
    settlement_system: str
    versions: dict[int, Agreement] = {}
    digests: dict[int, bytes] = {}
    signed_by_both: tuple[int, ...] = ()
    current: int = 0
    open_cycle: int = 1
    declared_there: int = 0
    last_settled: int = 0
    cycles: dict[int, Cycle] = {}
    next_rate: Rate | None = None
    reserved: int = 0
    participants: dict[str, Participant] = {}
    providers: dict[str, Provider] = {}
    frozen: dict[str, str] = {}
    parked: dict[str, str] = {}
    current_since: int = 0
    policy: PolicyInForce | None = None
    next_policy: PolicyProposal | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether no cycle may be compared or signed until people have resolved something."""
        return bool(self.frozen or self.parked)

    @property
    def agreement(self) -> Agreement:
        """The version in force for new payments."""
        return self.versions[self.current]

    @property
    def own_end(self) -> End:
        """Our end in that version."""
        return self.versions[self.current].ends[self.own]

    def agreement_of(self, number: int) -> Agreement:
        """Return the version under which a cycle is counted, compared and settled."""
        begun = [v for v in self.signed_by_both if self.versions[v].from_cycle <= number]
        return self.versions[begun[-1]]

    def has_begun(self, version: int) -> bool:
        """Whether both have signed this version and its first cycle is open or past."""
        both = version in self.signed_by_both
        return both and self.versions[version].from_cycle <= self.open_cycle

    def rate_of(self, number: int) -> Rate:
        """Return a cycle's rate; while it is not known yet, the last one before it."""
        while number > 0:
            cycle = self.cycles.get(number)
            if cycle is not None and cycle.rate is not None:
                return cycle.rate
            number -= 1
        rate = self.versions[self.signed_by_both[0]].opening_rate
        assert rate is not None, "a mutual agreement has an opening rate"
        return rate

    def cycle(self, number: int) -> Cycle:
        """Return a cycle, opened on first mention."""
        found = self.cycles.get(number)
        if found is None:
            found = self.cycles[number] = Cycle(number)
        return found


class PeerStream(msgspec.Struct, array_like=True):
    """How far the streams to and from the other node have come, and their chain hashes there.

    `head` is how long the other's journal once was, as it told us.
    """

    received: int = 0
    sent: int = 0
    received_chain: bytes = NO_ITEMS
    sent_chain: bytes = NO_ITEMS
    head: int = 0


class Defunding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Money held to be paid out at a settlement system."""

    settlement_system: str
    posting: Posting


class Resolution(msgspec.Struct, array_like=True):
    """Who has signed how a payment ends."""

    outcome: Decision
    cycle: int
    first_person: str = ""
    is_signed_here: bool = False
    is_signed_there: bool = False


def resolution_key(agreement_id: str, payment_id: str) -> str:
    """Name the place of a record of resolution."""
    return f"{agreement_id}/{payment_id}"


class State(msgspec.Struct):
    """The whole state of one operator's machine.

    `waiting` are the payments that are held or queued, so that nobody has to look for
    them among all payments. `recalled` are those whose recall waits for their decision, and
    `releasing` the bulks that still have orders to release, for the same reason. `openings`
    counts the bulks that were ever opened, `regroundings` how often a policy or the good-guy
    entries have changed. `rules` is by which rules a command is decided. `rule_set` is the
    operator's, of currency control; `accumulations` are what counts of each person under
    each rule of currency control, by period and then by rule and person.
    """

    operator_id: str
    at: int = 0
    bundle: bytes = b""
    bundle_valid_until: int = 0
    ledger: Ledger = msgspec.field(default_factory=Ledger)
    pacts: dict[str, Pact] = {}
    signed_there: dict[str, dict[int, bytes]] = {}
    quotes: dict[str, Quote] = {}
    payments: dict[str, Payment] = {}
    returns: dict[str, Returning] = {}
    waiting: dict[str, int] = {}
    queues: dict[str, list[tuple[int, int, str]]] = {}
    ripe: dict[str, int] = {}
    timers: Timers = msgspec.field(default_factory=Timers)
    peers: dict[str, PeerStream] = {}
    systems: dict[str, int] = {}
    early: dict[str, int] = {}
    differences: dict[str, int] = {}
    defundings: dict[str, Defunding] = {}
    defunded: dict[str, int] = {}
    resolutions: dict[str, Resolution] = {}
    cases: dict[str, str] = {}
    leaving: list[str] = []
    assignments: dict[str, Question] = {}
    recalled: dict[str, int] = {}
    assignments_leaving: list[str] = []
    bulks: dict[str, Bulk] = {}
    openings: int = 0
    releasing: dict[str, int] = {}
    good_guys: dict[str, GoodGuy] = {}
    regroundings: int = 0
    rules: int = RULES
    rule_set: RuleSet | None = None
    rules_digest: bytes = b""
    rules_proposed: RulesProposal | None = None
    accumulations: dict[str, dict[str, Accumulation]] = {}


def is_frozen(state: State, payment: Payment) -> bool:
    """Whether nothing may happen to the payment but a resolution."""
    pact = state.pacts.get(payment.order.agreement_id)
    return pact is not None and payment.order.payment_id in pact.frozen


def payment_of(state: State, agreement_id: str, payment_id: str) -> Payment | None:
    """Return a payment of this agreement; another agreement's is not its operators' concern."""
    payment = state.payments.get(payment_id)
    return payment if payment is not None and payment.order.agreement_id == agreement_id else None
