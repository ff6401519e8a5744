"""The core's bench: the whole life of payments on the debtor node of a gross agreement.

Each payment is quoted, received with its verdict and its message, reserved and
forwarded, and settled on the other node's answer; its message goes encrypted into
the vault, its entries and effects into a SQLite store on a real disk, each batch
in one durable commit. Halfway and at the end a cycle closes and its payments leave:
how many so leave in a second is a figure of its own. What the invariants cost is
found by checking each step once more, beside the count. Memory is looked at in
processes of their own, which keep nothing but the state.
Not in it: reading and screening messages, looking up closing records, sealing and
opening envelopes, sockets. A folder in memory has no disk: name one with --folder.
"""

import gc
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tallystick.core.agreements import Agreement, End, ExchangeModel, SettlementModel, TimeOuts
from tallystick.core.commands import (
    ActivateBundle,
    AdoptAgreement,
    AnyCommand,
    CloseCycle,
    HearPeer,
    HearSettlementSystem,
    PublishRates,
    RegisterParticipant,
    RegisterProvider,
    RequestQuote,
    SubmitPayment,
)
from tallystick.core.invariants import check
from tallystick.core.items import AgreementSigned, Decided, Declared, Item, RootSigned
from tallystick.core.ledger import participant_account
from tallystick.core.notices import Credited, Statement
from tallystick.core.orders import Decision, Order
from tallystick.core.tally import declare, lines_of
from tallystick.journal.port import Store
from tallystick.journal.vault import Vault
from tallystick.node.collector import spare_the_books
from tallystick.node.engine import Engine, Input, Personal, Step
from tallystick.node.entropy import SystemEntropy
from tallystick.node.node import MESSAGE
from tallystick.node.replay import recover
from tallystick.node.wiring import open_store
from tallystick.proof.bench.metric import Metric, metric, percentile
from tallystick.proof.bench.one_core import one_core
from tallystick.sandbox.policies import confirmed_by_two
from tallystick.terms.calendars import Calendar
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.verdicts import Outcome, Verdict

HERE, THERE, AGREEMENT = "NORTH", "SOUTH", "SGD-THB"
START_AT = 1_795_996_800_000
GROUP = 1000
STRIDE = 7919  # a prime, so that every account has its turn
IN_MEMORY = 50 * GROUP  # so many payments are looked at in memory
BUNDLE = sha256(b"bench").digest()
POLICY = sha256(b"policy of the bench").digest()
CLEAR = Verdict(Outcome.CLEAR, BUNDLE, POLICY, b"evidence")
TEXT = b"<Document>" + b"a payment's message, as long as they are " * 44 + b"</Document>"
OTHER = "SOUTHBANK00"


class Run(NamedTuple):
    """What one run measured."""

    payments: int
    seconds: float
    cpu_seconds: float
    closing_seconds: float
    commands: int
    commits: list[float]
    checking_seconds: float
    memory: "Memory"


class Memory(NamedTuple):
    """How much memory a payment takes in the state, in bytes: open, and settled."""

    open: float
    settled: float


