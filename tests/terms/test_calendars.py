"""A payment's date follows from agreed data: weekends, holidays, hours, dated offsets."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.terms.calendars import Calendar
from tallystick.terms.instants import (
    DAY_MS,
    MINUTE_MS,
    add_days,
    date_of,
    day_number,
    parse_instant,
    weekday,
)
from tests.every import for_each

# Three hours ahead, open 09:00 to 18:00, with the first week of January off.
OFFICE = Calendar(
    holidays=tuple(f"2027-01-{day:02}" for day in range(1, 9)),
    offsets=(("2026-01-01", 180),),
    opens_minute=540,
    closes_minute=1_080,
)
# One hour ahead and two in summer, always open.
SUMMER = Calendar(
    weekend=(), offsets=(("2026-01-01", 60), ("2026-03-29", 120), ("2026-10-25", 60))
)
# A shop day: it begins at 02:00, and payments until 01:30 in the night belong to it.
LATE = Calendar(weekend=(7,), opens_minute=360, closes_minute=1_530, day_starts_minute=120)
# A settlement day that begins on the evening before, at 18:45, and closes at 18:00.
EVENING = Calendar(opens_minute=-315, closes_minute=1_080, day_starts_minute=-315)
# As far ahead as can be: fourteen hours, and the day begins on the morning before.
FARTHEST = Calendar(
    weekend=(),
    offsets=(("2026-01-01", 840),),
    opens_minute=-1_439,
    closes_minute=1,
    day_starts_minute=-1_439,
)


@for_each(
    ("calendar", "text", "date", "is_open"),
    [
        (OFFICE, "2026-11-23T10:00:00+03:00", "2026-11-23", True),
        (OFFICE, "2026-11-23T08:59:59.999+03:00", "2026-11-23", False),
        (OFFICE, "2026-11-23T09:00:00+03:00", "2026-11-23", True),
        (OFFICE, "2026-11-23T17:59:59.999+03:00", "2026-11-23", True),
        (OFFICE, "2026-11-23T18:00:00+03:00", "2026-11-24", False),
        (OFFICE, "2026-11-23T23:30:00Z", "2026-11-24", False),
        (OFFICE, "2026-11-27T18:00:00+03:00", "2026-11-30", False),
        (OFFICE, "2026-11-28T12:00:00+03:00", "2026-11-30", False),
        (OFFICE, "2026-12-31T18:00:00+03:00", "2027-01-11", False),
        (OFFICE, "2027-01-05T12:00:00+03:00", "2027-01-11", False),
        (SUMMER, "2026-03-28T22:59:59.999Z", "2026-03-28", True),
        (SUMMER, "2026-03-28T23:00:00Z", "2026-03-29", True),
        (SUMMER, "2026-03-29T21:59:59.999Z", "2026-03-29", True),
        (SUMMER, "2026-03-29T22:00:00Z", "2026-03-30", True),
        (SUMMER, "2026-10-24T21:59:59.999Z", "2026-10-24", True),
        (SUMMER, "2026-10-24T22:00:00Z", "2026-10-25", True),
        (SUMMER, "2026-10-25T22:59:59.999Z", "2026-10-25", True),
        (SUMMER, "2026-10-25T23:00:00Z", "2026-10-26", True),
        (SUMMER, "2025-06-01T22:59:59Z", "2025-06-01", True),
        (LATE, "2026-11-24T01:29:59Z", "2026-11-23", True),
        (LATE, "2026-11-24T01:30:00Z", "2026-11-24", False),
        (LATE, "2026-11-24T02:00:00Z", "2026-11-24", False),
        (LATE, "2026-11-22T01:00:00Z", "2026-11-21", True),
        (LATE, "2026-11-22T12:00:00Z", "2026-11-23", False),
        (EVENING, "2026-11-23T18:30:00Z", "2026-11-24", False),
        (EVENING, "2026-11-23T18:45:00Z", "2026-11-24", True),
        (EVENING, "2026-11-27T18:45:00Z", "2026-11-30", False),
        (EVENING, "2026-11-29T18:45:00Z", "2026-11-30", True),
        (FARTHEST, "2026-11-21T12:00:00Z", "2026-11-23", True),
    ],
)
def test_a_payment_gets_its_date(calendar: Calendar, text: str, date: str, is_open: bool) -> None:  # noqa: FBT001 a column of the table
    """Hours, weekends, holidays, changes of offset, nights and evenings."""
    at = parse_instant(text)
    assert calendar.business_date(at) == date
    assert calendar.is_open(at) is is_open


@pytest.mark.parametrize(
    ("on", "following"),
    [
        ("2026-11-23", "2026-11-24"),
        ("2026-11-27", "2026-11-30"),
        ("2026-11-28", "2026-11-30"),
        ("2026-12-31", "2027-01-11"),
    ],
)
def test_the_next_business_date_skips_what_is_none(on: str, following: str) -> None:
    """Always a later date, never in a weekend or on a holiday."""
    assert OFFICE.next_business_date(on) == following
    assert OFFICE.is_business_date(following)


@pytest.mark.parametrize(
    ("on", "is_business"), [("2026-11-23", True), ("2026-11-22", False), ("2027-01-01", False)]
)
def test_a_date_is_a_business_date_or_not(on: str, is_business: bool) -> None:  # noqa: FBT001 a column of the table
    """Neither weekend nor holiday."""
    assert OFFICE.is_business_date(on) is is_business


@for_each(
    ("settings", "rule"),
    [
        ({"weekend": [7, 6]}, "Weekend days are sorted"),
        ({"weekend": [6, 6]}, "Weekend days are sorted"),
        ({"weekend": [0]}, "not all of them"),
        ({"weekend": [1, 2, 3, 4, 5, 6, 7]}, "not all of them"),
        ({"holidays": ["2026-02-30"]}, "A holiday is a date"),
        ({"holidays": ["2026-02-03", "2026-02-02"]}, "Holidays are sorted"),
        ({"holidays": ["2026-02-03", "2026-02-03"]}, "Holidays are sorted"),
        ({"offsets": []}, "At least one offset"),
        ({"offsets": [["2026-2-1", 0]]}, "An offset is dated"),
        ({"offsets": [["2026-02-02", 0], ["2026-02-01", 60]]}, "Offsets are sorted"),
        ({"offsets": [["2026-02-02", 841]]}, "at most fourteen hours"),
        ({"opens_minute": 600, "closes_minute": 600}, "opens before it closes"),
        ({"opens_minute": -1}, "opens before it closes"),
        ({"closes_minute": 1_441}, "opens before it closes"),
        ({"day_starts_minute": 1_440}, "within a day of midnight"),
    ],
)
def test_a_calendar_that_makes_no_sense_does_not_load(
    settings: dict[str, object], rule: str
) -> None:
    """The rule that is broken is named."""
    with pytest.raises(msgspec.ValidationError, match=rule):
        msgspec.convert(settings, Calendar)


def test_a_calendar_comes_back_as_it_was_written() -> None:
    """Both operators load the same bytes and get the same calendar."""
    for calendar in (OFFICE, SUMMER, LATE, EVENING):
        assert msgspec.json.decode(msgspec.json.encode(calendar), type=Calendar) == calendar


FIRST = day_number("2026-01-01")
dates = st.integers(FIRST, FIRST + 30).map(date_of)
moments = st.integers((FIRST - 3) * DAY_MS, (FIRST + 33) * DAY_MS)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar, with holidays and changes of offset crowded into one month."""
    starts = draw(st.integers(-1_439, 1_439))
    opens = draw(st.integers(starts, starts + 1_439))
    offsets = draw(st.dictionaries(dates, st.integers(-840, 840), min_size=1, max_size=4))
    return Calendar(
        weekend=tuple(sorted(draw(st.sets(st.integers(1, 7), max_size=6)))),
        holidays=tuple(sorted(draw(st.sets(dates, max_size=12)))),
        offsets=tuple(sorted(offsets.items())),
        opens_minute=opens,
        closes_minute=draw(st.integers(opens + 1, starts + 1_440)),
        day_starts_minute=starts,
    )


