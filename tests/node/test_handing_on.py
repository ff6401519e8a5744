"""What admission has read of a message comes to the payment that it was read of."""

import asyncio
from pathlib import Path

import pytest

from tallystick.core import commands as c
from tallystick.links.originals import Original, OriginalPayment
from tallystick.wire.iso20022.grammar import Message
from tests.core.pair import CLEAR, NORTH
from tests.node.linked_nodes import LinkedNodes
from tests.node.running import Running, run


@pytest.fixture
def linked() -> LinkedNodes:
    """Return two nodes with banks, money and lists."""
    return LinkedNodes().found()


def test_each_payment_keeps_what_was_read_of_its_own_message(
    linked: LinkedNodes, tmp_path: Path
) -> None:
    """Though many are taken in one turn; what names another payment is not kept at all."""
    orders = [linked.order(NORTH, 1_000 + number) for number in range(3)]
    ids = [order.payment_id for order in orders]
    read = {each: original(each) for each in ids[:2]} | {ids[2]: original("another")}

    async def scene(running: Running) -> list[Original | None]:
        runner = running.runners[NORTH]
        asked = [c.SubmitPayment(order, CLEAR) for order in orders]
        await asyncio.gather(
            *(runner.take(each, (), read[each.order.payment_id]) for each in asked)
        )
        return [runner.originals.of(each) for each in ids]

    assert run(scene, linked, tmp_path) == [read[ids[0]], read[ids[1]], None]


def original(payment_id: str) -> Original:
    """Return what is read of a payment's message."""
    references = OriginalPayment(f"I-{payment_id}", "E", "", payment_id)
    return Original(
        Message("pacs.008.001.08"), f"M-{payment_id}", "2026-11-30T10:00:00Z", references
    )
