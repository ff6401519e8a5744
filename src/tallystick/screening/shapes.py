"""What holds for all messages of one shape: the same elements at the same paths.

The payments of a bank differ in their texts and hardly in their elements. What follows from
paths alone is found once for a shape.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar

T = TypeVar("T")

# Whoever sends a new shape with each message takes away no more memory than these hold.
_SHAPES_KEPT: Final = 256
_PATHS_MAX: Final = 256


def by_shape(function: Callable[[tuple[str, ...]], T]) -> Callable[[tuple[str, ...]], T]:
    """Return the function of a message's paths, which keeps what it found for the last shapes."""
    kept = lru_cache(maxsize=_SHAPES_KEPT)(function)

    def found(paths: tuple[str, ...]) -> T:
        return kept(paths) if len(paths) <= _PATHS_MAX else function(paths)

    return found
