"""A whole demo from the empty folder to the two stores held against each other."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from tallystick.proof.demo.books import Books, read_books
from tallystick.proof.demo.course import Course, Watch
from tallystick.proof.demo.statements import Statements, read_statements
from tallystick.proof.demo.street import Street
from tallystick.proof.reconcile import Difference, Reconciliation, reconcile
from tallystick.sandbox.online.returning import Returned
from tallystick.sandbox.online.sending import AT_ONCE, Observed
from tallystick.sandbox.plan import SETTLED, SHARES, Ending, Kind, Plan, Purse, draw_plan
from tallystick.sandbox.questions import Asked, Settled
from tallystick.sandbox.stage import Stage


class Errand(NamedTuple):
    """What a demo is to do: so many messages on this stage, in this folder."""

    stage: Stage
    payments: int
    folder: Path
    seed: int = 1
    lists: tuple[Path, ...] = ()
    at_once: int = AT_ONCE
    shares: Mapping[Kind, int] = SHARES


class Latency(NamedTuple):
    """How long settled payments took from the order to its final status, in milliseconds."""

    p50: float
    p95: float
    p99: float


class Findings(NamedTuple):
    """What came of a demo, by the banks' own eyes and by the two stores'.

    `asked` is what the banks asked each other. `seconds` is how long everything took,
    `worked` and `worked_s` how many messages the banks sent one after another and in what
    time; the rest waited on purpose.
    """

    stage: Stage
    observed: tuple[Observed, ...]
    seconds: float
    books: tuple[Books, Books]
    reconciliation: Reconciliation
    stores: tuple[Path, Path]
    oddities: tuple[str, ...]
    worked: int = 0
    worked_s: float = 0.0
    statements: Statements = Statements()
    asked: tuple[Asked, ...] = ()
    returned: tuple[Returned, ...] = ()

    def how_many(self, ending: Ending) -> int:
        """Return how many messages ended so."""
        return sum(each.outcome.ending is ending for each in self.observed)

    @property
    def refused(self) -> dict[str, int]:
        """How many were refused, by reason."""
        words = (
            each.outcome.word for each in self.observed if each.outcome.ending is Ending.REFUSED
        )
        return dict(sorted(Counter(words).items()))

    @property
    def assignments(self) -> dict[str, dict[str, int]]:
        """How many questions between banks came to what, by their kind."""
        found: dict[str, Counter[str]] = {}
        for each in self.asked:
            found.setdefault(each.question.kind.value, Counter())[str(each.outcome)] += 1
        return {kind: dict(sorted(counts.items())) for kind, counts in sorted(found.items())}

    @property
    def returns(self) -> dict[str, int]:
        """How many returns came to what, by status or reason."""
        return dict(sorted(Counter(each.outcome for each in self.returned).items()))

    @property
    def difference(self) -> int:
        """How many payments and tally lines the halves do not have alike."""
        return len({_subject(each) for each in self.reconciliation.differences})

    @property
    def are_roots_equal(self) -> bool:
        """Whether both halves give one tally root, in all and of each cycle."""
        whole = self.reconciliation
        first, second = ({n: c.root for n, c in b.cycles.items()} for b in self.books)
        return whole.root_a == whole.root_b and first == second

    @property
    def is_good(self) -> bool:
        """Whether everything came as it must."""
        sums = [amount for books in self.books for amount in books.sums.values()]
        return (
            not self.oddities
            and not self.difference
            and not self.reconciliation.pending
            and not any(sums)
            and self.are_roots_equal
            and all(each.is_settled for books in self.books for each in books.cycles.values())
        )

    @property
    def latency(self) -> Latency:
        """The latencies' percentiles, zero if nothing settled."""
        return latency_of([each.latency_ms for each in self.observed if each.latency_ms])


