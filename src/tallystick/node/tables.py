"""TOML tables become structs; everything that is wrong with a file is told at once.

A struct is the table's whole law: a key it does not have is a fault, and so is a key
that is missing, of another type, or out of bounds. Keys are told as dotted paths,
`peer[0].url`.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from tallystick.terms.errors import SettingError

Kind = TypeVar("Kind")
_AT = " - at `$"


class Fault(NamedTuple):
    """A key of a file, and the rule it breaks."""

    key: str
    rule: str


def read_tables(raw: bytes, ref: str) -> dict[str, Any]:
    """Return what a TOML file says; `ref` names the file in errors.

    Raises:
        SettingError: it is not UTF-8, or not TOML.
    """
    try:
        return tomllib.loads(raw.decode())
    except UnicodeDecodeError as broken:
        raise SettingError("a TOML file is UTF-8", ref=ref) from broken
    except (tomllib.TOMLDecodeError, RecursionError) as broken:
        raise SettingError(f"it is not TOML: {broken}", ref=ref) from broken


def struct_from(tables: dict[str, Any], kind: type[Kind], ref: str, folder: Path) -> Kind:
    """Return the struct that the tables tell; relative paths in it start from the folder.

    Raises:
        SettingError: a key is unknown, missing, or its value is wrong; all of them are told.
    """
    enter = partial(_enter, folder)
    refuse(list(_faults(tables, kind, "", enter)), ref)
    try:
        return msgspec.convert(tables, kind, dec_hook=enter)
    except msgspec.ValidationError as broken:
        text, _, inner = str(broken).partition(_AT)
        raise SettingError(text, field=inner.strip(".`"), ref=ref) from broken


def refuse(faults: Sequence[Fault], ref: str) -> None:
    """Do nothing if there is no fault.

    Raises:
        SettingError: there is one, or several.
    """
    if not faults:
        return
    first = faults[0]
    if len(faults) == 1:
        raise SettingError(first.rule, field=first.key, ref=ref)
    lines = "".join(f"\n  {fault.key}: {fault.rule}" for fault in faults)
    raise SettingError(f"{len(faults)} settings are wrong:{lines}\n", field=first.key, ref=ref)


def twice(values: Iterable[Any]) -> list[Any]:
    """Return every value that is there more than once, each once, in order."""
    seen = list(values)
    return [value for value in dict.fromkeys(seen) if seen.count(value) > 1]


def _enter(folder: Path, kind: type, value: object) -> Path:
    if kind is Path and isinstance(value, str) and value and "\0" not in value:
        return folder / value
    raise ValueError("Expected a path, as text")


def _faults(value: object, kind: Any, key: str, enter: Any) -> Iterator[Fault]:  # noqa: ANN401
    """Yield what is wrong with a value of any kind, in the order of the kind."""
    row = _row_of(kind)
    if _is_struct(kind):
        yield from _faults_of_table(value, kind, key, enter)
    elif row is not None:
        yield from _faults_of_rows(value, row, key, enter)
    else:
        yield from _fault_of_value(value, kind, key, enter)


def _faults_of_table(value: object, kind: Any, key: str, enter: Any) -> Iterator[Fault]:  # noqa: ANN401
    if not isinstance(value, dict):
        yield Fault(key, "Expected a table")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name in value:
        if name not in fields:
            yield Fault(_below(key, name), f"is not known here{_like(name, fields)}")
    broken = False
    for name, field in fields.items():
        for fault in _faults_of_field(value, field, _below(key, name), enter):
            broken = True
            yield fault
    if not broken and not value.keys() - fields.keys():
        # Each value alone is sound; the struct's own rule speaks of them together.
        yield from _fault_of_value(value, kind, key, enter)


def _faults_of_field(
    table: dict[str, Any],
    field: FieldInfo,
    key: str,
    enter: Any,  # noqa: ANN401
) -> Iterator[Fault]:
    if field.encode_name in table:
        yield from _faults(table[field.encode_name], field.type, key, enter)
    elif field.required:
        yield Fault(key, "is missing")


def _faults_of_rows(value: object, kind: Any, key: str, enter: Any) -> Iterator[Fault]:  # noqa: ANN401
    if not isinstance(value, list):
        yield Fault(key, f"Expected tables, each under [[{key}]]")
        return
    for number, row in enumerate(value):
        yield from _faults(row, kind, f"{key}[{number}]", enter)


def _fault_of_value(value: object, kind: Any, key: str, enter: Any) -> Iterator[Fault]:  # noqa: ANN401
    try:
        msgspec.convert(value, kind, dec_hook=enter)
    except msgspec.ValidationError as broken:
        text, _, inner = str(broken).partition(_AT)
        yield Fault(key + inner.rstrip("`"), text)


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _row_of(kind: object) -> object | None:
    """Return the struct of which a kind is a row of any length, else None."""
    inner = get_args(kind)[:1]
    return inner[0] if get_origin(kind) is tuple and inner and _is_struct(inner[0]) else None


def _below(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _like(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"; is it {near[0]}?" if near else ""
