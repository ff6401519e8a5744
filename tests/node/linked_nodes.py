"""Two nodes joined by real envelopes, each on a store that lasts as long as the test.

Banks promise what they are asked unless a test says otherwise, settlement systems
are the sandbox's. Nothing travels by itself: a test steps a node, carries one
envelope, or lets everything settle down.
"""

from collections.abc import Sequence
from copy import deepcopy
from hashlib import sha256
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.core import commands as c
from tallystick.core.agreements import Agreement
from tallystick.core.effects import Instruct, Present, ScreenAgain
from tallystick.core.items import Forwarded
from tallystick.core.ledger import participant_account, reserve_account
from tallystick.core.orders import Order
from tallystick.core.state import State
from tallystick.journal.entries import encode
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Store
from tallystick.journal.vault import Vault
from tallystick.links.peer import Delivered, Identity
from tallystick.node.engine import Input, Personal, Reply
from tallystick.node.node import MESSAGE, Node
from tallystick.sandbox.policies import confirmed_by_two
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.verdicts import Verdict
from tests.core.pair import (
    BANKS,
    BUNDLE,
    CLEAR,
    NORTH,
    POLICY,
    SOUTH,
    STANDING_RATES,
    START,
    mutual,
)

YEAR_MS = 365 * 86_400_000
MASTER = {name: sha256(f"master of {name}".encode()).digest() for name in (NORTH, SOUTH)}
SIGNING = {
    name: Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
    for name in (NORTH, SOUTH)
}
PUBLIC = {(name, "1"): key.public_key() for name, key in SIGNING.items()}


class CountedEntropy:
    """Keys that are told apart by their number; it goes on counting over restarts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.drawn = 0

    def key(self) -> bytes:
        """Return 32 bytes that were not given out before."""
        self.drawn += 1
        return sha256(f"{self.name}/{self.drawn}".encode()).digest()


def other(name: str) -> str:
    """Return the other operator."""
    return SOUTH if name == NORTH else NORTH


def message_of(payment_id: str) -> bytes:
    """Return what stands for a payment's raw message."""
    return f"<Document>{payment_id}: Anna Petrowa pays Li Wei</Document>".encode()


