"""The Latin alphabet as kernels have it: a letter is a small number.

`a` to `z` are 1 to 26, the article `-` is 27, digits are 28 to 37. Every other character is 0: it
is a letter that no spelling has. A word of at most `PACKED_MAX` letters is packed into one
integer, five bits a letter, so that equal integers are equal words.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.scripts.shapes import Longs

CODES: Final = 38
PACKED_MAX: Final = 12

BASE: Final = 0x9E3779B97F4A7C15 - (1 << 64)
_EIGHT_BYTES: Final = (1 << 64) - 1
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz-0123456789"
_TABLE: Final = bytes(_ALPHABET.find(chr(code)) + 1 for code in range(256))


def coded(latin: str) -> bytes:
    """Return a word as numbers of letters, one for each character."""
    return latin.encode("ascii", "replace").translate(_TABLE)


def packed(latin: str) -> int:
    """Return a word of letters as one integer.

    Raises ValueError for a word that has no letter, too many, or what is no letter of `a` to `z`.
    """
    codes = coded(latin)
    if not 0 < len(codes) <= PACKED_MAX or not all(0 < code <= 26 for code in codes):
        raise ValueError(f"{latin!r} is not a word of 1 to {PACKED_MAX} letters from a to z.")
    found = 0
    for code in codes:
        found = found << 5 | code
    return found


def hashed(latin: str) -> int:
    """Return a word as one integer of eight bytes, whatever its length; few words share one.

    That of two words together is that of the first times `BASE` to the length of the second,
    and that of the second, all as integers of eight bytes that run over.
    """
    found = 0
    for code in latin.encode():
        found = (found * BASE + code) & _EIGHT_BYTES
    return _signed(found)


def power_of(size: int) -> int:
    """Return `BASE` to the length of a word, as an integer of eight bytes."""
    return _signed(pow(BASE, size, 1 << 64))


def _signed(number: int) -> int:
    return number - (number >> 63 << 64)


def offsets(sizes: Sequence[int] | NDArray[np.integer[Any]]) -> Longs:
    """Return where each of so many neighbours begins, and where the last ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found
