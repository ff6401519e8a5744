"""Loops over arrays, compiled to machine code when they are first run.

A kernel is a plain function of integers and of arrays that its caller owns; it makes no Python
object. What was compiled is kept beside the source, or in the user's cache where that may not be
written, so a machine compiles each kernel once. An index out of bounds would be read all the
same: a kernel's caller has bounded every length before, and its docstring says which.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

_compiled: Callable[[Callable[..., Any]], Any] = njit(cache=True, error_model="numpy")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled; one kernel may call another."""
    return cast("Callable[P, R]", _compiled(function))
