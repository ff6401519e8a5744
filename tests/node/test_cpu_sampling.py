"""A sample names the room whose code was at work, and CPU that was used is counted."""

import sys
import time

from prometheus_client import CollectorRegistry

from tallystick.node.cpu_sampling import INTERVAL_S, OUTSIDE, CpuSampling, room_of
from tallystick.terms.merkle import leaf_hash


def test_outside_all_rooms_is_told_so() -> None:
    """A test is in no room."""
    assert room_of(sys._getframe()) == OUTSIDE
    assert room_of(None) == OUTSIDE


def test_the_innermost_room_counts() -> None:
    """What a room calls outside is its own work."""
    seen = []

    def spy(frame: object, _event: str, _argument: object) -> None:
        seen.append(room_of(frame))  # type: ignore[arg-type]

    sys.setprofile(spy)
    try:
        leaf_hash(b"content")
    finally:
        sys.setprofile(None)
    assert "terms" in seen


def test_used_cpu_is_counted() -> None:
    """About as much as the process used, whatever room it fell to."""
    registry = CollectorRegistry()
    sampling = CpuSampling(registry)
    sampling.begin()
    try:
        until = time.process_time() + 20 * INTERVAL_S
        while time.process_time() < until:
            leaf_hash(b"x" * 100_000)
    finally:
        sampling.end()
    samples = [s for m in registry.collect() for s in m.samples if s.name.endswith("_total")]
    assert sum(sample.value for sample in samples) > 0
