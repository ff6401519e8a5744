"""Latin readings of names in any script, by the tables of this package.

A reading is what a machine would put in a passport that had only the original: lower case,
ASCII, words kept apart. Where a script leaves room, there are several, the likeliest
first: Russian as BGN/PCGN and as passports have it, Ukrainian and Serbian letters by
their own rules, Korean family names as their bearers write them, vowels of an
Arabic given name by its usual spellings.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

from anyascii import anyascii

from tallystick.screening.names import Words
from tallystick.screening.scripts import alphabets, syllables
from tallystick.screening.scripts.given_names import usual_spellings
from tallystick.screening.scripts.units import ARTICLE, arabic_units, letters, marked
from tallystick.screening.scripts.writings import (
    ARABIC,
    ARMENIAN,
    CYRILLIC,
    GEORGIAN,
    GREEK,
    HAN,
    HANGUL,
    HEBREW,
    KANA,
    writing_of,
)

READINGS_MAX: Final = 6

_KEPT: Final = 1 << 14
_VANISHING: Final = frozenset("'`´‘’‚‛′ʹʻʼʽʾʿˈ\u0640")


def latin(text: str) -> str:
    """Return the likeliest Latin reading of a name: lower case, ASCII, words kept apart.

    A text without letters or digits reads "".
    """
    return readings(text)[0]


def readings(text: str) -> tuple[str, ...]:
    """Return the Latin readings of a name, likeliest first, at most `READINGS_MAX`.

    There is always one. In each every word is read in the same manner, so that the readings
    of a name are as many as those of the word that has most.
    """
    words = [word_readings(word) for word in _whole_words(_words(text))]
    count = max(map(len, words), default=1)
    found = (
        " ".join(filter(None, (each[min(place, len(each) - 1)] for each in words)))
        for place in range(count)
    )
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=_KEPT)
def word_readings(word: str) -> tuple[str, ...]:
    """Return the Latin readings of one word, likeliest first, at most `READINGS_MAX`."""
    read = _READERS.get(writing_of(word).name, _by_ascii)
    found = (_plain(each) for each in read(word))
    return tuple(dict.fromkeys(found))[:READINGS_MAX] or ("",)


def _whole_words(words: Words) -> Words:
    """Return the words with those of one Arabic name as one, such as Abd Allah."""
    if all(writing_of(word) is not ARABIC for word in words):
        return words
    ends = {unit.first: unit.end for unit in arabic_units(words)}
    inside = {place for first, end in ends.items() for place in range(first + 1, end)}
    return tuple(
        "".join(words[place : ends.get(place, place + 1)])
        for place in range(len(words))
        if place not in inside
    )


def _words(text: str) -> Words:
    kept = (_kept(char) for char in normalize("NFKC", text).lower())
    return tuple("".join(kept).split())


def _kept(char: str) -> str:
    kind = category(char)
    if char in _VANISHING or kind == "Cf":
        return ""
    return char if kind[0] in "LMN" else " "


def _plain(text: str) -> str:
    return " ".join("".join(each for each in word if each.isalnum()) for word in text.split())


def _by_ascii(word: str) -> Iterator[str]:
    yield anyascii(word).lower()


def _first_spellings(table: str) -> dict[str, str]:
    rows = (line.split() for line in table.strip().splitlines())
    return {letter: first.partition("/")[0] for letter, first, *_ in rows}


def _spell(word: str, table: Mapping[int, str]) -> str:
    """Return a word letter by letter; of letters that are unknown with a mark, without it."""
    spelt = word.translate(table)
    if spelt.isascii():
        return spelt
    return anyascii(normalize("NFD", spelt).translate(table)).lower()


def _by_code(*tables: Mapping[str, str]) -> dict[int, str]:
    return {ord(letter): spelling for table in tables for letter, spelling in table.items()}


_CYRILLIC: Final = _first_spellings(alphabets.CYRILLIC)
_CYRILLIC_OWN: Final = tuple(
    (frozenset(only_there), _by_code(_CYRILLIC, own))
    for only_there, own in (alphabets.UKRAINIAN, alphabets.SERBIAN)
)
_CYRILLIC_MANNERS: Final = tuple(
    _by_code(_CYRILLIC, own)
    for own in ({}, alphabets.PASSPORTS, alphabets.BULGARIAN, alphabets.SERBIAN[1])
)


def _cyrillic(word: str) -> Iterator[str]:
    composed = normalize("NFC", word)
    for only_there, table in _CYRILLIC_OWN:
        if not only_there.isdisjoint(composed):
            yield _spell(composed, table)
    for table in _CYRILLIC_MANNERS:
        yield _spell(composed, table)


def _by_table(
    table: str, pairs: Mapping[str, str] | None = None
) -> Callable[[str], Iterator[str]]:
    spellings = _by_code(_first_spellings(table))

    def read(word: str) -> Iterator[str]:
        plain = normalize("NFC", normalize("NFD", word).translate(_NO_ACCENTS))
        for pair, letter in (pairs or {}).items():
            plain = plain.replace(pair, letter)
        yield _spell(plain, spellings)

    return read


_NO_ACCENTS: Final = dict.fromkeys((0x300, 0x301, 0x308, 0x313, 0x314, 0x342, 0x345))
_ARABIC_CONSONANTS: Final = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h",
    "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh",
    "ص": "s", "ض": "d", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k",
    "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ى": "a", "ة": "a",
    "ە": "a", "ء": "",
}  # fmt: skip
_HEBREW: Final = _first_spellings(alphabets.HEBREW) | {"א": "", "ע": ""}
_LONG: Final = {"w": "u", "y": "i"}
_KIN: Final = {"بن": "bin", "ابن": "ibn", "بنت": "bint", "ولد": "ould", "ال": "al"}


def _arabic(word: str) -> Iterator[str]:
    text = marked(letters(word))
    usual = usual_spellings(text)
    yield from usual[:READINGS_MAX]
    if text in _KIN:
        yield _KIN[text]
    elif not usual:
        head = "al " if text.startswith(ARTICLE) else ""
        parts = text.strip(ARTICLE).split(ARTICLE)
        read = [
            (usual_spellings(each) or (_vowelled(each, _ARABIC_CONSONANTS),))[0] for each in parts
        ]
        yield head + " al ".join(read)


def _hebrew(word: str) -> Iterator[str]:
    yield _vowelled(word, _HEBREW)


def _vowelled(word: str, table: Mapping[str, str]) -> str:
    """Return a word with an `a` where two consonants meet, and long vowels where they may be."""
    out = ""
    for place, char in enumerate(word):
        sound = table.get(char, "")
        if not sound:
            out += "" if out[-1:] == "a" or (not out and place + 1 < len(word)) else "a"
            continue
        if sound in _LONG and out and out[-1] not in "aiu":
            following = table.get(word[place + 1 : place + 2], "")
            sound = sound if following == "a" else _LONG[sound]
        elif out and out[-1] not in "aeiou" and sound[0] not in "aeiou":
            out += "a"
        out += sound
    return out


def _hangul(word: str) -> Iterator[str]:
    composed = normalize("NFC", word)
    rest = "".join(map(_syllable, composed[1:]))
    yield _syllable(composed[0]) + rest
    for family in syllables.KOREAN_FAMILIES.get(composed[0], "").split():
        yield f"{family} {rest}"


def _syllable(char: str) -> str:
    if not syllables.is_hangul(char):
        return anyascii(char).lower()
    return "".join(_HANGUL[each] for each in syllables.jamo(char))


_HANGUL: Final = _first_spellings(syllables.HANGUL) | {syllables.INITIALS[11]: ""}


def _han(word: str) -> Iterator[str]:
    rest = "".join(map(syllables.pinyin, word[1:]))
    yield (
        f"{syllables.pinyin(word[0])} {rest}"
        if len(word) < 4
        else " ".join(map(syllables.pinyin, word))
    )
    for family in syllables.FAMILIES.get(word[0], "").split():
        yield f"{family} {rest}"


def _kana(word: str) -> Iterator[str]:
    reading = anyascii(syllables.kana(word)).lower()
    # A long vowel is left short in most names.
    yield reading.replace("ou", "o").replace("oo", "o").replace("uu", "u")
    yield reading


_READERS: Final = {
    ARABIC.name: _arabic,
    HEBREW.name: _hebrew,
    CYRILLIC.name: _cyrillic,
    GREEK.name: _by_table(alphabets.GREEK, alphabets.GREEK_PAIRS),
    GEORGIAN.name: _by_table(alphabets.GEORGIAN),
    ARMENIAN.name: _by_table(alphabets.ARMENIAN, alphabets.ARMENIAN_PAIRS),
    HANGUL.name: _hangul,
    HAN.name: _han,
    KANA.name: _kana,
}
