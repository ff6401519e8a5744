"""Which listed names are worth a comparison: an inverted index of words as they may be written.

Names are numbered, and a set of them is one whole number with a bit for each. For every word of
a query there is the set of names in which a word like it stands. A name is hardly ever a hit
by one word alone, so it must be in two of them, which a few operations on long numbers tell.
What is left is held against the most that could be the same of both names, and what remains
is compared. The bounds are those of `alignment.align` or above them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from tallystick.screening.matching.alignment import share_of
from tallystick.screening.matching.likeness import ALIKE_MAX, INITIAL
from tallystick.screening.matching.vocabulary import Vocabulary
from tallystick.screening.matching.words import INITIAL_WEIGHT, Role, Word, telling_of, weight_of

# A listed name joins so many words at the most where a query has one, and the other way round.
_JOINED_MAX: Final = 3
# What is kept of words that were asked before, in bytes at the most, and of each besides its set.
_KEPT_BYTES: Final = 48 << 20
_WORD_BYTES: Final = 1 << 10
# An initial may stand for a long word: what both weigh, in the mean, and the longer.
_INITIAL_MEAN: Final = 60
_INITIAL_MOST: Final = 100
# Words in so many names have their sets made once and for all.
_COMMON_MIN: Final = 64
# So many members of a set are taken one by one.
_FEW: Final = 12


class _Found(NamedTuple):
    """Where words like one word of a query stand, and how like it each of them is.

    `names` are the names with such a word, `initials` those with its initial, `joined` those with
    two words or three that it joins. `shares` are in thousandths, by the places of the words.
    """

    names: int
    initials: int
    joined: int
    shares: Mapping[int, int]


class _Listed(NamedTuple):
    """A listed name: the places and weights of its telling words, and what they and all weigh."""

    words: tuple[tuple[int, int], ...]
    telling: int
    light: int


class Candidates:
    """Names, known by their number, that a query may be."""

    def __init__(self, names: Sequence[Sequence[Word]]) -> None:
        telling = [telling_of(name) for name in names]
        self._vocabulary = Vocabulary(word for words in telling for word in words)
        self._names = [
            self._listed(name, words) for name, words in zip(names, telling, strict=True)
        ]
        self._postings = _postings(self._names, len(self._vocabulary.plains))
        self._common = {
            place: _set_of(numbers)
            for place, numbers in enumerate(self._postings)
            if len(numbers) >= _COMMON_MIN
        }
        self._joins = _joins(names)
        self._lone = _set_of(number for number, words in enumerate(telling) if _is_lone(words))
        # What is kept of a word depends on nothing but the word and the lists.
        kept = _KEPT_BYTES // (len(names) // 8 + _WORD_BYTES)
        self._find_word = lru_cache(maxsize=kept)(self._found)

    def find(self, query: Sequence[Word], floor: int) -> Iterator[int]:
        """Yield the numbers of the names of which a share from `floor` on may be the same."""
        telling = telling_of(query)
        found = [self._find_word(word, word is query[-1]) for word in telling]
        joined = self._joined(query)
        for each in found:
            joined |= each.joined
        near = self._near(telling, found, _fewest(telling, floor)) & ~joined
        if near:
            light = weight_of(query) - weight_of(telling)
            for number in _numbers(near):
                if _most_of(telling, found, light, self._names[number]) >= floor:
                    yield number
        yield from _numbers(joined)

    def _near(self, telling: Sequence[Word], found: Sequence[_Found], fewest: int) -> int:
        """Return the names that have as many words of the query as may be enough."""
        met = [0] * fewest  # at each place the names that have one word more
        initials = 0
        for each in found:
            for more in range(fewest - 1, 0, -1):
                met[more] |= met[more - 1] & each.names
            met[0] |= each.names
            initials |= each.initials
        if _is_lone(telling):
            return met[-1] | met[0] & self._lone
        if any(word.role is Role.INITIAL for word in telling):
            return met[0]
        return met[-1] | met[0] & initials

    def _listed(self, name: Sequence[Word], telling: Sequence[Word]) -> _Listed:
        weight = weight_of(telling)
        words = tuple((self._vocabulary.place(word), word.weight) for word in telling)
        return _Listed(words, weight, weight_of(name) - weight)

    def _joined(self, query: Sequence[Word]) -> int:
        """Return the names with a word that joins consecutive words of the query."""
        places = (
            place for sound in _joined_sounds(query) for place in self._vocabulary.sounding(sound)
        )
        return self._names_with(places)

    def _names_with(self, places: Iterable[int]) -> int:
        """Return the set of the names in which any of the words stands."""
        names = 0
        few: list[int] = []
        for place in places:
            if place in self._common:
                names |= self._common[place]
            else:
                few += self._postings[place]
        return names | _set_of(few)

    def _found(self, word: Word, may_be_cut: bool) -> _Found:  # noqa: FBT001 - a part of a key
        shares = self._vocabulary.alike(word)
        if may_be_cut:
            shares = {**self._vocabulary.beginning_with(word), **shares}
        initial = self._vocabulary.initial(word)
        names = self._names_with(place for place in shares if place != initial)
        initials = 0 if initial is None else self._names_with((initial,))
        joined = _set_of(self._joins.get(word.sound, ()))
        return _Found(names, initials, joined, shares)


def _most_of(telling: Sequence[Word], found: Sequence[_Found], light: int, listed: _Listed) -> int:
    """Return the most of a query and a listed name that can be the same, as a share.

    Each word of the query takes the listed word that is most like it, whether or not another
    took it too, and light words all meet.
    """
    same = ALIKE_MAX * min(light, listed.light)
    apart = left = 0
    unmet = listed.telling
    for word, each in zip(telling, found, strict=True):
        share, weight = max(
            [(each.shares.get(place, 0), weight) for place, weight in listed.words]
        )
        if word.role is Role.INITIAL and share < ALIKE_MAX:
            share, weight, met = INITIAL, _INITIAL_MEAN, _INITIAL_MOST
        elif not share:
            left += word.weight
            continue
        else:
            met = weight
            is_initial = weight == INITIAL_WEIGHT
            weight = (weight + word.weight) // 2 if is_initial else min(weight, word.weight)
        same += weight * share
        apart += weight * (ALIKE_MAX - share)
        unmet -= met
    return share_of(same, apart, left, max(unmet, 0))


def _fewest(telling: Sequence[Word], floor: int) -> int:
    """Return how many words of a query must be met at the least, two or more.

    That is when the heaviest are met in a name that has no other.
    """
    weights = sorted((word.weight for word in telling), reverse=True)
    met, whole = weights[0], sum(weights)
    for fewest in range(2, len(weights) + 1):
        met += weights[fewest - 1]
        if share_of(ALIKE_MAX * met, 0, whole - met, 0) >= floor:
            return fewest
    return 2


def _is_lone(telling: Sequence[Word]) -> bool:
    return sum(word.role is not Role.NUMBER for word in telling) < 2


def _postings(names: Sequence[_Listed], places: int) -> list[list[int]]:
    """Return the numbers of the names in which each word stands, by its place."""
    numbers: list[list[int]] = [[] for _ in range(places)]
    for number, name in enumerate(names):
        for place in {place for place, _weight in name.words}:
            numbers[place].append(number)
    return numbers


def _joins(names: Sequence[Sequence[Word]]) -> dict[str, list[int]]:
    """Return the numbers of the names in which neighbours sound so when joined."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(names):
        for sound in _joined_sounds(words):
            numbers[sound].append(number)
    return dict(numbers)


def _joined_sounds(words: Sequence[Word]) -> Iterator[str]:
    """Yield the sound of every two or three consecutive words as one."""
    for start in range(len(words) - 1):
        sound = words[start].sound
        for word in words[start + 1 : start + _JOINED_MAX]:
            more = word.sound
            sound += more[1:] if sound[-1] == more[0] else more
            yield sound


def _set_of(numbers: Iterable[int]) -> int:
    """Return a set of numbers as one number."""
    every = tuple(numbers)
    if not every:
        return 0
    bits = bytearray((max(every) >> 3) + 1)
    for number in every:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def _numbers(names: int) -> Iterator[int]:
    """Yield the numbers of a set."""
    if names.bit_count() > _FEW:
        raw = names.to_bytes((names.bit_length() + 7) >> 3, "little")
        bits = np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little")
        yield from bits.nonzero()[0].tolist()
        return
    while names:
        last = names.bit_length() - 1
        names ^= 1 << last
        yield last
