"""Business days, as whoever keeps an account sees them: which it is, and which are over."""

from typing import Final

from tallystick.core.state import State
from tallystick.terms.calendars import Calendar
from tallystick.terms.instants import BusinessDate, Instant
from tallystick.views.statements import Period

# Where no agreement is in force, days are those of UTC.
_NO_CALENDAR: Final = Calendar(weekend=())


def today(state: State, at: Instant) -> Period:
    """Return the business dates that a booking of this instant may have, by all our calendars."""
    calendars = [pact.own_end.calendar for pact in state.pacts.values() if pact.current]
    dates = [each.business_date(at) for each in calendars or [_NO_CALENDAR]]
    return Period(min(dates), max(dates))


def first_open(state: State, sure: Instant) -> BusinessDate:
    """Return the first business date on which anything may yet be booked, by all our calendars.

    `sure` is an instant before which nothing will be decided any more. A clock may be set
    back by a little and go on deciding, so a day is over only once the clock is past its end
    by more than that, or something was decided after it.
    """
    return today(state, sure).from_on
