"""Two nodes at work in one event loop, joined by carriers that hand bytes over at once."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from tallystick.journal.port import Batch, Store
from tallystick.node.clock_guard import ClockGuard
from tallystick.node.deaths import Deaths
from tallystick.node.log import open_log
from tallystick.node.meters import Meters
from tallystick.node.node import Node
from tallystick.node.peer_line import PeerLine
from tallystick.node.runner import Runner
from tallystick.node.surroundings import Pace, Surroundings
from tallystick.terms.errors import LinkError, RemoteMessageError, StoreError
from tests.core.pair import NORTH, SOUTH
from tests.node.linked_nodes import LinkedNodes, other

T = TypeVar("T")


class StandingClock:
    """A clock that a test sets."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.steady = 0

    def now_ms(self) -> int:
        """Return what it was set to."""
        return self.at

    def monotonic_ms(self) -> int:
        """Return what the other hand was set to."""
        return self.steady

    def go_on(self, ms: int) -> None:
        """Let time pass as it should."""
        self.at += ms
        self.steady += ms


class Wire:
    """A carrier to a runner in the same loop; `is_cut` loses what is sent."""

    def __init__(self, hearer: Callable[[], Runner]) -> None:
        self._hearer = hearer
        self.is_cut = False
        self.carried = 0

    async def post(self, _path: str, body: bytes, _content_type: str) -> bytes:
        """Hand an envelope over."""
        if self.is_cut:
            raise LinkError("the wire is cut", outcome_known=False)
        self.carried += 1
        try:
            await self._hearer().hear(body)
        except (RemoteMessageError, StoreError) as refused:
            raise LinkError(str(refused), outcome_known=False) from refused
        return b""

    async def get(self, _path: str, _wait_s: float) -> bytes:
        """Answer nothing: nodes only post to each other."""
        return b""

    async def close(self) -> None:
        """Have nothing to close."""


class Running:
    """Both operators' runners over the stores of two linked nodes."""

    def __init__(self, linked: LinkedNodes, folder: Path, pace: Pace) -> None:
        self.linked = linked
        self.folder = folder
        self.pace = pace
        self.clock = StandingClock(linked.at)
        self.log = io.BytesIO()
        self.runners: dict[str, Runner] = {}
        self.wires = {name: self._wire(other(name)) for name in (NORTH, SOUTH)}
        self._lines: dict[str, asyncio.Task[None]] = {}

    def _wire(self, hearer: str) -> Wire:
        return Wire(lambda: self.runners[hearer])

    async def start(self, name: str) -> Runner:
        """Open a node from its store and run it, with its line to the other."""
        around = Surroundings(
            self.clock,
            ClockGuard(1_000, 2_000, self.folder / f"{name}.clock"),
            Deaths(self.folder / f"{name}.deaths"),
            Meters(),
            open_log(name, self.clock.now_ms, self.log),
        )
        runner = Runner(lambda: self._fresh(name), {}, around, self.pace)
        self.runners[name] = runner
        await runner.start()
        line = PeerLine(other(name), runner, self.wires[name])
        self._lines[name] = asyncio.create_task(line.keep())
        return runner

    def _fresh(self, name: str) -> Node:
        return self.linked.fresh(name)

    async def start_both(self) -> None:
        """Run both nodes until each may decide."""
        for name in (NORTH, SOUTH):
            await self.start(name)
        for runner in self.runners.values():
            await until(runner, lambda runner=runner: not runner.halted_because)  # type: ignore[misc]

    async def stop(self) -> None:
        """Stop lines and runners."""
        for line in self._lines.values():
            line.cancel()
            with suppress(asyncio.CancelledError):
                await line
        for runner in self.runners.values():
            await runner.stop()


async def until(runner: Runner, is_so: Callable[[], bool], tries: int = 2_000) -> None:
    """Wait, by the runner's own beat, until something is so."""
    for _ in range(tries):
        if is_so():
            return
        await runner.bells.wait("never", runner.bells.count("never"), 0.005)
    raise AssertionError("it never came about")


AT_ONCE = Pace(linger_s=0, reopen_s=(0.0,))


def run(
    scene: Callable[[Running], Awaitable[T]],
    linked: LinkedNodes,
    folder: Path,
    pace: Pace = AT_ONCE,
) -> T:
    """Run a scene with both nodes at work, and stop them after it."""

    async def play() -> T:
        running = Running(linked, folder, pace)
        await running.start_both()
        try:
            return await scene(running)
        finally:
            await running.stop()

    return asyncio.run(play())


class FailingStore:
    """A store whose next commits fail as a test says: None goes well."""

    def __init__(self, store: Store, *outcomes: StoreError | None) -> None:
        self._store = store
        self._outcomes = list(outcomes)

    def commit(self, batch: Batch) -> None:
        """Fail, or write."""
        outcome = self._outcomes.pop(0) if self._outcomes else None
        if outcome is not None:
            if not outcome.outcome_known:
                self._store.commit(batch)
            raise outcome
        self._store.commit(batch)

    def __getattr__(self, name: str) -> object:
        """Answer all else as the store does."""
        return getattr(self._store, name)
