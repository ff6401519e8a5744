"""Chance that can be repeated: the same seed gives the same draws.

Only the bits of the generator are promised by its makers for good; its distributions and
the machine's exponentials are the same for one version of numpy on one kind of machine.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Flags, Numbers

Chance: TypeAlias = np.random.Generator


def chance(seed: int) -> Chance:
    """Return the generator of one instance."""
    return np.random.Generator(np.random.PCG64(seed))


def picks(draws: Chance, weights: NDArray[np.float64], count: int) -> Numbers:
    """Return so many places, each drawn by its weight."""
    bounds = np.cumsum(weights)
    found = np.searchsorted(bounds, draws.random(count) * bounds[-1], side="right")
    # A product may be rounded up to the last bound itself.
    numbers: Numbers = np.minimum(found, len(weights) - 1).astype(np.int32)
    return numbers


def others(draws: Chance, weights: NDArray[np.float64], chosen: Numbers) -> Numbers:
    """Return for each chosen place another one, drawn by the weights of the rest."""
    found = picks(draws, weights, len(chosen))
    while (same := np.flatnonzero(found == chosen)).size:
        found[same] = picks(draws, weights, len(same))
    return found


def marks(draws: Chance, share: float, count: int) -> Flags:
    """Mark a share of so many places, rounded to a whole number of them."""
    found = np.zeros(count, np.bool_)
    found[draws.permutation(count)[: round(share * count)]] = True
    return found
