"""What a message needs of an invented world: its banks, its currencies, its date."""

from math import gcd
from typing import Final, NamedTuple

from tallystick.admission.desk import Refused
from tallystick.admission.orders import transfer_in
from tallystick.admission.parties import Transfer, credited_in, debited_in
from tallystick.terms.currencies import exponent, is_payable
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.instants import DAY_MS, HOUR_MS, Instant, day_number, is_date
from tallystick.terms.money import Rate
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.views import Amount

_OPENS_MS: Final = 10 * HOUR_MS
# Before and after these a clock could not be told, or what is due could not be dated.
_FIRST, _LAST = "1970-01-01", "2199-12-31"
# So many digits of a rate leave room for what a provider adds to it.
_RATE_TERM_MAX: Final = 10**9


class Needs(NamedTuple):
    """A payment as far as a world must be made for it; `sent` and `received` are its amounts."""

    payment_id: str
    debited: str
    credited: str
    sent: Amount
    received: Amount
    quote_id: str
    at: Instant

    @property
    def is_converted(self) -> bool:
        """Whether the creditor is paid in another currency."""
        return self.sent.currency != self.received.currency

    def rate(self) -> Rate:
        """Return a rate at which the debtor's amount brings the creditor's, as near as may be.

        One that would take more than nine digits to say is said in nine.
        """
        base, counter = self.sent.currency, self.received.currency
        terms = (
            max(1, self.received.minor) * 10 ** exponent(base),
            max(1, self.sent.minor) * 10 ** exponent(counter),
        )
        shrunk_by = max(terms) // _RATE_TERM_MAX + 1
        numerator, denominator = (max(1, each // shrunk_by) for each in terms)
        shared = gcd(numerator, denominator)
        return Rate(base, counter, numerator // shared, denominator // shared)


def needs_of(raw: bytes) -> Needs | Refused:
    """Return what the payment of a lawful message needs, or why no world can be made for it."""
    try:
        transfer = transfer_in(raw)
    except RemoteMessageError as broken:
        # Lawful by its schema, and beyond the bounds of the door.
        return Refused(StatusReason.INVALID_FILE_FORMAT, broken.field, broken.detail)
    if isinstance(transfer, Refused):
        return transfer
    transaction = transfer.transaction
    sent = transaction.interbank_settlement_amount
    received = transaction.instructed_amount or sent
    if received.currency == sent.currency:
        # What was instructed is told; what is settled is paid.
        received = sent
    for field, amount in (("IntrBkSttlmAmt", sent), ("InstdAmt", received)):
        if not is_payable(amount.currency):
            text = f"nobody is paid in {amount.currency}"
            return Refused(StatusReason.NOT_ALLOWED_CURRENCY, field, text)
    rate = transaction.agreed_rate
    return Needs(
        transaction.uetr,
        debited_in(transfer).id,
        credited_in(transfer).id,
        sent,
        received,
        (rate.quote_id if rate is not None else "") or transaction.uetr,
        _opening(transfer),
    )


def _opening(transfer: Transfer) -> Instant:
    """Return ten o'clock UTC on the settlement date, or on the date the message was made."""
    document = transfer.document
    said = document.interbank_settlement_date_of(transfer.transaction)
    on = (said or document.creation_date_time)[:10]
    on = min(max(on, _FIRST), _LAST) if is_date(on) else _FIRST
    return day_number(on) * DAY_MS + _OPENS_MS
