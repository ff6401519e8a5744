"""Which of many Latin names may be meant by one in another script.

Every unit of a listed name is kept under its skeleton. A name in another script is met where the
skeletons of its own units lead; names that share most of them come first. What is left to be
compared letter by letter is a short list. The same names give the same candidates, in any run.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.names import Words
from tallystick.screening.scripts.across import (
    ORIGINAL_TENTHS,
    has_syllables,
    original_units,
    spans,
)
from tallystick.screening.scripts.keys import skeletons_of
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.syllable_spellings import SCORE_MAX, likely_spellings
from tallystick.screening.scripts.units import latin_units
from tallystick.screening.scripts.writings import writing_of

CANDIDATES: Final = 64

# What a unit counts whose skeleton is listed, and one whose skeleton is a letter apart.
_EQUAL: Final = 20
_NEAR: Final = 17
# A name that shares less than this is looked at only among the first few: its words
# may be parted otherwise.
_LIKELY: Final = 7_000
_FIRST_FEW: Final = 6
# A shorter skeleton with a letter less would lead everywhere.
_NEAR_MIN: Final = 4
_UNITS_KEPT: Final = 1 << 12

_Places: TypeAlias = NDArray[np.int32]
_NOWHERE: Final = np.array([], np.int32)


class SkeletonIndex:
    """Latin names by the skeletons of their units."""

    def __init__(self, names: Sequence[Words]) -> None:
        """Take the names; their positions are what `candidates` answers with."""
        self._texts: dict[str, list[int]] = {}
        sizes = np.ones(len(names), dtype=np.int32)
        for place, words in enumerate(names):
            units = latin_units(words)
            sizes[place] = max(len(units), 1)
            for text in dict.fromkeys(unit.text for unit in units):
                self._texts.setdefault(text, []).append(place)
        places: dict[str, list[int]] = {}
        for text, found in self._texts.items():
            places.setdefault(latin_skeleton(text), []).extend(found)
        self._places = {
            each: np.unique(np.array(found, np.int32)) for each, found in places.items()
        }
        self._sizes = sizes
        self._near = _by_shorter(places)
        self._of_unit = lru_cache(maxsize=_UNITS_KEPT)(self._found)

    def candidates(self, words: Words, most: int = CANDIDATES) -> tuple[int, ...]:
        """Return the positions of the names most like one in another script, likeliest first.

        A name that shares less than half of the units is none. Of names as like as one another
        the first come first.
        """
        units = original_units(words)
        if not units:
            return ()
        found = [(1, self._of_unit(unit.text)) for unit in units]
        if has_syllables(units):
            runs = spans(units, list(range(len(units))))
            found += [(2, self._of_unit(text)) for run, text in runs if len(run) == 2]
        shared = np.zeros(len(self._sizes), np.int32)
        for count, (equal, near) in found:
            shared[equal] += _EQUAL * count
            shared[near] += _NEAR * count
        likely = np.flatnonzero(2 * shared >= _NEAR * len(units)).astype(np.int32)
        likeness = _likeness(shared[likely], len(units), self._sizes[likely])
        enough = likeness >= _LIKELY
        if np.count_nonzero(enough) >= _FIRST_FEW:
            likely, likeness = likely[enough], likeness[enough]
        else:
            most = min(most, _FIRST_FEW)
        order = np.argsort(-likeness, kind="stable")[:most]
        return tuple(likely[order].tolist())

    def _found(self, unit: str) -> tuple[_Places, _Places]:
        """Return where a unit's skeletons are, and where only such as are a letter apart."""
        if writing_of(unit).is_syllabic:
            return self._spelt(unit), _NOWHERE
        own = skeletons_of(unit)
        equal = self._union(own)
        near = self._union(
            each
            for skeleton in own
            if len(skeleton) >= _NEAR_MIN
            for shorter in (skeleton, *_with_one_less(skeleton))
            for each in (shorter, *self._near.get(shorter, ()))
        )
        return equal, np.setdiff1d(near, equal, assume_unique=True)

    def _spelt(self, syllables: str) -> _Places:
        found = (self._texts.get(each) for each in likely_spellings(syllables))
        places = {place for each in found if each for place in each}
        return np.array(sorted(places), np.int32)

    def _union(self, skeletons: Iterable[str]) -> _Places:
        found = [self._places[each] for each in dict.fromkeys(skeletons) if each in self._places]
        return np.unique(np.concatenate(found)) if found else _NOWHERE


def _likeness(shared: _Places, units: int, listed: _Places) -> _Places:
    """Return the most that names can score by the units they share, in ten-thousandths."""
    tenth = SCORE_MAX // _EQUAL // 10
    here = np.minimum(shared, units * _EQUAL) * (tenth * ORIGINAL_TENTHS)
    there = np.minimum(shared, listed * _EQUAL) * (tenth * (10 - ORIGINAL_TENTHS))
    return here // units + there // listed


def _by_shorter(skeletons: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for skeleton in skeletons:
        if len(skeleton) >= _NEAR_MIN:
            for each in _with_one_less(skeleton):
                found.setdefault(each, []).append(skeleton)
    return found


def _with_one_less(skeleton: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skeleton[:at] + skeleton[at + 1 :] for at in range(len(skeleton))))
