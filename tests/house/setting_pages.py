"""The tables of docs/reference/settings.md and agreement.md, written from the code.

A class is a table of the file: its docstring's sentence stands above, each field is a row,
and the text below the field says what it means.
"""

import ast
import inspect
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from tallystick.node import agreement_text, config, rules_text
from tallystick.node.parties import NAME_FORM, Role
from tallystick.terms.verdicts import Outcome

HEAD = "| key | value | default | what it sets |\n| --- | --- | --- | --- |\n"
REFUSED = (Outcome.CLEAR, Role.PEER)  # words of their kind that no file may say
PLAIN = {str: "text", int: "number", bool: "true or false", Path: "path"}


def settings() -> str:
    """Return the tables of a node's settings."""
    return "".join(_tables(config, config.Settings))


def agreement_keys() -> str:
    """Return the tables of an agreement's text."""
    return "".join(_tables(agreement_text, agreement_text.AgreementTable))


def rule_keys() -> str:
    """Return the tables of the rules of currency control."""
    return "".join(_tables(rules_text, rules_text.RulesTable))


def _tables(module: ModuleType, outermost: type[msgspec.Struct]) -> Iterator[str]:
    tree = ast.parse(inspect.getsource(module))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    kinds = [getattr(module, name) for name in classes]
    inner = [kind for kind in kinds if _is_table(kind) and kind is not outermost]
    for kind in (outermost, *_outer_first(inner)):
        said = inspect.getdoc(kind) or ""
        place, _, text = said.partition(": ") if said.startswith("`") else ("", "", said)
        yield f"\n### {place or 'The file'}\n\n{text[0].upper()}{text[1:]}\n\n{HEAD}"
        meanings = _meanings(classes[kind.__name__])
        for field in msgspec.structs.fields(kind):
            cells = _key(field), told(field.type), _default(field), meanings[field.name]
            yield f"| {' | '.join(cells)} |\n"


def _outer_first(kinds: Sequence[type]) -> list[type]:
    """Return the tables with those within a table behind it."""
    order = list(dict.fromkeys(_word(kind).split(".")[0] for kind in kinds))
    return sorted(kinds, key=lambda kind: (order.index(_word(kind).split(".")[0]), _word(kind)))


def _is_table(kind: object) -> bool:
    is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    return is_struct and bool(msgspec.structs.fields(kind))  # type: ignore[arg-type]


def _meanings(node: ast.ClassDef) -> dict[str, str]:
    """Return what stands below each field; a field without a word fails."""
    found = {}
    for field, text in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            assert isinstance(text, ast.Expr), f"{node.name}.{field.target.id} has no meaning"
            assert isinstance(text.value, ast.Constant)
            found[field.target.id] = " ".join(str(text.value.value).split())
    return found


def _key(field: FieldInfo) -> str:
    name = f"`{field.encode_name}`"
    return name if field.name == field.encode_name else f"{name} (`{field.name}` in the code)"


def told(kind: Any) -> str:
    """Return what a value may be, in a word or two."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _bounded(inner[0], inner[1])
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in inner)
    if origin is tuple:
        return "tables" if _is_table(inner[0]) else f"row of {told(inner[0])}s"
    if origin is UnionType:
        return told(next(each for each in inner if each is not type(None)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{each.value}`" for each in kind if each not in REFUSED)
    return "table" if _is_table(kind) else PLAIN.get(kind, kind.__name__)


def _word(kind: Any) -> str:
    said = inspect.getdoc(kind) or ""
    return said[1:].split("`")[0].strip("[]") if said.startswith("`") else ""


def _bounded(kind: Any, bounds: msgspec.Meta) -> str:
    if bounds.pattern == NAME_FORM:
        return "name"
    if bounds.ge is not None and bounds.le is not None:
        return f"{bounds.ge:,} to {bounds.le:,}"
    return told(kind)


def _default(field: FieldInfo) -> str:
    if field.required:
        return "must be there"
    default = field.default
    if default is None or default in ("", ()) or isinstance(default, msgspec.Struct):
        return ""
    return f"`{default.value if isinstance(default, Enum) else default}`"
