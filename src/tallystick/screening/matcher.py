"""Whom a name may be: listed names by the keys under which a rule could match them.

Every listed name that `score.compare` would match is found, and nothing else is
compared. A name within a longer text is looked for from each of its words on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from tallystick.screening.forms import SET_ASIDE
from tallystick.screening.lists import EntityType, Entry, ListVersion, NameKind
from tallystick.screening.matching.candidates import Candidates
from tallystick.screening.names import Words, joined, ordered, without
from tallystick.screening.score import (
    CUT_LETTERS_MIN,
    Evidence,
    Match,
    Name,
    Rule,
    compare,
    name_of,
    weighed,
)

_INVERTED = frozenset({EntityType.INDIVIDUAL, EntityType.UNKNOWN})


FLOOR = 7_500


class Listed(NamedTuple):
    """One listed name: whose, on which list, and made ready."""

    list: str
    entry: Entry
    text: str
    kind: NameKind
    name: Name

    @property
    def entity(self) -> str:
        """Whom it names, by the list's own id."""
        return self.entry.entity


class Matcher:
    """An index of listed names that answers with matches, in no particular order."""

    def __init__(self, lists: Iterable[ListVersion]) -> None:
        self._spaceless: dict[str, list[Listed]] = {}
        self._telling: dict[str, list[Listed]] = {}
        self._phrases: dict[Words, list[Listed]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        every = list(_listed_names(lists))
        for listed in every:
            self._add(listed)
        groups = {}
        for listed in every:
            groups.setdefault(listed.name, []).append(listed)
        self._names = [(n, g) for n, g in groups.items()]
        self._spaceless_names = sorted((joined(o), i) for i, (n, _) in enumerate(self._names) for o in n.orders)
        self._candidates = Candidates([n.parts for n, _ in self._names])
        self._starts = self._lengths.keys()

    def find(self, text: str) -> Iterator[tuple[Listed, Match]]:
        """Yield every listed name that the whole text matches."""
        query = name_of(text, may_be_inverted=True)
        if not query.parts: return
        for number in sorted({*self._candidates.find(query.parts, FLOOR), *self._continuing(query)}):
            name, bearers = self._names[number]
            match = compare(query, name)
            if match is None or match.score < FLOOR: continue
            for listed in bearers:
                m = compare(query, name, listed.kind) if listed.kind is NameKind.WEAK else match
                yield listed, m

    def _continuing(self, query):
        spaceless = query.spaceless
        first = bisect_left(self._spaceless_names, (spaceless,))
        last = spaceless + (chr(0x10ffff) if len(spaceless) >= CUT_LETTERS_MIN else "")
        end = bisect_right(self._spaceless_names, (last, 1<<30))
        return (number for _text, number in self._spaceless_names[first:end])

    def names_nobody(self, text: str, words: Words) -> bool:
        """Tell whether the whole text surely matches no listed name; no may be wrong.

        A name that matches by its words begins somewhere among them, also in other order;
        one that matches without regard to spaces is looked for as it stands.
        """
        if "(" in text or "," in text:
            return False
        return joined(words) not in self._spaceless and self.begins_nowhere(words)

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

    def _add(self, listed: Listed) -> None:
        for order in listed.name.orders:
            self._spaceless.setdefault(joined(order), []).append(listed)
        self._telling.setdefault(ordered(listed.name.telling), []).append(listed)
        for phrase in _phrases(listed):
            self._phrases.setdefault(phrase, []).append(listed)
            lengths = {*self._lengths.get(phrase[0], ()), len(phrase)}
            self._lengths[phrase[0]] = tuple(sorted(lengths))


def _listed_names(lists: Iterable[ListVersion]) -> Iterator[Listed]:
    for version in lists:
        for entry in version.entries:
            may_be_inverted = entry.type in _INVERTED
            for kind, text in ((each.kind, each.text) for each in entry.names):
                name = name_of(text, may_be_inverted=may_be_inverted)
                if name.words:
                    yield Listed(version.name, entry, text, kind, name)


def _phrases(listed: Listed) -> Iterable[Words]:
    """Return the forms in which a name stands in a text: as written, as spoken, as told apart."""
    name = listed.name
    spoken = (tuple(word for word in order if word not in SET_ASIDE) for order in name.orders)
    return filter(None, dict.fromkeys((*name.orders, name.telling, *spoken)))


def _within(phrase: Words, listed: Listed) -> Match:
    rule = Rule.WITHIN if len(phrase) > 1 else Rule.WORD
    aside = without(listed.name.words, phrase)
    return Match(weighed(rule, listed.kind), (Evidence(rule, phrase, phrase, aside),))