def latency_of(latencies: Sequence[float]) -> Latency:
    """Return the percentiles of latencies."""
    if len(latencies) < 2:
        only = latencies[0] if latencies else 0.0
        return Latency(only, only, only)
    cuts = quantiles(latencies, n=100, method="inclusive")
    return Latency(cuts[49], cuts[94], cuts[98])


def _subject(difference: Difference) -> tuple[str, bool]:
    """Name what differs: the payment, or its tally line."""
    return difference.uetr, difference.field.startswith("line")


class Day:
    """One demo; `run` it once, then go on as long as you like, and close."""

    def __init__(self, errand: Errand, watch: Watch) -> None:
        self.errand = errand
        self.watch = watch
        self.street = Street.prepare(errand.stage, errand.folder, errand.lists)
        self.course = Course(self.street, watch)
        self.observed: list[Observed] = []
        self.statements = Statements()
        self.asked: list[Asked] = []
        self.returned: list[Returned] = []
        self._purses: dict[str, Purse] = {}
        self._rounds = 0

    def plan(self, count: int) -> Plan:
        """Return the next plan of so many messages; only the first has time for an expiry."""
        seed = self.errand.seed + self._rounds
        self._rounds += 1
        shares = dict(self.errand.shares)
        if self._rounds > 1:
            shares.pop(Kind.EXPIRED, None)
        plan = draw_plan(self.errand.stage, count, seed, shares, self._purses)
        self._purses = dict(plan.purses)
        return plan

    async def send(self, count: int) -> None:
        """Draw a plan, fund it and send it."""
        plan = self.plan(count)
        self.watch.say("paying in what the banks will need")
        await self.course.fund(plan)
        self.watch.say(f"{count} messages go out, both ways")
        self.observed += await self.course.send(plan, self.errand.at_once)

    async def run(self) -> Findings:
        """Open, send everything, close and settle the cycle, stop, and look at both stores.

        Raises:
            LinkError: a node did not do its part.
            StoreError: a store is broken.
        """
        await self.course.open()
        await self.send(self.errand.payments)
        settled = self._settled()
        self.asked = await self.course.ask(settled)
        self.returned = await self.course.send_back(self.asked, settled)
        return await self.finish()

    def _settled(self) -> list[Settled]:
        """Return the settled payments that were each sent once."""
        return [
            Settled(each.planned, each.payment_id)
            for each in self.observed
            if each.outcome == SETTLED
        ]

    async def trickle(self, over: asyncio.Event, count: int, pause_s: float) -> Findings:
        """Start both nodes again and send a few messages every while, until it is over.

        Raises:
            LinkError: a node did not do its part.
            StoreError: a store is broken.
        """
        await self.street.start_nodes()
        self.street.attend()
        while not over.is_set():
            await self.send(count)
            await _pause(over, pause_s)
        return await self.finish()

    async def finish(self) -> Findings:
        """Close and settle the cycle, stop both nodes, and look at both stores.

        Raises:
            LinkError: the cycle was not settled, or a node did not end well.
            StoreError: a store is broken.
        """
        await self.course.close_cycle()
        self.watch.say("every bank reads its account and holds it against its own notes")
        self.statements = await read_statements(self.street.tellers, self.observed)
        await self.course.stop()
        self.watch.say("reading both stores and holding them against each other")
        return await asyncio.to_thread(self._findings)

    def _findings(self) -> Findings:
        stage, (first, second) = self.errand.stage, self.street.journals
        sides = zip((first, second), stage.sides, strict=True)
        books = [read_books(journal, side.operator_id) for journal, side in sides]
        return Findings(
            stage,
            tuple(self.observed),
            self.course.seconds,
            (books[0], books[1]),
            reconcile(first, second),
            (first, second),
            (
                *self.course.oddities(self.observed, self.asked, self.returned),
                *self.statements.faults,
            ),
            self.course.worked,
            self.course.worked_s,
            self.statements,
            tuple(self.asked),
            tuple(self.returned),
        )


async def _pause(over: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
