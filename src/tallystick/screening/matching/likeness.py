"""How alike two words are, and by which rule: from the two words alone."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

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
_SEVERAL: Final = 90
# Of two letters a vowel is half the word: it counts for more than in a longer one.
_TWO_LETTERS: Final = 3
UNLIKE: Final = Likeness(0, WordRule.SPELLING)
INITIAL: Final = 800
CUT: Final = 850
CUT_LETTERS_MIN: Final = 3
_SCRIPT: Final = 980
LOOK: Final = 960
_SOUND: Final = 950
VOWELLESS: Final = 930
_OTHER_SIGN: Final = 850
_LEAST: Final = 600
_BONES_MIN: Final = 3
_FORM_LETTERS_MIN: Final = 4
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
        return Likeness(INITIAL, WordRule.INITIAL) if is_initial else UNLIKE
    if one.sound == other.sound:
        return Likeness(_SOUND, WordRule.SOUND)
    if one.is_sign or other.is_sign:
        return UNLIKE
    if one.look == other.look:
        return Likeness(LOOK, WordRule.LOOK)
    if _is_vowelless(one, other):
        return Likeness(VOWELLESS, WordRule.VOWELLESS)
    return _spelt(one, other)


def _are_of_other_kinds(one: Word, other: Word) -> bool:
    """Tell whether neither of two words that differ can be the other, misspelt.

    A number is none other, nor a company form another form; and a form, title or particle of few
    letters is no name.
    """
    roles = one.role, other.role
    if Role.NUMBER in roles or roles == (Role.FORM, Role.FORM):
        return True
    is_short = min(len(one.spelt), len(other.spelt)) < _FORM_LETTERS_MIN
    return is_short and (one.role in _LIGHT) is not (other.role in _LIGHT)


def _same(one: Word, other: Word) -> Likeness:
    if one.text == other.text:
        return Likeness(ALIKE_MAX, WordRule.SAME)
    if one.role is Role.NUMBER or one.role is Role.FORM:
        return Likeness(ALIKE_MAX, WordRule(one.role))
    if one.text.isascii() or other.text.isascii():
        return Likeness(_SCRIPT, WordRule.SCRIPT)
    return Likeness(_OTHER_SIGN, WordRule.SOUND)


def _is_vowelless(one: Word, other: Word) -> bool:
    """Tell whether one word is the other but for vowels left out within."""
    return (
        one.bones == other.bones
        and len(one.bones) >= _BONES_MIN
        and min(one.spelt, other.spelt, key=len)[:-1] == one.bones[:-1]
    )


def _spelt(one: Word, other: Word) -> Likeness:
    edits = min(OSA.distance(one.spelt, other.spelt), OSA.distance(one.sound, other.sound))
    letters = max(len(one.spelt), len(other.spelt))
    if 2 * edits > letters + 1:
        return UNLIKE
    is_vowels = one.skeleton == other.skeleton
    if is_vowels:
        share = _SOUND - ALIKE_MAX * edits // (2 * letters if letters > 2 else _TWO_LETTERS)
    else:
        consonants = min(edits, OSA.distance(one.skeleton, other.skeleton))
        share = (
            ALIKE_MAX - ALIKE_MAX * (edits + consonants) // (2 * letters) - _SEVERAL * (edits > 1)
        )
    rule = WordRule.VOWELS if is_vowels else WordRule.SPELLING
    return Likeness(share, rule) if share >= _LEAST else UNLIKE


def shares_of(one: Word, others: Sequence[Word]) -> list[int]:
    """Return how alike a word is to each of many by their spelling."""
    letters = np.maximum(np.array([len(each.spelt) for each in others], np.int32), len(one.spelt))
    edits = np.minimum(
        _edits(one.spelt, [each.spelt for each in others]),
        _edits(one.sound, [each.sound for each in others]),
    )
    consonants = _edits(one.skeleton, [each.skeleton for each in others])
    halves = edits + np.minimum(edits, consonants)
    shares = np.where(
        consonants == 0,
        _SOUND - ALIKE_MAX * edits // (2 * letters),
        ALIKE_MAX - ALIKE_MAX * halves // (2 * letters) - _SEVERAL * (edits > 1),
    )
    shares[(shares < _LEAST) | (2 * edits > letters + 1)] = 0
    found: list[int] = shares.tolist()
    return found


def _edits(one: str, others: Sequence[str]) -> NDArray[np.int32]:
    edits: NDArray[np.int32] = cdist([one], others, scorer=OSA.distance, dtype=np.int32)[0]
    return edits
