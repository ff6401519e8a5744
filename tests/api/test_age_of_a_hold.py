"""A hold has one age and one deadline, whatever it is held for meanwhile, as people read it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tallystick.core.agreements import TimeOuts
from tallystick.core.commands import ActivateBundle, RecordVerdict
from tallystick.core.events import HoldCause
from tallystick.node.rescreening import Rescreening
from tests.admission.messages import LISTED, desk
from tests.api.served import ANN, Served, serve
from tests.api.test_people import UETR, hold
from tests.core.pair import mutual
from tests.node.linked_nodes import LinkedNodes
from tests.node.running import until

pytestmark = pytest.mark.slow

REVIEW_MS = 600_000
STEP_MS = 60_000
# Another list, on which the same name stands: lists that changed and still hold.
LONGER = LISTED + 'HOUSE,2026-11-01,H-2,"VAIL, Ozymandias",primary,individual,,\n'


async def in_force(served: Served, bundle: bytes) -> None:
    """Have lists in force from now on."""
    until_then = served.runner.around.clock.now_ms() + 10**9
    await served.runner.take(ActivateBundle(bundle, until_then))


async def judged(served: Served) -> None:
    """Judge what is held again, until it is held for a hit."""
    payments = await served.runner.read(lambda node: node.state.payments)
    screening = asyncio.create_task(Rescreening(served.runner).keep())
    await until(served.runner, lambda: payments[UETR].hold_cause is HoldCause.REVIEW)
    screening.cancel()


async def late(served: Served) -> None:
    """Bring the verdict that the payment has once more: it was under way when lists changed."""
    verdict = await served.runner.read(lambda node: node.state.payments[UETR].verdict)
    await served.runner.take(RecordVerdict(UETR, verdict))


async def seen(served: Served) -> dict[str, Any]:
    """Return what people read of the one held payment, alike in the list and by its name."""
    ann = served.client(ANN)
    (short,) = (await ann.get("/v1/held")).words["held"]
    assert (await ann.get(f"/v1/held/{UETR}")).words["held"] == short
    found: dict[str, Any] = short
    return found


def test_it_ages_from_its_beginning_whatever_its_cause(tmp_path: Path) -> None:
    """Held for lists that changed, then for a hit, then for lists again, then for the hit."""
    nodes = LinkedNodes(mutual(time_outs=TimeOuts(review_ms=REVIEW_MS))).found()

    async def scene(served: Served) -> list[dict[str, Any]]:
        clock = served.running.clock
        await in_force(served, b"lists that the desk does not have yet")
        await hold(served)
        looks = [await seen(served)]
        clock.go_on(STEP_MS)
        await in_force(served, desk().lists.bundle)
        await judged(served)
        looks.append(await seen(served))
        clock.go_on(STEP_MS)
        await in_force(served, desk(LONGER).lists.bundle)
        await late(served)
        looks.append(await seen(served))
        clock.go_on(STEP_MS)
        served.runner.desks = {"RUB-CNY": desk(LONGER)}
        await judged(served)
        looks.append(await seen(served))
        return looks

    looks = serve(scene, tmp_path, nodes)
    lists, hit = HoldCause.SCREEN_AGAIN.value, HoldCause.REVIEW.value
    assert [each["cause"] for each in looks] == [lists, hit, lists, hit]
    assert [each["age_ms"] for each in looks] == [0, STEP_MS, 2 * STEP_MS, 3 * STEP_MS]
    ((held_at, deadline_at),) = {(each["held_at"], each["deadline_at"]) for each in looks}
    assert deadline_at - held_at == REVIEW_MS
