"""Payments that must be screened again, by the lists of now: from the vault to a new verdict."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from tallystick.admission.items import screen_again
from tallystick.core.effects import ScreenAgain
from tallystick.journal.port import OutboxRow
from tallystick.node.inbox import OVERLOADED
from tallystick.node.node import MESSAGE, Node
from tallystick.node.retrying import Patience
from tallystick.node.runner import Runner
from tallystick.terms.errors import LinkError, StoreError

SCREENING = "screening"
AT_ONCE = 32
BEAT_S = 1.0


@dataclass
class Rescreening:
    """Works through what the core has asked to be screened again."""

    runner: Runner
    _patience: Patience = field(default_factory=Patience)

    async def keep(self) -> None:
        """Screen again whatever is asked, for as long as the task lives."""
        bells = self.runner.bells
        while True:
            count = bells.count(SCREENING)
            try:
                rows = await self.runner.read(_asked)
                for row in rows:
                    await self._screen(row)
            except (LinkError, StoreError) as unwell:
                self.runner.around.log.warning("screening-waits", reason=str(unwell))
                await asyncio.sleep(self._patience.next_s())
                continue
            self._patience.well()
            if not rows:
                await bells.wait(SCREENING, count, BEAT_S)

    async def _screen(self, row: OutboxRow) -> None:
        assert isinstance(row.effect, ScreenAgain), "nothing else goes this way"
        payment_id = row.effect.payment_id
        stored = await self.runner.read(lambda node: _stored(node, payment_id))
        # A payment that has ended meanwhile needs no verdict any more.
        if stored is not None and not await self._judge(payment_id, *stored):
            # Without its text nothing can clear it: it stays held, and people decide.
            self.runner.around.log.error("cannot-screen-again", payment=payment_id)
        await self.runner.read(lambda node: node.store.acknowledge(SCREENING, row.number))

    async def _judge(self, payment_id: str, agreement_id: str, message: bytes) -> bool:
        """Return whether a verdict could be recorded; whatever stops at it stops at it alone."""
        desk = self.runner.desks.get(agreement_id)
        if desk is None or not message:
            return False
        try:
            await self.runner.take(screen_again(desk, payment_id, message).command)
        except StoreError:
            raise
        except LinkError as unwell:
            if unwell.code == OVERLOADED:
                raise
            return False
        except Exception as bug:  # noqa: BLE001 - the desk's bug over one text is not the others'
            self.runner.around.log.critical("desk-stopped", payment=payment_id, error=repr(bug))
            return False
        return True


def _asked(node: Node) -> Sequence[OutboxRow]:
    acknowledged = node.store.acknowledged().get(SCREENING, 0)
    return node.store.outbox(SCREENING, acknowledged, AT_ONCE)


def _stored(node: Node, payment_id: str) -> tuple[str, bytes] | None:
    """Return the agreement of a live payment and its message, empty where its key is gone."""
    payment = node.state.payments.get(payment_id)
    if payment is None:
        return None
    beside = {each.kind: each.content for each in node.attachments(payment_id)}
    return payment.order.agreement_id, beside.get(MESSAGE, b"")
