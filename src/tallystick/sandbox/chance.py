"""Chance that can be repeated: every actor draws from a seed of its own.

This is the only place of the product where chance is made, but for the arrays of
`clearing.chance`; what must not be guessed comes from `node.entropy` instead.
"""

from random import Random
from typing import TypeAlias

Chance: TypeAlias = Random


def chance(seed: int, name: str) -> Chance:
    """Return the generator of one actor of one world; the same words give the same draws."""
    return Random(f"{seed}/{name}")  # noqa: S311 - repeatable on purpose, nothing secret
