"""The runner: what has come in is stepped, committed, and only then told to anybody.

One turn after the other, in one event loop: inputs that came meanwhile are taken
together, the node steps, the batch is committed in a thread of its own, the replies
are given, and the bells of all queues that have grown are rung. Nobody reads the
node between a step and its commit, so nothing is seen that might yet be lost.

A commit that fails, or a machine that stops, throws the node away: it is opened again
from its journal, as after the death of the process.
"""

import asyncio
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from tallystick.admission.desk import Desk
from tallystick.core.commands import AnyCommand, HearPeer, ParkItem
from tallystick.core.events import PaymentArrived, PaymentReceived
from tallystick.links.originals import Original, Originals
from tallystick.links.peer import Delivered
from tallystick.node.bells import Bells
from tallystick.node.engine import Input, Personal, Reply, Step
from tallystick.node.grounds import Grounds
from tallystick.node.hearing import Hearing, digest_of, harmless
from tallystick.node.inbox import Inbox, answer, fail, unwell
from tallystick.node.node import Node
from tallystick.node.surroundings import PACE, Pace, Surroundings
from tallystick.terms.errors import InvariantError, LinkError, StoreError

T = TypeVar("T")

TAKEN_AT_ONCE = 256
# Whoever else asks meanwhile waits for so many orders of bulks, and no more.
RELEASED_AT_ONCE = 64
BEAT_S = 0.25
HEARD_TRIES = 40


