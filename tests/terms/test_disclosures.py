"""Periods: which a date is in, and when the last date of each is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.terms.disclosures import Period, last_day_of
from tallystick.terms.errors import MessageError
from tallystick.terms.instants import date_of, day_number


@pytest.mark.parametrize(
    ("period", "name", "last"),
    [
        (Period.DAY, "2028-02-28", "2028-02-28"),
        (Period.MONTH, "2028-02", "2028-02-29"),
        (Period.YEAR, "2028", "2028-12-31"),
    ],
)
def test_a_date_is_in_its_periods(period: Period, name: str, last: str) -> None:
    """A leap year's February has its last day."""
    assert period.of("2028-02-28") == name
    assert date_of(last_day_of(name)) == last


@given(st.integers(min_value=0, max_value=40_000), st.sampled_from(Period))
def test_the_day_after_the_last_is_in_another_period(day: int, period: Period) -> None:
    """And the last itself is not."""
    name = period.of(date_of(day))
    last = last_day_of(name)
    assert day <= last
    assert period.of(date_of(last)) == name
    assert period.of(date_of(last + 1)) != name


@pytest.mark.parametrize("name", ["", "2026-13", "2026-02-30", "soon"])
def test_what_is_no_period_is_refused(name: str) -> None:
    """By the form of its date."""
    with pytest.raises(MessageError):
        last_day_of(name)


def test_a_period_is_of_iso_dates() -> None:
    """Of the very form that business dates have."""
    assert day_number(Period.DAY.of("2026-01-31")) == last_day_of("2026-01")
