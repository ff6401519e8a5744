"""The skeletons of a word in any script: where a Latin spelling of it is to be looked for.

Of an alphabet they are the skeletons of its readings. A syllable of Korean or Chinese has the
classes of its consonants in all usual spellings: `g` is also `k`, pinyin's `q` also `ch`.
"""

from functools import lru_cache
from itertools import islice, product
from typing import Final

from tallystick.screening.scripts import syllables
from tallystick.screening.scripts.readings import word_readings
from tallystick.screening.scripts.skeleton import (
    SKELETONS_MAX,
    arabic_skeletons,
    latin_skeleton,
    one_of_each,
)
from tallystick.screening.scripts.writings import ARABIC, HAN, HANGUL, writing_of

_INITIALS: Final = ("k", "k", "n", "d t", "t d", "r l", "m", "b", "b", "s", "s", "", "j s")
_INITIALS_TOO: Final = ("j s", "s", "k", "t", "b", "h")
_CODAS: Final = (
    *("k", "k", "k", "n", "n", "n", "t", "l r", "k", "m", "l", "l", "l", "b", "l", "m", "b", "b"),
    *("t s", "t s", "nk", "t", "t", "k", "t", "b", "t"),
)
_GLIDES: Final = {
    **dict.fromkeys((2, 3, 6, 7, 12, 17), "y -"),
    **dict.fromkeys((9, 10, 11, 14, 15, 16, 13), "w -"),
}
_SILENT: Final = syllables.INITIALS[11]
_OF_HANGUL: Final = {
    **dict(zip(syllables.INITIALS, (*_INITIALS, *_INITIALS_TOO), strict=True)),
    **dict(zip(syllables.CODAS, _CODAS, strict=True)),
}
_OF_PINYIN: Final = {
    "Z": "d s j", "C": "s", "S": "s", "N": "nk n", "b": "b", "c": "k s", "d": "d t", "f": "f",
    "g": "k", "h": "h", "j": "j s", "k": "k", "l": "l", "m": "m", "n": "n", "p": "b", "q": "k s",
    "r": "r j", "s": "s", "t": "t", "x": "h s", "z": "d s",
}  # fmt: skip
_GLIDES_OF_PINYIN: Final = {"w": "w -", "y": "y -"}


@lru_cache(maxsize=1 << 14)
def skeletons_of(unit: str) -> tuple[str, ...]:
    """Return the skeletons of a word, or of neighbouring syllables of one, likeliest first."""
    writing = writing_of(unit)
    if writing is ARABIC:
        return arabic_skeletons(unit)
    if writing is HANGUL:
        return _spelt(_hangul_classes(unit), syllables.KOREAN_FAMILIES.get(unit, ""))
    if writing is HAN:
        return _spelt(_han_classes(writing.letters(unit)), syllables.FAMILIES.get(unit, ""))
    readings = (reading.replace(" ", "") for reading in word_readings(unit))
    return tuple(dict.fromkeys(map(latin_skeleton, readings)))


def _spelt(classes: list[tuple[str, ...]], usual: str) -> tuple[str, ...]:
    found = ("".join(each) for each in islice(product(*classes), SKELETONS_MAX))
    return tuple(dict.fromkeys((*map(one_of_each, found), *map(latin_skeleton, usual.split()))))


def _hangul_classes(unit: str) -> list[tuple[str, ...]]:
    jamo = HANGUL.letters(unit)
    classes = [tuple(_OF_HANGUL.get(each, "").split()) or ("",) for each in jamo]
    if jamo[:1] == _SILENT:
        classes[0] = _either(_GLIDES.get(ord(jamo[1]) - ord(syllables.VOWELS[0]), ""))
    return classes


def _han_classes(sounds: str) -> list[tuple[str, ...]]:
    classes = [tuple(_OF_PINYIN.get(each, "").split()) or ("",) for each in sounds]
    if sounds:
        classes[0] = (
            _either(_GLIDES_OF_PINYIN.get(sounds[0], "")) if sounds[0] in "wy" else classes[0]
        )
    return classes


def _either(glide: str) -> tuple[str, ...]:
    """Return the classes of a glide that begins a word, which may be left out."""
    return tuple(each.strip("-") for each in glide.split()) or ("",)
