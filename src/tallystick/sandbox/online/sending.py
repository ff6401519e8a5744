"""A plan is sent: each bank works through its own part, several messages at a time.

A bank takes a quote where the payment needs one, writes the message, hands it in, and
waits for the final status before it takes the next. What would keep it waiting on
purpose (a silent bank, a review) goes on beside; what waits for a quote to expire goes
in when it has.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tallystick.core.effects import TellStatus
from tallystick.node.clock import Clock
from tallystick.sandbox import letters
from tallystick.sandbox.letters import BREAKAGES, NEWER, OLDER, Quoted, Transfer
from tallystick.sandbox.online.door import Answer
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.plan import (
    PENDING,
    SETTLED,
    Ending,
    Kind,
    Outcome,
    Plan,
    Planned,
)
from tallystick.sandbox.stage import Stage
from tallystick.terms.errors import LinkError
from tallystick.terms.reasons import PaymentStatus
from tallystick.wire.iso20022.grammar import Message

AT_ONCE: Final = 16
PATIENCE_S: Final = 120.0
# How long after its expiry, in milliseconds, a quote is surely expired at both nodes.
MARGIN_MS: Final = 500
_SLOW: Final = frozenset({Kind.SILENT, Kind.REVIEWED, Kind.REVIEWED_THERE})
_READ_RULES: Final = frozenset({"xml", "message", "schema", "unsupported-version"})
_NEVER_GIVEN: Final = "never-given"


class Observed(NamedTuple):
    """What came of a message: its outcome, and how long its payment took if it settled."""

    planned: Planned
    outcome: Outcome
    payment_id: str = ""
    latency_ms: float | None = None

    @property
    def is_expected(self) -> bool:
        """Whether it came as reckoned."""
        return self.outcome == self.planned.expected


class Written(NamedTuple):
    """A message as it was handed in, and what it was of."""

    payment_id: str
    raw: bytes


Tell = Callable[[Observed], None]


@dataclass
class Sending:
    """One plan on its way; `worked` messages were sent one after another, in `worked_s`."""

    stage: Stage
    tellers: Mapping[str, Teller]
    clock: Clock
    tell: Tell
    at_once: int = AT_ONCE
    observed: list[Observed] = field(default_factory=list)
    worked: int = 0
    worked_s: float = 0.0
    _written: dict[int, Written] = field(default_factory=dict)
    _over: dict[int, asyncio.Future[Observed]] = field(default_factory=dict)
    _beside: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, plan: Plan) -> list[Observed]:
        """Send everything, and return what came of it in the order of the plan."""
        loop = asyncio.get_running_loop()
        firsts = (each.first for each in plan.planned if each.first is not None)
        self._over = {first: loop.create_future() for first in firsts}
        queues: dict[str, deque[Planned]] = {bic: deque() for bic in self.tellers}
        late = [each for each in plan.planned if each.kind is Kind.EXPIRED]
        for each in plan.planned:
            if each.kind is not Kind.EXPIRED:
                queues[each.debtor_agent].append(each)
        self.worked = sum(map(len, queues.values()))
        begun = loop.time()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send_late(late))
            workers = [
                group.create_task(self._work(queue))
                for queue in queues.values()
                for _ in range(min(self.at_once, len(queue)))
            ]
            await asyncio.gather(*workers)
            self.worked_s = loop.time() - begun
        while self._beside:
            await asyncio.gather(*self._beside)
        return sorted(self.observed, key=lambda each: each.planned.number)

    async def _work(self, queue: deque[Planned]) -> None:
        while queue:
            planned = queue.popleft()
            if planned.first is not None:
                await self._over[planned.first]
            await self._guarded(planned, self._send(planned))

    async def _guarded(self, planned: Planned, sending: Awaitable[Observed | None]) -> None:
        """Note what came of a message; no answer at all leaves it pending."""
        try:
            observed = await sending
        except (LinkError, TimeoutError) as unwell:
            observed = Observed(planned, PENDING._replace(word=str(unwell)))
        if observed is not None:
            self._note(observed)

    def _note(self, observed: Observed) -> None:
        self.observed.append(observed)
        waited_for = self._over.get(observed.planned.number)
        if waited_for is not None:
            waited_for.set_result(observed)
        self.tell(observed)

    async def _send(self, planned: Planned) -> Observed | None:
        """Send one message; None if what comes of it will be noted beside."""
        if planned.kind is Kind.DUPLICATE:
            return await self._send_again(planned)
        if planned.kind is Kind.UNQUOTED:
            return await self._order(planned, self._quote_of_nobody(planned))
        if not planned.is_quoted:
            return await self._order(planned, None)
        quoted = await self._quote(planned)
        if isinstance(quoted, Outcome):
            return Observed(planned, quoted)
        return await self._order(planned, quoted)

    async def _send_again(self, planned: Planned) -> Observed:
        """Hand in the same bytes: the answer must be how the payment stands."""
        assert planned.first is not None, "a repetition repeats something"
        first = self._written[planned.first]
        answer = await self._teller(planned).hand_in(first.raw)
        stands = (await self._over[planned.first]).outcome
        status = str(answer.words().get("status", ""))
        is_stored = answer.is_good and stands == SETTLED
        outcome = Outcome(Ending.DUPLICATE, status) if is_stored else _outcome_of(answer)
        return Observed(planned, outcome or PENDING, first.payment_id)

    async def _quote(self, planned: Planned) -> Quoted | Outcome:
        """Take a quote from the provider on the bank's own side."""
        teller = self._teller(planned)
        place = self.stage.side_of(planned.debtor_agent).place
        ask = teller.bank.ask_quote(planned.amount, self.stage.providers(place)[0])
        answer = await teller.ask_quote(ask)
        words = answer.words()
        if not answer.is_good:
            return Outcome(Ending.REFUSED, str(words.get("code", answer.status)))
        rate = words["rate"]
        return Quoted(ask.quote_id, rate["decimal"], rate["base"], rate["counter"])

    def _quote_of_nobody(self, planned: Planned) -> Quoted:
        bank = self._teller(planned).bank
        place = self.stage.side_of(planned.debtor_agent).place
        rate = self.stage.rates[place]
        return Quoted(bank.fresh_id(_NEVER_GIVEN), rate.text(), rate.base, rate.counter)

    async def _order(self, planned: Planned, quoted: Quoted | None) -> Observed | None:
        """Write the message, hand it in, and see what comes of it."""
        teller = self._teller(planned)
        written, message_id = self._write(planned, quoted, teller)
        if planned.number in self._over:
            self._written[planned.number] = written
        awaited = None
        if planned.kind not in (Kind.BROKEN, Kind.MISUSED_ID):
            awaited = teller.expect(written.payment_id, message_id)
        begun = asyncio.get_running_loop().time()
        answer = await teller.hand_in(written.raw)
        outcome = _outcome_of(answer)
        if outcome is not None or awaited is None:
            return Observed(planned, outcome or PENDING, written.payment_id)
        rest = self._finish(planned, written.payment_id, awaited, begun)
        if planned.kind not in _SLOW:
            return await rest
        task = asyncio.create_task(self._guarded(planned, rest))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        return None

    async def _finish(
        self,
        planned: Planned,
        payment_id: str,
        awaited: asyncio.Future[TellStatus],
        begun: float,
    ) -> Observed:
        """Wait for the final status."""
        told = await asyncio.wait_for(asyncio.shield(awaited), PATIENCE_S)
        outcome = SETTLED
        if told.status is not PaymentStatus.ACSC:
            outcome = Outcome(Ending.REFUSED, (told.reason or told.status).value)
        latency_ms = (asyncio.get_running_loop().time() - begun) * 1000
        timed = outcome == SETTLED and planned.kind not in _SLOW
        return Observed(planned, outcome, payment_id, latency_ms if timed else None)

    def _write(
        self, planned: Planned, quoted: Quoted | None, teller: Teller
    ) -> tuple[Written, str]:
        message_id = teller.message_id()
        transfer = self._transfer(planned, quoted, teller)
        raw = letters.credit_transfer(transfer, _version(planned), message_id, self.clock.now_ms())
        if planned.kind is Kind.BROKEN:
            raw = BREAKAGES[planned.number % len(BREAKAGES)].spoil(raw)
        return Written(transfer.uetr, raw), message_id

    def _transfer(self, planned: Planned, quoted: Quoted | None, teller: Teller) -> Transfer:
        amount = planned.amount + (planned.kind is Kind.WRONG_AMOUNT)
        return Transfer(
            self._payment_id(planned, quoted, teller, amount),
            planned.debtor_agent,
            planned.creditor_agent,
            planned.debtor,
            planned.creditor,
            amount,
            planned.currency,
            planned.text,
            quoted,
            planned.kind is Kind.URGENT,
            planned.purpose,
        )

    def _payment_id(
        self, planned: Planned, quoted: Quoted | None, teller: Teller, amount: int
    ) -> str:
        """Return the order's id: a fresh one, or the one that is misused."""
        if planned.kind is Kind.MISUSED_ID and planned.first is not None:
            return self._written[planned.first].payment_id
        quote_id = quoted.quote_id if quoted else ""
        order = teller.bank.order(amount, quote_id, creditor_agent=planned.creditor_agent)
        return order.payment_id

    async def _send_late(self, late: Iterable[Planned]) -> None:
        """Take quotes at once, and hand the orders in when all of them have expired."""
        taken = [(planned, await self._quote(planned)) for planned in late]
        if not taken:
            return
        await asyncio.sleep((self.stage.agreement.quote_life_ms + MARGIN_MS) / 1000)
        for planned, quoted in taken:
            if isinstance(quoted, Outcome):
                self._note(Observed(planned, quoted))
            else:
                await self._guarded(planned, self._order(planned, quoted))

    def _teller(self, planned: Planned) -> Teller:
        return self.tellers[planned.debtor_agent]


def _version(planned: Planned) -> Message:
    """A message that names a quote needs the newer version; others are of either."""
    if planned.is_quoted or planned.kind is Kind.UNQUOTED:
        return NEWER
    return OLDER if planned.kind is Kind.STANDING or planned.number % 2 else NEWER


def _outcome_of(answer: Answer) -> Outcome | None:
    """Return what the answer to a message says for good; None if the payment is on its way."""
    words = answer.words()
    if answer.is_good:
        return None
    rules = [each["rule"] for each in words.get("errors", ())]
    if rules and rules[0] in _READ_RULES:
        return Outcome(Ending.BROKEN, rules[0])
    return Outcome(Ending.REFUSED, str(words.get("code", answer.status)))
