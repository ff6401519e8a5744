"""What is left of a word when spellings of one sound, or shapes of one look, are made one.

Three forms, each of a word in small ASCII letters and digits. They find words that may be one
and say why; how far two words are apart is another matter.
"""

import re
from collections.abc import Mapping
from typing import Final

# Spellings that transliterations of one name differ in, and what stands for all of them. The
# longest that fits at a place is taken.
SOUNDS: Final[Mapping[str, str]] = {
    "sch": "s",
    "tsch": "s",
    "shch": "s",
    "sh": "s",
    "ch": "s",
    "tch": "s",
    "tz": "s",
    "ts": "s",
    "cz": "s",
    "z": "s",
    "x": "ks",
    "kh": "h",
    "gh": "g",
    "ck": "k",
    "c": "k",
    "q": "k",
    "ph": "f",
    "ff": "f",
    "th": "t",
    "dh": "d",
    "dj": "j",
    "zh": "j",
    "bh": "b",
    "ou": "u",
    "oo": "u",
    "w": "v",
    "ee": "i",
    "ie": "i",
    "ei": "i",
    "ey": "i",
    "ay": "ai",
    "iy": "i",
    "yi": "i",
    "y": "i",
}
_SOUND: Final = re.compile("|".join(sorted(SOUNDS, key=lambda each: (-len(each), each))))
_SOFT_C: Final = re.compile(r"c(?=[eiy])")
_SILENT_H: Final = re.compile(r"(?<=[aeiou])h(?![aeiou])")
_DOUBLED: Final = re.compile(r"(.)\1+")
_VOWELS: Final = str.maketrans("", "", "aeiou")

_LOOK: Final = str.maketrans("01258i", "olzsbl")


def sound_of(word: str) -> str:
    """Return a word with the spellings of one sound made one: `Mohammed` is `mohamed`."""
    sounded = _SOUND.sub(lambda found: SOUNDS[found[0]], _SOFT_C.sub("s", word))
    return _DOUBLED.sub(r"\1", _SILENT_H.sub("", sounded)) or word


def skeleton_of(sound: str) -> str:
    """Return the first letter and the consonants of a sound; every vowel in front is one."""
    first = "a" if sound[0] in "aeiou" else sound[0]
    return _DOUBLED.sub(r"\1", first + sound[1:].translate(_VOWELS))


def bones_of(word: str) -> str:
    """Return the first letter and the consonants as written, which is how vowels are left out."""
    return word[0] + word[1:].translate(_VOWELS)


def look_of(word: str) -> str:
    """Return a word with the letters that a scanner takes for each other made one."""
    # What two letters look like is none of the letters of another two.
    return word.replace("rn", "m").replace("cl", "d").replace("vv", "w").translate(_LOOK)