class LinkedNodes:
    """Two operators' nodes under one agreement, and the world they need."""

    def __init__(self, agreement: Agreement | None = None) -> None:
        self.agreement = agreement or mutual()
        self.at = START
        self.entropy = {name: CountedEntropy(name) for name in (NORTH, SOUTH)}
        self.stores: dict[str, Store] = {name: MemoryStore() for name in (NORTH, SOUTH)}
        self.nodes = {name: self.fresh(name) for name in (NORTH, SOUTH)}
        self.systems = {
            end.settlement_system: SettlementSystem(end.settlement_system, end.currency)
            for end in self.agreement.ends
        }
        self.verdicts: dict[tuple[str, str], Verdict] = {}
        self.banks_answer = True
        self.arrived: dict[str, dict[str, list[Personal]]] = {NORTH: {}, SOUTH: {}}
        self.ids = 0

    def fresh(self, name: str) -> Node:
        """Open a node from its store."""
        identity = Identity(name, "1", SIGNING[name])
        return Node(identity, PUBLIC, self.stores[name], Vault(MASTER[name]), self.entropy[name])

    def restart(self, name: str) -> Node:
        """Lose the process: its node is opened again from the store."""
        self.nodes[name] = self.fresh(name)
        return self.nodes[name]

    def branch(self) -> Self:
        """Return two nodes of their own on copies of all that these have come to."""
        copy = type(self)(self.agreement)
        copy.at, copy.ids, copy.banks_answer = self.at, self.ids, self.banks_answer
        copy.stores, copy.systems = deepcopy(self.stores), deepcopy(self.systems)
        copy.entropy, copy.verdicts = deepcopy(self.entropy), dict(self.verdicts)
        for name in (NORTH, SOUTH):
            copy.restart(name)
        copy.settle_down()
        return copy

    def state(self, name: str) -> State:
        """Return a node's books."""
        return self.nodes[name].state

    # What a runner does.

    def step(self, name: str, *inputs: Input) -> list[Reply]:
        """Step a node and commit."""
        node = self.nodes[name]
        return node.commit(node.step(self.at, inputs))

    def do(self, name: str, *commands: c.AnyCommand) -> list[Reply]:
        """Give a node commands that bring nothing personal."""
        return self.step(name, *(Input(command) for command in commands))

    def envelope(self, sender: str) -> bytes:
        """Seal what the other has not acknowledged yet."""
        peer = other(sender)
        after = self.stores[sender].acknowledged().get(f"peer:{peer}", 0)
        return self.nodes[sender].envelope(self.at, peer, after)

    def hear(self, hearer: str, raw: bytes) -> None:
        """Let a node hear an envelope and step on what it brought."""
        node = self.nodes[hearer]
        sender, delivered = node.hear(raw)
        if node.may_decide:
            self.step(hearer, *(self.input_of(hearer, sender, each) for each in delivered))

    def input_of(self, hearer: str, sender: str, each: Delivered) -> Input:
        """Return what a node is given of an item: screened, with what travelled beside it."""
        verdict, personal = None, [Personal(a.kind, a.content) for a in each.attachments]
        if isinstance(each.item, Forwarded):
            payment_id = each.item.order.payment_id
            verdict = self.verdict(hearer, payment_id)
            self.arrived[hearer][payment_id] = personal
        command = c.HearPeer(sender, each.sequence, each.item, verdict, head=each.head)
        return Input(command, tuple(personal))

    def verdict(self, name: str, payment_id: str) -> Verdict:
        """Return what screening at a node says of a payment: clear, unless a test says not."""
        return self.verdicts.get((name, payment_id), CLEAR)

    def exchange(self) -> None:
        """Carry one envelope each way."""
        for sender in (NORTH, SOUTH):
            self.hear(other(sender), self.envelope(sender))

    def settle_down(self) -> None:
        """Carry everything until nothing is left to carry."""
        heads: object = None
        while heads != (heads := self._heads()):
            self.exchange()
            self.exchange()  # a node that has just started is answered by the second
            for name in (NORTH, SOUTH):
                if self.nodes[name].may_decide:
                    self._deliver(name)
                    self._read_systems(name)

    def _heads(self) -> object:
        waiting = [len(each) for s in self.systems.values() for each in s.streams.values()]
        nodes = [(node.head, node.may_decide) for node in self.nodes.values()]
        return nodes, [store.acknowledged() for store in self.stores.values()], waiting

    def _deliver(self, name: str) -> None:
        store = self.stores[name]
        for destination, head in store.outbox_heads().items():
            if not destination.startswith("peer:"):
                after = store.acknowledged().get(destination, 0)
                for row in store.outbox(destination, after, head):
                    self._arrive(name, row.effect)
                store.acknowledge(destination, head)

    def _arrive(self, name: str, effect: object) -> None:
        if isinstance(effect, Present) and self.banks_answer:
            self.do(name, c.AnswerPresentation(effect.payment_id, effect.participant_id))
        elif isinstance(effect, Instruct):
            self.systems[effect.settlement_system].instruct(self.at, name, effect)
        elif isinstance(effect, ScreenAgain):
            verdict = self.verdict(name, effect.payment_id)
            self.do(name, c.RecordVerdict(effect.payment_id, verdict))

    def _read_systems(self, name: str) -> None:
        for system in self.systems.values():
            heard = self.state(name).systems.get(system.name, 0)
            for sequence, notice in system.stream(name, heard):
                self.do(name, c.HearSettlementSystem(system.name, sequence, notice))

    # What people and banks do.

    def found(self, funds: int = 10**9) -> Self:
        """Adopt the agreement at both, take up the banks, publish rates, pay money in."""
        digest = sha256(encode(self.agreement)).digest()
        for name in (NORTH, SOUTH):
            self.do(name, c.AdoptAgreement(self.agreement, digest))
        self.settle_down()
        for name in (NORTH, SOUTH):
            policy = confirmed_by_two(self.agreement.agreement_id, POLICY)
            lists = c.ActivateBundle(BUNDLE, START + YEAR_MS)
            self.do(name, *self._parties(name), lists, *policy)
            self._pay_in(name, funds)
        self.settle_down()
        return self

    def _parties(self, name: str) -> Sequence[c.AnyCommand]:
        agreement_id = self.agreement.agreement_id
        base, counter = self.currency(name), self.currency(other(name))
        rate = Rate.parse(STANDING_RATES[base], base, counter)
        banks = [
            c.RegisterParticipant(bank, agreement_id, operator)
            for operator, names in BANKS.items()
            for bank in names
        ]
        return [*banks, c.PublishRates(name, agreement_id, rate)]

    def _pay_in(self, name: str, funds: int) -> None:
        currency = self.currency(name)
        for bank in BANKS[name]:
            account = participant_account(bank, currency)
            self.systems[f"RTGS-{name}"].pay_in(name, f"in-{bank}", account, funds)
        abroad = self.systems[f"RTGS-{other(name)}"]
        account = reserve_account(abroad.name, abroad.currency)
        abroad.pay_in(name, f"reserve-{name}", account, funds)

    def currency(self, name: str) -> str:
        """Return a node's currency."""
        return self.agreement.ends[self.agreement.index_of(name)].currency

    def order(self, name: str, amount: int, **over: object) -> Order:
        """Return a fresh order of a node's first bank, on a quote taken for it."""
        self.ids += 1
        quote_id = f"quote-{self.ids}"
        bank, agreement_id = BANKS[name][0], self.agreement.agreement_id
        self.do(name, c.RequestQuote(quote_id, agreement_id, bank, Side.DEBTOR, amount))
        words: dict[str, object] = {
            "payment_id": f"pay-{self.ids}",
            "agreement_id": agreement_id,
            "debtor_agent": bank,
            "creditor_agent": BANKS[other(name)][0],
            "amount": amount,
            "currency": self.currency(name),
            "content": sha256(str(self.ids).encode()).digest(),
            "quote_id": quote_id,
        }
        return Order(**{**words, **over})  # type: ignore[arg-type]

    def submission(self, name: str, order: Order, ticket: object = None) -> Input:
        """Return an order as it comes in at the door, its message with it."""
        command = c.SubmitPayment(order, self.verdict(name, order.payment_id))
        return Input(command, (Personal(MESSAGE, message_of(order.payment_id)),), ticket)

    def submit(self, name: str, amount: int, **over: object) -> str:
        """Hand in an order with its message and return its id; nothing travels yet."""
        order = self.order(name, amount, **over)
        self.step(name, self.submission(name, order))
        return order.payment_id

    def send(self, name: str, amount: int, **over: object) -> str:
        """Hand in an order and let everything follow from it; return its id."""
        payment_id = self.submit(name, amount, **over)
        self.settle_down()
        return payment_id

    def close_cycle(self) -> None:
        """Close the open cycle from the north and let it settle."""
        agreement_id = self.agreement.agreement_id
        cycle = self.state(NORTH).pacts[agreement_id].open_cycle
        self.do(NORTH, c.CloseCycle(agreement_id, cycle))
        self.settle_down()
