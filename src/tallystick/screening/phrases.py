"""Names within a longer text: phrases by the hash of their words, and whose each is.

A phrase may begin at every word of a text, and nearly nowhere does one. What is kept is therefore
small: for a phrase twelve bytes, and bits that tell of nearly all other words at once that no
phrase goes on with them, or ends.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from tallystick.screening.names import Words

# About one in sixteen of the bits is set by what sanctions lists have.
_BIT_MAX: Final = (1 << 21) - 1


class Phrase(NamedTuple):
    """What may stand within a text, and the number of the name that it stands for."""

    words: Words
    number: int


class Phrases:
    """Phrases of a word or more, looked for in texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        begun, keys, numbers = array("q"), array("q"), array("i")
        for words, number in phrases:
            key = hash(words[0])
            begun.append(key)
            for word in words[1:]:
                key = hash((key, word))
                begun.append(key)
            keys.append(key)
            numbers.append(number)
        order = np.argsort(keys, kind="stable")
        self._keys = array("q", np.array(keys)[order].tobytes())
        self._numbers = array("i", np.array(numbers)[order].tobytes())
        self._begun, self._whole = _bits_of(begun), _bits_of(keys)

    def within(self, words: Words) -> list[Phrase]:
        """Return what may stand somewhere among the words, in order, each once.

        Phrases of the same hash are taken for one another: the caller compares.
        """
        found: dict[Words, list[Phrase]] = {}
        begun, whole = self._begun, self._whole
        for start, first in enumerate(words):
            bit = (key := hash(first)) & _BIT_MAX
            end = start + 1
            while begun[bit >> 3] >> (bit & 7) & 1:
                if whole[bit >> 3] >> (bit & 7) & 1:
                    phrase = words[start:end]
                    if phrase not in found:
                        found[phrase] = self._of(phrase, key)
                if end == len(words):
                    break
                bit = (key := hash((key, words[end]))) & _BIT_MAX
                end += 1
        return [each for phrases in found.values() for each in phrases] if found else []

    def _of(self, phrase: Words, key: int) -> list[Phrase]:
        at = end = bisect_left(self._keys, key)
        while end < len(self._keys) and self._keys[end] == key:
            end += 1
        return [Phrase(phrase, number) for number in self._numbers[at:end]]


def _bits_of(keys: "array[int]") -> bytes:
    """Return bits of which those of the keys are set, eight to a byte, the lowest first."""
    bits = np.zeros(_BIT_MAX + 1, np.bool_)
    bits[np.array(keys, np.int64) & _BIT_MAX] = True
    return np.packbits(bits, bitorder="little").tobytes()
