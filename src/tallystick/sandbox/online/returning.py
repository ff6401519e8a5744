"""Money goes back: each bank returns what its part is, one return after another, and waits."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.node.clock import Clock
from tallystick.sandbox.letters import Back, Presented, payment_return
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.questions import Asked, Settled
from tallystick.terms.errors import LinkError
from tallystick.terms.reasons import PaymentStatus, ReturnReason
from tallystick.terms.returns import return_payment_id

PATIENCE_S: Final = 60.0
_GRANTED: Final = ReturnReason.FOLLOWING_CANCELLATION_REQUEST
_CLOSED: Final = ReturnReason.CLOSED_ACCOUNT


class Returned(NamedTuple):
    """What came of a return: a pacs.002 status, or what its bank was answered instead."""

    payment_id: str
    outcome: str

    @property
    def is_expected(self) -> bool:
        """Whether it came as reckoned: what is returned within what came is settled."""
        return self.outcome == PaymentStatus.ACSC


class Wanted(NamedTuple):
    """What a bank is to return: a payment that it was paid, in so many parts, and why."""

    bank: str
    uetr: str
    parts: int
    reason: ReturnReason


def wanted_after(asked: Sequence[Asked], settled: Sequence[Settled]) -> Iterator[Wanted]:
    """Yield what goes back: each granted recall in two parts, and one payment whole.

    The whole one is the last that was settled: no question is about it.
    """
    for each in asked:
        question = each.question
        if question.kind is AssignmentKind.RECALL and each.outcome == Outcome.CANCELLED:
            yield Wanted(question.assignee, question.uetr, 2, _GRANTED)
    recalled = {each.question.uetr for each in asked}
    left = [each for each in settled if each.uetr not in recalled]
    for last in left[-1:]:
        yield Wanted(last.planned.creditor_agent, last.uetr, 1, _CLOSED)


async def return_all(
    tellers: Mapping[str, Teller], clock: Clock, wanted: Sequence[Wanted]
) -> list[Returned]:
    """Send everything back, and return what came of each return."""
    found = await asyncio.gather(*(_return(tellers[each.bank], clock, each) for each in wanted))
    return [each for returns in found for each in returns]


async def _return(teller: Teller, clock: Clock, wanted: Wanted) -> list[Returned]:
    """Return a payment part by part: the last is what is left."""
    presented = teller.presented(wanted.uetr)
    amount, _currency = presented.came
    part = amount // wanted.parts
    amounts = [part] * (wanted.parts - 1)
    amounts.append(amount - sum(amounts))
    told = []
    for number, each in enumerate(amounts, start=1):
        back = Back(presented, f"{presented.uetr[:8]}/{number}", each, wanted.reason)
        told.append(await _send(teller, clock, back))
    return told


async def _send(teller: Teller, clock: Clock, back: Back) -> Returned:
    presented: Presented = back.presented
    payment_id = return_payment_id(presented.uetr, back.return_id)
    name = teller.message_id()
    awaited = teller.expect(payment_id, name)
    try:
        answer = await teller.hand_in(payment_return(back, name, clock.now_ms()))
        if not answer.is_good:
            return Returned(payment_id, str(answer.words().get("code", answer.status)))
        told = await asyncio.wait_for(asyncio.shield(awaited), PATIENCE_S)
    except (LinkError, TimeoutError) as unwell:
        return Returned(payment_id, str(unwell))
    return Returned(payment_id, (told.reason or told.status).value)
