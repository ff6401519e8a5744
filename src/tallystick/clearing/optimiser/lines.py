"""The ways in which one row comes out: each a line that says which of its open bundles settle."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.narrowing import Left
from tallystick.clearing.optimiser.subset_sums import Subsets, subsets_between

_LISTED: Final = 1 << 15
# When so many lines were written, the book begins anew: a thousand long rows would fill memory.
_BOOK_MAX: Final = 1 << 21


class Lines(NamedTuple):
    """The lines of one row that the other rows can bear, as far as bounds tell."""

    row: int
    is_exact: bool
    """Whether the row must be used up."""
    bundles: NDArray[np.int64]
    chosen: NDArray[np.bool_]
    """A line each: whether each bundle settles."""
    are_all: bool
    """Whether no line is left out."""

    @property
    def is_impossible(self) -> bool:
        """Whether the row cannot come out."""
        return self.are_all and not len(self.chosen)

    def agreed(self) -> NDArray[np.bool_]:
        """Return of which bundles all lines say the same: of none if a line is left out."""
        if not self.are_all:
            return np.zeros(len(self.bundles), dtype=np.bool_)
        lines = len(self.chosen)
        settled: NDArray[np.int64] = self.chosen.sum(axis=0)
        same: NDArray[np.bool_] = (settled == 0) | (settled == lines)
        return same


@dataclass(slots=True)
class Book:
    """The subsets that were looked up last for each row: most rows seldom change."""

    seen: dict[int, tuple[tuple[bytes, int, int], Subsets]] = field(default_factory=dict)
    written: int = 0
    """How many lines were written since it began."""

    def lines(self, left: Left, row: int) -> Lines:
        """Return the lines of a row with few enough open bundles to look through them all."""
        entries = left.entries(row)
        low, high = int(left.floor[row]), int(left.trial.room[row])
        found = self._subsets(row, left.face.problem.rows.amount[entries], low, high)
        bundles = left.face.problem.owner[entries]
        chosen = found.chosen[_borne(left, bundles, found.chosen)]
        return Lines(row, low == high, bundles, chosen, found.are_all)

    def _subsets(self, row: int, amounts: NDArray[np.int64], low: int, high: int) -> Subsets:
        key = (amounts.tobytes(), low, high)
        if row not in self.seen or self.seen[row][0] != key:
            self._write(row, key, subsets_between(amounts, low, high, _LISTED))
        return self.seen[row][1]

    def _write(self, row: int, key: tuple[bytes, int, int], found: Subsets) -> None:
        self.written += len(found.chosen)
        if self.written > _BOOK_MAX:
            self.seen.clear()
            self.written = len(found.chosen)
        self.seen[row] = (key, found)


def _borne(left: Left, bundles: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which lines leave every row a way to come out, as far as its bounds tell."""
    rows, owner = left.face.problem.rows, left.face.problem.owner
    place = np.full(len(left.face), -1)
    place[bundles] = np.arange(len(bundles))
    entries = np.flatnonzero(place[owner] >= 0)
    borne = np.ones(len(chosen), dtype=np.bool_)
    for row in np.unique(rows.row[entries]).tolist():
        of_row = entries[rows.row[entries] == row]
        amount = rows.amount[of_row]
        taken = chosen[:, place[owner[of_row]]].astype(np.int64) @ amount
        most = left.most[row] - np.maximum(amount, 0).sum()
        least = left.least[row] - np.minimum(amount, 0).sum()
        borne &= (taken <= left.trial.room[row] - least) & (taken >= left.floor[row] - most)
    return borne
