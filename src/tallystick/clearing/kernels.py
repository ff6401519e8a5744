"""Loops over arrays, compiled to machine code for the types that they declare.

A kernel is a plain function of numbers and of arrays that its caller owns. It holds no lock of
the interpreter, so kernels of two threads run side by side. It is compiled when its module is
first imported on a machine, in some seconds, and read from numba's cache from then on; where no
cache can be written it is compiled at each start. An index out of bounds would be read, and
written, all the same: what a kernel is given was checked before.

The cache knows when a kernel's own file changes and not when another does, so a kernel calls none
of another file and takes no constant from there.
"""

from collections.abc import Callable
from inspect import signature
from typing import Annotated, Any, Final, ParamSpec, TypeAlias, TypeVar, cast, get_type_hints

import numpy as np
from numba import float64, int32, int64, njit, types, uint8
from numba.extending import typeof_impl
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")

_ONLY_READ: Final = "only read"
Read32: TypeAlias = Annotated[NDArray[np.int32], _ONLY_READ]
"""An array in one piece that the kernel does not change; it may be one that nobody may change."""
Read64: TypeAlias = Annotated[NDArray[np.int64], _ONLY_READ]
"""An array in one piece that the kernel does not change; it may be one that nobody may change."""

# What numba says of the types of these is not all that they take.
_njit: Final[Any] = njit
_numba: Final[Any] = types
_typeof: Final[Any] = typeof_impl

_TYPES: Final[dict[object, Any]] = {
    int: int64,
    float: float64,
    NDArray[np.uint8]: uint8[::1],
    NDArray[np.int32]: int32[::1],
    NDArray[np.int64]: int64[::1],
    NDArray[np.float64]: float64[::1],
    Read32: _numba.Array(int32, 1, "C", readonly=True),
    Read64: _numba.Array(int64, 1, "C", readonly=True),
}


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled for the types that it declares."""
    hints = get_type_hints(function, include_extras=True)
    declared = tuple(_declared(hints[name]) for name in signature(function).parameters)
    try:
        compiled = _njit(declared, cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # there is no folder that a cache may be written to
        compiled = _njit(declared, nogil=True, error_model="numpy")(function)
    return cast("Callable[P, R]", compiled)


def _declared(hint: Any) -> Any:  # noqa: ANN401 - a type, as Python and as numba write it
    """Return a declared type as numba writes it: one of the table, or a named tuple of such."""
    if hint in _TYPES:
        return _TYPES[hint]
    # To find out anew what each kind of tuple is costs more than many a kernel.
    _typeof.register(hint, _typeof.dispatch(tuple))
    hints = get_type_hints(hint, include_extras=True)
    return _numba.BaseTuple.from_types([_declared(hints[name]) for name in hint._fields], hint)


# numba loads what it compares an array with when it is first given one, which takes a twentieth
# of a second: here, while a command loads what it needs, and not within the first answer.
_typeof.dispatch(np.ndarray)(np.zeros(1), None)
