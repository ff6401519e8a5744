"""The auditor's books: one sheet per payment, one page per agreement, one line per account.

Nothing here is added up. Every figure is worked out anew from what is written down
(`figures`), so that a figure cannot drift from what it stands for. Nothing is ever
thrown away either: a payment that left the core's state stays on its sheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from tallystick.core.agreements import Agreement, End
from tallystick.core.assignments import Assignment, Outcome
from tallystick.core.events import HoldCause, SettlementLeg
from tallystick.core.items import NO_ITEMS
from tallystick.core.ledger import Posting
from tallystick.core.orders import Decision, Order, Portion, Quote, Terms
from tallystick.core.rule_sets import UNTOLD, Broken, Facts, RuleSet, RulesProposal
from tallystick.proof.auditor.breach import AuditError
from tallystick.proof.auditor.files import File
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import Standing
from tallystick.terms.verdicts import Verdict


class Stage(StrEnum):
    """How far a payment has come here; the final ones bear the words of a closing record."""

    NEW = "new"
    HELD = "held"
    QUEUED = "queued"
    RESERVED = "reserved"
    WITH_PEER = "with the peer"
    WITH_BANK = "with the bank"
    ASKED_BACK = "asked back"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    RETURNED = "returned"
    REFUSED = "refused"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TIMED_OUT = "timed out"
    BLOCKED = "blocked"


WAITING = (Stage.HELD, Stage.QUEUED)
OUT_OF_HAND = (Stage.WITH_PEER, Stage.ASKED_BACK)
FAILED = (Stage.REFUSED, Stage.REJECTED, Stage.WITHDRAWN, Stage.TIMED_OUT)
DONE = (Stage.SETTLED, Stage.RETURNED, Stage.BLOCKED, *FAILED)


@dataclass
class Sheet:
    """All that was ever written down of one payment on this side.

    `reserved` is what is set aside for it now, `posted` what was moved for it.
    `cycle` counts it (0: none does); `leaves_with` is the cycle after whose settlement it
    may leave the core's state, 0 for at once. `waits` counts what could have been told as
    pending: it is told once, so that nobody can count the reasons. `is_resolved` says that
    people signed how it ends. `facts` are what the rules go by; it is `counted` and `reported` by
    the rules of `judged_by`, or has `broken` one. `returns` are the returns of it that were let
    pass, `part` what a return is of its original.
    """

    order: Order
    side: Side
    terms: Terms | None
    version: int
    verdict: Verdict
    opened_at: int
    stage: Stage = Stage.NEW
    due_at: int = 0
    held_for: HoldCause | None = None
    first_person: str = ""
    first_standing: Standing = Standing.STAFF
    needs_supervisor: bool = False
    waits_on: str = ""
    presented_at: int = 0
    waits: int = 0
    is_promised: bool = False
    reserved: tuple[Posting, ...] = ()
    reserved_on: str = ""
    posted: tuple[Posting, ...] = ()
    decision: Decision | None = None
    reason: StatusReason | None = None
    cycle: int = 0
    leaves_with: int = 0
    returned_by: str = ""
    returns: list["Sheet"] = field(default_factory=list)
    part: Portion | None = None
    is_resolved: bool = False
    is_gone: bool = False
    facts: Facts = UNTOLD
    counted: tuple[tuple[str, str], ...] = ()
    reported: tuple[str, ...] = ()
    judged_by: bytes = b""
    broken: Broken | None = None

    @property
    def payment_id(self) -> str:
        """The payment's id."""
        return self.order.payment_id

    @property
    def is_done(self) -> bool:
        """Whether nothing but a return can follow."""
        return self.stage in DONE

    @property
    def agreed(self) -> Terms:
        """The terms; only a payment that has them gets so far as to be asked."""
        if self.terms is None:
            raise AuditError(f"Payment {self.payment_id} goes on without terms.")
        return self.terms

    @property
    def place(self) -> tuple[int, int, str]:
        """Its place in a queue: the urgent first, then the older."""
        return int(self.order.priority), self.opened_at, self.payment_id


