"""Which of many Latin names may be meant by one in another script.

Every unit of a listed name is kept under its skeleton. A name in another script is met where the
skeletons of its own units lead. Names that share enough of them are compared in kernels, and
those that are alike enough are the candidates, all of them. The same names give the same
candidates, in any run and any order.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from tallystick.screening.kernel import ready
from tallystick.screening.names import Words
from tallystick.screening.scripts.across import (
    ORIGINAL_TENTHS,
    Room,
    are_arabic,
    has_syllables,
    original_units,
    spans,
)
from tallystick.screening.scripts.asked import asked_of, listed_of
from tallystick.screening.scripts.keys import skeletons_of
from tallystick.screening.scripts.letters import hashed
from tallystick.screening.scripts.pairings import UNITS_MAX
from tallystick.screening.scripts.shapes import Longs
from tallystick.screening.scripts.sharing import (
    count_spelt,
    count_unit,
    take_shared,
    taken,
    tally_of,
    words_of,
)
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.syllable_spellings import SCORE_MAX, likely_spellings
from tallystick.screening.scripts.units import Unit, latin_units
from tallystick.screening.scripts.writings import writing_of

# The least that a candidate scores: `score.FLOOR`, below which nobody is told of a name.
LEAST: Final = 7_500

# What a unit counts whose skeleton is listed, and one whose skeleton is a letter apart.
_EQUAL: Final = 20
_NEAR: Final = 17
# A name that shares less than this is looked at only where few share more: its words may be
# parted otherwise.
_LIKELY: Final = 7_000
_FEW: Final = 6
# A shorter skeleton with a letter less would lead everywhere.
_NEAR_MIN: Final = 4
_UNITS_KEPT: Final = 1 << 12

_NOWHERE: Final = np.array([], np.int64)


class SkeletonIndex:
    """Latin names by the skeletons of their units."""

    def __init__(self, names: Sequence[Words]) -> None:
        """Take the names; their positions are what `candidates` answers with."""
        ready()
        texts: dict[str, list[int]] = {}
        by_units = [[unit.text for unit in latin_units(words)] for words in names]
        for place, units in enumerate(by_units):
            for text in dict.fromkeys(units):
                texts.setdefault(text, []).append(place)
        sizes = np.array([max(len(units), 1) for units in by_units], np.int64)
        hashes = np.array(list(map(hashed, texts)), np.int64)
        # The units of listed names by their hashes, and where each stands.
        self._words = words_of(hashes, list(texts.values()))
        places: dict[str, list[int]] = {}
        for text, found in texts.items():
            places.setdefault(latin_skeleton(text), []).extend(found)
        self._places = {
            each: np.unique(np.array(found, np.int64)) for each, found in places.items()
        }
        self._sizes = sizes
        self._near = _by_shorter(places)
        self._of_unit = lru_cache(maxsize=_UNITS_KEPT)(self._found)
        # Each name by its words, then those whose units are others, as an Arabic one is compared.
        others = [place for place, words in enumerate(names) if list(words) != by_units[place]]
        self._names = listed_of([*names, *(by_units[place] for place in others)])
        self._by_units = np.arange(len(names))
        self._by_units[others] = np.arange(len(names), len(names) + len(others))
        self._room = Room()
        self._tally = tally_of(len(names))

    def candidates(self, words: Words, least: int = LEAST) -> tuple[int, ...]:
        """Return the positions of the names most like one in another script, likeliest first.

        They are those that `across.score_across` gives so much or more. A name that shares less
        than half of the units is none.
        """
        units = original_units(words)
        if not units:
            return ()
        asked = asked_of(units[:UNITS_MAX])
        with self._room.turn:
            likely = self._likely(units)
            rows = self._by_units[likely] if are_arabic(words) else likely
            scores, _ = self._room.scores(asked, self._names, rows)
        alike = np.flatnonzero(scores >= least)
        order = alike[np.lexsort((likely[alike], -scores[alike]))]
        return tuple(likely[order].tolist())

    def _likely(self, units: Sequence[Unit]) -> Longs:
        """Return the names that share enough units to be compared."""
        for unit in units:
            if writing_of(unit.text).is_syllabic:
                count_spelt(self._tally, likely_spellings(unit.text), self._words, _EQUAL)
            else:
                count_unit(self._tally, *self._of_unit(unit.text), _EQUAL, _NEAR)
        if has_syllables(units):
            self._count_pairs(units)
        likely, shared = taken(self._tally, take_shared(self._tally, _NEAR * len(units)))
        likeness = _likeness(shared, len(units), self._sizes[likely])
        enough = likeness >= _LIKELY
        if np.count_nonzero(enough) < _FEW:
            # All that are as like as the last of the few, however they are ordered.
            enough = likeness >= np.sort(likeness)[-_FEW:].min(initial=_LIKELY)
        return likely[enough]

    def _count_pairs(self, units: Sequence[Unit]) -> None:
        """Count neighbouring units that are listed as one."""
        for run, text in spans(units, list(range(len(units)))):
            if len(run) == 2 and writing_of(text).is_syllabic:
                count_spelt(self._tally, likely_spellings(text), self._words, 2 * _EQUAL)
            elif len(run) == 2:
                count_unit(self._tally, *self._of_unit(text), 2 * _EQUAL, 2 * _NEAR)

    def _found(self, unit: str) -> tuple[Longs, Longs]:
        """Return where a unit's skeletons are, and where those that are at most a letter apart."""
        own = skeletons_of(unit)
        equal = self._union(own)
        near = self._union(
            each
            for skeleton in own
            if len(skeleton) >= _NEAR_MIN
            for shorter in (skeleton, *_with_one_less(skeleton))
            for each in (shorter, *self._near.get(shorter, ()))
        )
        return equal, near

    def _union(self, skeletons: Iterable[str]) -> Longs:
        found = [self._places[each] for each in dict.fromkeys(skeletons) if each in self._places]
        return np.concatenate(found) if found else _NOWHERE


def _likeness(shared: Longs, units: int, listed: Longs) -> Longs:
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
