"""The letter by which a node asks one of its own banks for information (camt.110).

It names the payment by its own references, what is asked in a code, and a person's words. It
says nothing of why: its type is RQFI for whatever cause, and it has no sub-type.
"""

from typing import Final, NamedTuple

from tallystick.links.assignments import somebody
from tallystick.links.originals import Original
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.identifiers import is_uetr
from tallystick.terms.reviews import Subject
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.investigation import (
    Investigation,
    InvestigationReason,
    InvestigationRequest,
    InvestigationResponse,
    UnderlyingInterbank,
)
from tallystick.wire.iso20022.messages import compose, receive
from tallystick.wire.iso20022.views import Coded

# What the vault keeps of a request, under the key of its payment: the letter. The answers to it
# are kept under that key too.
REQUEST: Final = "request"
REQUEST_VERSION: Final = Message("camt.110.001.01")
# ExternalInvestigationType1Code: further information is required.
_FURTHER_INFORMATION: Final = "RQFI"


class Wanted(NamedTuple):
    """What is asked of which bank, and by which operator; `number` is the request's own.

    `detail` is a code of ExternalInvestigationReasonSubType1Code, such as RQDB for a date of
    birth, or empty.
    """

    number: str
    operator_id: str
    participant_id: str
    payment_id: str
    subject: Subject
    detail: str
    text: str


def request_letter(wanted: Wanted, original: Original | None) -> bytes:
    """Return the request as a message; `original` are the payment's references, if known.

    Raises:
        LocalMessageError: the text or the detail has no place in the message.
    """
    reason = InvestigationReason(
        reason=Coded(code=wanted.subject.value),
        reason_sub_kind=Coded(code=wanted.detail) if wanted.detail else None,
        narrative=wanted.text,
    )
    asked = Investigation(
        message_id=wanted.number,
        requestor_investigation_id=wanted.number,
        kind=Coded(code=_FURTHER_INFORMATION),
        underlying_interbank=_underlying(wanted.payment_id, original),
        requestor=somebody(wanted.operator_id),
        responder=somebody(wanted.participant_id),
    )
    return compose(InvestigationRequest(investigation=asked, reasons=(reason,)), REQUEST_VERSION)


def _underlying(payment_id: str, original: Original | None) -> UnderlyingInterbank:
    if original is None:
        return UnderlyingInterbank(uetr=payment_id if is_uetr(payment_id) else "")
    references = original.payment
    return UnderlyingInterbank(
        message_id=original.message_id,
        message_name=original.message,
        message_date_time=original.creation_date_time,
        instruction_id=references.instruction_id,
        end_to_end_id=references.end_to_end_id,
        transaction_id=references.transaction_id,
        uetr=references.uetr,
    )


def words_in(letter: bytes) -> str:
    """Return the free text of a request or of its answer, a line for each; "" if it has none."""
    try:
        document = receive(letter).document
    except RemoteMessageError:
        return ""
    match document:
        case InvestigationRequest():
            return "\n".join(filter(None, (each.narrative for each in document.reasons)))
        case InvestigationResponse():
            return "\n".join(filter(None, (each.narrative for each in document.answers)))
        case _:
            return ""
