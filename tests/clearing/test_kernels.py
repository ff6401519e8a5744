"""What is compiled does what the plain function does, with a cache and without."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from tallystick.clearing.kernels import Read64, kernel


class Pair(NamedTuple):
    """Two rows, as a kernel takes them together."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]


def added(pair: Pair, rest: Read64, times: int) -> int:
    """Add the last row to the first, so often; return the sum of the second."""
    for at in range(len(rest)):
        pair.one[at] += rest[at] * times
    return int(pair.other.sum())


def test_a_kernel_is_its_function() -> None:
    """It changes what it may, and takes what nobody may change."""
    pair = Pair(np.array([1, 2]), np.array([2**40, 5]))
    rest = np.array([10, 20])
    rest.setflags(write=False)
    assert kernel(added)(pair, rest, 2) == 2**40 + 5
    assert pair.one.tolist() == [21, 42]


def test_where_no_cache_can_be_written_there_is_none() -> None:
    """A function of no file has no place for a cache, as in a folder that may not be written."""
    room: dict[str, object] = {}
    exec("def doubled(number: int) -> int:\n    return 2 * number", room)
    doubled = room["doubled"]
    assert callable(doubled)
    assert kernel(doubled)(21) == 42


def test_arrays_of_another_type_are_refused() -> None:
    """Nothing is compiled for types that were not declared."""
    pair = Pair(np.array([1, 2]), np.array([3, 4]))
    with pytest.raises(TypeError):
        kernel(added)(pair, np.array([1.0, 2.0]), 1)
