"""pacs.008 with any number of transactions: staged one by one, accepted all at once.

A transaction is handed out as soon as it is read and found lawful, but nothing may be
believed before the file's end: only there is known whether the file is a message, and
whether its transactions add up to what its header says. Whoever stages them drops them if
this ends with an error.
"""

from collections import Counter
from collections.abc import Callable
from decimal import Context, Decimal
from functools import reduce
from itertools import starmap
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.terms.currencies import exponent
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.money import format_amount
from tallystick.wire import xml
from tallystick.wire.blocks import BLOCK, BULK, BulkLimits, Readable
from tallystick.wire.iso20022.bulk import read_bulk
from tallystick.wire.iso20022.business_header import BUSINESS_HEADER, BusinessApplicationHeader
from tallystick.wire.iso20022.credit_transfer import (
    CREDIT_TRANSFER,
    TRANSACTION,
    CreditTransferTransaction,
    FIToFICustomerCreditTransfer,
)
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.judging import Staged
from tallystick.wire.iso20022.parts import version_of
from tallystick.wire.iso20022.readers import read_part, read_view
from tallystick.wire.iso20022.stated import stated_in
from tallystick.wire.iso20022.views import Amount
from tallystick.wire.xml.growing import prune

# Takes a transaction and its number in the file, the first is 1.
Take: TypeAlias = Callable[[int, CreditTransferTransaction], None]
# Is told of a transaction whose amount counts, and which can be no payment for something else:
# its number, and what it breaks, with the path within the transaction.
PassOver: TypeAlias = Callable[[int, RemoteMessageError], None]

_BODY: Final = "/Document/FIToFICstmrCdtTrf"
_HEADER: Final = f"{_BODY}/GrpHdr"
# An amount has 18 digits at most: sums of 10^40 of them are exact.
_EXACT: Final = Context(prec=60)


class Accepted(msgspec.Struct, frozen=True, gc=False):
    """A lawful file whose figures agree. `transfer` has no transactions: they were staged.

    `totals` is what they come to in each currency, in minor units. `has_supplement` tells
    whether the file has supplementary data of its own, beside those of its transactions.
    """

    message: Message
    transfer: FIToFICustomerCreditTransfer
    number_of_transactions: int
    sum_of_amounts: Decimal
    totals: tuple[tuple[str, int], ...] = ()
    header: BusinessApplicationHeader | None = None
    has_supplement: bool = False


def accept_transfers(
    stream: Readable,
    take: Take,
    limits: BulkLimits = BULK,
    size: int = BLOCK,
    pass_over: PassOver | None = None,
) -> Accepted:
    """Hand out each transaction of a pacs.008 in order; return its header once all is well.

    With `pass_over`, one that breaks something besides the schema, and not by the amount that
    settles, is passed over and counted; without, the file is refused for it.

    Raises:
        RemoteMessageError: the file cannot be read, exceeds a limit, is no pacs.008 of a
            supported version, breaks its schema (the first flaw is told), has an amount
            that its currency does not allow, or its `NbOfTxs`, `CtrlSum` or
            `TtlIntrBkSttlmAmt` is not what its transactions come to; `field` is the path.
        OSError: the stream cannot be read.
    """
    staging = _Staging(take, pass_over)
    read = read_bulk(stream, limits, size, staging.stage)
    for problem in read.report.errors:
        raise RemoteMessageError(problem.text, code=problem.code, field=problem.path)
    if read.document is None or read.message is None or not is_transfer(read.message):
        detail = f"{read.report.message} is no pacs.008."
        raise RemoteMessageError(detail, code="unsupported-version")
    staging.refuse_broken()
    transfer = read_view(_bare(read.document), CREDIT_TRANSFER, read.message)
    accepted = staging.sums.agreed(read.message, transfer)
    header = None if read.header is None else _header_in(read.header)
    return msgspec.structs.replace(accepted, header=header, has_supplement=staging.has_supplement)


def _bare(document: xml.Element) -> xml.Element:
    """Return the document without the transactions that are still in it: they were handed out."""
    body = document[0]
    for place in reversed(range(len(body))):
        if xml.local_name(body[place]) == "CdtTrfTxInf":
            prune(body, place, place + 1)
    return document


