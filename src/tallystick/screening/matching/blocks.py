"""Many arrays of integers as one, a block: kernels take it at the price of a single array.

A block begins with where each of its sections begins. Section s has its ith integer at
`block[block[s] + i]`. A section begins where a line of memory does, so that what has the size of
one, or of half of one, is read with it.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.kernel import kernel

Block: TypeAlias = NDArray[np.int32]

_LINE: Final = 16  # integers that memory hands over at once


def block_of(sections: Iterable[Block]) -> Block:
    """Return a block of the sections, in their order."""
    parts = list(sections)
    block = empty_block(map(len, parts))
    for start, part in zip(block[: len(parts)].tolist(), parts, strict=True):
        block[start : start + len(part)] = part
    return block


def empty_block(sizes: Iterable[int]) -> Block:
    """Return a block of sections of these sizes, all zeros."""
    sizes = list(sizes)
    lines = np.cumsum([-(-size // _LINE) for size in (len(sizes), *sizes)])
    room = np.zeros((lines[-1] + 1) * _LINE, np.int32)  # what nobody touches is not taken yet
    first = -room.ctypes.data // room.itemsize % _LINE
    block = room[first : first + lines[-1] * _LINE]
    block[: len(sizes)] = lines[:-1] * _LINE
    return block


@kernel
def get(block: Block, section: int, place: int) -> int:
    """Return an integer of a section."""
    return int(block[block[section] + place])


@kernel
def put(block: Block, section: int, place: int, number: int) -> None:
    """Write an integer of a section."""
    block[block[section] + place] = number
