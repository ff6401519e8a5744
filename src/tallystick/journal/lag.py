"""What an index lags behind: its newest rows, kept in memory and written a range at a time.

Where keys are random, a row that goes into an index at once costs a page of it, read
and written whole, and the larger the index the less two rows share one. So rows gather
here and leave in the order of their keys, a range of neighbours with each commit. The
rows themselves are durable in a table that only grows; the index is the way to them.
What an index lags behind is found in that table again when a store is opened.
"""

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

# What a row of an index holds, its key first.
R = TypeVar("R", bound=tuple[Any, ...])

ROWS_MAX = 32_768  # gathered before they begin to leave; while they do, as many gather anew


class Due(NamedTuple, Generic[R]):
    """Rows to write with a commit; `upto` is how far the index then reaches, if it moves on."""

    rows: list[R]
    upto: int | None


class Lag(Generic[R]):
    """The rows that an index may not hold yet, by what one looks for."""

    def __init__(self) -> None:
        self._newest: dict[str, list[R]] = {}
        self._count = 0
        self._last = 0
        self._leaving: dict[str, list[R]] = {}
        self._ordered: list[R] = []
        self._left = 0
        self._upto = 0

    def add(self, place: int, name: str, row: R) -> None:
        """Have a row at hand that was just written, at a place after all others."""
        rows = self._newest.get(name)
        if rows is None:
            self._newest[name] = [row]
        else:
            rows.append(row)
        self._count += 1
        self._last = place

    def of(self, name: str) -> tuple[Sequence[R], Sequence[R]]:
        """Return the rows of a name, oldest first: those that leave, and those that gather."""
        return self._leaving.get(name, ()), self._newest.get(name, ())

    def due(self, gathered: int) -> Due[R]:
        """Return what is to be written with a commit that brings so many rows."""
        end = min(self._left + gathered, len(self._ordered))
        is_last = end == len(self._ordered) > self._left
        return Due(self._ordered[self._left : end], self._upto if is_last else None)

    def written(self, due: Due[R]) -> None:
        """Note that the rows that were due are in the index; have others leave after the last."""
        self._left += len(due.rows)
        if due.upto is not None:
            self._leaving, self._ordered, self._left = {}, [], 0
        if not self._ordered and self._count >= ROWS_MAX:
            self._leaving, self._newest = self._newest, {}
            self._ordered = sorted([row for rows in self._leaving.values() for row in rows])
            self._upto, self._count = self._last, 0
