"""Instants and dates are integers and text that say the same thing."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.terms.errors import MessageError
from tallystick.terms.instants import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    SECOND_MS,
    add_days,
    date_of,
    day_number,
    days_between,
    format_instant,
    is_date,
    parse_instant,
    weekday,
)
from tests.every import for_each

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
instants = st.integers(-62_135_596_800_000, 253_402_300_799_999)  # the years 1 to 9999
days = st.integers(-719_162, 2_932_896)
moments = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 the offset is drawn apart
    max_value=datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=st.integers(-840, 840).map(lambda ahead: timezone(timedelta(minutes=ahead))),
)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1970-01-01T03:00:00+03:00", 0),
        ("1969-12-31T19:30:00-04:30", 0),
        ("1970-01-01T14:00:00+14:00", 0),
        ("1970-01-01T00:00:01.5Z", 1_500),
        ("1970-01-01T00:00:01.123999999Z", 1_123),
        ("2026-11-23T10:00:00.000Z", 1_795_428_000_000),
    ],
)
def test_an_instant_is_read(text: str, at: int) -> None:
    """With Z or an offset, down to the millisecond; what is finer is dropped."""
    assert parse_instant(text) == at


@for_each(
    "text",
    [
        "",
        "2026-11-23",
        "2026-11-23T10:00:00",
        "2026-11-23 10:00:00Z",
        "2026-11-23T10:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T10:60:00Z",
        "2026-11-23T23:59:60Z",
        "2026-11-23T10:00:00.Z",
        "2026-11-23T10:00:00+3:00",
        "2026-11-23T10:00:00+15:00",
        "2026-11-23T10:00:00z",
        "2026-11-23T10:00:00Z\n",
        "2026-02-29T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "0000-01-01T10:00:00Z",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    """Without an offset nobody knows when it was; impossible times never were."""
    with pytest.raises(MessageError) as caught:
        parse_instant(text)
    assert caught.value.code in {"instant-form", "date-form"}


@given(instants)
def test_an_instant_reads_back_as_written(at: int) -> None:
    """Writing and reading are each other's inverse."""
    assert parse_instant(format_instant(at)) == at


@given(moments)
def test_an_instant_is_what_the_standard_library_says(moment: datetime) -> None:
    """A second witness: the same moment by the library's own arithmetic."""
    assert parse_instant(moment.isoformat(timespec="microseconds")) == (
        (moment - EPOCH) // timedelta(milliseconds=1)
    )


@given(instants, instants)
def test_texts_sort_as_instants_do(first: int, second: int) -> None:
    """Logs can be sorted by their text."""
    assert (first < second) == (format_instant(first) < format_instant(second))


@pytest.mark.parametrize("at", [-62_135_596_800_001, 253_402_300_800_000, 10**30])
def test_beyond_the_calendar_there_is_no_text(at: int) -> None:
    """Instants outside the years 1 to 9999 are refused, not written wrongly."""
    with pytest.raises(OverflowError):
        format_instant(at)


def test_units_fit_together() -> None:
    """Seconds, minutes, hours and days are what they are called."""
    assert (SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS) == (1_000, 60_000, 3_600_000, 86_400_000)


@given(days)
def test_a_day_has_one_date(day: int) -> None:
    """Number and date are each other's inverse, and the weekday is the calendar's."""
    on = date_of(day)
    assert is_date(on)
    assert day_number(on) == day
    assert weekday(day) == datetime.fromisoformat(on).isoweekday()


@given(st.integers(-700_000, 700_000), st.integers(-19_000, 19_000))
def test_days_are_counted_both_ways(day: int, count: int) -> None:
    """Adding days and counting them agree."""
    on = date_of(day)
    assert days_between(on, add_days(on, count)) == count


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "2026-1-01", "20260101", "2026-01-01 ", "2026-W01-1", "0000-01-01"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """One form only, and only days that exist."""
    assert not is_date(text)
    with pytest.raises(MessageError, match="YYYY-MM-DD") as caught:
        day_number(text)
    assert caught.value.code == "date-form"


def test_a_leap_day_exists_in_its_year() -> None:
    """2028 has one; the day after the 28th of February depends on the year."""
    assert add_days("2028-02-28", 1) == "2028-02-29"
    assert add_days("2026-02-28", 1) == "2026-03-01"
