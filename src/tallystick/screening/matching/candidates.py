"""Which listed names are worth a comparison: an inverted index of words as they may be written.

Each word of a query has a vector: the names in which a word like it stands, and how much of the
query is met there at the most. A name of which too little could be met is never compared;
the bound is that of `alignment.align`, or above it. All sums are of whole numbers, so every
machine finds the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.matching.alignment import bound
from tallystick.screening.matching.likeness import ALIKE_MAX
from tallystick.screening.matching.vocabulary import Vocabulary
from tallystick.screening.matching.words import Role, Word

Ints = NDArray[np.int32]

_TELLING: Final = frozenset({Role.NAME, Role.NUMBER, Role.INITIAL})
# In one number: the weight that is met, how many words are, and how many of them whole.
_MET: Final = 1 << 16
_WHOLE: Final = (1 << 24) | _MET
_WEIGHT_MASK: Final = _MET - 1
_COUNT_MASK: Final = (1 << 24) - _MET
_VECTORS_KEPT: Final = 1 << 15
_JOINED_MAX: Final = 3


class _Vector(NamedTuple):
    """Names and what a word meets in each; from `joins` on those where it is two words."""

    names: Ints
    values: Ints
    joins: int


class Candidates:
    """Names, known by their number, that a query may be."""

    def __init__(self, names: Sequence[Sequence[Word]]) -> None:
        telling = [telling_of(name) for name in names]
        self._vocabulary = Vocabulary(word for words in telling for word in words)
        self._postings = _postings(self._vocabulary.plains, telling)
        self._joins = _join_postings(names)
        self._weights = np.array([_weight(words) for words in telling], np.int32)
        self._is_lone = np.array([_is_lone(words) for words in telling], np.bool_)
        # What is kept of a word depends on nothing but the word and the lists.
        self._vector = lru_cache(maxsize=_VECTORS_KEPT)(self._vector_of)

    def find(self, query: Sequence[Word], floor: int) -> Sequence[int]:
        """Return the numbers of the names that may be as much of the query as `floor`."""
        telling = telling_of(query)
        vectors = [self._vector(word, word is query[-1]) for word in telling]
        vectors = sorted((each for each in vectors if len(each.names)), key=_size)
        joined = self._joined_vectors(query)
        initials = sum(word.role is Role.INITIAL for word in telling)
        is_lone = _is_lone(telling)
        rarest = vectors if is_lone or initials else _without_largest(vectors)
        if not rarest and not joined:
            return ()
        sums = np.zeros(len(self._weights), np.int32)
        for names, values, _joins in (*vectors, *joined):
            sums[names] += values
        names = np.concatenate([each.names for each in (*rarest, *joined)])
        met = sums[names] + initials * (_MET + 60)
        is_met = (met & _COUNT_MASK >= 2 * _MET) & (met >= _WHOLE)
        if is_lone:
            is_met |= self._is_lone[names]
        kept = is_met.nonzero()[0]
        if not len(kept):
            return ()
        return self._within(
            names[kept],
            met[kept] & _WEIGHT_MASK,
            _weight(telling) + 40 * initials,
            40 * initials,
            floor,
        )

    def _within(self, names: Ints, met: Ints, weight: int, slack: int, floor: int) -> list[int]:
        """Return the names of which enough may be met, in order."""
        best: dict[int, int] = {}
        for name, each in zip(names.tolist(), met.tolist(), strict=True):
            best[name] = max(best.get(name, 0), each)
        listed = self._weights
        return sorted(
            name
            for name, each in best.items()
            if bound(each, weight, max(int(listed[name]) - slack, 1)) >= floor
        )

    def _joined_vectors(self, query: Sequence[Word]) -> list[_Vector]:
        """Return vectors of consecutive words that are one listed word."""
        found = []
        for sound, weight in _joined(query):
            for place in self._vocabulary.sounding(sound):
                names = self._postings[place]
                values = np.full(len(names), weight + 2 * _WHOLE, np.int32)
                found.append(_Vector(names, values, 0))
        return found

    def _vector_of(self, word: Word, may_be_cut: bool) -> _Vector:  # noqa: FBT001 - part of a key
        shares = self._vocabulary.alike(word)
        if may_be_cut:
            shares = {**self._vocabulary.beginning_with(word), **shares}
        # Of two listed words of one name that are like it the likelier counts: it is written last.
        ranked = sorted((share << 32) | place for place, share in shares.items())
        places = [each & 0xFFFFFFFF for each in ranked]
        rows = [self._postings[place] for place in places]
        plains = self._vocabulary.plains
        values = [
            word.weight * (each >> 32) // ALIKE_MAX + (_WHOLE if len(plains[place]) > 1 else _MET)
            for each, place in zip(ranked, places, strict=True)
        ]
        joins = sum(map(len, rows))
        if word.sound in self._joins:
            rows.append(self._joins[word.sound])
            values.append(word.weight + 2 * _WHOLE)
        return _vector(rows, values, joins)


def telling_of(name: Sequence[Word]) -> list[Word]:
    """Return the words of a name that its candidates are found by."""
    return [word for word in name if word.role in _TELLING] or list(name)


def _is_lone(telling: Sequence[Word]) -> bool:
    return sum(word.role is not Role.NUMBER for word in telling) < 2


def _weight(words: Sequence[Word]) -> int:
    return sum(word.weight for word in words)


def _size(vector: _Vector) -> int:
    return len(vector.names)


def _without_largest(vectors: list[_Vector]) -> list[_Vector]:
    """Return vectors in which each name of two words met is, whatever the largest holds."""
    if not vectors:
        return []
    names, values, joins = vectors[-1]
    if joins == len(names):
        return vectors[:-1]
    return [*vectors[:-1], _Vector(names[joins:], values[joins:], 0)]


def _postings(plains: Sequence[str], names: Sequence[Sequence[Word]]) -> list[Ints]:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(names):
        for plain in {word.plain for word in words}:
            numbers[plain].append(number)
    flat = np.array([number for plain in plains for number in numbers[plain]], np.int32)
    ends = np.cumsum([len(numbers[plain]) for plain in plains])[:-1]
    return np.split(flat, ends) if len(plains) else []


def _join_postings(names: Sequence[Sequence[Word]]) -> dict[str, Ints]:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(names):
        for sound in {sound for sound, _weight in _joined(words)}:
            numbers[sound].append(number)
    return {sound: np.array(found, np.int32) for sound, found in numbers.items()}


def _joined(words: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """Yield the sound and weight of every two or three consecutive words as one."""
    for start in range(len(words) - 1):
        sound, weight = words[start].sound, words[start].weight
        for word in words[start + 1 : start + _JOINED_MAX]:
            more = word.sound
            sound += more[1:] if sound[-1] == more[0] else more
            weight += word.weight
            yield sound, weight


def _vector(rows: list[Ints], values: list[int], joins: int) -> _Vector:
    if not rows:
        return _NOTHING
    lengths = [len(row) for row in rows]
    return _Vector(np.concatenate(rows), np.repeat(np.array(values, np.int32), lengths), joins)


_NOTHING: Final = _Vector(np.zeros(0, np.int32), np.zeros(0, np.int32), 0)
