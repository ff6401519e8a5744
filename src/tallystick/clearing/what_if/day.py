"""One day under one rule: what arrives, what settles when, and what each account gave for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import FIGURE_MAX, Amounts, Flags, Instance
from tallystick.clearing.optimiser.at_once import settled_at_once, settled_by_queue
from tallystick.clearing.optimiser.pools import numbered
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.rows import KINDS, Rows
from tallystick.clearing.optimiser.values import urgent_first, value_of
from tallystick.clearing.solution.bounded import ACCOUNT
from tallystick.clearing.what_if.queues import WAITS, Queues, queues_of, receive, settle_together
from tallystick.clearing.what_if.rules import Kind, Rule

_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much more a payment counts for the optimiser than by its value alone.

    An urgent one counts `urgent` times; any counts `by_hour` times more for each whole hour that
    it has waited.
    """

    urgent: int = 100
    by_hour: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """What arrives when. Seconds are counted from the opening to the `close`."""

    instance: Instance
    seconds: Amounts
    close: int
    weighing: Weighing
    problem: Problem
    value: NDArray[np.float64]
    """What each bundle is worth in the reference currency, whatever its weight."""
    arrivals: NDArray[np.int64]
    """The bundles in the order of their arrival; at one second urgent ones first, then by
    identifier."""
    available: Sequence[int]
    """What each row that is an account has at the opening, however much it is."""
    place: NDArray[np.int64]
    """By bundle, its place in the queue if all waited: urgent ones first, then by arrival."""

    @classmethod
    def of(cls, instance: Instance, seconds: Amounts, close: int, weighing: Weighing) -> "Day":
        """Return the day of an instance; no bundle arrives after the close."""
        assert not len(seconds) or int(seconds.max()) <= close, "the caller has compared them"
        problem = Problem.of(instance, urgent_first(instance, weighing.urgent))
        value = value_of(instance, urgent_first(instance, 1))
        arrivals = np.lexsort((~instance.urgent, seconds)).astype(np.int64)
        place = np.empty(len(arrivals), np.int64)
        place[np.lexsort((seconds, ~instance.urgent))] = np.arange(len(arrivals))
        available = _written(instance, problem.rows)
        return cls(instance, seconds, close, weighing, problem, value, arrivals, available, place)

    @property
    def accounts(self) -> Flags:
        """Which rows are accounts, and no limits."""
        return _accounts(self.problem.rows)

    def unweighted(self) -> Problem:
        """Return the problem of all bundles at once, in which each counts by its value alone."""
        return replace(self.problem, value=self.value)

    def with_liquidity(self, level: Fraction) -> "Day":
        """Return the day with so many times what accounts have, cut to whole minor units."""
        available = [each * level.numerator // level.denominator for each in self.available]
        limit = self.problem.rows.limit.copy()
        limit[self.accounts] = [min(each, FIGURE_MAX) for each in available]
        rows = replace(self.problem.rows, limit=limit)
        problem = replace(self.problem, rows=rows, limit=limit * self.problem.rate)
        return replace(self, problem=problem, available=available)


def _accounts(rows: Rows) -> Flags:
    found: Flags = rows.kind == KINDS.index(ACCOUNT)
    return found


def _written(instance: Instance, rows: Rows) -> list[int]:
    """Return what each account has, as it was written."""
    own = _accounts(rows)
    keys = zip(rows.participant[own].tolist(), rows.currency[own].tolist(), strict=True)
    return [instance.written(participant, currency) for participant, currency in keys]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of a day: by bundle when it settled, by row the most that was taken of it."""

    settled_at: NDArray[np.int64]
    used: NDArray[np.int64]

    @property
    def settled(self) -> Flags:
        """Which bundles have settled by the close."""
        found: Flags = self.settled_at != WAITS
        return found


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """Nobody waits for what becomes of the day any more."""


def run(day: Day, rule: Rule, is_over: Callable[[], bool] = bool) -> Outcome:
    """Return what becomes of a day under a rule.

    At a moment of the rule, and at the close, what has arrived by then and waits is looked at
    together; what arrives at that very second is there already. A moment is passed over if nothing
    arrived since the one before and nothing settled at that: it would find the same.

    Raises:
        Stopped: `is_over` says so, which is asked before each moment.
    """
    rows = day.problem.rows
    table = rows.table(day.value, day.arrivals)
    queues = queues_of(table, rows.limit, day.place, day.instance.urgent)
    when = np.append(day.seconds[day.arrivals], day.close)
    moment = arrived = chosen = 0
    while moment < day.close:
        if is_over():
            raise Stopped
        moment = _moment(rule, moment + 1 if chosen else int(when[arrived]), day.close)
        stop = int(np.searchsorted(when[:-1], moment, side="right"))
        if rule.is_gross:
            receive(table, queues, day.arrivals[arrived:stop], day.seconds)
        arrived, chosen = stop, 0
        if rule.every:
            together = _together(day, rule.kind, queues, moment)
            settle_together(table, queues, together, moment)
            chosen = len(together)
    return Outcome(queues.settled_at, rows.limit - queues.least)


def _moment(rule: Rule, second: int, close: int) -> int:
    """Return the first moment from a second on at which all that waits is looked at.

    There is none at the opening; the close is the last.
    """
    every = rule.every or close
    return min(max(-(-second // every), 1) * every, close)


def _together(day: Day, kind: Kind, queues: Queues, moment: int) -> NDArray[np.int64]:
    """Return which of the bundles that have arrived and wait settle together now."""
    kept = (day.seconds <= moment) & (queues.settled_at == WAITS)
    waiting = np.flatnonzero(kept)
    if not len(waiting):
        return waiting
    part = _aged(day, day.problem.restricted(kept), waiting, moment)
    limit = queues.slack.copy()
    rows = replace(part.rows, limit=limit)
    part = replace(part, rows=rows, limit=limit * part.rate)
    queue = np.argsort(day.place[waiting]).astype(np.int64)
    choose = settled_by_queue if kind is Kind.GROSS_GRIDLOCK else settled_at_once
    found: NDArray[np.int64] = waiting[choose(part, queue)]
    return found


def _aged(day: Day, part: Problem, waiting: NDArray[np.int64], moment: int) -> Problem:
    """Return the problem with the weights that the bundles have after they waited."""
    if not day.weighing.by_hour:
        return part
    hours = (moment - day.seconds[waiting]) // _HOUR
    weight = 1 + day.weighing.by_hour * hours
    pool = numbered(part.pool * (int(hours.max(initial=0)) + 1) + hours)
    return replace(part, value=part.value * weight, pool=pool)
