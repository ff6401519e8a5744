"""What bounds of rows tell of bundles: some must settle, others cannot.

A trial says of each open bundle whether it settles, or that it is still open. No row may be
passed, an exact one must be used up, and of an account no more may be left than its pot has left
in all. Whatever a bundle cannot do without breaking one of these, it does not.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.face import NONE, Face

OPEN: Final = -1
ANYTHING: Final = -(2**62)
"""What must be taken of a row of which any amount may be left."""


@dataclass(slots=True, eq=False)
class Trial:
    """What is decided of the open bundles, and what room it leaves."""

    choice: NDArray[np.int8]
    """Whether each bundle settles, 1 or 0; -1 if it is open."""
    room: NDArray[np.int64]

    @classmethod
    def of(cls, face: Face) -> "Trial":
        """Return the trial in which nothing is decided."""
        return cls(np.full(len(face), OPEN, dtype=np.int8), face.problem.rows.limit.copy())

    def but(self, face: Face, bundles: NDArray[np.int64], settle: NDArray[np.bool_]) -> "Trial":
        """Return the trial in which these bundles are decided besides."""
        result = self.copy()
        result.decide(face, bundles, settle)
        return result

    def copy(self) -> "Trial":
        """Return the same trial, to go on from in another way."""
        return Trial(self.choice.copy(), self.room.copy())

    def decide(self, face: Face, bundles: NDArray[np.int64], settle: NDArray[np.bool_]) -> None:
        """Decide of bundles that were open."""
        self.choice[bundles] = settle
        settled = np.zeros(len(self.choice), dtype=np.bool_)
        settled[bundles] = settle
        self.room -= face.problem.rows.taken(settled)

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Which bundles are open."""
        return np.equal(self.choice, OPEN)


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What a trial leaves open, and what that may take of each row."""

    face: Face
    trial: Trial
    open_in: NDArray[np.int64]
    """How many open bundles each row has."""
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    """The least and the most that they could take."""
    floor: NDArray[np.int64]
    """The least that they must take; they may take the room."""

    @property
    def is_floored(self) -> NDArray[np.bool_]:
        """Which rows have open bundles that must take something."""
        return (self.open_in > 0) & (self.floor > ANYTHING)

    @property
    def is_exact(self) -> NDArray[np.bool_]:
        """Which rows must be used up by their open bundles."""
        return (self.open_in > 0) & np.equal(self.floor, self.trial.room)

    def entries(self, row: int) -> NDArray[np.int64]:
        """Return the entries of a row's open bundles."""
        entries = self.face.entry_in[self.face.first_in[row] : self.face.first_in[row + 1]]
        return entries[self.trial.is_open[self.face.problem.owner[entries]]]


def narrow(face: Face, trial: Trial) -> Left | None:
    """Decide what the bounds tell; return what is left, or None if nothing keeps them."""
    while True:
        left = _left(face, trial)
        if not _may_hold(left):
            return None
        must, cannot = _told(left)
        if (must & cannot).any():
            return None
        bundles = np.flatnonzero(must | cannot)
        if not len(bundles):
            return left
        trial.decide(face, bundles, must[bundles])


def _left(face: Face, trial: Trial) -> Left:
    rows = face.problem.rows
    entries = trial.is_open[face.problem.owner]
    row, amount = rows.row[entries], rows.amount[entries]
    least, most = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    np.add.at(least, row, np.minimum(amount, 0))
    np.add.at(most, row, np.maximum(amount, 0))
    open_in = np.bincount(row, minlength=len(rows))
    floor = np.where(face.is_exact, trial.room, _floor_of_pots(face, trial, open_in, most))
    return Left(face, trial, open_in, least, most, floor)


def _floor_of_pots(
    face: Face, trial: Trial, open_in: NDArray[np.int64], most: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the room less what may be left of it: what its pot has left, less what others keep.

    What a closed row has left is left for good.
    """
    counted = (face.pot > NONE) & (open_in > 0)
    pot, room = face.pot[counted], trial.room[counted]
    kept = np.maximum(room - most[counted], 0)
    spare = np.zeros(int(face.pot.max(initial=0)) + 1, dtype=np.int64)
    large = -ANYTHING // (2 * max(len(trial.room), 1))
    np.add.at(spare, pot, np.minimum(room, large) - np.minimum(kept, large))
    # Where rooms are so large that their sum could leave 64 bits, the pot tells nothing.
    spare[pot[room > large]] = -ANYTHING
    floor = np.full(len(trial.room), ANYTHING)
    floor[counted] = np.where(spare[pot] < -ANYTHING, room - spare[pot] - kept, ANYTHING)
    return floor


def _may_hold(left: Left) -> bool:
    """Return whether the bounds of every row leave it a way to come out."""
    room, closed = left.trial.room, left.open_in == 0
    broken = (room < 0) | (left.face.is_exact & (room != 0))
    short = (left.least > room) | (left.most < left.floor) | (left.floor > room)
    return not ((closed & broken) | (~closed & short)).any()


def _told(left: Left) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which open bundles must settle, and which cannot."""
    problem = left.face.problem
    entries = left.trial.is_open[problem.owner]
    owner, row = problem.owner[entries], problem.rows.row[entries]
    amount = problem.rows.amount[entries]
    least = left.least[row] - np.minimum(amount, 0)
    most = left.most[row] - np.maximum(amount, 0)
    room, floor = left.trial.room[row], left.floor[row]
    must, cannot = np.zeros((2, len(left.face)), dtype=np.bool_)
    must[owner[(least > room) | (most < floor)]] = True
    cannot[owner[(least + amount > room) | (most + amount < floor)]] = True
    return must, cannot
