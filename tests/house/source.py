"""What the house rules read: every module of src and tests, and every text of the repository."""

import ast
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from typing_extensions import override

Node = TypeVar("Node", bound=ast.AST)

ROOT = Path(__file__).parents[2]
TEXT_SUFFIXES = frozenset(
    {"", ".case", ".cfg", ".html", ".js", ".json", ".md", ".py", ".sh", ".sql", ".toml", ".txt"}
)
OURS = (
    "src",
    "tests",
    "tools",
    "docs",
    ".ci",
    "*.md",
    "*.toml",
    "*.txt",
    "Makefile",
    ".gitignore",
)


class Finding(NamedTuple):
    """One breach of a house rule: where, and which rule in plain words."""

    path: str
    line: int
    text: str

    @override
    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Source:
    """One Python file, with its path below the repository's root."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree."""
        return ast.parse(self.text)

    @property
    def is_product(self) -> bool:
        """Whether the file is part of the package, not of its tests."""
        return self.path.startswith("src/")

    @property
    def room(self) -> str:
        """The package of `tallystick` the file belongs to, "" for none."""
        parts = self.path.split("/")
        return parts[2] if self.is_product and len(parts) > 3 else ""

    @cached_property
    def module(self) -> str:
        """The name the file is imported by."""
        name = self.path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
        return name.replace("/", ".")

    def finding(self, node: ast.AST, text: str) -> Finding:
        """Return a finding at a node of this file."""
        return Finding(self.path, getattr(node, "lineno", 1), text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree but whether a name is read or set: all rules look at all."""
        return tuple(nodes_of(self.tree))

    @cached_property
    def imports(self) -> tuple[ast.Import | ast.ImportFrom, ...]:
        """Every import of the file."""
        return tuple(node for node in self.nodes if isinstance(node, ast.Import | ast.ImportFrom))

    @cached_property
    def arguments(self) -> tuple[ast.arg, ...]:
        """Every argument that a function of the file takes."""
        return (*self.of(ast.arg),)

    @cached_property
    def functions(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
        """Every function and method of the file, nested ones too."""
        return (*self.of(ast.FunctionDef), *self.of(ast.AsyncFunctionDef))

    @cached_property
    def _by_kind(self) -> Mapping[type, Sequence[ast.AST]]:
        found: dict[type, list[ast.AST]] = {}
        for node in self.nodes:
            found.setdefault(type(node), []).append(node)
        return found

    def of(self, kind: type[Node]) -> Sequence[Node]:
        """Return every node of one kind, and of none that is derived of it."""
        return cast("Sequence[Node]", self._by_kind.get(kind, ()))

    def walk(self) -> Iterator[ast.AST]:
        """Yield every node of the tree."""
        return iter(self.nodes)


def nodes_of(top: ast.AST) -> list[ast.AST]:
    """Return a node and all below it; `ast.walk` takes three times as long."""
    found = [top]
    for node in found:  # it grows as it is walked
        for field in node._fields:
            below = getattr(node, field, None)
            if isinstance(below, list):
                found += [each for each in below if isinstance(each, ast.AST)]
            elif isinstance(below, ast.AST) and field != "ctx":
                found.append(below)
    return found


def parse_all(sources: Sequence[Source]) -> None:
    """Parse all the sources now.

    To search what was parsed for cycles, over and over while more is, would take as long again;
    and it lasts to the end.
    """
    was_searching = gc.isenabled()
    gc.disable()
    for source in sources:
        assert source.nodes
    gc.freeze()
    if was_searching:
        gc.enable()


Rule = Callable[[Sequence[Source]], Sequence[Finding]]


def python_sources(root: Path = ROOT) -> list[Source]:
    """Return every Python file of src, tests and tools, sorted by path."""
    paths = [path for top in ("src", "tests", "tools") for path in (root / top).rglob("*.py")]
    return [Source(path.relative_to(root).as_posix(), path.read_text()) for path in sorted(paths)]


def texts(root: Path = ROOT) -> list[tuple[str, str]]:
    """Return the path and text of every file people or tools read, sorted by path."""
    found = [path for pattern in OURS for path in root.glob(pattern)]
    files = {below for path in found for below in (path, *path.rglob("*")) if below.is_file()}
    return [
        (path.relative_to(root).as_posix(), path.read_text())
        for path in sorted(files)
        if path.suffix in TEXT_SUFFIXES
    ]


def plant(text: str, path: str = "src/tallystick/core/planted.py") -> list[Source]:
    """Return one file as it would be read, for showing that a rule can fail."""
    return [Source(path, text)]
