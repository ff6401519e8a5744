"""A bank's own list: a plain CSV with a header, one name a row.

| column | what it holds |
|---|---|
| `list` | the list's name, the same in every row |
| `published_on` | its date, `YYYY-MM-DD`, the same in every row |
| `entity` | the id of who is listed; rows with one id are one entity |
| `name` | one name; `LAST, First` is understood |
| `kind` | `primary`, `alias` or `weak` |
| `type` | `individual`, `entity`, `vessel`, `aircraft` or `unknown` |
| `countries` | separated by semicolons; may be empty |
| `identifiers` | `kind:value`, separated by semicolons; may be empty |
| `births` | dates and ranges (ISO 8601), separated by semicolons |
| `addresses` | one line each, separated by semicolons |
| `programmes` | why it is listed, separated by semicolons |

The last three columns may be left out; those that are there come after the others. Kinds of
identifiers are `bic`, `lei`, `wallet`, `account`, `imo`, `mmsi`, `isin`, `document`.
"""

import re
from collections.abc import Sequence
from typing import Final

from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import (
    Draft,
    EntityType,
    ListVersion,
    NameKind,
    list_version,
    source_file,
)
from tallystick.screening.names import normalise
from tallystick.screening.readers.births import birth_of
from tallystick.screening.readers.rows import ListFile, Row, broken, first_cells, rows_of
from tallystick.terms.instants import is_date

COLUMNS: Final = (
    "list", "published_on", "entity", "name", "kind", "type", "countries", "identifiers",
)  # fmt: skip

OPTIONAL: Final = ("births", "addresses", "programmes")

_SEPARATOR: Final = re.compile(r"\s*;\s*")


def is_list(file: ListFile) -> bool:
    """Tell whether the file's first record is the header."""
    header = _header(file)
    more = header[len(COLUMNS) :]
    is_known = set(more) <= set(OPTIONAL) and len(set(more)) == len(more)
    return header[: len(COLUMNS)] == COLUMNS and is_known


def name_of(file: ListFile) -> str:
    """Return the name the list gives itself, that of its first row; the file's if it has none.

    Raises:
        RemoteMessageError: the file is not CSV, or a row is of another width.
    """
    rows = list(rows_of(file, len(_header(file))))[1:]
    return (rows[0].cells[0].strip() if rows else "") or file.name


def read(file: ListFile) -> ListVersion:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: a row breaks a rule of the columns.
    """
    header = _header(file)
    rows = [_stripped(row) for row in rows_of(file, len(header))][1:]
    drafts: dict[str, Draft] = {}
    for row in rows:
        _refuse(file, row, rows[0])
        draft = drafts.setdefault(row.cells[2], Draft())
        _take(draft, file, row)
        _take_optional(draft, file, row, header[len(COLUMNS) :])
    published_on = rows[0].cells[1] if rows else ""
    files = [source_file("list", file.raw, len(rows))]
    return list_version(name_of(file), published_on, files, drafts)


def _header(file: ListFile) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in first_cells(file.raw))


def _stripped(row: Row) -> Row:
    return Row(row.line, tuple(cell.strip() for cell in row.cells))


def _refuse(file: ListFile, row: Row, first: Row) -> None:
    name, published_on, entity, text, kind, type_ = row.cells[:6]
    rules = (
        (row.cells[:2] != first.cells[:2], "two-editions", "the rows are of two lists or dates"),
        (not name or not entity or not text, "empty", "list, entity and name must be filled"),
        (not normalise(text), "name", f"{text[:20]!r} has no letter and no digit to be found by"),
        (not is_date(published_on), "date", "published_on must be a date, YYYY-MM-DD"),
        (kind not in list(NameKind), "kind", f"{kind[:20]!r} is no kind of name"),
        (type_ not in list(EntityType), "type", f"{type_[:20]!r} is no type of entity"),
    )
    for is_broken, rule, detail in rules:
        if is_broken:
            raise broken(file.name, row.line, rule, detail)


def _take(draft: Draft, file: ListFile, row: Row) -> None:
    name, kind, type_, countries, identifiers = row.cells[3 : len(COLUMNS)]
    if draft.names and draft.type != type_:
        detail = f"{row.cells[2][:30]!r} is {draft.type} in a row before, and {type_} here"
        raise broken(file.name, row.line, "two-types", detail)
    draft.type = EntityType(type_)
    draft.name(NameKind(kind), name)
    for country in _SEPARATOR.split(countries):
        draft.country(country)
    for text in filter(None, _SEPARATOR.split(identifiers)):
        word, _colon, value = text.partition(":")
        if word not in list(IdentifierKind) or not value.strip():
            detail = f"{text[:30]!r} is no identifier of a known kind"
            raise broken(file.name, row.line, "identifier", detail)
        draft.identifiers.add(Identifier(IdentifierKind(word), value.strip()))


def _take_optional(draft: Draft, file: ListFile, row: Row, columns: Sequence[str]) -> None:
    for column, cell in zip(columns, row.cells[len(COLUMNS) :], strict=True):
        for text in filter(None, _SEPARATOR.split(cell)):
            if column == "addresses":
                draft.address(text)
            elif column == "programmes":
                draft.programme(text)
            elif not draft.birth(birth_of(text)):
                raise broken(file.name, row.line, "birth", f"{text[:30]!r} is no date or range")
