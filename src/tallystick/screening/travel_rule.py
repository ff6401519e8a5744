"""What the law of a leg wants to travel with a transfer of a digital asset.

It is a part of the leg's policy: two people put it in force, and each verdict names it by the
policy's digest.
"""

from enum import StrEnum

import msgspec

from tallystick.terms.money import AMOUNT_MAX
from tallystick.wire.ivms101.requirements import Edition


class Asked(StrEnum):
    """Of which payments a payload is asked."""

    WALLET = "wallet"
    """Those with a wallet at either end."""
    EVERY = "every"
    """All: where the leg moves nothing but digital assets."""


class TravelRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which edition of Recommendation 16 the law follows, of which payments, and from when on all.

    `threshold` is in minor units of `currency`: below it names, accounts and service providers
    are enough. Of a payment in another currency, and with 0, all is asked.
    """

    edition: Edition
    legal_basis: str
    payments: Asked = Asked.WALLET
    threshold: int = 0
    currency: str = ""

    @property
    def faults(self) -> tuple[str, ...]:
        """Return why this can be no rule; nothing if it can."""
        rules = (
            (not self.legal_basis.strip(), "it names no legal basis"),
            (not 0 <= self.threshold <= AMOUNT_MAX, f"its threshold is 0 to {AMOUNT_MAX}"),
            (bool(self.threshold) != bool(self.currency), "a threshold has a currency"),
        )
        return tuple(text for is_broken, text in rules if is_broken)
