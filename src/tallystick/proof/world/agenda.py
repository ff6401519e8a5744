"""The agenda of a world: what happens when; one thing at a time, in a fixed order."""

from collections.abc import Callable
from heapq import heappop, heappush

START_AT = 1_795_996_800_000


class Agenda:
    """Simulated time, in milliseconds since 1970, and what is planned for it."""

    def __init__(self) -> None:
        self.at = START_AT
        self.steps = 0
        self._planned: list[tuple[int, int, Callable[[], None]]] = []
        self._number = 0

    def after(self, delay_ms: int, act: Callable[[], None]) -> None:
        """Plan something; equal instants keep the order in which they were planned."""
        self._number += 1
        heappush(self._planned, (self.at + delay_ms, self._number, act))

    def run_until(self, at: int) -> None:
        """Let everything happen that is planned up to an instant."""
        while self._planned and self._planned[0][0] <= at:
            self.at, _, act = heappop(self._planned)
            self.steps += 1
            act()
        self.at = at
