"""Questions are asked: each bank hands its own in, and waits for what it is told."""

import asyncio
from collections.abc import Mapping, Sequence

from tallystick.node.clock import Clock
from tallystick.sandbox.case_letters import Envelope, question_letter
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.questions import Asked, Question
from tallystick.terms.errors import LinkError

NO_ANSWER = "no answer"


async def ask_all(
    tellers: Mapping[str, Teller], clock: Clock, questions: Sequence[Question]
) -> list[Asked]:
    """Ask everything at once, and return what came of each, in order."""
    return list(
        await asyncio.gather(*(_ask(tellers[each.assigner], clock, each) for each in questions))
    )


async def _ask(teller: Teller, clock: Clock, question: Question) -> Asked:
    raw = question_letter(question, Envelope(teller.message_id(), clock.now_ms()))
    try:
        return Asked(question, await teller.ask(raw))
    except (LinkError, TimeoutError):
        return Asked(question, NO_ANSWER)
