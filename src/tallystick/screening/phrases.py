"""Names within a longer text: phrases by the hash of their words, and whose each is.

A phrase may stand anywhere, so many places of each text are looked at and nearly all have
nothing. What is kept is therefore small: for a phrase eight bytes, and a few bits that tell of
most others at once that they are none.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from tallystick.screening.names import Words

# Of the bits, about one in sixteen is set by as many phrases as sanctions lists have.
_BIT_MAX: Final = (1 << 20) - 1


class Phrase(NamedTuple):
    """What may stand within a text, and the number of the name that it stands for."""

    words: Words
    number: int


class Phrases:
    """Phrases of a word or more, looked for in texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._lengths: dict[str, tuple[int, ...]] = {}
        keys, numbers = array("q"), array("i")
        for words, number in phrases:
            known = self._lengths.get(words[0], ())
            if len(words) not in known:
                self._lengths[words[0]] = tuple(sorted((*known, len(words))))
            keys.append(hash(words))
            numbers.append(number)
        order = np.argsort(keys, kind="stable")
        self._keys = array("q", np.array(keys, np.int64)[order].tobytes())
        self._numbers = array("i", np.array(numbers, np.int32)[order].tobytes())
        bits = np.zeros(_BIT_MAX + 1, np.bool_)
        bits[np.array(keys, np.int64) & _BIT_MAX] = True
        self._bits = np.packbits(bits, bitorder="little").tobytes()
        self._starts = self._lengths.keys()

    def within(self, words: Words) -> list[Phrase]:
        """Return what may stand somewhere among the words, in order.

        Phrases of the same hash are taken for one another: the caller compares.
        """
        found: list[Phrase] = []
        if self._starts.isdisjoint(words):
            return found
        last = len(words)
        for start, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                if start + length > last:
                    break
                phrase = words[start : start + length]
                bit = (key := hash(phrase)) & _BIT_MAX
                if self._bits[bit >> 3] >> (bit & 7) & 1:
                    found += self._of(phrase, key)
        return found

    def _of(self, phrase: Words, key: int) -> Iterator[Phrase]:
        at = bisect_left(self._keys, key)
        while at < len(self._keys) and self._keys[at] == key:
            yield Phrase(phrase, self._numbers[at])
            at += 1
