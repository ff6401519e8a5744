"""What counts as one word of an Arabic name, in Arabic script and in Latin letters.

The two part names differently: `عبد الرحمن` is Abdulrahman, Abd al-Rahman or Abdur Rahman,
`سيف الدين` Saifuddin, `ابو بكر` Abu Bakr or Boubaker. What belongs together is one unit on
either side, with the article inside it as `-`. Words of kinship, and an article that begins a
word of its own, are particles: they stand aside.
"""

from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from tallystick.screening.names import Words
from tallystick.screening.scripts.arabic_letters import SAME_LETTER, SPELLINGS

ARTICLE: Final = "-"


class Unit(NamedTuple):
    """One word as it is compared, and the positions of the words it was made of."""

    text: str
    first: int
    end: int


_KEPT: Final = 1 << 14
_LETTERS: Final = frozenset(line.split()[0] for line in SPELLINGS.strip().splitlines())
_SAME: Final = str.maketrans(SAME_LETTER)

_AL: Final = "ال"
_SERVANT: Final = "عبد"
_GOD: Final = "الله"
_FAITH: Final = "الدين"
_KIN: Final = frozenset(["بن", "ابن", "بنت", "ولد", "ال", "ذو", "وال"])
_FATHER: Final = dict.fromkeys(["ابو", "ابي", "ابا", "بو"], "ابو")
_FOLLOWING: Final = frozenset((_GOD, _FAITH, "الرحمن", "الرحمان"))

_LATIN_AL: Final = frozenset(["al", "el", "ul", "il"])
# The article before a letter of the sun is spoken, and often written, with that letter.
_LATIN_SUN: Final = {
    f"{vowel}{letter}{rest}": letter
    for letter in "rsdtnzl"
    for vowel in "aeu"
    for rest in ("", *("h" if letter in "sdt" else ""))
}
_LATIN_KIN: Final = frozenset(
    ["bin", "ben", "ibn", "bint", "bent", "ould", "oulad", "walad", "wa", "wal", "e", "i", "ou"]
)
_LATIN_FATHER: Final = dict.fromkeys(["abu", "abou", "abo", "bou", "bu", "abi", "aba"], "abu")
_LATIN_SERVANT: Final = {
    "abd": "abd",
    "abdu": "abd",
    **dict.fromkeys(["abdul", "abdel", "abdal", "abdur", "abdoul", "abdol"], f"abd{ARTICLE}"),
}
_LATIN_GOD: Final = dict.fromkeys(
    ["allah", "ullah", "ollah", "ellah", "oullah", "lah", "llah"], "lah"
)
_LATIN_FAITH: Final = dict.fromkeys(
    ["uddin", "eddin", "eddine", "addin", "uddine", "ouddin", "aldin", "eldin", "eldine"], "din"
)
_AFTER_ARTICLE: Final = {
    **dict.fromkeys(["din", "deen", "dine"], "din"),
    **dict.fromkeys(["rahman", "rehman", "rahmane"], "rahman"),
}


@lru_cache(maxsize=_KEPT)
def letters(word: str) -> str:
    """Return the letters of a word in Arabic script without marks and national variants."""
    plain = "".join(char for char in normalize("NFKD", word) if not combining(char))
    return "".join(char for char in plain.translate(_SAME) if char in _LETTERS - {ARTICLE})


@lru_cache(maxsize=_KEPT)
def marked(word: str) -> str:
    """Return the letters of a word with its article, at the beginning or within, as `-`."""
    if word == _GOD:
        return f"{ARTICLE}له"
    if word.startswith(_SERVANT + _AL) and len(word) > 6:
        return _SERVANT + marked(word[len(_SERVANT) :])
    for end in (_GOD, _FAITH):
        if word.endswith(end) and len(word) > len(end) + 1:
            return marked(word.removesuffix(end)) + marked(end)
    if word.startswith(_AL) and len(word) > 3:
        return ARTICLE + word.removeprefix(_AL)
    return word


@lru_cache(maxsize=_KEPT)
def arabic_units(words: Words) -> tuple[Unit, ...]:
    """Return the units of a name in Arabic script; words that are in none are particles."""
    plain = [letters(word) for word in words]
    units = []
    place = 0
    while place < len(plain):
        word = plain[place]
        if not word or word in _KIN:
            place += 1
            continue
        is_head = (word == _SERVANT or word in _FATHER) and place + 1 < len(plain)
        end = place + 1 + is_head
        while end < len(plain) and plain[end] in _FOLLOWING:
            end += 1
        head = marked(_FATHER.get(word, word))
        rest = "".join(marked(each) for each in plain[place + 1 : end])
        units.append(Unit(head + rest, place, end))
        place = end
    return tuple(units)


@lru_cache(maxsize=1 << 16)
def latin_units(words: Words) -> tuple[Unit, ...]:
    """Return the units of a name in Latin letters; words that are in none are particles."""
    units: list[Unit] = []
    head, first, article = "", -1, ""
    last = len(words) - 1
    for place, word in enumerate(words):
        if place < last and _is_article(word, words[place + 1]):
            article = ARTICLE
            continue
        follower = _follower(word, article)
        if head:
            units.append(
                Unit(f"{head}{'' if head[-1] == ARTICLE else article}{word}", first, place + 1)
            )
            head = ""
        elif follower and units:
            before = units.pop()
            units.append(Unit(f"{before.text}{ARTICLE}{follower}", before.first, place + 1))
        elif place < last and (word in _LATIN_SERVANT or word in _LATIN_FATHER):
            head, first = _LATIN_SERVANT.get(word) or _LATIN_FATHER[word], place
        elif place == last or word not in _LATIN_KIN:
            units.append(Unit(word, place, place + 1))
        article = ""
    return tuple(units)


def _is_article(word: str, following: str) -> bool:
    return word in _LATIN_AL or following.startswith(_LATIN_SUN.get(word, " "))


def _follower(word: str, article: str) -> str:
    """Return what a word adds to the unit before it; "" of a word that begins its own."""
    found = _LATIN_GOD.get(word) or _LATIN_FAITH.get(word) or ""
    return found or (_AFTER_ARTICLE.get(word, "") if article else "")
