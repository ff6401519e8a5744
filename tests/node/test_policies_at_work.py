"""A node put together from its settings screens by the policy that two people have confirmed."""

from pathlib import Path

import pytest

from tallystick.core.screening_commands import ConfirmPolicy
from tallystick.node.assembly import Assembly
from tests.node.test_assembly import config, live, opened

pytestmark = pytest.mark.slow

__all__ = ["config"]
NAME = "RUB-CNY"


async def confirmed(assembly: Assembly) -> bytes:
    """Have two people confirm what the settings propose, and return its digest."""
    await opened(assembly)
    policy = assembly.desks.grounds.proposed[NAME]
    node = await assembly.runner.read(lambda node: node)
    in_force = node.state.pacts[NAME].policy
    version = in_force.version + 1 if in_force is not None else 1
    for person in ("ann", "bo"):
        await assembly.runner.take(ConfirmPolicy(NAME, policy.digest, version, person))
    return policy.digest


def test_a_node_goes_on_by_the_policy_in_force(
    config: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Though its settings have moved on: their policy waits, and the log says so."""
    seen: list[bytes] = []

    async def first(assembly: Assembly) -> None:
        seen.append(await confirmed(assembly))
        assert assembly.runner.desks[NAME].policy.digest == seen[0]

    live(config, first)
    text = config.read_text()
    assert "threshold = 8_500" in text
    config.write_text(text.replace("threshold = 8_500", "threshold = 9_100"))
    capsys.readouterr()

    async def second(assembly: Assembly) -> None:
        await opened(assembly)
        assert assembly.desks.grounds.proposed[NAME].digest != seen[0]
        assert assembly.runner.desks[NAME].policy.digest == seen[0]
        await assembly.renew_lists()
        assert assembly.runner.desks[NAME].policy.digest == seen[0]
        seen.append(await confirmed(assembly))
        assert assembly.runner.desks[NAME].policy.digest == seen[1] != seen[0]

    live(config, second)
    assert '"policy-waits-for-two-people"' in capsys.readouterr().err
    shelf = {each.stem for each in (config.parent / "books" / "policies").iterdir()}
    assert shelf == {each.hex() for each in seen}
