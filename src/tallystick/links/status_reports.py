"""How a payment stands, as a pacs.002 in the generation of the payment's own message.

Whoever writes to a bank writes it by this: what its mailbox holds, and what it is answered
at once, say the same in the same words.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.core.effects import TellStatus
from tallystick.links.originals import Original
from tallystick.links.rule_words import words_of
from tallystick.terms.identifiers import is_bic, is_lei, is_participant_id, is_uetr
from tallystick.terms.instants import Instant, format_instant
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.originals import OriginalMessage
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    StatusReasonInformation,
    TransactionStatus,
)
from tallystick.wire.iso20022.views import Agent, Coded

# Each generation of a credit transfer or return is answered in its own generation of the report.
REPORTS: Final[Mapping[Message, Message]] = MappingProxyType(
    {
        Message("pacs.008.001.08"): Message("pacs.002.001.10"),
        Message("pacs.008.001.10"): Message("pacs.002.001.12"),
        Message("pacs.008.001.11"): Message("pacs.002.001.13"),
        Message("pacs.008.001.12"): Message("pacs.002.001.14"),
        Message("pacs.008.001.13"): Message("pacs.002.001.15"),
        Message("pacs.004.001.09"): Message("pacs.002.001.10"),
        Message("pacs.004.001.10"): Message("pacs.002.001.12"),
        Message("pacs.004.001.11"): Message("pacs.002.001.12"),
        Message("pacs.004.001.13"): Message("pacs.002.001.14"),
        Message("pacs.004.001.14"): Message("pacs.002.001.15"),
    }
)
# Where nothing is known of the message, the report that most can read.
PLAIN_REPORT: Final = Message("pacs.002.001.10")
# Said where a bank might else take the status of a message for that of its payment.
ANOTHER_MESSAGE: Final = (
    "It is about another message under the id of a payment, which stands as it did before."
)
_REFERENCE_MAX: Final = 35


class Reported(NamedTuple):
    """Who reports to whom, under which message id, and when."""

    operator_id: str
    participant_id: str
    message_id: str
    at: Instant


def status_report(
    reported: Reported, effect: TellStatus, original: Original | None
) -> tuple[Message, bytes]:
    """Return a report's version and its bytes; `original` is the message that it is about."""
    message = REPORTS[original.message] if original is not None else PLAIN_REPORT
    return message, report_of(reported, _transaction(effect, original), message)


def report_of(reported: Reported, transaction: TransactionStatus, message: Message) -> bytes:
    """Return the bytes of a report on one payment, in a version."""
    document = FIToFIPaymentStatusReport(
        message_id=reported.message_id,
        creation_date_time=format_instant(reported.at),
        instructing_agent=agent_of(reported.operator_id),
        instructed_agent=agent_of(reported.participant_id),
        transactions=(transaction,),
    )
    return write(document, message)


def _transaction(effect: TellStatus, original: Original | None) -> TransactionStatus:
    reasons = _reasons(effect)
    if original is None:
        return _bare(effect, reasons)
    payment = original.payment
    return TransactionStatus(
        original_message=OriginalMessage(
            original.message_id, original.message, original.creation_date_time
        ),
        original_instruction_id=payment.instruction_id,
        original_end_to_end_id=payment.end_to_end_id,
        original_transaction_id=payment.transaction_id,
        original_uetr=payment.uetr,
        status=effect.status.value,
        reasons=reasons,
    )


def _reasons(effect: TellStatus) -> tuple[StatusReasonInformation, ...]:
    code = Coded(code=effect.reason.value) if effect.reason is not None else None
    if effect.content:
        told = StatusReasonInformation(code, additional_information=(ANOTHER_MESSAGE,))
        return (told,)
    if effect.broken is not None:
        words = words_of(effect.broken)
        return (StatusReasonInformation(code, additional_information=words),)
    return (StatusReasonInformation(code),) if code is not None else ()


def _bare(effect: TellStatus, reasons: tuple[StatusReasonInformation, ...]) -> TransactionStatus:
    """Say how a payment stands of which only the id is known."""
    payment_id = effect.payment_id
    is_short = 0 < len(payment_id) <= _REFERENCE_MAX and payment_id.isascii()
    return TransactionStatus(
        original_transaction_id=payment_id if is_short and payment_id.isprintable() else "",
        original_uetr=payment_id if is_uetr(payment_id) else "",
        status=effect.status.value,
        reasons=reasons,
    )


@lru_cache(maxsize=4_096)
def agent_of(party_id: str) -> Agent | None:
    """Return a party by its id as an agent, None where the id says nothing to a bank."""
    if is_bic(party_id):
        return Agent(bic=party_id)
    if is_lei(party_id):
        return Agent(lei=party_id)
    if is_participant_id(party_id):
        system, _, member = party_id.partition(":")
        return Agent(clearing_system=Coded(code=system), member_id=member)
    return None
