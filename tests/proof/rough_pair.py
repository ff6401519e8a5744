"""Two machines in a rough world, each watched by an auditor, both by the checkers.

Everything random comes from one seed. The world is slow, repeats itself, answers late
or not at all; banks refuse, people hold, release and refuse, lists change.
"""

from collections import deque
from hashlib import sha256
from random import Random

from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import machine
from tallystick.core.agreements import Agreement, ExchangeModel
from tallystick.core.events import AnyEvent
from tallystick.core.items import Forwarded
from tallystick.core.ledger import participant_account, provider_account, reserve_account
from tallystick.core.orders import ClosingRecord, Order
from tallystick.core.state import State
from tallystick.journal.batches import marked
from tallystick.proof.auditor import Auditor
from tallystick.proof.checkers import Checkers, check_halves, check_same_books
from tallystick.sandbox.policies import confirmed_by_two
from tallystick.terms.errors import InvariantError
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import BANKS, NORTH, POLICY, PROVIDER, SOUTH, STANDING_RATES, START
from tests.proof.money_house import MoneyHouse

NODES = (NORTH, SOUTH)
OUTCOMES = [Outcome.CLEAR] * 17 + [Outcome.HOLD, Outcome.REFUSE, Outcome.BLOCK]


# How often a verdict is by a policy that is in force no more.
STALE = 0.03


