"""Many arrays of integers as one, a block: kernels take it at the price of a single array.

A block begins with where each of its sections begins. Section s has its ith integer at
`block[block[s] + i]`.
"""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.kernel import kernel

Block: TypeAlias = NDArray[np.int32]


def block_of(sections: Iterable[Block]) -> Block:
    """Return a block of the sections, in their order."""
    parts = list(sections)
    starts = np.cumsum([len(parts), *map(len, parts)])[:-1]
    return np.concatenate([starts, *parts], dtype=np.int32, casting="same_kind")


def empty_block(sizes: Iterable[int]) -> Block:
    """Return a block of sections of these sizes, all zeros."""
    sizes = list(sizes)
    starts = np.cumsum([len(sizes), *sizes])
    block = np.zeros(starts[-1], np.int32)  # memory that nobody has touched is not taken yet
    block[: len(sizes)] = starts[:-1]
    return block


@kernel
def get(block: Block, section: int, place: int) -> int:
    """Return an integer of a section."""
    return int(block[block[section] + place])


@kernel
def put(block: Block, section: int, place: int, number: int) -> None:
    """Write an integer of a section."""
    block[block[section] + place] = number
