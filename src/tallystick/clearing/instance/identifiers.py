"""A column of identifiers, nearly all of them different: numbered without a dictionary.

A million texts in a dictionary cost more time than all the rest of a file. Short ones of
plain letters are compared as whole numbers instead, eight letters at a time.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.table import Codes, Names

_WORD: Final = 8
_LONGEST: Final = 40


class Identifiers:
    """A column as it grows, block by block."""

    def __init__(self) -> None:
        self._plain: list[NDArray[np.bytes_]] = []
        self._texts: list[str] | None = None

    def take(self, column: Sequence[str]) -> None:
        """Take in some rows of the column."""
        if self._texts is None and is_plain(column):
            self._plain.append(np.array(column, np.bytes_))
            return
        if self._texts is None:
            # From the first other identifier on all are kept as texts, those before too.
            self._texts = [text for block in self._plain for text in _texts(block)]
        self._texts += column

    def numbered(self) -> tuple[list[str], Codes]:
        """Return the different identifiers by number, and the column of numbers."""
        if self._texts is not None:
            names = Names()
            codes = names.codes(self._texts)
            return list(names), codes
        if not self._plain:
            return [], np.empty(0, np.int32)
        return _numbered(np.concatenate(self._plain))


def is_plain(texts: Sequence[str]) -> bool:
    """Whether texts can be compared as words: short, of ASCII's letters, digits and signs."""
    together = "".join(texts)
    longest = max(map(len, texts), default=0)
    return longest <= _LONGEST and together.isascii() and together.isprintable()


def plain_order(column: NDArray[np.bytes_]) -> NDArray[np.int64]:
    """Return the places of plain texts, sorted; equal ones keep their order."""
    return np.lexsort(_words(column).T[::-1])


def _numbered(column: NDArray[np.bytes_]) -> tuple[list[str], Codes]:
    words = _words(column)
    order = np.lexsort(words.T[::-1])
    is_new = np.ones(len(order), np.bool_)
    ordered = words[order]
    is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    codes = np.empty(len(order), np.int32)
    codes[order] = np.cumsum(is_new) - 1
    return _texts(column[order[is_new]]), codes


def _words(column: NDArray[np.bytes_]) -> NDArray[np.uint64]:
    """Return each text as numbers that compare as the text does; a missing letter is 0."""
    count = -(-column.itemsize // _WORD)
    padded = column.astype(f"S{count * _WORD}")
    return padded.view(">u8").reshape(len(column), count).astype(np.uint64)


def _texts(column: NDArray[np.bytes_]) -> list[str]:
    texts: list[str] = column.astype(np.str_).tolist()
    return texts