class Runner:
    """One operator's node at work."""

    def __init__(
        self,
        opening: Callable[[], Node],
        desks: Mapping[str, Desk],
        around: Surroundings,
        pace: Pace = PACE,
    ) -> None:
        """Take what opens the node; nothing is opened before `start`."""
        self._opening = opening
        self.desks = desks
        self.lists_because = ""  # why the lists in the settings are not screened by, if so
        self.grounds: Grounds | None = None
        self.around = around
        self._pace = pace
        self.bells = Bells()
        self.originals = Originals()
        self._node: Node | None = None
        self._inbox = Inbox(pace.inbox_max)
        self._hearing = Hearing()
        self._heads: dict[str, int] = {}
        self._writer = ThreadPoolExecutor(1, "journal")
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._is_committing = False
        self._is_stopping = False
        self._failures = 0
        self._snapshot_at = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def halted_because(self) -> str:
        """Why nothing can be decided at present; "" if it can."""
        if self._is_stopping:
            return "the node is stopping"
        if self._node is None:
            return "the node is being opened again from its journal"
        if self._node.is_behind:
            return "the other node holds more of our stream than this disk: it is an old one"
        if not self._node.may_decide:
            return "the other node has not confirmed yet how far it heard us"
        return self.around.guard.stopped_because

    @property
    def turns(self) -> asyncio.Task[None]:
        """The task that takes turns; it ends only when the runner is stopped."""
        assert self._task is not None, "it was started"
        return self._task

    @property
    def inbox_length(self) -> int:
        """How many inputs wait for the next turn."""
        return len(self._inbox)

    async def take(
        self,
        command: AnyCommand,
        personal: tuple[Personal, ...] = (),
        original: Original | None = None,
    ) -> Reply:
        """Have a command taken; return what happened once it is durable.

        Raises:
            StoreError: nothing can be decided now, or nobody knows whether it was.
            LinkError: too much is waiting already; nothing was done.
        """
        self._refuse_if_halted()
        deaths = self.around.deaths
        if deaths.has_parked and deaths.is_parked(digest_of(command)):
            detail = "this very command has stopped the machine twice; people have to look at it"
            raise LinkError(detail, outcome_known=True, code="command-parked")
        answered = self._inbox.put(command, personal, original)
        self._wake.set()
        return await answered

    async def read(self, question: Callable[[Node], T]) -> T:
        """Answer a question from what is durable; it may also note an acknowledgement.

        Raises:
            StoreError: the node is being opened again.
        """
        while self._is_committing:
            await self.bells.wait("turn", self.bells.count("turn"), BEAT_S)
        if self._node is None:
            raise unwell(self.halted_because)
        return question(self._node)

    async def hear(self, raw: bytes) -> None:
        """Take an envelope of another node.

        Raises:
            RemoteMessageError: it is refused; nothing of it counts.
            StoreError: the node is being opened again.
        """
        sender, delivered = await self.read(lambda node: self._open_envelope(node, raw))
        self.around.meters.envelope_heard()
        self._wake.set()
        self.bells.ring(f"peer:{sender}")
        if delivered and not self.halted_because:
            self._hearing.add(sender, delivered)
            await self._taken(sender, delivered[-1].sequence)

    def _open_envelope(self, node: Node, raw: bytes) -> tuple[str, list[Delivered]]:
        sender, delivered = node.hear(raw)
        self.around.guard.compare(sender, node.clock_of(sender), self.around.clock.now_ms())
        return sender, delivered

    async def _taken(self, sender: str, sequence: int) -> None:
        """Wait until an item is durable, so that a sender never runs far ahead of us."""
        name, node = f"heard:{sender}", self._node
        for _ in range(HEARD_TRIES):
            count = self.bells.count(name)
            # What was queued is forgotten when the books are opened again: it will come again.
            if node is None or self._node is not node or node.heard(sender) >= sequence:
                return
            await self.bells.wait(name, count, BEAT_S)

    async def wait_for(self, destination: str, after: int, seconds: float) -> None:
        """Return once more than `after` has been filed for a destination, or time is up."""
        count = self.bells.count(destination)
        if self._heads.get(destination, 0) <= after and not self._is_stopping:
            await self.bells.wait(destination, count, seconds)

    def head_of(self, destination: str) -> int:
        """Return the last number filed for a destination."""
        return self._heads.get(destination, 0)

    # The life of it.

    async def start(self) -> None:
        """Open the node and take turns from now on.

        Raises:
            StoreError: the books cannot be opened.
        """
        await self._open()
        self._task = asyncio.create_task(self._live(), name="turns")

    async def stop(self) -> None:
        """Take what has come in, then keep a snapshot and close the books."""
        self._is_stopping = True
        self._stopping.set()
        self._wake.set()
        self.bells.ring_all()
        if self._task is not None:
            await self._task
        if self._node is not None:
            node, self._node = self._node, None
            try:
                await self._in_writer(node.save_snapshot)
            except Exception as failed:  # noqa: BLE001 - whatever it is, the books can be closed
                # The next start reads more of the journal: nothing is lost.
                self.around.log.critical("no-snapshot", reason=repr(failed))
            await self._close(node)
        self._writer.shutdown()

    async def _close(self, node: Node) -> None:
        """Close the store of a node that is done; one that cannot be closed stops nobody."""
        try:
            await self._in_writer(node.store.close)
        except Exception as failed:  # noqa: BLE001 - whatever it is, the books are opened anew
            self.around.log.critical("store-not-closed", reason=repr(failed))

    async def _live(self) -> None:
        while not self._is_stopping or self._inbox:
            await self._rest()
            try:
                await self._turn()
            except StoreError as failed:
                await self._reopen(str(failed))
            except Exception as bug:  # noqa: BLE001 - whatever a bug throws, the books are opened anew
                told = "".join(traceback.format_exception(bug))
                self.around.log.critical("machine-stopped", traceback=told)
                await self._reopen("the machine stopped at an error of its own")

    async def _rest(self) -> None:
        """Wait until something comes in, or a little while, and linger for what comes with it."""
        if not self._has_work and not self._is_stopping:
            try:
                async with asyncio.timeout(BEAT_S):
                    await self._wake.wait()
            except TimeoutError:
                return
        self._wake.clear()
        if len(self._inbox) < TAKEN_AT_ONCE and not self._is_stopping:
            await asyncio.sleep(self._pace.linger_s)

    async def _turn(self) -> None:
        if self._node is None:
            await self._open()
        node = self._node
        assert node is not None, "it was opened"
        clock = self.around.clock
        self.around.guard.watch(clock.now_ms(), clock.monotonic_ms())
        if not node.may_decide or self.around.guard.stopped_because:
            self._hearing.clear()
            self._inbox.refuse_all(unwell(self.halted_because))
            await self._keep_acknowledgements(node)
            return
        await self._advance(node)

    async def _advance(self, node: Node) -> None:
        inputs = self._next_inputs(node)
        now = self.around.clock.now_ms()
        self.around.meters.turn(len(inputs))
        try:
            with self.around.meters.stepping():
                step = node.step(now, inputs)
        except StoreError:
            fail(inputs, unwell("the store failed before anything was decided"))
            raise
        except Exception as bug:
            fail(inputs, unwell("the machine stopped at an error of its own"))
            self._remember(node.taking)
            raise InvariantError(repr(bug)) from bug
        replies = await self._commit(node, step, inputs)
        self._keep_originals(inputs, replies)
        self._reground(node)
        answer(replies)
        self._tell(step, inputs)
        await self._keep_snapshot(node)

    async def _commit(self, node: Node, step: Step, inputs: list[Input]) -> list[Reply]:
        """Make the step durable; the loop goes on meanwhile, but nobody reads the node."""
        try:
            if not step.batch.entries:
                await self._keep_acknowledgements(node)
                return node.commit(step)
            with self.around.meters.commit():
                return await self._write(lambda: node.commit(step))
        except StoreError as failed:
            fail(inputs, failed)
            raise
        except Exception:
            detail = "the commit stopped at an error of our own"
            fail(inputs, StoreError(detail, outcome_known=False))
            raise

    async def _write(self, act: Callable[[], T]) -> T:
        """Write to the store, in the thread for that; nobody reads the node meanwhile."""
        self._is_committing = True
        try:
            return await self._in_writer(act)
        except Exception:
            # The machine in memory may be ahead of the disk: nobody may look at it again.
            node, self._node = self._node, None
            if node is not None:
                await self._close(node)
            raise
        finally:
            self._is_committing = False
            self.bells.ring("turn")

    @property
    def _has_work(self) -> bool:
        if self._inbox or self._hearing:
            return True
        return self._node is not None and self._node.is_releasing and not self.halted_because

    def _next_inputs(self, node: Node) -> list[Input]:
        """Return the items and commands of this turn, and some orders of sealed bulks."""
        deaths = self.around.deaths
        # Read first: should the store fail, nothing was taken that somebody waits for.
        released = [harmless(asked, deaths) for asked in node.releases(RELEASED_AT_ONCE)]
        inputs = self._hearing.take(TAKEN_AT_ONCE, self.desks, deaths)
        return inputs + self._inbox.take(2 * TAKEN_AT_ONCE - len(inputs)) + released

    def _keep_originals(self, inputs: list[Input], replies: list[Reply]) -> None:
        """Have at hand what will be repeated of the messages of payments that are now stored."""
        for asked, reply in zip(inputs, replies, strict=True):
            if asked.original is not None and reply.events:
                stored = reply.events[0]
                if isinstance(stored, PaymentReceived | PaymentArrived):
                    self.originals.keep(stored.order.payment_id, asked.original)

    def _tell(self, step: Step, inputs: list[Input]) -> None:
        """Ring for all that has grown, and for the peers whose items are now durable."""
        for row in step.batch.outbox:
            self._heads[row.destination] = row.number
        for destination in dict.fromkeys(row.destination for row in step.batch.outbox):
            self.bells.ring(destination)
        for sender in dict.fromkeys(_sender_of(asked) for asked in inputs):
            self.bells.ring(f"heard:{sender}")
        self.around.meters.committed(step, len(self._inbox))
        if step.batch.entries:
            self._failures = 0

    def _reground(self, node: Node) -> None:
        """Let the desks judge by the policies and good-guy entries that the books have now."""
        if self.grounds is not None:
            self.desks = self.grounds.follow(self.desks, node.state)

    def _remember(self, command: AnyCommand | None) -> None:
        """Remember what stopped the machine; at the second time it is set aside."""
        if command is not None and self.around.deaths.record(digest_of(command)):
            kind = type(command).__name__
            self.around.log.critical("input-set-aside", kind=kind, digest=digest_of(command).hex())

    async def _keep_snapshot(self, node: Node) -> None:
        if node.head[0] - self._snapshot_at >= self._pace.snapshot_every:
            self._snapshot_at = node.head[0]
            await self._write(node.save_snapshot)

    async def _keep_acknowledgements(self, node: Node) -> None:
        """Make durable how far others have heard us, though nothing else is to be written.

        A node that forgot it could not see by it that the other's disk is an old one.
        """
        await self._write(node.store.keep_acknowledgements)

    async def _open(self) -> None:
        node = await self._in_writer(self._opening)
        self._node = node
        self._heads = dict(node.store.outbox_heads())
        self._snapshot_at = node.head[0]
        self._reground(node)
        clock = self.around.clock
        self.around.guard.begin(clock.now_ms(), clock.monotonic_ms(), node.state.at)
        self.around.log.info("books-opened", entries=node.head[0], head=node.head[1].hex())
        self.bells.ring_all()

    async def _reopen(self, why: str) -> None:
        """Throw the node away; it is opened again after a while, longer each time it fails."""
        node, self._node = self._node, None
        self._hearing.clear()
        self._inbox.refuse_all(unwell(why))
        self.around.log.error("books-closed", reason=why)
        if node is not None:
            await self._close(node)
        waits = self._pace.reopen_s
        wait_s = waits[min(self._failures, len(waits) - 1)]
        self._failures += 1
        try:
            async with asyncio.timeout(wait_s):
                await self._stopping.wait()
        except TimeoutError:
            return

    def _refuse_if_halted(self) -> None:
        why = self.halted_because
        if why:
            raise unwell(why)

    async def _in_writer(self, act: Callable[[], T]) -> T:
        def timed() -> T:
            begun = time.thread_time()
            try:
                return act()
            finally:
                self.around.meters.wrote(time.thread_time() - begun)

        return await asyncio.get_running_loop().run_in_executor(self._writer, timed)


def _sender_of(asked: Input) -> str:
    command = asked.command
    return command.operator_id if isinstance(command, HearPeer | ParkItem) else ""
