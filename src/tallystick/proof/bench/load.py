"""An open load on a street: payments leave by a fixed schedule, whatever became of those before.

What a payment takes is counted from the instant at which it was due, not from when it
could be sent: a node that falls behind cannot hide it by slowing down who asks.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from tallystick.node.entropy import SystemEntropy
from tallystick.proof.bench.lines import Lines, Place
from tallystick.proof.bench.load_bank import CONNECTIONS, LoadBank
from tallystick.proof.demo.street import Street
from tallystick.sandbox import letters
from tallystick.sandbox.letters import OLDER, Transfer
from tallystick.sandbox.plan import Kind, Plan, Planned, draw_plan
from tallystick.sandbox.stage import Stage
from tallystick.terms.errors import LinkError
from tallystick.terms.instants import Instant
from tallystick.terms.reasons import PaymentStatus

PATIENCE_S = 20.0
_ENTROPY = SystemEntropy()


class Due(NamedTuple):
    """A message written beforehand: who hands it in, what it is of, and the whole request."""

    bank: LoadBank
    payment_id: str
    request: bytes


class Arrival(NamedTuple):
    """What became of a payment: its final status ("" for none), and how long it took, in s."""

    status: str
    seconds: float


class Load(NamedTuple):
    """What a load came to: the rate asked for, and every payment's arrival."""

    rate: int
    arrivals: tuple[Arrival, ...]

    @property
    def latencies(self) -> list[float]:
        """How long each settled payment took, in seconds."""
        return [each.seconds for each in self.arrivals if each.status == PaymentStatus.ACSC]

    @property
    def settled_a_second(self) -> float:
        """How many settled a second, from when the first was due to when the last had settled."""
        ends = [
            number / self.rate + each.seconds
            for number, each in enumerate(self.arrivals)
            if each.status == PaymentStatus.ACSC
        ]
        return len(ends) / max(ends) if ends else 0.0

    @property
    def dropped(self) -> int:
        """How many payments did not settle."""
        return len(self.arrivals) - len(self.latencies)


def plain_plan(stage: Stage, count: int, seed: int) -> Plan:
    """Return a plan of payments that all settle, both ways, at the standing rate."""
    plan = draw_plan(stage, count, seed, {})
    return plan._replace(planned=tuple(each._replace(kind=Kind.STANDING) for each in plan.planned))


def load_banks(street: Street) -> dict[str, LoadBank]:
    """Return every bank of a street, to be loaded with; nothing is connected yet."""
    banks = {}
    for bic, teller in street.tellers.items():
        place = teller.bank.currency_index
        url = urlsplit(street.premises[place].url)
        assert url.hostname, "a node's url names its host"
        assert url.port, "and its port"
        lines = Lines(Place(url.hostname, url.port, street.tls_of(place, bic)), CONNECTIONS)
        banks[bic] = LoadBank(teller.bank.agreement_id, lines, street.clock, teller.signing)
    return banks


def write_all(banks: Mapping[str, LoadBank], plan: Plan, at: Instant) -> list[Due]:
    """Write and sign every message of a plan before the clock starts."""
    return [_written(banks[each.debtor_agent], each, at) for each in plan.planned]


def _written(bank: LoadBank, planned: Planned, at: Instant) -> Due:
    payment_id = str(UUID(bytes=_ENTROPY.key()[:16], version=4))
    transfer = Transfer(
        payment_id,
        planned.debtor_agent,
        planned.creditor_agent,
        planned.debtor,
        planned.creditor,
        planned.amount,
        planned.currency,
        planned.text,
        purpose=planned.purpose,
    )
    raw = letters.credit_transfer(transfer, OLDER, bank.message_id(), at)
    return Due(bank, payment_id, bank.request(raw))


async def drive(due: Sequence[Due], rate: int) -> Load:
    """Hand in the messages at so many a second, and return what became of them."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    under_way = []
    for number, each in enumerate(due):
        due_at = begun + number / rate
        wait_s = due_at - clock()
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        under_way.append(asyncio.create_task(_arrival(each, due_at)))
    return Load(rate, tuple(await asyncio.gather(*under_way)))


async def _arrival(due: Due, due_at: float) -> Arrival:
    clock = asyncio.get_running_loop().time
    awaited = due.bank.expect(due.payment_id)
    try:
        async with asyncio.timeout_at(due_at + PATIENCE_S):
            await due.bank.hand_in(due.request)
            status = await awaited
    except (TimeoutError, LinkError):
        return Arrival("", clock() - due_at)
    return Arrival(status.value, clock() - due_at)
