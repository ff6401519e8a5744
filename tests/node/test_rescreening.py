"""What must be screened again is, whatever stops at one of them."""

import asyncio
from pathlib import Path
from typing import cast

import pytest

from tallystick.admission.desk import Admitted, Desk
from tallystick.core import commands as c
from tallystick.core.lifecycle import PaymentState
from tallystick.node.engine import Personal
from tallystick.node.node import MESSAGE
from tallystick.node.rescreening import SCREENING, Rescreening
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import CLEAR, NORTH
from tests.node.linked_nodes import LinkedNodes, message_of
from tests.node.running import Running, run, until

STALE = Verdict(Outcome.CLEAR, b"of other lists", b"s", b"e")


def test_a_payment_that_trips_the_desk_keeps_no_other_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays held for people, and the rest go on by their new verdicts."""
    linked = LinkedNodes().found()
    poison, good = linked.order(NORTH, 666), linked.order(NORTH, 5_000)

    def screen(_desk: object, payment_id: str, _message: bytes) -> Admitted:
        if payment_id == poison.payment_id:
            raise ValueError("a bug that one text wakes")
        return Admitted(c.RecordVerdict(payment_id, CLEAR))

    monkeypatch.setattr("tallystick.node.rescreening.screen_again", screen)

    async def scene(running: Running) -> list[PaymentState]:
        runner = running.runners[NORTH]
        runner.desks = {"RUB-CNY": cast("Desk", object())}
        for order in (poison, good):
            text = (Personal(MESSAGE, message_of(order.payment_id)),)
            await runner.take(c.SubmitPayment(order, STALE), text)
        task = asyncio.create_task(Rescreening(runner).keep())
        store = linked.stores[NORTH]
        await until(runner, lambda: store.acknowledged().get(SCREENING, 0) == 2)
        task.cancel()
        payments = await runner.read(lambda node: node.state.payments)
        return [payments[each.payment_id].state for each in (poison, good)]

    held, other = run(scene, linked, tmp_path)
    assert held is PaymentState.HELD
    assert other in (PaymentState.FORWARDED, PaymentState.REJECTED)
