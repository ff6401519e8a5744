"""What a bank is answered at once in ISO 20022, each answer a message with our signature.

A message that was taken in is acknowledged (admi.007); one that cannot be read, or breaks
a rule, is rejected (admi.002); how a payment stands is told as ever (pacs.002). The same
words at the same instant give the same bytes, under the same message id.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.core.effects import TellStatus
from tallystick.links.originals import Original
from tallystick.links.peer import Identity
from tallystick.links.status_reports import PLAIN_REPORT, Reported, report_of, status_report
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.identifiers import is_bic, is_uetr
from tallystick.terms.instants import Instant, format_instant
from tallystick.terms.reasons import StatusReason
from tallystick.wire import xml
from tallystick.wire.iso20022.documents import Document
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.parts import name_of, parts_of
from tallystick.wire.iso20022.status_report import StatusReasonInformation, TransactionStatus
from tallystick.wire.iso20022.system_notices import (
    AcknowledgedReceipt,
    MessageReject,
    ReceiptAcknowledgement,
)
from tallystick.wire.iso20022.views import Coded
from tallystick.wire.signatures import jws
from tallystick.wire.unread import Limits
from tallystick.wire.xml import Element, local_name

RECEIPT: Final = Message("admi.007.001.01")
REJECTION: Final = Message("admi.002.001.01")
# Stands where a message has no id of its own that can be read.
NOT_PROVIDED: Final = "NOTPROVIDED"
# ISO's word for a request that has come in; how its payment stands is another matter.
RECEIVED: Final = "RCVD"
# The report that a newer question is answered by, where nothing is known of the payment.
_NEWER: Final = (Message("pacs.028.001.06"), Message("pacs.002.001.15"))
_NOT_KNOWN: Final = "No payment of this bank is known under this id."
_CODE_MAX, _TEXT_MAX, _MORE_MAX, _LINE_MAX = 35, 350, 20_000, 600
_ID_MAX: Final = 35
# Which element of a document's first group is the message's own id.
_ID_IN: Final[Mapping[str, str]] = MappingProxyType(
    {"GrpHdr": "MsgId", "MsgHdr": "MsgId", "Assgnmt": "Id"}
)


class Handed(NamedTuple):
    """A message that a bank has handed in, as far as an answer names it.

    `reference` is its own id or `NOT_PROVIDED`, `message` its version where it says one,
    `digest` the SHA-256 of its bytes.
    """

    reference: str
    message: str
    digest: str


class Fault(NamedTuple):
    """One thing that is wrong with a message: by which rule and code, where, in words."""

    rule: str
    code: str
    path: str
    text: str


class Letter(NamedTuple):
    """One answer: its version, its bytes, and our signature over them."""

    message: str
    content: bytes
    signature: str


def handed_in(raw: bytes, limits: Limits) -> Handed:
    """Return what an answer names a message by, whatever its bytes are."""
    digest = sha256(raw).hexdigest()
    try:
        header, document = parts = parts_of(xml.parse(raw, limits))
    except RemoteMessageError:
        return Handed(NOT_PROVIDED, "", digest)
    said = _own_id(document) or _text_of(header, "BizMsgIdr")
    return Handed(said or NOT_PROVIDED, name_of(parts.subject) or "", digest)


def _own_id(document: Element | None) -> str:
    """Return the id that a document gives itself, in its group header or its assignment."""
    for body in document if document is not None else ():
        for group in body:
            name = _ID_IN.get(local_name(group))
            if name is not None:
                return _text_of(group, name)
    return ""


def _text_of(group: Element | None, name: str) -> str:
    """Return the text of a group's element if it may stand as an id, else nothing."""
    for each in group if group is not None else ():
        if local_name(each) == name:
            text = (each.text or "").strip()
            return text if len(text) <= _ID_MAX and text.isprintable() else ""
    return ""


