"""Whom a name may be: listed names by the keys under which a rule could match them.

Every listed name that `score.compare` would match is found, and nothing else is
compared. A name within a longer text is looked for from each of its words on.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from tallystick.screening.forms import SET_ASIDE
from tallystick.screening.lists import (
    EntityType,
    Entry,
    Listing,
    ListVersion,
    NameKind,
    entries_of,
)
from tallystick.screening.names import Words, joined, ordered, without
from tallystick.screening.score import (
    Evidence,
    Match,
    Name,
    Rule,
    compare,
    name_of,
    weighed,
)

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
        self._spaceless: dict[str, list[Listed]] = {}
        self._telling: dict[str, list[Listed]] = {}
        self._phrases: dict[Words, list[Listed]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for listed in _listed_names(lists, among):
            self._add(listed)
        self._starts = self._lengths.keys()

    def find(self, text: str) -> Iterator[tuple[Listed, Match]]:
        """Yield every listed name that the whole text matches."""
        query = name_of(text, may_be_inverted=True)
        spaceless = (self._spaceless.get(joined(order), ()) for order in query.orders)
        same = self._telling.get(ordered(query.telling), ())
        candidates = {id(each): each for each in (*chain.from_iterable(spaceless), *same)}
        for listed in candidates.values():
            if match := compare(query, listed.name, listed.kind):
                yield listed, match

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
    return Match(weighed(rule, listed.kind), (Evidence(rule, phrase, phrase, aside),))
