"""Which of many Latin names may be meant by one in another script.

Every unit of a listed name is kept under its skeleton. A name in another script is met where the
skeletons of its own units lead. Names that share enough of them are compared in kernels, and
those that are alike enough are the candidates, all of them. The same names give the same
candidates, in any run and any order.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from tallystick.screening.names import Words
from tallystick.screening.scripts.across import Room, are_arabic, made_ready, original_units
from tallystick.screening.scripts.listed import listed_of
from tallystick.screening.scripts.sharing import Sought, found_in, tally_of
from tallystick.screening.scripts.tables import UNIT_ROWS_AT, index_of
from tallystick.screening.scripts.units import latin_texts

# The least that a candidate scores: `score.FLOOR`, below which nobody is told of a name.
LEAST: Final = 7_500


class SkeletonIndex:
    """Latin names by the skeletons of their units."""

    def __init__(self, names: Sequence[Words]) -> None:
        """Take the names; their positions are what `candidates` answers with."""
        by_units = list(map(latin_texts, names))
        # Each name by its words, then those whose units are others, as an Arabic one is compared.
        others = [place for place, units in enumerate(by_units) if units != names[place]]
        listed = listed_of([*names, *(by_units[place] for place in others)])
        rows = np.arange(len(names))
        rows[others] = np.arange(len(names), len(names) + len(others))
        sizes = np.array([max(len(units), 1) for units in by_units], np.int64)
        self._names = Sought(index_of(listed, rows, sizes), tally_of(len(names)), listed)
        self._room = Room()

    def candidates(self, words: Words, least: int = LEAST) -> tuple[int, ...]:
        """Return the positions of the names most like one in another script, likeliest first.

        They are those that `across.score_across` gives so much, which is above 0, or more. A name
        that shares less than half of the units is none.
        """
        units = original_units(words)
        if not units:
            return ()
        asked = made_ready(units)
        rows = int(self._names.by_key[UNIT_ROWS_AT]) if are_arabic(words) else 0
        with self._room.turn:
            count = self._room.find(asked, self._names, least, rows)
            found = found_in(self._names.tally, count)
        return tuple(place for _, place in sorted((-score, place) for place, score in found))
