"""Which listed names are worth a comparison: an inverted index of words as they may be written.

Names are numbered. For every word of a query there is the set of names in which a word like it
stands. A name is hardly ever a hit by one word alone, so it must be in two of these sets, which
mostly have few members. What is left is held against the most that could be the same of both
names, and what remains is compared. The bounds are those of `alignment.align` or above them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, combinations
from typing import Final, NamedTuple, TypeAlias

from tallystick.screening.matching.alignment import share_of
from tallystick.screening.matching.likeness import ALIKE_MAX, INITIAL
from tallystick.screening.matching.vocabulary import Vocabulary
from tallystick.screening.matching.words import INITIAL_WEIGHT, Role, Word, telling_of, weight_of

# A listed name joins so many words at the most where a query has one, and the other way round.
_JOINED_MAX: Final = 3
# So many words that were asked before are kept; most stand in a few dozen names.
_WORDS_KEPT: Final = 1 << 13
# An initial may stand for a long word: what both weigh, in the mean, and the longer.
_INITIAL_MEAN: Final = 60
_INITIAL_MOST: Final = 100
# Looked up once: on the road of every name an attribute of an enum is dear.
_INITIAL: Final = Role.INITIAL
_OF_NAMES: Final = (Role.NAME, Role.INITIAL)

Numbers: TypeAlias = frozenset[int]
_NOBODY: Final[Numbers] = frozenset()


class _Found(NamedTuple):
    """Where words like one word of a query stand, and how like it each of them is.

    `names` are the names with such a word, `initials` those with its initial, `joined` those with
    two words or three that it joins. `shares` are in thousandths, by the places of the words.
    """

    names: Numbers
    initials: Numbers
    joined: Numbers
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
        self._joins = _joins(names)
        self._initials = {
            place: frozenset(self._postings[place])
            for place, plain in enumerate(self._vocabulary.plains)
            if len(plain) == 1
        }
        self._initialled = _NOBODY.union(*self._initials.values())
        self._lone = frozenset(number for number, words in enumerate(telling) if _is_lone(words))
        # What is kept of a word depends on nothing but the word and the lists.
        self._find_word = lru_cache(maxsize=_WORDS_KEPT)(self._found)

    def find(self, query: Sequence[Word], floor: int) -> Iterator[int]:
        """Yield the numbers of the names of which a share from `floor` on may be the same."""
        telling = telling_of(query)
        last = query[-1]
        found = [self._find_word(word, word is last) for word in telling]
        joined = self._joined(query).union(*[each.joined for each in found if each.joined])
        near = self._near(telling, found, floor)
        if near:
            light = weight_of(query) - weight_of(telling)
            for number in near - joined:
                if _most_of(telling, found, light, self._names[number]) >= floor:
                    yield number
        yield from joined

    def _near(self, telling: Sequence[Word], found: Sequence[_Found], floor: int) -> Numbers:
        """Return the names that have as many words of the query as may be enough."""
        if _INITIAL in [word.role for word in telling]:
            return _NOBODY.union(*[each.names for each in found])
        near = _in_two([each.names for each in found])
        if len(telling) > 2 and near and (fewest := _fewest(telling, floor)) > 2:
            near = frozenset(
                number
                for number in near
                if sum([number in each.names for each in found]) >= fewest
            )
        # A name of one telling word is met by it alone: the others may be forms, misspelt.
        near = near.union(*[each.names & self._lone for each in found])
        shortened = _NOBODY.union(*[each.names & self._initialled for each in found])
        return near.union(self._by_initials(shortened, found)) if shortened else near

    def _by_initials(self, names: Numbers, found: Sequence[_Found]) -> Numbers:
        """Return those of the names that have the initial of a word of the query."""
        return _NOBODY.union(*[names & each.initials for each in found])

    def _listed(self, name: Sequence[Word], telling: Sequence[Word]) -> _Listed:
        weight = weight_of(telling)
        words = tuple((self._vocabulary.place(word), word.weight) for word in telling)
        return _Listed(words, weight, weight_of(name) - weight)

    def _joined(self, query: Sequence[Word]) -> Numbers:
        """Return the names with a word that joins consecutive words of the query."""
        sounding = self._vocabulary.sounding
        places = [place for sound in _joined_sounds(query) for place in sounding(sound)]
        return self._names_with(places) if places else _NOBODY

    def _names_with(self, places: Iterable[int]) -> Numbers:
        """Return the names in which any of the words stands."""
        return frozenset(chain.from_iterable([self._postings[place] for place in places]))

    def _found(self, word: Word, may_be_cut: bool) -> _Found:  # noqa: FBT001 - a part of a key
        shares = self._vocabulary.alike(word)
        if may_be_cut:
            shares = {**self._vocabulary.beginning_with(word), **shares}
        initial = self._vocabulary.initial(word)
        names = self._names_with([place for place in shares if place != initial])
        initials = _NOBODY if initial is None else self._initials[initial]
        joined = frozenset(self._joins.get(word.sound, ()))
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
        share_with = each.shares.get
        share = weight = 0
        for place, heavy in listed.words:
            alike = share_with(place, 0)
            if alike > share or (alike == share and heavy > weight):
                share, weight = alike, heavy
        if share < ALIKE_MAX and word.role is _INITIAL:
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


def _in_two(sets: Sequence[Numbers]) -> Numbers:
    """Return what is in two of the sets or more."""
    if len(sets) < 2:
        return _NOBODY
    return _NOBODY.union(*[one & other for one, other in combinations(sets, 2)])


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
    return sum([word.role in _OF_NAMES for word in telling]) < 2


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
