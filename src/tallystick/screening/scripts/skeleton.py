"""The skeleton of a word: what an Arabic spelling and every Latin one of it have in common.

Vowels are out, and so are the letters that may be vowels, ayn and hamza; doubled letters are
one; letters that Latin spellings confuse are of one class. It finds candidates and tells
nobody apart. A Latin word has one skeleton. An Arabic letter may be of two classes, so an
Arabic word has a few, the likeliest first; one of them is that of its Latin spelling.
"""

import re
from functools import lru_cache
from itertools import islice, product
from typing import Final

from tallystick.screening.scripts.given_names import usual_spellings
from tallystick.screening.scripts.letters import coded
from tallystick.screening.scripts.units import ARTICLE, letters, marked

SKELETONS_MAX: Final = 8

_CLASSES: Final = {
    ARTICLE: ("", "l"),
    **dict.fromkeys("بپ", ("b",)),
    **dict.fromkeys("تط", ("t",)),
    **dict.fromkeys("دض", ("d",)),
    "ز": ("d",),
    **dict.fromkeys("ذظ", ("d", "t")),
    "ث": ("t", "s"),
    "ج": ("j", "k"),
    "ژ": ("d", "j"),
    **dict.fromkeys("سصشچ", ("s",)),
    **dict.fromkeys("حخه", ("h",)),
    **dict.fromkeys("غقكگ", ("k",)),
    **dict.fromkeys("فڤ", ("f",)),
    **{letter: (latin,) for letter, latin in zip("رلمن", "rlmn", strict=True)},
}
_AT_FIRST: Final = {"و": ("w", ""), "ي": ("y", "")}
# After a vowel these are silent at the end, or written as the vowel alone.
_SILENT: Final = {**dict.fromkeys("حه", ("", "h")), **dict.fromkeys("ةە", ("", "t"))}

# Groups of Latin letters that stand for one sound, and single letters; a vowel is out.
_GROUPS: Final = {
    "dsch": "j", "tsch": "s", "sch": "s", "tch": "s", "dzh": "j", "dj": "j", "dg": "j",
    "sh": "s", "ch": "s", "ck": "k", "kh": "h", "gh": "k", "dh": "d", "dz": "d", "th": "t",
    "ph": "f", "zh": "d", "ts": "s", "x": "ks", "ce": "s", "ci": "s", "cy": "s",
}  # fmt: skip
_LETTERS: Final = dict(zip("bpdztgqkcsjfrlmnh", "bbddtkkkksjfrlmnh", strict=True))
_SOUNDS: Final = re.compile(f"{'|'.join(_GROUPS)}|[{''.join(_LETTERS)}]")
_CLASS_OF: Final = _GROUPS | _LETTERS
SOUNDS: Final = tuple(
    number
    for group, classes in _CLASS_OF.items()
    for number in (len(group), *coded(group).ljust(5, b"\0"), *coded(classes).ljust(2, b"\0"))
)
"""The groups and letters as kernels read them, in the order in which they are tried."""

_FINAL_H: Final = re.compile(r"(?<=[aeiou])h$")
_W_AT_FIRST: Final = re.compile(r"[vw]|ou[aeiou]")


@lru_cache(maxsize=1 << 16)
def latin_skeleton(word: str) -> str:
    """Return the skeleton of a Latin word in lower case; "" of one of vowels alone."""
    found = ""
    if word[:1] in {"w", "v", "o", "y"}:
        found = "y" if word[0] == "y" else "w" if _W_AT_FIRST.match(word) else ""
    for sound in _SOUNDS.findall(_FINAL_H.sub("", word)):
        letter = _CLASS_OF[sound]
        if letter != found[-1:]:
            found += letter
    return found.replace("nb", "mb")


def classes_of(letter: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the classes of an Arabic letter, of which there are one or two, "" for none.

    They are those where a word begins, within it, and where it ends.
    """
    within = _CLASSES.get(letter, ("",))
    return _AT_FIRST.get(letter, within), within, _SILENT.get(letter, within)


@lru_cache(maxsize=1 << 14)
def arabic_skeletons(text: str) -> tuple[str, ...]:
    """Return the skeletons of a unit: at most twice `SKELETONS_MAX` by its letters.

    A given name has those of its usual spellings too, however irregular.
    """
    stem = text.lstrip(ARTICLE)
    parts = [_CLASSES.get(letter, ("",)) for letter in stem]
    if stem:
        parts[0] = _AT_FIRST.get(stem[0], parts[0])
    if len(stem) > 1:
        parts[-1] = _SILENT.get(stem[-1], parts[-1])
    if stem != text:
        parts.insert(0, _CLASSES[ARTICLE])
    found = dict.fromkeys("".join(each) for each in islice(product(*parts), SKELETONS_MAX))
    plain = list(map(one_of_each, found))
    # Two sounds that meet look like one that is written with two letters.
    met = [_MET.sub(r"\1", each) for each in plain]
    usual = map(latin_skeleton, usual_spellings(text))
    return tuple(dict.fromkeys((*plain, *met, *usual)))


def one_of_each(classes: str) -> str:
    """Return a skeleton of classes that may be doubled where two letters met."""
    return _DOUBLED.sub(r"\1", classes).replace("nb", "mb")


_DOUBLED: Final = re.compile(r"(.)\1+")
_MET: Final = re.compile("([stdkj])h")


def skeleton(word: str) -> str:
    """Return the skeleton of a word in Latin letters or Arabic script, the likeliest one.

    Letters of other scripts have none, and neither has a word of vowels alone: "".
    """
    arabic = marked(letters(word))
    return arabic_skeletons(arabic)[0] if arabic else latin_skeleton(word.lower())
