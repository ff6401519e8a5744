"""Loops over arrays, compiled to machine code when they are first run.

A kernel is a plain function of integers and of arrays that its caller owns; it makes no Python
object and no array. A machine compiles all kernels once, in about a minute: what was compiled is
kept beside the source, or in the user's cache where that may not be written, under a digest of the
machine, of the interpreter and the place of the sources, by which numba finds it again, and of the
sources, since a kernel has others and their constants within it. Where nothing may be written all
are compiled at each start. An index out of bounds would be read all the same: whoever calls a
kernel has bounded every length before, and its docstring says which.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from inspect import signature
from pathlib import Path
from threading import Lock
from typing import Any, Final, ParamSpec, TypeAlias, TypeVar, cast, get_type_hints

import numpy as np
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name
from numba import __version__ as numba_version
from numba import boolean, config, int32, int64, njit, types, uint8
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")

# What numba says of the types of these is not all that they take.
_config: Final[Any] = config
_njit: Final[Any] = njit
_numba: Final[Any] = types
_Kernel: TypeAlias = Any

_TYPES: Final[dict[object, Any]] = {
    int: int64,
    bool: boolean,
    NDArray[np.int32]: int32[::1],
    NDArray[np.int64]: int64[::1],
    NDArray[np.uint8]: uint8[::1],
    tuple[int, int]: _numba.UniTuple(int64, 2),
    tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]: _numba.UniTuple(int64[::1], 3),
}


# Where kernels stand, with all the constants that they have within them.
_ROOMS: Final = ("matching", "scripts")


def _kept_in() -> Path | None:
    """Return the folder for what is compiled from these sources; None if there can be none."""
    room = Path(__file__).parent
    sources = [Path(__file__), *(each for part in _ROOMS for each in (room / part).glob("*.py"))]
    digest = sha256(b"".join(each.read_bytes() for each in sorted(sources)))
    digest.update(f"{numba_version} {sys.implementation.cache_tag} {room}".encode())
    digest.update(f"{get_host_cpu_name()} {get_host_cpu_features()}".encode())
    users = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "tallystick"
    for folder in (room / "__pycache__", users):
        kept = folder / f"kernels-{digest.hexdigest()[:16]}"
        try:
            kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        # What lies there is run, so it is nobody else's to write.
        status = kept.stat()
        if os.access(kept, os.W_OK) and status.st_uid == os.getuid() and not status.st_mode & 0o22:
            return kept
    return None


_FOLDER: Final = _kept_in()

# Each kernel and the types that it declares.
_declared: dict[_Kernel, tuple[Any, ...]] = {}
_TURN: Final = Lock()


@contextmanager
def _keeping_here() -> Iterator[None]:
    """Have numba keep what is made meanwhile in the folder: kernels of other rooms it does not."""
    before = _config.CACHE_DIR
    _config.CACHE_DIR = str(_FOLDER or "")
    try:
        yield
    finally:
        _config.CACHE_DIR = before


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function as a kernel of the types that it declares; one may call another.

    It is to be called after `ready` alone, with arrays in one piece that may be written.
    """
    # Without reference counts, which cost more than the loops: no kernel makes or keeps an array.
    with _keeping_here():
        compiled = _njit(cache=_FOLDER is not None, error_model="numpy", _nrt=False)(function)
    hints = get_type_hints(function)
    declared = tuple(_TYPES[hints[name]] for name in signature(function).parameters)
    _declared[compiled] = declared
    return cast("Callable[P, R]", compiled)


def ready() -> None:
    """Compile what was declared, unless this machine has done so before.

    Each kernel is compiled for the types that it declares, before those that call it: what is
    left to chance is compiled several times over.
    """
    with _TURN:
        _make_ready()


def _make_ready() -> None:
    if not _declared:
        return
    rooms = dict.fromkeys(each.py_func.__module__ for each in _declared)
    if _FOLDER is None or not all((_FOLDER / room).exists() for room in rooms):
        _compile()
    _declared.clear()
    for room in rooms if _FOLDER is not None else ():
        (_FOLDER / room).touch()


def _called_first() -> Iterator[_Kernel]:
    """Yield the kernels, each after those that it calls."""
    left = dict.fromkeys(_declared)

    def with_called(each: _Kernel) -> Iterator[_Kernel]:
        del left[each]
        names = each.py_func.__code__.co_names
        for called in [each.py_func.__globals__.get(name) for name in names]:
            if callable(called) and called in left:
                yield from with_called(called)
        yield each

    while left:
        yield from with_called(next(iter(left)))


def _compile() -> None:
    # No loop here is long enough for vectors, and to look for them takes half of the time.
    vectors = _config.LOOP_VECTORIZE, _config.SLP_VECTORIZE
    _config.LOOP_VECTORIZE = _config.SLP_VECTORIZE = 0
    for each in _called_first():
        each.compile(_declared[each])
        each.disable_compile()
    _config.LOOP_VECTORIZE, _config.SLP_VECTORIZE = vectors
