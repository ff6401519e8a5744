"""Whom a name may be: listed names by the keys under which a rule could match them.

Every listed name that `score.compare` would match is found, and nothing else is
compared. A name within a longer text is looked for from each of its words on.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec

from tallystick.screening.forms import SET_ASIDE
from tallystick.screening.lists import (
    EntityType,
    Entry,
    Listing,
    ListVersion,
    NameKind,
    entries_of,
)
from tallystick.screening.matching.candidates import Candidates
from tallystick.screening.names import Words, joined, ordered, without
from tallystick.screening.score import (
    CUT_LETTERS_MIN,
    FLOOR,
    SCORES,
    SHARE_FLOOR,
    Evidence,
    Match,
    Name,
    Rule,
    compare,
    name_of,
    weighed,
)
from tallystick.screening.scripts.candidates import SkeletonIndex

_INVERTED = frozenset({EntityType.INDIVIDUAL, EntityType.UNKNOWN})


class Listed(NamedTuple):
    """One listed name: whose, on which list, and made ready."""

    list: str
    entry: Entry
    text: str
    kind: NameKind
    name: Name


class Matcher:
    """An index of listed names that answers with matches, in no particular order."""

    def __init__(
        self, lists: Iterable[ListVersion], among: Collection[Listing] | None = None
    ) -> None:
        bearers: dict[tuple[Words, ...], list[Listed]] = {}
        self._phrases: dict[Words, list[Listed]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for listed in _listed_names(lists, among):
            bearers.setdefault(listed.name.orders, []).append(listed)
            self._add_phrases(listed)
        self._names = [(each[0].name, each) for each in bearers.values()]
        self._latin, self._read = (
            [number for number, (name, _) in enumerate(self._names) if name.must_be_read is read]
            for read in (False, True)
        )
        self._candidates = Candidates([self._names[number][0].parts for number in self._latin])
        self._candidates_read = Candidates([self._names[number][0].parts for number in self._read])
        self._across = SkeletonIndex([self._names[number][0].words for number in self._latin])
        # Every name without its spaces, in every order it may stand in, and its number.
        self._spaceless = sorted(
            (joined(order), number) for number, orders in enumerate(bearers) for order in orders
        )
        # The names by the words that tell, in whatever order: what has these is the same.
        self._telling: dict[str, list[int]] = {}
        for number, (name, _bearers) in enumerate(self._names):
            self._telling.setdefault(ordered(name.telling), []).append(number)
        self._starts = self._lengths.keys()

    def find(self, text: str) -> Iterator[tuple[Listed, Match]]:
        """Yield every listed name that the whole text matches, from `FLOOR` on."""
        query = name_of(text, may_be_inverted=True)
        if not query.parts:
            return
        same = self._telling.get(ordered(query.telling), ())
        for number in sorted({*same, *self._possible(query), *self._continuing(query)}):
            name, bearers = self._names[number]
            match = compare(query, name)
            if match is not None and match.score >= FLOOR:
                for listed in bearers:
                    score = weighed(match.score, listed.kind)
                    yield listed, msgspec.structs.replace(match, score=score)

    def _possible(self, query: Name) -> Iterator[int]:
        """Yield the names that the query may be by its words or, of another script, its sounds."""
        if not query.must_be_read:
            for place in self._candidates.find(query.parts, SHARE_FLOOR):
                yield self._latin[place]
            return
        for place in self._candidates_read.find(query.parts, SHARE_FLOOR):
            yield self._read[place]
        for place in self._across.candidates(query.words):
            yield self._latin[place]

    def _continuing(self, query: Name) -> Iterator[int]:
        """Yield the names that are the query but for spaces, or go on where it ends."""
        for spaceless in {joined(order) for order in query.orders}:
            is_long = len(spaceless) >= CUT_LETTERS_MIN
            at = bisect_left(self._spaceless, (spaceless,))
            while at < len(self._spaceless):
                text, number = self._spaceless[at]
                if text != spaceless and not (is_long and text.startswith(spaceless)):
                    break
                yield number
                at += 1

    def begins_nowhere(self, words: Words) -> bool:
        """Tell whether no word of a text is the first of any form of a listed name."""
        return self._starts.isdisjoint(words)

    def find_within(self, words: Words) -> Iterator[tuple[Listed, Match]]:
        """Yield every listed name that stands somewhere among the words, its own in order."""
        for start, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                phrase = words[start : start + length]
                for listed in self._phrases.get(phrase, ()):
                    yield listed, _within(phrase, listed)

    def _add_phrases(self, listed: Listed) -> None:
        for phrase in _phrases(listed):
            self._phrases.setdefault(phrase, []).append(listed)
            lengths = {*self._lengths.get(phrase[0], ()), len(phrase)}
            self._lengths[phrase[0]] = tuple(sorted(lengths))


def _listed_names(
    lists: Iterable[ListVersion], among: Collection[Listing] | None
) -> Iterator[Listed]:
    for list_name, entry in entries_of(lists, among):
        may_be_inverted = entry.type in _INVERTED
        for kind, text in ((each.kind, each.text) for each in entry.names):
            name = name_of(text, may_be_inverted=may_be_inverted)
            if name.words:
                yield Listed(list_name, entry, text, kind, name)


def _phrases(listed: Listed) -> Iterable[Words]:
    """Return the forms in which a name stands in a text: as written, as spoken, as told apart."""
    name = listed.name
    spoken = (tuple(word for word in order if word not in SET_ASIDE) for order in name.orders)
    return filter(None, dict.fromkeys((*name.orders, name.telling, *spoken)))


def _within(phrase: Words, listed: Listed) -> Match:
    rule = Rule.WITHIN if len(phrase) > 1 else Rule.WORD
    aside = without(listed.name.words, phrase)
    return Match(weighed(SCORES[rule], listed.kind), (Evidence(rule, phrase, phrase, aside),))
