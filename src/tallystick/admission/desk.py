"""What the admission desk is given, and what it gives back."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from hmac import HMAC
from typing import Final, NamedTuple

from tallystick.admission.parties import Return, Transfer
from tallystick.core.commands import AnyCommand
from tallystick.screening.exemptions import NO_CIRCUMSTANCES, circumstances_of
from tallystick.screening.fields import screened_fields
from tallystick.screening.good_guys import NOBODY, GoodGuys, Sparing
from tallystick.screening.index import Index
from tallystick.screening.policy import Policy
from tallystick.screening.verdict import Beside, Screened, screen_fields
from tallystick.terms.reasons import StatusReason
from tallystick.wire.blocks import BLOCK, Readable
from tallystick.wire.iso20022.check import SCHEMA_ALONE
from tallystick.wire.ivms101.enclosed import opened
from tallystick.wire.leaves import Leaf
from tallystick.wire.unread import Limits

# One payment a message: real ones have a hundred elements, and their longest remittance fits.
# The time that a broken message can cost grows with the square of its elements. How many
# bytes a bank's message may have the door says, and the engine.
MESSAGE_LIMITS: Final = Limits(elements=3_000)
# No node forwards a message of more than a million bytes.
ITEM_LIMITS: Final = Limits(size=1024 * 1024, elements=3_000)
# What the vault keeps of an order or a question: its bytes, its bank's signature, what
# screening found.
MESSAGE, SIGNATURE, EVIDENCE = "message", "signature", "screening"
# What it keeps of an answer under its question's key: the bytes, what screening found in them,
# and of a verification the holder's name as it is shown to whoever asked.
ANSWER, ANSWER_EVIDENCE, DISPLAY_NAME = "answer", "answer-screening", "display-name"


class Desk(NamedTuple):
    """All that admission must know: lists, policy, and the key of its digests.

    `agreement_id` is the link that messages at this desk are for; `digest_key` is
    the node's own, so that nobody outside can try texts against the chain. `profile` names
    the usage rules that its agreement asks of a message besides the schema. `good_guys` are
    the entries by which hits are set aside. `operator_id` is whose node it is: by it
    the requests for information of its people are known.
    """

    agreement_id: str
    lists: Index
    policy: Policy
    digest_key: bytes
    profile: str = SCHEMA_ALONE
    good_guys: GoodGuys = NOBODY
    operator_id: str = ""

    def content_digest(self, raw: bytes) -> bytes:
        """Return the keyed digest by which a repetition of the same bytes is known."""
        return _keyed(self.digest_key, b"message" + raw)

    def account_digest(self, account: str) -> bytes:
        """Return the keyed digest by which guesses at one account are counted."""
        return _keyed(self.digest_key, b"account" + account.encode())

    def person_digest(self, known_as: str) -> bytes:
        """Return the keyed digest by which the payments of one person are counted."""
        return _keyed(self.digest_key, b"person" + known_as.encode())

    def file_digest(self, file: Readable) -> bytes:
        """Return the same of a file, which is read from where it stands to its end."""
        digest = _with_key(self.digest_key).copy()
        digest.update(b"file")
        while block := file.read(BLOCK):
            digest.update(block)
        return digest.digest()

    def bulk_id(self, sender: str, message_id: str) -> str:
        """Return the name of a participant's bulk: the same for the same message identifier.

        Whoever knows it cannot find the identifier out by trying.
        """
        said = f"bulk{len(sender)}:{sender}{message_id}".encode()
        return _keyed(self.digest_key, said).hex()[:32]

    def screen(self, payment_id: str, leaves: Iterable[Leaf]) -> Screened:
        """Screen every text of a message that the policy screens, and of a payload within it."""
        payment_key = _keyed(self.digest_key, b"payment" + payment_id.encode())
        leaves = opened(tuple(leaves))
        beside = Beside(
            circumstances_of(leaves) if self.policy.is_conditional else NO_CIRCUMSTANCES,
            Sparing(self.good_guys, leaves, self.party_key) if self.good_guys.counting else None,
        )
        fields = screened_fields(leaves)
        return screen_fields(self.lists, self.policy, fields, payment_key, beside)

    def party_key(self, fingerprint: bytes) -> bytes:
        """Return the keyed digest by which a party is known again."""
        return _keyed(self.digest_key, b"party" + fingerprint)


def _keyed(key: bytes, text: bytes) -> bytes:
    """Return the HMAC-SHA256 of a text (RFC 2104).

    The one-shot of the standard library lets other threads run each time it is called,
    and under load they do not give back soon.
    """
    digest = _with_key(key).copy()
    digest.update(text)
    return digest.digest()


@lru_cache(maxsize=8)
def _with_key(key: bytes) -> HMAC:
    return HMAC(key, digestmod="sha256")


class Admitted(NamedTuple):
    """A command, and what of the message belongs in the vault: (kind, content).

    `transfer` is the message as it was read, if it is a credit transfer or a return.
    """

    command: AnyCommand
    kept: tuple[tuple[str, bytes], ...] = ()
    transfer: Transfer | Return | None = None


class Refused(NamedTuple):
    """A lawful message that cannot be a command here: the reason, where, and in words.

    `others` are its further faults, as reason, field and text.
    """

    reason: StatusReason
    field: str
    text: str
    others: tuple[tuple[StatusReason, str, str], ...] = ()


class Sought(NamedTuple):
    """An answer that is judged by its question: which, and what is admitted with its message.

    The vault has the question. `finish` takes its bytes, empty where there are none any more.
    """

    assignment_id: str
    finish: Callable[[bytes], Admitted | Refused]


def all_of(faults: Iterable[Refused | None]) -> Refused | None:
    """Return the first of the faults with the others in it, None if there is none."""
    found = [fault for fault in faults if fault is not None]
    if not found:
        return None
    others = tuple((each.reason, each.field, each.text) for each in found[1:])
    return found[0]._replace(others=others)
