"""A word made ready to be compared: in Latin letters, by what it is, how much it tells.

How much a word tells depends on nothing but the word. A measure taken from the lists would
change the score of a name when somebody else is listed, and a decision could not be shown to
follow from the two names alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec
from anyascii import anyascii

from tallystick.screening.forms import COMMON, FORMS, NUMBERS, PARTICLES, SET_ASIDE
from tallystick.screening.matching.sounds import bones_of, look_of, skeleton_of, sound_of

_KEPT: Final = 1 << 13


class Role(StrEnum):
    """What a word is in a name."""

    NAME = "name"
    NUMBER = "number"
    INITIAL = "initial"
    FORM = "form"
    PARTICLE = "particle"
    ASIDE = "aside"

    __hash__ = str.__hash__


class Word(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One word, and the forms in which it may be another.

    `text` is the word as normalised, `plain` the same in small ASCII letters and digits; a
    company form has the first of its kind and a number its digits. `weight` is how much it
    tells, in hundredths of a long rare word. A sign is an ideograph or a syllable of Korean, whose
    letters are nobody's spelling. Words are compared by what they are, so one is equal
    to itself alone.
    """

    text: str
    plain: str
    role: Role
    weight: int
    spelt: str
    sound: str
    skeleton: str
    bones: str
    look: str
    is_sign: bool


_TELLING: Final = frozenset({Role.NAME, Role.NUMBER, Role.INITIAL})

# By the number of letters: the fewer, the more words are like it by chance.
INITIAL_WEIGHT: Final = 20
WEIGHTS: Final = (0, INITIAL_WEIGHT, 55, 75, 88, 96, 100)
_COMMON_SHARE: Final = 70
_LIGHT: Final = 12
NUMBER_WEIGHT: Final = 50

_SIGN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]")
_SIGNS: Final = re.compile(f"({_SIGN.pattern})")
_UNPLAIN: Final = re.compile("[^a-z0-9]+")

# Letters of other scripts that look Latin, in small letters: of the capital where that is the
# one that looks so. Which of two a Greek one stands for, its capital decides.
_LOOKALIKES: Final = str.maketrans(
    "авсеԁԍнһіјкӏмопрԛѕтуүԝхґαβγεζηικμνορτυχω"
    # Cherokee has its first letters only large, and Lisu has no others.
    "ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏆᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴ"
    "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ",  # noqa: RUF001 - as above
    "abcedghhijklmonpqstyywxrabyezhikmnoptyxw"
    "drtiyajewmhyghzibrwsvslcpkdgb"
    "bpdtgkjczfmnlsrvhwxyaeiou",
)
# Nobody writes a name of these lists in Cherokee or Lisu: such letters are there for their looks.
_LATIN: Final = re.compile("[a-z\u13a0-\u13f5\ua4d0-\ua4f7]")


def parts_of(words: tuple[str, ...]) -> tuple[Word, ...]:
    """Return the words of a name made ready; what has no letter to be romanised is left out."""
    if all(map(str.isascii, words)):
        return tuple(map(word_of, words))
    return tuple(_word(text, plain) for text, plain in _plain_parts(words))


def plain_text(words: tuple[str, ...]) -> bytes:
    """Return the words of a name in small ASCII letters, as `coding.write_words` takes them."""
    text = " ".join(words)
    if text.isascii():
        return text.encode()
    is_latin = _LATIN.search(text) is not None
    plains = [word if word.isascii() else _plain_word(word, is_latin=is_latin) for word in words]
    return " ".join(filter(None, plains)).encode()


@lru_cache(maxsize=_KEPT)
def _plain_word(text: str, *, is_latin: bool) -> str:
    """Return the parts of a word of other letters as `plain_text` has them."""
    parts = _plains_of(text, is_latin=is_latin)
    return " ".join([f"\1{plain}" if _is_sign(part) else plain for part, plain in parts])


def _is_sign(part: str) -> bool:
    return _SIGN.fullmatch(part) is not None


def _plain_parts(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    is_latin = any(map(_LATIN.search, words))
    for word in words:
        if word.isascii():
            yield word, word
        else:
            yield from _plains_of(word, is_latin=is_latin)


def telling_of(name: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a name that tell whom it names; all where none does."""
    return [word for word in name if word.role in _TELLING] or name


def weight_of(words: Iterable[Word]) -> int:
    """Return how much words tell together."""
    return sum([word.weight for word in words])


@lru_cache(maxsize=_KEPT)
def word_of(text: str) -> Word:
    """Return an ASCII word made ready."""
    return _word(text, text)


@lru_cache(maxsize=_KEPT)
def _plains_of(text: str, *, is_latin: bool) -> tuple[tuple[str, str], ...]:
    """Return the parts of a word of other letters, and each in small ASCII letters.

    Ideographs and syllables are a part each. A word with Latin letters among its own is taken to
    be Latin, and so is a word of a name that has some, if its letters look so.
    """
    if is_latin or _LATIN.search(text):
        folded = text.translate(_LOOKALIKES)
        if folded.isascii():
            return ((text, folded),)
    parts = [(part, _romanised(part)) for part in _SIGNS.split(text) if part]
    return tuple([each for each in parts if each[1]])


@lru_cache(maxsize=_KEPT)
def _romanised(part: str) -> str:
    return _UNPLAIN.sub("", anyascii(part).lower())


@lru_cache(maxsize=_KEPT)
def _word(text: str, plain: str) -> Word:
    is_sign = _is_sign(text)
    role = Role.NAME if is_sign else _role(plain)
    spelt = plain
    plain = NUMBERS.get(plain, plain)
    if role is Role.FORM:
        plain = FORMS[plain]
    elif role is Role.NUMBER:
        plain = plain.lstrip("0") or "0"
    weight = _weight(plain, role)
    sound = sound_of(spelt)
    skeleton, bones, look = skeleton_of(sound), bones_of(spelt), look_of(spelt)
    return Word(text, plain, role, weight, spelt, sound, skeleton, bones, look, is_sign)


def _role(plain: str) -> Role:
    if plain.isdecimal() or plain in NUMBERS:
        return Role.NUMBER
    if plain in FORMS:
        return Role.FORM
    if plain in SET_ASIDE:
        return Role.ASIDE
    if plain in PARTICLES:
        return Role.PARTICLE
    return Role.INITIAL if len(plain) == 1 else Role.NAME


def _weight(plain: str, role: Role) -> int:
    if role in (Role.FORM, Role.ASIDE, Role.PARTICLE):
        return _LIGHT
    if role is Role.NUMBER:
        return NUMBER_WEIGHT
    whole = WEIGHTS[min(len(plain), len(WEIGHTS) - 1)]
    return whole * _COMMON_SHARE // 100 if plain in COMMON else whole


def known_words() -> Mapping[str, Word]:
    """Return the words of which more is known than their letters, each made ready."""
    texts = sorted({*FORMS, *NUMBERS, *SET_ASIDE, *PARTICLES, *COMMON})
    return {text: word_of(text) for text in texts if text.isascii()}
