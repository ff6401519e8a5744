"""All usual Latin spellings of a syllable of Korean or Chinese, each with what it costs.

A syllable has few enough to write down, so that a Latin word is looked up and not aligned, and
a listed name is found by the spelling itself.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tallystick.screening.scripts import syllables
from tallystick.screening.scripts.alignment import LETTER
from tallystick.screening.scripts.shapes import LETTERS_MAX
from tallystick.screening.scripts.writings import HANGUL, Writing, writing_of

SCORE_MAX: Final = 10_000
# Two words that are less alike are no pair.
WORD_MIN: Final = 6_500
# No syllable has more letters.
_SPELLING_MAX: Final = 12
_KEPT: Final = 1 << 12


@lru_cache(maxsize=_KEPT)
def syllable_spellings(syllable: str) -> Mapping[str, int]:
    """Return the Latin spellings of one syllable, with how well each stands for it.

    A score is in ten-thousandths; the usual spellings of a family name have all of them.
    """
    writing = writing_of(syllable)
    sounds = writing.letters(syllable)
    most = LETTER * len(sounds) * (SCORE_MAX - WORD_MIN) // SCORE_MAX
    costs = {"": 0}
    for sound in sounds:
        rows = [row for each in writing.table.within[sound].values() for row in each]
        longer: dict[str, int] = {}
        for text, before in costs.items():
            for spelling, _, cost in rows:
                total = before + cost
                if total <= min(most, longer.get(text + spelling, most)):
                    longer[text + spelling] = total
        costs = longer
    costs.pop("", None)
    found = {
        text: SCORE_MAX - SCORE_MAX // LETTER * cost // len(sounds) for text, cost in costs.items()
    }
    return found | dict.fromkeys(_families(writing).get(syllable, "").split(), SCORE_MAX)


def is_family(syllable: str, writing: Writing) -> bool:
    """Tell whether a syllable is a family name that has spellings of its own."""
    return syllable in _families(writing)


def _families(writing: Writing) -> Mapping[str, str]:
    return syllables.KOREAN_FAMILIES if writing is HANGUL else syllables.FAMILIES


def spells(run: str, latin: str) -> int:
    """Return how well a Latin word spells a run of syllables, 0 if in no usual way."""
    total = _total(run, latin) if len(latin) <= LETTERS_MAX else -1
    return total // len(run) if total > 0 else 0


def _total(run: str, latin: str) -> int:
    """Return the most that the syllables have together, -1 if they do not spell the word."""
    table = syllable_spellings(run[0])
    if len(run) == 1:
        return table.get(latin, -1)
    best = -1
    for cut in range(1, min(len(latin), _SPELLING_MAX + 1)):
        first = table.get(latin[:cut])
        if first is not None and (rest := _total(run[1:], latin[cut:])) >= 0:
            best = max(best, first + rest)
    return best
