"""An invented exchange provider: it publishes rates and counts what came of its quotes."""

from dataclasses import dataclass, field

from tallystick.core.commands import PublishRates
from tallystick.core.effects import AnyEffect, TellProvider
from tallystick.sandbox.chance import Chance
from tallystick.terms.money import Rate, improve
from tallystick.terms.reasons import PaymentStatus


@dataclass
class Provider:
    """One provider as one node knows it."""

    provider_id: str
    agreement_id: str
    rate: Rate
    chance: Chance
    heard: int = 0
    outcomes: dict[str, PaymentStatus] = field(default_factory=dict)

    def publish(self) -> PublishRates:
        """Publish the standing rate, moved a little, with a tier for larger amounts."""
        moved = improve(self.rate, self.chance.randrange(-50, 51))
        return PublishRates(self.provider_id, self.agreement_id, moved, ((0, 0), (500_000, 10)))

    def hear(self, number: int, effect: AnyEffect) -> None:
        """Take the next word of a success or an abort; any other will come again."""
        if number != self.heard + 1 or not isinstance(effect, TellProvider):
            return
        self.heard = number
        self.outcomes[effect.payment_id] = effect.status
