"""House rules on shape and names: small functions, small files, the field's words."""

import ast
import re
from collections.abc import Iterator, Sequence
from statistics import median

from tests.house.source import Finding, Source, nodes_of

FUNCTION_LINES_MAX = 50
FILE_LINES_MAX = 400
MEDIAN_LINES_BELOW = 10

# A name made of these says nothing that the field would say.
BANNED_WORDS = frozenset(
    {"base", "common", "data", "handler", "helper", "helpers", "info"}
    | {"manager", "misc", "process", "tmp", "util", "utils"}
)
FIXTURES = frozenset({"tmp_path", "tmp_path_factory"})  # pytest's names, not ours

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: Source) -> list[Function]:
    """Return every function and method of a file, nested ones too."""
    return list(source.functions)


def line_count(function: Function) -> int:
    """Return a function's lines from `def` to its end, its docstring not counted."""
    assert function.end_lineno is not None
    first = function.body[0]
    docstring = 0
    if ast.get_docstring(function, clean=False) is not None:
        assert first.end_lineno is not None
        docstring = first.end_lineno - first.lineno + 1
    return function.end_lineno - function.lineno + 1 - docstring


def long_functions(sources: Sequence[Source]) -> list[Finding]:
    """Find functions that no longer fit on a screen."""
    return [
        source.finding(
            each, f"{each.name} has {line_count(each)} lines, over {FUNCTION_LINES_MAX}"
        )
        for source in sources
        for each in functions(source)
        if line_count(each) > FUNCTION_LINES_MAX
    ]


def long_files(sources: Sequence[Source]) -> list[Finding]:
    """Find files that hold more than one subject's worth of lines."""
    lines = {source.path: len(source.text.splitlines()) for source in sources}
    return [
        Finding(path, 1, f"{count} lines, over {FILE_LINES_MAX}")
        for path, count in lines.items()
        if count > FILE_LINES_MAX
    ]


def long_median(sources: Sequence[Source]) -> list[Finding]:
    """Find out whether the package's usual function has grown long."""
    counts = [
        line_count(each) for source in sources if source.is_product for each in functions(source)
    ]
    if not counts or median(counts) < MEDIAN_LINES_BELOW:
        return []
    return [Finding("src", 1, f"the median function has {median(counts)} lines")]


def words(name: str) -> list[str]:
    """Split a snake_case or CamelCase name into its words, in lower case."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def _bound_names(source: Source) -> Iterator[tuple[ast.AST, str]]:
    in_comprehensions = {
        id(name)
        for node in (*source.of(ast.comprehension), *source.of(ast.Lambda))
        for name in nodes_of(node)
    }
    for argument in source.arguments:
        if id(argument) not in in_comprehensions:
            yield argument, argument.arg
    for name in source.of(ast.Name):
        if isinstance(name.ctx, ast.Store) and id(name) not in in_comprehensions:
            yield name, name.id


def _definitions(source: Source) -> Iterator[tuple[ast.AST, str]]:
    yield source.tree, source.path.rpartition("/")[2].removesuffix(".py")
    for node in (*source.of(ast.ClassDef), *source.functions):
        is_test = not source.is_product and node.name.startswith("test_")
        # A test's name is a sentence about the field; an override's was given elsewhere.
        if not is_test and not _overrides(node):
            yield node, node.name


def _overrides(node: ast.ClassDef | Function) -> bool:
    return any(ast.unparse(mark) == "override" for mark in node.decorator_list)


def banned_names(sources: Sequence[Source]) -> list[Finding]:
    """Find names that could stand for anything.

    In modules, classes and functions every word counts, in variables and
    arguments only the whole name: `process_id` says something, `process` does
    not. The `base` of a rate is the field's word, so a variable may bear it.
    Outside comprehensions a lower-case letter is no name.
    """
    found = []
    for source in sources:
        banned = BANNED_WORDS - ({"handler"} if source.room == "api" else set())
        for node, name in _definitions(source):
            found += [
                source.finding(node, f"{name}: {word!r} says nothing; use the field's word")
                for word in words(name)
                if word in banned or name.startswith("do_")
            ]
        for node, name in _bound_names(source):
            bare = name.strip("_")
            is_letter = source.is_product and len(bare) == 1 and bare.islower()
            if (
                is_letter
                or bare in banned - {"base"}
                or (bare.startswith("tmp_") and bare not in FIXTURES)
            ):
                found.append(source.finding(node, f"{name!r} says nothing; use the field's word"))
    return found


def _is_empty(body: Sequence[ast.stmt]) -> bool:
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and getattr(statement.value, "value", None) is ...)
        or (isinstance(statement, ast.Raise) and "NotImplementedError" in ast.unparse(statement))
        for statement in body
    )


def stubs(sources: Sequence[Source]) -> list[Finding]:
    """Find functions of the package that promise and do nothing.

    A protocol's method, an overload and an abstract method have no body by nature.
    """
    found = []
    for source in sources:
        protocols = {
            id(method)
            for node in source.of(ast.ClassDef)
            if any("Protocol" in ast.unparse(b) for b in node.bases)
            for method in node.body
        }
        for each in functions(source):
            body = each.body[1:] if ast.get_docstring(each) is not None else each.body
            marks = {ast.unparse(mark).rpartition(".")[2] for mark in each.decorator_list}
            is_bodiless = id(each) in protocols or marks & {"overload", "abstractmethod"}
            if source.is_product and body and _is_empty(body) and not is_bodiless:
                found.append(source.finding(each, f"{each.name} is a stub"))
    return found
