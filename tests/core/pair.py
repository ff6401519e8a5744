"""Two machines side by side, with banks, providers and settlement systems that do as told.

Every effect is delivered at once and in order, unless a test takes it out of
`outbox` first. The pair keeps all it saw, so that a test can ask.
"""

import pickle
from collections import deque
from hashlib import sha256

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import notices as n
from tallystick.core.agreements import Agreement, End, ExchangeModel, SettlementModel, TimeOuts
from tallystick.core.events import AnyEvent
from tallystick.core.invariants import audit
from tallystick.core.items import Forwarded
from tallystick.core.ledger import participant_account, provider_account, reserve_account
from tallystick.core.machine import decide, evolve
from tallystick.core.orders import Order
from tallystick.core.state import State
from tallystick.sandbox.policies import confirmed_by_two
from tallystick.terms.calendars import Calendar
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.verdicts import Outcome, Verdict

NORTH, SOUTH = "NORTH", "SOUTH"
START = 1_790_000_000_000
BUNDLE = sha256(b"lists").digest()
POLICY = sha256(b"policy").digest()
CLEAR = Verdict(Outcome.CLEAR, BUNDLE, POLICY, b"e")
HIT = Verdict(Outcome.HOLD, BUNDLE, POLICY, b"e")
BANKS = {NORTH: ("NOBKRUMM", "NOB2RUMM"), SOUTH: ("SOBKCNSH", "SOB2CNSH")}
PROVIDER = "FXHOUSE"
STANDING_RATES = {
    "RUB": "0.079",
    "CNY": "12.4",
    "EUR": "163.2",
    "SGD": "25.1",
    "THB": "0.0391",
    "JPY": "0.00196",
    "KWD": "495",
}


# What pairs have come to when they are set up, by what they began as.
_SET_UP: dict[tuple[type, int, bytes], bytes] = {}


def calendar() -> Calendar:
    """Return a calendar that is always open."""
    return Calendar()


def end(operator: str, currency: str, **over: object) -> End:
    """Return one end with generous limits."""
    words: dict[str, object] = {
        "operator_id": operator,
        "currency": currency,
        "settlement_system": f"RTGS-{operator}",
        "calendar": calendar(),
        "payment_max": 10**12,
        "screening_lists": ("TEST",),
    }
    return End(**{**words, **over})  # type: ignore[arg-type]


def mutual(**over: object) -> Agreement:
    """Return a mutual agreement: RUB in the north, CNY in the south, 12.5 RUB a CNY."""
    words: dict[str, object] = {
        "agreement_id": "RUB-CNY",
        "version": 1,
        "from_cycle": 1,
        "ends": (end(NORTH, "RUB"), end(SOUTH, "CNY")),
        "settlement_model": SettlementModel.MUTUAL,
        "exchange_model": ExchangeModel.PROVIDER,
        "time_outs": TimeOuts(),
        "settlement_currency": "CNY",
        "opening_rate": Rate.parse("0.08", "RUB", "CNY"),
        "rate_fixer": NORTH,
        "swing_limit": 10**11,
    }
    return Agreement(**{**words, **over})  # type: ignore[arg-type]


def gross(**over: object) -> Agreement:
    """Return a gross agreement between SGD and THB through one provider."""
    words: dict[str, object] = {
        "agreement_id": "SGD-THB",
        "version": 1,
        "from_cycle": 1,
        "ends": (end(NORTH, "SGD"), end(SOUTH, "THB")),
        "settlement_model": SettlementModel.GROSS,
        "exchange_model": ExchangeModel.PROVIDER,
        "time_outs": TimeOuts(),
        "default_provider": PROVIDER,
    }
    return Agreement(**{**words, **over})  # type: ignore[arg-type]


def at_par(**over: object) -> Agreement:
    """Return a gross agreement in one currency, paid from prefunded accounts."""
    return gross(
        agreement_id="EUR-EUR",
        ends=(end(NORTH, "EUR"), end(SOUTH, "EUR")),
        exchange_model=ExchangeModel.AT_SOURCE,
        **over,
    )


