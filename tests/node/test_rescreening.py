"""What must be screened again is, whatever stops at one of them."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, cast

import msgspec
import pytest

from tallystick.admission.desk import Admitted, Desk
from tallystick.core import commands as c
from tallystick.core.lifecycle import PaymentState
from tallystick.node.engine import Personal
from tallystick.node.hearing import digest_of
from tallystick.node.node import MESSAGE
from tallystick.node.rescreening import SCREENING, Rescreening
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import CLEAR, NORTH
from tests.node.linked_nodes import LinkedNodes, message_of
from tests.node.running import Running, run, until

STALE = Verdict(Outcome.CLEAR, b"of other lists", b"s", b"e")


class Scene(NamedTuple):
    """A running node in the north and the one payment there that cannot be judged again."""

    running: Running
    poison: str
    monkeypatch: pytest.MonkeyPatch


def bug(scene: Scene) -> None:
    """Have the desk stop at its text."""

    def screen(_desk: object, payment_id: str, message: bytes) -> Admitted:
        if payment_id == scene.poison:
            raise ValueError(message.decode())
        return judged(_desk, payment_id, message)

    scene.monkeypatch.setattr("tallystick.node.rescreening.screen_again", screen)


def set_aside(scene: Scene) -> None:
    """Have its verdict's command set aside, as one that has stopped the machine twice."""
    deaths = scene.running.runners[NORTH].around.deaths
    for _ in range(2):
        deaths.record(digest_of(c.RecordVerdict(scene.poison, CLEAR)))


def damage(scene: Scene) -> None:
    """Have its text in the vault changed by something outside."""
    rows = scene.running.linked.stores[NORTH].vault
    broken = [msgspec.structs.replace(r, ciphertext=b"\0" * 64) for r in rows(scene.poison)]
    scene.monkeypatch.setattr(
        scene.running.linked.stores[NORTH],
        "vault",
        lambda payment_id: broken if payment_id == scene.poison else rows(payment_id),
    )


def judged(_desk: object, payment_id: str, _message: bytes) -> Admitted:
    """Return a verdict of the lists in force."""
    return Admitted(c.RecordVerdict(payment_id, CLEAR))


@pytest.mark.parametrize(
    ("poisoned", "reason"),
    [
        (bug, "ValueError at test_rescreening.py:"),
        (set_aside, "command-parked at runner.py:"),
        (damage, "vault-unreadable at vault.py:"),
    ],
)
def test_a_payment_that_cannot_be_judged_keeps_no_other_waiting(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    poisoned: Callable[[Scene], None],
    reason: str,
) -> None:
    """It stays held for people, the log says why but not whose it is, and the rest go on."""
    linked = LinkedNodes().found()
    poison, good = linked.order(NORTH, 666), linked.order(NORTH, 5_000)
    monkeypatch.setattr("tallystick.node.rescreening.screen_again", judged)

    async def scene(running: Running) -> list[PaymentState]:
        runner = running.runners[NORTH]
        runner.desks = {"RUB-CNY": cast("Desk", object())}
        for order in (poison, good):
            text = (Personal(MESSAGE, message_of(order.payment_id)),)
            await runner.take(c.SubmitPayment(order, STALE), text)
        poisoned(Scene(running, poison.payment_id, monkeypatch))
        task = asyncio.create_task(Rescreening(runner).keep())
        store = linked.stores[NORTH]
        await until(runner, lambda: store.acknowledged().get(SCREENING, 0) == 2)
        task.cancel()
        payments = await runner.read(lambda node: node.state.payments)
        assert b"Petrowa" not in running.log.getvalue()
        (line,) = [each for each in lines(running) if each["event"] == "cannot-screen-again"]
        assert line["payment"] == poison.payment_id
        assert line["reason"].startswith(reason)
        return [payments[each.payment_id].state for each in (poison, good)]

    held, other = run(scene, linked, tmp_path)
    assert held is PaymentState.HELD
    assert other in (PaymentState.FORWARDED, PaymentState.REJECTED)


def lines(running: Running) -> list[dict[str, str]]:
    """Return what was logged."""
    return [msgspec.json.decode(each) for each in running.log.getvalue().splitlines()]
