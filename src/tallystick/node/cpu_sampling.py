"""Where the CPU goes: a sample every ten milliseconds of work says which room was at it.

The timer runs only while the process works, so a sample stands for ten milliseconds of
CPU wherever they fell. A sample that finds the loop in no room of ours fell to sockets,
TLS or another thread; what the journal's thread used is measured by its own clock.
"""

import signal
from types import FrameType
from typing import Final

from prometheus_client import CollectorRegistry, Counter

INTERVAL_S: Final = 0.01
OUTSIDE: Final = "sockets and other threads"
_OURS: Final = "tallystick."
_LOOP: Final = "cli"


class CpuSampling:
    """Samples of one process's main thread, by room."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._cpu = Counter(
            "tallystick_cpu_seconds",
            "CPU that the main thread used, by room, from samples.",
            ("room",),
            registry=registry,
        )

    def begin(self) -> None:
        """Sample from now on; call it in the main thread."""
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)

    def end(self) -> None:
        """Sample no longer."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def _sample(self, _number: int, frame: FrameType | None) -> None:
        self._cpu.labels(room_of(frame)).inc(INTERVAL_S)


def room_of(frame: FrameType | None) -> str:
    """Return the room whose code is innermost, whoever it has called."""
    while frame is not None:
        name: str = frame.f_globals.get("__name__", "")
        if name.startswith(_OURS):
            room = name.split(".", 2)[1]
            # The command line called the loop, and the loop is in nobody's room.
            return OUTSIDE if room == _LOOP else room
        frame = frame.f_back
    return OUTSIDE
