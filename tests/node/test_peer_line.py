"""The line to the other node brings all that is filed, though the other is deaf for a while."""

from pathlib import Path

import pytest

from tallystick.node import peer_line
from tests.core.pair import NORTH, SOUTH
from tests.node.linked_nodes import LinkedNodes
from tests.node.running import Running, run, until
from tests.node.test_runner import hand_in


@pytest.fixture
def linked() -> LinkedNodes:
    """Return two nodes with banks, money and lists."""
    return LinkedNodes().found()


@pytest.mark.slow
def test_who_answers_and_drops_is_told_again(
    linked: LinkedNodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node whose clock is in doubt takes envelopes and keeps nothing of them.

    Once two people have confirmed its clock, all that it dropped comes again by itself.
    """
    monkeypatch.setattr(peer_line, "AGAIN_S", 0.01)
    orders = [linked.order(NORTH, 1_000 + number) for number in range(3)]

    async def scene(running: Running) -> tuple[int, int]:
        north, south = running.runners[NORTH], running.runners[SOUTH]
        guard = south.around.guard
        guard.compare("EAST", running.clock.at + 3_600_000, running.clock.at)
        await until(south, lambda: bool(south.halted_because))
        node = await south.read(lambda node: node)
        heard, carried = node.heard(NORTH), running.wires[NORTH].carried
        for order in orders:
            await hand_in(north, order)
        # It has answered, more than once, and has taken nothing.
        await until(north, lambda: running.wires[NORTH].carried > carried + len(orders))
        assert node.heard(NORTH) == heard
        guard.confirm("anna")
        guard.confirm("boris")
        head = north.head_of("peer:SOUTH")
        await until(south, lambda: node.heard(NORTH) == head)
        return head, heard

    head, heard = run(scene, linked, tmp_path)
    assert head > heard
    assert linked.fresh(SOUTH).heard(NORTH) == head
