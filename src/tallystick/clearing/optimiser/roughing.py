"""The large open bundles decided roughly: tier by tier, by a point in the middle of the face.

Of each row that must be used up, some bundles are kept open, by which it can come out exactly
afterwards. All others are decided by the solver, in floats, the largest of each row first; those
that come later, and the kept ones, may then still settle in part.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import Chance, chance
from tallystick.clearing.optimiser.centre import Centring, centred
from tallystick.clearing.optimiser.face import Face
from tallystick.clearing.optimiser.lines import Lines
from tallystick.clearing.optimiser.narrowing import Left, Trial, narrow
from tallystick.clearing.optimiser.solver import Effort


class Way(NamedTuple):
    """One way of being rough."""

    kept: int
    """So many bundles are kept open of each row that must be used up."""
    first: int
    """So many bundles of each row are decided in the first tier, the largest."""
    near: int
    """A row of which less may be left than its kept bundle of this rank, by size, is as if it had
    to be used up."""
    gap: float
    """The share of the best margins that may be missed; more is sooner found."""
    is_shared: bool = False
    """Whether those are kept that have another row with many bundles, or merely the smallest."""


# More kept ones come to more sums, but leave the other rows less sure.
WAYS: Final = (
    Way(38, 32, 1, 0.3),
    Way(38, 32, 34, 0.1),
    Way(36, 32, 1, 0.1, is_shared=True),
    Way(40, 16, 34, 0.3),
    Way(40, 16, 1, 0.1),
    Way(40, 16, 8, 0.3, is_shared=True),
    Way(34, 64, 34, 0.3),
    Way(34, 64, 1, 0.3, is_shared=True),
    Way(30, 8, 8, 0.1),
    Way(40, 128, 1, 0.3),
)
# Each tier is so many times as deep as the one before.
_DEEPER: Final = 4
# So many lines of a row may be put to the solver, which takes one of them whole.
_LINES_MAX: Final = 512
# With more whole bundles than that, the solver comes to nothing.
_WHOLE_MAX: Final = 20_000
_HALF: Final = 0.5


def rough(left: Left, known: Sequence[Lines], number: int, effort: Effort) -> Trial | None:
    """Return a trial in which only the kept bundles are open; None if the solver finds none.

    The number is that of the way in `WAYS`. It may decide kept ones too, where bounds tell them.
    """
    way, draws = WAYS[number], chance(number)
    lined = [each for each in known if each.is_exact and each.are_all]
    lined = [each for each in lined if len(each.chosen) <= _LINES_MAX]
    kept, rank = _kept(left, lined, way), _rank(left.face)
    trial, depth = left.trial.copy(), way.first
    while (trial.is_open & ~kept).any():
        whole = trial.is_open & ~kept & (rank < depth)
        for each in lined:
            whole[each.bundles] = True
        depth *= _DEEPER
        if not whole.any():
            continue
        now = narrow(left.face, trial)
        if now is None:
            return None
        whole &= trial.is_open
        lines = [(each.bundles, each.chosen) for each in lined]
        share = _shares(now, Centring(now.is_exact, whole, lines, way.gap), draws, effort)
        if share is None:
            return None
        lined = []
        trial.decide(left.face, np.flatnonzero(whole), share[whole] > _HALF)
    return trial


def middle(left: Left, effort: Effort) -> NDArray[np.float64] | None:
    """Return what share of each open bundle settles at a point in the middle of what is left."""
    none = np.zeros(len(left.face), dtype=np.bool_)
    return _shares(left, Centring(left.is_exact, none, (), 0.0), chance(0), effort)


def _shares(
    left: Left, asked: Centring, draws: Chance, effort: Effort
) -> NDArray[np.float64] | None:
    """Return what share of each open bundle settles; bundles are asked for by their numbers."""
    if asked.whole.sum() > _WHOLE_MAX:
        return None
    open_ = left.trial.is_open
    problem = left.face.problem.restricted(open_).within(left.trial.room)
    place = np.cumsum(open_) - 1
    lines = [(place[bundles], chosen) for bundles, chosen in asked.lines]
    asked = asked._replace(whole=asked.whole[open_], lines=lines)
    found = centred(problem, asked, draws, effort)
    if found is None:
        return None
    share = np.zeros(len(open_))
    share[open_] = found
    return share


def _kept(left: Left, lined: Sequence[Lines], way: Way) -> NDArray[np.bool_]:
    """Return which bundles are kept open."""
    kept = np.zeros(len(left.face), dtype=np.bool_)
    known = {each.row for each in lined}
    for row in np.flatnonzero(left.is_floored).tolist():
        if row not in known:
            kept[_kept_in(left, row, way)] = True
    for each in lined:
        kept[each.bundles] = False
    return kept


def _kept_in(left: Left, row: int, way: Way) -> NDArray[np.int64]:
    """Return which bundles of a row are kept: none if much may be left of it beside them."""
    rows, owner = left.face.problem.rows, left.face.problem.owner
    entries = left.entries(row)
    bundles, size = owner[entries], np.abs(rows.amount[entries])
    smallest = np.argsort(size, kind="stable")[: way.kept]
    spare = left.trial.room[row] - left.floor[row]
    if spare and spare >= size[smallest[: way.near][-1]]:
        return bundles[:0]
    if not way.is_shared:
        return bundles[smallest]
    elsewhere = rows.row != row
    many = np.zeros(len(left.face), dtype=np.int64)
    np.maximum.at(many, owner[elsewhere], left.open_in[rows.row[elsewhere]])
    return bundles[np.lexsort((size, -many[bundles]))[: way.kept]]


def _rank(face: Face) -> NDArray[np.int64]:
    """Return at which place by size each bundle is in the row in which it is highest."""
    rows = face.problem.rows
    order = np.lexsort((-np.abs(rows.amount), rows.row))
    place = np.arange(len(order)) - face.first_in[rows.row[order]]
    rank = np.full(len(face), len(order))
    np.minimum.at(rank, face.problem.owner[order], place)
    return rank