class Pair:
    """Two machines under one agreement, funded and ready."""

    def __init__(self, agreement: Agreement, funds: int = 10**9) -> None:
        self.agreement = agreement
        self.at = START
        self.states = {NORTH: State(NORTH), SOUTH: State(SOUTH)}
        self.events: dict[str, list[AnyEvent]] = {NORTH: [], SOUTH: []}
        self.outbox: deque[tuple[str, f.AnyEffect]] = deque()
        self.told: list[tuple[str, f.AnyEffect]] = []
        self.notices: dict[tuple[str, str], int] = {}
        self.holding: set[str] = set()
        self.verdict = CLEAR
        self.banks_answer = True
        self.ids = 0
        self._remember_or_set_up(funds)

    def _remember_or_set_up(self, funds: int) -> None:
        """Set up once what is set up alike, and begin from a copy ever after.

        Whatever it depends on is in the object, so pairs of one class that begin alike and are
        set up by the same steps end alike.
        """
        beginning = (type(self), funds, pickle.dumps(self.__dict__))
        if beginning not in _SET_UP:
            self._set_up(funds)
            _SET_UP[beginning] = pickle.dumps(self.__dict__)
        self.__dict__.update(pickle.loads(_SET_UP[beginning]))

    def _set_up(self, funds: int) -> None:
        digest = sha256(self.agreement.agreement_id.encode()).digest()
        for node in self.states:
            self.do(node, c.AdoptAgreement(self.agreement, digest))
        self.deliver()
        for node in self.states:
            self._register(node)
            self._fund(node, funds)
            self.do(node, c.ActivateBundle(BUNDLE, START + 10**12))
            for word in confirmed_by_two(self.agreement.agreement_id, POLICY):
                self.do(node, word)
        self.deliver()

    def _register(self, node: str) -> None:
        agreement_id = self.agreement.agreement_id
        for operator, banks in BANKS.items():
            for bank in banks:
                self.do(node, c.RegisterParticipant(bank, agreement_id, operator))
        if not self.agreement.is_mutual:
            self.do(node, c.RegisterProvider(PROVIDER, agreement_id))
        if self.agreement.exchange_model is ExchangeModel.PROVIDER:
            house = node if self.agreement.is_mutual else PROVIDER
            base, counter = self.currency(node), self.currency(self.other(node))
            rate = Rate.parse(STANDING_RATES[base], base, counter)
            self.do(node, c.PublishRates(house, agreement_id, rate))

    def _fund(self, node: str, funds: int) -> None:
        currency = self.currency(node)
        for bank in BANKS[node]:
            self.credit(node, participant_account(bank, currency), currency, funds)
        if not self.agreement.is_mutual:
            self.credit(node, provider_account(PROVIDER, currency), currency, funds)
        else:
            other = self.other(node)
            system, foreign = f"RTGS-{other}", self.currency(other)
            account = reserve_account(system, foreign)
            self.notice(node, system, n.Credited("reserve", account, foreign, funds))

    def other(self, node: str) -> str:
        """Return the other operator."""
        return SOUTH if node == NORTH else NORTH

    def currency(self, node: str) -> str:
        """Return a node's currency."""
        return self.agreement.ends[self.agreement.index_of(node)].currency

    def credit(self, node: str, account: str, currency: str, amount: int) -> None:
        """Have the settlement system credit one of our accounts."""
        self.notice(node, f"RTGS-{node}", n.Credited(account, account, currency, amount))

    def notice(self, node: str, system: str, notice: n.Notice) -> None:
        """Send a node the next notice of a settlement system."""
        sequence = self.notices.get((node, system), 0) + 1
        self.notices[node, system] = sequence
        self.do(node, c.HearSettlementSystem(system, sequence, notice))

    def do(self, node: str, command: c.AnyCommand) -> list[AnyEvent]:
        """Give a machine a command, keep what happened, and queue what leaves."""
        state = self.states[node]
        events = decide(state, self.at, command)
        self.outbox.extend((node, effect) for effect in evolve(state, self.at, events))
        self.events[node] += events
        audit(state)
        return events

    def deliver(self) -> None:
        """Let everything that left arrive, and what follows from it, until all is quiet."""
        while self.outbox or any(state.ripe for state in self.states.values()):
            for node, state in self.states.items():
                while state.ripe:
                    self.do(node, c.Proceed())
            if self.outbox:
                self.carry(*self.outbox.popleft())

    def carry(self, node: str, effect: f.AnyEffect) -> None:
        """Let one effect arrive."""
        self.told.append((node, effect))
        if isinstance(effect, f.TellPeer):
            self._to_peer(node, effect)
        elif isinstance(effect, f.Present) and self.banks_answer:
            answer = c.AnswerPresentation(effect.payment_id, effect.participant_id)
            self.do(node, answer)
        elif isinstance(effect, f.Instruct):
            self._to_system(node, effect)
        elif isinstance(effect, f.ScreenAgain):
            self.do(node, c.RecordVerdict(effect.payment_id, self.verdict_at(node)))

    def _to_peer(self, node: str, effect: f.TellPeer) -> None:
        hearer = effect.operator_id
        verdict = self.verdict_at(hearer) if isinstance(effect.item, Forwarded) else None
        self.do(hearer, c.HearPeer(node, effect.sequence, effect.item, verdict))

    def _to_system(self, node: str, effect: f.Instruct) -> None:
        system, reference = effect.settlement_system, effect.reference
        kind = effect.kind
        if kind is f.InstructionKind.STATEMENT:
            self.notice(node, system, n.Statement(effect.currency, self.balance(node, system)))
        elif kind is f.InstructionKind.HOLD:
            self.notice(node, system, n.Held(reference, b"proof", self.at + 10**7))
        elif kind is f.InstructionKind.RELEASE:
            released = n.Released(reference, effect.currency, effect.amount)
            self.notice(node, system, released)
            self.notice(effect.counterparty, system, released)
        elif kind is f.InstructionKind.PAY_OUT:
            self.notice(node, system, n.PaidOut(reference))

    def verdict_at(self, _node: str) -> Verdict:
        """Return what screening at a node says now; here the same at both."""
        return self.verdict

    def balance(self, node: str, system: str) -> int:
        """Return what the system holds for a node, by the node's own books."""
        state = self.states[node]
        own = system == f"RTGS-{node}"
        currency = self.currency(node if own else self.other(node))
        return -state.ledger.accounts[f"mirror:{system}:{currency}"].balance

    def order(self, node: str, amount: int, **over: object) -> Order:
        """Return a fresh order of a node's first bank to the other's."""
        self.ids += 1
        words: dict[str, object] = {
            "payment_id": f"pay-{self.ids}",
            "agreement_id": self.agreement.agreement_id,
            "debtor_agent": BANKS[node][0],
            "creditor_agent": BANKS[self.other(node)][0],
            "amount": amount,
            "currency": self.currency(node),
            "content": sha256(str(self.ids).encode()).digest(),
        }
        return Order(**{**words, **over})  # type: ignore[arg-type]

    def quote(self, node: str, amount: int, fixed: Side = Side.DEBTOR) -> str:
        """Have a node's first bank take a quote and return its id."""
        self.ids += 1
        quote_id = f"quote-{self.ids}"
        agreement_id = self.agreement.agreement_id
        ask = c.RequestQuote(quote_id, agreement_id, BANKS[node][0], fixed, amount)
        self.do(node, ask)
        return quote_id

    def send(self, node: str, amount: int, **over: object) -> Order:
        """Quote, submit and deliver one payment."""
        if self.agreement.exchange_model is ExchangeModel.PROVIDER and "quote_id" not in over:
            over["quote_id"] = self.quote(node, amount)
        order = self.order(node, amount, **over)
        self.do(node, c.SubmitPayment(order, self.verdict_at(node)))
        self.deliver()
        return order

    def close(self) -> None:
        """Close the open cycle from the north and let it settle."""
        agreement_id = self.agreement.agreement_id
        cycle = self.states[NORTH].pacts[agreement_id].open_cycle
        self.do(NORTH, c.CloseCycle(agreement_id, cycle))
        self.deliver()

    def wait(self, milliseconds: int) -> None:
        """Let time pass at both nodes, and everything that is due happen."""
        self.at += milliseconds
        for node, state in self.states.items():
            due_at = state.timers.first_due()
            while due_at is not None and due_at <= self.at:
                self.do(node, c.PassTime())
                due_at = state.timers.first_due()
        self.deliver()
