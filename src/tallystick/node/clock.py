"""What time it is: the one place where the world's clock comes in.

A reading of the wall may jump and is guarded by whoever asks; the monotonic one only
measures how long something took, and says nothing about the date.
"""

import time
from typing import Protocol

_NANOSECONDS_IN_MS = 1_000_000


class Clock(Protocol):
    """A source of both readings."""

    def now_ms(self) -> int:
        """Return the milliseconds since the start of 1970 in UTC."""

    def monotonic_ms(self) -> int:
        """Return milliseconds that never run back, counted from some moment of this start."""


class SystemClock:
    """The machine's own clocks."""

    def now_ms(self) -> int:
        """Return the milliseconds since the start of 1970 in UTC, as the machine has it."""
        return time.time_ns() // _NANOSECONDS_IN_MS

    def monotonic_ms(self) -> int:
        """Return milliseconds that never run back, counted from some moment of this start."""
        return time.monotonic_ns() // _NANOSECONDS_IN_MS
