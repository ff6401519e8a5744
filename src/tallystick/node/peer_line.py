"""The line to another operator's node: what is filed for it goes out, until it is acknowledged.

One envelope is under way at a time. After a silence of a second or two everything not
acknowledged is sent again, and a sign of life when there is nothing to say, so that
acknowledgements and clocks stay fresh.
"""

import asyncio
import time
from dataclasses import dataclass, field

from tallystick.core.state import PeerStream
from tallystick.links.peer import Outward
from tallystick.node.carrier import Carrier
from tallystick.node.node import Node
from tallystick.node.retrying import Patience
from tallystick.node.runner import Runner
from tallystick.terms.errors import LinkError, StoreError

ENVELOPES = "/link/v1/envelopes"
OCTETS = "application/octet-stream"
AGAIN_S = 1.5
BEAT_S = 1.0


@dataclass
class PeerLine:
    """The way to one other node."""

    peer_id: str
    runner: Runner
    carrier: Carrier
    _sent: int = 0
    _sent_at: float = 0.0
    _acknowledged: int = 0
    _moved_at: float = 0.0
    _told: tuple[int, bytes] = (-1, b"")
    _session: bytes = b""
    _patience: Patience = field(default_factory=Patience)

    @property
    def _destination(self) -> str:
        return f"peer:{self.peer_id}"

    async def keep(self) -> None:
        """Send whatever there is to send, for as long as the task lives."""
        bells = self.runner.bells
        while True:
            count = bells.count(self._destination)
            try:
                sealed = await self.runner.read(self._next)
                if sealed is not None:
                    await self._send(sealed)
            except (LinkError, StoreError) as unwell:
                await self._lose(unwell)
                continue
            if sealed is None:
                await bells.wait(self._destination, count, BEAT_S)

    async def _send(self, sealed: Outward) -> None:
        await self.carrier.post(ENVELOPES, sealed.raw, OCTETS)
        self.runner.around.meters.envelope_sent()
        if self._patience.well():
            self.runner.around.log.info("peer-reached", peer=self.peer_id)

    async def _lose(self, unwell: LinkError | StoreError) -> None:
        """Wait before the next try; all that is not acknowledged will go out again."""
        self._sent_at = self._moved_at = 0.0
        self.runner.around.meters.envelope_lost()
        if self._patience.is_first:
            self.runner.around.log.warning("peer-lost", peer=self.peer_id, reason=str(unwell))
        await asyncio.sleep(self._patience.next_s())

    def _next(self, node: Node) -> Outward | None:
        """Seal what is new; all that is not acknowledged, after a while; or a sign of life."""
        if node.session != self._session:
            # The node was opened anew: begin again from what is acknowledged.
            self._session, self._sent, self._sent_at = node.session, 0, 0.0
        stream = node.state.peers.get(self.peer_id, PeerStream())
        told = stream.received, node.session_of(self.peer_id)
        if told[1] != self._told[1]:
            # The other node was opened anew and may have lost what was under way.
            self._sent = 0
        acknowledged = node.store.acknowledged().get(self._destination, 0)
        after = self._after(acknowledged)
        silence_s = time.monotonic() - self._sent_at
        has_news = stream.sent > after or told != self._told
        if not has_news and silence_s < BEAT_S:
            return None
        sealed = node.outward(self.runner.around.clock.now_ms(), self.peer_id, after)
        self._sent_at = time.monotonic()
        if sealed.last:
            self._sent = sealed.last
            self._moved_at = self._sent_at if after == acknowledged else self._moved_at
        self._told = told
        return sealed

    def _after(self, acknowledged: int) -> int:
        """Return after which item to send on; all over again, if for a while none has arrived.

        An answer alone proves nothing: who had to be deaf for a moment answers all the same.
        """
        now = time.monotonic()
        if acknowledged != self._acknowledged:
            self._acknowledged, self._moved_at = acknowledged, now
        is_stuck = now - self._moved_at >= AGAIN_S
        return acknowledged if is_stuck else max(self._sent, acknowledged)
