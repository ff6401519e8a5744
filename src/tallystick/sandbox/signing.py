"""How a bank signs what it sends to its node, and judges the signatures of what it reads."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.instants import Instant
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.keys import Signer, VerificationKey

AHEAD_MAX_MS: Final = 2_000


class Signing(NamedTuple):
    """A bank's key, and the keys of its node."""

    bank: str
    signer: Signer
    node: str
    node_keys: Mapping[str, VerificationKey]

    def sign(self, raw: bytes, at: Instant) -> str:
        """Return the bank's signature over a message to its node."""
        return jws.sign(raw, self.signer, self.node, at)

    def fault(self, content: bytes, signature: str, now: Instant) -> str:
        """Say what is wrong with the node's signature over a message, "" for nothing.

        It may be of any time before: the bank may have been away.
        """
        expected = jws.Expected(recipient=self.bank, earliest=0, latest=now + AHEAD_MAX_MS)
        try:
            jws.verify(signature, content, self.node_keys, expected)
        except RemoteMessageError as wrong:
            return wrong.detail
        return ""