def instant_of(calendar: Calendar, day: int, minute: int) -> int:
    """When the day reaches a minute of its clock: the model."""
    on = date_of(day if minute > 0 else day - 1)
    past = [ahead for since, ahead in calendar.offsets if since <= on]
    ahead = past[-1] if past else calendar.offsets[0][1]
    return day * DAY_MS + minute * MINUTE_MS - ahead * MINUTE_MS


def begin_of(calendar: Calendar, day: int) -> int:
    """When the day begins."""
    return instant_of(calendar, day, calendar.day_starts_minute)


def is_business(calendar: Calendar, day: int) -> bool:
    """Whether people work on the day, by the letter of the settings."""
    return weekday(day) not in calendar.weekend and date_of(day) not in calendar.holidays


def end_of(calendar: Calendar, day: int) -> int:
    """When the day stops taking payments: at its closing, at the latest when another begins."""
    latest = min(begin_of(calendar, later) for later in range(day + 1, day + 4))
    if calendar.closes_minute - calendar.day_starts_minute == 1_440:
        return latest
    return min(instant_of(calendar, day, calendar.closes_minute), latest)


@given(calendars(), moments)
def test_the_date_is_the_first_business_day_still_taking_payments(
    calendar: Calendar, at: int
) -> None:
    """A slow second witness, from the other side: the first day whose end has not come."""
    day = FIRST - 10
    while not (is_business(calendar, day) and at < end_of(calendar, day)):
        day += 1
    assert calendar.business_date(at) == date_of(day)


@given(calendars(), moments)
def test_it_is_open_only_inside_the_window_of_its_own_date(calendar: Calendar, at: int) -> None:
    """Open means: between opening and end of the very date a payment would get."""
    day = day_number(calendar.business_date(at))
    opens = max(instant_of(calendar, day, calendar.opens_minute), begin_of(calendar, day))
    assert calendar.is_open(at) is (opens <= at < end_of(calendar, day))


@given(calendars(), moments, st.integers(0, 3 * DAY_MS))
def test_dates_never_go_back(calendar: Calendar, at: int, later: int) -> None:
    """A later payment never gets an earlier date, whatever the clocks do."""
    assert calendar.business_date(at) <= calendar.business_date(at + later)


@given(calendars(), moments)
def test_a_payment_s_date_is_a_business_date(calendar: Calendar, at: int) -> None:
    """Nothing settles on a holiday; and no business date is passed over."""
    on = calendar.business_date(at)
    assert calendar.is_business_date(on)
    assert calendar.next_business_date(add_days(on, -1)) == on
