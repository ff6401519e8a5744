"""The one table of what can be asked: of whom it is taken, in what words, what comes back.

`Doors.ask` is the only way in. Whoever has not the role is refused before anything is
read; that a party sees and does only its own is each call's affair.
"""

from collections.abc import Awaitable, Callable
from typing import Final, Generic, NamedTuple, TypeVar

from tallystick.node.doors import asked as a
from tallystick.node.doors import (
    books,
    bulks,
    held,
    letters,
    link,
    messages,
    people,
    policies,
    queues,
    quotes,
    reports,
    requesting,
    rules,
)
from tallystick.node.doors import told as t
from tallystick.node.doors.inside import FORBIDDEN, Inside, Patience, Refusal
from tallystick.node.doors.judging import Judging
from tallystick.node.message_signatures import Signatures
from tallystick.node.parties import Party, Role
from tallystick.node.runner import Runner
from tallystick.node.spool import Spool
from tallystick.views.account_book import AccountBook
from tallystick.views.bulks import BulkView
from tallystick.views.chronicle import Chronicle
from tallystick.views.cycles import CycleList, CycleView
from tallystick.views.decisions import Decisions
from tallystick.views.history import CycleHistory, PaymentHistory
from tallystick.views.payments import PaymentList, PaymentView
from tallystick.views.quotes import QuoteView
from tallystick.views.review import HeldDetails

Ask = TypeVar("Ask")
Tell = TypeVar("Tell")


class Call(NamedTuple, Generic[Ask, Tell]):
    """Something that can be asked."""

    name: str
    roles: frozenset[Role]
    asked: type[Ask]
    told: type[Tell]
    answer: Callable[[Inside, Party, Ask], Awaitable[Tell | Refusal]]


_BANK: Final = frozenset({Role.PARTICIPANT})
_PROVIDER: Final = frozenset({Role.PROVIDER})
_PEOPLE: Final = frozenset({Role.OPERATOR})
_PEER: Final = frozenset({Role.PEER})
_OWN: Final = _BANK | _PEOPLE
_ALL: Final = _BANK | _PROVIDER | _PEOPLE

