"""What a day is judged by: value settled, liquidity used, delay, and who waited longest.

Amounts are in the reference currency, exact; shares and delays are floats made of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from operator import mul
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.values import exact_sums, exact_value
from tallystick.clearing.what_if.day import Day, Outcome

# One in so many is late.
_LATE: Final = 20


class Delays(NamedTuple):
    """How long bundles waited, in seconds; one that has not settled waits until the close."""

    indicator: float
    """Value times delay of all, as a share of what it would be if all waited for the close: from
    0, none, to 1, the most (Leinonen and Soramaki, Bank of Finland DP 16/1999)."""
    mean: float
    """From arrival on, each bundle by its value."""
    late: int
    """The longest delay that one in twenty of the bundles that settled waited, or longer."""
    oldest: str | None
    """The bundle that waited longest, the first of these by identifier; None if none waited."""
    longest: int
    """How long it waited."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What became of a day as a whole."""

    payments: int
    """How many bundles arrived."""
    value: Fraction
    """What they are worth: the gross value."""
    settled: int
    settled_value: Fraction
    liquidity_available: Fraction
    """What all accounts had at the opening."""
    liquidity_used: Fraction
    """The most that each account gave at any time, net of what it had received by then, summed."""
    netting_ratio: float | None
    """1 less liquidity used by settled value; None where nothing settled."""
    delays: Delays


def measured(day: Day, outcome: Outcome) -> Measures:
    """Return what became of a day."""
    ones = np.ones(len(day.seconds), np.int64)
    value = exact_value(day.instance, ones, ones.astype(np.bool_))
    settled_value = exact_value(day.instance, ones, outcome.settled)
    used = _worth(day, outcome.used[day.accounts].tolist())
    return Measures(
        payments=len(ones),
        value=value,
        settled=int(outcome.settled.sum()),
        settled_value=settled_value,
        liquidity_available=_worth(day, day.available),
        liquidity_used=used,
        netting_ratio=float(1 - used / settled_value) if settled_value else None,
        delays=_delays_of(day, outcome),
    )


def _delays_of(day: Day, outcome: Outcome) -> Delays:
    waited = np.where(outcome.settled, outcome.settled_at, day.close) - day.seconds
    total = float((day.value * waited).sum())
    most = float((day.value * (day.close - day.seconds)).sum())
    value = float(day.value.sum())
    settled = waited[outcome.settled]
    longest = int(waited.max(initial=0))
    return Delays(
        indicator=total / most if most else 0.0,
        mean=total / value if value else 0.0,
        late=int(np.sort(settled)[::-1][(len(settled) - 1) // _LATE]) if len(settled) else 0,
        oldest=day.instance.bundles[int(np.argmax(waited))] if longest else None,
        longest=longest,
    )


def _worth(day: Day, figures: Sequence[int]) -> Fraction:
    """Return what a figure for each account comes to."""
    rates, currency = day.instance.rates, day.problem.rows.currency[day.accounts].tolist()
    worth = (rates[number] * figure for number, figure in zip(currency, figures, strict=True))
    return sum(worth, start=Fraction(0))


class Moment(NamedTuple):
    """How a day stood at one second; values in the reference currency."""

    second: int
    arrived: int
    arrived_value: Fraction
    settled: int
    settled_value: Fraction
    oldest_delay: int
    """How long the oldest bundle that waits has waited; 0 if none does."""


def course(day: Day, outcome: Outcome, step: int) -> list[Moment]:
    """Return how the day stood every so many seconds, from the opening to the close."""
    seconds = _every(step, day.close)
    settled_at = np.where(outcome.settled, outcome.settled_at, day.close + 1)
    arrived, settled = _come_by(day, day.seconds, seconds), _come_by(day, settled_at, seconds)
    oldest = _oldest(day.seconds, settled_at, seconds)
    return [
        Moment(second, *each, *done, delay)
        for second, each, done, delay in zip(
            seconds.tolist(), arrived, settled, oldest, strict=True
        )
    ]


def settled_within(day: Day, outcome: Outcome, step: int) -> list[tuple[int, Fraction]]:
    """Return how much value settled within so many seconds of its arrival, for each step."""
    seconds = _every(step, day.close)
    waited = np.where(outcome.settled, outcome.settled_at - day.seconds, day.close + 1)
    worth = [value for _, value in _come_by(day, waited, seconds)]
    return list(zip(seconds.tolist(), worth, strict=True))


def _every(step: int, close: int) -> NDArray[np.int64]:
    return np.array([*range(0, close, step), close], np.int64)


def _come_by(
    day: Day, at: NDArray[np.int64], seconds: NDArray[np.int64]
) -> list[tuple[int, Fraction]]:
    """Return how many bundles have come by each second, that included, and what they are worth.

    `at` is when each comes; one that comes after the last second does not come.
    """
    instance, rates, size = day.instance, len(day.instance.rates), len(seconds) + 1
    turn = np.searchsorted(seconds, at)
    leg = np.repeat(turn, np.diff(instance.first_leg)) * rates + instance.currency
    sums = exact_sums(instance.amount, leg, size * rates)
    count = accumulate(np.bincount(turn, minlength=size).tolist())
    worth = accumulate(
        sum(map(mul, instance.rates, sums[place * rates :]), start=Fraction(0))
        for place in range(size)
    )
    return list(zip(count, worth, strict=True))[:-1]


def _oldest(
    arrived: NDArray[np.int64], settled_at: NDArray[np.int64], seconds: NDArray[np.int64]
) -> list[int]:
    """Return how long the oldest that waits at each second has waited; 0 if nobody does."""
    found = []
    for second in seconds.tolist():
        waits = (arrived <= second) & (settled_at > second)
        found.append(second - int(arrived[waits].min()) if waits.any() else 0)
    return found
