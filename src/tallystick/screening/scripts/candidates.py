"""Which of many Latin names may be meant by one in Arabic script.

Every unit of a listed name is kept under its skeleton. A name in Arabic script is met by the
units that its own skeletons lead to, weighed by how well each is spelt, so that what is left to be
compared in full is a short list. The same names give the same candidates, in any run.
"""

from collections.abc import Sequence
from typing import Final

from tallystick.screening.names import Words
from tallystick.screening.scripts.across import WORD_MIN, alike
from tallystick.screening.scripts.skeleton import arabic_skeletons, latin_skeleton
from tallystick.screening.scripts.units import arabic_units, latin_units

CANDIDATES: Final = 64
# A shorter skeleton with a letter less would lead everywhere.
_NEAR_MIN: Final = 3


class SkeletonIndex:
    """Latin names by the skeletons of their units."""

    def __init__(self, names: Sequence[Words]) -> None:
        """Take the names; their positions are what `candidates` answers with."""
        self._names: dict[str, list[int]] = {}
        for place, words in enumerate(names):
            for unit in latin_units(words):
                self._names.setdefault(unit.text, []).append(place)
        self._units: dict[str, list[str]] = {}
        for text in self._names:
            self._units.setdefault(latin_skeleton(text), []).append(text)
        self._near: dict[str, list[str]] = {}
        for skeleton in self._units:
            for each in _with_one_less(skeleton):
                self._near.setdefault(each, []).append(skeleton)

    def candidates(self, words: Words, most: int = CANDIDATES) -> tuple[int, ...]:
        """Return the positions of the names most like one in Arabic script, best first."""
        scores: dict[int, int] = {}
        for unit in arabic_units(words):
            for place, score in self._of_unit(unit.text).items():
                scores[place] = scores.get(place, 0) + score
        return tuple(sorted(scores, key=lambda place: (-scores[place], place))[:most])

    def _of_unit(self, unit: str) -> dict[int, int]:
        best: dict[int, int] = {}
        for skeleton in self._skeletons(unit):
            for text in self._units.get(skeleton, ()):
                score = alike(unit, text)
                if score >= WORD_MIN:
                    best.update(
                        (place, score) for place in self._names[text] if score > best.get(place, 0)
                    )
        return best

    def _skeletons(self, unit: str) -> tuple[str, ...]:
        """Return the listed skeletons equal to one of the unit's, or one letter apart."""
        found: dict[str, None] = {}
        for skeleton in arabic_skeletons(unit):
            found[skeleton] = None
            shorter = _with_one_less(skeleton)
            found.update(dict.fromkeys(shorter))
            for each in (skeleton, *shorter):
                found.update(dict.fromkeys(self._near.get(each, ())))
        return tuple(found)


def _with_one_less(skeleton: str) -> tuple[str, ...]:
    if len(skeleton) < _NEAR_MIN:
        return ()
    return tuple(dict.fromkeys(skeleton[:at] + skeleton[at + 1 :] for at in range(len(skeleton))))
