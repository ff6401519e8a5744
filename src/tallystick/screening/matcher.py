"""Whom a name may be: listed names by the keys under which a rule could match them.

Nobody is compared but whom a key leads to. What `score.compare` would match and no key leads to
is not found: a word with several letters wrong that sounds and looks otherwise; words joined and
misspelt at once; a company form parted in two beside a word misspelt, or misspelt itself where one
other word of several is there; one for which the list has a longer or misspelt word. A name within
a longer text is looked for from each of its words on.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
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
from tallystick.screening.phrases import Phrase, Phrases
from tallystick.screening.score import (
    FLOOR,
    SCORES,
    SHARE_FLOOR,
    Evidence,
    Match,
    Name,
    Rule,
    compare,
    is_too_long,
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
        # What stays is made first: nothing of what goes is left between it.
        self._listed = tuple(_listed_names(lists, among))
        self._latin, self._read = array("i"), array("i")
        drafts = _Drafts()
        self._within = Phrases(self._drafted(drafts))
        self._candidates = Candidates(drafts.latin)
        self._candidates_read = Candidates(drafts.read)
        self._across = SkeletonIndex(drafts.words)

    def _drafted(self, drafts: "_Drafts") -> Iterator[Phrase]:
        """Yield the phrases of all names, which are taken into the drafts on the way."""
        for number, listed in enumerate(self._listed):
            name = _name_of(listed.text, listed.entry.type)
            for words in _phrases(name):
                yield Phrase(words, number)
            if name.plain:
                (self._read if name.must_be_read else self._latin).append(number)
                drafts.take(name)

    def find(self, text: str, words: Words) -> Sequence[tuple[Listed, Match]]:
        """Return the listed names that the whole text, of these words, matches from `FLOOR` on.

        A text of more words or letters than any name has matches none.
        """
        if is_too_long(words):
            return ()
        # Most names have the one form that they are written in, and nobody is like them.
        if text.isascii() and "," not in text and "(" not in text:
            plain = " ".join(words).encode()
            if not plain or not self._candidates.find(plain, SHARE_FLOOR):
                return ()
        return list(self._matches(name_of(text, words, may_be_inverted=True)))

    def _matches(self, query: Name) -> Iterator[tuple[Listed, Match]]:
        for listed in self._possible(query) if query.plain else ():
            match = compare(query, _name_of(listed.text, listed.entry.type))
            if match is not None and match.score >= FLOOR:
                score = weighed(match.score, listed.kind)
                yield listed, msgspec.structs.replace(match, score=score)

    def _possible(self, query: Name) -> Iterator[Listed]:
        """Yield the names that the query may be by its words or, of another script, its sounds."""
        candidates = self._candidates_read if query.must_be_read else self._candidates
        listed = self._read if query.must_be_read else self._latin
        numbers = candidates.find(query.plain, SHARE_FLOOR)
        for form in _other_forms(query):
            numbers += candidates.find(form, SHARE_FLOOR)
        for number in dict.fromkeys(numbers):
            yield self._listed[listed[number]]
        for number in self._across.candidates(query.words) if query.must_be_read else ():
            yield self._listed[self._latin[number]]

    def find_within(self, words: Words) -> Sequence[tuple[Listed, Match]]:
        """Return every listed name that stands somewhere among the words, its own in order.

        One that stands there again is not told again.
        """
        phrases = self._within.within(words)
        return list(self._named_by(phrases)) if phrases else ()

    def _named_by(self, phrases: Iterable[Phrase]) -> Iterator[tuple[Listed, Match]]:
        for phrase, number in phrases:
            listed = self._listed[number]
            name = _name_of(listed.text, listed.entry.type)
            if phrase == name.words or phrase in _phrases(name):
                yield listed, _within(phrase, name, listed.kind)


class _Drafts:
    """What listed names are, while an index is made of them."""

    def __init__(self) -> None:
        self.latin: list[Named] = []
        self.read: list[Named] = []
        self.words: list[Words] = []
        self._known: dict[str, str] = {}

    def take(self, name: Name) -> None:
        named = Named(name.plain, _other_forms(name))
        if name.must_be_read:
            self.read.append(named)
            return
        self.latin.append(named)
        # A word that comes again is not another one: there are five times as many.
        self.words.append(tuple(self._known.setdefault(word, word) for word in name.words))


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


def _phrases(name: Name) -> Collection[Words]:
    """Return the forms in which a name stands in a text: as written, as spoken, as told apart."""
    spoken = (tuple(word for word in order if word not in SET_ASIDE) for order in name.orders)
    return [words for words in dict.fromkeys((*name.orders, name.telling, *spoken)) if words]


def _within(phrase: Words, name: Name, kind: NameKind) -> Match:
    rule = Rule.WITHIN if len(phrase) > 1 else Rule.WORD
    aside = without(name.words, phrase)
    return Match(weighed(SCORES[rule], kind), (Evidence(rule, phrase, phrase, aside),))
