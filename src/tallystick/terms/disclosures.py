"""The words of currency control: by what channel, for whom, in what period, and what is declared.

A country's law tells apart what the same money may do: cash and transfers have limits where
cards and digital currency have none. So a rule names its channels, and each payment its own.
"""

from enum import StrEnum
from typing import Final

from tallystick.terms.instants import BusinessDate, add_days, day_number


class Channel(StrEnum):
    """The way by which a person orders a payment."""

    BANK_TRANSFER = "bank-transfer"
    CASH = "cash"
    QR = "qr"
    CARD = "card"
    WALLET = "wallet"
    TOKEN = "token"  # noqa: S105 - a kind of money, and no secret


class PersonKind(StrEnum):
    """What a person is to the law."""

    INDIVIDUAL = "individual"
    LEGAL_ENTITY = "legal-entity"


class Residence(StrEnum):
    """Whether a person is at home in the country whose rules are asked."""

    RESIDENT = "resident"
    NON_RESIDENT = "non-resident"


class Disclosure(StrEnum):
    """What a message may have to declare of its payment.

    A purpose is a code of Purp or CtgyPurp, reporting a code of RgltryRptg, and a document a
    reference to a contract or an invoice in RmtInf/Strd/RfrdDocInf or RgltryRptg/Dtls/Inf.
    """

    PURPOSE = "purpose"
    REPORTING = "reporting"
    DOCUMENT = "document"


class Period(StrEnum):
    """How long payments of one person are counted together, by business dates."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"

    def of(self, on: BusinessDate) -> str:
        """Name the period that a date is in: the date, its month, or its calendar year."""
        return on[: _LENGTHS[self]]


_LENGTHS: Final = {Period.DAY: 10, Period.MONTH: 7, Period.YEAR: 4}


def last_day_of(period: str) -> int:
    """Return the day number of the last date of a period by its name (`Period.of`).

    Raises:
        MessageError: it is no date, month or year.
    """
    if len(period) == _LENGTHS[Period.YEAR]:
        return day_number(f"{period}-12-31")
    if len(period) == _LENGTHS[Period.MONTH]:
        # Four days past the 28th it is the next month, whatever the month.
        following = add_days(f"{period}-28", 4)
        return day_number(f"{following[:7]}-01") - 1
    return day_number(period)
