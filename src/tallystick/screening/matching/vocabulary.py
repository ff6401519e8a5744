"""The words of all listed names, found by whatever a word may be written as.

A listed word is known by keys, and a word of a query is looked for under its own: its sound, the
same with a letter left out or changed, its consonants, its look. Whatever shares a key is
compared, so a key that fits too much costs time and no more; what shares none is not found.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from tallystick.screening.matching.likeness import (
    ALIKE_MAX,
    CUT,
    CUT_LETTERS_MIN,
    INITIAL,
    LOOK,
    VOWELLESS,
    likeness,
    shares_of,
)
from tallystick.screening.matching.words import Word

# Of so short a sound, a letter left out on both sides fits words that are no longer alike.
_SHORT: Final = 4
_AFTER_ALL: Final = "~"  # sorts after every letter and digit
# As many words are compared at once as make the call worth it.
_AT_ONCE_MIN: Final = 8


class Vocabulary:
    """Listed words in the order of the alphabet, each known by its place."""

    def __init__(self, words: Iterable[Word]) -> None:
        by_plain = {word.plain: word for word in words}
        self.plains = sorted(by_plain)
        self._words = [by_plain[plain] for plain in self.plains]
        self._places = {plain: place for place, plain in enumerate(self.plains)}
        keys: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            for key in _keys_of_listed(word):
                keys[key].append(place)
        self._keys = {key: tuple(dict.fromkeys(places)) for key, places in keys.items()}

    def sounding(self, sound: str) -> tuple[int, ...]:
        """Return the places of the words of a sound."""
        return self._keys.get(f"={sound}", ())

    def place(self, word: Word) -> int:
        """Return the place of a listed word."""
        return self._places[word.plain]

    def initial(self, word: Word) -> int | None:
        """Return the place of a word's initial, if it is listed and the word has more."""
        return self._places.get(word.plain[0]) if len(word.plain) > 1 else None

    def alike(self, word: Word) -> dict[int, int]:
        """Return how alike the word is to listed words at the most, by their places.

        Shares are in thousandths.
        """
        found: set[int] = set()
        for key in _keys_of_query(word):
            if key in self._keys:
                found.update(self._keys[key])
        shares = self._compared(word, list(found)) if found else {}
        for key, share in (
            () if word.is_sign else ((f"!{word.bones}", VOWELLESS), (f"@{word.look}", LOOK))
        ):
            for place in self._keys.get(key, ()):
                shares[place] = max(shares.get(place, 0), share)
        if (initial := self.initial(word)) is not None:
            shares[initial] = INITIAL
        if word.plain in self._places:
            shares[self._places[word.plain]] = ALIKE_MAX
        return shares

    def beginning_with(self, word: Word) -> dict[int, int]:
        """Return the same of listed words that begin with the word, which may be cut off."""
        if len(word.plain) < CUT_LETTERS_MIN:
            return {}
        first = bisect_left(self.plains, word.plain)
        return dict.fromkeys(range(first, bisect_left(self.plains, word.plain + _AFTER_ALL)), CUT)

    def _compared(self, word: Word, places: list[int]) -> dict[int, int]:
        if len(places) < _AT_ONCE_MIN:
            shares = [likeness(word, self._words[place]).share for place in places]
        else:
            shares = shares_of(word, [self._words[place] for place in places])
        return {place: share for place, share in zip(places, shares, strict=True) if share}


def _keys_of_listed(word: Word) -> Iterator[str]:
    yield from _whole_keys(word)
    spelt = word.spelt
    if len(spelt) > _SHORT:
        yield spelt
        yield from _shortened(spelt)
    elif len(spelt) > 1:
        yield from _changed(spelt)
        # A query that lacks a letter is found by this, one that has one more by the next.
        yield from (f"-{key}" for key in _shortened(spelt))
        yield f"+{spelt}"


def _keys_of_query(word: Word) -> Iterator[str]:
    if word.is_sign:
        yield f"={word.sound}"
        return
    yield from _whole_keys(word)
    spelt = word.spelt
    if len(spelt) > _SHORT:
        yield spelt
        yield from _shortened(spelt)
    if 1 < len(spelt) <= _SHORT:
        yield from _changed(spelt)
        yield f"-{spelt}"
        yield from (f"+{key}" for key in _exchanged(spelt))
    if 1 < len(spelt) <= _SHORT + 1:
        yield from (f"+{key}" for key in _shortened(spelt))
        if len(spelt) == _SHORT:
            yield spelt  # one letter left out of a sound that is not short


def _whole_keys(word: Word) -> Iterator[str]:
    yield f"={word.sound}"
    if len(word.plain) > 1:
        # A skeleton of two letters fits too much: then the sounds are of one length too.
        short = "" if len(word.skeleton) > 2 else str(len(word.sound))
        yield f"^{word.skeleton}{short}"
        yield f"@{word.look}"
        yield f"!{word.bones}"


def _shortened(spelt: str) -> Iterator[str]:
    return (spelt[:at] + spelt[at + 1 :] for at in range(len(spelt)))


def _changed(spelt: str) -> Iterator[str]:
    return (f"{spelt[:at]}?{spelt[at + 1 :]}" for at in range(len(spelt)))


def _exchanged(spelt: str) -> Iterator[str]:
    return (
        spelt[:at] + spelt[at + 1] + spelt[at] + spelt[at + 2 :] for at in range(len(spelt) - 1)
    )
