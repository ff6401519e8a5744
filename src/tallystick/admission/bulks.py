"""A bank's pacs.008 of many payments becomes a bulk: judged whole, then order by order.

A file is read twice. The first reading judges it to its end; nothing is staged of one that
is not whole, lawful and what it says of itself, so that a broken file costs the journal
nothing. The second writes each payment as a message of its own, which is then admitted as
any message is: by the same rules, under the same screening.

What becomes of a file of which a payment cannot be an order the agreement says: the whole is
refused for it, or that payment alone. What is wrong with the file itself refuses the whole.
"""

from collections.abc import Callable
from typing import BinaryIO, Final, NamedTuple

import msgspec

from tallystick.admission.desk import MESSAGE_LIMITS, Admitted, Desk, Refused
from tallystick.admission.headers import fault_of_header
from tallystick.admission.orders import admit_order, fault_of, fault_of_cover, fault_of_sender
from tallystick.admission.parties import Transfer, agent_id, debited_in
from tallystick.admission.usage import fault_by_profile
from tallystick.core.agreements import BulkRefusal
from tallystick.core.orders import RefusedTransaction
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.money import BALANCE_MAX
from tallystick.terms.reasons import StatusReason
from tallystick.wire.blocks import BULK, BulkLimits
from tallystick.wire.iso20022.bulk_messages import Single, write_messages
from tallystick.wire.iso20022.bulk_transfer import Accepted, accept_transfers
from tallystick.wire.iso20022.credit_transfer import CreditTransferTransaction
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.stated import Stated
from tallystick.wire.iso20022.views import Agent

FAULTS_MAX: Final = 100
_TRANSACTION: Final = "CdtTrfTxInf"
_NOBODY: Final = Agent()
# Which reason of ISO 20022 says what a file breaks; what is not here breaks the form.
_REASONS: Final = {
    "number-of-transactions": StatusReason.INVALID_NUMBER_OF_TRANSACTIONS,
    "control-sum": StatusReason.INVALID_CONTROL_SUM,
    "total-amount": StatusReason.INVALID_CONTROL_SUM,
    "amount-decimals": StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY,
    "decimal-form": StatusReason.INVALID_AMOUNT,
    "decimal-too-long": StatusReason.INVALID_AMOUNT,
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
    sender: str,
    file: BinaryIO,
    limits: BulkLimits = BULK,
    refusal: BulkRefusal = BulkRefusal.WHOLE,
) -> BulkHeader | tuple[Refused, ...]:
    """Read a file to its end; return what it is, or all that keeps it from being orders.

    Of faults of single payments the first hundred are told; where each is refused alone, they
    are none of the file's.

    Raises:
        RemoteMessageError: the file cannot be read, breaks its schema, or does not add up.
    """
    is_each = refusal is BulkRefusal.EACH
    judging = _Judging(sender)
    pass_over = judging.pass_over if is_each else None
    accepted = accept_transfers(file, judging.take, limits, pass_over=pass_over)
    faults = [] if is_each else judging.faults
    found = faults or _faults_of_whole(sender, accepted, judging, refusal)
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
    """What is looked for in each payment as it passes.

    `kinds` has the first payment of each kind, as far as the kinds differ in whose they are;
    `passed_over` are the faults of the first that were passed over.
    """

    def __init__(self, sender: str) -> None:
        self.sender = sender
        self.kinds: dict[tuple[bool, ...], CreditTransferTransaction] = {}
        self.faults: list[Refused] = []
        self.passed_over: list[Refused] = []

    def pass_over(self, number: int, broken: RemoteMessageError) -> None:
        """Leave a payment to the second reading, where it is refused alone."""
        if len(self.passed_over) < FAULTS_MAX:
            field, text = _placed(broken.field, number), broken.detail.removesuffix(".")
            self.passed_over.append(Refused(reason_of(broken), field, text))

    def take(self, number: int, transaction: CreditTransferTransaction) -> None:
        instructing = transaction.instructing_agent
        named = agent_id(instructing or _NOBODY)
        behind = agent_id(transaction.debtor_agent)
        kind = (instructing is None, named == "", named == self.sender, behind == self.sender)
        self.kinds.setdefault(kind, transaction)
        if not transaction.uetr and len(self.faults) < FAULTS_MAX:
            text = "a payment needs a UETR, by which both nodes know it for ever"
            field = f"CdtTrfTxInf[{number}]/PmtId/UETR"
            self.faults.append(Refused(StatusReason.REQUIRED_ELEMENT_MISSING, field, text))


