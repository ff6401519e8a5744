"""What counts as one word of an Arabic name, in Arabic script and in Latin letters.

The two part names differently: `عبد الرحمن` is Abdulrahman, Abd al-Rahman or Abdur Rahman,
`سيف الدين` Saifuddin, `ابو بكر` Abu Bakr or Boubaker. What belongs together is one unit on
either side, with the article inside it as `-`. Words of kinship, and an article that begins a
word of its own, are particles: they stand aside.
"""

from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from tallystick.screening.names import Words
from tallystick.screening.scripts.arabic_letters import SAME_LETTER, SPELLINGS

ARTICLE: Final = "-"


class Unit(NamedTuple):
    """One word as it is compared, and the positions of the words it was made of."""

    text: str
    first: int
    end: int


_KEPT: Final = 1 << 14
_LETTERS: Final = frozenset(line.split()[0] for line in SPELLINGS.strip().splitlines()).difference(
    ARTICLE
)

_AL: Final = "ال"
_SERVANT: Final = "عبد"
_GOD: Final = "الله"
_FAITH: Final = "الدين"
_KIN: Final = frozenset(["بن", "ابن", "بنت", "ولد", "ال", "ذو", "وال"])
_FATHER: Final = dict.fromkeys(["ابو", "ابي", "ابا", "بو"], "ابو")
_FOLLOWING: Final = frozenset((_GOD, _FAITH, "الرحمن", "الرحمان"))
_PARTS: Final = _KIN.union(_FATHER, _FOLLOWING, (_SERVANT,))

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
_LATIN_AFTER_ARTICLE: Final = {
    **dict.fromkeys(["din", "deen", "dine"], "din"),
    **dict.fromkeys(["rahman", "rehman", "rahmane"], "rahman"),
}


class _Letters(dict[int, str]):
    """What stands for a character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = SAME_LETTER.get(chr(code), chr(code))
        self[code] = found = letter if letter in _LETTERS else ""
        return found


_CHARACTERS: Final = _Letters()


@lru_cache(maxsize=_KEPT)
def letters(word: str) -> str:
    """Return the letters of a word in Arabic script without marks and national variants."""
    return normalize("NFKD", word).translate(_CHARACTERS)


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


def arabic_units(words: Words) -> tuple[Unit, ...]:
    """Return the units of a name in Arabic script; words that are in none are particles."""
    plain = [letters(word) for word in words]
    if _PARTS.isdisjoint(plain):
        return tuple(
            Unit(marked(word), place, place + 1) for place, word in enumerate(plain) if word
        )
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


def latin_units(words: Words) -> tuple[Unit, ...]:
    """Return the units of a name in Latin letters; words that are in none are particles."""
    if _LATIN_PARTS.isdisjoint(words):
        return tuple(Unit(word, place, place + 1) for place, word in enumerate(words))
    units: list[Unit] = []
    place = 0
    while place < len(words):
        first, (place, article) = place, _past_article(words, place)
        word = words[place]
        is_last = place == len(words) - 1
        follower = (_AFTER_ARTICLE if article else _FOLLOWERS).get(word)
        if follower and units:
            before = units.pop()
            units.append(Unit(f"{before.text}{ARTICLE}{follower}", before.first, place + 1))
        elif not is_last and (head := _LATIN_HEADS.get(word)):
            place, inner = _past_article(words, place + 1)
            joint = ARTICLE if inner and not head.endswith(ARTICLE) else ""
            units.append(Unit(f"{head}{joint}{words[place]}", first, place + 1))
        elif is_last or word not in _LATIN_KIN:
            units.append(Unit(word, place, place + 1))
        place += 1
    return tuple(units)


def latin_texts(words: Words) -> Words:
    """Return the texts of a name's units: the words themselves where no unit is of several."""
    if _LATIN_PARTS.isdisjoint(words):
        return words
    return tuple(unit.text for unit in latin_units(words))


def _past_article(words: Words, place: int) -> tuple[int, bool]:
    """Return the place of the word itself, and whether an article stood before it."""
    start = place
    while place < len(words) - 1 and _is_article(words[place], words[place + 1]):
        place += 1
    return place, place > start


def _is_article(word: str, following: str) -> bool:
    return word in _LATIN_AL or following.startswith(_LATIN_SUN.get(word, " "))


_LATIN_HEADS: Final = _LATIN_SERVANT | _LATIN_FATHER
# What a word adds to the unit before it.
_FOLLOWERS: Final = _LATIN_GOD | _LATIN_FAITH
_AFTER_ARTICLE: Final = _FOLLOWERS | _LATIN_AFTER_ARTICLE
_LATIN_PARTS: Final = _LATIN_AL.union(_LATIN_SUN, _LATIN_KIN, _LATIN_HEADS, _FOLLOWERS)
