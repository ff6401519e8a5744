"""Ask memory for what will be read soon, within a kernel.

What an index holds is many times what stands near a processor, and a query reads of it here and
there: it would wait for one line after another. Memory answers many in the time of one where it is
asked before the first is needed.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic
from numba.np.arrayobj import make_array
from numpy.typing import NDArray

# What numba and llvmlite take and hand over, which say no types of it.
_Numba: TypeAlias = Any
_make_array: Final[_Numba] = make_array
_function: Final[_Numba] = get_or_insert_function
_BYTE: Final = ir.IntType(8).as_pointer()
_NUMBER: Final = ir.IntType(32)
_PREFETCH: Final = ir.FunctionType(ir.VoidType(), (_BYTE, _NUMBER, _NUMBER, _NUMBER))
# To read; to be kept near; data, not code (LLVM Language Reference, `llvm.prefetch`).
_HOW: Final = tuple(map(_NUMBER, (0, 3, 1)))

Asking: TypeAlias = Callable[[NDArray[np.int32] | NDArray[np.uint8], int], None]


def _ahead(_typing: _Numba, array: _Numba, _place: _Numba) -> _Numba:
    def ask(context: _Numba, builder: _Numba, signature: _Numba, given: _Numba) -> _Numba:
        room = _make_array(signature.args[0])(context, builder, given[0]).data
        at = builder.bitcast(builder.gep(room, [given[1]]), _BYTE)
        asking = _function(builder.module, _PREFETCH, "llvm.prefetch.p0i8")
        builder.call(asking, [at, *_HOW])
        return context.get_dummy_value()

    return types.void(array, types.intp), ask


ahead: Final = cast("Asking", intrinsic(_ahead))
"""Ask for a place of an array; one that is out of its bounds does no harm."""