class Correspondent:
    """Writes and signs one operator's answers to the banks that ask it."""

    def __init__(self, identity: Identity) -> None:
        self._operator_id = identity.operator_id
        self._signer = identity.signer()

    def acknowledgement(self, bank: str, about: Handed, at: Instant) -> Letter:
        """Say that a message has come in and was taken."""
        receipt = AcknowledgedReceipt(
            related_reference=about.reference,
            related_message_name=about.message,
            reference_issuer_bic=bank if is_bic(bank) else "",
            status=RECEIVED,
            status_date_time=format_instant(at),
        )
        document = ReceiptAcknowledgement(
            message_id=self._id(bank, RECEIPT, about, at),
            creation_date_time=format_instant(at),
            receipts=(receipt,),
        )
        return self._letter(bank, RECEIPT, document, at)

    def rejection(self, bank: str, about: Handed, faults: Sequence[Fault], at: Instant) -> Letter:
        """Say that a message was not taken, for these faults: the first, and the others beside.

        The first fault's code is the reason. All that is told is bounded; what has no
        place any more is counted.
        """
        first = faults[0]
        document = MessageReject(
            related_reference=about.reference,
            reason=_fit(first.code, _CODE_MAX),
            rejection_date_time=format_instant(at),
            error_location=_fit(first.path, _TEXT_MAX),
            reason_description=_fit(f"{first.rule}: {first.text}", _TEXT_MAX),
            additional_information=_more(about, faults[1:]),
        )
        return self._letter(bank, REJECTION, document, at)

    def status(
        self, effect: TellStatus, original: Original | None, about: Handed, at: Instant
    ) -> Letter:
        """Say how a payment stands, in the generation of its own message."""
        bank = effect.participant_id
        said = f"{PLAIN_REPORT[:8]}/{effect.status}/{effect.reason}/{effect.payment_id}"
        reported = Reported(self._operator_id, bank, self._id(bank, said, about, at), at)
        message, content = status_report(reported, effect, original)
        return self._signed(bank, message, content, at)

    def not_known(self, bank: str, payment_id: str, about: Handed, at: Instant) -> Letter:
        """Say that a bank has no such payment: a reason without a status, which no payment has.

        What was never presented to a creditor's bank is told in the same words.
        """
        asked, newer = _NEWER
        message = newer if about.message == asked else PLAIN_REPORT
        reason = Coded(code=StatusReason.PAYMENT_NOT_RECEIVED.value)
        transaction = TransactionStatus(
            original_uetr=payment_id if is_uetr(payment_id) else "",
            reasons=(StatusReasonInformation(reason, additional_information=(_NOT_KNOWN,)),),
        )
        said = f"{message[:8]}/{payment_id}"
        reported = Reported(self._operator_id, bank, self._id(bank, said, about, at), at)
        return self._signed(bank, message, report_of(reported, transaction, message), at)

    def _id(self, bank: str, said: str, about: Handed, at: Instant) -> str:
        """Return an id that follows from what is said, about what, to whom and when."""
        words = "\n".join([self._operator_id, bank, said, about.digest, str(at)])
        return f"A{sha256(words.encode()).hexdigest()[: _ID_MAX - 1]}"

    def _letter(self, bank: str, message: Message, document: Document, at: Instant) -> Letter:
        return self._signed(bank, message, write(document, message), at)

    def _signed(self, bank: str, message: Message, content: bytes, at: Instant) -> Letter:
        return Letter(message, content, jws.sign(content, self._signer, bank, at))


def _more(about: Handed, faults: Sequence[Fault]) -> str:
    """Return the further faults a line each, behind the digest by which the bytes are known."""
    lines = [f"SHA-256 of the message: {about.digest}"]
    room = _MORE_MAX - 200
    for told, fault in enumerate(faults):
        line = _fit(f"{fault.path or '/'}: {fault.text} [{fault.rule} {fault.code}]", _LINE_MAX)
        room -= len(line) + 1
        if room < 0:
            lines.append(f"{len(faults) - told} further faults have no place here.")
            break
        lines.append(line)
    return "\n".join(lines)


def _fit(text: str, most: int) -> str:
    """Return a text that an element may hold: printable, on one line, and no longer than that."""
    return "".join(each if each.isprintable() else " " for each in text).strip()[:most]
