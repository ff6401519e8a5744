"""The optimal face of the relaxation: whatever settles there is worth as much as the bound.

Where a set is worth as much as the relaxation's bound, complementary slackness tells much of it:
a bundle worth more than it takes at the multipliers settles, one worth less does not, and a row
with a multiplier is used up. Open are the bundles that are worth what they take, and of those it
must be found which settle so that these rows come out to the last minor unit. If no set does,
the bound is out of reach, and mostly one small row soon says so.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.pools import numbered
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.rows import KINDS
from tallystick.clearing.solution.bounded import ACCOUNT

# Of a bundle's value: less than that is nothing, in the floats of multipliers.
_NOTHING: Final = 1e-7
_NO_MULTIPLIER: Final = 1e-9
NONE: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """Bundles of which it is open whether they settle, and rows that must come out exactly."""

    problem: Problem
    """The open bundles alone, in the room that all others leave."""
    is_exact: NDArray[np.bool_]
    """Which rows must be used up."""
    pot: NDArray[np.int64]
    """Accounts of one pot pay only one another, so what all have left together never changes;
    -1 for a row that is in none."""
    entry_in: NDArray[np.int64]
    first_in: NDArray[np.int64]
    """The entries of row r are `entry_in[first_in[r]:first_in[r + 1]]`."""

    def __len__(self) -> int:
        """Return how many bundles are open."""
        return len(self.problem)

    @classmethod
    def of(cls, problem: Problem, is_exact: NDArray[np.bool_]) -> "Face":
        """Return the face of these bundles, all open, where these rows must be used up."""
        rows = problem.rows
        entry_in = np.argsort(rows.row, kind="stable")
        first_in = np.searchsorted(rows.row[entry_in], np.arange(len(rows) + 1))
        joined = _joined(problem)[1]
        key = joined * (int(rows.currency.max(initial=0)) + 1) + rows.currency
        is_in_one = (rows.kind == KINDS.index(ACCOUNT)) & (np.diff(first_in) > 0)
        pot = np.full(len(rows), NONE)
        pot[is_in_one] = numbered(key[is_in_one])
        return cls(problem, is_exact, pot, entry_in, first_in)

    def parts(self) -> list[NDArray[np.bool_]]:
        """Return the open bundles in parts that share no row."""
        part = _joined(self.problem)[0]
        return [part == each for each in np.unique(part).tolist()]

    def within(self, open_: NDArray[np.bool_], room: NDArray[np.int64]) -> "Face":
        """Return the face of some bundles alone, with so much room in the rows they have."""
        part = self.problem.restricted(open_)
        is_met = np.zeros(len(part.rows), dtype=np.bool_)
        is_met[part.rows.row] = True
        return Face.of(part.within(np.where(is_met, room, 0)), self.is_exact & is_met)


def face_of(
    problem: Problem, relaxation: Relaxation
) -> tuple[Face, NDArray[np.bool_], NDArray[np.bool_]] | None:
    """Return the face, which bundles settle all over it, and which are open.

    None if what settles all over it already passes a row in which nothing is open.
    """
    beyond = relaxation.reduced / problem.value
    settled, open_ = beyond >= _NOTHING, np.abs(beyond) < _NOTHING
    room = problem.rows.limit - problem.rows.taken(settled)
    is_exact = relaxation.multiplier > _NO_MULTIPLIER
    is_met = np.zeros(len(room), dtype=np.bool_)
    is_met[problem.rows.row[open_[problem.owner]]] = True
    if (room[~is_met] < 0).any() or room[~is_met & is_exact].any():
        return None
    whole = Face.of(problem, is_exact)
    return whole.within(open_, room), settled, open_


def _joined(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a number for each bundle and each row: the same for all that bundles join.

    It is that of the least row among them.
    """
    owner, row = problem.owner, problem.rows.row
    of_row = np.arange(len(problem.rows))
    of_bundle = np.full(len(problem), len(of_row))
    while True:
        before = of_row.copy()
        np.minimum.at(of_bundle, owner, of_row[row])
        np.minimum.at(of_row, row, of_bundle[owner])
        if (before == of_row).all():
            return of_bundle, of_row
