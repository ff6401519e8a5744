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
from tallystick.screening.scripts.sharing import find_likely, found_in, tally_of
from tallystick.screening.scripts.tables import index_of
from tallystick.screening.scripts.units import latin_texts

# The least that a candidate scores: `score.FLOOR`, below which nobody is told of a name.
LEAST: Final = 7_500


class SkeletonIndex:
    """Latin names by the skeletons of their units."""

    def __init__(self, names: Sequence[Words]) -> None:
        """Take the names; their positions are what `candidates` answers with."""
        count = len(names)
        by_units = list(map(latin_texts, names))
        # Each name by its words, then those whose units are others, as an Arabic one is compared.
        others = [place for place in range(count) if by_units[place] != names[place]]
        self._names = listed_of([*names, *(by_units[place] for place in others)])
        self._by_units = np.arange(count)
        self._by_units[others] = np.arange(count, count + len(others))
        owners = np.concatenate([np.arange(count), np.array(others, np.int64)])
        owners[others] = -1
        self._index = index_of(self._names, owners, [max(len(each), 1) for each in by_units])
        self._tally = tally_of(count)
        self._room = Room()

    def candidates(self, words: Words, least: int = LEAST) -> tuple[int, ...]:
        """Return the positions of the names most like one in another script, likeliest first.

        They are those that `across.score_across` gives so much or more. A name that shares less
        than half of the units is none.
        """
        units = original_units(words)
        if not units:
            return ()
        asked = made_ready(units)
        with self._room.turn:
            count = find_likely(asked, *self._index, self._tally)
            likely = found_in(self._tally, count).astype(np.int64)
            rows = self._by_units[likely] if are_arabic(words) else likely
            scores, _ = self._room.scores(asked, self._names, rows, least)
        alike = np.flatnonzero(scores >= least)
        if not len(alike):
            return ()
        order = alike[np.lexsort((likely[alike], -scores[alike]))]
        return tuple(likely[order].tolist())
