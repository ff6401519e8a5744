"""A settlement system is believed as far as it was told, and asked again as often as need be."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from tallystick.core import commands as c
from tallystick.core.notices import Credited, Notice
from tallystick.links.systems import decode_instructions, encode_notices, encode_received
from tallystick.node.carrier import Carrier
from tallystick.node.runner import Runner
from tallystick.node.system_line import AT_ONCE, SystemLine
from tallystick.terms.errors import LinkError
from tests.core.pair import NORTH
from tests.node.linked_nodes import LinkedNodes
from tests.node.running import Running, run, until

SYSTEM, DESTINATION = "RTGS-NORTH", "system:RTGS-NORTH"
BANK = "participant:NOBKRUMM:RUB"
MORE_THAN_ONE_PAGE = AT_ONCE + 6


class System:
    """A system at the other end of a carrier: it says what a test has it say."""

    def __init__(self, received: int = 0) -> None:
        self.received = received
        self.is_honest = False
        self.heard: list[list[int]] = []
        self.stream: list[Notice] = []
        self.asked_after: list[int] = []

    async def post(self, _path: str, body: bytes, _content_type: str) -> bytes:
        """Take instructions, and say how far it has them."""
        numbers = [number for number, _ in decode_instructions(body)]
        self.heard.append(numbers)
        if self.is_honest:
            self.received = max(self.received, numbers[-1])
        return encode_received(self.received)

    async def get(self, path: str, _wait_s: float) -> bytes:
        """Tell at once what comes after a number, without waiting for news."""
        after = int(path.partition("after=")[2].partition("&")[0])
        self.asked_after.append(after)
        numbered = list(enumerate(self.stream, start=1))
        return encode_notices(numbered[after:])

    async def close(self) -> None:
        """Have nothing to close."""


async def at_work(runner: Runner, system: Carrier, *, hears: bool) -> asyncio.Task[None]:
    """Start one way of a line."""
    line = SystemLine(SYSTEM, runner, system)
    return asyncio.create_task(line.hear() if hears else line.instruct())


async def off_work(task: asyncio.Task[None]) -> None:
    """Stop it."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def file_pay_outs(runner: Runner, count: int) -> None:
    """Have so many payments out instructed."""
    for number in range(count):
        await runner.take(c.RequestDefunding(f"out-{number}", SYSTEM, BANK, 1))


def acknowledged(linked: LinkedNodes) -> int:
    """Return how far the system is known to have its instructions."""
    return linked.stores[NORTH].acknowledged().get(DESTINATION, 0)


@pytest.fixture
def linked() -> LinkedNodes:
    """Return two nodes with banks and money, whose systems have all that was told so far."""
    return LinkedNodes().found()


def test_every_instruction_arrives(linked: LinkedNodes, tmp_path: Path) -> None:
    """Page after page, each number once."""
    system = System()
    system.is_honest = True

    async def scene(running: Running) -> list[int]:
        runner = running.runners[NORTH]
        first = acknowledged(linked) + 1
        await file_pay_outs(runner, MORE_THAN_ONE_PAGE)
        task = await at_work(runner, system, hears=False)
        await until(runner, lambda: acknowledged(linked) == runner.head_of(DESTINATION))
        await off_work(task)
        assert system.heard[0][0] == first
        return [number for page in system.heard for number in page]

    numbers = run(scene, linked, tmp_path)
    assert numbers == list(range(numbers[0], numbers[0] + MORE_THAN_ONE_PAGE))


def test_what_a_crash_forgot_the_system_knows(linked: LinkedNodes, tmp_path: Path) -> None:
    """It has more than this page, from before: that is no lie, and the line goes on."""

    async def scene(running: Running) -> None:
        runner = running.runners[NORTH]
        await file_pay_outs(runner, MORE_THAN_ONE_PAGE)
        task = await at_work(runner, System(runner.head_of(DESTINATION)), hears=False)
        await until(runner, lambda: acknowledged(linked) == runner.head_of(DESTINATION))
        await off_work(task)

    run(scene, linked, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("received", [0, 2**40])
def test_a_system_that_says_what_cannot_be_is_asked_again_in_patience(
    linked: LinkedNodes, tmp_path: Path, received: int
) -> None:
    """It takes nothing, or has what was never filed: no instruction is let go for it."""
    system = System(received)

    async def scene(running: Running) -> tuple[int, int]:
        runner = running.runners[NORTH]
        before = acknowledged(linked)
        await file_pay_outs(runner, 3)
        task = await at_work(runner, system, hears=False)
        await until(runner, lambda: len(system.heard) >= 3)
        posts = len(system.heard)
        assert acknowledged(linked) == before
        system.received = runner.head_of(DESTINATION)
        await until(runner, lambda: acknowledged(linked) == runner.head_of(DESTINATION))
        await off_work(task)
        return posts, len(system.heard)

    posts, in_all = run(scene, linked, tmp_path)
    assert in_all - posts <= 2


def test_notices_are_taken_one_after_the_other(linked: LinkedNodes, tmp_path: Path) -> None:
    """Each once, in order, though the system never waits for news."""
    system = System()

    async def scene(running: Running) -> int:
        runner = running.runners[NORTH]
        heard = await runner.read(lambda node: node.state.systems[SYSTEM])
        system.stream = [Credited("old", BANK, "RUB", 1)] * heard
        system.stream += [Credited(f"new-{each}", BANK, "RUB", 1) for each in range(5)]
        task = await at_work(runner, system, hears=True)
        end = len(system.stream)
        node = await runner.read(lambda node: node)
        await until(runner, lambda: node.state.systems[SYSTEM] == end)
        await until(runner, lambda: end in system.asked_after)
        asked = len(system.asked_after)
        await until(runner, lambda: len(system.asked_after) > asked)
        await off_work(task)
        return await runner.read(lambda node: node.state.ledger.accounts[BANK].balance)

    assert run(scene, linked, tmp_path) == 10**9 + 5


def test_behind_a_notice_that_is_not_taken_none_is_handed_in(
    linked: LinkedNodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each try would fill the journal with refusals of those that come too early."""
    system = System()
    refused = LinkError("set aside", outcome_known=True, code="command-parked")

    async def scene(running: Running) -> tuple[int, int]:
        runner = running.runners[NORTH]
        take = runner.take
        tries = 0

        async def refuse(command: c.AnyCommand) -> object:
            nonlocal tries
            if isinstance(command, c.HearSettlementSystem):
                tries += 1
                raise refused
            return await take(command)

        monkeypatch.setattr(runner, "take", refuse)
        heard = await runner.read(lambda node: node.state.systems[SYSTEM])
        system.stream = [Credited("new", BANK, "RUB", 1)] * (heard + 50)
        before = await runner.read(lambda node: node.head[0])
        task = await at_work(runner, system, hears=True)
        await until(runner, lambda: tries >= 3)
        await off_work(task)
        return tries, (await runner.read(lambda node: node.head[0])) - before

    tries, entries = run(scene, linked, tmp_path)
    assert tries == len(system.asked_after)
    assert entries == 0