class Life:
    """One node, and a made-up world that asks and answers."""

    def __init__(self, store: Store, accounts: int) -> None:
        recovered = recover(store, HERE)
        self.store = store
        self.engine = Engine(
            recovered.state,
            recovered.head,
            store.outbox_heads(),
            Vault(b"m" * 32),
            SystemEntropy(),
        )
        self.at = START_AT
        self.accounts = accounts
        self.heard = 0
        self.noticed = 0
        self.commits: list[float] = []
        self.commands = 0
        self._set_up()

    def take(self, inputs: list[Input]) -> Step:
        """Step and commit one batch."""
        self.commands += len(inputs)
        step = self.engine.step(self.at, inputs)
        begun = time.perf_counter()
        self.store.commit(step.batch)
        self.commits.append(time.perf_counter() - begun)
        return step

    def check_again(self, step: Step) -> float:
        """Check what a step touched once more; return the CPU time that it takes."""
        begun = time.process_time()
        for reply in step.replies:
            check(self.engine.state, reply.events)
        return time.process_time() - begun

    def ask(self, *commands: AnyCommand) -> None:
        """Step and commit a batch without messages."""
        self.take([Input(command) for command in commands])

    def peer(self, item: Item) -> HearPeer:
        """Return the other node's next item."""
        self.heard += 1
        return HearPeer(THERE, self.heard, item)

    def bank(self, number: int) -> str:
        """Name the bank that sends a payment: as in life, the next may be any other."""
        return f"NORTHBANK{number * STRIDE % self.accounts:06d}"

    def _set_up(self) -> None:
        agreement = _agreement()
        self.ask(AdoptAgreement(agreement, b"digest"))
        self.ask(self.peer(AgreementSigned(AGREEMENT, 1, b"digest")))
        self.ask(
            RegisterParticipant(OTHER, AGREEMENT, THERE),
            RegisterProvider("FXHOUSE", AGREEMENT),
            PublishRates("FXHOUSE", AGREEMENT, Rate.parse("25.12", "SGD", "THB")),
            ActivateBundle(BUNDLE, START_AT + 10**12),
            *confirmed_by_two(AGREEMENT, POLICY),
        )
        for first in range(0, self.accounts, 1000):
            self.ask(*self._banks(first, min(first + 1000, self.accounts)))

    def _banks(self, first: int, last: int) -> Iterator[AnyCommand]:
        for number in range(first, last):
            bank = self.bank(number)
            yield RegisterParticipant(bank, AGREEMENT, HERE)
            self.noticed += 1
            credited = Credited(bank, participant_account(bank, "SGD"), "SGD", 10**12)
            yield HearSettlementSystem("RTGS-NORTH", self.noticed, credited)

    def group(self, first: int) -> list[list[Input]]:
        """Return the three steps of a group of payments: quotes, orders, answers."""
        return [self.quotes(first), self.orders(first), self.answers(first)]

    def quotes(self, first: int) -> list[Input]:
        """Ask for the quotes of a group."""
        return [Input(self._quote(number)) for number in range(first, first + GROUP)]

    def orders(self, first: int) -> list[Input]:
        """Send the orders of a group, each with its message."""
        message = (Personal(MESSAGE, TEXT),)
        return [Input(self._order(number), message) for number in range(first, first + GROUP)]

    def answers(self, first: int) -> list[Input]:
        """Have the other node accept a group."""
        return [Input(self._answer(number)) for number in range(first, first + GROUP)]

    def _quote(self, number: int) -> RequestQuote:
        return RequestQuote(
            f"quote-{number}", AGREEMENT, self.bank(number), Side.DEBTOR, 1_000 + number % 5_000
        )

    def _order(self, number: int) -> SubmitPayment:
        order = Order(
            payment_id(number),
            AGREEMENT,
            self.bank(number),
            OTHER,
            1_000 + number % 5_000,
            "SGD",
            sha256(number.to_bytes(8, "big")).digest(),
            f"quote-{number}",
        )
        return SubmitPayment(order, CLEAR)

    def _answer(self, number: int) -> HearPeer:
        cycle = self.engine.state.pacts[AGREEMENT].open_cycle
        return self.peer(Decided(AGREEMENT, payment_id(number), Decision.ACCEPTED, cycle))

    def close_cycle(self) -> None:
        """Close and settle the open cycle, and let its payments leave."""
        state = self.engine.state
        pact = state.pacts[AGREEMENT]
        number = pact.open_cycle
        theirs = declare(lines_of(state, pact.cycle(number).theirs))
        self.ask(CloseCycle(AGREEMENT, number))
        told = (theirs.count, theirs.debtor_total, theirs.creditor_total, theirs.root)
        self.ask(self.peer(Declared(AGREEMENT, number, *told)))
        self.noticed += 1
        balance = -state.ledger.accounts["mirror:RTGS-NORTH:SGD"].balance
        self.ask(HearSettlementSystem("RTGS-NORTH", self.noticed, Statement("SGD", balance)))
        self.ask(self.peer(RootSigned(AGREEMENT, number, pact.cycles[number].signed_root)))
        while state.leaving:
            self.take([])


