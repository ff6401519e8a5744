"""How a bulk stands as a whole, as a pacs.002 in the words of the bank's own file.

Each payment of it has its own message and its own statuses; these name the file that the bank
knows, since the payment's message was written here. A transaction that was refused alone never
was a payment: it is told here and nowhere else, by the references that the file gave it.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec

from tallystick.core.effects import TellBulk
from tallystick.links.originals import Original
from tallystick.links.status_reports import PLAIN_REPORT, REPORTS, Reported, agent_of
from tallystick.terms.instants import format_instant
from tallystick.terms.reasons import GroupStatus, StatusReason
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    OriginalGroup,
    StatusReasonInformation,
    TransactionStatus,
)
from tallystick.wire.iso20022.views import Coded

# What the vault keeps with a bulk, and with each payment of it: what its file said of itself.
FILE_HEADER: Final = "file header"
# And with a bulk alone: what its refused transactions said of themselves.
REFERENCES: Final = "refused transactions"
# What one text beside a reason may have.
_INFORMATION_MAX: Final = 105
_PLAIN_ORDER: Final = "pacs.008.001.08"


class OriginalBulk(msgspec.Struct, frozen=True, gc=False):
    """What a bulk's group status repeats of its file: kept in the vault, with the bulk."""

    message: str
    message_id: str
    creation_date_time: str = ""
    number_of_transactions: int = 0


class OriginalTransaction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is repeated of a refused transaction, and in words what is wrong with it."""

    number: int
    instruction_id: str
    end_to_end_id: str
    transaction_id: str
    uetr: str
    text: str


_read_bulk: Final = msgspec.json.Decoder(OriginalBulk).decode
_read_transactions: Final = msgspec.json.Decoder(tuple[OriginalTransaction, ...]).decode


def original_bulk(kept: Sequence[bytes], bulk_id: str) -> OriginalBulk:
    """Return what is kept of a bulk's file; of one that was erased, its name here alone."""
    return _read_bulk(kept[0]) if kept else OriginalBulk(_PLAIN_ORDER, bulk_id)


def original_transactions(kept: Sequence[bytes]) -> Mapping[int, OriginalTransaction]:
    """Return what is kept of a bulk's refused transactions, by number; nothing once erased."""
    return {each.number: each for each in _read_transactions(kept[0])} if kept else {}


def as_sent(original: Original, kept: Sequence[bytes]) -> Original:
    """Name the bank's own file where a payment's message was made of an order of it."""
    if not kept:
        return original
    file = _read_bulk(kept[0])
    return msgspec.structs.replace(
        original, message_id=file.message_id, creation_date_time=file.creation_date_time
    )


def group_report(
    reported: Reported,
    effect: TellBulk,
    original: OriginalBulk,
    refused: Mapping[int, OriginalTransaction] = MappingProxyType({}),
) -> tuple[Message, bytes]:
    """Return a report's version and its bytes; `original` is the file that it is about.

    `refused` is what is kept of the transactions that the effect tells as refused.
    """
    message = REPORTS.get(Message(original.message), PLAIN_REPORT)
    group = OriginalGroup(
        original.message_id,
        original.message,
        original.creation_date_time,
        original.number_of_transactions or None,
        effect.status.value,
        (_because(effect.reason),) if effect.reason is not None else (),
    )
    document = FIToFIPaymentStatusReport(
        message_id=reported.message_id,
        creation_date_time=format_instant(reported.at),
        instructing_agent=agent_of(reported.operator_id),
        instructed_agent=agent_of(reported.participant_id),
        groups=(group,),
        transactions=tuple(
            _refused(reason, refused.get(number) or _unknown(number))
            for number, reason in effect.refused
        ),
    )
    return message, write(document, message)


def _because(reason: StatusReason, text: str = "") -> StatusReasonInformation:
    told = (text[:_INFORMATION_MAX],) if text else ()
    return StatusReasonInformation(Coded(code=reason.value), additional_information=told)


def _unknown(number: int) -> OriginalTransaction:
    """Return what is said of a transaction whose references were erased: its place in the file."""
    return OriginalTransaction(number, "", "", "", "", f"It was transaction {number} of the file.")


def _refused(reason: StatusReason, original: OriginalTransaction) -> TransactionStatus:
    return TransactionStatus(
        original_instruction_id=original.instruction_id,
        original_end_to_end_id=original.end_to_end_id,
        original_transaction_id=original.transaction_id,
        original_uetr=original.uetr,
        status=GroupStatus.RJCT.value,
        reasons=(_because(reason, original.text),),
    )
