"""A stage that goes on beside the run, and that the run can go on without.

The solver looks at its clock now and then, and there are programmes whose presolving does not come
to an end for many minutes (HiGHS 1.16, the strengthening of inequalities). Neither may keep an
answer back that is there. What is not waited for any longer goes on until it ends by itself, and
nobody hears of it.
"""

import atexit
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import TIMEOUT_MAX, Thread
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

# So long a process waits at its end for what is still under way: a thread that comes back while
# the interpreter is being taken down takes the process down with it.
_LEAVING: Final = 5.0
_under_way: Final[set[Future[Any]]] = set()


class Beside(Generic[T]):
    """A stage under way, in a thread of its own."""

    def __init__(self, stage: Callable[[], T]) -> None:
        """Begin the stage."""
        self._stage = stage
        self._future: Future[T] = Future()
        _under_way.add(self._future)
        self._future.add_done_callback(_under_way.discard)
        self._thread = Thread(target=self._go, daemon=True)
        self._thread.start()

    def _go(self) -> None:
        try:
            self._future.set_result(self._stage())
        except BaseException as error:  # noqa: BLE001 - whoever waits is told of any
            self._future.set_exception(error)

    @property
    def is_done(self) -> bool:
        """Whether it has come to an end."""
        return self._future.done()

    def outcome(self, seconds: float | None) -> T | None:
        """Wait so long, or as long as it takes; return what it came to, or None if to nothing.

        What the stage raised is raised here.
        """
        wait([self._future], None if seconds is None else min(seconds, TIMEOUT_MAX))
        # Asked once: it may come to an end just as the waiting does.
        return self._future.result() if self.is_done else None


def is_any_under_way() -> bool:
    """Whether a stage goes on: an interpreter that is taken down now may be torn down by it."""
    return bool(_under_way)


@atexit.register
def _leave() -> None:
    """Wait for all that is under way, together: for what an error left behind too."""
    wait(_under_way, _LEAVING)
