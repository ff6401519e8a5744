"""House rule on reach: every module is used by another one, or by a test."""

import ast
import re
from collections.abc import Iterator, Sequence

from tests.house.source import Finding, Source

ENTRY_POINTS = frozenset({"tallystick", "tallystick.cli"})  # pip and people start here
PLACE = re.compile(r"tallystick(\.\w+)+(?=:\w+$)")  # "module:function", as listings write it


def _imports(source: Source) -> Iterator[str]:
    for node in (*source.imports, *source.of(ast.Constant)):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{each.name}" for each in names)
            case ast.Constant(value=str(text)) if place := PLACE.match(text):
                yield place[0]


def dead_modules(sources: Sequence[Source]) -> list[Finding]:
    """Find modules of the package that nobody imports.

    What a package imports of itself keeps its modules, not the package.
    """
    importers: dict[str, set[str]] = {}
    for source in sources:
        for name in _imports(source):
            for module in _around(name):
                importers.setdefault(module, set()).add(source.module)
    return [
        Finding(source.path, 1, f"{source.module} is imported by nobody")
        for source in sources
        if source.is_product
        and source.module not in ENTRY_POINTS
        and not source.path.endswith("__main__.py")
        and all(_is_at_or_in(each, source.module) for each in importers.get(source.module, ()))
    ]


def _around(name: str) -> Iterator[str]:
    """Yield a dotted name, and every package that it is in."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _is_at_or_in(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")
