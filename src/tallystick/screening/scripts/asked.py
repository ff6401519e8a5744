"""A name in another script, and Latin ones, made ready for kernels."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from typing import Final, NamedTuple

import numpy as np

from tallystick.screening.scripts.given_names import usual_spellings
from tallystick.screening.scripts.keys import skeletons_of
from tallystick.screening.scripts.letters import PACKED_MAX, coded, offsets, packed
from tallystick.screening.scripts.loops import SCORE_MAX
from tallystick.screening.scripts.shapes import (
    COLUMNS,
    GIVEN,
    LETTERS_MAX,
    SPELT,
    SYLLABLE,
    TEXTS,
    WORDS_AT,
    Longs,
)
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.syllable_spellings import syllable_spellings
from tallystick.screening.scripts.units import ARTICLE, Unit
from tallystick.screening.scripts.writings import ARABIC, LATIN, SPELLINGS, number_of, writing_of

_KEPT: Final = 1 << 12
_NONE: Final = np.array([], np.int64)


class _Form(NamedTuple):
    """A text by itself: the rows of its letters, its skeletons, what it is called outright."""

    rows: tuple[int, ...]
    size: int
    kind: int
    gaps: tuple[int, int, int, int]
    skeletons: tuple[bytes, ...]
    keys: Longs
    scores: Longs
    writing: int


@lru_cache(maxsize=_KEPT)
def _form(text: str) -> _Form:
    writing = writing_of(text)
    number = number_of(writing)
    gaps = SPELLINGS.gaps(number)
    if writing.is_syllabic:
        found = syllable_spellings(text).items()
        named = sorted((packed(key), score) for key, score in found if len(key) <= PACKED_MAX)
        keys = np.array([key for key, _ in named], np.int64)
        scores = np.array([score for _, score in named], np.int64)
        return _Form((), 1, SYLLABLE, gaps, (), keys, scores, number)
    own = text if writing is ARABIC else writing.letters(text)
    kind = GIVEN if writing is ARABIC else SPELT
    if len(own) > LETTERS_MAX:
        return _Form((), 1, kind, gaps, (), _NONE, _NONE, number)
    usual = usual_spellings(text)
    keys = np.array(sorted(map(packed, usual)), np.int64) if usual else _NONE
    return _Form(
        SPELLINGS.rows(number, own),
        len(own) - own.count(ARTICLE),
        kind,
        gaps,
        tuple(map(coded, skeletons_of(text))),
        keys,
        np.full(len(keys), SCORE_MAX, np.int64) if usual else _NONE,
        number,
    )


def asked_of(units: Sequence[Unit]) -> Longs:
    """Return a name of such units made ready."""
    forms = [_form(unit.text) for unit in units]
    joined = [-1] * len(units)
    for place, (one, other) in enumerate(pairwise(units)):
        mine = forms[place]
        if mine.kind != SYLLABLE and mine.writing == forms[place + 1].writing:
            joined[place] = len(forms)
            forms.append(_form(one.text + other.text))
    joined += [-1] * (len(forms) - len(units))
    shapes = [each for form in forms for each in form.skeletons]
    place = TEXTS + len(forms) * COLUMNS
    rows = list(accumulate((len(form.rows) for form in forms), initial=place))
    at = list(accumulate((len(form.skeletons) for form in forms), initial=rows[-1]))
    begins = list(accumulate(map(len, shapes), initial=at[-1] + 1))
    keys = list(accumulate((len(form.keys) for form in forms), initial=begins[-1]))
    texts = (
        (
            *(rows[place], rows[place + 1], form.size, form.kind, *form.gaps),
            *(at[place], at[place + 1], keys[place], keys[place + 1]),
            *(units[place].first if place < len(units) else 0, form.writing, joined[place]),
        )
        for place, form in enumerate(forms)
    )
    head = (
        *(len(units), keys[-1] - keys[0]),
        *chain.from_iterable(texts),
        *chain.from_iterable(form.rows for form in forms),
        *begins,
        *chain.from_iterable(shapes),
    )
    own = [form.keys for form in forms if len(form.keys)]
    scores = [form.scores for form in forms if len(form.keys)]
    return np.concatenate([np.array(head, np.int64), *own, *scores])


def _writing(word: str) -> int:
    """Return the number of a word's writing system, twice, and one more if it has syllables."""
    writing = LATIN if word.isascii() else writing_of(word)
    return 2 * number_of(writing) + writing.is_syllabic


def listed_of(names: Sequence[Sequence[str]]) -> Longs:
    """Return Latin names as rows of words made ready, each word once."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in name] for name in names]
    codes = [coded(word) for word in numbers]
    shapes = [coded(latin_skeleton(word)) if len(word) <= LETTERS_MAX else b"" for word in numbers]
    writings = list(map(_writing, numbers))
    words = WORDS_AT + len(codes) + 1
    parts = (b"".join(codes), b"".join(shapes))
    shapes_at = words + len(parts[0])
    letters = shapes_at + len(codes) + 1
    names_at = letters + len(parts[1]) + len(writings)
    return np.concatenate(
        [
            np.array([shapes_at, letters + len(parts[1]), names_at], np.int64),
            offsets(list(map(len, codes))) + words,
            np.frombuffer(parts[0], np.uint8).astype(np.int64),
            offsets(list(map(len, shapes))) + letters,
            np.frombuffer(parts[1], np.uint8).astype(np.int64),
            np.array(writings, np.int64),
            offsets(list(map(len, rows))) + names_at + len(rows) + 1,
            np.fromiter(chain.from_iterable(rows), np.int64),
        ]
    )
