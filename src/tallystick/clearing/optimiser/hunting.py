"""The hunt for a set on the optimal face: rows that come out to the last minor unit.

Small rows come first. All subsets of a row's bundles are looked through that come to its room,
and what all of them agree on is decided; so most of the small rows decide themselves, one after
another, and where a row cannot come out, the bound is out of reach. Of what is left, the large
bundles are decided roughly, and then the rows are made to come out exactly by the bundles that
were kept open, with a step back where a choice leaves another row no way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.budget import Budget
from tallystick.clearing.optimiser.face import Face, face_of
from tallystick.clearing.optimiser.lines import Book, Lines
from tallystick.clearing.optimiser.narrowing import Left, Trial, narrow
from tallystick.clearing.optimiser.problem import Problem
from tallystick.clearing.optimiser.relaxation import Relaxation
from tallystick.clearing.optimiser.roughing import WAYS, middle, rough
from tallystick.clearing.optimiser.solver import Effort
from tallystick.clearing.optimiser.subset_sums import NUMBERS_MAX

# The hunt may use so much of the time that is left when it begins, and one solving so much.
HUNTING: Final = 0.7
_SOLVING: Final = 0.15
_NODES_MAX: Final = 500
# A row that comes out in more ways than that tells nothing.
_COUNT_MAX: Final = 2.0**24
# Up to so many bundles, a row is looked through in no time.
_QUICK: Final = 20
# So many lines are held at a time, of up to `NUMBERS_MAX` bytes each.
LINES_MAX: Final = 1 << 21
_STEPS_MAX: Final = 60
_BRANCHES: Final = 16


def on_face(problem: Problem, relaxation: Relaxation, budget: Budget) -> NDArray[np.bool_] | None:
    """Return a set that keeps every row and is worth the relaxation's bound, if one is found.

    Within the same rounds of work, the same problem and relaxation give the same set.
    """
    found = face_of(problem, relaxation)
    if found is None:
        return None
    face, settled, open_ = found
    choice = _settled(face, _Leash(budget, budget.effort(1 - HUNTING).seconds))
    if choice is None:
        return None
    result = settled.copy()
    result[open_] = choice
    return result


class _Leash(NamedTuple):
    """How far the hunt may go."""

    budget: Budget
    until: float
    """So many seconds must stay."""

    @property
    def is_over(self) -> bool:
        """Whether the hunt must end."""
        return self.budget.effort(1.0).seconds < self.until

    @property
    def effort(self) -> Effort:
        """What one solving may take."""
        effort = self.budget.effort(_SOLVING)
        return Effort(effort.seconds, min(effort.nodes, _NODES_MAX))


def _settled(face: Face, leash: _Leash) -> NDArray[np.bool_] | None:
    """Return which open bundles settle: what decides itself, then part by part."""
    trial = Trial.of(face)
    if _Hunt(face, leash).stuck(trial) is None:
        return None
    rest = np.flatnonzero(trial.is_open)
    inner = face.within(trial.is_open, trial.room)
    for part in inner.parts():
        found = _hunted(inner.within(part, trial.room), leash)
        if found is None:
            return None
        trial.choice[rest[part]] = found.choice
    return np.equal(trial.choice, 1)


def _hunted(face: Face, leash: _Leash) -> Trial | None:
    """Return what is found for one part of the face, one way or another."""
    trial = Trial.of(face)
    stuck = _Hunt(face, leash).stuck(trial)
    if stuck is None:
        return None
    for begun in _begun(stuck, leash):
        found = _Hunt(face, leash).found(begun)
        if found is not None:
            return found
    return None


def _begun(stuck: "_Stuck", leash: _Leash) -> Iterator[Trial]:
    """Yield trials to go on from: this one itself if no row is large, and then rough ones."""
    left = stuck.left
    if not (left.open_in[left.is_exact] > NUMBERS_MAX).any():
        yield left.trial.copy()
    for number in range(len(WAYS)):
        if leash.is_over:
            break
        begun = rough(left, stuck.lines, number, leash.effort)
        if begun is not None:
            yield begun


class _Stuck(NamedTuple):
    """What is left where nothing decides itself any more."""

    left: Left
    lines: list[Lines]

    def fewest(self) -> Lines | None:
        """Return the lines of the row that has fewest, rows to be used up before others."""
        return min(
            self.lines, key=lambda each: (not each.is_exact, len(each.chosen)), default=None
        )


@dataclass(slots=True)
class _Hunt:
    """The hunt from one trial, with steps back."""

    face: Face
    leash: _Leash
    steps: int = 0
    book: Book = field(default_factory=Book)

    def found(self, trial: Trial) -> Trial | None:
        """Return a trial that goes on from this one in which all is decided; None if none is."""
        self.steps += 1
        if self.steps > _STEPS_MAX or self.leash.is_over:
            return None
        stuck = self.stuck(trial)
        if stuck is None:
            return None
        if not trial.is_open.any():
            return trial
        lines = stuck.fewest()
        return None if lines is None else self._branched(stuck.left, lines)

    def _branched(self, left: Left, lines: Lines) -> Trial | None:
        """Go on with one line of a row after another, that nearest to the middle first."""
        share = middle(left, self.leash.effort)
        if share is None:
            return None
        far = self._distance(lines, share)
        for place in np.argsort(far, kind="stable")[:_BRANCHES].tolist():
            found = self.found(left.trial.but(self.face, lines.bundles, lines.chosen[place]))
            if found is not None:
                return found
        return None

    def _distance(self, lines: Lines, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far each line is from the shares, in value, pool by pool."""
        problem = self.face.problem
        value, pool = problem.value[lines.bundles], problem.pool[lines.bundles]
        distance = np.zeros(len(lines.chosen))
        for each in np.unique(pool).tolist():
            of_pool = pool == each
            less = lines.chosen[:, of_pool] - share[lines.bundles[of_pool]]
            distance += np.abs((less * value[of_pool]).sum(axis=1))
        return distance

    def stuck(self, trial: Trial) -> _Stuck | None:
        """Decide what decides itself; None if some row cannot come out, or time is over."""
        while not self.leash.is_over:
            left = narrow(self.face, trial)
            if left is None:
                return None
            lines = self._looked_through(left)
            if lines and lines[-1].is_impossible:
                return None
            before = int(trial.is_open.sum())
            for each in lines:
                if each.agreed().any():
                    # What another row has just decided otherwise, narrowing finds impossible.
                    same = each.agreed() & trial.is_open[each.bundles]
                    trial.decide(self.face, each.bundles[same], each.chosen[0][same])
            if before == trial.is_open.sum():
                return _Stuck(left, lines)
        return None

    def _looked_through(self, left: Left) -> list[Lines]:
        """Return the lines of small rows; up to one that is impossible, if there is one.

        Rows that take long to look through are left for later if another tells something, and
        so are those for whose lines no memory is left, or no time.
        """
        result: list[Lines] = []
        is_told, held = False, 0
        for row in _small_rows(left):
            if is_told and left.open_in[row] > _QUICK:
                break
            if held > LINES_MAX or self.leash.is_over:
                break
            result.append(self.book.lines(left, row))
            held += len(result[-1].chosen)
            is_told = is_told or bool(result[-1].agreed().any())
            if result[-1].is_impossible:
                break
        return result


def _small_rows(left: Left) -> list[int]:
    """Return the rows whose lines are looked through, the smallest first."""
    reach = np.maximum(left.most.astype(np.float64) - left.least, 1.0)
    # Of all subsets, about as many keep a row as what may be left of it is of its reach.
    share = (left.trial.room.astype(np.float64) - left.floor) / reach
    count = np.exp2(np.minimum(left.open_in, NUMBERS_MAX)) * np.minimum(share, 1.0)
    is_small = (left.open_in <= NUMBERS_MAX) & (count <= _COUNT_MAX)
    rows = np.flatnonzero(left.is_floored & is_small)
    ordered: list[int] = rows[np.argsort(left.open_in[rows], kind="stable")].tolist()
    return ordered