@dataclass
class Slip:
    """All that was ever written down of what one bank asked another, on this side.

    `is_put` says that it went to whoever is to answer, `put_on` on which business date,
    `due_at` when we let it expire (0: we do not). `leaves_with` is the cycle after whose
    settlement it may leave the core's state.
    """

    asked: Assignment
    side: Side
    is_put: bool = False
    put_on: str = ""
    due_at: int = 0
    said_pending: bool = False
    answer: bytes = b""
    outcome: Outcome | None = None
    reason: str = ""
    is_expired: bool = False
    leaves_with: int = 0
    is_gone: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing can follow."""
        return self.is_expired or self.outcome is not None


@dataclass
class Account:
    """One account: `has_floor` says that its owner may not overdraw it."""

    currency: str
    has_floor: bool
    balance: int = 0


@dataclass
class Member:
    """A bank that takes part, with the limits of what it may send."""

    operator_id: str
    daily_limit: int
    net_debit_limit: int
    is_suspended: bool = False


@dataclass
class House:
    """Who quotes exchange rates, and how."""

    exposure_limit: int
    rate: Rate | None = None
    published_at: int = 0
    tiers: tuple[tuple[int, int], ...] = ()
    improvements: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Sums:
    """What one operator declares of the direction it decides."""

    count: int
    debtor_total: int
    creditor_total: int
    root: bytes


@dataclass
class Attempt:
    """One attempt to settle a cycle; `proofs` says until when each leg is held."""

    number: int
    legs: tuple[SettlementLeg, ...]
    started_at: int
    asked_at: int
    is_released: bool = False
    is_voided: bool = False
    proofs: dict[int, int] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)


@dataclass
class Round:
    """One cycle, from its rate to its settlement."""

    number: int
    rate: Rate | None = None
    declared_here: Sums | None = None
    declared_there: Sums | None = None
    is_stated: bool = False
    is_unequal: bool = False
    root: bytes = b""
    signed_here: bytes = b""
    signed_there: bytes = b""
    attempt: Attempt | None = None
    is_settled: bool = False


@dataclass
class Link:
    """An agreement at work, as this operator sees it.

    `current` is the version that binds new payments, 0 for none: it changes when a cycle
    opens, never in its middle. `opened_under` says under which one each cycle opened.
    `parked` are items that were set aside and name no payment. `policies` are the digests of
    those that were in force, the last one is; `word_for` is which one a first person wants next.
    """

    agreement_id: str
    own: int
    texts: dict[int, Agreement] = field(default_factory=dict)
    signed_here: dict[int, bytes] = field(default_factory=dict)
    current: int = 0
    open_round: int = 1
    opened_under: dict[int, int] = field(default_factory=dict)
    heard_round: int = 0
    rounds: dict[int, Round] = field(default_factory=dict)
    rate_ahead: Rate | None = None
    members: dict[str, Member] = field(default_factory=dict)
    houses: dict[str, House] = field(default_factory=dict)
    frozen: set[str] = field(default_factory=set)
    parked: set[str] = field(default_factory=set)
    policies: list[bytes] = field(default_factory=list)
    word_for: tuple[bytes, str] | None = None

    @property
    def first_text(self) -> Agreement:
        """Any version: the ends' operators, currencies and systems never change."""
        return next(iter(self.texts.values()))

    @property
    def here(self) -> End:
        """Our end."""
        return self.first_text.ends[self.own]

    @property
    def there(self) -> End:
        """The other operator's end."""
        return self.first_text.ends[1 - self.own]

    @property
    def is_stopped(self) -> bool:
        """Whether people have to resolve something before a cycle can go on."""
        return bool(self.frozen or self.parked)

    def round(self, number: int) -> Round:
        """Return a cycle's page, begun on first mention."""
        return self.rounds.setdefault(number, Round(number))


@dataclass
class Spared:
    """A party that two people hold apart from a listed entity; until both have said so, one."""

    expires_at: int
    people: list[str]