class RoughPair:
    """Two machines under one agreement or two, and the world around them.

    Whatever happens is about the agreement that the world has turned to.
    """

    def __init__(self, seed: int, agreement: Agreement, *further: Agreement) -> None:
        self.chance = Random(seed)
        self.agreement = agreement
        self.agreements = (agreement, *further)
        self.signed = {each.agreement_id: [each] for each in self.agreements}
        self.to_sign: dict[str, list[Agreement]] = {node: [] for node in NODES}
        self.pay_outs: list[str] = []
        self.ids = 0
        self.at = START
        self.states = {node: State(node) for node in NODES}
        self.auditors = {node: Auditor(node) for node in NODES}
        self.checkers = Checkers()
        self.commands = 0
        self.is_kind = False
        self.streams: dict[str, list[f.TellPeer]] = {node: [] for node in NODES}
        self.heard = dict.fromkeys(NODES, 0)
        self.told = dict.fromkeys([(node, f"RTGS-{end}") for node in NODES for end in NODES], 0)
        self.presented: deque[tuple[str, str, str]] = deque()
        self.to_screen: deque[tuple[str, str]] = deque()
        self.instructions: deque[tuple[str, f.Instruct]] = deque()
        self.records: dict[tuple[str, str], ClosingRecord] = {}
        self.seen: list[tuple[str, AnyEvent]] = []
        self.orders: list[tuple[str, Order]] = []
        self.quotes: list[tuple[str, str, int]] = []
        self.houses = {f"RTGS-{node}": self._house_of(node) for node in NODES}
        self._set_up()

    # The machines

    def ask(self, node: str, command: c.AnyCommand) -> list[AnyEvent]:
        """Give a machine a command and have everybody watch."""
        self.commands += 1
        state, auditor = self.states[node], self.auditors[node]
        happened = machine.decide(state, self.at, command)
        try:
            told = machine.evolve(state, self.at, happened)
        except InvariantError:
            auditor.observe(self.at, command, happened, [])
            raise
        auditor.observe(self.at, command, happened, told)
        self.checkers.look(node, state)
        self.checkers.follow(node, state, happened, told)
        check_same_books(auditor, state)
        self.seen += [(node, event) for event in happened]
        for effect in told:
            self._send(node, effect)
        return happened

    def _send(self, node: str, effect: f.AnyEffect) -> None:
        match effect:
            case f.TellPeer():
                self.streams[node].append(effect)
            case f.Present():
                self.presented.append((node, effect.payment_id, effect.participant_id))
            case f.ScreenAgain():
                self.to_screen.append((node, effect.payment_id))
            case f.Instruct():
                self.instructions.append((node, effect))
            case f.Remember():
                self.records[node, effect.record.payment_id] = effect.record
            case f.MarkReturned():
                self._mark(node, effect)
            case _:
                pass

    def _mark(self, node: str, effect: f.MarkReturned) -> None:
        record = self.records.get((node, effect.payment_id))
        if record is not None:
            self.records[node, effect.payment_id] = marked(
                record, effect.returned_by, effect.returned
            )

    @property
    def name(self) -> str:
        """The agreement's id."""
        return self.agreement.agreement_id

    @property
    def texts(self) -> list[Agreement]:
        """The agreement's versions so far."""
        return self.signed[self.name]

    def turn_to(self, agreement: Agreement) -> None:
        """Let what happens next be about this agreement."""
        self.agreement = agreement

    def other(self, node: str) -> str:
        """Return the other operator."""
        return SOUTH if node == NORTH else NORTH

    def currency(self, node: str) -> str:
        """Return a node's currency."""
        return self.agreement.ends[self.agreement.index_of(node)].currency

    def house(self, node: str) -> str:
        """Return who quotes at a node."""
        return node if self.agreement.is_mutual else PROVIDER

    def fresh(self, prefix: str) -> str:
        """Return an id that was not used before."""
        self.ids += 1
        return f"{prefix}-{self.ids}"

    # The beginning

    def _house_of(self, node: str) -> MoneyHouse:
        temper = self.chance.choice([0, 1, 1, 3])
        return MoneyHouse(f"RTGS-{node}", self.currency(node), self.chance, temper)

    def _set_up(self) -> None:
        for agreement in self.agreements:
            self.turn_to(agreement)
            for node in NODES:
                digest = sha256(b"text 1").digest()
                self.ask(node, c.AdoptAgreement(agreement, digest))
            self.quiet()
            self._take_up()
        self.quiet()

    def _take_up(self) -> None:
        name = self.name
        for node in NODES:
            for operator, banks in BANKS.items():
                for bank in banks:
                    daily = self.chance.choice([0, 0, 400_000])
                    net = self.chance.choice([0, 0, 300_000])
                    self.ask(node, c.RegisterParticipant(bank, name, operator, daily, net))
            if not self.agreement.is_mutual:
                limit = self.chance.choice([0, 20_000_000])
                self.ask(node, c.RegisterProvider(PROVIDER, name, limit))
            self.activate(node)
            for word in confirmed_by_two(name, POLICY):
                self.ask(node, word)
            self.publish(node)
            self._fund_all(node)

    def _fund_all(self, node: str) -> None:
        currency = self.currency(node)
        funds = self.chance.choice([150_000, 10**9])
        for bank in BANKS[node]:
            self.fund(node, participant_account(bank, currency), funds)
        if self.agreement.is_mutual:
            other = self.other(node)
            account = reserve_account(f"RTGS-{other}", self.currency(other))
            amount = self.chance.choice([5_000, 10**8])
            self.houses[f"RTGS-{other}"].credit(node, account, amount)
        else:
            amount = self.chance.choice([2_000_000, 10**9])
            self.fund(node, provider_account(PROVIDER, currency), amount)

    def fund(self, node: str, account_id: str, amount: int) -> None:
        """Have money come in at a node's own settlement system."""
        self.houses[f"RTGS-{node}"].credit(node, account_id, amount)

    def publish(self, node: str) -> None:
        """Have the house publish a rate."""
        if self.agreement.exchange_model is not ExchangeModel.PROVIDER:
            return
        base, counter = self.currency(node), self.currency(self.other(node))
        rate = Rate.parse(STANDING_RATES[base], base, counter)
        tiers = self.chance.choice([(), ((1, -30), (50_000, 20))])
        better = self.chance.choice([(), ((BANKS[node][0], 15),)])
        self.ask(node, c.PublishRates(self.house(node), self.name, rate, tiers, better))

    def activate(self, node: str) -> None:
        """Have a node take a new bundle of lists."""
        bundle = sha256(f"{node} lists {self.commands}".encode()).digest()
        lasts = self.chance.choice([10**12, 10**12, 10**12, 60_000])
        self.ask(node, c.ActivateBundle(bundle, self.at + (10**12 if self.is_kind else lasts)))

    # What screening says

    def verdict(self, node: str) -> Verdict:
        """Return what screening at a node says of a payment."""
        bundle = self.states[node].bundle
        settings = POLICY if self.is_kind or self.chance.random() > STALE else b"old policy"
        if self.is_kind:
            return Verdict(Outcome.CLEAR, bundle, settings, b"e")
        if self.chance.random() < 0.05:
            bundle = sha256(b"old lists").digest()
        return Verdict(self.chance.choice(OUTCOMES), bundle, settings, b"e")

    # What arrives

    def hear(self, node: str) -> None:
        """Have a node hear the next item of the other's stream."""
        stream = self.streams[self.other(node)]
        if self.heard[node] < len(stream):
            self.heard[node] += 1
            self.carry(node, self.heard[node], stream[self.heard[node] - 1])

    def next_item(self, node: str) -> f.TellPeer | None:
        """Return what a node hears next from the other."""
        stream = self.streams[self.other(node)]
        return stream[self.heard[node]] if self.heard[node] < len(stream) else None

    def carry(self, node: str, number: int, effect: f.TellPeer) -> None:
        """Have a node hear an item by its number in the other's stream."""
        head = 2 * number, b"head"
        command = c.HearPeer(self.other(node), number, effect.item, head=head)
        if isinstance(effect.item, Forwarded):
            order = effect.item.order
            command = replace(
                command,
                verdict=self.verdict(node),
                known=self.records.get((node, order.payment_id)),
                original=self.records.get((node, order.original_id)),
            )
        self.ask(node, command)

    def notice(self, node: str, system: str) -> None:
        """Have a node hear the next notice of a settlement system."""
        told = self.houses[system].told.get(node, [])
        number = self.told[node, system]
        if number < len(told):
            self.told[node, system] = number + 1
            self.ask(node, c.HearSettlementSystem(system, number + 1, told[number]))

    def instruct(self) -> None:
        """Have the next instruction reach its settlement system."""
        if self.instructions:
            node, order = self.instructions.popleft()
            house = self.houses[order.settlement_system]
            house.at = self.at
            house.take(node, order)

    def screen(self) -> None:
        """Have the next payment screened again."""
        if self.to_screen:
            node, payment_id = self.to_screen.popleft()
            self.ask(node, c.RecordVerdict(payment_id, self.verdict(node)))

    def submit(self, node: str, order: Order) -> None:
        """Have a bank hand in an order."""
        command = c.SubmitPayment(
            order,
            self.verdict(node),
            self.records.get((node, order.payment_id)),
            self.records.get((node, order.original_id)),
        )
        self.ask(node, command)

    def pass_time(self) -> None:
        """Have everything that is due happen at both nodes."""
        for node, state in self.states.items():
            due_at = state.timers.first_due()
            while due_at is not None and due_at <= self.at:
                self.ask(node, c.PassTime())
                due_at = state.timers.first_due()

    def proceed(self) -> None:
        """Have everything that can go on do so."""
        for node, state in self.states.items():
            while state.ripe:
                self.ask(node, c.Proceed())

    def quiet(self) -> None:
        """Let everything that is on its way arrive."""
        while True:
            before = self.commands, len(self.instructions)
            self.proceed()
            self.instruct()
            for node in NODES:
                self.hear(node)
                for system in self.houses:
                    self.notice(node, system)
            self.screen()
            if (self.commands, len(self.instructions)) == before:
                return

    def settled_orders(self, node: str) -> list[Order]:
        """Return the orders whose money came to a node's banks and is still there."""
        sheets = self.auditors[node].books.sheets.values()
        return [s.order for s in sheets if s.side is Side.CREDITOR and s.stage == "settled"]

    def check_halves(self) -> None:
        """Check what must be true between both halves."""
        check_halves(self.auditors)
