"""Calendars: when a settlement system is open, and which date a payment belongs to.

A calendar is data that both operators agreed: weekend, holidays, hours and the offset
from UTC with the dates on which it changes. No time-zone database is asked, so the
date of a payment is the same on every machine and on every replay.

A local *day* begins `day_starts_minute` minutes after (or, if negative, before) its
midnight and lasts until the next day begins. The window of the day runs from
`opens_minute` up to `closes_minute`, which may lie past the next midnight; a window as
long as the day is never closed, however long the day. Where the offset changes on a
date, the date begins by the old clock and its hours are read by the new one, as they are
where clocks change in the night: that day alone is shorter or longer.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeVar

import msgspec

from tallystick.terms.instants import (
    DAY_MS,
    MINUTE_MS,
    BusinessDate,
    Instant,
    date_of,
    day_number,
    is_date,
    weekday,
)

_DAY_MINUTES: Final = 1_440
_OFFSET_MAX: Final = 14 * 60

_Ordered = TypeVar("_Ordered", int, str)


class Calendar(msgspec.Struct, frozen=True, cache_hash=True):
    """The agreed days and hours of one settlement system.

    `weekend` holds ISO weekdays (1 is Monday), `holidays` dates, `offsets` pairs of a
    local date and the minutes to add to UTC from that day on; the first pair holds for
    all days before it as well. All three are sorted and name nothing twice.
    """

    weekend: tuple[int, ...] = (6, 7)
    holidays: tuple[BusinessDate, ...] = ()
    offsets: tuple[tuple[BusinessDate, int], ...] = (("1970-01-01", 0),)
    opens_minute: int = 0
    closes_minute: int = _DAY_MINUTES
    day_starts_minute: int = 0

    def __post_init__(self) -> None:
        for holds, rule in _rules(self):
            if not holds:
                raise ValueError(rule)

    def business_date(self, at: Instant) -> BusinessDate:
        """Return the date that a payment accepted at the instant belongs to.

        It is the local day's own, until the window closes; then, and at weekends and on
        holidays, that of the next business day. It never goes back as time goes on.
        """
        return _business_date(self, at)

    def is_open(self, at: Instant) -> bool:
        """Tell whether the system is open at the instant."""
        return _is_open(self, at)

    def is_business_date(self, on: BusinessDate) -> bool:
        """Tell whether the date is neither in the weekend nor a holiday."""
        return _is_business_day(self, day_number(on))

    def next_business_date(self, on: BusinessDate) -> BusinessDate:
        """Return the first business date after the date."""
        return date_of(_next_business_day(self, day_number(on)))


def _rules(calendar: Calendar) -> tuple[tuple[bool, str], ...]:
    dates = [on for on, _ in calendar.offsets]
    return (
        (_ascend(calendar.weekend), "Weekend days are sorted, each once."),
        (set(calendar.weekend) < set(range(1, 8)), "A weekend is 1 to 7, but not all of them."),
        (all(map(is_date, calendar.holidays)), "A holiday is a date YYYY-MM-DD."),
        (_ascend(calendar.holidays), "Holidays are sorted, each once."),
        (bool(dates), "At least one offset from UTC is needed."),
        (all(map(is_date, dates)), "An offset is dated YYYY-MM-DD."),
        (_ascend(dates), "Offsets are sorted by date, each date once."),
        (
            all(abs(minutes) <= _OFFSET_MAX for _, minutes in calendar.offsets),
            "An offset is at most fourteen hours.",
        ),
        (abs(calendar.day_starts_minute) < _DAY_MINUTES, "A day starts within a day of midnight."),
        (
            calendar.day_starts_minute <= calendar.opens_minute
            and calendar.opens_minute < calendar.closes_minute
            and calendar.closes_minute <= calendar.day_starts_minute + _DAY_MINUTES,
            "A window opens before it closes, both within the day.",
        ),
    )


def _ascend(values: Sequence[_Ordered]) -> bool:
    return all(first < second for first, second in pairwise(values))


# Many payments are asked about at one instant.
@lru_cache(maxsize=256)
def _business_date(calendar: Calendar, at: Instant) -> BusinessDate:
    day = _day_at(calendar, at)
    if _is_business_day(calendar, day) and _is_before_closing(calendar, day, at):
        return date_of(day)
    return date_of(_next_business_day(calendar, day))


@lru_cache(maxsize=256)
def _is_open(calendar: Calendar, at: Instant) -> bool:
    day = _day_at(calendar, at)
    return (
        _is_business_day(calendar, day)
        and at >= _instant_of(calendar, day, calendar.opens_minute)
        and _is_before_closing(calendar, day, at)
    )


@lru_cache(maxsize=1024)
def _is_business_day(calendar: Calendar, day: int) -> bool:
    return weekday(day) not in calendar.weekend and date_of(day) not in calendar.holidays


@lru_cache(maxsize=1024)
def _next_business_day(calendar: Calendar, day: int) -> int:
    # Ends: some weekday is no weekend, and holidays are finite.
    following = day + 1
    while not _is_business_day(calendar, following):
        following += 1
    return following


@lru_cache(maxsize=4096)
def _instant_of(calendar: Calendar, day: int, minute: int) -> Instant:
    # Up to its midnight a day goes by the clock of the day before.
    clock_on = date_of(day if minute > 0 else day - 1)
    latest = bisect_right(calendar.offsets, clock_on, key=lambda pair: pair[0])
    _, ahead = calendar.offsets[max(latest - 1, 0)]
    return day * DAY_MS + (minute - ahead) * MINUTE_MS


def _day_at(calendar: Calendar, at: Instant) -> int:
    # The latest day that has begun. Offset and start move it by two days at the most.
    day = at // DAY_MS + 2
    while _instant_of(calendar, day, calendar.day_starts_minute) > at:
        day -= 1
    return day


def _is_before_closing(calendar: Calendar, day: int, at: Instant) -> bool:
    never_closes = calendar.closes_minute == calendar.day_starts_minute + _DAY_MINUTES
    return never_closes or at < _instant_of(calendar, day, calendar.closes_minute)
