"""The form of a text in another script: all that kernels must know of it, wherever it stands."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from types import MappingProxyType
from typing import Final

import numpy as np

from tallystick.screening.kernel import ready
from tallystick.screening.scripts.arabic_forms import (
    ARABIC_HEAD,
    FORM_MAX,
    LETTER_NUMBERS,
    write_arabic,
)
from tallystick.screening.scripts.given_names import usual_spellings
from tallystick.screening.scripts.keys import skeletons_of
from tallystick.screening.scripts.letters import PACKED_MAX, coded, hashed, packed, power_of
from tallystick.screening.scripts.loops import SCORE_MAX
from tallystick.screening.scripts.shapes import (
    GIVEN,
    LETTERS_MAX,
    ROWS,
    SIZE,
    SPELT,
    SYLLABLE,
    Longs,
)
from tallystick.screening.scripts.syllable_forms import FORM_MAX as SYLLABLE_FORM_MAX
from tallystick.screening.scripts.syllable_forms import ROOM_MAX, write_syllable
from tallystick.screening.scripts.syllable_spellings import is_family, syllable_spellings
from tallystick.screening.scripts.units import ARTICLE
from tallystick.screening.scripts.writings import (
    ARABIC,
    HAN,
    HANGUL,
    SPELLINGS,
    Writing,
    number_of,
    writing_of,
)

_KEPT: Final = 1 << 12
_NOTHING: Final[Mapping[int, int]] = MappingProxyType({})


@lru_cache(maxsize=_KEPT)
def form_of(text: str) -> Longs:
    """Return the form of a unit."""
    writing = writing_of(text)
    return syllable_form(text) if writing.is_syllabic else form_of_letters(text, writing)


def form_of_letters(text: str, writing: Writing) -> Longs:
    """Return the form of a text, in less time where it is no given name in Arabic script."""
    if writing is ARABIC and len(text) <= LETTERS_MAX and not usual_spellings(text):
        return arabic_form(text)
    return plain_form(text, writing)


def syllable_form(text: str) -> Longs:
    """Return the form of a syllable."""
    writing = writing_of(text)
    if not is_family(text, writing):
        ready()
        rows = np.array(SPELLINGS.rows(number_of(writing), writing.letters(text)), np.int64)
        room, form = np.empty(ROOM_MAX, np.int64), np.zeros(SYLLABLE_FORM_MAX, np.int64)
        form[:ROWS] = _SYLLABLE_HEADS[writing]
        size = write_syllable(rows, SPELLINGS.tables, room, form)
        if size >= 0:
            return form[:size].copy()
    return plain_syllable_form(text)


def plain_form(text: str, writing: Writing) -> Longs:
    """Return the form of a text of a writing system that has no syllables."""
    own = text if writing is ARABIC else writing.letters(text)
    kind = GIVEN if writing is ARABIC else SPELT
    if len(own) > LETTERS_MAX:
        return _form(kind, writing)
    form = _form(
        kind,
        writing,
        SPELLINGS.rows(number_of(writing), own),
        list(map(coded, skeletons_of(text))),
        dict.fromkeys(map(packed, usual_spellings(text)), SCORE_MAX),
    )
    form[SIZE] = len(own) - own.count(ARTICLE)
    return form


def arabic_form(text: str) -> Longs:
    """Return the form of a text of at most `LETTERS_MAX` Arabic letters that is no given name's.

    It says what `plain_form` says, in less time. Raises KeyError for what is no Arabic letter.
    """
    ready()
    letters = np.frombuffer(bytearray([LETTER_NUMBERS[each] for each in text]), np.uint8)
    form = np.zeros(FORM_MAX, np.int64)  # whoever compares two forms finds no chance in the gaps
    form[:ROWS] = ARABIC_HEAD
    return form[: write_arabic(letters, form)].copy()


def plain_syllable_form(text: str) -> Longs:
    """Return the form of a syllable, as `syllable_form` does in less time."""
    writing = writing_of(text)
    found = syllable_spellings(text)
    texts = sorted((each for each in found if len(each) <= PACKED_MAX), key=packed)
    named = {packed(each): found[each] for each in texts}
    besides = (*map(hashed, texts), *(power_of(len(each)) for each in texts))
    return np.concatenate([_form(SYLLABLE, writing, named=named), np.array(besides, np.int64)])


def _form(
    kind: int,
    writing: Writing,
    rows: Sequence[int] = (),
    skeletons: Sequence[bytes] = (),
    named: Mapping[int, int] = _NOTHING,
) -> Longs:
    """Return a form of one letter that counts, and of no hashes."""
    number = number_of(writing)
    keys = sorted(named)
    rows_end = ROWS + len(rows)
    begins = list(accumulate(map(len, skeletons), initial=rows_end + len(skeletons) + 1))
    return np.array(
        [
            *(1, kind, *SPELLINGS.gaps(number), number, rows_end),
            *(rows_end, rows_end + len(skeletons)),
            *(begins[-1], begins[-1] + len(keys), _firsts(keys)),
            *(*rows, *begins, *chain.from_iterable(skeletons)),
            *(*keys, *(named[key] for key in keys)),
        ],
        np.int64,
    )


def _firsts(keys: Sequence[int]) -> int:
    """Return a bit for each letter that a packed word begins with."""
    found = 0
    for key in keys:
        found |= 1 << (key >> (key.bit_length() - 1) // 5 * 5)
    return found


# What forms of syllables begin with.
_SYLLABLE_HEADS: Final = {writing: _form(SYLLABLE, writing)[:ROWS] for writing in (HANGUL, HAN)}