def payment_id(number: int) -> str:
    """Return a payment's id: random-looking, as UETRs are, since indexes feel the difference."""
    digest = sha256(number.to_bytes(8, "big")).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def _agreement() -> Agreement:
    ends = (
        End(HERE, "SGD", "RTGS-NORTH", Calendar(), 10**9, ("BENCH",)),
        End(THERE, "THB", "RTGS-SOUTH", Calendar(), 10**11, ("BENCH",)),
    )
    return Agreement(
        AGREEMENT,
        1,
        1,
        ends,
        SettlementModel.GROSS,
        ExchangeModel.PROVIDER,
        TimeOuts(),
        default_provider="FXHOUSE",
    )


def run_once(folder: Path, payments: int, accounts: int) -> Run:
    """Run the life of so many payments over so many accounts, and measure it."""
    memory = _apart(folder / "memory", accounts)
    life = Life(open_store(folder), accounts)
    groups = list(range(0, payments, GROUP))
    closings = (groups[len(groups) // 2], groups[-1])
    spare_the_books()
    life.commits.clear()
    life.commands = 0
    seconds = cpu = closing = checking = 0.0
    for first in groups:
        for inputs in life.group(first):
            begun, cpu_begun = time.perf_counter(), time.process_time()
            step = life.take(inputs)
            seconds += time.perf_counter() - begun
            cpu += time.process_time() - cpu_begun
            checking += life.check_again(step)
        if first in closings:
            closing += _close(life)
        life.at += 100
    life.store.close()
    done = len(groups) * GROUP
    return Run(done, seconds, cpu, closing, life.commands, life.commits, checking, memory)


def _close(life: Life) -> float:
    """Close a cycle and let its payments leave; return how long that took."""
    begun = time.perf_counter()
    life.close_cycle()
    return time.perf_counter() - begun


def _apart(folder: Path, accounts: int) -> Memory:
    """Measure memory in a process of its own: in ours, what was freed before would be used."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(memory_of, folder, accounts).result()


def memory_of(folder: Path, accounts: int) -> Memory:
    """Measure what an open and what a settled payment costs in memory.

    Nothing is committed, so that no store's cache is counted; the first group only
    makes the room that a step needs while it lasts.
    """
    life = Life(open_store(folder), accounts)
    for inputs in life.group(0):
        life.engine.step(life.at, inputs)
    groups = range(GROUP, GROUP + IN_MEMORY, GROUP)
    before = _resident()
    for first in groups:
        life.engine.step(life.at, life.quotes(first))
        life.engine.step(life.at, life.orders(first))
    opened = _resident()
    for first in groups:
        life.engine.step(life.at, life.answers(first))
    settled = _resident()
    life.store.close()
    return Memory((opened - before) / IN_MEMORY, (settled - before) / IN_MEMORY)


def _resident() -> float:
    gc.collect()
    with Path("/proc/self/statm").open() as statm:
        return float(statm.read().split()[1]) * resource.getpagesize()


def measure(payments: int, accounts: int, runs: int, folder: Path | None = None) -> list[Metric]:
    """Run the bench several times on one pinned core and return its figures."""
    done = []
    with one_core():
        for _ in range(runs):
            with TemporaryDirectory(dir=folder) as place:
                done.append(run_once(Path(place), payments, accounts))
    return _figures(f"core {payments} payments {accounts} accounts", done)


def _figures(name: str, done: list[Run]) -> list[Metric]:
    return [
        metric(name, "payments_per_second", "1/s", [r.payments / r.seconds for r in done]),
        metric(name, "commands_per_second", "1/s", [r.commands / r.seconds for r in done]),
        metric(name, "cpu_per_payment", "us", [r.cpu_seconds / r.payments * 1e6 for r in done]),
        metric(name, "closed_per_second", "1/s", [r.payments / r.closing_seconds for r in done]),
        metric(name, "commit_p50", "ms", [percentile(r.commits, 0.5) * 1e3 for r in done]),
        metric(name, "commit_p99", "ms", [percentile(r.commits, 0.99) * 1e3 for r in done]),
        metric(name, "commits", "1", [float(len(r.commits)) for r in done]),
        metric(
            name, "share_of_invariants", "1", [r.checking_seconds / r.cpu_seconds for r in done]
        ),
        metric(name, "memory_per_open_payment", "B", [r.memory.open for r in done]),
        metric(name, "memory_per_settled_payment", "B", [r.memory.settled for r in done]),
    ]
