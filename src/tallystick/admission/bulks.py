"""A bank's pacs.008 of many payments becomes a bulk: judged whole, then order by order.

A file is read twice. The first reading judges it to its end; nothing is staged of one that
is not whole, lawful and what it says of itself, so that a broken file costs the journal
nothing. The second writes each payment as a message of its own, which is then admitted as
any message is: by the same rules, under the same screening.
"""

from collections.abc import Callable
from typing import BinaryIO, Final

import msgspec

from tallystick.admission.desk import MESSAGE_LIMITS, Admitted, Desk, Refused
from tallystick.admission.orders import admit_order, fault_of, fault_of_sender
from tallystick.admission.parties import Transfer
from tallystick.admission.usage import fault_by_profile
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import StatusReason
from tallystick.wire.blocks import BULK, BulkLimits
from tallystick.wire.iso20022.bulk_messages import write_messages
from tallystick.wire.iso20022.bulk_transfer import Accepted, accept_transfers
from tallystick.wire.iso20022.credit_transfer import CreditTransferTransaction
from tallystick.wire.iso20022.grammar import Message

FAULTS_MAX: Final = 100
# Which reason of ISO 20022 says what a file breaks; what is not here breaks the form.
_REASONS: Final = {
    "number-of-transactions": StatusReason.INVALID_NUMBER_OF_TRANSACTIONS,
    "control-sum": StatusReason.INVALID_CONTROL_SUM,
    "total-amount": StatusReason.INVALID_CONTROL_SUM,
    "amount-decimals": StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY,
    "currency-unknown": StatusReason.INVALID_CURRENCY,
    "currency-without-minor-unit": StatusReason.NOT_ALLOWED_CURRENCY,
}


# No envelope to the other node could hold a longer one, and all behind it would wait.
SINGLE_BYTES_MAX: Final = 512 * 1024
_LONG: Final = Refused(
    StatusReason.INVALID_FILE_FORMAT,
    "",
    f"its message would have more than {SINGLE_BYTES_MAX} bytes",
)


class BulkHeader(msgspec.Struct, frozen=True, gc=False):
    """What a sound file says of itself, and what it was found to come to."""

    message: Message
    message_id: str
    creation_date_time: str
    count: int
    control_sum: int
    currency: str


def reason_of(broken: RemoteMessageError) -> StatusReason:
    """Return the reason with which a broken file is refused as a whole."""
    return _REASONS.get(broken.code, StatusReason.INVALID_FILE_FORMAT)


def judge_bulk(
    sender: str, file: BinaryIO, limits: BulkLimits = BULK
) -> BulkHeader | tuple[Refused, ...]:
    """Read a file to its end; return what it is, or all that keeps it from being orders.

    Of faults of single payments the first hundred are told.

    Raises:
        RemoteMessageError: the file cannot be read, breaks its schema, or does not add up.
    """
    judging = _Judging()
    accepted = accept_transfers(file, judging.take, limits)
    found = judging.faults or _faults_of_whole(sender, accepted, judging.first)
    if found:
        return tuple(found)
    transfer = accepted.transfer
    ((currency, total),) = accepted.totals
    return BulkHeader(
        accepted.message,
        transfer.message_id,
        transfer.creation_date_time,
        accepted.number_of_transactions,
        total,
        currency,
    )


class _Judging:
    """What is looked for in each payment as it passes."""

    def __init__(self) -> None:
        self.first: CreditTransferTransaction | None = None
        self.faults: list[Refused] = []

    def take(self, number: int, transaction: CreditTransferTransaction) -> None:
        self.first = self.first or transaction
        if not transaction.uetr and len(self.faults) < FAULTS_MAX:
            text = "a payment needs a UETR, by which both nodes know it for ever"
            field = f"CdtTrfTxInf[{number}]/PmtId/UETR"
            self.faults.append(Refused(StatusReason.REQUIRED_ELEMENT_MISSING, field, text))


def _faults_of_whole(
    sender: str, accepted: Accepted, first: CreditTransferTransaction | None
) -> list[Refused]:
    """Say what is wrong with the file besides its payments; the first stands for them all."""
    if first is None:
        text = "there is no payment in it"
        return [Refused(StatusReason.INVALID_NUMBER_OF_TRANSACTIONS, "CdtTrfTxInf", text)]
    if len(accepted.totals) != 1:
        names = ", ".join(sorted(currency for currency, _ in accepted.totals))
        text = f"a bulk is in one currency, and this is in {names}"
        return [Refused(StatusReason.INCORRECT_CURRENCY, "IntrBkSttlmAmt", text)]
    if accepted.has_supplement:
        text = "supplementary data of the whole file can go with none of its payments"
        return [Refused(StatusReason.INVALID_FILE_FORMAT, "SplmtryData", text)]
    transfer = Transfer(accepted.message, accepted.header, accepted.transfer, first, ())
    fault = fault_of(transfer) or fault_of_sender(sender, transfer)
    return [] if fault is None else [fault]


class FaultyOrderError(Exception):
    """A payment of a file cannot be an order; the whole file is refused for it."""

    def __init__(self, number: int, refused: Refused) -> None:
        super().__init__(f"payment {number}: {refused.text}")
        place = f"CdtTrfTxInf[{number}]/{refused.field}".removesuffix("/")
        self.refused = refused._replace(field=place)


def admit_orders(
    desk: Desk,
    sender: str,
    file: BinaryIO,
    take: Callable[[Admitted], None],
    limits: BulkLimits = BULK,
) -> None:
    """Hand out each payment of a judged file as an admitted order, in its order.

    Raises:
        FaultyOrderError: a payment cannot be an order.
        RemoteMessageError: the file is not what it was when it was judged, or one of its
            payments is larger than a message may be.
    """

    def admit(number: int, raw: bytes) -> None:
        admitted = _admitted(desk, sender, raw) if len(raw) <= SINGLE_BYTES_MAX else _LONG
        if isinstance(admitted, Refused):
            raise FaultyOrderError(number, admitted)
        take(admitted)

    write_messages(file, admit, limits)


def _admitted(desk: Desk, sender: str, raw: bytes) -> Admitted | Refused:
    fault = fault_by_profile(desk.profile, raw, MESSAGE_LIMITS)
    return fault or admit_order(desk, sender, raw)
