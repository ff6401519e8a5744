"""A test of many cases that cost next to nothing: one test to pytest, and every failure told.

To pytest each case of `parametrize` is a test of its own, which takes some milliseconds
whatever it does; to thousands of cases of some microseconds that is nearly all they cost.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

# What a failed `pytest.raises` raises is no Exception.
FAILURES = (Exception, pytest.fail.Exception)
Test = Callable[..., None]


def for_each(
    names: str | tuple[str, ...], cases: Iterable[Any], *, ids: object = None
) -> Callable[[Test], Test]:
    """Run a test with each of the cases, and tell all that fail together.

    Written as `pytest.mark.parametrize` is, for tests that take nothing else or what another
    `parametrize` above gives. `ids` are the cases' names, or what makes a name of one.
    """
    split = [name.strip() for name in names.split(",")] if isinstance(names, str) else [*names]
    listed = [(each,) if len(split) == 1 else tuple(each) for each in cases]
    assert listed, "a test of no cases cannot fail"
    named = _names(listed, ids)

    def over(test: Test) -> Test:
        def every(**others: Any) -> None:
            try_each(
                lambda case: test(**dict(zip(split, case[1], strict=True)), **others),
                zip(named, listed, strict=True),
            )

        every.__name__, every.__doc__, every.__module__ = (
            test.__name__,
            test.__doc__,
            test.__module__,
        )
        every.__qualname__ = test.__qualname__
        given = inspect.signature(test).parameters
        rest = [
            each.replace(kind=each.KEYWORD_ONLY)
            for each in given.values()
            if each.name not in split
        ]
        every.__signature__ = inspect.Signature(rest)  # type: ignore[attr-defined]
        return every

    return over


def try_each(act: Callable[[Any], object], cases: Iterable[tuple[str, Any]]) -> None:
    """Do something with each case, by its name, and tell all that fail together."""
    failures: list[BaseException] = []
    for case in cases:
        try:
            act(case)
        except FAILURES as failure:
            failure.add_note(f"The case: {case[0]}")
            failures.append(failure)
    if failures:
        raise BaseExceptionGroup(f"{len(failures)} cases fail", failures)


def _names(cases: list[tuple[Any, ...]], ids: object) -> list[str]:
    if callable(ids):
        return ["-".join(str(ids(value)) for value in case) for case in cases]
    if isinstance(ids, Mapping | list | tuple):
        return [str(each) for each in ids]
    return [repr(case[0] if len(case) == 1 else case)[:300] for case in cases]
