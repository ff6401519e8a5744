"""Whom a name may be: listed names by the keys under which a rule could match them.

Every listed name that `score.compare` would match is found, and nothing else is
compared. A name within a longer text is looked for from each of its words on.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

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
from tallystick.screening.matching.candidates import Candidates, Named
from tallystick.screening.matching.words import plain_text
from tallystick.screening.names import Words, without
from tallystick.screening.score import (
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

_INVERTED: Final = frozenset({EntityType.INDIVIDUAL, EntityType.UNKNOWN})
# Listed names that were compared lately are kept ready.
_NAMES_KEPT: Final = 1 << 12


class Listed(NamedTuple):
    """One listed name: whose, on which list, and as listed."""

    list: str
    entry: Entry
    text: str
    kind: NameKind


class Matcher:
    """An index of listed names that answers with matches, in no particular order."""

    def __init__(
        self, lists: Iterable[ListVersion], among: Collection[Listing] | None = None
    ) -> None:
        self._phrases: dict[Words, list[Listed]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._latin: list[Listed] = []
        self._read: list[Listed] = []
        latin: list[Named] = []
        read: list[Named] = []
        words: list[Words] = []
        for listed in _listed_names(lists, among):
            name = _name_of(listed.text, listed.entry.type)
            if not name.words:
                continue
            self._add_phrases(listed, name)
            if not name.plain:
                continue
            named = Named(name.plain, _other_forms(name))
            (read if name.must_be_read else latin).append(named)
            (self._read if name.must_be_read else self._latin).append(listed)
            if not name.must_be_read:
                words.append(name.words)
        self._candidates = Candidates(latin)
        self._candidates_read = Candidates(read)
        self._across = SkeletonIndex(words)
        self._starts = self._lengths.keys()

    def find(self, text: str, words: Words) -> Iterator[tuple[Listed, Match]]:
        """Yield the listed names that the whole text, of these words, matches from `FLOOR` on."""
        query = name_of(text, words, may_be_inverted=True)
        plain = query.plain
        for listed in self._possible(query, plain) if plain else ():
            match = compare(query, _name_of(listed.text, listed.entry.type))
            if match is not None and match.score >= FLOOR:
                score = weighed(match.score, listed.kind)
                yield listed, msgspec.structs.replace(match, score=score)

    def _possible(self, query: Name, plain: bytes) -> Iterator[Listed]:
        """Yield the names that the query may be by its words or, of another script, its sounds."""
        candidates = self._candidates_read if query.must_be_read else self._candidates
        listed = self._read if query.must_be_read else self._latin
        numbers = candidates.find(plain, SHARE_FLOOR)
        for form in _other_forms(query):
            numbers += candidates.find(form, SHARE_FLOOR)
        for number in dict.fromkeys(numbers):
            yield listed[number]
        for number in self._across.candidates(query.words) if query.must_be_read else ():
            yield self._latin[number]

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

    def _add_phrases(self, listed: Listed, name: Name) -> None:
        for phrase in _phrases(name):
            self._phrases.setdefault(phrase, []).append(listed)
            lengths = {*self._lengths.get(phrase[0], ()), len(phrase)}
            self._lengths[phrase[0]] = tuple(sorted(lengths))


def _listed_names(
    lists: Iterable[ListVersion], among: Collection[Listing] | None
) -> Iterator[Listed]:
    for list_name, entry in entries_of(lists, among):
        for kind, text in ((each.kind, each.text) for each in entry.names):
            yield Listed(list_name, entry, text, kind)


@lru_cache(maxsize=_NAMES_KEPT)
def _name_of(text: str, kind: EntityType) -> Name:
    """Return a listed name of somebody of a kind made ready."""
    return name_of(text, may_be_inverted=kind in _INVERTED)


def _other_forms(name: Name) -> tuple[bytes, ...]:
    """Return a name as written, where that is not as spoken, and without what is in brackets."""
    if len(name.orders) == 1 and not name.bracketed:
        return ()
    forms = {plain_text(words) for words in (*name.orders[:-1], name.telling)}
    return tuple(sorted(forms - {b"", name.plain}))


def _phrases(name: Name) -> Iterable[Words]:
    """Return the forms in which a name stands in a text: as written, as spoken, as told apart."""
    spoken = (tuple(word for word in order if word not in SET_ASIDE) for order in name.orders)
    return filter(None, dict.fromkeys((*name.orders, name.telling, *spoken)))


def _within(phrase: Words, listed: Listed) -> Match:
    rule = Rule.WITHIN if len(phrase) > 1 else Rule.WORD
    aside = without(_name_of(listed.text, listed.entry.type).words, phrase)
    return Match(weighed(SCORES[rule], listed.kind), (Evidence(rule, phrase, phrase, aside),))
