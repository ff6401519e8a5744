"""What falls due and when, the earliest first."""

from heapq import heappop, heappush

import msgspec

TIMER_GRAIN_MS = 100


class Timers(msgspec.Struct, array_like=True):
    """What is due when, in grains of time; a timer that no longer fits is passed over."""

    due: dict[int, list[tuple[str, str]]] = {}
    instants: list[int] = []

    def set(self, at: int, kind: str, key: str) -> None:
        """Have `kind` looked at under `key` once `at` has come (rounded up to the grain)."""
        due_at = -(-at // TIMER_GRAIN_MS) * TIMER_GRAIN_MS
        bucket = self.due.get(due_at)
        if bucket is None:
            self.due[due_at] = [(kind, key)]
            heappush(self.instants, due_at)
        else:
            bucket.append((kind, key))

    def first_due(self) -> int | None:
        """Return the earliest instant at which something is due."""
        return self.instants[0] if self.instants else None

    def drop_first(self) -> None:
        """Forget the earliest instant and what was due then."""
        del self.due[heappop(self.instants)]
