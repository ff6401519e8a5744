"""How a bulk stands as a whole, as a pacs.002 in the words of the bank's own file.

Each payment of it has its own message and its own statuses; these name the file that the bank
knows, since the payment's message was written here.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from tallystick.core.effects import TellBulk
from tallystick.links.originals import Original
from tallystick.links.status_reports import PLAIN_REPORT, REPORTS, Reported, agent_of
from tallystick.terms.instants import format_instant
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    OriginalGroup,
    StatusReasonInformation,
)
from tallystick.wire.iso20022.views import Coded

# What the vault keeps with a bulk, and with each payment of it: what its file said of itself.
FILE_HEADER: Final = "file header"
_PLAIN_ORDER: Final = "pacs.008.001.08"


class OriginalBulk(msgspec.Struct, frozen=True, gc=False):
    """What a bulk's group status repeats of its file: kept in the vault, with the bulk."""

    message: str
    message_id: str
    creation_date_time: str = ""
    number_of_transactions: int = 0


_read_bulk: Final = msgspec.json.Decoder(OriginalBulk).decode


def original_bulk(kept: Sequence[bytes], bulk_id: str) -> OriginalBulk:
    """Return what is kept of a bulk's file; of one that was erased, its name here alone."""
    return _read_bulk(kept[0]) if kept else OriginalBulk(_PLAIN_ORDER, bulk_id)


def as_sent(original: Original, kept: Sequence[bytes]) -> Original:
    """Name the bank's own file where a payment's message was made of an order of it."""
    if not kept:
        return original
    file = _read_bulk(kept[0])
    return msgspec.structs.replace(
        original, message_id=file.message_id, creation_date_time=file.creation_date_time
    )


def group_report(
    reported: Reported, effect: TellBulk, original: OriginalBulk
) -> tuple[Message, bytes]:
    """Return a report's version and its bytes; `original` is the file that it is about."""
    message = REPORTS.get(Message(original.message), PLAIN_REPORT)
    code = Coded(code=effect.reason.value) if effect.reason is not None else None
    group = OriginalGroup(
        original.message_id,
        original.message,
        original.creation_date_time,
        original.number_of_transactions or None,
        effect.status.value,
        (StatusReasonInformation(code),) if code is not None else (),
    )
    document = FIToFIPaymentStatusReport(
        message_id=reported.message_id,
        creation_date_time=format_instant(reported.at),
        instructing_agent=agent_of(reported.operator_id),
        instructed_agent=agent_of(reported.participant_id),
        groups=(group,),
    )
    return message, write(document, message)
