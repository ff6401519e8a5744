"""A stand-in for people's names in the simulated world: verdicts drawn per payment and grounds.

The same payment against the same lists, policy and good-guy entries gives the same verdict at
one node; the two nodes judge apart, as their lists differ. What it knows of policy and
entries is a copy, which may be older than what the node's books have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NamedTuple

from tallystick.core.grounds import GoodGuy
from tallystick.terms.good_guys import good_guy_id
from tallystick.terms.verdicts import Outcome, Verdict

LIST: Final = "SANDBOX"
PARTIES: Final = 4
ENTITIES: Final = 3
# Of so many hits on what is exempt, one is by what it is not exempt from.
FOUND_BESIDE: Final = 2
# So many editions of the lists say the same of an entity.
EDITIONS_ALIKE: Final = 4


class Likeness(NamedTuple):
    """Who in a payment looks like whom: digests of the party and of what the list says."""

    party: bytes
    entity_id: str
    content: bytes

    @property
    def good_guy_id(self) -> str:
        """The id of the entry that would set them apart."""
        return good_guy_id(self.party, LIST, self.entity_id, self.content)


class Claim(NamedTuple):
    """An exemption that a policy has, from all lists or from some, of one in so many payments."""

    exemption: str
    is_whole: bool = False
    one_in: int = 2


@dataclass
class Screening:
    """One node's screening: what it screens with and how often it hits, in a thousand.

    With `resembles`, one party looks like somebody listed in every payment of its own. Each
    policy has one of the `claims`, by its digest; None is no exemption.
    """

    name: str
    holds: int = 60
    refuses: int = 15
    blocks: int = 15
    edition: int = 1
    resembles: bool = False
    policy: bytes = b""
    good_guys: Mapping[str, GoodGuy] = field(default_factory=dict)
    claims: tuple[Claim | None, ...] = (None,)

    @property
    def bundle(self) -> bytes:
        """The hash of the bundle in use."""
        return sha256(f"{self.name}/{self.edition}".encode()).digest()

    def likeness(self, payment_id: str) -> Likeness:
        """Return who in a payment looks like whom on the lists in use."""
        party = self._party(payment_id)
        entity = f"entity-{party % ENTITIES}"
        content = f"{entity}/{self.edition // EDITIONS_ALIKE}"
        return Likeness(
            sha256(f"{self.name}/{party}".encode()).digest(),
            entity,
            sha256(content.encode()).digest(),
        )

    def _party(self, payment_id: str) -> int:
        drawn = sha256(f"{self.name}/party/{payment_id}".encode()).digest()
        return drawn[0] % PARTIES

    def verdict(self, payment_id: str, at: int) -> Verdict:
        """Judge a payment at an instant by what is known of lists, policy and entries."""
        digest = sha256(self.bundle + self.policy + payment_id.encode()).digest()
        outcome = self._drawn(int.from_bytes(digest[:4], "big") % 1000)
        claim = self._claim(payment_id)
        # An exemption takes away what the lists that it is from would hit; the rest counts.
        if claim is not None and digest[4] % FOUND_BESIDE:
            outcome = Outcome.CLEAR
        if claim is not None and claim.is_whole:
            return Verdict(outcome, b"", self.policy, digest[:16], claim.exemption)
        exemption = claim.exemption if claim is not None else ""
        if outcome is Outcome.CLEAR and self.resembles and self._party(payment_id) == 0:
            outcome = Outcome.HOLD
        relied_on: tuple[str, ...] = ()
        if outcome is Outcome.HOLD:
            name = self.likeness(payment_id).good_guy_id
            entry = self.good_guys.get(name)
            if entry is not None and entry.counts(at):
                outcome, relied_on = Outcome.CLEAR, (name,)
        words = outcome, self.bundle, self.policy, digest[:16], exemption
        return Verdict(*words, relied_on=relied_on)

    def _claim(self, payment_id: str) -> Claim | None:
        """Return the policy's exemption, if it holds in the payment's circumstances."""
        drawn = sha256(self.name.encode() + self.policy).digest()[0]
        claim = self.claims[drawn % len(self.claims)] if self.policy else None
        if claim is None:
            return None
        drawn = sha256(f"claim/{payment_id}".encode()).digest()[0]
        return claim if drawn % claim.one_in == 0 else None

    def _drawn(self, draw: int) -> Outcome:
        if draw < self.blocks:
            return Outcome.BLOCK
        if draw < self.blocks + self.refuses:
            return Outcome.REFUSE
        return Outcome.HOLD if draw < self.blocks + self.refuses + self.holds else Outcome.CLEAR
