"""Whether a message is signed by the party that brings it, for this node, and just now."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.node.parties import Party
from tallystick.node.party_keys import PartyKeys
from tallystick.terms.instants import Instant
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.keys import VerificationKey, refused

_NONE: Final[Mapping[str, VerificationKey]] = MappingProxyType({})


class Signatures(NamedTuple):
    """What is asked of signatures: for whom, by whose keys, of when.

    `age_max_ms` and `ahead_max_ms` are how far from our clock a signature may be. Where none
    is required, one that comes must be right nevertheless.
    """

    recipient: str
    keys: PartyKeys
    is_required: bool
    age_max_ms: int
    ahead_max_ms: int

    def verify_input(self, party: Party, signature: str, signed: memoryview, now: Instant) -> None:
        """Make sure of the same, of a file that lies behind its signature's header.

        Raises:
            RemoteMessageError: as `verify`.
        """
        if self._is_asked(signature):
            jws.verify_input(signature, signed, self.keys.get(party, _NONE), self._expected(now))

    def verify(self, party: Party, signature: str, content: bytes, now: Instant) -> None:
        """Make sure that the party signed these bytes; nothing of them is read.

        Raises:
            RemoteMessageError: it did not: `signature-missing`, or as of `jws.verify`.
        """
        if self._is_asked(signature):
            jws.verify(signature, content, self.keys.get(party, _NONE), self._expected(now))

    def _is_asked(self, signature: str) -> bool:
        """Whether there is a signature to be checked, or one is missing."""
        if not signature and self.is_required:
            raise refused("missing", "there is none")
        return bool(signature)

    def _expected(self, now: Instant) -> jws.Expected:
        return jws.Expected(
            recipient=self.recipient,
            earliest=now - self.age_max_ms,
            latest=now + self.ahead_max_ms,
        )
