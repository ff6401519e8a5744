"""What stands around the machine: clock, guard, memory of deaths, meters, log; and its pace."""

from typing import NamedTuple

from tallystick.node.clock import Clock
from tallystick.node.clock_guard import ClockGuard
from tallystick.node.deaths import Deaths
from tallystick.node.log import Log
from tallystick.node.meters import Meters
from tallystick.node.rules_text import Ruled


class Surroundings(NamedTuple):
    """What stands around the machine; `ruled` are the rules that the settings name."""

    clock: Clock
    guard: ClockGuard
    deaths: Deaths
    meters: Meters
    log: Log
    ruled: Ruled | None = None


class Pace(NamedTuple):
    """How the runner goes: the linger before a turn, how much may wait, snapshots, new starts.

    `reopen_s` are the waits before the books are opened again, longer with each failure.
    """

    linger_s: float = 0.003
    inbox_max: int = 10_000
    snapshot_every: int = 200_000
    reopen_s: tuple[float, ...] = (0.1, 0.2, 0.5, 2.0, 10.0, 30.0)


PACE = Pace()
