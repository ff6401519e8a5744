"""An open load on a street: payments leave by a fixed schedule, whatever became of those before.

What a payment takes is counted from the instant at which it was due, not from when it
could be sent: a node that falls behind cannot hide it by slowing down who asks.
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from tallystick.core.effects import TellStatus
from tallystick.proof.demo.street import Street
from tallystick.sandbox import letters
from tallystick.sandbox.letters import OLDER, Transfer
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.plan import Kind, Plan, Planned, draw_plan
from tallystick.sandbox.stage import Stage
from tallystick.terms.errors import LinkError
from tallystick.terms.reasons import PaymentStatus

PATIENCE_S = 20.0


class Due(NamedTuple):
    """A message written beforehand: who hands it in, and what it is of."""

    teller: Teller
    payment_id: str
    message_id: str
    raw: bytes


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
    def dropped(self) -> int:
        """How many payments did not settle."""
        return len(self.arrivals) - len(self.latencies)


def plain_plan(stage: Stage, count: int, seed: int) -> Plan:
    """Return a plan of payments that all settle, both ways, at the standing rate."""
    plan = draw_plan(stage, count, seed, {})
    return plan._replace(planned=tuple(each._replace(kind=Kind.STANDING) for each in plan.planned))


def write_all(street: Street, plan: Plan) -> list[Due]:
    """Write every message of a plan before the clock starts."""
    at = street.clock.now_ms()
    return [_written(street.tellers[each.debtor_agent], each, at) for each in plan.planned]


def _written(teller: Teller, planned: Planned, at: int) -> Due:
    order = teller.bank.order(planned.amount, creditor_agent=planned.creditor_agent)
    transfer = Transfer(
        order.payment_id,
        planned.debtor_agent,
        planned.creditor_agent,
        planned.debtor,
        planned.creditor,
        planned.amount,
        planned.currency,
        planned.text,
    )
    message_id = teller.message_id()
    raw = letters.credit_transfer(transfer, OLDER, message_id, at)
    return Due(teller, order.payment_id, message_id, raw)


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
    awaited = due.teller.expect(due.payment_id, due.message_id)
    try:
        async with asyncio.timeout_at(due_at + PATIENCE_S):
            await due.teller.hand_in(due.raw)
            told: TellStatus = await awaited
    except (TimeoutError, LinkError):
        return Arrival("", clock() - due_at)
    return Arrival(told.status.value, clock() - due_at)
