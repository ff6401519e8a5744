"""What a verdict rests on besides the lists: the policy in force, and good-guy entries.

Both take two people. The chain holds digests of them and no text: a policy's text is on
the node's shelf, and a party's fingerprint is keyed.
"""

from typing import Final

import msgspec

from tallystick.terms.instants import DAY_MS
from tallystick.terms.reviews import ReleaseReason

# An entry that nobody has looked at for longer than this counts for nothing.
GOOD_GUY_LIFE_MAX_MS: Final = 400 * DAY_MS
GOOD_GUYS_MAX: Final = 10_000


class PolicyInForce(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The policy that verdicts must be found by: its digest, its number, who put it in force."""

    digest: bytes
    version: int
    first_person: str
    second_person: str
    since: int


class PolicyProposal(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A policy that one person has confirmed, and that waits for another."""

    digest: bytes
    version: int
    person: str
    at: int


class GoodGuy(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A party of which two people know that it is not the listed entity, until `expires_at`.

    `party` is the keyed digest of its fingerprint, `content` the SHA-256 of what the list
    says of the entity; `good_guy_id` covers all of them. Without `confirmed_by` it waits for
    the second person, and counts for nothing. `seen_in` is the payment in which it was found.
    """

    good_guy_id: str
    party: bytes
    list_name: str
    entity_id: str
    content: bytes
    reason: ReleaseReason
    expires_at: int
    proposed_by: str
    confirmed_by: str = ""
    seen_in: str = ""

    def counts(self, at: int) -> bool:
        """Whether hits of this party on this entity are set aside at an instant."""
        return bool(self.confirmed_by) and at < self.expires_at