def _header_in(element: xml.Element) -> BusinessApplicationHeader:
    return read_view(element, BUSINESS_HEADER, version_of(element))


def is_transfer(message: Message) -> bool:
    """Tell whether a message is a customer's credit transfer."""
    return message.startswith("pacs.008.")


class _Broken(NamedTuple):
    error: RemoteMessageError
    number: int
    inner: str


class _Staging:
    """What hands out transactions, and adds them up."""

    def __init__(self, take: Take, pass_over: PassOver | None) -> None:
        self.sums = _Sums()
        self._take = take
        self._pass_over = pass_over
        self._broken: _Broken | None = None
        self.has_supplement = False

    def stage(self, staged: Staged) -> None:
        """Take in a complete child of the body."""
        self.has_supplement |= staged.name == "SplmtryData"
        if staged.name != "CdtTrfTxInf" or not is_transfer(staged.message):
            return
        self.sums.number += 1
        if staged.is_lawful and self._broken is None:
            self._hand_out(staged)

    def _hand_out(self, staged: Staged) -> None:
        element = staged.element
        try:
            transaction = read_part(element, TRANSACTION, staged.type, staged.message)
        except RemoteMessageError as broken:
            self._break(staged, broken)
            return
        self.sums.add(transaction.interbank_settlement_amount)
        self._take(staged.number, transaction)

    def _break(self, staged: Staged, broken: RemoteMessageError) -> None:
        """Pass a transaction over if it may be, and its amount can be counted."""
        try:
            amount = stated_in(staged).amount if self._pass_over is not None else None
        except RemoteMessageError:
            amount = None
        # Of its likes before it some are gone from the document: the path miscounts them.
        inner = broken.field.removeprefix(xml.path_of(staged.element))
        if self._pass_over is None or amount is None:
            self._broken = _Broken(broken, staged.number, inner)
            return
        self.sums.add(amount)
        within = RemoteMessageError(broken.detail, code=broken.code, field=inner.lstrip("/"))
        self._pass_over(staged.number, within)

    def refuse_broken(self) -> None:
        """Raise what a transaction breaks besides the schema, with its place in the whole."""
        if self._broken is not None:
            error, number, inner = self._broken
            place = f"[{number}]" if self.sums.number > 1 else ""
            field = f"{_BODY}/CdtTrfTxInf{place}{inner}"
            raise RemoteMessageError(error.detail, code=error.code, field=field) from error


class _Sums:
    """What the transactions come to."""

    def __init__(self) -> None:
        self.number = 0
        self._minor: Counter[str] = Counter()

    def add(self, amount: Amount) -> None:
        """Add a transaction's amount."""
        self._minor[amount.currency] += amount.minor

    def agreed(self, message: Message, transfer: FIToFICustomerCreditTransfer) -> Accepted:
        """Return the file as accepted, if its header says what its transactions come to."""
        if transfer.number_of_transactions != self.number:
            raise _differs("NbOfTxs", str(transfer.number_of_transactions), str(self.number))
        total = reduce(_EXACT.add, starmap(_decimal, self._minor.items()), Decimal(0))
        if transfer.control_sum and Decimal(transfer.control_sum) != total:
            raise _differs("CtrlSum", transfer.control_sum, f"{total:f}")
        said = transfer.total_interbank_settlement_amount
        if said is not None and {said.currency: said.minor} != dict(self._minor):
            found = ", ".join(f"{format_amount(n, c)} {c}" for c, n in self._minor.items())
            told = f"{format_amount(said.minor, said.currency)} {said.currency}"
            raise _differs("TtlIntrBkSttlmAmt", told, found)
        return Accepted(message, transfer, self.number, total, tuple(self._minor.items()))


def _decimal(currency: str, minor: int) -> Decimal:
    return _EXACT.scaleb(Decimal(minor), -exponent(currency))


def _differs(name: str, said: str, found: str) -> RemoteMessageError:
    detail = f"{name} says {said}, and the transactions come to {found}."
    return RemoteMessageError(detail, code=_CODES[name], field=f"{_HEADER}/{name}")


_CODES: Final = {
    "NbOfTxs": "number-of-transactions",
    "CtrlSum": "control-sum",
    "TtlIntrBkSttlmAmt": "total-amount",
}
