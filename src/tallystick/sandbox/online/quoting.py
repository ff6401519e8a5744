"""A provider's desk: it publishes its rates at a node, and hears what came of its quotes."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from tallystick.core.commands import PublishRates
from tallystick.core.effects import TellProvider
from tallystick.sandbox.online.door import Answer, Door
from tallystick.sandbox.provider import Provider
from tallystick.terms.reasons import PaymentStatus

WAIT_S: Final = 20
AT_ONCE: Final = 500


@dataclass
class Quoting:
    """The desk of one provider at one node; the operator's own rates have no notices."""

    provider: Provider
    door: Door
    faults: list[str] = field(default_factory=list)

    async def publish(self) -> Answer:
        """Publish the standing rate of now."""
        return await self.door.put("/v1/rates", _words(self.provider.publish()))

    async def attend(self) -> None:
        """Hear of successes and aborts, for as long as the task lives."""
        while True:
            after = self.provider.heard
            answer = await self.door.get("/v1/notices", after=after, wait=WAIT_S, limit=AT_ONCE)
            if not answer.is_good:
                self.faults.append(f"notices after {after}: {answer.body[:200]!r}")
                await asyncio.sleep(1)
                continue
            for notice in answer.words()["notices"]:
                self._hear(notice)

    def _hear(self, notice: dict[str, str | int]) -> None:
        number = int(notice["number"])
        effect = TellProvider(
            self.provider.provider_id,
            str(notice["subject"]),
            str(notice["quote_id"]),
            PaymentStatus(str(notice["status"])),
        )
        self.provider.hear(number, effect)
        if self.provider.heard != number:
            self.faults.append(f"notice {number} came after {self.provider.heard}")


def _words(command: PublishRates) -> dict[str, object]:
    return {
        "agreement": command.agreement_id,
        "rate": command.rate.text(),
        "tiers": [{"from": least, "basis_points": points} for least, points in command.tiers],
        "improvements": [
            {"participant": bank, "basis_points": points} for bank, points in command.improvements
        ],
    }
