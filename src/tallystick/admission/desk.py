"""What the admission desk is given, and what it gives back."""

from hmac import digest as keyed_digest
from typing import Final, NamedTuple

from tallystick.admission.parties import Transfer
from tallystick.core.commands import AnyCommand
from tallystick.screening.fields import screened_fields
from tallystick.screening.index import Index
from tallystick.screening.leaves import leaves_of
from tallystick.screening.policy import Policy
from tallystick.screening.verdict import Screened, screen_fields
from tallystick.terms.reasons import StatusReason
from tallystick.wire import xml
from tallystick.wire.xml import Element

# One payment a message: real ones have a hundred elements, and their longest remittance fits.
# The time that a broken message can cost grows with the square of its elements.
MESSAGE_LIMITS: Final = xml.Limits(elements=3_000)
MESSAGE, EVIDENCE = "message", "screening"


class Desk(NamedTuple):
    """All that admission must know: lists, policy, and the key of its digests.

    `agreement_id` is the link that messages at this desk are for; `digest_key` is
    the node's own, so that nobody outside can try texts against the chain.
    """

    agreement_id: str
    lists: Index
    policy: Policy
    digest_key: bytes

    def content_digest(self, raw: bytes) -> bytes:
        """Return the keyed digest by which a repetition of the same bytes is known."""
        return keyed_digest(self.digest_key, b"message" + raw, "sha256")

    def screen(self, payment_id: str, root: Element) -> Screened:
        """Screen every text of a message that the policy screens."""
        payment_key = keyed_digest(self.digest_key, b"payment" + payment_id.encode(), "sha256")
        fields = screened_fields(leaves_of(root))
        return screen_fields(self.lists, self.policy, fields, payment_key)


class Admitted(NamedTuple):
    """A command, and what of the message belongs in the vault: (kind, content).

    `transfer` is the message as it was read, if it is a credit transfer.
    """

    command: AnyCommand
    kept: tuple[tuple[str, bytes], ...] = ()
    transfer: Transfer | None = None


class Refused(NamedTuple):
    """A lawful message that cannot be a command here: the reason, where, and in words."""

    reason: StatusReason
    field: str
    text: str
