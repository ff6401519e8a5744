"""Dates as lists write them become dates and ranges, each as precise as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.readers.births import birth_of, date_of_parts, span_of
from tallystick.terms.instants import date_of

WORDS = (
    ("21 Mar 1961", "1961-03-21"),
    ("Mar 1961", "1961-03"),
    ("September 1961", "1961-09"),
    ("1961", "1961"),
    ("1961-03-21", "1961-03-21"),
    ("1961-03", "1961-03"),
    ("1961-03-21T00:00:00", "1961-03-21"),
    ("1961-03-21-04:00", "1961-03-21"),
    ("02-Mar-2026", "2026-03-02"),
    ("1/3/1958", "1958-03-01"),
    ("dd/mm/1945", "1945"),
    ("00/00/1945", "1945"),
    ("00/03/1945", "1945-03"),
    ("1960 to 1962", "1960/1962"),
    ("1960-1962", "1960/1962"),
    ("1960/1962", "1960/1962"),
    ("between 1960 and 1962", "1960/1962"),
    ("Jan 1970 to Mar 1971", "1970-01/1971-03"),
    ("01 Jan 1961 to 31 Dec 1961", "1961"),
    ("01 Feb 1961 to 28 Feb 1961", "1961-02"),
    ("circa 1962", "1961/1963"),
    ("circa 21 Mar 1961", "1960/1962"),
    ("circa 1962-1964", "1961/1965"),
    ("Approximately 1970", "1969/1971"),
    ("1950s", "1950/1959"),
    ("circa 9999", "9998/9999"),
    ("circa 0001", "0001/0002"),
    ("31 Feb 1961", ""),
    ("12/13/1961", ""),
    ("1964 to 1960", ""),
    ("30-35 years old", ""),
    ("24/06/1402 (Hijri Calendar)", ""),
    ("0000", ""),
    ("", ""),
)


@pytest.mark.parametrize(("words", "found"), WORDS)
def test_a_date_is_as_precise_as_it_was_written(words: str, found: str) -> None:
    """What is no date is none: half of one is not believed."""
    assert birth_of(words) == found


@given(st.text(max_size=30))
def test_any_words_are_a_date_or_none(words: str) -> None:
    """Nothing is raised, and what is found reads the same when it is read again."""
    found = birth_of(words)
    assert birth_of(found) == found


@given(st.integers(-20_000, 20_000), st.integers(0, 4_000))
def test_a_span_goes_from_its_first_day_to_its_last(first: int, days: int) -> None:
    """A whole year or month is told as one."""
    start, stop = date_of(first), date_of(first + days)
    found = span_of(start, stop)
    assert found in {start, f"{start}/{stop}"} or (
        start.startswith(found) and stop.startswith(found)
    )


def test_parts_that_are_not_known_are_left_out() -> None:
    """An empty or zero month or day; without a year there is no date."""
    assert date_of_parts("1961", "3", "21") == "1961-03-21"
    assert date_of_parts("1961", "3", "0") == "1961-03"
    assert date_of_parts("1961", "", "21") == "1961"
    assert date_of_parts("", "3", "21") == date_of_parts("1961", "13") == ""
