"""The skeletons of a word in any alphabet: where a Latin spelling of it is to be looked for."""

from functools import lru_cache

from tallystick.screening.scripts.readings import word_readings
from tallystick.screening.scripts.skeleton import arabic_skeletons, latin_skeleton
from tallystick.screening.scripts.writings import ARABIC, writing_of


@lru_cache(maxsize=1 << 14)
def skeletons_of(unit: str) -> tuple[str, ...]:
    """Return the skeletons of a word: of a unit in Arabic script its own, else of its readings."""
    if writing_of(unit) is ARABIC:
        return arabic_skeletons(unit)
    readings = (reading.replace(" ", "") for reading in word_readings(unit))
    return tuple(dict.fromkeys(map(latin_skeleton, readings)))
