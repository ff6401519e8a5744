"""How alike two words are, and by which rule: from the two words alone."""

from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from tallystick.screening.matching.words import Role, Word

_KEPT: Final = 1 << 16
ALIKE_MAX: Final = 1_000


class WordRule(StrEnum):
    """By which rule one word stood for another."""

    SAME = "same"
    FORM = "form"
    NUMBER = "number"
    SCRIPT = "other-script"
    LOOK = "looks-the-same"
    SOUND = "sounds-the-same"
    VOWELS = "other-vowels"
    VOWELLESS = "without-vowels"
    SPELLING = "misspelt"
    INITIAL = "initial"
    CUT = "cut-off"
    JOINED = "joined"
    READ = "read-from-another-script"


class Likeness(NamedTuple):
    """How alike two words are, in thousandths; 0 is not at all."""

    share: int
    rule: WordRule


# What several wrong letters in one word take off besides, some of them consonants.
SEVERAL: Final = 90
# Of two letters a vowel is half the word: it counts for more than in a longer one.
TWO_LETTERS: Final = 3
UNLIKE: Final = Likeness(0, WordRule.SPELLING)
INITIAL_SHARE: Final = 800
CUT_SHARE: Final = 850
CUT_LETTERS_MIN: Final = 3
_SCRIPT_SHARE: Final = 980
LOOK_SHARE: Final = 960
SOUND_SHARE: Final = 950
VOWELLESS_SHARE: Final = 930
_OTHER_SIGN_SHARE: Final = 850
LEAST: Final = 600
BONES_MIN: Final = 3
FORM_LETTERS_MIN: Final = 4
_LIGHT: Final = (Role.FORM, Role.PARTICLE, Role.ASIDE)


@lru_cache(maxsize=_KEPT)
def likeness(one: Word, other: Word) -> Likeness:
    """Return how alike two words are, whichever is asked and whichever listed."""
    if one.plain == other.plain:
        return _same(one, other)
    if _are_of_other_kinds(one, other):
        return UNLIKE
    if min(len(one.spelt), len(other.spelt)) == 1:
        is_initial = one.spelt[0] == other.spelt[0]
        return Likeness(INITIAL_SHARE, WordRule.INITIAL) if is_initial else UNLIKE
    if one.sound == other.sound:
        return Likeness(SOUND_SHARE, WordRule.SOUND)
    if one.is_sign or other.is_sign:
        return UNLIKE
    if one.look == other.look:
        return Likeness(LOOK_SHARE, WordRule.LOOK)
    if _is_vowelless(one, other):
        return Likeness(VOWELLESS_SHARE, WordRule.VOWELLESS)
    return _spelt(one, other)


def _are_of_other_kinds(one: Word, other: Word) -> bool:
    """Tell whether neither of two words that differ can be the other, misspelt.

    A number is none other, nor a company form another form; and a form, title or particle of few
    letters is no name.
    """
    roles = one.role, other.role
    if Role.NUMBER in roles or roles == (Role.FORM, Role.FORM):
        return True
    is_short = min(len(one.spelt), len(other.spelt)) < FORM_LETTERS_MIN
    return is_short and (one.role in _LIGHT) is not (other.role in _LIGHT)


def _same(one: Word, other: Word) -> Likeness:
    if one.text == other.text:
        return Likeness(ALIKE_MAX, WordRule.SAME)
    if one.role is Role.NUMBER or one.role is Role.FORM:
        return Likeness(ALIKE_MAX, WordRule(one.role))
    if one.text.isascii() or other.text.isascii():
        return Likeness(_SCRIPT_SHARE, WordRule.SCRIPT)
    return Likeness(_OTHER_SIGN_SHARE, WordRule.SOUND)


def _is_vowelless(one: Word, other: Word) -> bool:
    """Tell whether one word is the other but for vowels left out within."""
    return (
        one.bones == other.bones
        and len(one.bones) >= BONES_MIN
        and min(one.spelt, other.spelt, key=len)[:-1] == one.bones[:-1]
    )


def _spelt(one: Word, other: Word) -> Likeness:
    edits = min(OSA.distance(one.spelt, other.spelt), OSA.distance(one.sound, other.sound))
    letters = max(len(one.spelt), len(other.spelt))
    if 2 * edits > letters + 1:
        return UNLIKE
    is_vowels = one.skeleton == other.skeleton
    if is_vowels:
        share = SOUND_SHARE - ALIKE_MAX * edits // (2 * letters if letters > 2 else TWO_LETTERS)
    else:
        consonants = min(edits, OSA.distance(one.skeleton, other.skeleton))
        share = (
            ALIKE_MAX - ALIKE_MAX * (edits + consonants) // (2 * letters) - SEVERAL * (edits > 1)
        )
    rule = WordRule.VOWELS if is_vowels else WordRule.SPELLING
    return Likeness(share, rule) if share >= LEAST else UNLIKE
