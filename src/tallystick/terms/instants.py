"""Instants and business dates, as integers and text; nobody here knows what time it is.

An instant counts milliseconds since the start of 1970 in UTC; a business date is
ISO text, so that dates sort as they read. Leap seconds do not occur: every day of UTC
has 86,400 seconds, as on the clocks that stamp the instants.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from tallystick.terms.errors import MessageError

Instant: TypeAlias = int
BusinessDate: TypeAlias = str

SECOND_MS: Final = 1_000
MINUTE_MS: Final = 60 * SECOND_MS
HOUR_MS: Final = 60 * MINUTE_MS
DAY_MS: Final = 24 * HOUR_MS

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,9}))?"
    r"(?:Z|([+-])(0[0-9]|1[0-4]):([0-5][0-9]))"
)


def parse_instant(text: str) -> Instant:
    """Return the instant that ISO 8601 text with `Z` or an offset says.

    What it says beyond the millisecond is dropped, never rounded up into the future.

    Raises:
        MessageError: Another form, no offset, or a date that does not exist.
    """
    match = _INSTANT.fullmatch(text)
    if not match:
        raise MessageError(
            f"{text[:40]!r} is not a date and time with an offset.", code="instant-form"
        )
    on, hours, minutes, seconds, fraction, sign, ahead_hours, ahead_minutes = match.groups()
    local = (
        day_number(on) * DAY_MS
        + int(hours) * HOUR_MS
        + int(minutes) * MINUTE_MS
        + int(seconds) * SECOND_MS
        + int((fraction or "").ljust(3, "0")[:3])
    )
    ahead = int(ahead_hours or 0) * HOUR_MS + int(ahead_minutes or 0) * MINUTE_MS
    return local + ahead if sign == "-" else local - ahead


def format_instant(at: Instant) -> str:
    """Return the instant as ISO 8601 text in UTC with three decimals.

    Raises:
        OverflowError: Beyond the years 1 to 9999.
    """
    day, rest = divmod(at, DAY_MS)
    minutes, rest = divmod(rest, MINUTE_MS)
    seconds, thousandths = divmod(rest, SECOND_MS)
    clock = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{thousandths:03}"
    return f"{date_of(day)}T{clock}Z"


@lru_cache(maxsize=4096)
def day_number(on: BusinessDate) -> int:
    """Return how many days the date lies after 1970-01-01.

    Raises:
        MessageError: It is not a date written YYYY-MM-DD.
    """
    if not _DATE.fullmatch(on):
        raise _no_date(on)
    try:
        return date.fromisoformat(on).toordinal() - _EPOCH
    except ValueError:
        raise _no_date(on) from None


@lru_cache(maxsize=4096)
def date_of(day: int) -> BusinessDate:
    """Return the date that lies so many days after 1970-01-01.

    Raises:
        OverflowError: Beyond the years 1 to 9999.
    """
    try:
        return date.fromordinal(day + _EPOCH).isoformat()
    except ValueError as error:
        raise OverflowError("A date lies in the years 1 to 9999.") from error


def is_date(text: str) -> bool:
    """Tell whether the text is a date written YYYY-MM-DD."""
    try:
        day_number(text)
    except MessageError:
        return False
    return True


def add_days(on: BusinessDate, days: int) -> BusinessDate:
    """Return the date so many days later, or earlier when negative."""
    return date_of(day_number(on) + days)


def days_between(earlier_on: BusinessDate, later_on: BusinessDate) -> int:
    """Return how many days the second date lies after the first."""
    return day_number(later_on) - day_number(earlier_on)


def weekday(day: int) -> int:
    """Return the ISO weekday of a day number: Monday is 1, Sunday 7."""
    # Day 0, 1970-01-01, was a Thursday.
    return (day + 3) % 7 + 1


def _no_date(text: str) -> MessageError:
    return MessageError(f"{text[:40]!r} is not a date YYYY-MM-DD.", code="date-form")
