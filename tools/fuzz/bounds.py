"""What every target keeps besides its own promises: an end in time, and in memory.

Time is CPU time of one call, memory the growth of what this process ever held. A break is an
`AssertionError`, as every broken promise here is: the fuzzer stops at it and keeps the input.
"""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")

INPUT_MAX: Final = 64 * 1024  # bytes, to which the bounds hold
SECONDS_MAX: Final = 2.0  # of CPU, that one call may take
GROWTH_MAX: Final = 256 * 1024  # kB, that one call may add to the most that was ever held


def bounded(act: Callable[[], T]) -> T:
    """Return what a call returns, or raise what it raises, if it ends within the bounds.

    Raises:
        AssertionError: it does not.
    """
    with _watched():
        return act()


@contextmanager
def _watched() -> Iterator[None]:
    begun, held = time.process_time(), _most_held()
    try:
        yield
    finally:
        spent, grown = time.process_time() - begun, _most_held() - held
        assert spent <= SECONDS_MAX, f"it took {spent:.2f} s"
        assert grown <= GROWTH_MAX, f"it took {grown} kB"


def _most_held() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
