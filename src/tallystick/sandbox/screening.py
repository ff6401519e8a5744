"""A stand-in for people's names in the simulated world: verdicts drawn per payment and bundle.

The same payment against the same bundle gives the same verdict at one node; the
two nodes judge apart, as their lists differ.
"""

from dataclasses import dataclass
from hashlib import sha256

from tallystick.terms.verdicts import Outcome, Verdict


@dataclass
class Screening:
    """One node's screening: the bundle it screens with and how often it hits, in a thousand."""

    name: str
    holds: int = 60
    refuses: int = 15
    blocks: int = 15
    edition: int = 1

    @property
    def bundle(self) -> bytes:
        """The hash of the bundle in use."""
        return sha256(f"{self.name}/{self.edition}".encode()).digest()

    def verdict(self, payment_id: str) -> Verdict:
        """Judge a payment by the bundle in use."""
        digest = sha256(self.bundle + payment_id.encode()).digest()
        draw = int.from_bytes(digest[:4], "big") % 1000
        outcome = Outcome.CLEAR
        if draw < self.blocks:
            outcome = Outcome.BLOCK
        elif draw < self.blocks + self.refuses:
            outcome = Outcome.REFUSE
        elif draw < self.blocks + self.refuses + self.holds:
            outcome = Outcome.HOLD
        return Verdict(outcome, self.bundle, b"sandbox", digest[:16])
