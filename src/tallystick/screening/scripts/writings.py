"""Which writing system a word is of, and its letters as that system's table has them."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final
from unicodedata import normalize

import msgspec
from anyascii import anyascii

from tallystick.screening.scripts import alphabets, arabic_letters, syllables
from tallystick.screening.scripts.alignment import Gaps, Spellings, System, system
from tallystick.screening.scripts.given_names import names_and_spellings
from tallystick.screening.scripts.units import letters as arabic_letters_of

_KEPT: Final = 1 << 14


class Writing(msgspec.Struct, frozen=True, eq=False):
    """A writing system: its name, its tables, the letters of a word in it.

    `is_syllabic` says that a word is not parted from the next, but a syllable is.
    """

    name: str
    table: System
    letters: Callable[[str], str]
    is_syllabic: bool = False


# What is read by anyascii, letter for letter; a vowel may be long or not, a stop breathed or not.
_READ: Final = """
    a  a aa ah/10 o/20 u/15 /15
    b  b bh p/30
    c  c k/10 ch/10 s/20
    d  d dh dd t/30
    e  e ee/10 ay/15 a/25 i/25
    f  f ph
    g  g gh k/30
    h  h /20
    i  i ee y/10 ii e/20 /30
    j  j g/10 z/15
    k  k kh c ck/5 g/30
    l  l ll
    m  m n/15
    n  n m/15 ng/20
    o  o oo oh/5 ou/5 /25
    p  p ph b/30
    q  q k
    r  r l/30
    s  s sh/10 ss
    t  t th d/25
    u  u oo ou /30
    v  v w b/15
    w  w v
    x  x ks
    y  y i/10 j/15 /20
    z  z s/20 j/20
    0  0
    1  1
    2  2
    3  3
    4  4
    5  5
    6  6
    7  7
    8  8
    9  9
"""
_STRICT: Final = Gaps(first=60, within=50, double=60, last=50)
# Indian letters carry a vowel that is not written.
_INHERENT: Final = Gaps(first=50, within=8, double=40, last=25)
_FREE: Final = Gaps(first=45, within=4, double=25, last=45)


def _only(table: str, pairs: dict[str, str] | None = None) -> Callable[[str], str]:
    """Return what keeps a word's letters of a table, with pairs of them as one letter."""
    known = frozenset(line.split()[0] for line in table.strip().splitlines())

    def letters(word: str) -> str:
        composed = normalize("NFC", word)
        bare = "".join(each if each in known else normalize("NFD", each)[0] for each in composed)
        for pair, letter in (pairs or {}).items():
            bare = bare.replace(pair, letter)
        return "".join(each for each in bare if each in known)

    return letters


def _read(word: str) -> str:
    return "".join(each for each in anyascii(normalize("NFC", word)).lower() if each.isalnum())


def _hangul(word: str) -> str:
    return "".join(
        syllables.jamo(each) for each in normalize("NFC", word) if syllables.is_hangul(each)
    )


def _han(word: str) -> str:
    return "".join(syllables.pinyin_letters(syllables.pinyin(each)) for each in word)


def _kana(word: str) -> str:
    return _read(syllables.kana(word))


ARABIC: Final = Writing(
    "Arabic",
    system(arabic_letters.SPELLINGS, _FREE, arabic_letters.AT_FIRST, arabic_letters.AT_LAST),
    arabic_letters_of,
)
HEBREW: Final = Writing("Hebrew", system(alphabets.HEBREW, _FREE), _only(alphabets.HEBREW))
CYRILLIC: Final = Writing(
    "Cyrillic",
    system(alphabets.CYRILLIC, _STRICT),
    _only(alphabets.CYRILLIC, alphabets.CYRILLIC_PAIRS),
)
GREEK: Final = Writing(
    "Greek", system(alphabets.GREEK, _STRICT), _only(alphabets.GREEK, alphabets.GREEK_PAIRS)
)
GEORGIAN: Final = Writing(
    "Georgian", system(alphabets.GEORGIAN, _STRICT), _only(alphabets.GEORGIAN)
)
ARMENIAN: Final = Writing(
    "Armenian",
    system(alphabets.ARMENIAN, _STRICT),
    _only(alphabets.ARMENIAN, alphabets.ARMENIAN_PAIRS),
)
HANGUL: Final = Writing("Hangul", system(syllables.HANGUL, _STRICT), _hangul, is_syllabic=True)
HAN: Final = Writing("Han", system(syllables.HAN, _STRICT), _han, is_syllabic=True)
KANA: Final = Writing("Kana", system(_READ, _STRICT), _kana)
LATIN: Final = Writing("Latin", system(_READ, _STRICT), _read)
OTHER: Final = Writing("other", system(_READ, _INHERENT), _read)

_ALL: Final = (
    ARABIC, HEBREW, CYRILLIC, GREEK, GEORGIAN, ARMENIAN, HANGUL, HAN, KANA, LATIN, OTHER,
)  # fmt: skip
SPELLINGS: Final = Spellings(
    [each.table for each in _ALL],
    (spelling for _, spellings in names_and_spellings() for spelling in spellings),
)
"""All tables of letters; a writing system's number is its place there."""


def number_of(writing: Writing) -> int:
    """Return the number of a writing system in `SPELLINGS`."""
    return _NUMBERS[writing]


_NUMBERS: Final = {each: number for number, each in enumerate(_ALL)}

# Ranges of code points, as the blocks of Unicode 16 have them.
_BLOCKS: Final = (
    (0x0000, 0x024F, LATIN),
    (0x1E00, 0x1EFF, LATIN),
    (0xFF21, 0xFF5A, LATIN),
    (0x0370, 0x03FF, GREEK),
    (0x1F00, 0x1FFF, GREEK),
    (0x0400, 0x052F, CYRILLIC),
    (0x0530, 0x058F, ARMENIAN),
    (0x0590, 0x05FF, HEBREW),
    (0xFB1D, 0xFB4F, HEBREW),
    (0x0600, 0x06FF, ARABIC),
    (0x0750, 0x077F, ARABIC),
    (0x08A0, 0x08FF, ARABIC),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFF, ARABIC),
    (0x10A0, 0x10FF, GEORGIAN),
    (0x1C90, 0x1CBF, GEORGIAN),
    (0x1100, 0x11FF, HANGUL),
    (0xAC00, 0xD7A3, HANGUL),
    (0x3040, 0x30FF, KANA),
    (0x3400, 0x9FFF, HAN),
    (0xF900, 0xFAFF, HAN),
    (0x20000, 0x3FFFF, HAN),
)


@lru_cache(maxsize=_KEPT)
def writing_of(word: str) -> Writing:
    """Return the writing system of a word: that of most of its letters, the first of several."""
    found = [_of_letter(char) for char in word if char.isalpha()]
    if found and found.count(found[0]) == len(found):
        return found[0]
    return max(found, key=found.count, default=LATIN)


@lru_cache(maxsize=_KEPT)
def _of_letter(char: str) -> Writing:
    code = ord(char)
    return next((each for first, last, each in _BLOCKS if first <= code <= last), OTHER)