def _faults_of_whole(
    sender: str, accepted: Accepted, judging: _Judging, refusal: BulkRefusal
) -> list[Refused]:
    """Say what is wrong with the file besides its payments."""
    if not accepted.number_of_transactions:
        text = "there is no payment in it"
        return [Refused(StatusReason.INVALID_NUMBER_OF_TRANSACTIONS, "CdtTrfTxInf", text)]
    if len(accepted.totals) != 1:
        names = ", ".join(sorted(currency for currency, _ in accepted.totals))
        text = f"a bulk is in one currency, and this is in {names}"
        return [Refused(StatusReason.INCORRECT_CURRENCY, "IntrBkSttlmAmt", text)]
    if accepted.totals[0][1] > BALANCE_MAX:
        text = f"it comes to more than {BALANCE_MAX} minor units, which no account may hold"
        return [Refused(StatusReason.LIMIT_EXCEEDED, "CtrlSum", text)]
    if accepted.has_supplement:
        text = "supplementary data of the whole file can go with none of its payments"
        return [Refused(StatusReason.INVALID_FILE_FORMAT, "SplmtryData", text)]
    if not judging.kinds:
        # Of whom it is cannot be seen in any of its payments.
        return judging.passed_over
    transfers = [
        Transfer(accepted.message, accepted.header, accepted.transfer, each, ())
        for each in judging.kinds.values()
    ]
    if refusal is BulkRefusal.WHOLE:
        # The first stands for them all.
        fault = fault_of(transfers[0]) or fault_of_sender(sender, transfers[0])
    else:
        fault = fault_of_cover(accepted.transfer) or _fault_of_file(sender, transfers)
    return [] if fault is None else [fault]


def _fault_of_file(sender: str, transfers: list[Transfer]) -> Refused | None:
    """Say why a file is not its sender's: no payment of it is, or its header denies it."""
    for transfer in transfers:
        debited = debited_in(transfer)
        if debited.id == sender:
            return fault_of_header(transfer.header, transfer.message, debited)
    return fault_of_sender(sender, transfers[0])


class FaultyOrderError(Exception):
    """A payment of a file cannot be an order; the whole file is refused for it."""

    def __init__(self, number: int, refused: Refused) -> None:
        super().__init__(f"payment {number}: {refused.text}")
        self.refused = refused._replace(field=_placed(refused.field, number))


def _placed(field: str, number: int) -> str:
    """Return the place in its file of what a fault in the message of one payment names."""
    _, is_path, inner = field.partition(f"/{_TRANSACTION}")
    if is_path or not field:
        return f"{_TRANSACTION}[{number}]{inner}"
    return field if field.startswith("/") else f"{_TRANSACTION}[{number}]/{field}"


class RefusedAlone(NamedTuple):
    """A payment of a file that cannot be an order, what it said of itself, and what is wrong."""

    transaction: RefusedTransaction
    stated: Stated
    fault: Refused


def admit_orders(
    desk: Desk,
    sender: str,
    file: BinaryIO,
    take: Callable[[Admitted], None],
    refuse: Callable[[RefusedAlone], None] | None = None,
) -> None:
    """Hand out each payment of a judged file as an admitted order, in its order.

    One that cannot be an order goes to `refuse` in its turn; without that it ends the file.

    Raises:
        FaultyOrderError: a payment cannot be an order.
        RemoteMessageError: the file is not what it was when it was judged; or, without
            `refuse`, one of its payments is larger than a message may be.
    """

    def admit(single: Single) -> None:
        try:
            admitted = _admitted(desk, sender, single.raw)
        except RemoteMessageError as broken:
            if refuse is None:
                raise
            admitted = Refused(reason_of(broken), broken.field, broken.detail.removesuffix("."))
        if isinstance(admitted, Admitted):
            take(admitted)
        elif refuse is None:
            raise FaultyOrderError(single.number, admitted)
        else:
            refuse(_refused_alone(desk, single, admitted))

    write_messages(file, admit)


def _refused_alone(desk: Desk, single: Single, fault: Refused) -> RefusedAlone:
    stated, number = single.stated(), single.number
    amount, content = stated.amount, desk.content_digest(single.raw)
    transaction = RefusedTransaction(number, amount.minor, amount.currency, content, fault.reason)
    return RefusedAlone(transaction, stated, fault._replace(field=_placed(fault.field, number)))


def _admitted(desk: Desk, sender: str, raw: bytes) -> Admitted | Refused:
    if len(raw) > SINGLE_BYTES_MAX:
        return _LONG
    fault = fault_by_profile(desk.profile, raw, MESSAGE_LIMITS)
    return fault or admit_order(desk, sender, raw)