SUBMIT: Final = Call("submit", _BANK, a.Message, t.MessageTaken, messages.submit)
SUBMIT_FOR_LETTER: Final = Call(
    "submit", _BANK, a.Message, letters.MessageLetter, letters.submit_for_letter
)
SUBMIT_BULK: Final = Call("submit_bulk", _BANK, a.BulkFile, BulkView, bulks.submit_bulk)
READ_BULK: Final = Call("read_bulk", _OWN, a.BulkNamed, BulkView, bulks.read_bulk)
READ_MESSAGES: Final = Call("read_messages", _BANK, a.Cursor, t.Mailbox, queues.read_messages)
READ_STATEMENT: Final = Call(
    "read_statement", _ALL, a.StatementSought, t.StatementTold, reports.read_statement
)
READ_REPORT: Final = Call(
    "read_report", _ALL, a.ReportSought, t.StatementTold, reports.read_report
)
READ_BOOKINGS: Final = Call(
    "read_bookings", _ALL, a.BookingsSought, t.BookingsTold, reports.read_bookings
)
REQUEST_QUOTE: Final = Call(
    "request_quote", _BANK, a.QuoteRequest, QuoteView, quotes.request_quote
)
PUBLISH_RATES: Final = Call(
    "publish_rates", _PROVIDER | _PEOPLE, a.StandingRate, t.Act, quotes.publish_rates
)
READ_NOTICES: Final = Call(
    "read_notices", _PROVIDER | _PEOPLE, a.Cursor, t.Notices, queues.read_notices
)
READ_PAYMENTS: Final = Call(
    "read_payments", _OWN, a.PaymentsSought, PaymentList, books.read_payments
)
READ_PAYMENT: Final = Call("read_payment", _OWN, a.PaymentNamed, PaymentView, books.read_payment)
READ_HISTORY: Final = Call(
    "read_history", _OWN, a.PaymentNamed, PaymentHistory, books.read_history
)
READ_CYCLES: Final = Call("read_cycles", _PEOPLE, a.CyclesSought, CycleList, books.read_cycles)
READ_CYCLE: Final = Call("read_cycle", _PEOPLE, a.CycleNamed, CycleView, books.read_cycle)
READ_CYCLE_HISTORY: Final = Call(
    "read_cycle_history", _PEOPLE, a.CycleNamed, CycleHistory, books.read_cycle_history
)
READ_POSITIONS: Final = Call("read_positions", _ALL, a.Nothing, t.Positions, books.read_positions)
READ_AGREEMENTS: Final = Call(
    "read_agreements", _ALL, a.Nothing, t.Agreements, books.read_agreements
)
READ_PARTICIPANTS: Final = Call(
    "read_participants", _ALL, a.Nothing, t.Participants, books.read_participants
)
READ_PROVIDERS: Final = Call("read_providers", _ALL, a.Nothing, t.Providers, books.read_providers)
READ_REASONS: Final = Call("read_reasons", _ALL, a.Nothing, t.Reasons, books.read_reasons)
READ_HELD: Final = Call("read_held", _PEOPLE, a.Nothing, t.HeldPayments, held.read_held)
READ_HELD_PAYMENT: Final = Call(
    "read_held_payment", _PEOPLE, a.PaymentNamed, HeldDetails, held.read_held_payment
)
READ_DECISIONS: Final = Call(
    "read_decisions", _PEOPLE, a.DecisionsSought, Decisions, held.read_decisions
)
READ_CASES: Final = Call("read_cases", _PEOPLE, a.Nothing, t.Cases, books.read_cases)
READ_STATUS: Final = Call("read_status", _PEOPLE, a.Nothing, t.Status, books.read_status)
REGISTER_PARTICIPANT: Final = Call(
    "register_participant", _PEOPLE, a.ParticipantTerms, t.Act, people.register_participant
)
SUSPEND_PARTICIPANT: Final = Call(
    "suspend_participant", _PEOPLE, a.ParticipantNamed, t.Act, people.suspend_participant
)
REINSTATE_PARTICIPANT: Final = Call(
    "reinstate_participant", _PEOPLE, a.ParticipantNamed, t.Act, people.reinstate_participant
)
REGISTER_PROVIDER: Final = Call(
    "register_provider", _PEOPLE, a.ProviderTerms, t.Act, people.register_provider
)
RELEASE_HELD: Final = Call("release_held", _PEOPLE, a.Release, t.Act, held.release_held)
WITHDRAW_RELEASE: Final = Call(
    "withdraw_release", _PEOPLE, a.ReleaseWithdrawal, t.Act, held.withdraw_release
)
REFUSE_HELD: Final = Call("refuse_held", _PEOPLE, a.Refusing, t.Act, held.refuse_held)
ESCALATE_HELD: Final = Call("escalate_held", _PEOPLE, a.Escalation, t.Act, held.escalate_held)
NOTE_HELD: Final = Call("note_held", _PEOPLE, a.HoldNote, t.Act, held.note_held)
REQUEST_INFORMATION: Final = Call(
    "request_information", _PEOPLE, a.InformationSought, t.Act, requesting.request_information
)
READ_POLICIES: Final = Call(
    "read_policies", _PEOPLE, a.Nothing, t.Policies, policies.read_policies
)
CONFIRM_POLICY: Final = Call(
    "confirm_policy", _PEOPLE, a.PolicyNamed, t.Act, policies.confirm_policy
)
READ_GOOD_GUYS: Final = Call(
    "read_good_guys", _PEOPLE, a.Nothing, t.GoodGuys, policies.read_good_guys
)
PROPOSE_GOOD_GUY: Final = Call(
    "propose_good_guy", _PEOPLE, a.GoodGuyProposal, t.Act, policies.propose_good_guy
)
CONFIRM_GOOD_GUY: Final = Call(
    "confirm_good_guy", _PEOPLE, a.GoodGuyNamed, t.Act, policies.confirm_good_guy
)
REVOKE_GOOD_GUY: Final = Call(
    "revoke_good_guy", _PEOPLE, a.GoodGuyNamed, t.Act, policies.revoke_good_guy
)
CLOSE_CASE: Final = Call("close_case", _PEOPLE, a.CaseNamed, t.Act, people.close_case)
CLOSE_CYCLE: Final = Call("close_cycle", _PEOPLE, a.CycleNamed, t.Act, people.close_cycle)
FIX_NEXT_RATE: Final = Call("fix_next_rate", _PEOPLE, a.NextRate, t.Act, quotes.fix_next_rate)
RESTART_SETTLEMENT: Final = Call(
    "restart_settlement", _PEOPLE, a.CycleNamed, t.Act, people.restart_settlement
)
REQUEST_DEFUNDING: Final = Call(
    "request_defunding", _PEOPLE, a.Defunding, t.Act, people.request_defunding
)
SIGN_RESOLUTION: Final = Call(
    "sign_resolution", _PEOPLE, a.Resolution, t.Act, people.sign_resolution
)
CONFIRM_CLOCK: Final = Call(
    "confirm_clock", _PEOPLE, a.Nothing, t.ClockConfirmed, people.confirm_clock
)
READ_RULES: Final = Call("read_rules", _PEOPLE, a.Nothing, t.RulesTold, rules.read_rules)
CONFIRM_RULES: Final = Call("confirm_rules", _PEOPLE, a.RulesNamed, t.Act, rules.confirm_rules)
READ_REGULATORY_REPORTS: Final = Call(
    "read_regulatory_reports",
    _PEOPLE,
    a.ReportsSought,
    t.RegulatoryReports,
    rules.read_regulatory_reports,
)
HEAR: Final = Call("hear", _PEER, a.Envelope, link.EnvelopeTaken, link.hear)


class Doors:
    """The doors of one running node."""

    def __init__(
        self,
        runner: Runner,
        chronicle: Chronicle,
        signatures: Signatures,
        accounts: AccountBook,
        spool: Spool,
    ) -> None:
        self._inside = Inside(
            runner,
            chronicle,
            {},
            Patience(),
            Judging(),
            signatures,
            accounts,
            spool,
            Judging(),
        )

    @property
    def spool(self) -> Spool:
        """Where files lie on their way in."""
        return self._inside.spool

    def now_ms(self) -> int:
        """Return what the node's clock says."""
        return self._inside.runner.around.clock.now_ms()

    async def ask(self, call: Call[Ask, Tell], party: Party, asked: Ask) -> Tell | Refusal:
        """Answer what a party asks, if its role may ask it.

        Raises:
            StoreError: nothing can be decided or read now, or the outcome is not known.
            LinkError: too much waits already; nothing was done.
        """
        if party.role not in call.roles:
            return Refusal(FORBIDDEN, f"A {party.role.value} may not ask this.")
        return await call.answer(self._inside, party, asked)

    def hurry(self) -> None:
        """Let everybody who waits for news be answered now, and nobody wait any more."""
        self._inside.patience.is_over = True
        self._inside.runner.bells.ring_all()
