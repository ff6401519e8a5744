"""The line to a settlement system: instructions go out in order, notices come in by number.

Both ways are resumable. Instructions are sent again until the system says how far it
has them; it does each once by its reference. Notices are asked for after the last
one that is in the journal, so that each is taken once, in order, whatever crashes.
"""

import asyncio
from dataclasses import dataclass, field

from tallystick.core.commands import HearSettlementSystem
from tallystick.journal.port import OutboxRow
from tallystick.links.systems import decode_notices, decode_received, encode_instructions
from tallystick.node.carrier import Carrier
from tallystick.node.node import Node
from tallystick.node.retrying import Patience
from tallystick.node.runner import Runner
from tallystick.terms.errors import LinkError, RemoteMessageError, StoreError

INSTRUCTIONS = "/v1/instructions"
JSON = "application/json"
AT_ONCE = 64
WAIT_S = 15
BEAT_S = 1.0
PAUSE_S = 0.05


@dataclass
class SystemLine:
    """The way to one settlement system."""

    name: str
    runner: Runner
    carrier: Carrier
    _sending: Patience = field(default_factory=Patience)
    _hearing: Patience = field(default_factory=Patience)

    @property
    def _destination(self) -> str:
        return f"system:{self.name}"

    async def instruct(self) -> None:
        """Send every instruction until it has arrived, for as long as the task lives."""
        bells = self.runner.bells
        while True:
            count = bells.count(self._destination)
            try:
                if await self._send_next():
                    continue
            except (LinkError, StoreError, RemoteMessageError) as unwell:
                await self._lose(self._sending, unwell)
                continue
            await bells.wait(self._destination, count, BEAT_S)

    async def _send_next(self) -> bool:
        """Send what has not arrived yet; return whether there was anything.

        Raises:
            LinkError: the system took none of it, or says that it has what was never filed.
        """
        rows = await self.runner.read(self._next)
        if not rows:
            return False
        answer = await self.carrier.post(INSTRUCTIONS, encode_instructions(rows), JSON)
        received = decode_received(answer)
        filed = self.runner.head_of(self._destination)
        if not rows[0].number <= received <= filed:
            detail = (
                f"{self.name} has instructions up to {received}; "
                f"{rows[0].number} was sent, and {filed} is the last there is"
            )
            raise LinkError(detail, outcome_known=False, code="system-odd")
        # It may have more than this page, from before a crash that forgot its word.
        arrived = min(received, rows[-1].number)
        await self.runner.read(lambda node: node.store.acknowledge(self._destination, arrived))
        self._regain(self._sending)
        return True

    def _next(self, node: Node) -> list[OutboxRow]:
        acknowledged = node.store.acknowledged().get(self._destination, 0)
        if self.runner.head_of(self._destination) <= acknowledged:
            return []
        return node.store.outbox(self._destination, acknowledged, AT_ONCE)

    async def hear(self) -> None:
        """Take every notice of the system, for as long as the task lives."""
        while True:
            try:
                await self._hear_next()
            except (LinkError, StoreError, RemoteMessageError) as unwell:
                await self._lose(self._hearing, unwell)

    async def _hear_next(self) -> None:
        after = await self.runner.read(lambda node: node.state.systems.get(self.name, 0))
        path = f"/v1/notices?after={after}&wait={WAIT_S}"
        notices = decode_notices(await self.carrier.get(path, WAIT_S), after)
        self._regain(self._hearing)
        if not notices:
            # One that does not wait for news must not be asked without a pause.
            await asyncio.sleep(PAUSE_S)
        for number, notice in notices:
            # One after the other: behind one that is not taken, none could be.
            await self.runner.take(HearSettlementSystem(self.name, number, notice))

    def _regain(self, patience: Patience) -> None:
        if patience.well():
            self.runner.around.log.info("system-reached", system=self.name)

    async def _lose(
        self, patience: Patience, unwell: LinkError | StoreError | RemoteMessageError
    ) -> None:
        if patience.is_first:
            self.runner.around.log.warning("system-lost", system=self.name, reason=str(unwell))
        await asyncio.sleep(patience.next_s())
