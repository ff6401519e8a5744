"""Where unpredictable bytes come from: the operating system, or a seed in a simulation."""

import os
from typing import Protocol


class Entropy(Protocol):
    """A source of bytes that nobody can guess."""

    def key(self) -> bytes:
        """Return 32 fresh bytes."""


class SystemEntropy:
    """The operating system's generator, drawn in blocks."""

    _BLOCK = 32 * 256

    def __init__(self) -> None:
        self._block = b""
        self._used = 0

    def key(self) -> bytes:
        """Return 32 bytes that were never given out before."""
        if self._used >= len(self._block):
            self._block = os.urandom(self._BLOCK)
            self._used = 0
        start, self._used = self._used, self._used + 32
        return self._block[start : self._used]