@dataclass
class Signatures:
    """Who has signed how a payment ends."""

    outcome: Decision
    cycle: int
    first_person: str = ""
    is_signed_here: bool = False
    is_signed_there: bool = False


@dataclass
class PayOut:
    """Money on its way out at a settlement system."""

    settlement_system: str
    posting: Posting
    is_done: bool = False


@dataclass
class Stream:
    """How far one stream between two nodes has come: its last number, and its chain hash there."""

    number: int = 0
    chain: bytes = NO_ITEMS

    def go_on(self, digest: bytes) -> None:
        """Take the next item's digest in."""
        self.number += 1
        self.chain = sha256(self.chain + digest).digest()


@dataclass
class Books:
    """Everything one operator's auditor has written down."""

    operator_id: str
    at: int = 0
    bundle: bytes = b""
    bundle_valid_until: int = 0
    accounts: dict[str, Account] = field(default_factory=dict)
    holds: dict[str, tuple[Posting, ...]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    signed_there: dict[tuple[str, str], dict[int, bytes]] = field(default_factory=dict)
    offers: dict[str, Quote] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    slips: dict[str, Slip] = field(default_factory=dict)
    pay_outs: dict[str, PayOut] = field(default_factory=dict)
    signatures: dict[tuple[str, str], Signatures] = field(default_factory=dict)
    differences: dict[tuple[str, str], int] = field(default_factory=dict)
    early: dict[str, int] = field(default_factory=dict)
    cases: set[str] = field(default_factory=set)
    received: dict[str, Stream] = field(default_factory=dict)
    sent: dict[str, Stream] = field(default_factory=dict)
    noticed: dict[str, int] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    openings: int = 0
    spared: dict[str, Spared] = field(default_factory=dict)
    rule_set: RuleSet | None = None
    rules_digest: bytes = b""
    rules_proposed: RulesProposal | None = None
    periods: set[str] = field(default_factory=set)

    def open_account(self, account_id: str, currency: str, *, has_floor: bool) -> None:
        """Open an account; an open one stays as it is."""
        self.accounts.setdefault(account_id, Account(currency, has_floor))

    def move(self, postings: tuple[Posting, ...]) -> None:
        """Write movements down, each on both of its accounts."""
        for posting in postings:
            debit, credit = self.accounts[posting.debit], self.accounts[posting.credit]
            if posting.amount <= 0 or debit.currency != credit.currency:
                raise AuditError(f"A posting moves a positive amount of one currency: {posting}.")
            debit.balance -= posting.amount
            credit.balance += posting.amount

    def set_aside(self, hold_id: str, postings: tuple[Posting, ...]) -> None:
        """Write down what is held under an id that holds nothing yet."""
        if hold_id in self.holds:
            raise AuditError(f"What {hold_id} holds is held twice.")
        self.holds[hold_id] = postings

    def set_free(self, hold_id: str) -> tuple[Posting, ...]:
        """Strike a hold out, once, and return what it held."""
        if hold_id not in self.holds:
            raise AuditError(f"What {hold_id} held was released or posted already.")
        return self.holds.pop(hold_id)

    def link_of(self, sheet: Sheet) -> Link:
        """Return the agreement of a payment that is under one."""
        return self.links[sheet.order.agreement_id]

    def in_state(self, payment_id: str) -> Sheet | None:
        """Return a payment's sheet while the core still has the payment in its state."""
        sheet = self.sheets.get(payment_id)
        return None if sheet is None or sheet.is_gone else sheet

    def under(self, agreement_id: str, payment_id: str) -> Sheet | None:
        """Return a payment in the state, if it is of this agreement; others' are none of it."""
        sheet = self.in_state(payment_id)
        return sheet if sheet is not None and sheet.order.agreement_id == agreement_id else None

    def sheets_under(self, link: Link, side: Side) -> Iterator[Sheet]:
        """Go through the payments of one side of one agreement, in the order they came."""
        for sheet in self.sheets.values():
            if sheet.side is side and sheet.order.agreement_id == link.agreement_id:
                yield sheet
