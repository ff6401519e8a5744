"""Payments that must be screened again, by the lists of now: from the vault to a new verdict.

One that cannot be judged again stops none of the others: it is logged and stays as it is,
held, and people decide.
"""

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tallystick.admission.items import screen_again
from tallystick.core.effects import ScreenAgain
from tallystick.journal.port import OutboxRow
from tallystick.journal.vault import UNREADABLE
from tallystick.node.engine import Personal
from tallystick.node.inbox import OVERLOADED
from tallystick.node.node import MESSAGE, Node
from tallystick.node.retrying import Patience
from tallystick.node.runner import Runner
from tallystick.terms.errors import LinkError, StoreError, TallystickError

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
        why = await self._try(payment_id)
        if why:
            # Without a verdict nothing can clear it: it stays held, and people decide.
            self.runner.around.log.error("cannot-screen-again", payment=payment_id, reason=why)
        await self.runner.read(lambda node: node.store.acknowledge(SCREENING, row.number))

    async def _try(self, payment_id: str) -> str:
        """Judge a payment; return why that cannot be done, "" if it is done.

        Raises:
            LinkError: too much waits at present.
            StoreError: the books are unwell at present.
        """
        try:
            return await self._judge(payment_id)
        except Exception as broken:
            if _may_pass(broken):
                raise
            return _cause(broken)

    async def _judge(self, payment_id: str) -> str:
        stored = await self.runner.read(lambda node: _stored(node, payment_id))
        if stored is None:
            return ""  # It has ended meanwhile and needs no verdict any more.
        agreement_id, message = stored
        desk = self.runner.desks.get(agreement_id)
        if desk is None:
            return "its agreement has no desk"
        if not message:
            return "its text is erased"
        admitted = screen_again(desk, payment_id, message)
        await self.runner.take(admitted.command, tuple(Personal(*kept) for kept in admitted.kept))
        return ""


def _may_pass(broken: Exception) -> bool:
    """Whether it is no fault of this payment and goes by: the books or the inbox are unwell."""
    match broken:
        case StoreError():
            return broken.code != UNREADABLE
        case LinkError():
            return broken.code == OVERLOADED
        case _:
            return False


def _cause(broken: Exception) -> str:
    """Return what a payment failed by, and where: not in its words, which may be the payment's."""
    code = broken.code if isinstance(broken, TallystickError) else type(broken).__name__
    *_, last = traceback.extract_tb(broken.__traceback__)
    return f"{code} at {Path(last.filename).name}:{last.lineno}"


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
